//! Taking what was answered into the task that asked.

use serde_json::{Value, json};
use uuid::Uuid;

use super::conversation::{About, Acting, Asked, Choosing, Logging, Opening, Task};
use super::prompt::Given;

impl Task {
    /// Takes the answer to a question. The prompt has seen to it that the value is of the right form.
    pub(super) fn take(&mut self, about: About, given: Given) {
        let value = match given {
            Given::Value(value) => Some(value),
            Given::Skipped => None,
        };
        match self {
            Self::Opening(opening) => opening.take(about, value),
            Self::Acting(acting) => acting.take(about, value),
            Self::Logging(logging) => logging.take(about, value),
            Self::Choosing(choosing) => choosing.take(value),
        }
    }
}

impl Opening {
    fn take(&mut self, about: About, value: Option<Value>) {
        match (about, value) {
            (About::Case, value) => self.case = text(value),
            (About::Pathway, value) => self.pathway = text(value),
            (About::ReceivingTeam, value) => self.receiving_team = id(value),
            (About::PlannedOn, value) => self.planned_on = asked(value),
            (About::Discussion, value) => self.discussion = asked(value),
            (About::TransferringManager, value) => self.transferring_manager = id(value),
            (About::ReceivingManager, value) => self.receiving_manager = id(value),
            (About::Fact(fact), Some(value)) => drop(self.facts.insert(fact, value)),
            (About::Fact(fact), None) => self.skipped.push(fact),
            (About::Confirmation, value) => self.confirmed = read(value),
            _ => {}
        }
    }
}

impl Acting {
    fn take(&mut self, about: About, value: Option<Value>) {
        match (about, value) {
            (About::Member(name), value) if name == "fact" => self.fact = text(value),
            (About::Member(name), Some(value)) => drop(self.body.insert(name, value)),
            (About::Fact(fact), Some(value)) => {
                self.body.entry("facts").or_insert(json!({}))[fact] = value
            }
            _ => {}
        }
    }
}

impl Logging {
    fn take(&mut self, about: About, value: Option<Value>) {
        match about {
            About::Caller => self.caller = text(value),
            About::Concern => self.concern = text(value),
            About::Case => self.case = asked(value),
            _ => {}
        }
    }
}

impl Choosing {
    fn take(&mut self, value: Option<Value>) {
        self.chosen = text(value);
    }
}

fn text(value: Option<Value>) -> Option<String> {
    read(value)
}

fn id(value: Option<Value>) -> Option<Uuid> {
    read(value)
}

/// A value of no such form, such as "not yet" for a way of talking, leaves the question open.
fn asked<T: serde::de::DeserializeOwned>(value: Option<Value>) -> Asked<T> {
    match read(value) {
        Some(value) => Asked::Answered(value),
        None => Asked::LeftOpen,
    }
}

fn read<T: serde::de::DeserializeOwned>(value: Option<Value>) -> Option<T> {
    value.and_then(|value| serde_json::from_value(value).ok())
}
