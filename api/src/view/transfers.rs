//! Transfers as the contract shows them.

use std::collections::HashMap;

use chrono::{DateTime, Utc};
use entity::{child_case, deadline, practitioner, team, transfer};
use openapi::{
    ActionName, Advice, Approval, ChecklistItem, DeadlineState, Decision, Direction, Discussion,
    DiscussionWay, Dispute, FactSource, GivenReason, ItemState, NextStep, Override, PackRef,
    PathwayRef, PractitionerRef, Reference, Responsibility, Review, ReviewOutcome, Side, Team,
    Transfer, TransferDeadline, TransferFact, TransferKind, TransferState, TransferSummary, Visit,
    WaitingFor,
};
use policy::assessment::advice;
use policy::checklist;
use policy::decide::{owed, parties, side_name};
use policy::expression::Knowledge;
use policy::pack::Pack;
use policy::pack::format::{self, PartySide};
use policy::refusal::Refusal;
use policy::responsibility;
use policy::role::Actor;
use policy::setting::{Setting, decided_at};
use policy::steps::{self, coming_stage, next_steps, rung_deadline, rung_roles, waiting_for};
use policy::transfer::{self as domain, ActionKind, Kind, State};
use uuid::Uuid;

use super::refusals::blocker;
use crate::service::transfers::Loaded;

/// Names of practitioners by id.
pub type Names = HashMap<Uuid, String>;

/// Everything that a transfer is shown with.
#[derive(Debug)]
pub struct Shown<'a> {
    /// The transfer.
    pub loaded: &'a Loaded,
    /// Its deadlines, soonest first.
    pub deadlines: &'a [deadline::Model],
    /// Who is who.
    pub names: &'a Names,
    /// Who looks at it.
    pub actor: &'a Actor,
    /// Now, UTC.
    pub now: DateTime<Utc>,
}

/// A transfer with everything that hangs on it, as it stands for whoever looks at it.
pub fn transfer(shown: &Shown) -> Transfer {
    let Shown {
        loaded,
        deadlines,
        names,
        actor,
        now,
    } = shown;
    let setting = loaded.setting(&[], *now);
    let transfer = &loaded.transfer;
    let pack = &loaded.procedure.pack;
    let knowledge = setting.knowledge(transfer, *now, decided_at(transfer), "");
    let mut events = transfer.record.events.clone();
    events.extend(
        transfer
            .record
            .ticks
            .iter()
            .map(|(item, tick)| (format!("item:{item}"), tick.at)),
    );
    let work = responsibility::readings(
        pack,
        Some(&transfer.pathway),
        &knowledge,
        &events,
        &loaded.calendar,
    );
    Transfer {
        summary: summary(
            &loaded.row,
            &loaded.case,
            (&loaded.transferring, &loaded.receiving),
            pack,
            deadlines,
            *now,
        ),
        pack: PackRef {
            id: loaded.row.pack.clone(),
            version: loaded.row.pack_version.clone(),
        },
        opened_by: person(names, transfer.opened_by),
        waiting_for: waiting_for(&setting, transfer, *now)
            .into_iter()
            .map(|waiting| awaited(pack, waiting))
            .collect(),
        facts: facts(pack, shown, &knowledge),
        checklist: items(pack, shown, &knowledge),
        deadlines: deadlines_of(shown, &setting),
        discussions: transfer
            .record
            .discussions
            .iter()
            .map(|one| discussion(names, one))
            .collect(),
        approvals: transfer
            .record
            .approvals
            .iter()
            .map(|one| approval(pack, transfer, names, one))
            .collect(),
        decision: transfer
            .record
            .decision
            .as_ref()
            .map(|one| decision(names, one)),
        reasons: transfer
            .record
            .reasons
            .iter()
            .map(|(event, reason)| given(pack, event, reason))
            .collect(),
        overrides: transfer
            .record
            .overrides
            .iter()
            .map(|(of, one)| overridden(names, of, one))
            .collect(),
        visits: transfer
            .record
            .visits
            .iter()
            .map(|(item, visit)| Visit {
                item: Some(item.clone()),
                scheduled_for: visit.scheduled_for,
                made_at: visit.made_at,
            })
            .collect(),
        responsibilities: work
            .into_iter()
            .map(|one| responsible(&loaded.calendar, one))
            .collect(),
        advice: advice(
            pack,
            Some(&transfer.pathway),
            coming_stage(transfer.state),
            &knowledge,
        )
        .into_iter()
        .map(|(rules, text)| Advice {
            rule: rules.first().cloned().unwrap_or_default(),
            text,
        })
        .collect(),
        dispute: dispute(&setting, transfer, deadlines),
        reviews: transfer.record.reviews.iter().map(review).collect(),
        next_steps: next_steps(&setting, transfer, actor, *now)
            .into_iter()
            .map(|step| next_step(pack, transfer, step))
            .collect(),
    }
}

/// A transfer in a list.
pub fn summary(
    row: &transfer::Model,
    case: &child_case::Model,
    (transferring, receiving): (&team::Model, &team::Model),
    pack: &Pack,
    deadlines: &[deadline::Model],
    now: DateTime<Utc>,
) -> TransferSummary {
    let running = |row: &&deadline::Model| {
        matches!(
            row.state,
            deadline::DeadlineState::Open | deadline::DeadlineState::Breached
        )
    };
    TransferSummary {
        id: row.id,
        reference: row.reference.clone(),
        state: row_state_name(row.state),
        kind: match row.kind {
            transfer::TransferKind::Push => TransferKind::Push,
            transfer::TransferKind::Pull => TransferKind::Pull,
        },
        pathway: pathway(pack, &row.pathway),
        case: Reference {
            id: case.id,
            reference: case.reference.clone(),
        },
        transferring_team: team_view(transferring),
        receiving_team: team_view(receiving),
        opened_at: row.opened_at,
        state_since: row.state_since,
        planned_on: row.planned_on,
        next_due_at: deadlines
            .iter()
            .filter(running)
            .filter(|row| !row.advisory)
            .map(|row| row.due_at)
            .min(),
        overdue: deadlines
            .iter()
            .filter(running)
            .any(|row| is_overdue(row, now)),
        version: row.version,
    }
}

/// Whether a deadline is past due, still owed, and more than advice or a chance.
pub fn is_overdue(row: &deadline::Model, now: DateTime<Utc>) -> bool {
    let owed = matches!(
        row.state,
        deadline::DeadlineState::Open | deadline::DeadlineState::Breached
    );
    owed && !row.advisory && !row.lapses && row.due_at < now
}

/// A team.
pub fn team_view(row: &team::Model) -> Team {
    Team {
        id: row.id,
        service: row.service.clone(),
        name: row.name.clone(),
    }
}

/// A practitioner, by name where it is known.
pub fn person(names: &Names, id: Uuid) -> PractitionerRef {
    PractitionerRef {
        id,
        name: names.get(&id).cloned().unwrap_or_else(|| "somebody".into()),
    }
}

/// Names by id.
pub fn names(rows: &[practitioner::Model]) -> Names {
    rows.iter().map(|row| (row.id, row.name.clone())).collect()
}

/// Everyone whom a transfer's record names.
pub fn people(transfer: &domain::Transfer) -> Vec<Uuid> {
    let record = &transfer.record;
    let mut found = vec![transfer.opened_by];
    found.extend(record.facts.values().map(|one| one.by));
    found.extend(record.ticks.values().map(|one| one.by));
    found.extend(record.approvals.iter().map(|one| one.by));
    found.extend(record.decision.iter().map(|one| one.by));
    found.extend(record.overrides.values().map(|one| one.by));
    found.extend(
        record
            .discussions
            .iter()
            .flat_map(|one| [one.transferring_manager, one.receiving_manager]),
    );
    found.sort_unstable();
    found.dedup();
    found
}

fn pathway(pack: &Pack, id: &str) -> PathwayRef {
    let known = pack.pathway(id);
    PathwayRef {
        id: id.to_owned(),
        name: known.map_or_else(|| id.to_owned(), |pathway| pathway.name.clone()),
        direction: known.map_or(Direction::Across, |pathway| direction(pathway.direction)),
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
pub fn side(side: PartySide) -> Side {
    match side {
        PartySide::Transferring => Side::Transferring,
        PartySide::Receiving => Side::Receiving,
        PartySide::Both => Side::Both,
    }
}

fn awaited(pack: &Pack, waiting: steps::WaitingFor) -> WaitingFor {
    WaitingFor {
        what: waiting.what,
        owed_by: side(waiting.side),
        role: waiting.roles.first().cloned(),
        due_at: waiting.due_at,
        meeting: waiting.meeting.map(|id| {
            pack.forum(&id)
                .map_or(id.clone(), |forum| forum.name.clone())
        }),
    }
}

/// The facts that this pathway speaks of, or that somebody recorded.
fn facts(pack: &Pack, shown: &Shown, knowledge: &Knowledge) -> Vec<TransferFact> {
    let transfer = &shown.loaded.transfer;
    let named = pack.facts_of(&transfer.pathway);
    let concerns = |fact: &&format::Fact| {
        named.contains(fact.id.as_str()) || transfer.record.facts.contains_key(&fact.id)
    };
    pack.entries
        .fact
        .iter()
        .filter(concerns)
        .map(|fact| {
            let recorded = transfer.record.facts.get(&fact.id);
            let value = knowledge.facts().get(&fact.id).cloned();
            TransferFact {
                id: fact.id.clone(),
                label: fact.label.clone(),
                kind: fact_kind(fact.kind),
                question: fact.question.clone(),
                recorded_at: recorded.map(|one| one.at),
                recorded_by: recorded.map(|one| person(shown.names, one.by)),
                source: match (
                    &value,
                    recorded,
                    shown.loaded.case_facts.contains_key(&fact.id),
                ) {
                    (None, _, _) => FactSource::Missing,
                    (_, Some(_), _) => FactSource::Recorded,
                    (_, None, true) => FactSource::Case,
                    (_, None, false) => FactSource::Derived,
                },
                value,
            }
        })
        .collect()
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

fn items(pack: &Pack, shown: &Shown, knowledge: &Knowledge) -> Vec<ChecklistItem> {
    let transfer = &shown.loaded.transfer;
    checklist::readings(
        pack,
        Some(&transfer.pathway),
        transfer.is_supported(),
        knowledge,
    )
    .into_iter()
    .map(|reading| {
        let item = reading.item;
        let done = transfer.record.ticks.get(&item.id);
        let passed = transfer.record.overrides.contains_key(&item.id);
        let unsure = match reading.missing_facts.as_slice() {
            [] => None,
            facts => Some(format!(
                "only where it applies; not known yet: {}",
                facts.join(", ")
            )),
        };
        ChecklistItem {
            id: item.id.clone(),
            label: item.label.clone(),
            kind: item_kind(item.kind),
            rule: item.rule.first().to_owned(),
            clause: pack.clause(item.rule.first()).to_owned(),
            before: stage(item.before),
            blocking: reading.blocking,
            owed_by: side(item.owed_by),
            role: item.role.clone(),
            to: item.to.clone(),
            must_include: item.must_include.clone(),
            by: item.by.clone(),
            state: match (done, passed) {
                (Some(_), _) => ItemState::Done,
                (None, true) => ItemState::Overridden,
                (None, false) => ItemState::Open,
            },
            done_at: done.map(|one| one.at),
            done_by: done.map(|one| person(shown.names, one.by)),
            note: done.and_then(|one| one.note.clone()).or(unsure),
        }
    })
    .collect()
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
        format::Stage::Land => openapi::Stage::Land,
        format::Stage::Close => openapi::Stage::Close,
    }
}

fn deadlines_of(shown: &Shown, setting: &Setting) -> Vec<TransferDeadline> {
    let reckoned = owed(setting, &shown.loaded.transfer, shown.now);
    let words = |key: &str| {
        reckoned
            .iter()
            .find(|owed| owed.key == key)
            .map(|owed| owed.reckoned.clone())
    };
    shown
        .deadlines
        .iter()
        .map(|row| TransferDeadline {
            id: row.id,
            key: row.key.clone(),
            label: row.label.clone(),
            rule: row.rule.clone(),
            due_at: row.due_at,
            original_due_at: row.original_due_at,
            immediate: row.is_immediate,
            state: deadline_state(row.state),
            owed_by: owed_side(row.owed_side),
            role: row.role.clone(),
            advisory: row.advisory,
            reckoned: words(&row.key).unwrap_or_else(|| "no longer counted".into()),
        })
        .collect()
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

fn discussion(names: &Names, one: &domain::Discussed) -> Discussion {
    Discussion {
        at: one.at,
        way: match one.way.as_str() {
            "video" => DiscussionWay::Video,
            "in_person" => DiscussionWay::InPerson,
            "email" => DiscussionWay::Email,
            _ => DiscussionWay::Phone,
        },
        transferring_manager: person(names, one.transferring_manager),
        receiving_manager: person(names, one.receiving_manager),
        note: one.note.clone(),
    }
}

fn approval(
    pack: &Pack,
    transfer: &domain::Transfer,
    names: &Names,
    one: &domain::Approval,
) -> Approval {
    let of = pack
        .pathway(&transfer.pathway)
        .map(|pathway| parties(pathway, transfer.kind));
    let party = of.as_ref().and_then(|parties| parties.get(one.party));
    Approval {
        side: party.map_or(Side::Both, |party| side(party.side)),
        role: one.role.clone(),
        by: person(names, one.by),
        at: one.at,
    }
}

fn decision(names: &Names, one: &domain::Decided) -> Decision {
    Decision {
        at: one.at,
        by: person(names, one.by),
        role: one.role.clone(),
        forum: one.forum.clone(),
        meeting_on: one.meeting_on,
        note: one.note.clone(),
    }
}

fn given(pack: &Pack, event: &str, reason: &str) -> GivenReason {
    let known = pack.reason(reason);
    GivenReason {
        event: event.to_owned(),
        reason: reason.to_owned(),
        label: known.map_or_else(|| reason.to_owned(), |known| known.label.clone()),
        suggests: known.and_then(|known| known.suggests.clone()),
    }
}

fn overridden(names: &Names, of: &str, one: &domain::Overridden) -> Override {
    Override {
        gate_or_item: of.to_owned(),
        by: person(names, one.by),
        role: one.role.clone(),
        reason: one.reason.clone(),
        at: one.at,
    }
}

/// Work that one team owns while another holds the case.
pub fn responsible(
    calendar: &policy::calendar::Calendar,
    one: responsibility::Reading,
) -> Responsibility {
    let until = one.until.map(|at| calendar.local_date(at).to_string());
    Responsibility {
        rule: one.rules.first().cloned().unwrap_or_default(),
        label: one.label,
        owned_by: side(one.owned_by),
        until: until.or(one.until_words),
    }
}

fn dispute(
    setting: &Setting,
    transfer: &domain::Transfer,
    deadlines: &[deadline::Model],
) -> Option<Dispute> {
    let dispute = transfer.record.dispute.as_ref()?;
    let ladder = setting.pack.ladder(&dispute.ladder)?;
    let clock = rung_deadline(setting, transfer);
    let number = |n: usize| u32::try_from(n).unwrap_or(u32::MAX);
    Some(Dispute {
        ladder: ladder.id.clone(),
        rung: number(dispute.rung + 1),
        rungs: number(ladder.rungs.len()),
        decided_by_roles: rung_roles(setting, transfer),
        raised_at: dispute.raised_at,
        due_at: deadlines
            .iter()
            .find(|row| Some(row.key.as_str()) == clock)
            .map(|row| row.due_at),
    })
}

fn review(one: &domain::Review) -> Review {
    Review {
        at: one.at,
        outcome: one.outcome.as_deref().map(|outcome| match outcome {
            "on_course" => ReviewOutcome::OnCourse,
            "settled" => ReviewOutcome::Settled,
            _ => ReviewOutcome::NeedsWork,
        }),
        note: one.note.clone(),
    }
}

fn next_step(pack: &Pack, transfer: &domain::Transfer, step: steps::NextStep) -> NextStep {
    let mut blocked_by: Vec<_> = step
        .standing
        .blockers
        .iter()
        .map(|one| blocker(one, false))
        .collect();
    let possible = step.is_possible();
    let mut needs_role = Vec::new();
    if let Some(refusal) = &step.not_yours {
        if let Refusal::NotYours { roles, .. } = refusal {
            needs_role.clone_from(roles);
        }
        blocked_by.insert(0, not_yours(pack, refusal));
    }
    let mut missing_facts: Vec<_> = step
        .standing
        .blockers
        .iter()
        .flat_map(|one| one.missing_facts.clone())
        .collect();
    missing_facts.sort_unstable();
    missing_facts.dedup();
    NextStep {
        action: action_name(step.action),
        possible,
        path: format!(
            "/v1/transfers/{}/{}",
            transfer.reference,
            step.action.name()
        ),
        needs_role,
        blocked_by,
        warnings: step
            .standing
            .warnings
            .iter()
            .map(|one| blocker(one, true))
            .collect(),
        missing_facts,
    }
}

fn not_yours(pack: &Pack, refusal: &Refusal) -> openapi::Blocker {
    let (side, rule) = match refusal {
        Refusal::NotYours { side, rule, .. } => (*side, rule.clone()),
        _ => (None, None),
    };
    openapi::Blocker {
        kind: openapi::BlockerKind::Role,
        id: side.map_or("role", side_name).to_owned(),

        clause: rule
            .as_deref()
            .map_or_else(String::new, |rule| pack.clause(rule).to_owned()),
        rule: rule.unwrap_or_default(),
        message: refusal.to_string(),
        remedy: "Ask someone who may.".into(),
        overridable_by: Vec::new(),
        missing_facts: Vec::new(),
        warning: false,
    }
}

/// Who asks, from the contract.
pub fn kind(kind: TransferKind) -> Kind {
    match kind {
        TransferKind::Push => Kind::Push,
        TransferKind::Pull => Kind::Pull,
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
pub fn row_state_name(state: transfer::TransferState) -> TransferState {
    match state {
        transfer::TransferState::Draft => TransferState::Draft,
        transfer::TransferState::Requested => TransferState::Requested,
        transfer::TransferState::InformationRequired => TransferState::InformationRequired,
        transfer::TransferState::OnHold => TransferState::OnHold,
        transfer::TransferState::Accepted => TransferState::Accepted,
        transfer::TransferState::Declined => TransferState::Declined,
        transfer::TransferState::Supported => TransferState::Supported,
        transfer::TransferState::Disputed => TransferState::Disputed,
        transfer::TransferState::Withdrawn => TransferState::Withdrawn,
        transfer::TransferState::Landed => TransferState::Landed,
        transfer::TransferState::Closed => TransferState::Closed,
    }
}

/// A state of the contract, as the table knows it.
pub fn row_state(state: TransferState) -> transfer::TransferState {
    match state {
        TransferState::Draft => transfer::TransferState::Draft,
        TransferState::Requested => transfer::TransferState::Requested,
        TransferState::InformationRequired => transfer::TransferState::InformationRequired,
        TransferState::OnHold => transfer::TransferState::OnHold,
        TransferState::Accepted => transfer::TransferState::Accepted,
        TransferState::Declined => transfer::TransferState::Declined,
        TransferState::Supported => transfer::TransferState::Supported,
        TransferState::Disputed => transfer::TransferState::Disputed,
        TransferState::Withdrawn => transfer::TransferState::Withdrawn,
        TransferState::Landed => transfer::TransferState::Landed,
        TransferState::Closed => transfer::TransferState::Closed,
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
        ActionKind::Close => ActionName::Close,
    }
}
