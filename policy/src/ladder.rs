//! Ladders: who decides a dispute on its present rung, and by when.

use crate::setting::{Setting, Subject};

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

/// The deadline that is the clock of the present rung, while the subject climbs.
pub fn rung_deadline<'a>(setting: &Setting<'a>, subject: &impl Subject) -> Option<&'a str> {
    let dispute = subject.climbing()?;
    setting
        .pack
        .ladder(&dispute.ladder)?
        .rungs
        .get(dispute.rung)?
        .deadline
        .as_deref()
}
