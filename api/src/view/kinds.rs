//! Kinds: the small words of packs and tables as the contract spells them.

use entity::contact_point::ContactPointKind;
use entity::{deadline, transfer as row};
use openapi::{
    ActionName, ContactKind, DayOfWeek, DeadlineState, Direction, FactChoice, PathwayOutcome,
    ReasonFor, Side, Standing, Strength, TransferState,
};
use policy::pack::format;
use policy::transfer::{ActionKind, State};

/// A side of a row.
pub fn row_side(side: entity::event::Side) -> Side {
    match side {
        entity::event::Side::Transferring => Side::Transferring,
        entity::event::Side::Receiving => Side::Receiving,
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

/// A day of the week.
pub fn day_of_week(day: format::DayOfWeek) -> DayOfWeek {
    match day {
        format::DayOfWeek::Monday => DayOfWeek::Monday,
        format::DayOfWeek::Tuesday => DayOfWeek::Tuesday,
        format::DayOfWeek::Wednesday => DayOfWeek::Wednesday,
        format::DayOfWeek::Thursday => DayOfWeek::Thursday,
        format::DayOfWeek::Friday => DayOfWeek::Friday,
        format::DayOfWeek::Saturday => DayOfWeek::Saturday,
        format::DayOfWeek::Sunday => DayOfWeek::Sunday,
    }
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
        format::ReasonFor::Split => ReasonFor::Split,
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

/// Which way the level of need goes.
pub fn direction(direction: format::Direction) -> Direction {
    match direction {
        format::Direction::StepUp => Direction::StepUp,
        format::Direction::StepDown => Direction::StepDown,
        format::Direction::Across => Direction::Across,
    }
}

/// Whose people.
pub fn side(side: format::PartySide) -> Side {
    match side {
        format::PartySide::Transferring => Side::Transferring,
        format::PartySide::Receiving => Side::Receiving,
        format::PartySide::Both => Side::Both,
    }
}

/// The type of a fact.
pub fn fact_kind(kind: format::FactKind) -> openapi::FactKind {
    match kind {
        format::FactKind::Bool => openapi::FactKind::Bool,
        format::FactKind::Date => openapi::FactKind::Date,
        format::FactKind::Instant => openapi::FactKind::Instant,
        format::FactKind::Integer => openapi::FactKind::Integer,
        format::FactKind::Choice => openapi::FactKind::Choice,
        format::FactKind::Text => openapi::FactKind::Text,
    }
}

/// What an item is.
pub fn item_kind(kind: format::ItemKind) -> openapi::ItemKind {
    match kind {
        format::ItemKind::Document => openapi::ItemKind::Document,
        format::ItemKind::Task => openapi::ItemKind::Task,
        format::ItemKind::Visit => openapi::ItemKind::Visit,
        format::ItemKind::Letter => openapi::ItemKind::Letter,
        format::ItemKind::Notice => openapi::ItemKind::Notice,
        format::ItemKind::Meeting => openapi::ItemKind::Meeting,
        format::ItemKind::Record => openapi::ItemKind::Record,
    }
}

/// A stage.
pub fn stage(stage: format::Stage) -> openapi::Stage {
    match stage {
        format::Stage::Request => openapi::Stage::Request,
        format::Stage::Accept => openapi::Stage::Accept,
        format::Stage::Decline => openapi::Stage::Decline,
        format::Stage::Support => openapi::Stage::Support,
        format::Stage::Withdraw => openapi::Stage::Withdraw,
        format::Stage::Hold => openapi::Stage::Hold,
        format::Stage::Resume => openapi::Stage::Resume,
        format::Stage::Dispute => openapi::Stage::Dispute,
        format::Stage::EndInvolvement => openapi::Stage::EndInvolvement,
        format::Stage::Land => openapi::Stage::Land,
        format::Stage::Close => openapi::Stage::Close,
        format::Stage::Decide => openapi::Stage::Decide,
    }
}

/// Where a deadline stands.
pub fn deadline_state(state: deadline::DeadlineState) -> DeadlineState {
    match state {
        deadline::DeadlineState::Open => DeadlineState::Running,
        deadline::DeadlineState::Met => DeadlineState::Met,
        deadline::DeadlineState::Breached => DeadlineState::Breached,
        deadline::DeadlineState::Cancelled => DeadlineState::Cancelled,
        deadline::DeadlineState::Lapsed => DeadlineState::Lapsed,
    }
}

/// Who owes a deadline.
pub fn owed_side(side: deadline::OwedSide) -> Side {
    match side {
        deadline::OwedSide::Transferring => Side::Transferring,
        deadline::OwedSide::Receiving => Side::Receiving,
        deadline::OwedSide::Both => Side::Both,
    }
}

/// A state, for the contract.
pub fn state_name(state: State) -> TransferState {
    match state {
        State::Draft => TransferState::Draft,
        State::Requested => TransferState::Requested,
        State::InformationRequired => TransferState::InformationRequired,
        State::OnHold => TransferState::OnHold,
        State::Accepted => TransferState::Accepted,
        State::Declined => TransferState::Declined,
        State::Supported => TransferState::Supported,
        State::Disputed => TransferState::Disputed,
        State::Withdrawn => TransferState::Withdrawn,
        State::Landed => TransferState::Landed,
        State::Closed => TransferState::Closed,
    }
}

/// A row's state, for the contract.
pub fn row_state_name(state: row::TransferState) -> TransferState {
    match state {
        row::TransferState::Draft => TransferState::Draft,
        row::TransferState::Requested => TransferState::Requested,
        row::TransferState::InformationRequired => TransferState::InformationRequired,
        row::TransferState::OnHold => TransferState::OnHold,
        row::TransferState::Accepted => TransferState::Accepted,
        row::TransferState::Declined => TransferState::Declined,
        row::TransferState::Supported => TransferState::Supported,
        row::TransferState::Disputed => TransferState::Disputed,
        row::TransferState::Withdrawn => TransferState::Withdrawn,
        row::TransferState::Landed => TransferState::Landed,
        row::TransferState::Closed => TransferState::Closed,
    }
}

/// A state of the contract, as the table knows it.
pub fn row_state(state: TransferState) -> row::TransferState {
    match state {
        TransferState::Draft => row::TransferState::Draft,
        TransferState::Requested => row::TransferState::Requested,
        TransferState::InformationRequired => row::TransferState::InformationRequired,
        TransferState::OnHold => row::TransferState::OnHold,
        TransferState::Accepted => row::TransferState::Accepted,
        TransferState::Declined => row::TransferState::Declined,
        TransferState::Supported => row::TransferState::Supported,
        TransferState::Disputed => row::TransferState::Disputed,
        TransferState::Withdrawn => row::TransferState::Withdrawn,
        TransferState::Landed => row::TransferState::Landed,
        TransferState::Closed => row::TransferState::Closed,
    }
}

/// An action, for the contract.
pub fn action_name(action: ActionKind) -> ActionName {
    match action {
        ActionKind::RecordDiscussion => ActionName::RecordDiscussion,
        ActionKind::Request => ActionName::Request,
        ActionKind::AskInformation => ActionName::AskInformation,
        ActionKind::SupplyInformation => ActionName::SupplyInformation,
        ActionKind::Accept => ActionName::Accept,
        ActionKind::Decline => ActionName::Decline,
        ActionKind::SupportInstead => ActionName::SupportInstead,
        ActionKind::Withdraw => ActionName::Withdraw,
        ActionKind::Hold => ActionName::Hold,
        ActionKind::Resume => ActionName::Resume,
        ActionKind::Tick => ActionName::Tick,
        ActionKind::Untick => ActionName::Untick,
        ActionKind::RecordFact => ActionName::RecordFact,
        ActionKind::Override => ActionName::Override,
        ActionKind::AgreeDate => ActionName::AgreeDate,
        ActionKind::ScheduleVisit => ActionName::ScheduleVisit,
        ActionKind::RecordVisit => ActionName::RecordVisit,
        ActionKind::Dispute => ActionName::Dispute,
        ActionKind::DecideDispute => ActionName::DecideDispute,
        ActionKind::Escalate => ActionName::Escalate,
        ActionKind::Land => ActionName::Land,
        ActionKind::RecordReview => ActionName::RecordReview,
        ActionKind::RaiseTasks => ActionName::RaiseTasks,
        ActionKind::CompleteTask => ActionName::CompleteTask,
        ActionKind::CancelTask => ActionName::CancelTask,
        ActionKind::DisputeTask => ActionName::DisputeTask,
        ActionKind::DecideTask => ActionName::DecideTask,
        ActionKind::PlanLanding => ActionName::PlanLanding,
        ActionKind::EndResponsibility => ActionName::EndResponsibility,
        ActionKind::Consider => ActionName::Consider,
        ActionKind::Split => ActionName::Split,
        ActionKind::Close => ActionName::Close,
    }
}
