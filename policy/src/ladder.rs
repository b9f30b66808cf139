//! Ladders: who decides a dispute on its present rung, and by when.

use crate::setting::Setting;
use crate::transfer::{State, Transfer};

/// The roles that decide on the present rung of a dispute.
pub fn rung_roles(setting: &Setting, transfer: &Transfer) -> Vec<String> {
    let dispute = transfer.record.dispute.as_ref();
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

/// The deadline that is the clock of the present rung of a dispute.
pub fn rung_deadline<'a>(setting: &Setting<'a>, transfer: &Transfer) -> Option<&'a str> {
    let dispute = transfer
        .record
        .dispute
        .as_ref()
        .filter(|_| transfer.state == State::Disputed)?;
    setting
        .pack
        .ladder(&dispute.ladder)?
        .rungs
        .get(dispute.rung)?
        .deadline
        .as_deref()
}
