//! Sentences about a reference: what is shown of it, and what is done with it.

use super::super::prompt::is_reference;
use super::super::step::Step;
use super::{Intent, plain};

/// Commands that are a phrase and one reference.
pub(super) fn about_reference(plain: &str, words: &[&str]) -> Option<Intent> {
    let last = words.last()?.trim_end_matches(['.', '!', '?']);
    let reference = is_reference(last).then(|| last.to_uppercase())?;
    let phrase = plain.strip_suffix(&last.to_lowercase())?.trim();
    match phrase {
        "show" | "show me" | "status" | "status of" | "where is" => Some(Intent::Show(reference)),
        "next" | "next for" | "next steps" | "next steps for" | "what next for"
        | "what is next for" => Some(Intent::Next(reference)),
        "checklist" | "checklist of" | "items of" => Some(Intent::Checklist(reference)),
        "acknowledge" | "ack" | "i take" => Some(Intent::Acknowledge(reference)),
        "call" | "who knows of" => Some(Intent::Call(reference)),
        "rule" | "clause" | "show rule" | "show clause" => Some(Intent::Rule(reference)),
        phrase if OPENING.contains(&phrase) => Some(Intent::Open {
            case: Some(reference),
            rest: String::new(),
        }),
        _ => None,
    }
}

/// How an opening begins, before the reference of the case.
const OPENING: [&str; 8] = [
    "open a transfer for",
    "open transfer for",
    "open a transfer of",
    "transfer",
    "transfer case",
    "start a transfer for",
    "request a transfer for",
    "new transfer for",
];

/// `open a transfer for CASE …`, with the move and the team behind it.
pub(super) fn opening(words: &[&str]) -> Option<Intent> {
    let (at, reference) = words
        .iter()
        .enumerate()
        .find(|(_, word)| is_reference(word))?;
    let phrase = plain(&words[..at]);
    let rest = words[at + 1..].join(" ");
    OPENING.contains(&phrase.as_str()).then(|| Intent::Open {
        case: Some(reference.to_uppercase()),
        rest,
    })
}

/// `NAME REF …`, the name of one or two words.
pub(super) fn step(words: &[&str]) -> Option<Intent> {
    let named = |length: usize| {
        let (name, rest) = words.split_at_checked(length)?;
        Some((Step::parse(&name.join(" "))?, rest))
    };
    let (step, rest) = named(2).or_else(|| named(1))?;
    match rest.split_first() {
        Some((reference, rest)) if is_reference(reference) => Some(Intent::Act {
            step: step.of(reference),
            reference: reference.to_uppercase(),
            rest: rest.join(" "),
        }),
        Some(_) => None,
        None => Some(Intent::ActOnWhat(step)),
    }
}
