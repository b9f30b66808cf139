//! Tracking: what follows a transfer after it landed, review by review, until an outcome is recorded.

use chrono::NaiveDate;

use crate::expression::{Knowledge, Verdict};
use crate::pack::Pack;
use crate::pack::format::{ReviewOutcome, Tracking};
use crate::place::Place;
use crate::setting::{Setting, decided_at};
use crate::transfer::{State, Transfer};

/// How a transfer is followed, where the pack says so.
pub fn tracking<'p>(
    pack: &'p Pack,
    transfer: &Transfer,
    knowledge: &Knowledge,
) -> Option<&'p Tracking> {
    pack.entries
        .tracking
        .iter()
        .filter(|entry| Place::Pathway(&transfer.pathway).has(*entry))
        .find(|entry| knowledge.holds(entry.when.as_deref()) == Verdict::Yes)
}

/// The outcomes that a review of a pathway may record, whatever is known; none where the pack declares none.
pub fn outcomes<'p>(pack: &'p Pack, pathway: &str) -> Vec<&'p ReviewOutcome> {
    let entries = pack.entries.tracking.iter();
    entries
        .filter(|entry| Place::Pathway(pathway).has(*entry))
        .flat_map(|entry| &entry.outcomes)
        .collect()
}

/// Whether a pathway's outcomes are an open list, so that another may be written in words.
pub fn is_open_list(pack: &Pack, pathway: &str) -> bool {
    let mut entries = pack.entries.tracking.iter();
    entries.any(|entry| entry.open_list && Place::Pathway(pathway).has(entry))
}

/// The outcome after which nobody looks again; none while reviews go on.
pub fn outcome<'t>(pack: &Pack, transfer: &'t Transfer) -> Option<&'t str> {
    let last = transfer.record.reviews.iter().rev();
    let mut said = last.filter_map(|review| review.outcome.as_deref());
    let latest = said.next()?;
    let known = outcomes(pack, &transfer.pathway);
    let goes_on = known
        .iter()
        .any(|outcome| outcome.id == latest && outcome.look_again);
    (!goes_on).then_some(latest)
}

/// The meeting whose next sitting reviews a transfer that landed and has no outcome yet.
pub fn awaited_forum(setting: &Setting, transfer: &Transfer) -> Option<String> {
    if transfer.state != State::Landed || outcome(setting.pack, transfer).is_some() {
        return None;
    }
    let knowledge = setting.knowledge(transfer, setting.now, decided_at(transfer), "");
    tracking(setting.pack, transfer, &knowledge)?.forum.clone()
}

/// The days of the meetings that looked at a transfer before it was decided: how often it was discussed, and when.
pub fn discussed_on(transfer: &Transfer) -> Vec<NaiveDate> {
    transfer
        .record
        .considered
        .iter()
        .map(|considered| considered.meeting_on)
        .collect()
}
