//! Stripping a question of what could name somebody, before it is kept.
//!
//! It is decided by what may stay and not by what has to go: a word stays where the procedure or everyday English has it.
//! Names of people, places and streets, references, and misspelt words are in neither. A name that is an everyday word as well
//! (Grace, Mark) goes where it is written with a capital letter inside a sentence or after a title; in small letters it stays.

use std::collections::HashSet;
use std::sync::LazyLock;

use crate::calendar::MONTHS;
use crate::pack::Pack;

/// What stands where something was taken out.
pub const GAP: &str = "…";

/// After these somebody is named.
const TITLES: [&str; 16] = [
    "mr",
    "mrs",
    "ms",
    "miss",
    "mx",
    "dr",
    "sir",
    "master",
    "called",
    "named",
    "name",
    "aka",
    "surname",
    "nicknamed",
    "auntie",
    "nanny",
];

/// Short forms of months, which make a date of the numbers beside them as the months do.
const SHORT_MONTHS: [&str; 11] = [
    "jan", "feb", "mar", "apr", "jun", "jul", "aug", "sep", "sept", "oct", "nov",
];

/// Everyday names that are also words: never taken for the word.
const NAMES: [&str; 44] = [
    "grace", "faith", "joy", "rose", "lily", "daisy", "bill", "jack", "amber", "ruby", "angel",
    "frank", "harry", "charity", "destiny", "drew", "dean", "dale", "dawn", "eve", "gene", "heath",
    "iris", "ivy", "jade", "jasmine", "jean", "lance", "melody", "olive", "pearl", "poppy", "ray",
    "rob", "robin", "sky", "sue", "victor", "violet", "willow", "art", "pat", "peter", "don",
];

static ENGLISH: LazyLock<HashSet<String>> = LazyLock::new(|| {
    let files = [
        include_str!("../language/common.toml"),
        include_str!("../language/words.toml"),
        include_str!("../language/danger.toml"),
    ];
    files.into_iter().flat_map(words).collect()
});

/// The words that may stay in a kept question.
#[derive(Debug, Clone)]
pub struct Vocabulary {
    words: HashSet<String>,
    /// Words that the procedure writes with a capital letter, such as a service's name.
    capitals: HashSet<String>,
}

impl Vocabulary {
    /// The words of a procedure; those of everyday English come with them.
    pub fn of(pack: &Pack) -> Self {
        let mut texts = Vec::new();
        for kept in [
            serde_json::to_value(&pack.entries.guidance),
            serde_json::to_value(&pack.entries.term),
            serde_json::to_value(&pack.entries.rule),
            serde_json::to_value(&pack.entries.service),
            serde_json::to_value(&pack.entries.role),
            serde_json::to_value(&pack.entries.fact),
            serde_json::to_value(&pack.header.silent_on),
        ] {
            collect(&kept.unwrap_or_default(), &mut texts);
        }
        let capitals = texts.iter().flat_map(|text| text.split_whitespace());
        Self {
            capitals: capitals
                .filter(|word| is_capital(word))
                .flat_map(words)
                .collect(),
            words: texts.iter().flat_map(|text| words(text)).collect(),
        }
    }

    /// A question with a gap for whatever could name somebody: names, dates, numbers, addresses, references.
    ///
    /// What stays is spaced by single blanks. Stripping twice is as stripping once.
    pub fn strip(&self, question: &str) -> String {
        let tokens: Vec<&str> = question.split_whitespace().collect();
        let is_shouted = !question.chars().any(char::is_lowercase);
        let mut kept: Vec<String> = Vec::new();
        for (at, token) in tokens.iter().enumerate() {
            let before = at.checked_sub(1).map(|before| tokens[before]);
            let after = tokens.get(at + 1).copied();
            let begins = before.is_none_or(|before| before.ends_with(['.', '!', '?', ':']));
            let is_safe = !follows_title(before)
                && !is_part_of_date(token, before, after)
                && self.may_stay(token, begins || is_shouted);
            match is_safe {
                true => kept.push((*token).to_owned()),
                false if kept.last().is_some_and(|last| last == GAP) => {}
                false => kept.push(GAP.to_owned()),
            }
        }
        kept.join(" ")
    }

    /// Whether every part of a token may stay.
    ///
    /// * `may_be_capital` – at the beginning of a sentence, or where everything is written in capitals
    fn may_stay(&self, token: &str, may_be_capital: bool) -> bool {
        let is_plain = |letter: char| {
            letter.is_alphanumeric() || "'’-/&.,;:!?()\"".contains(letter) || letter == '…'
        };
        if token == GAP {
            return true;
        }
        token.chars().all(is_plain)
            && token
                .split(['-', '/', '&', '.', ',', ';', ':', '!', '?', '(', ')', '"'])
                .filter(|part| !part.is_empty())
                .all(|part| self.knows(part, may_be_capital))
    }

    fn knows(&self, part: &str, may_be_capital: bool) -> bool {
        let small = bare(part);
        if part.chars().any(|letter| letter.is_ascii_digit()) {
            return is_small_number(part) || self.words.contains(&small);
        }
        let is_word = small.chars().count() == 1
            || self.words.contains(&small)
            || (ENGLISH.contains(&small) && !NAMES.contains(&small.as_str()));
        is_word
            && (may_be_capital
                || !is_capital(part)
                || self.capitals.contains(&small)
                || small == "i")
    }
}

/// Ages, days and hours: one or two digits, with an ending such as `th` or none.
fn is_small_number(part: &str) -> bool {
    let digits = part.trim_end_matches(|letter: char| letter.is_alphabetic());
    let ending = &part[digits.len()..];
    (1..=2).contains(&digits.len())
        && digits.chars().all(|letter| letter.is_ascii_digit())
        && [
            "", "st", "nd", "rd", "th", "yr", "yrs", "yo", "am", "pm", "hrs", "wks", "h", "wk",
        ]
        .contains(&ending.to_lowercase().as_str())
}

fn follows_title(before: Option<&str>) -> bool {
    before.is_some_and(|before| TITLES.contains(&bare(before).as_str()))
}

/// Whether a token is a month beside a number, or a number beside a month or another number.
fn is_part_of_date(token: &str, before: Option<&str>, after: Option<&str>) -> bool {
    let is_month = |text: &str| {
        let text = bare(text);
        MONTHS
            .iter()
            .chain(&SHORT_MONTHS)
            .any(|month| *month == text)
    };
    let is_number = |text: &str| text.chars().any(|letter| letter.is_ascii_digit());
    let beside =
        |is_it: &dyn Fn(&str) -> bool| before.is_some_and(is_it) || after.is_some_and(is_it);
    let is_joined = token
        .split(['-', '/', '.'])
        .filter(|part| !part.is_empty() && part.chars().all(|letter| letter.is_ascii_digit()))
        .count()
        > 1;
    let joins = bare(token) == "of" && before.is_some_and(is_number) && after.is_some_and(is_month);
    is_joined
        || joins
        || (is_month(token)
            && (beside(&is_number) || before.is_some_and(|before| bare(before) == "of")))
        || (is_number(token) && (beside(&is_month) || beside(&is_number) || after == Some("of")))
}

/// A word in small letters, without apostrophes and what follows one.
fn bare(word: &str) -> String {
    let word = word
        .trim_matches(|letter: char| !letter.is_alphanumeric())
        .to_lowercase();
    for ending in [
        "'s", "’s", "'re", "'ve", "'ll", "'d", "'m", "’re", "’ve", "’ll", "’d", "’m",
    ] {
        if let Some(stem) = word
            .strip_suffix(ending)
            .filter(|stem| stem.chars().count() > 1 || ending.ends_with('m'))
        {
            return stem.to_owned();
        }
    }
    word.replace(['\'', '’'], "")
}

fn is_capital(word: &str) -> bool {
    word.trim_start_matches(|letter: char| !letter.is_alphanumeric())
        .starts_with(char::is_uppercase)
}

fn words(text: &str) -> Vec<String> {
    text.split(|letter: char| !letter.is_alphanumeric() && letter != '\'' && letter != '’')
        .map(bare)
        .filter(|word| !word.is_empty())
        .collect()
}

fn collect(value: &serde_json::Value, texts: &mut Vec<String>) {
    match value {
        serde_json::Value::String(text) => texts.push(text.clone()),
        serde_json::Value::Array(list) => list.iter().for_each(|part| collect(part, texts)),
        serde_json::Value::Object(members) => {
            members.values().for_each(|part| collect(part, texts))
        }
        _ => {}
    }
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "a test fails by panicking")]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::pack::builtin;
    use crate::pack::read::{Borrowed, read};

    static VOCABULARY: LazyLock<Vocabulary> = LazyLock::new(|| {
        let borrowed = Borrowed {
            rrule: |_| Ok(()),
            today: "2026-11-23".parse().unwrap(),
        };
        let files = builtin::files().into_values().next().unwrap();
        Vocabulary::of(&read(&files, &borrowed).0.unwrap())
    });

    #[track_caller]
    fn check(question: &str, expected: &str) {
        assert_eq!(VOCABULARY.strip(question), expected, "{question}");
    }

    #[test]
    fn names_go_and_the_question_stays() {
        check(
            "Can Kayleigh Ormsby go to the meeting?",
            "Can … go to the meeting?",
        );
        check(
            "can kayleigh go to the meeting?",
            "can … go to the meeting?",
        );
        check("is Mr Black the manager", "is … the manager");
        check("what should I ask Grace about", "what should I ask … about");
        check("mum's partner is called may", "mum's partner is called …");
    }

    #[test]
    fn dates_numbers_postcodes_and_references_go() {
        check("dob 3/4/2012 who decides", "dob … who decides");
        check(
            "born on 3rd of April 2012, can we close",
            "born on … can we close",
        );
        check("ring her on 07700 900123 please", "ring her on … please");
        check("they live at 12 Oak Lane BD1 1AA", "they live at 12 …");
        check(
            "is T-4F7K2 open? email a.b@example.org",
            "is … open? email …",
        );
    }

    #[test]
    fn ages_and_lengths_of_time_stay() {
        check("a 16 year old waits 5 days", "a 16 year old waits 5 days");
    }

    proptest! {
        #[test]
        fn no_name_outside_the_vocabulary_is_ever_kept(name in "[A-Z][a-z]{2,6}(q|x|z)[a-z]{2,5}", rest in "(who decides|can we close it|when is the meeting)") {
            for question in [format!("{name} {rest}"), format!("{rest} {name}?"), format!("{} {rest}", name.to_lowercase()), format!("mum of {name}'s {rest}")] {
                let kept = VOCABULARY.strip(&question);
                prop_assert!(!kept.to_lowercase().contains(&name.to_lowercase()), "{kept}");
                prop_assert!(kept.contains(GAP));
            }
        }

        #[test]
        fn no_long_run_of_digits_is_ever_kept(number in "0[0-9]{3,4}[ -]?[0-9]{3}[ -]?[0-9]{3}", day in 1u32..29, month in 1u32..13, year in 1950u32..2027) {
            for personal in [number, format!("{day}/{month}/{year}"), format!("{year}-{month:02}-{day:02}"), format!("{day}.{month}.{}", year % 100)] {
                let kept = VOCABULARY.strip(&format!("who decides about {personal} now"));
                prop_assert_eq!(kept, "who decides about … now");
            }
        }

        #[test]
        fn whatever_is_asked_only_known_words_and_small_numbers_are_kept(question in "\\PC{0,120}") {
            let kept = VOCABULARY.strip(&question);
            for token in kept.split_whitespace().filter(|token| *token != GAP) {
                prop_assert!(VOCABULARY.may_stay(token, true), "{token}");
                prop_assert!(crate::phone::digits(token).len() <= 2 || VOCABULARY.words.contains(&bare(token)), "{token}");
            }
            prop_assert_eq!(VOCABULARY.strip(&kept), kept);
        }
    }
}
