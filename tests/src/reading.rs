//! What a test reads of an answer: the parts that a story speaks of, in plain texts.

use openapi::{
    Holding, JourneyEntry, Notification, NotificationKind, Problem, Transfer, TransferDeadline,
    TransferState,
};

/// A deadline of a transfer, by its name in the pack.
///
/// # Panics
///
/// Where the transfer has none of that name.
#[track_caller]
pub fn deadline<'a>(transfer: &'a Transfer, key: &str) -> &'a TransferDeadline {
    let found = transfer
        .deadlines
        .iter()
        .find(|deadline| deadline.key == key);
    found.unwrap_or_else(|| panic!("no deadline `{key}` in {:#?}", transfer.deadlines))
}

/// When a deadline of a transfer is due, as RFC 3339 in UTC to the second.
#[track_caller]
pub fn due_at(transfer: &Transfer, key: &str) -> String {
    deadline(transfer, key)
        .due_at
        .format("%Y-%m-%dT%H:%M:%SZ")
        .to_string()
}

/// What stopped an action, by id, in alphabetical order; what only warns is left out.
pub fn blocked_by(problem: &Problem) -> Vec<&str> {
    let mut ids: Vec<_> = problem
        .blocked_by
        .iter()
        .filter(|blocker| !blocker.warning)
        .map(|blocker| blocker.id.as_str())
        .collect();
    ids.sort_unstable();
    ids
}

/// The states that a case's transfers went through, in order.
pub fn states(journey: &[JourneyEntry]) -> Vec<TransferState> {
    let moved = journey
        .iter()
        .filter(|entry| entry.from_state != entry.to_state);
    moved.filter_map(|entry| entry.to_state).collect()
}

/// How many entries of a journey are of a kind.
pub fn count(journey: &[JourneyEntry], kind: &str) -> usize {
    journey.iter().filter(|entry| entry.kind == kind).count()
}

/// What was told, of one kind.
pub fn messages(told: &[Notification], kind: NotificationKind) -> Vec<&str> {
    told.iter()
        .filter(|told| told.kind == kind)
        .map(|told| told.message.as_str())
        .collect()
}

/// Check that an open case has exactly one holding, and that no two leave a gap or overlap.
///
/// # Panics
///
/// Where that is not so.
#[track_caller]
pub fn check_unbroken(holdings: &[Holding]) {
    let open = holdings.iter().filter(|holding| holding.ends_at.is_none());
    assert_eq!(open.count(), 1, "{holdings:#?}");
    for pair in holdings.windows(2) {
        assert_eq!(pair[0].ends_at, Some(pair[1].starts_at), "{holdings:#?}");
    }
}
