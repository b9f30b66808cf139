//! Guidance: finding the answer to a question (interface only until the matcher lands).

use chrono::NaiveDate;

use crate::pack::Pack;
use crate::pack::format::{Guidance, Term};

/// What can be found.
#[derive(Debug)]
pub struct Index;

impl Index {
    /// Built once per pack.
    pub fn new(_pack: &Pack) -> Self {
        Self
    }
}

/// How it went.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Outcome {
    /// Found.
    Answered,
    /// Two or more fit.
    Choice,
    /// The procedure is silent.
    NotCovered,
}

/// An entry.
#[derive(Debug)]
pub struct Found<'a> {
    /// The entry.
    pub entry: &'a Guidance,
    /// 0 to 1.
    pub score: f64,
}

/// A term.
#[derive(Debug)]
pub struct TermFound<'a> {
    /// The term.
    pub term: &'a Term,
}

/// The answer.
#[derive(Debug)]
pub struct Answer<'a> {
    /// How it went.
    pub outcome: Outcome,
    /// Danger shows.
    pub urgent: bool,
    /// Best first.
    pub found: Vec<Found<'a>>,
    /// Words.
    pub terms: Vec<TermFound<'a>>,
    /// What to know.
    pub notices: Vec<String>,
    /// Whom to ask.
    pub ask_instead: Option<String>,
}

/// The answer to a question.
pub fn answer<'a>(_pack: &'a Pack, _index: &Index, _question: &str, _service: Option<&str>, _today: NaiveDate) -> Answer<'a> {
    Answer { outcome: Outcome::NotCovered, urgent: false, found: vec![], terms: vec![], notices: vec![], ask_instead: None }
}
