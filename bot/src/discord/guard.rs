//! The guard: what is personal in a case at hand never goes to Discord, whoever wrote the sentence.
//!
//! It watches what the API says and what people write while something is dealt with, and keeps what must not be
//! repeated. The one function that sends asks it about every message.

use std::collections::BTreeSet;
use std::sync::{Arc, Mutex, MutexGuard};

use chrono::NaiveDate;
use openapi::{Observer, Pack};
use serde_json::Value;

/// Members of bodies that say something about a child or a family in free words.
const NARRATIVE: [&str; 8] = [
    "concern", "response", "note", "text", "question", "answer", "reason", "address",
];

/// Members that identify a child.
const IDENTIFYING: [&str; 3] = ["initials", "date_of_birth", "name_of_child"];

/// Words in a row that may not be repeated out of a narrative.
const IN_A_ROW: usize = 4;

/// What is personal in what is dealt with. Cheap to clone.
#[derive(Debug, Clone, Default)]
pub(super) struct Guard(Arc<Mutex<Known>>);

#[derive(Debug, Default)]
struct Known {
    /// Texts that may not occur, in lower case.
    texts: BTreeSet<String>,
    /// Facts that the pack calls personal.
    facts: BTreeSet<String>,
}

impl Guard {
    /// Watches a client.
    pub(super) fn observer(&self) -> Observer {
        let guard = self.clone();
        Arc::new(move |seen| {
            let public = is_public(seen.request.url().path());
            let said = match public {
                true => Value::Null,
                false => serde_json::from_str(seen.body).unwrap_or_default(),
            };
            let mut known = guard.known();
            known.learn(&said);
            let sent = seen.request.body().and_then(|body| body.as_bytes());
            let sent = sent.and_then(|body| serde_json::from_slice(body).ok());
            known.learn_written(&sent.unwrap_or_default());
        })
    }

    /// Reads the procedure: which facts it calls personal must be known before the first of them is seen.
    pub(super) fn reads(&self, pack: &Pack) {
        let personal = pack.facts.iter().filter(|fact| fact.personal);
        self.known()
            .facts
            .extend(personal.map(|fact| fact.id.clone()));
    }

    /// What somebody wrote into a form or a question.
    pub(super) fn wrote(&self, text: &str) {
        self.known().narrative(text);
    }

    /// Whether a text that is to be sent repeats something personal.
    pub(super) fn forbids(&self, text: &str) -> bool {
        let text = plain(text);
        self.known()
            .texts
            .iter()
            .any(|secret| contains_words(&text, secret))
    }

    fn known(&self) -> MutexGuard<'_, Known> {
        self.0
            .lock()
            .unwrap_or_else(|poisoned| poisoned.into_inner())
    }
}

/// Guidance, teams and packs are the same for everybody.
fn is_public(path: &str) -> bool {
    path.contains("/packs") || path.ends_with("/teams") || path.contains("/contact-points")
}

impl Known {
    /// What the API said of a case.
    fn learn(&mut self, said: &Value) {
        match said {
            Value::Array(items) => items.iter().for_each(|item| self.learn(item)),
            Value::Object(members) => {
                for (name, value) in members {
                    match value {
                        Value::String(text) if IDENTIFYING.contains(&name.as_str()) => {
                            self.secret(text)
                        }
                        Value::String(text) if NARRATIVE[..3].contains(&name.as_str()) => {
                            self.narrative(text)
                        }
                        _ => self.learn(value),
                    }
                }
                self.learn_facts(&said["facts"]);
            }
            _ => {}
        }
    }

    fn learn_facts(&mut self, facts: &Value) {
        for id in self.facts.clone() {
            if let Some(text) = facts[&id].as_str() {
                self.secret(text);
            }
            let listed = facts.as_array().into_iter().flatten();
            for fact in listed.filter(|fact| fact["id"] == *id) {
                if let Some(text) = fact["value"].as_str() {
                    self.secret(text);
                }
            }
        }
    }

    /// What a person wrote for the API.
    fn learn_written(&mut self, sent: &Value) {
        if let Value::Object(members) = sent {
            let written = members
                .iter()
                .filter(|(name, _)| NARRATIVE.contains(&name.as_str()));
            for text in written.filter_map(|(_, value)| value.as_str()) {
                self.narrative(text);
            }
        }
    }

    /// A text that may not be repeated: a date in any of the ways in which people write it.
    fn secret(&mut self, text: &str) {
        if let Ok(date) = NaiveDate::parse_from_str(text, "%Y-%m-%d") {
            for format in [
                "%-d %B %Y",
                "%d/%m/%Y",
                "%d.%m.%Y",
                "%-d %b %Y",
                "%-d/%-m/%Y",
            ] {
                self.texts.insert(plain(&date.format(format).to_string()));
            }
        }
        let text = plain(text);
        if text.chars().count() > 1 {
            self.texts.insert(text);
        }
    }

    /// Free words: no few of them in a row may be repeated.
    fn narrative(&mut self, text: &str) {
        let text = plain(text);
        let words: Vec<_> = text.split(' ').collect();
        if words.len() > IN_A_ROW {
            self.texts
                .extend(words.windows(IN_A_ROW).map(|words| words.join(" ")));
        }
    }
}

/// Lower case, one space between words, no marks but those within words.
fn plain(text: &str) -> String {
    let words = text.split(|c: char| !(c.is_alphanumeric() || matches!(c, '.' | '/' | '-' | '\'')));
    let words = words.map(|word| word.trim_matches(['-', '\'']).trim_end_matches('.'));
    words
        .filter(|word| !word.is_empty())
        .collect::<Vec<_>>()
        .join(" ")
        .to_lowercase()
}

/// Whether the words stand in the text, as whole words.
fn contains_words(text: &str, words: &str) -> bool {
    format!(" {text} ").contains(&format!(" {words} "))
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn guard() -> Guard {
        let guard = Guard::default();
        guard.known().facts.insert("due_on".into());
        guard.known().learn(&json!({"items": [{"reference": "C-0041", "initials": "Q.Z.", "date_of_birth": "2019-02-03",
            "facts": {"due_on": "2027-01-15", "told": "by phone"}}]}));
        guard.known().learn_written(
            &json!({"concern": "a bruise on the left arm seen at school", "caller": "school"}),
        );
        guard
    }

    #[test]
    fn what_identifies_a_child_is_held_back_however_it_is_written() {
        for text in [
            "Case C-0041 of Q.Z.",
            "born 2019-02-03",
            "born on 3 February 2019.",
            "(03/02/2019)",
            "due 2027-01-15",
            "he said: a bruise on the LEFT arm!",
        ] {
            assert!(guard().forbids(text), "{text}");
        }
    }

    #[test]
    fn references_and_words_of_the_procedure_pass() {
        for text in [
            "T-0031 is requested, case C-0041",
            "told by phone",
            "a call from a school",
            "on the left",
        ] {
            assert!(!guard().forbids(text), "{text}");
        }
    }
}
