//! Reasons: where a procedure names none for saying no, taking back or holding on, it can be done all the same.

use super::format::{PackFile, Pathway, Reason, ReasonFor, RuleIds};

/// What has to be possible on every pathway, and how Landsafe's own reason for it is called.
const ALWAYS: [(ReasonFor, &str, &str); 3] = [
    (
        ReasonFor::Decline,
        "declined_in_words",
        "Declined, as said in words",
    ),
    (
        ReasonFor::Withdraw,
        "withdrawn_in_words",
        "Taken back, as said in words",
    ),
    (ReasonFor::Hold, "held_in_words", "Held, as said in words"),
];

/// Landsafe's own reasons, each for the pathways on which the procedure names none that it takes; they rest on no rule.
pub(super) fn stand_ins(entries: &PackFile) -> Vec<Reason> {
    let of_purpose = |(purpose, id, label): (ReasonFor, &str, &str)| {
        let bare = |pathway: &&Pathway| !names_one(entries, purpose, pathway);
        let bare: Vec<_> = entries.pathway.iter().filter(bare).collect();
        let is_every = bare.len() == entries.pathway.len();
        let pathways = bare.iter().map(|pathway| pathway.id.clone());
        (!bare.is_empty()).then(|| Reason {
            id: id.to_owned(),
            label: format!("{label}: the procedure names no reasons"),
            on: vec![purpose],
            pathways: pathways.filter(|_| !is_every).collect(),
            rule: RuleIds::Many(Vec::new()),
            suggests: None,
            refused: None,
            opens: None,
            climbs: false,
        })
    };
    ALWAYS.into_iter().filter_map(of_purpose).collect()
}

fn names_one(entries: &PackFile, purpose: ReasonFor, pathway: &Pathway) -> bool {
    let mut reasons = entries.reason.iter();
    reasons.any(|reason| reason.is_for(purpose, &pathway.id) && reason.refused.is_none())
}
