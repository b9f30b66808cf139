//! The names that conditions may use, and the type of each.

use std::collections::BTreeMap;

use super::{Draft, Spot};
use crate::expression::TRANSFER_FIELDS;
use crate::fact;
use crate::transfer::EVENTS;

/// The type of an expression, as far as it can be told before anything is known.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Kind {
    /// `true` or `false`.
    Bool,
    /// A whole number.
    Integer,
    /// The text of a civil date.
    Date,
    /// The text of an instant.
    Instant,
    /// Any other text.
    Text,
    /// A text written out in the expression.
    Written(String),
    /// One of these ids.
    Choice(Vec<String>),
    /// Nothing.
    Null,
    /// A list of values of one type.
    List(Box<Kind>),
    /// A variable with fields.
    Fields(&'static str),
    /// What is known of another child.
    Sibling,
    /// What is known of a call.
    Contact,
    /// Cannot be told.
    Any,
}

impl Kind {
    /// The type in words: "a date".
    pub(super) fn in_words(&self) -> String {
        match self {
            Self::Bool => "true or false".into(),
            Self::Integer => "a whole number".into(),
            Self::Date => "a date".into(),
            Self::Instant => "an instant".into(),
            Self::Text => "a text".into(),
            Self::Written(text) => format!("the text \"{text}\""),
            Self::Choice(_) => "a choice".into(),
            Self::Null => "null".into(),
            Self::List(_) => "a list".into(),
            Self::Fields(_) | Self::Sibling | Self::Contact => "a map of fields".into(),
            Self::Any => "anything".into(),
        }
    }

    /// What a value compared with this one may be: "a date such as "2026-12-22"".
    pub(super) fn counterpart(&self) -> String {
        match self {
            Self::Date => "a date such as \"2026-12-22\"".into(),
            Self::Instant => "an instant in UTC such as \"2026-12-22T09:00:00Z\"".into(),
            Self::Choice(ids) => {
                let quoted: Vec<_> = ids.iter().map(|id| format!("\"{id}\"")).collect();
                format!("one of {}", quoted.join(", "))
            }
            other => other.in_words(),
        }
    }

    /// Whether values of the two types can be equal.
    pub(super) fn matches(&self, other: &Self) -> bool {
        use Kind::{Any, Choice, Date, Instant, List, Text, Written};
        match (self, other) {
            (Any, _) | (_, Any) | (Written(_), Written(_)) => true,
            (Written(text), Date) | (Date, Written(text)) => fact::date(text).is_some(),
            (Written(text), Instant) | (Instant, Written(text)) => {
                fact::instant(text).is_some_and(|at| &fact::utc(at) == text)
            }
            (Written(text), Choice(ids)) | (Choice(ids), Written(text)) => ids.contains(text),
            (Written(_) | Choice(_), Text) | (Text, Written(_) | Choice(_)) => true,
            (Choice(one), Choice(two)) => one.iter().any(|id| two.contains(id)),
            (List(one), List(two)) => one.matches(two),
            (one, two) => one == two,
        }
    }

    /// Whether `<` makes sense of values of this type.
    pub(super) fn is_ordered(&self) -> bool {
        use Kind::{Any, Date, Instant, Integer, Text, Written};
        matches!(self, Any | Date | Instant | Integer | Text | Written(_))
    }
}

/// The names that conditions of a pack may use.
#[derive(Debug)]
pub(super) struct Names {
    /// Declared facts with their types.
    pub(super) facts: BTreeMap<String, Kind>,
    transfer: BTreeMap<&'static str, Kind>,
    items: Vec<String>,
    decisions: Vec<String>,
}

impl Names {
    pub(super) fn of(draft: &Draft<'_>) -> Self {
        let facts = draft
            .raw("fact")
            .iter()
            .filter_map(|fact| Some((fact.below("id").text()?.to_owned(), fact_kind(fact))))
            .collect();
        Self {
            facts,
            transfer: TRANSFER_FIELDS
                .iter()
                .map(|field| (*field, transfer_kind(draft, field)))
                .collect(),
            decisions: decisions(draft).into_iter().map(str::to_owned).collect(),
            items: draft
                .declared("item")
                .into_iter()
                .map(str::to_owned)
                .collect(),
        }
    }

    /// The type of a variable; absent for an unknown name.
    pub(super) fn variable(&self, name: &str) -> Option<Kind> {
        match name {
            "today" | "planned_on" => Some(Kind::Date),
            "now" => Some(Kind::Instant),
            "siblings" => Some(Kind::List(Box::new(Kind::Sibling))),
            "contacts" => Some(Kind::List(Box::new(Kind::Contact))),
            "decision" => Some(Kind::Choice(self.decisions.clone())),
            "transfer" => Some(Kind::Fields("transfer")),
            "happened" => Some(Kind::Fields("happened")),
            "ticked" => Some(Kind::Fields("ticked")),
            "dates" => Some(Kind::Fields("dates")),
            "known" => Some(Kind::Fields("known")),
            "recorded" => Some(Kind::Fields("recorded")),
            "done" => Some(Kind::Fields("done")),
            "instants" => Some(Kind::Fields("instants")),
            "receiving_worker" => Some(Kind::Fields("receiving_worker")),
            fact => self.facts.get(fact).cloned(),
        }
    }

    /// The fields of a variable with the type of each, for look-ups and for what was expected.
    pub(super) fn fields(&self, of: &Kind) -> Vec<(&str, Kind)> {
        let events = EVENTS.iter().map(|(event, _)| *event);
        let facts = self
            .facts
            .iter()
            .map(|(id, kind)| (id.as_str(), kind.clone()));
        match of {
            Kind::Fields("transfer") => self
                .transfer
                .iter()
                .map(|(field, kind)| (*field, kind.clone()))
                .collect(),
            Kind::Fields("happened") => events.map(|event| (event, Kind::Bool)).collect(),
            Kind::Fields("dates") => events.map(|event| (event, Kind::Date)).collect(),
            Kind::Fields("ticked") => self
                .items
                .iter()
                .map(|item| (item.as_str(), Kind::Bool))
                .collect(),
            Kind::Fields("known") => facts
                .map(|(id, _)| (id, Kind::Bool))
                .chain([("planned_on", Kind::Bool)])
                .collect(),
            Kind::Fields("recorded") => facts.map(|(id, _)| (id, Kind::Instant)).collect(),
            Kind::Fields("instants") => events.map(|event| (event, Kind::Instant)).collect(),
            Kind::Fields("done") => self
                .items
                .iter()
                .map(|item| (item.as_str(), Kind::Instant))
                .collect(),
            Kind::Fields("receiving_worker") => vec![
                ("named", Kind::Bool),
                ("absence", Kind::Choice(absences())),
                ("absent_days", Kind::Integer),
            ],
            Kind::Sibling => facts.collect(),
            Kind::Contact => CONTACT_FIELDS.into_iter().chain(facts).collect(),
            _ => Vec::new(),
        }
    }
}

/// What is known of every call, whatever was recorded with it.
const CONTACT_FIELDS: [(&str, Kind); 3] = [
    ("on", Kind::Date),
    ("urgent", Kind::Bool),
    ("referral", Kind::Bool),
];

/// Everything that may be decided in a matter, and the empty text for what is not decided.
pub(super) fn decisions<'a>(draft: &Draft<'a>) -> Vec<&'a str> {
    let decisions = draft
        .raw("matter")
        .into_iter()
        .flat_map(|matter| matter.each("decisions/*/id"));
    decisions.filter_map(|id| id.text()).chain([""]).collect()
}

fn fact_kind(fact: &Spot<'_>) -> Kind {
    match fact.below("type").text() {
        Some("bool") => Kind::Bool,
        Some("integer") => Kind::Integer,
        Some("date") => Kind::Date,
        Some("instant") => Kind::Instant,
        Some("text") => Kind::Text,
        Some("choice") => Kind::Choice(texts(&fact.each("choices/*/id"))),
        _ => Kind::Any,
    }
}

/// The routes of decisions, of all pathways.
pub(super) fn routes<'a>(draft: &Draft<'a>) -> Vec<&'a str> {
    let pathways = draft.raw("pathway").into_iter();
    pathways
        .flat_map(|pathway| pathway.each("decision_routes/*/id"))
        .filter_map(|spot| spot.text())
        .collect()
}

/// What `receiving_worker.absence` may be.
pub(super) fn absences() -> Vec<String> {
    use crate::absence::AbsenceKind::{Leave, Other, Sick};
    let kinds = [Sick, Leave, Other].map(|kind| kind.name().to_owned());
    [String::new()].into_iter().chain(kinds).collect()
}

fn texts(spots: &[Spot<'_>]) -> Vec<String> {
    spots
        .iter()
        .filter_map(|spot| Some(spot.text()?.to_owned()))
        .collect()
}

fn transfer_kind(draft: &Draft<'_>, field: &str) -> Kind {
    let ids = match field {
        "pathway" => draft.declared("pathway"),
        "kind" => vec!["push", "pull"],
        "from" | "to" => draft.declared("service"),
        "forum" => [draft.declared("forum"), vec![""]].concat(),
        "reason" => [draft.declared("reason"), vec![""]].concat(),
        "route" => [routes(draft), vec![""]].concat(),
        _ => return Kind::Text,
    };
    Kind::Choice(ids.into_iter().map(str::to_owned).collect())
}
