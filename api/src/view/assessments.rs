//! Assessments as the contract shows them.

use openapi::{
    Advice, AssessedDeadline, AssessedItem, AssessedNotice, Assessment, FactKind, GateOutcome,
    GateResult, MissingFact, Recommendation, RouteConflict, RouteStanding,
};
use policy::assessment as said;
use policy::calendar::Calendar;
use policy::gate::Outcome;
use policy::pack::format::{ItemKind, Notice};
use policy::pack::{Pack, words};

use super::kinds;
use super::kinds::{fact_kind, item_kind, side, stage};
use super::transfers::responsible;

/// What the procedure says.
///
/// * `notices` – whom the system would tell of what
pub fn assessment(
    pack: &Pack,
    calendar: &Calendar,
    said: said::Assessment,
    notices: &[&Notice],
) -> Assessment {
    Assessment {
        notices: said
            .checklist
            .iter()
            .filter_map(sent)
            .chain(notices.iter().map(|notice| told(notice)))
            .collect(),
        recommended: said
            .recommended
            .into_iter()
            .map(|one| recommendation(pack, one))
            .collect(),
        conflicts: said
            .conflicts
            .into_iter()
            .map(|one| conflict(pack, one))
            .collect(),
        gates: said
            .gates
            .into_iter()
            .map(|gate| gate_result(pack, gate))
            .collect(),
        checklist: said.checklist.into_iter().map(item).collect(),
        deadlines: said
            .deadlines
            .into_iter()
            .map(|due| deadline(calendar, due))
            .collect(),
        responsibilities: said
            .responsibilities
            .into_iter()
            .map(|one| responsible(calendar, one))
            .collect(),
        advice: said.advice.into_iter().map(advice).collect(),
        missing_facts: said
            .missing_facts
            .iter()
            .map(|one| missing(pack, one))
            .collect(),
        warnings: said.warnings,
    }
}

fn first(rules: &[String]) -> String {
    rules.first().cloned().unwrap_or_default()
}

fn recommendation(pack: &Pack, one: said::Recommendation) -> Recommendation {
    Recommendation {
        route: one.route,
        pathway: one.pathway,
        matter: one.matter,
        service: one.service,
        advice: one.advice,
        urgent: one.urgent,
        standing: match one.standing {
            said::Standing::Goes => RouteStanding::Goes,
            said::Standing::Stays => RouteStanding::Stays,
            said::Standing::Held => RouteStanding::Held,
            said::Standing::Discuss => RouteStanding::Discuss,
        },
        because: one.because,
        holder: one.holder,
        document: one.document,
        ask_instead: one.ask_instead,
        readings: readings(pack, &one.rules),
        rules: one.rules,
    }
}

fn conflict(pack: &Pack, one: said::ConflictReading) -> RouteConflict {
    let names: Vec<_> = one.between.iter().map(|id| pack.party_name(id)).collect();
    RouteConflict {
        id: one.id,
        message: format!("Needs a discussion between {}.", words::listed(&names)),
        doors: one.doors,
        between: one.between,
        reading: one.reading,
        meanwhile: one.meanwhile,
        holder: one.holder,
        readings: readings(pack, &one.rules),
        rules: one.rules,
    }
}

/// How rules that can be read in more than one way are read.
fn readings(pack: &Pack, rules: &[String]) -> Vec<String> {
    let read = |id: &String| {
        let reading = pack.rule(id)?.reading.as_ref()?;
        Some(format!("{id} is read so: {reading}"))
    };
    rules.iter().filter_map(read).collect()
}

fn gate_result(pack: &Pack, gate: said::GateReading) -> GateResult {
    let rule = first(&gate.rules);
    let (outcome, missing_facts) = match gate.outcome {
        Outcome::Passes => (GateOutcome::Passes, Vec::new()),
        Outcome::Warns => (GateOutcome::Warns, Vec::new()),
        Outcome::Blocks => (GateOutcome::Blocks, Vec::new()),
        Outcome::LacksFact(facts) => (GateOutcome::LacksFact, facts),
    };
    GateResult {
        id: gate.id,
        clause: pack.clause(&rule).to_owned(),
        rule,
        rules: gate.rules,
        action: kinds::stage(gate.action),
        outcome,
        message: gate.message,
        remedy: gate.remedy,
        overridable_by: gate.overridable_by,
        missing_facts,
    }
}

fn item(reading: said::ItemReading) -> AssessedItem {
    let item = reading.item;
    AssessedItem {
        id: item.id,
        rule: item.rule.first().to_owned(),
        item: item.label,
        kind: item_kind(item.kind),
        before: stage(item.before),
        blocking: reading.blocking,
        owed_by: side(item.owed_by),
        role: item.role,
        to: item.to,
        must_include: item.must_include,
    }
}

/// A letter or notice that somebody has to send.
fn sent(reading: &said::ItemReading) -> Option<AssessedNotice> {
    let item = &reading.item;
    matches!(item.kind, ItemKind::Letter | ItemKind::Notice).then(|| AssessedNotice {
        rule: item.rule.first().to_owned(),
        label: item.label.clone(),
        to: item.to.clone(),
        on: format!("before {}", kinds::stage(item.before).name()),
    })
}

/// What the system tells by itself.
fn told(notice: &Notice) -> AssessedNotice {
    AssessedNotice {
        rule: notice.rule.first().to_owned(),
        label: notice.message.clone(),
        to: notice.tell.clone(),
        on: notice.on.clone(),
    }
}

/// What is counted in days has its last day beside its instant; what is due at once has neither.
fn deadline(calendar: &Calendar, due: said::DeadlineReading) -> AssessedDeadline {
    let owed = due.owed;
    AssessedDeadline {
        id: due.id,
        due_on: due
            .due_at
            .filter(|_| !owed.in_hours)
            .map(|at| calendar.local_date(at)),
        due_at: due.due_at,
        immediate: due.immediate,
        rule: owed.rule,
        label: owed.label,
        owed_by: side(owed.owed_by),
        role: owed.role,
        reckoned: owed.reckoned,
        advisory: owed.advisory,
    }
}

fn advice((rules, text): (Vec<String>, String)) -> Advice {
    Advice {
        rule: first(&rules),
        text,
    }
}

/// What to ask: a fact of the pack, or the planned day, which is asked for like one.
fn missing(pack: &Pack, lacking: &said::Missing) -> MissingFact {
    let decides = lacking.decides.clone();
    match pack.fact(&lacking.fact) {
        Some(fact) => MissingFact {
            id: fact.id.clone(),
            kind: fact_kind(fact.kind),
            question: fact.question.clone(),
            choices: kinds::choices(fact),
            decides,
        },
        None => MissingFact {
            id: lacking.fact.clone(),
            kind: FactKind::Date,
            question: "On which day is the case planned to move?".into(),
            choices: Vec::new(),
            decides,
        },
    }
}
