//! Ladders: which one a dispute climbs, who decides on its present rung, and by when.

use chrono::{DateTime, Utc};

use crate::expression::Verdict;
use crate::pack::format::{Climb, Ladder, OneOrMany};
use crate::setting::{Setting, Subject, decided_at};
use crate::transfer::Transfer;

/// The ladder that a dispute raised now would climb; none where the procedure is silent about disagreements.
pub fn ladder_of<'a>(
    setting: &Setting<'a>,
    transfer: &Transfer,
    at: DateTime<Utc>,
) -> Option<&'a Ladder> {
    let pathway = setting.pathway(transfer).ok()?;
    let knowledge = setting.knowledge(transfer, at, decided_at(transfer), "");
    let special = pathway
        .ladder_when
        .iter()
        .find(|special| knowledge.holds(Some(&special.when)) == Verdict::Yes);
    let id = special.map_or(pathway.ladder.as_ref(), |special| Some(&special.ladder));
    setting.pack.ladder(id?)
}

/// The roles that decide on the present rung of the subject's ladder.
pub fn rung_roles(setting: &Setting, subject: &impl Subject) -> Vec<String> {
    let dispute = subject.record().dispute.as_ref();
    dispute
        .and_then(|dispute| {
            setting
                .pack
                .ladder(&dispute.ladder)?
                .rungs
                .get(dispute.rung)
        })
        .map(|rung| rung.roles.clone())
        .unwrap_or_default()
}

/// The deadlines that are clocks on the present rung, while the subject climbs: the rung's own, then those of the whole ladder.
pub fn clocks<'a>(setting: &Setting<'a>, subject: &impl Subject) -> Vec<&'a str> {
    let Some((ladder, rung)) = climbing(setting, subject) else {
        return Vec::new();
    };
    let own = ladder
        .rungs
        .get(rung)
        .and_then(|rung| rung.deadline.as_ref());
    let own = own.into_iter().flat_map(OneOrMany::all);
    own.chain(ladder.clocks.iter().map(|clock| &clock.deadline))
        .map(String::as_str)
        .collect()
}

/// How many rungs the subject climbs because a deadline was missed.
pub fn climbs(setting: &Setting, subject: &impl Subject, missed: &str) -> usize {
    let Some((ladder, rung)) = climbing(setting, subject) else {
        return 0;
    };
    let own = ladder
        .rungs
        .get(rung)
        .and_then(|rung| rung.deadline.as_ref());
    if own.is_some_and(|own| own.all().iter().any(|id| id == missed)) {
        return 1;
    }
    let over_all = ladder.clocks.iter().find(|clock| clock.deadline == missed);
    match over_all.map(|clock| clock.when_missed) {
        Some(Climb::NextRung) => 1,
        Some(Climb::LastRung) => ladder.rungs.len().saturating_sub(rung + 1),
        Some(Climb::Stays) | None => 0,
    }
}

fn climbing<'a>(setting: &Setting<'a>, subject: &impl Subject) -> Option<(&'a Ladder, usize)> {
    let dispute = subject.climbing()?;
    Some((setting.pack.ladder(&dispute.ladder)?, dispute.rung))
}
