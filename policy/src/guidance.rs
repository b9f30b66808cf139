//! Answers to questions: danger first, then the entries of the pack that speak of what was asked.
//!
//! Nothing is ever said here but the pack's own words and the few sentences of `language/`: the question is
//! read, never repeated. The same question to the same pack on the same day has the same answer.

mod answer;
mod danger;
mod index;
mod language;
mod notices;
mod pattern;
mod reading;
mod score;
mod silence;
mod spelling;
mod terms;
mod urgent;
mod words;

pub use answer::{Answer, Found, Outcome, TermFound, answer};
pub use index::Index;
pub use notices::readings;
