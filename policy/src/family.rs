//! Families: brothers and sisters asked for together, and who may be left out of that.

use uuid::Uuid;

use crate::pack::Pack;
use crate::pack::format::{Family, ReasonFor};
use crate::place::Place;
use crate::refusal::Refusal;

/// A brother or sister who is not in the request, and the reason where one was given.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LeftOut {
    /// The case.
    pub case: Uuid,
    /// Its short name for people.
    pub reference: String,
    /// Coded reason.
    pub reason: Option<String>,
    /// In words.
    pub text: Option<String>,
}

/// The family approach of a pathway, where the pack declares one.
pub fn approach<'p>(pack: &'p Pack, pathway: &str) -> Option<&'p Family> {
    let mut entries = pack.entries.family.iter();
    entries.find(|family| Place::Pathway(pathway).has(*family))
}

/// Whether a family's request may go without these children: where the pack declares a family approach, each needs a reason.
///
/// # Errors
///
/// [`Refusal::Forbidden`] by the family approach, naming who was not considered; [`Refusal::Invalid`] for a code that is none.
pub fn may_go_without(pack: &Pack, pathway: &str, left_out: &[LeftOut]) -> Result<(), Refusal> {
    for child in left_out {
        if let Some(code) = &child.reason {
            known_reason(pack, code)?;
        }
    }
    let Some(family) = approach(pack, pathway) else {
        return Ok(());
    };
    let is_blank =
        |text: &Option<String>| text.as_deref().is_none_or(|text| text.trim().is_empty());
    let unsaid: Vec<_> = left_out
        .iter()
        .filter(|child| child.reason.is_none() && is_blank(&child.text))
        .map(|child| child.reference.as_str())
        .collect();
    match unsaid.as_slice() {
        [] => Ok(()),
        unsaid => Err(Refusal::Forbidden {
            message: format!("{} Not considered: {}", family.message, unsaid.join(", ")),
            rule: Some(family.rule.first().to_owned()),
            remedy: "Take them into the request, or name each under `left_out` with a coded or written reason.".into(),
        }),
    }
}

fn known_reason(pack: &Pack, code: &str) -> Result<(), Refusal> {
    let splitting = || {
        let reasons = pack.entries.reason.iter();
        reasons.filter(|reason| reason.on.contains(&ReasonFor::Split))
    };
    if splitting().any(|reason| reason.id == code) {
        return Ok(());
    }
    let codes: Vec<_> = splitting().map(|reason| reason.id.as_str()).collect();
    Err(Refusal::Invalid {
        field: "left_out.reason".into(),
        message: "this is no reason for that".into(),
        expected: match codes.as_slice() {
            [] => "a reason in words, in `text`".into(),
            codes => format!(
                "one of {}, or a reason in words, in `text`",
                codes.join(", ")
            ),
        },
    })
}
