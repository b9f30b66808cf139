//! Agreeing: another day for what is due on a matter, where the procedure lets people agree one.

use chrono::NaiveDate;
use uuid::Uuid;

use super::Matter;
use super::owing::deciders;
use crate::decide::{Change, said};
use crate::pack::format::Deadline;
use crate::refusal::Refusal;
use crate::role::Actor;

/// Record another day, to which somebody else agreed.
///
/// # Errors
///
/// [`Refusal::Invalid`] naming `deadline`, `reason` or `agreed_with`; [`Refusal::Forbidden`] where the procedure lets nobody.
pub(super) fn agree(
    change: &Change<'_>,
    matter: &mut Matter,
    key: &str,
    date: NaiveDate,
    reason: &str,
    with: Uuid,
) -> Result<(), Refusal> {
    said("reason", reason)?;
    let deadline = change.may_be_agreed(&*matter, key)?;
    check(change, matter, deadline, with)?;
    let agreed = change.agreed(date, reason, with);
    matter.record.agreed.insert(key.to_owned(), agreed);
    Ok(())
}

/// A matter has one team, so it takes two people: one of them in a role that agrees to such a day, or that decides the matter.
fn check(
    change: &Change<'_>,
    matter: &Matter,
    deadline: &Deadline,
    with: Uuid,
) -> Result<(), Refusal> {
    let setting = change.setting;
    let roles = match deadline.agreed_by.as_slice() {
        [] => deciders(setting, matter),
        named => named.to_vec(),
    };
    let agrees = |person: &Actor| {
        roles.is_empty() || person.roles.iter().any(|held| roles.contains(&held.role))
    };
    let other = setting.person(with);
    let named = other.is_some_and(|other| agrees(other) || agrees(change.actor));
    if named && with != change.actor.practitioner {
        return Ok(());
    }
    Err(change.takes_two(
        "two people",
        &roles,
        "somebody else of your authority",
        "two people, one of them a ",
    ))
}
