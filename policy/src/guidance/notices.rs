//! What is said beside an answer: readings, silences, and how old the document is.

use chrono::NaiveDate;

use crate::pack::Pack;
use crate::pack::format::{Guidance, Silence};

/// The readings on which an entry rests, one sentence for each of its rules that has one.
///
/// # Source
///
/// The `reading` of each rule that the entry cites.
pub fn readings(pack: &Pack, entry: &Guidance) -> Vec<String> {
    let rules = entry.rule.ids().iter().filter_map(|id| pack.rule(id));
    rules
        .filter_map(|rule| rule.reading.as_ref())
        .map(|reading| format!("Read as: {reading}"))
        .collect()
}

/// That the procedure is silent on a topic.
pub(super) fn silence(silence: &Silence) -> String {
    format!(
        "The procedure does not cover this: {}.",
        silence.topic.trim_end_matches('.')
    )
}

/// That the procedure knows nothing of something that others know.
pub(super) fn elsewhere(phrase: &str) -> String {
    format!(
        "This procedure knows nothing of \"{phrase}\": another authority's or office's word, perhaps."
    )
}

/// From which document the answer is, and whether its review is due.
///
/// * `today` – civil date in the authority's own time zone
pub(super) fn document(pack: &Pack, today: NaiveDate) -> Vec<String> {
    let source = &pack.header.source;
    let dated = source.dated.trim_end_matches('.');
    let review = match source.review_on {
        Some(review_on) if review_on < today => {
            format!("Its review was due on {} and is overdue.", long(review_on))
        }
        Some(review_on) => format!("Its review is due on {}.", long(review_on)),
        None => "No review date is given.".to_owned(),
    };
    vec![
        format!("From: {}. {dated}.", source.document.trim_end_matches('.')),
        review,
    ]
}

fn long(date: NaiveDate) -> String {
    date.format("%-d %B %Y").to_string()
}
