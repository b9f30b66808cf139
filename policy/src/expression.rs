//! Conditions: CEL over what is known of a transfer, answered yes, no, or "lacks these facts".

mod binding;
mod functions;

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::Arc;
use std::thread;

use cel::{Context, ExecutionError, ParseError, ParseErrors, Program, Value};
use chrono::{DateTime, NaiveDate, Utc};

use crate::absence::Worker;
use crate::calendar::Calendar;
use crate::fact::Facts;
use binding::{bind_circumstances, from_cel, to_cel};

/// What a condition says of the circumstances.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Verdict {
    /// It holds.
    Yes,
    /// It does not.
    No,
    /// It cannot be told without these facts.
    Lacks(Vec<String>),
    /// The expression itself is wrong; packs are checked so that this cannot happen in one that is loaded.
    Wrong(String),
}

/// Everything that conditions may look at.
#[derive(Debug, Clone)]
pub struct Circumstances<'a> {
    /// What is known of the child and the transfer.
    pub facts: &'a Facts,
    /// What is known of the other children of the family.
    pub siblings: &'a [Facts],
    /// The calls about the child, earliest first: `on`, `urgent`, `referral` and whatever facts were recorded with each.
    pub contacts: &'a [Facts],
    /// When what happened, in UTC.
    pub events: &'a BTreeMap<String, DateTime<Utc>>,
    /// When each fact was put on record, UTC, where that is known.
    pub recorded: &'a BTreeMap<String, DateTime<Utc>>,
    /// Items done, and when that was put on record, UTC.
    pub ticked: &'a BTreeMap<String, DateTime<Utc>>,
    /// Every item that the pack declares.
    pub items: &'a [String],
    /// `pathway`, `kind`, `from`, `to`, `forum`, `reason`, `route`.
    pub transfer: BTreeMap<&'static str, String>,
    /// What was decided in a matter of its own; empty before and elsewhere.
    pub decision: &'a str,
    /// The planned day of landing.
    pub planned_on: Option<NaiveDate>,
    /// Whoever of the receiving team is to take the case.
    pub worker: Worker,
    /// The instant of the action.
    pub now: DateTime<Utc>,
}

/// The fields of the variable `transfer`.
pub const TRANSFER_FIELDS: [&str; 7] =
    ["pathway", "kind", "from", "to", "forum", "reason", "route"];

/// The variables that expressions may name besides declared facts.
pub const VARIABLES: [&str; 15] = [
    "today",
    "now",
    "planned_on",
    "transfer",
    "happened",
    "ticked",
    "dates",
    "siblings",
    "contacts",
    "decision",
    "known",
    "recorded",
    "done",
    "instants",
    "receiving_worker",
];

/// The functions that expressions may call besides CEL's own.
pub const FUNCTIONS: [&str; 17] = [
    "plus_days",
    "plus_weeks",
    "plus_months",
    "plus_years",
    "plus_working_days",
    "days_between",
    "minimum_months",
    "age_on",
    "age_date",
    "year_11_ends",
    "easter",
    "year",
    "month",
    "weekday",
    "earlier",
    "later",
    "date_of",
];

/// Compiled conditions by their text.
#[derive(Debug, Default)]
pub struct Expressions(HashMap<String, Program>);

impl Expressions {
    /// Compile one text; the message says what is wrong with it.
    ///
    /// # Errors
    ///
    /// Where it is not CEL.
    pub fn add(&mut self, text: &str) -> Result<(), String> {
        if !self.0.contains_key(text) {
            let program = compile(text).map_err(|wrong| wrong.to_string())?;
            self.0.insert(text.to_owned(), program);
        }
        Ok(())
    }

    /// The compiled form of a text that was added.
    pub fn get(&self, text: &str) -> Option<&Program> {
        self.0.get(text)
    }
}

/// Most brackets that an ordinary stack bears when each stands inside the one before.
const FEW_BRACKETS: usize = 8;

/// Bytes of stack for texts with more: the parser gives up at 96 levels, and one takes up to 200,000 unoptimised.
const DEEP_STACK: usize = 64 << 20;

/// Compile one text, however it is nested, without running out of stack.
///
/// # Errors
///
/// Where it is not CEL, with the places.
pub(crate) fn compile(text: &str) -> Result<Program, ParseErrors> {
    let brackets = text
        .chars()
        .filter(|c| matches!(c, '(' | '[' | '{'))
        .count();
    if brackets <= FEW_BRACKETS {
        return Program::compile(text);
    }
    thread::scope(|scope| {
        let reader = thread::Builder::new().stack_size(DEEP_STACK);
        let compiled = reader.spawn_scoped(scope, || Program::compile(text));
        compiled.ok()?.join().ok()
    })
    .unwrap_or_else(|| Err(unreadable()))
}

fn unreadable() -> ParseErrors {
    let error = ParseError {
        source: None,
        pos: (1, 1),
        msg: "there is not enough memory to read it".into(),
        expr_id: 0,
        source_info: None,
    };
    ParseErrors {
        errors: vec![error],
    }
}

/// What is known, ready to be asked.
pub struct Knowledge<'a> {
    expressions: &'a Expressions,
    context: Context<'static, 'static>,
    fact_ids: BTreeSet<&'a str>,
    defaults: BTreeMap<&'a str, &'a str>,
    facts: Facts,
}

impl std::fmt::Debug for Knowledge<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Knowledge")
            .field("facts", &self.facts)
            .finish_non_exhaustive()
    }
}

impl<'a> Knowledge<'a> {
    /// Bind everything that conditions may look at; defaults fill in for facts that nobody has recorded.
    ///
    /// * `fact_ids` – every fact that the pack declares
    /// * `defaults` – expression by fact
    pub fn new(
        expressions: &'a Expressions,
        fact_ids: impl Iterator<Item = &'a str>,
        defaults: BTreeMap<&'a str, &'a str>,
        circumstances: &Circumstances,
        calendar: &Arc<Calendar>,
    ) -> Self {
        let mut context = Context::default();
        functions::add(&mut context, calendar);
        bind_circumstances(&mut context, circumstances, calendar);
        let mut knowledge = Self {
            expressions,
            context,
            fact_ids: fact_ids.collect(),
            defaults,
            facts: Facts::new(),
        };
        for (id, value) in circumstances.facts {
            knowledge.learn(id, value.clone());
        }
        // While defaults are worked out, `known` tells what has been recorded; afterwards it tells all.
        knowledge.bind_known(circumstances.planned_on.is_some());
        knowledge.apply_defaults();
        knowledge.bind_known(circumstances.planned_on.is_some());
        knowledge
    }

    /// What is known, defaults included.
    pub fn facts(&self) -> &Facts {
        &self.facts
    }

    /// Whether a condition holds; an absent one does.
    pub fn holds(&self, text: Option<&str>) -> Verdict {
        let Some(text) = text else {
            return Verdict::Yes;
        };
        match self.evaluate(text) {
            Ok(Value::Bool(true)) => Verdict::Yes,
            Ok(Value::Bool(false)) => Verdict::No,
            Ok(other) => Verdict::Wrong(format!(
                "`{text}` gives {}, not true or false",
                other.type_of()
            )),
            Err(ExecutionError::UndeclaredReference(_)) => Verdict::Lacks(self.missing(text)),
            Err(ExecutionError::NoSuchKey(field)) => {
                Verdict::Lacks(self.missing_field(text, &field))
            }
            Err(wrong) => Verdict::Wrong(format!("`{text}`: {wrong}")),
        }
    }

    /// What an expression gives, or why it gives nothing.
    ///
    /// # Errors
    ///
    /// [`Verdict::Lacks`] the facts that it cannot do without, or [`Verdict::Wrong`].
    pub fn value(&self, text: &str) -> Result<serde_json::Value, Verdict> {
        match self.evaluate(text) {
            Ok(value) => from_cel(&value)
                .ok_or_else(|| Verdict::Wrong(format!("`{text}` gives {}", value.type_of()))),
            Err(ExecutionError::UndeclaredReference(_)) => Err(Verdict::Lacks(self.missing(text))),
            Err(ExecutionError::NoSuchKey(field)) => {
                Err(Verdict::Lacks(self.missing_field(text, &field)))
            }
            Err(wrong) => Err(Verdict::Wrong(format!("`{text}`: {wrong}"))),
        }
    }

    fn evaluate(&self, text: &str) -> Result<Value, ExecutionError> {
        self.expressions
            .get(text)
            .ok_or_else(|| ExecutionError::function_error("compile", "never compiled"))?
            .execute(&self.context)
    }

    fn learn(&mut self, id: &str, value: serde_json::Value) {
        if let Some(bound) = to_cel(&value) {
            self.context.add_variable_from_value(id, bound);
            self.facts.insert(id.to_owned(), value);
        }
    }

    /// Defaults may rest on one another, so they are tried until none gives anything new.
    fn apply_defaults(&mut self) {
        loop {
            let found: Vec<_> = self
                .defaults
                .iter()
                .filter(|(id, _)| !self.facts.contains_key(**id))
                .filter_map(|(id, text)| Some((*id, from_cel(&self.evaluate(text).ok()?)?)))
                .collect();
            if found.is_empty() {
                return;
            }
            for (id, value) in found {
                self.learn(id, value);
            }
        }
    }

    fn bind_known(&mut self, planned: bool) {
        let mut known: HashMap<String, bool> = self
            .fact_ids
            .iter()
            .map(|id| ((*id).to_owned(), self.facts.contains_key(*id)))
            .collect();
        known.insert("planned_on".into(), planned);
        self.context.add_variable_from_value("known", known);
    }

    /// The facts that a lacking condition names and nobody knows; for one with a default, what the default lacks.
    fn missing(&self, text: &str) -> Vec<String> {
        let mut found = BTreeSet::new();
        self.collect_missing(text, &mut BTreeSet::new(), &mut found);
        found.into_iter().collect()
    }

    /// What a condition lacks that looked into a map: `dates.EVENT`, `instants.EVENT`, `done.ITEM`, the fact of `recorded.FACT`,
    /// or `siblings.FACT` of another child.
    fn missing_field(&self, text: &str, field: &str) -> Vec<String> {
        let names = |of: &str| text.contains(&format!("{of}.{field}"));
        let mut missing = self.missing(text);
        missing.push(match self.fact_ids.contains(field) {
            // Not recorded: then it is the fact itself that is asked.
            true if names("recorded") => field.to_owned(),
            true => format!("siblings.{field}"),
            false if names("done") => format!("done.{field}"),
            false if names("instants") => format!("instants.{field}"),
            false => format!("dates.{field}"),
        });
        missing
    }

    fn collect_missing<'t>(
        &'t self,
        text: &'t str,
        seen: &mut BTreeSet<&'t str>,
        found: &mut BTreeSet<String>,
    ) {
        let Some(program) = self.expressions.get(text).filter(|_| seen.insert(text)) else {
            return;
        };
        for name in program.references().variables() {
            let is_asked = name == "planned_on" || self.fact_ids.contains(name);
            if !is_asked || self.context.get_variable(name).is_some() {
                continue;
            }
            match self.defaults.get(name) {
                Some(default) => self.collect_missing(default, seen, found),
                None => {
                    found.insert(name.to_owned());
                }
            }
        }
    }
}

#[cfg(test)]
mod tests;
