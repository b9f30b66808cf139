//! Courtesies around a question: what people say before and after it, and what is left to be read.

use super::language::Language;

/// The question without the courtesies at its beginning and end; the whole where nothing else is said.
pub(super) fn stripped<'a>(question: &'a str, language: &Language) -> &'a str {
    let mut left = question.trim_start_matches(is_mark);
    while let Some(rest) = without(left, &language.courtesies, after_phrase) {
        left = rest.trim_start_matches(is_mark);
    }
    while let Some(rest) = without(
        left.trim_end_matches(is_mark),
        &language.courtesies,
        before_phrase,
    ) {
        left = rest;
    }
    if left.chars().any(char::is_alphanumeric) {
        left.trim_end()
    } else {
        question
    }
}

fn is_mark(letter: char) -> bool {
    !letter.is_alphanumeric() && !matches!(letter, '?' | '\'' | '’')
}

/// What is left beside the longest of the phrases; none where it bears none.
fn without<'a>(
    text: &'a str,
    phrases: &[String],
    beside: fn(&'a str, usize) -> Option<(&'a str, &'a str)>,
) -> Option<&'a str> {
    let fits = |phrase: &&String| {
        beside(text, phrase.len()).is_some_and(|(found, _)| found.eq_ignore_ascii_case(phrase))
    };
    let longest = phrases
        .iter()
        .filter(fits)
        .max_by_key(|phrase| phrase.len())?;
    beside(text, longest.len()).map(|(_, rest)| rest)
}

/// The first `length` bytes where a word ends there, and the rest.
fn after_phrase(text: &str, length: usize) -> Option<(&str, &str)> {
    let (found, rest) = text.split_at_checked(length)?;
    (!rest.starts_with(char::is_alphanumeric)).then_some((found, rest))
}

/// The last `length` bytes where a word begins there, and what is before them.
fn before_phrase(text: &str, length: usize) -> Option<(&str, &str)> {
    let (rest, found) = text.split_at_checked(text.len().checked_sub(length)?)?;
    (!rest.ends_with(char::is_alphanumeric)).then_some((found, rest))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(question: &str, expected: &str) {
        assert_eq!(
            stripped(question, Language::english()),
            expected,
            "{question}"
        );
    }

    #[test]
    fn what_is_polite_is_left_unread_at_both_ends() {
        check(
            "Hi, sorry to bother you: who decides? Many thanks",
            "who decides?",
        );
        check("GOOD MORNING - who decides? kind regards", "who decides?");
        check("who decides please", "who decides");
    }

    #[test]
    fn a_word_that_only_begins_like_a_courtesy_stays() {
        check("history of the case", "history of the case");
        check("Hideous bruise on his arm", "Hideous bruise on his arm");
    }

    #[test]
    fn what_is_said_within_the_question_stays() {
        check(
            "dad said sorry to her, then hit her",
            "dad said sorry to her, then hit her",
        );
    }

    #[test]
    fn a_question_of_nothing_but_courtesies_is_read_whole() {
        check("hello, many thanks", "hello, many thanks");
    }
}
