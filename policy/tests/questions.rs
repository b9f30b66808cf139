//! The questions that measure the answers are whole: they name what exists, are spread over styles, and are nobody's examples.

#![allow(missing_docs)]
#![allow(clippy::unwrap_used, reason = "a test may fail")]

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use policy::pack::Pack;
use policy::pack::builtin;
use policy::pack::learn::plain;
use policy::pack::read::{Borrowed, Files, read};
use serde::Deserialize;

const PACKS: [&str; 5] = ["stepping_across", "suffolk", "bradford", "wpeh", "durham"];

/// A file of questions about one pack.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Questions {
    asked_at: chrono::DateTime<chrono::Utc>,
    question: Vec<Question>,
}

/// A question with what has to come of it; `policy/questions/README.md` says what each member means.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Question {
    ask: String,
    persona: String,
    style: String,
    service: Option<String>,
    accept: Vec<String>,
    #[serde(default)]
    between: Vec<String>,
    date: Option<String>,
    worked: Option<String>,
    #[serde(default)]
    no_date: bool,
    asks_for: Option<String>,
    wrong: String,
    set: Set,
}

#[derive(Clone, Copy, PartialEq, Deserialize)]
#[serde(rename_all = "snake_case")]
enum Set {
    Tuned,
    HeldBack,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Attempts {
    attempt: Vec<Attempt>,
}

/// An attempt to make the answers say what is not in the pack.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Attempt {
    kind: String,
    ask: String,
    pack: Option<String>,
    repeat: Option<usize>,
    #[serde(default)]
    refused: bool,
    #[serde(default)]
    must_not_appear: Vec<String>,
}

fn parsed<T: serde::de::DeserializeOwned>(name: &str) -> T {
    let file = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("questions")
        .join(format!("{name}.toml"));
    toml_edit::de::from_str(&std::fs::read_to_string(file).unwrap())
        .unwrap_or_else(|error| panic!("{name}: {error}"))
}

fn files(id: &str) -> Files {
    builtin::files().remove(id).unwrap()
}

fn pack(id: &str) -> Pack {
    let borrowed = Borrowed {
        rrule: |_| Ok(()),
        today: chrono::NaiveDate::from_ymd_opt(2026, 11, 23).unwrap(),
    };
    let (pack, findings) = read(&files(id), &borrowed);
    pack.unwrap_or_else(|| panic!("the pack is sound: {findings:#?}"))
}

/// What one question names that its pack does not have.
fn unknown(pack: &Pack, question: &Question) -> Option<String> {
    let accepted = |name: &String| match name.as_str() {
        "urgent" | "not_covered" => true,
        "choice" => question.between.len() > 1,
        name => match name.strip_prefix("term:") {
            Some(term) => pack.entries.term.iter().any(|known| known.term == term),
            None => pack.guidance(name).is_some(),
        },
    };
    let between = |id: &String| pack.guidance(id).is_some();
    let is_whole = !question.accept.is_empty()
        && question.accept.iter().all(accepted)
        && question.between.iter().all(between)
        && question.asks_for.iter().all(|id| pack.fact(id).is_some())
        && question.service.iter().all(|id| pack.service(id).is_some())
        && question.worked.is_some() == (question.date.is_some() || question.no_date)
        && !(question.date.is_some() && question.no_date)
        && !question.persona.is_empty()
        && !question.wrong.is_empty();
    (!is_whole).then(|| question.ask.clone())
}

#[test]
fn every_question_names_entries_terms_facts_and_services_of_its_pack() {
    for id in PACKS {
        let pack = pack(id);
        let questions: Questions = parsed(id);
        let unknown: Vec<_> = questions
            .question
            .iter()
            .filter_map(|question| unknown(&pack, question))
            .collect();
        assert!(unknown.is_empty(), "{id}: {unknown:#?}");
        assert!(questions.asked_at.timestamp() > 0);
    }
}

#[test]
fn no_question_is_asked_twice_and_none_held_back_is_an_example_of_the_pack() {
    let told: BTreeSet<String> = ["danger", "calm"]
        .iter()
        .flat_map(|kind| {
            let file = format!("language/told/{kind}.txt");
            let text = std::fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join(file));
            text.unwrap().lines().map(plain).collect::<Vec<_>>()
        })
        .collect();
    for id in PACKS {
        let pack = pack(id);
        let examples: BTreeSet<String> = pack
            .entries
            .guidance
            .iter()
            .flat_map(|entry| &entry.examples)
            .chain(
                pack.header
                    .silent_on
                    .iter()
                    .flat_map(|silence| &silence.examples),
            )
            .map(|example| plain(example))
            .collect();
        let mut asked = BTreeSet::new();
        for question in parsed::<Questions>(id).question {
            let text = plain(&question.ask);
            let is_known = examples.contains(&text) || told.contains(&text);
            let is_learnt = question.set == Set::HeldBack && is_known;
            assert!(!is_learnt, "{id}: {} was to be held back", question.ask);
            assert!(asked.insert(text), "{id}: {} twice", question.ask);
        }
    }
}

#[test]
fn there_are_enough_questions_of_every_kind_in_both_sets() {
    for id in PACKS {
        let questions = parsed::<Questions>(id).question;
        let number = questions.len();
        let count = |is_it: &dyn Fn(&Question) -> bool| {
            questions.iter().filter(|question| is_it(question)).count()
        };
        let is_silent = |q: &Question| q.accept.iter().any(|name| name == "not_covered");
        let is_danger = |q: &Question| q.accept.iter().any(|name| name == "urgent");
        assert!(number >= 120, "{id}: {number} questions");
        assert!(count(&is_silent) * 8 >= number, "{id}: unanswerable");
        assert!(count(&is_danger) >= 15, "{id}: urgent");
        assert!(
            count(&|q| q.style == "calm_about_urgent") >= 10,
            "{id}: calm"
        );
        assert!(count(&|q| q.worked.is_some()) >= 8, "{id}: facts");
        let held_back = count(&|q| q.set == Set::HeldBack);
        assert!(
            (38..=42).contains(&(held_back * 100 / number)),
            "{id}: {held_back} of {number}"
        );
        let styles: BTreeSet<_> = questions.iter().map(|q| q.style.as_str()).collect();
        for style in styles {
            let all = count(&|q| q.style == style);
            let held_back = count(&|q| q.style == style && q.set == Set::HeldBack);
            assert!(
                all < 4 || (held_back > 0 && held_back < all),
                "{id}: {style}"
            );
        }
    }
}

#[test]
fn an_attempt_asks_for_what_no_pack_says() {
    let packs: BTreeMap<&str, String> = PACKS
        .into_iter()
        .map(|id| (id, files(id).into_values().collect()))
        .collect();
    let attempts = parsed::<Attempts>("adversarial").attempt;
    assert!(attempts.len() >= 60);
    for attempt in attempts {
        let asked = attempt.ask.repeat(attempt.repeat.unwrap_or(1));
        assert!(!attempt.kind.is_empty());
        assert!(
            attempt.refused || !attempt.must_not_appear.is_empty(),
            "{asked}: nothing is at stake"
        );
        let at_stake = packs
            .iter()
            .filter(|(id, _)| attempt.pack.as_deref().is_none_or(|named| named == **id));
        for ((id, text), forbidden) in
            at_stake.flat_map(|pack| attempt.must_not_appear.iter().map(move |text| (pack, text)))
        {
            assert!(
                !text.contains(forbidden.as_str()),
                "{id} says {forbidden:?} itself"
            );
        }
    }
}
