//! Prompts: what the assistant asks, and reading what was typed in answer.

use chrono::{DateTime, NaiveDate, NaiveDateTime, TimeZone, Utc};
use chrono_tz::Europe::London;
use openapi::{FactChoice, FactKind};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use super::reply::{Choice, Reply};

/// A question with what would answer it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Prompt {
    /// The question.
    pub question: String,
    /// What would answer it.
    pub expected: Expected,
    /// Whether it may be left open by saying `skip`.
    pub may_skip: bool,
}

/// What would answer a prompt.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Expected {
    /// The reference of a case.
    Reference,
    /// Yes or no.
    YesNo,
    /// A civil date.
    Date,
    /// A moment, in local time.
    Instant,
    /// A whole number.
    Integer,
    /// One of these.
    OneOf(Vec<Choice>),
    /// Anything.
    Text,
}

/// What an answer gave.
#[derive(Debug, Clone, PartialEq)]
pub enum Given {
    /// A value, as the API takes it.
    Value(Value),
    /// The question stays open.
    Skipped,
}

impl Prompt {
    /// A prompt that must be answered.
    pub fn new(question: impl Into<String>, expected: Expected) -> Self {
        Self {
            question: question.into(),
            expected,
            may_skip: false,
        }
    }

    /// The same, but it may be left open.
    pub fn or_skip(mut self) -> Self {
        self.may_skip = true;
        self
    }

    /// The prompt for a fact: the pack's own question.
    pub fn for_fact(question: &str, kind: FactKind, choices: &[FactChoice]) -> Self {
        let expected = match kind {
            FactKind::Bool => Expected::YesNo,
            FactKind::Date => Expected::Date,
            FactKind::Instant => Expected::Instant,
            FactKind::Integer => Expected::Integer,
            FactKind::Text => Expected::Text,
            FactKind::Choice => Expected::OneOf(
                choices
                    .iter()
                    .map(|choice| Choice::new(&choice.id, &choice.label))
                    .collect(),
            ),
        };
        Self::new(question, expected)
    }

    /// Whether `text` is nothing but one of the forms that were asked for, so that nothing else can be meant by it.
    pub fn is_exactly(&self, text: &str) -> bool {
        let text = bare(text);
        match &self.expected {
            Expected::Text => false,
            Expected::OneOf(choices) => {
                text.parse::<usize>().is_ok()
                    || choices
                        .iter()
                        .any(|choice| bare(&choice.say) == text || bare(&choice.label) == text)
            }
            _ => true,
        }
    }

    /// What `text` answers; `None` where it does not.
    pub fn read(&self, text: &str) -> Option<Given> {
        let text = text.trim();
        if self.may_skip && is_skip(text) {
            return Some(Given::Skipped);
        }
        let value = match &self.expected {
            Expected::Reference => is_reference(text).then(|| json!(text.to_uppercase())),
            Expected::YesNo => yes_or_no(text).map(|yes| json!(yes)),
            Expected::Date => date(text).map(|date| json!(date)),
            Expected::Instant => instant(text).map(|instant| json!(instant)),
            Expected::Integer => text.parse::<i64>().ok().map(|number| json!(number)),
            Expected::OneOf(choices) => one_of(choices, text).map(|choice| json!(choice.say)),
            Expected::Text => (!text.is_empty()).then(|| json!(text)),
        };
        value.map(Given::Value)
    }

    /// What would answer it, in words.
    pub fn hint(&self) -> String {
        let what = match &self.expected {
            Expected::Reference => "a reference, such as C-0041",
            Expected::YesNo => "yes or no",
            Expected::Date => "a date, such as 22 December 2026 or 2026-12-22",
            Expected::Instant => "a date and time, such as 2026-12-22 09:30",
            Expected::Integer => "a whole number",
            Expected::OneOf(_) => "one of the choices, by its number or name",
            Expected::Text => "a few words",
        };
        match self.may_skip {
            true => format!("{what}, or skip"),
            false => what.to_owned(),
        }
    }

    /// The prompt as something said.
    pub fn reply(&self) -> Reply {
        let choices = match &self.expected {
            Expected::OneOf(choices) => choices.clone(),
            Expected::YesNo => vec![Choice::new("yes", "Yes"), Choice::new("no", "No")],
            _ => Vec::new(),
        };
        Reply {
            prompt: Some(format!("{} ({})", self.question, self.hint())),
            choices,
            ..Reply::default()
        }
    }
}

/// Whether `text` could be the reference or id of a case or transfer: Landsafe's own may happen to have no digit.
pub fn is_reference(text: &str) -> bool {
    let fits = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '/' | '_');
    (2..=40).contains(&text.len())
        && text.chars().all(fits)
        && (text.chars().any(|c| c.is_ascii_digit()) || is_own_reference(text))
}

/// A letter, a hyphen and five characters of Crockford's base 32, which lacks I, L, O and U.
fn is_own_reference(text: &str) -> bool {
    let drawn = |c: char| c.is_ascii_alphanumeric() && !"ILOU".contains(c.to_ascii_uppercase());
    let (kind, rest) = text.split_once('-').unwrap_or_default();
    kind.len() == 1
        && kind.chars().all(|c| c.is_ascii_alphabetic())
        && rest.len() == 5
        && rest.chars().all(drawn)
}

/// Whether `text` agrees.
pub fn is_yes(text: &str) -> bool {
    yes_or_no(text) == Some(true)
}

fn is_skip(text: &str) -> bool {
    matches!(
        bare(text).as_str(),
        "skip" | "not known" | "unknown" | "don't know" | "i don't know" | "dont know"
    )
}

fn yes_or_no(text: &str) -> Option<bool> {
    match bare(text).as_str() {
        "yes" | "y" | "true" | "1" | "yes please" => Some(true),
        "no" | "n" | "false" | "2" => Some(false),
        _ => None,
    }
}

pub(super) fn date(text: &str) -> Option<NaiveDate> {
    let formats = ["%Y-%m-%d", "%d/%m/%Y", "%d.%m.%Y", "%d %B %Y", "%d %b %Y"];
    formats
        .iter()
        .find_map(|format| NaiveDate::parse_from_str(text, format).ok())
}

/// A moment: with its own offset, or in local time; of two in the autumn's doubled hour the earlier.
pub fn instant(text: &str) -> Option<DateTime<Utc>> {
    if let Ok(instant) = DateTime::parse_from_rfc3339(text) {
        return Some(instant.to_utc());
    }
    let formats = [
        "%Y-%m-%d %H:%M",
        "%Y-%m-%dT%H:%M",
        "%d/%m/%Y %H:%M",
        "%d %B %Y %H:%M",
    ];
    let local = formats
        .iter()
        .find_map(|format| NaiveDateTime::parse_from_str(text, format).ok())?;
    London
        .from_local_datetime(&local)
        .earliest()
        .map(|moment| moment.to_utc())
}

/// The one choice that `text` names: by number, by id, by label, or by a part of one label only.
pub fn one_of<'a>(choices: &'a [Choice], text: &str) -> Option<&'a Choice> {
    let text = bare(text);
    if let Ok(number) = text.parse::<usize>() {
        return choices.get(number.checked_sub(1)?);
    }
    let is_it = |choice: &&Choice| bare(&choice.say) == text || bare(&choice.label) == text;
    choices
        .iter()
        .find(is_it)
        .or_else(|| only_part(choices, &text))
}

fn only_part<'a>(choices: &'a [Choice], text: &str) -> Option<&'a Choice> {
    let mut fitting = choices
        .iter()
        .filter(|choice| bare(&choice.label).contains(text));
    match (text.len() >= 3, fitting.next(), fitting.next()) {
        (true, Some(only), None) => Some(only),
        _ => None,
    }
}

/// Lower case, underscores as spaces, without the marks that end a sentence.
fn bare(text: &str) -> String {
    let text = text.trim().trim_end_matches(['.', '!', '?', ',']);
    text.to_lowercase().replace('_', " ").replace('’', "'")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn choices() -> Expected {
        Expected::OneOf(vec![
            Choice::new("up_to_assessment", "Up to the assessment team"),
            Choice::new("down_to_help", "Down to family help"),
        ])
    }

    #[track_caller]
    fn check(expected: Expected, text: &str, value: Option<Value>) {
        let read = Prompt::new("?", expected).read(text);
        assert_eq!(read, value.map(Given::Value), "{text}");
    }

    #[test]
    fn a_choice_is_named_by_number_id_label_or_a_part_of_one() {
        for text in [
            "1",
            "up_to_assessment",
            "Up to assessment",
            "up to the assessment team",
            "assessment",
        ] {
            check(choices(), text, Some(json!("up_to_assessment")));
        }
        for text in ["0", "3", "to", "the child is bleeding", ""] {
            check(choices(), text, None);
        }
    }

    #[test]
    fn a_date_is_read_as_people_write_it() {
        for text in [
            "2026-12-22",
            "22/12/2026",
            "22 December 2026",
            "22 Dec 2026",
        ] {
            check(Expected::Date, text, Some(json!("2026-12-22")));
        }
        for text in ["soon", "30 February 2026", "12/22/2026"] {
            check(Expected::Date, text, None);
        }
    }

    #[test]
    fn a_moment_without_an_offset_is_local_time() {
        check(
            Expected::Instant,
            "2026-07-01 09:30",
            Some(json!("2026-07-01T08:30:00Z")),
        );
        check(
            Expected::Instant,
            "2026-12-01 09:30",
            Some(json!("2026-12-01T09:30:00Z")),
        );
        check(
            Expected::Instant,
            "2026-10-25 01:30",
            Some(json!("2026-10-25T00:30:00Z")),
        );
        check(Expected::Instant, "2026-03-29 01:30", None);
    }

    #[test]
    fn yes_and_no_are_read_and_nothing_else_is_taken_for_them() {
        check(Expected::YesNo, "Yes.", Some(json!(true)));
        check(Expected::YesNo, "n", Some(json!(false)));
        check(Expected::YesNo, "no idea", None);
    }

    #[test]
    fn a_reference_has_a_digit_and_no_spaces() {
        check(Expected::Reference, "c-0041", Some(json!("C-0041")));
        check(Expected::Reference, "the smith case", None);
        check(Expected::Reference, "help", None);
    }

    #[test]
    fn only_what_may_be_skipped_is_skipped() {
        let prompt = Prompt::new("?", Expected::Date);
        assert_eq!(prompt.read("skip"), None);
        assert_eq!(prompt.or_skip().read("don’t know"), Some(Given::Skipped));
    }
}
