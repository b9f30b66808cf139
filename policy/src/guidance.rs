//! Answers to questions: danger first, then the entries of the pack that speak of what was asked.
//!
//! Nothing is ever said here but the pack's own words and the few sentences of `language/`: the question is
//! read, never repeated. The same question to the same pack on the same day has the same answer.

mod answer;
mod baseline;
mod courtesy;
mod danger;
mod heard;
mod index;
mod language;
mod notices;
mod pattern;
mod reading;
mod reckoning;
mod score;
mod settle;
mod silence;
mod spelling;
mod terms;
mod times;
mod urgent;
mod words;

pub use answer::{Answer, Asked, Found, Outcome, TermFound, answer};
pub use baseline::Baseline;
pub use index::Index;
pub use notices::readings;
pub use reckoning::Reckoned;
pub use settle::{Assumed, Missing};
