//! Matters by themselves: someone can decide what is to be decided, and entries of a matter stand before what it has.

use serde_json::Value;

use super::{Draft, Spot};
use crate::fact::{FactProblem, read};
use crate::pack::finding::Finding;
use crate::pack::format::{About, Does, FactKind, Matter, OpensOn, Outcome};

/// Stages that a matter has.
const STAGES: [&str; 2] = ["decide", "close"];

pub(super) fn check(draft: &Draft<'_>) -> Vec<Finding> {
    let mut findings = Vec::new();
    for (index, matter) in draft.entries.matter.iter().enumerate() {
        let spot = draft.origin("matter", index);
        findings.extend(sense(matter, &spot));
        let spots = spot.each("decisions");
        for (decision, spot) in matter.decisions.iter().zip(spots) {
            findings.extend(makes_known(draft, matter, decision, &spot));
        }
    }
    for (kind, key) in [("gate", "on"), ("item", "before")] {
        for entry in draft.raw(kind) {
            findings.extend(stages(&entry, key));
        }
    }
    findings
}

fn sense(matter: &Matter, spot: &Spot<'_>) -> Option<Finding> {
    let decides = !matter.decisions.is_empty();
    let can_decide = !matter.decided_by.is_empty() || matter.ladder.is_some();
    let moves_case = matter.holds_case
        || matter
            .decisions
            .iter()
            .any(|decision| decision.does != Does::Nothing);
    let of_case = matter.about == About::Case;
    if decides && !can_decide {
        let expected = "`decided_by` with a role, or a `ladder`";
        return Some(spot.mistake("nobody may decide this", expected));
    }
    if !decides && !matter.decided_by.is_empty() {
        let expected = "`decisions`, each with `id` and `label`";
        return Some(spot.mistake("there is nothing to decide here", expected));
    }
    if moves_case && !of_case {
        let message = "only a matter about a case can close it or give it to a team";
        return Some(spot.mistake(message, "`about = \"case\"`"));
    }
    if matter.holds_case && matter.given_to.is_empty() && matter.rota.is_none() {
        let message = "nobody is named who holds the case";
        let expected = "`given_to` with a service that holds cases, or a `rota`";
        return Some(spot.mistake(message, expected));
    }
    if matter.rota.is_some() && matter.opens_on == Some(OpensOn::Absence) {
        let message = "time opens this by itself, and a turn on a rota is somebody's to take";
        return Some(
            spot.below("rota")
                .mistake(message, "`given_to` with services"),
        );
    }
    let of_a_call = matter.opens_on == Some(OpensOn::Contact) && matter.about == About::Contact;
    if matter.ends_on.is_some() && (decides || !of_a_call) {
        let message = "only what one call opens, and what nobody decides, ends when it is answered";
        let expected = "`about = \"contact\"` with `opens_on = \"contact\"` and no `decisions`";
        return Some(spot.below("ends_on").mistake(message, expected));
    }
    let fits = match matter.opens_on {
        None => true,
        Some(OpensOn::Contact) => matches!(matter.about, About::Case | About::Contact),
        Some(OpensOn::Absence) => matches!(matter.about, About::Case | About::Practitioner),
        Some(OpensOn::Reallocation) => of_case,
    };
    (!fits).then(|| {
        spot.below("about")
            .mistake("nothing of the kind opens it", "what `opens_on` is about")
    })
}

/// What a decision makes known are facts of a case, with values that they can have.
fn makes_known(
    draft: &Draft<'_>,
    matter: &Matter,
    decision: &Outcome,
    spot: &Spot<'_>,
) -> Vec<Finding> {
    let fact = |id: &str| draft.entries.fact.iter().find(|fact| fact.id == id);
    let wrong_value = |(id, value): (&String, &Value)| {
        let spot = spot.below("makes_known").below(id);
        match fact(id).map(|fact| read(fact, value)) {
            None => Some(spot.mistake(format!("no fact is named `{id}`"), "a declared fact")),
            Some(Err(FactProblem::Expected { expected, .. })) => {
                Some(spot.mistake(format!("`{id}` cannot have this value"), expected))
            }
            Some(_) => None,
        }
    };
    let mut findings: Vec<_> = decision
        .makes_known
        .iter()
        .filter_map(wrong_value)
        .collect();
    let is_moment = |id: &String| {
        fact(id).is_some_and(|fact| matches!(fact.kind, FactKind::Date | FactKind::Instant))
    };
    if let Some(id) = decision.moment_as.as_ref().filter(|id| !is_moment(id)) {
        let message = format!("`{id}` is no fact that can be a moment");
        let expected = "a fact of the type `date` or `instant`";
        findings.push(spot.below("moment_as").mistake(message, expected));
    }
    let tells = !decision.makes_known.is_empty() || decision.moment_as.is_some();
    if tells && !matches!(matter.about, About::Case | About::Contact) {
        let message = "this is about no child of whom anything could be known";
        findings.push(spot.mistake(message, "a matter about a `case` or a `contact`"));
    }
    findings
}

/// An entry that belongs to matters only stands before deciding or finishing one; one of moves never before deciding.
fn stages(entry: &Spot<'_>, key: &str) -> Vec<Finding> {
    let is_named = |list: &str| !entry.each(list).is_empty();
    let (of_matters, of_moves) = (is_named("matters"), is_named("pathways"));
    let spots = entry.each(key).into_iter();
    spots
        .filter(|stage| {
            let name = stage.text().unwrap_or_default();
            match (of_matters, of_moves) {
                (true, false) => !STAGES.contains(&name),
                (false, _) => name == "decide",
                (true, true) => false,
            }
        })
        .map(|stage| {
            let expected = match of_matters {
                true => "`decide` or `close`, which a matter has",
                false => "an action of a transfer, or `matters` to which this belongs",
            };
            stage.mistake("nothing of the kind is done there", expected)
        })
        .collect()
}
