//! The answer to a question.

use std::sync::Arc;

use chrono::{DateTime, Utc};

use super::concern::Concern;
use super::index::{Index, Query};
use super::language::Language;
use super::notices;
use super::reckoning::Reckoned;
use super::score::{self, Scored};
use super::settle::{Assumed, Missing, settle};
use super::silence::SilentPhrase;
use super::terms;
use super::urgent::urgent;
use crate::calendar::Calendar;
use crate::fact::Facts;
use crate::pack::Pack;
use crate::pack::format::{Guidance, Silence, Term, Variant};

/// Below this the entry does not speak of the question.
pub(super) const FLOOR: f64 = 0.22;

/// From here on an entry is taken to speak plainly of the question.
const PLAIN: f64 = 0.45;

/// An entry this near to the best is a close call.
const CLOSE: f64 = 0.75;

/// What is asked on top, by the share of strange words.
const STRANGE: f64 = 0.2;

/// Where a topic of silence is named too, an entry has to speak this plainly.
const BESIDE_SILENCE: f64 = 0.52;

/// From here on an urgent entry is taken to be meant where no sign of danger was seen.
const NEAR_URGENT: f64 = 0.38;

/// A score from which on the best entry is taken without asking back.
pub(super) const SURE: f64 = 0.68;

/// An entry further than this below the best is not shown.
const FAR: f64 = 0.55;

/// Entries shown at most.
pub(super) const MOST: usize = 3;

/// Whether the pack answers.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Outcome {
    /// The first entry found, or the terms, answer it.
    Answered,
    /// Two or three entries are close: the asker chooses.
    Choice,
    /// The procedure does not say; `ask_instead` says whom to ask.
    NotCovered,
}

/// An entry that speaks of the question.
#[derive(Debug, Clone, Copy)]
pub struct Found<'a> {
    /// The entry.
    pub entry: &'a Guidance,
    /// How it reads under what is known, where that differs.
    pub variant: Option<&'a Variant>,
    /// How well it fits, 0 to 1; comparable between questions and packs.
    pub score: f64,
}

impl<'a> Found<'a> {
    /// Its title, as it reads under what is known.
    pub fn title(&self) -> &'a str {
        let own = self.variant.and_then(|variant| variant.title.as_ref());
        own.unwrap_or(&self.entry.title)
    }

    /// What to do, in order.
    pub fn steps(&self) -> &'a [String] {
        self.variant
            .map_or(&self.entry.steps, |variant| &variant.steps)
    }

    /// Contact points to show, best first.
    pub fn contact_points(&self) -> &'a [String] {
        self.variant.map_or(&self.entry.contact_points, |variant| {
            &variant.contact_points
        })
    }

    /// What not to do.
    pub fn do_not(&self) -> &'a [String] {
        self.variant
            .map_or(&self.entry.do_not, |variant| &variant.do_not)
    }
}

/// A term whose meaning is asked for.
#[derive(Debug, Clone, Copy)]
pub struct TermFound<'a> {
    /// The term.
    pub term: &'a Term,
}

/// What a pack says to a question.
#[derive(Debug, Clone)]
pub struct Answer<'a> {
    /// Whether it answers.
    pub outcome: Outcome,
    /// Whether somebody may be in danger; the pack's urgent entry is then the first.
    pub urgent: bool,
    /// Entries, best first, at most three.
    pub found: Vec<Found<'a>>,
    /// Terms whose meaning is asked for.
    pub terms: Vec<TermFound<'a>>,
    /// What is to be said with it, most important first: safe defaults, meanings, readings, silences, and how old
    /// the document is.
    pub notices: Vec<String>,
    /// Whom to ask where the procedure does not say.
    pub ask_instead: Option<String>,
    /// What was taken to be so, and the first answer rests on.
    pub assumed: Vec<Assumed<'a>>,
    /// Dates that were worked out.
    pub reckoned: Vec<Reckoned>,
    /// The one fact that is asked back, because the first answer turns on it.
    pub missing: Option<Missing<'a>>,
}

/// A question, and what is known with it.
#[derive(Debug, Clone)]
pub struct Asked<'a> {
    /// The question.
    pub question: &'a str,
    /// Id of the asker's service, where it is known.
    pub service: Option<&'a str>,
    /// Facts that the asker tells, such as the answer to what was asked back; in the form in which they are kept.
    pub facts: Facts,
    /// The instant of asking, UTC.
    pub at: DateTime<Utc>,
}

/// Answer a question from a pack.
///
/// * `index` – of the same pack
/// * `calendar` – the authority's, in the pack's zone
pub fn answer<'a>(
    pack: &'a Pack,
    index: &Index,
    calendar: &Arc<Calendar>,
    asked: &Asked<'_>,
) -> Answer<'a> {
    let language = Language::english();
    let service = asked.service;
    let query = index.read(asked.question);
    let concern = Concern::of(&query, language);
    let meant = index.terms.asked(&query.words, language);
    let is_calm = concern.is_calm || matches!(meant, terms::Asked::Meaning(_));
    let ranked = score::rank(pack, index, &query, service, is_calm);
    let concern = concern.beside(pack, &ranked);
    let calm = without_unmeant_urgency(pack, &ranked);
    let mut answer = match meant {
        _ if concern.is_danger => urgent(pack, &ranked, service),
        terms::Asked::Meaning(places) => meaning(pack, &places, &calm),
        terms::Asked::Elsewhere => not_covered(pack, Vec::new()),
        terms::Asked::Nothing => plain(pack, index, &query, &calm),
    };
    if !is_calm && concern.shows_in(&answer, &query, language) {
        answer = urgent(pack, &ranked, service);
    }
    settle(&mut answer, pack, index, &query, calendar, asked, is_calm);
    let today = calendar.local_date(asked.at);
    answer.notices.extend(notices::document(pack, today));
    answer
}

/// The ranking without urgent entries that only happen to share a word with the question.
fn without_unmeant_urgency(pack: &Pack, ranked: &[Scored]) -> Vec<Scored> {
    let is_meant =
        |scored: &&Scored| scored.score >= NEAR_URGENT || !pack.entries.guidance[scored.at].urgent;
    ranked.iter().filter(is_meant).copied().collect()
}

fn meaning<'a>(pack: &'a Pack, places: &[usize], ranked: &[Scored]) -> Answer<'a> {
    let terms: Vec<_> = places
        .iter()
        .map(|at| TermFound {
            term: &pack.entries.term[*at],
        })
        .collect();
    Answer {
        outcome: Outcome::Answered,
        urgent: false,
        found: shown(pack, ranked)
            .into_iter()
            .filter(|found| found.score >= PLAIN)
            .collect(),
        notices: terms
            .iter()
            .map(|found| terms::sentence(found.term))
            .collect(),
        terms,
        ask_instead: None,
        assumed: Vec::new(),
        reckoned: Vec::new(),
        missing: None,
    }
}

fn plain<'a>(pack: &'a Pack, index: &Index, query: &Query, ranked: &[Scored]) -> Answer<'a> {
    let silences = index.silences.find(pack, &query.words);
    if let Some(foreign) = index.elsewhere.find(&query.words) {
        let silences = silences.into_iter().map(|(_, silence)| silence).collect();
        let mut answer = not_covered(pack, silences);
        answer.notices.insert(0, notices::elsewhere(foreign));
        return answer;
    }
    let Some(best) = ranked.first().filter(|best| speaks(best, query, &silences)) else {
        return not_covered(
            pack,
            silences.into_iter().map(|(_, silence)| silence).collect(),
        );
    };
    let found = shown(pack, ranked);
    let is_close = best.score < SURE
        && found
            .get(1)
            .is_some_and(|second| second.score >= best.score * CLOSE);
    let outcome = if is_close {
        Outcome::Choice
    } else {
        Outcome::Answered
    };
    let resting = found.iter().take(if is_close { MOST } else { 1 });
    let mut said: Vec<String> = Vec::new();
    for reading in resting.flat_map(|found| notices::readings(pack, found.entry)) {
        if !said.contains(&reading) {
            said.push(reading);
        }
    }
    said.extend(
        silences
            .into_iter()
            .map(|(_, silence)| notices::silence(silence)),
    );
    Answer {
        outcome,
        urgent: false,
        found,
        terms: Vec::new(),
        notices: said,
        ask_instead: None,
        assumed: Vec::new(),
        reckoned: Vec::new(),
        missing: None,
    }
}

/// Whether the best entry speaks of the question at all, and of every topic of silence that is named in it.
fn speaks(best: &Scored, query: &Query, silences: &[(&SilentPhrase, &Silence)]) -> bool {
    // A strange word may be another authority's, or the question about something else: the rest has to be plainer.
    let strange = STRANGE * query.strange;
    let needed = if silences.is_empty() {
        FLOOR
    } else {
        BESIDE_SILENCE
    };
    best.score >= needed + strange
        && silences
            .iter()
            .all(|(phrase, _)| phrase.is_told_by(best.at))
}

fn not_covered<'a>(pack: &'a Pack, silences: Vec<&'a Silence>) -> Answer<'a> {
    let own = silences.iter().find_map(|silence| silence.ask.clone());
    let mut said: Vec<String> = silences.into_iter().map(notices::silence).collect();
    if said.is_empty() {
        said.push("The procedure does not answer this question.".to_owned());
    }
    Answer {
        outcome: Outcome::NotCovered,
        urgent: false,
        found: Vec::new(),
        terms: Vec::new(),
        notices: said,
        ask_instead: Some(own.unwrap_or_else(|| pack.header.ask_instead.clone())),
        assumed: Vec::new(),
        reckoned: Vec::new(),
        missing: None,
    }
}

fn shown<'a>(pack: &'a Pack, ranked: &[Scored]) -> Vec<Found<'a>> {
    let best = ranked.first().map_or(0.0, |best| best.score);
    let near = ranked
        .iter()
        .filter(|scored| scored.score >= FLOOR && scored.score >= best * FAR);
    near.take(MOST)
        .map(|scored| Found {
            entry: &pack.entries.guidance[scored.at],
            variant: None,
            score: scored.score,
        })
        .collect()
}
