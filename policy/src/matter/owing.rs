//! What a matter owes, and who decides it now.

use chrono::{DateTime, Utc};

use super::{Matter, State};
use crate::deadline::Owed;
use crate::ladder::rung_roles;
use crate::owing::prompt;
use crate::pack::format;
use crate::pack::format::PartySide;
use crate::setting::{Setting, Subject};

/// What is owed on a matter: its deadlines while it is open, and what was met. Where the procedure gives no clock,
/// Landsafe's own prompt stands in.
pub fn owed(setting: &Setting, matter: &Matter, at: DateTime<Utc>) -> Vec<Owed> {
    let mut owed = setting.reckon(matter, at).owed;
    if !matter.state.is_open() {
        owed.retain(|owed| owed.met_at.is_some());
        return owed;
    }
    let waits = owed
        .iter()
        .any(|owed| owed.met_at.is_none() && !owed.advisory);
    if !waits {
        owed.push(prompt(
            setting,
            matter.state_since,
            step_of(setting, matter),
            PartySide::Both,
        ));
    }
    owed
}

/// The step that a matter asks for.
fn step_of(setting: &Setting, matter: &Matter) -> &'static str {
    let declared = setting.pack.matter(&matter.kind);
    match (matter.state, declared) {
        (State::Open, Some(declared)) if decides(declared) => "decide it",
        _ => "do what is open, then finish it",
    }
}

/// Whether there is anything to decide.
pub(super) fn decides(declared: &format::Matter) -> bool {
    !declared.decisions.is_empty()
}

/// The roles that may decide a matter now: its deciders, and those of the rung that it stands on.
pub fn deciders(setting: &Setting, matter: &Matter) -> Vec<String> {
    let declared = setting.pack.matter(&matter.kind);
    let mut roles = declared
        .map(|declared| declared.decided_by.clone())
        .unwrap_or_default();
    if matter.climbing().is_some() {
        for role in rung_roles(setting, matter) {
            if !roles.contains(&role) {
                roles.push(role);
            }
        }
    }
    roles
}
