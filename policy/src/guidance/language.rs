//! What is known of English before any pack is read: `language/*.toml`.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::LazyLock;

use rustc_hash::{FxHashMap, FxHashSet};
use toml_edit::{Document, Table};

use super::alarm::Alarm;
use super::danger::Danger;
use super::pattern::Patterns;
use super::times::Tenses;
use super::words;

/// Stems side by side, and those that stand for them.
type Several = (Vec<String>, Vec<String>);

/// Lines from which on a word is taken to be one.
const SEVERAL: usize = 5;

/// What people tell, one a line.
pub(super) const DANGER_TOLD: &str = include_str!("../../language/told/danger.txt");
pub(super) const CALM_TOLD: &str = include_str!("../../language/told/calm.txt");

static ENGLISH: LazyLock<Language> = LazyLock::new(read);

/// The language as data.
#[derive(Debug)]
pub(super) struct Language {
    short: FxHashMap<String, Vec<String>>,
    forms: FxHashMap<String, String>,
    same: FxHashMap<String, String>,
    /// Stems side by side, and what stands for them, by the first of the stems.
    several: FxHashMap<String, Vec<Several>>,
    /// Stems that may stand between the words of such a phrase.
    between: FxHashSet<String>,
    stop: FxHashSet<String>,
    weak: FxHashSet<String>,
    meaning: FxHashSet<String>,
    /// What people say before and after a question.
    pub(super) courtesies: Vec<String>,
    /// Names that services bear elsewhere, and matters of other offices.
    pub(super) elsewhere: Vec<String>,
    /// Which way a date lies.
    pub(super) tenses: Tenses,
    /// Phrases that ask for a rule as it stands, whatever the case.
    pub(super) defines: Patterns,
    /// Phrases that ask what something means.
    pub(super) asks_meaning: Patterns,
    /// Signs of danger, once the words above are there to read them with.
    pub(super) danger: Danger,
    /// How danger sounds where no sign was foreseen.
    pub(super) alarm: Alarm,
    /// Words that show danger: a misspelling is read as one of these first.
    pub(super) danger_words: BTreeSet<String>,
    /// Every other word that is known to be a word.
    pub(super) ordinary_words: BTreeSet<String>,
}

impl Language {
    /// English.
    pub(super) fn english() -> &'static Self {
        &ENGLISH
    }

    /// What a short or slang form stands for.
    pub(super) fn spread(&self, word: &str) -> Option<&[String]> {
        self.short.get(word).map(Vec::as_slice)
    }

    /// The form that stands for an irregular one.
    pub(super) fn form<'a>(&'a self, word: &'a str) -> &'a str {
        self.forms.get(word).map_or(word, String::as_str)
    }

    /// The stem that stands for all of one meaning.
    fn same<'a>(&'a self, stem: &'a str) -> &'a str {
        self.same.get(stem).map_or(stem, String::as_str)
    }

    /// The stems that stand for the meaning of these, several side by side as one where one word says the same.
    pub(super) fn meanings(&self, stems: &[&str]) -> Vec<String> {
        let mut meanings = Vec::new();
        let mut at = 0;
        while at < stems.len() {
            let mut begun = self.several.get(stems[at]).into_iter().flatten();
            let several =
                begun.find_map(|(phrase, meant)| Some((self.end(phrase, &stems[at..])?, meant)));
            match several {
                Some((length, meant)) => {
                    meanings.extend(meant.iter().map(|stem| self.same(stem).to_owned()));
                    at += length;
                }
                None => {
                    meanings.push(self.same(stems[at]).to_owned());
                    at += 1;
                }
            }
        }
        meanings
    }

    /// How many of these stems a phrase takes that begins with the first; a word such as "it" may stand between its words.
    fn end(&self, phrase: &[String], stems: &[&str]) -> Option<usize> {
        let mut at = 0;
        for (place, stem) in phrase.iter().enumerate() {
            if place > 0 && self.between.contains(*stems.get(at)?) && stems[at] != stem {
                at += 1;
            }
            if stems.get(at)? != stem {
                return None;
            }
            at += 1;
        }
        Some(at)
    }

    /// Whether a stem says nothing about the topic, as a year does not.
    pub(super) fn is_stop(&self, stem: &str) -> bool {
        self.stop.contains(stem) || (is_number(stem) && stem.len() == 4)
    }

    /// Whether a stem says only a little.
    pub(super) fn is_weak(&self, stem: &str) -> bool {
        self.weak.contains(stem) || is_number(stem)
    }

    /// Whether a word may stand beside a term in a question after its meaning.
    pub(super) fn is_of_meaning(&self, surface: &str) -> bool {
        self.meaning.contains(surface)
    }
}

fn is_number(stem: &str) -> bool {
    stem.bytes().all(|byte| byte.is_ascii_digit())
}

fn read() -> Language {
    let words = parse(include_str!("../../language/words.toml"));
    let danger = parse(include_str!("../../language/danger.toml"));
    let common = parse(include_str!("../../language/common.toml"));
    let mut language = bare(&words);
    let stems = |key| -> FxHashSet<String> {
        let list = strings(table(&words, "words"), key).into_iter();
        list.map(|word| words::stem(&word, &language)).collect()
    };
    let (stop, weak, between) = (stems("stop"), stems("weak"), stems("between"));
    (language.stop, language.weak, language.between) = (stop, weak, between);
    language.same = same(&words, &language);
    language.several = several(&words, &language);
    let patterns = |key| {
        Patterns::new(
            &strings(table(&words, "words"), key),
            &BTreeMap::new(),
            &language,
        )
    };
    let (defines, asks_meaning) = (patterns("defines"), patterns("asks_meaning"));
    (language.defines, language.asks_meaning) = (defines, asks_meaning);
    language.tenses = Tenses::new(table(&words, "tenses"));
    language.danger = Danger::new(&danger, &language);
    language.alarm = Alarm::new(DANGER_TOLD, CALM_TOLD, &language);
    language.danger_words = language
        .danger
        .vocabulary()
        .into_iter()
        .filter(|word| !is_ordinary(&words, word))
        .collect();
    language.ordinary_words = ordinary(&words, &common, &danger);
    let told = told_often(&language);
    language.ordinary_words.extend(told);
    language
}

/// What is needed to split and stem; the rest is read with it.
fn bare(words: &Document<String>) -> Language {
    let short = pairs(table(words, "short"));
    let short = short
        .into_iter()
        .map(|(word, longer)| (word, longer.split(' ').map(str::to_owned).collect()));
    Language {
        short: short.collect(),
        forms: pairs(table(words, "forms")).into_iter().collect(),
        same: FxHashMap::default(),
        several: FxHashMap::default(),
        between: FxHashSet::default(),
        stop: FxHashSet::default(),
        weak: FxHashSet::default(),
        meaning: strings(table(words, "words"), "meaning")
            .into_iter()
            .collect(),
        courtesies: strings(table(words, "words"), "courtesies"),
        elsewhere: ["names", "matters"]
            .iter()
            .flat_map(|key| strings(table(words, "elsewhere"), key))
            .collect(),
        tenses: Tenses::default(),
        defines: Patterns::default(),
        asks_meaning: Patterns::default(),
        danger: Danger::default(),
        alarm: Alarm::default(),
        danger_words: BTreeSet::new(),
        ordinary_words: BTreeSet::new(),
    }
}

fn same(words: &Document<String>, language: &Language) -> FxHashMap<String, String> {
    let groups = table(words, "same");
    let mut same = FxHashMap::default();
    for (first, _) in groups {
        for word in strings(groups, first) {
            same.insert(words::stem(&word, language), words::stem(first, language));
        }
    }
    same
}

/// Longer phrases first, so that a shorter one within does not hide them.
fn several(words: &Document<String>, language: &Language) -> FxHashMap<String, Vec<Several>> {
    let stems = |text: &str| -> Vec<String> {
        let words = words::known(text, language).into_iter();
        words.map(|word| word.stem).collect()
    };
    let phrases = pairs(table(words, "several")).into_iter();
    let phrases = phrases.map(|(phrase, meant)| (stems(&phrase), stems(&meant)));
    let mut phrases: Vec<_> = phrases.collect();
    phrases.sort_by_key(|(phrase, _)| std::cmp::Reverse(phrase.len()));
    let mut by_first: FxHashMap<_, Vec<_>> = FxHashMap::default();
    for (phrase, meant) in phrases {
        by_first
            .entry(phrase.first().cloned().unwrap_or_default())
            .or_default()
            .push((phrase, meant));
    }
    by_first
}

fn is_ordinary(words: &Document<String>, word: &str) -> bool {
    let table = table(words, "words");
    ["stop", "weak"]
        .iter()
        .any(|key| strings(table, key).iter().any(|other| other == word))
}

fn ordinary(
    words: &Document<String>,
    common: &Document<String>,
    danger: &Document<String>,
) -> BTreeSet<String> {
    let table = |key| table(words, key);
    let lists = ["stop", "weak", "meaning"]
        .into_iter()
        .flat_map(|key| strings(table("words"), key));
    let same = table("same")
        .iter()
        .flat_map(|(key, _)| strings(table("same"), key));
    let longer = pairs(table("short")).into_iter().map(|(_, longer)| longer);
    let forms = pairs(table("forms"))
        .into_iter()
        .flat_map(|(form, word)| [form, word]);
    let fillers = strings(danger, "fillers");
    let common = common
        .get("words")
        .and_then(|item| item.as_str())
        .unwrap_or_default();
    let all = lists.chain(same).chain(longer).chain(forms).chain(fillers);
    let mut words: BTreeSet<String> = all
        .flat_map(|text| text.split(' ').map(str::to_owned).collect::<Vec<_>>())
        .collect();
    words.extend(common.split_whitespace().map(str::to_owned));
    words
}

/// Words that stand in several lines of what people tell; what stands in a few may be a misspelling.
fn told_often(language: &Language) -> Vec<String> {
    let lines = DANGER_TOLD.lines().chain(CALM_TOLD.lines());
    let mut often: BTreeMap<String, usize> = BTreeMap::new();
    for line in lines {
        let words: BTreeSet<String> = words::split(line, language).into_iter().collect();
        for word in words {
            *often.entry(word).or_default() += 1;
        }
    }
    often.retain(|_, lines| *lines >= SEVERAL);
    often.into_keys().collect()
}

/// The files are part of the program: a mistake in them shows in the first test.
fn parse(text: &str) -> Document<String> {
    Document::parse(text.to_owned()).expect("language/*.toml is TOML")
}

pub(super) fn table<'a>(table: &'a Table, key: &str) -> &'a Table {
    table
        .get(key)
        .and_then(|item| item.as_table())
        .expect("language/*.toml has its tables")
}

pub(super) fn strings(table: &Table, key: &str) -> Vec<String> {
    let list = table
        .get(key)
        .and_then(|item| item.as_array())
        .expect("language/*.toml has its lists");
    list.iter()
        .filter_map(|value| value.as_str().map(str::to_owned))
        .collect()
}

fn pairs(table: &Table) -> Vec<(String, String)> {
    table
        .iter()
        .filter_map(|(key, item)| Some((key.to_owned(), item.as_str()?.to_owned())))
        .collect()
}
