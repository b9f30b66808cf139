//! The id of a button, menu or form: what it says when it is used, in at most a hundred characters.
//!
//! All that is needed stands in it, so that a restart loses nothing. It carries references and words of the pack only.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use uuid::Uuid;

/// Most characters of an id.
const AT_MOST: usize = 100;

/// What using something means.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Used {
    /// To say this.
    Say(String),
    /// To say this with what was chosen behind it.
    Choose(String),
    /// To say this with what was filled in; under the same key it is done once.
    Fill {
        /// What is said.
        command: String,
        /// The interaction that opened the form.
        key: u64,
    },
    /// To have the message of this id in the same channel answered privately.
    Answer(u64),
}

impl Used {
    /// As an id; `None` where it is too long to be one. A second menu with the same meaning has another number.
    pub(super) fn id(&self, number: usize) -> Option<String> {
        let id = match self {
            Self::Say(text) => format!("s:{}", short(text)),
            Self::Choose(command) => format!("c{number}:{}", short(command)),
            Self::Fill { command, key } => {
                let key = URL_SAFE_NO_PAD.encode(key.to_be_bytes());
                format!("f{key}:{}", short(command))
            }
            Self::Answer(message) => format!("m:{message}"),
        };
        (id.chars().count() <= AT_MOST).then_some(id)
    }

    /// What an id means; `None` for one that this version does not know.
    pub(super) fn read(id: &str) -> Option<Self> {
        let (kind, rest) = id.split_once(':')?;
        let (kind, number) = kind.split_at_checked(1)?;
        match kind {
            "s" => Some(Self::Say(long(rest))),
            "c" => Some(Self::Choose(long(rest))),
            "f" => Some(Self::Fill {
                command: long(rest),
                key: key(number)?,
            }),
            "m" => Some(Self::Answer(rest.parse().ok()?)),
            _ => None,
        }
    }
}

fn key(text: &str) -> Option<u64> {
    let bytes = URL_SAFE_NO_PAD.decode(text).ok()?;
    Some(u64::from_be_bytes(bytes.try_into().ok()?))
}

/// The text with every UUID in it made shorter.
pub(super) fn short(text: &str) -> String {
    let word = |word: &str| match word.parse::<Uuid>() {
        Ok(id) if word.len() == 36 => format!("~{}", URL_SAFE_NO_PAD.encode(id.as_bytes())),
        _ => word.to_owned(),
    };
    text.split(' ').map(word).collect::<Vec<_>>().join(" ")
}

/// The text as it was before.
pub(super) fn long(text: &str) -> String {
    let id = |word: &str| {
        let bytes = URL_SAFE_NO_PAD.decode(word.strip_prefix('~')?).ok()?;
        Some(Uuid::from_slice(&bytes).ok()?.to_string())
    };
    let words = text
        .split(' ')
        .map(|word| id(word).unwrap_or_else(|| word.to_owned()));
    words.collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn two_people_and_a_transfer_fit() {
        let id = "0199f000-0000-7000-8000-000000000011";
        let said = format!("record discussion T-4F7K2 in_person {id} {id}");
        let used = Used::Choose(said);
        let short = used.id(0);
        assert!(short.as_ref().is_some_and(|id| id.len() < 90), "{short:?}");
        assert_eq!(short.and_then(|id| Used::read(&id)), Some(used));
    }

    #[test]
    fn the_form_of_an_absence_fits() {
        let id = "0199f000-0000-7000-8000-000000000011";
        let command = format!("record absence of {id} leave covered by {id}");
        let key = u64::MAX;
        let used = Used::Fill { command, key };
        assert_eq!(used.id(0).and_then(|id| Used::read(&id)), Some(used));
    }

    #[test]
    fn every_meaning_survives() {
        for used in [
            Used::Say("next T-4F7K2".into()),
            Used::Fill {
                command: "transfer C-1".into(),
                key: 1_300_000_000_000_000_000,
            },
            Used::Answer(17),
        ] {
            assert_eq!(used.id(0).and_then(|id| Used::read(&id)), Some(used));
        }
    }

    #[test]
    fn what_is_too_long_or_unknown_is_no_id() {
        assert_eq!(Used::Say("x".repeat(99)).id(0), None);
        for id in ["", "ack:1", "x:1", "f:late", "m:soon"] {
            assert_eq!(Used::read(id), None, "{id}");
        }
    }
}
