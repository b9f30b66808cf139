//! Telephone numbers in a text.

/// Fewest digits of a number that can be dialled from anywhere; short codes such as 999 are no number of anybody's.
const FEWEST: usize = 7;
/// From so many digits on, a run is a number whatever it begins with.
const CERTAIN: usize = 9;

/// The parts of a text that look like telephone numbers, as they are written.
///
/// A run of digits with spaces, dots, brackets or dashes between them, of seven digits or more where it begins with 0 or +, and
/// of nine or more otherwise. A date such as 2026-12-31 is none.
pub fn numbers(text: &str) -> Vec<&str> {
    let mut found = Vec::new();
    let mut rest = text;
    while let Some(start) = rest.find(|letter: char| letter.is_ascii_digit() || letter == '+') {
        let run = &rest[start..];
        let end = run.find(|letter| !belongs(letter)).unwrap_or(run.len());
        let run = run[..end].trim_end_matches(|letter: char| !letter.is_ascii_digit());
        if is_number(run) {
            found.push(run);
        }
        rest = &rest[start + end.max(1)..];
    }
    found
}

/// The digits of a text, so that spacing makes no difference.
pub fn digits(text: &str) -> String {
    text.chars().filter(char::is_ascii_digit).collect()
}

fn belongs(letter: char) -> bool {
    letter.is_ascii_digit() || " .-()+\u{a0}/".contains(letter)
}

fn is_number(run: &str) -> bool {
    let count = digits(run).len();
    let is_dialled = run.starts_with(['0', '+']);
    !is_date(run) && (count >= CERTAIN || (count >= FEWEST && is_dialled))
}

/// Whether a run is one date, or several: groups of at most four digits, each date with its own marks. The hour of a time
/// may stand after a date.
fn is_date(run: &str) -> bool {
    let mut after_a_date = false;
    run.split_whitespace().all(|part| {
        let groups: Vec<_> = part.split(['-', '/', '.']).collect();
        let is_hour = after_a_date && groups.len() == 1 && part.len() <= 2;
        after_a_date =
            groups.len() == 3 && groups.iter().all(|group| (1..=4).contains(&group.len()));
        after_a_date || is_hour
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, expected: &[&str]) {
        assert_eq!(numbers(text), expected, "{text}");
    }

    #[test]
    fn a_number_is_found_however_it_is_spaced() {
        check("ring 01632 960001 now", &["01632 960001"]);
        check("(01632) 960-001.", &["01632) 960-001"]);
        check(
            "+44 7700 900123 or 07700900123",
            &["+44 7700 900123", "07700900123"],
        );
        check("0 1 6 3 2 9 6 0 7 7 7", &["0 1 6 3 2 9 6 0 7 7 7"]);
    }

    #[test]
    fn dates_short_codes_and_lengths_of_time_are_no_numbers() {
        check(
            "999, 101 or 24/7; 42 days; due 2026-12-31 2027-01-04; 31/12/2026",
            &[],
        );
        check("1 April 2026, section 47, Level 4, version 9.2", &[]);
    }
}
