//! Kinds: the small words of packs and tables as the contract spells them.

use entity::contact_point::ContactPointKind;
use openapi::{
    ActionName, ContactKind, FactChoice, PathwayOutcome, ReasonFor, Side, Standing, Strength,
};
use policy::pack::format;

/// A side of a row.
pub fn row_side(side: entity::event::Side) -> Side {
    match side {
        entity::event::Side::Transferring => Side::Transferring,
        entity::event::Side::Receiving => Side::Receiving,
    }
}

/// The action of a stage.
pub fn action(stage: format::Stage) -> ActionName {
    match stage {
        format::Stage::Request => ActionName::Request,
        format::Stage::Accept => ActionName::Accept,
        format::Stage::Decline => ActionName::Decline,
        format::Stage::Land => ActionName::Land,
        format::Stage::Close => ActionName::Close,
    }
}

/// What may be chosen.
pub fn choices(fact: &format::Fact) -> Vec<FactChoice> {
    let choice = |choice: &format::Choice| FactChoice {
        id: choice.id.clone(),
        label: choice.label.clone(),
    };
    fact.choices.iter().map(choice).collect()
}

/// Whether the case moves.
pub fn outcome(outcome: format::PathwayOutcome) -> PathwayOutcome {
    match outcome {
        format::PathwayOutcome::Transfer => PathwayOutcome::Transfer,
        format::PathwayOutcome::Support => PathwayOutcome::Support,
    }
}

/// What people in a role may generally do.
pub fn standing(standing: format::Standing) -> Standing {
    match standing {
        format::Standing::Practitioner => Standing::Practitioner,
        format::Standing::Manager => Standing::Manager,
        format::Standing::DutyOfficer => Standing::DutyOfficer,
        format::Standing::SeniorManager => Standing::SeniorManager,
        format::Standing::Support => Standing::Support,
        format::Standing::Partner => Standing::Partner,
    }
}

/// How strongly a rule binds.
pub fn strength(strength: format::Strength) -> Strength {
    match strength {
        format::Strength::Must => Strength::Must,
        format::Strength::FirmShould => Strength::FirmShould,
        format::Strength::Should => Strength::Should,
        format::Strength::May => Strength::May,
        format::Strength::Info => Strength::Info,
    }
}

/// What a reason is given for.
pub fn reason_for(on: format::ReasonFor) -> ReasonFor {
    match on {
        format::ReasonFor::Decline => ReasonFor::Decline,
        format::ReasonFor::Withdraw => ReasonFor::Withdraw,
        format::ReasonFor::Hold => ReasonFor::Hold,
        format::ReasonFor::Support => ReasonFor::Support,
    }
}

/// What a contact point of a pack is.
pub fn contact(kind: format::ContactKind) -> ContactKind {
    match kind {
        format::ContactKind::Phone => ContactKind::Phone,
        format::ContactKind::Email => ContactKind::Email,
        format::ContactKind::Address => ContactKind::Address,
    }
}

/// What the contact point of an authority is.
pub fn entered_contact(kind: ContactPointKind) -> ContactKind {
    match kind {
        ContactPointKind::Phone => ContactKind::Phone,
        ContactPointKind::Email => ContactKind::Email,
        ContactPointKind::Address => ContactKind::Address,
    }
}

/// What a contact point is, as the table knows it.
pub fn row_contact(kind: ContactKind) -> ContactPointKind {
    match kind {
        ContactKind::Phone => ContactPointKind::Phone,
        ContactKind::Email => ContactPointKind::Email,
        ContactKind::Address => ContactPointKind::Address,
    }
}
