//! Whether somebody may be in danger: what signs were seen, how it sounds, and what the pack's entries say to it.

use super::answer::{Answer, SURE};
use super::danger::Sign;
use super::index::Query;
use super::language::Language;
use super::score::Scored;
use crate::pack::Pack;

/// From here on a text that shows no sign sounds of danger.
const SOUNDS: f64 = 0.3;

/// The same whatever the entries say.
const SOUNDS_CLEARLY: f64 = 0.8;

/// The same where it is framed as a question about the procedure.
const SOUNDS_BEYOND_DOUBT: f64 = 0.97;

/// A misspelling that may be a sign of danger counts from here on.
const SOUNDS_A_LITTLE: f64 = 0.15;

/// Below this an urgent entry is not meant, nor a danger that no entry answers.
const SOUNDS_CALM: f64 = 0.03;

/// Below this an alarming word stands for something else, such as a deadline that kills.
const SOUNDS_HARMLESS: f64 = 0.01;

/// Words from which on it can be heard how a text sounds; in fewer only signs count.
const WORDS: usize = 3;

/// Below this an entry hardly speaks of what is stated.
const HARDLY: f64 = 0.36;

/// What a question is taken for.
#[derive(Debug, Clone, Copy)]
pub(super) struct Concern {
    /// Somebody may be in danger.
    pub(super) is_danger: bool,
    /// It asks how the procedure works, whatever words it uses.
    pub(super) is_calm: bool,
    sounds: f64,
}

impl Concern {
    /// Hear a question.
    pub(super) fn of(query: &Query, language: &Language) -> Self {
        let sounds = if query.words.len() < WORDS {
            SOUNDS_A_LITTLE
        } else {
            language.alarm.sounds(&query.words, language)
        };
        let seen = language.danger.see(&query.words);
        let is_danger = match seen {
            Sign::Grave => true,
            Sign::Alarming => sounds >= SOUNDS_HARMLESS,
            Sign::Calm => sounds >= SOUNDS_BEYOND_DOUBT,
            Sign::Nothing => {
                sounds >= SOUNDS_CLEARLY
                    || (sounds >= SOUNDS_A_LITTLE
                        && language.danger.see(&query.at_worst).is_danger())
            }
        };
        Self {
            is_danger,
            is_calm: !is_danger && seen != Sign::Nothing,
            sounds,
        }
    }

    /// The same once it is known how well the entries speak of it: what the pack answers plainly is no danger of which
    /// nobody foresaw the sign.
    pub(super) fn beside(self, pack: &Pack, ranked: &[Scored]) -> Self {
        let best = ranked.first();
        let is_answered =
            best.is_some_and(|best| best.score >= SURE && !pack.entries.guidance[best.at].urgent);
        let is_danger = self.is_danger || (!self.is_calm && !is_answered && self.sounds >= SOUNDS);
        Self { is_danger, ..self }
    }

    /// Danger without a sign: the entry that fits best is an urgent one, or none fits a statement about somebody.
    pub(super) fn shows_in(self, answer: &Answer<'_>, query: &Query, language: &Language) -> bool {
        let best = answer.found.first();
        let is_told = best.is_some_and(|best| best.score >= HARDLY) || !answer.terms.is_empty();
        let is_meant = best.is_some_and(|best| best.entry.urgent)
            || (!is_told
                && !query.is_of_the_pack
                && language
                    .danger
                    .is_statement_about_somebody(&query.words, &query.last));
        is_meant && !self.is_calm && self.sounds >= SOUNDS_CALM
    }
}
