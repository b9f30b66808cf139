//! How good the answers are: questions with what may come first, and figures over them.

use std::collections::{BTreeMap, HashSet};
use std::sync::Arc;

use chrono::{DateTime, Utc};
use serde::Serialize;
use toml_edit::{Document, Table};

use crate::calendar::Calendar;
use crate::fact::Facts;
use crate::guidance::{Answer, Asked, Baseline, Index, Outcome, answer};
use crate::pack::Pack;

/// A question and what may come of it.
#[derive(Debug, Clone)]
pub struct Question {
    /// As typed.
    pub ask: String,
    /// The asker's service.
    pub service: Option<String>,
    /// How it is written: `plain`, `slang`, `facts`, ...
    pub style: String,
    /// `tuned`; `held_back`: measured and never looked at; or `left_out`: an example that is asked as if it were unread.
    pub set: String,
    /// What may come first: an entry's id, `urgent`, `not_covered`, `choice` or `term:X`; the best named first.
    pub accept: Vec<String>,
    /// The civil date that has to be worked out.
    pub date: Option<String>,
}

/// Figures over one set of questions.
#[derive(Debug, Clone, Default, Serialize)]
pub struct Figures {
    /// How many questions.
    pub questions: usize,
    /// Of how many what came first was right.
    pub first: usize,
    /// Of how many it was among three.
    pub among_three: usize,
    /// Of how many plain BM25 over the same entries has the right one first.
    pub baseline_first: usize,
    /// Questions of danger.
    pub danger: usize,
    /// Of those, how many had the urgent route first. The rest are dangerous answers.
    pub danger_seen: usize,
    /// Calm questions taken for danger.
    pub false_urgent: usize,
    /// Questions that the procedure does not answer.
    pub not_covered: usize,
    /// Of those, how many were told so.
    pub not_covered_seen: usize,
    /// How many were told so, rightly or not.
    pub not_covered_said: usize,
    /// Dates that had to be worked out.
    pub dates: usize,
    /// Of those, how many were right.
    pub dates_right: usize,
    /// Right and all, by style.
    pub by_style: BTreeMap<String, (usize, usize)>,
    /// What was wanted and what came instead, by how often.
    pub confused: BTreeMap<String, usize>,
    /// The questions tuned on that failed, with what came first.
    pub wrong: Vec<String>,
}

impl Figures {
    /// Share of questions with the right answer first, 0 to 1.
    pub fn accuracy(&self) -> f64 {
        self.first as f64 / self.questions.max(1) as f64
    }

    /// Together with others.
    pub fn add(&mut self, other: &Self) {
        for (own, more) in [
            (&mut self.questions, other.questions),
            (&mut self.first, other.first),
            (&mut self.among_three, other.among_three),
            (&mut self.baseline_first, other.baseline_first),
            (&mut self.danger, other.danger),
            (&mut self.danger_seen, other.danger_seen),
            (&mut self.false_urgent, other.false_urgent),
            (&mut self.not_covered, other.not_covered),
            (&mut self.not_covered_seen, other.not_covered_seen),
            (&mut self.not_covered_said, other.not_covered_said),
            (&mut self.dates, other.dates),
            (&mut self.dates_right, other.dates_right),
        ] {
            *own += more;
        }
        for (style, (right, all)) in &other.by_style {
            let own = self.by_style.entry(style.clone()).or_default();
            *own = (own.0 + right, own.1 + all);
        }
    }
}

/// Read a file of questions.
///
/// # Errors
///
/// What is wrong with it, in words.
pub fn questions(text: &str) -> Result<Vec<Question>, String> {
    let document = Document::parse(text.to_owned()).map_err(|wrong| wrong.to_string())?;
    let tables = document
        .get("question")
        .and_then(|item| item.as_array_of_tables());
    tables
        .ok_or("no [[question]] stands in it")?
        .iter()
        .map(question)
        .collect()
}

fn question(table: &Table) -> Result<Question, String> {
    let text = |key: &str| Some(table.get(key)?.as_str()?.to_owned());
    let ask = text("ask").ok_or("a question has no `ask`")?;
    let accept = table.get("accept").and_then(|item| item.as_array());
    let accept: Vec<String> = accept
        .into_iter()
        .flatten()
        .filter_map(|id| Some(id.as_str()?.to_owned()))
        .collect();
    if accept.is_empty() {
        return Err(format!("`{ask}` accepts nothing"));
    }
    Ok(Question {
        ask,
        service: text("service"),
        style: text("style").unwrap_or_else(|| "plain".into()),
        set: text("set").unwrap_or_else(|| "tuned".into()),
        accept,
        date: text("date").map(|date| date.chars().take(10).collect()),
    })
}

/// What answers are measured with.
#[derive(Debug)]
pub struct Examiner<'a> {
    pack: &'a Pack,
    index: Index,
    baseline: Baseline,
    calendar: Arc<Calendar>,
    at: DateTime<Utc>,
}

impl<'a> Examiner<'a> {
    /// Ready to ask a pack.
    ///
    /// * `at` – the instant at which every question is asked, UTC
    pub fn new(pack: &'a Pack, calendar: Arc<Calendar>, at: DateTime<Utc>) -> Self {
        Self {
            pack,
            index: Index::new(pack),
            baseline: Baseline::new(pack),
            calendar,
            at,
        }
    }

    /// The figures over these questions, each asked as `written` has it.
    pub fn figures<'q>(
        &self,
        questions: impl Iterator<Item = &'q Question>,
        written: impl Fn(&str) -> String,
    ) -> Figures {
        let mut figures = Figures::default();
        for question in questions {
            self.mark(question, &written(&question.ask), &mut figures);
        }
        figures
    }

    /// The figures over the pack's own examples, each asked of the pack as if it and a tenth of the others were not there.
    ///
    /// Nobody chose these questions to be easy, and none was read: the nearest thing to what nobody has asked yet.
    pub fn left_out(&mut self) -> Figures {
        self.left_out_written(str::to_owned)
    }

    /// The same with each example asked as `written` has it.
    pub fn left_out_written(&mut self, written: impl Fn(&str) -> String) -> Figures {
        let mut figures = Figures::default();
        let examples = unread(self.pack);
        for tenth in 0..TENTHS {
            let asked = examples.iter().skip(tenth).step_by(TENTHS);
            let texts: HashSet<&str> = asked
                .clone()
                .map(|question| question.ask.as_str())
                .collect();
            self.index = Index::without(self.pack, &|text| texts.contains(text));
            for question in asked {
                self.mark(question, &written(&question.ask), &mut figures);
            }
        }
        self.index = Index::new(self.pack);
        figures
    }

    /// The answer to a question.
    pub fn answer(&self, ask: &str, service: Option<&str>) -> Answer<'a> {
        let asked = Asked {
            question: ask,
            service,
            facts: Facts::new(),
            at: self.at,
        };
        answer(self.pack, &self.index, &self.calendar, &asked)
    }

    fn mark(&self, question: &Question, ask: &str, figures: &mut Figures) {
        let answer = self.answer(ask, question.service.as_deref());
        let accepts = |what: &str| question.accept.iter().any(|accepted| accepted == what);
        let is_first = question
            .accept
            .iter()
            .any(|accepted| self.is_right(&answer, accepted));
        let is_among = is_first || answer.found.iter().any(|found| accepts(&found.entry.id));
        let is_not_covered = answer.outcome == Outcome::NotCovered && !answer.urgent;
        let is_danger = question.accept[0] == "urgent";
        figures.questions += 1;
        figures.first += usize::from(is_first);
        figures.among_three += usize::from(is_among);
        figures.baseline_first += usize::from(
            self.baseline
                .rank(ask)
                .first()
                .is_some_and(|id| accepts(id)),
        );
        figures.danger += usize::from(is_danger);
        figures.danger_seen += usize::from(is_danger && is_first);
        figures.false_urgent += usize::from(answer.urgent && !is_first);
        figures.not_covered += usize::from(question.accept[0] == "not_covered");
        figures.not_covered_seen +=
            usize::from(question.accept[0] == "not_covered" && is_not_covered);
        figures.not_covered_said += usize::from(is_not_covered && !accepts("not_covered"))
            + usize::from(question.accept[0] == "not_covered" && is_not_covered);
        if let Some(date) = &question.date {
            figures.dates += 1;
            let is_it = |on: chrono::NaiveDate| on.to_string() == *date;
            figures.dates_right += usize::from(
                answer
                    .reckoned
                    .iter()
                    .any(|reckoned| reckoned.on.is_some_and(is_it)),
            );
        }
        let style = figures.by_style.entry(question.style.clone()).or_default();
        *style = (style.0 + usize::from(is_first), style.1 + 1);
        if !is_first && question.set != "held_back" {
            let came = came_first(&answer);
            *figures
                .confused
                .entry(format!("{} -> {came}", question.accept[0]))
                .or_default() += 1;
            figures.wrong.push(format!(
                "[{}] {}: wanted {}, came {came}",
                question.style,
                question.ask,
                question.accept.join(" or ")
            ));
        }
    }

    fn is_right(&self, answer: &Answer<'_>, accepted: &str) -> bool {
        let first = answer.found.first().map(|found| found.entry.id.as_str());
        match (accepted, accepted.strip_prefix("term:")) {
            (_, Some(term)) => {
                !answer.urgent && answer.terms.iter().any(|found| found.term.term == term)
            }
            ("urgent", _) => {
                let route = self.pack.header.urgent_guidance.as_deref();
                answer.urgent && (route.is_none() || first == route)
            }
            ("not_covered", _) => answer.outcome == Outcome::NotCovered && !answer.urgent,
            ("choice", _) => answer.outcome == Outcome::Choice,
            (id, _) => first == Some(id),
        }
    }
}

/// Parts into which the examples are cut to be left out in turn.
const TENTHS: usize = 10;

/// The examples of a pack as questions after their entries.
fn unread(pack: &Pack) -> Vec<Question> {
    let entries = pack.entries.guidance.iter();
    let examples = entries.flat_map(|entry| entry.examples.iter().map(move |text| (entry, text)));
    let questions = examples.map(|(entry, text)| {
        let urgent = entry.urgent.then(|| "urgent".to_owned());
        Question {
            ask: text.clone(),
            service: None,
            style: "example".into(),
            set: "left_out".into(),
            accept: urgent.into_iter().chain([entry.id.clone()]).collect(),
            date: None,
        }
    });
    questions.collect()
}

fn came_first(answer: &Answer<'_>) -> String {
    match (answer.found.first(), answer.terms.first()) {
        _ if answer.urgent => "urgent".into(),
        (_, Some(term)) => format!("term:{}", term.term.term),
        (Some(found), _) => found.entry.id.clone(),
        _ => "not_covered".into(),
    }
}
