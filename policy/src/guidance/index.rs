//! The index of one pack: its guidance entries as weighted features, its terms and its silences.

use std::collections::BTreeMap;

use rustc_hash::{FxHashMap, FxHashSet};

use super::courtesy;
use super::heard::Hearing;
use super::language::Language;
use super::reading::{self, Names, Reading};
use super::silence::{Elsewhere, Silences};
use super::spelling::Speller;
use super::terms::Terms;
use super::times;
use super::voices::{Text, Voices};
use super::words::{self, Word};
use crate::pack::Pack;
use crate::pack::format::Guidance;

/// How much a word counts by where it stands.
const TITLE: f64 = 2.0;
const EXAMPLE: f64 = 1.0;
const OWN_WORD: f64 = 2.0;
const STEP: f64 = 0.5;
const DO_NOT: f64 = 0.25;
const RULE: f64 = 0.4;

/// How much a step counts where it is learnt to tell entries apart, beside an example.
const LESSON_OF_STEP: f32 = 0.3;

/// What is left of the weight of a word that says only a little.
const WEAK: f64 = 0.4;

/// The words of a name count less, since the name counts already.
const OF_NAME: f64 = 0.4;

/// Two words side by side count besides what each counts.
const PAIR: f64 = 0.4;

/// A word of which no entry speaks weighs as much as a rare one does: the question is about something else.
const ABSENT: f64 = 1.0;

/// What is left of the weight of a word that nobody knows: it may be a misspelling of one that fits.
const UNKNOWN: f64 = 0.5;

/// Letters up to which a word that nobody knows is no more than the shred of one.
const SHRED: usize = 2;

/// What a pack answers questions from; built once per pack.
#[derive(Debug)]
pub struct Index {
    pub(super) documents: Vec<Document>,
    pub(super) average_length: f64,
    pub(super) terms: Terms,
    pub(super) silences: Silences,
    pub(super) elsewhere: Elsewhere,
    pub(super) hearing: Hearing,
    voices: Voices,
    rarity: FxHashMap<String, f64>,
    rarest: f64,
    names: Names,
    /// Names of people's roles, such as "parent" or "social worker", which stand in talk about anything.
    people: FxHashSet<String>,
    pub(super) speller: Speller,
}

/// One guidance entry.
#[derive(Debug, Default)]
pub(super) struct Document {
    /// Weighted count by feature.
    pub(super) counts: FxHashMap<String, f64>,
    /// Their sum.
    pub(super) length: f64,
    /// Its own words, as stems that stand for their meaning.
    pub(super) phrases: Vec<Vec<String>>,
}

impl Document {
    fn new(entry: &Guidance, language: &Language) -> Self {
        let own = entry.words.iter();
        let phrases = own.map(|text| phrase(&words::known(text, language), language));
        Self {
            phrases: phrases.collect(),
            ..Self::default()
        }
    }

    fn add(&mut self, features: &Weights, weight: f64) {
        for (feature, share) in features {
            *self.counts.entry(feature.clone()).or_default() += weight * share;
            self.length += weight * share;
        }
    }
}

/// A text of an entry.
struct Told {
    entry: usize,
    words: Vec<Word>,
    /// Its words as names of the pack and stems that stand for them.
    said: Vec<String>,
    features: Weights,
    /// How much its words count in the entry.
    weight: f64,
    teaches: Teaches,
}

/// What is learnt from a text.
#[derive(Clone, Copy, PartialEq)]
enum Teaches {
    /// How people ask for its entry.
    Example,
    /// Words that belong to it.
    Phrase,
    /// A little of what it is about.
    Step,
    /// Nothing that tells it from others.
    Nothing,
}

/// Weight by feature.
pub(super) type Weights = BTreeMap<String, f64>;

/// A question as it is looked up.
#[derive(Debug)]
pub(super) struct Query {
    /// Its words.
    pub(super) words: Vec<Word>,
    /// The same, each misspelling read as a sign of danger where it may be one.
    pub(super) at_worst: Vec<Word>,
    /// Those of its last clause, which asks where the others only tell.
    pub(super) last: Vec<Word>,
    /// What it speaks of.
    pub(super) features: Weights,
    /// Share of what it speaks of that no entry holds.
    pub(super) strange: f64,
    /// Whether it tells a date.
    pub(super) is_dated: bool,
    /// Whether it names anything of the pack.
    pub(super) is_of_the_pack: bool,
}

impl Index {
    /// Build the index of a pack.
    pub fn new(pack: &Pack) -> Self {
        Self::without(pack, &|_| false)
    }

    /// The same as if these examples did not stand in the pack, to see how it answers what it has not read.
    pub(crate) fn without(pack: &Pack, is_left_out: &dyn Fn(&str) -> bool) -> Self {
        let language = Language::english();
        let mut texts = vocabulary(pack);
        texts.retain(|text| !is_left_out(text));
        let mut index = Self {
            documents: Vec::new(),
            average_length: 1.0,
            terms: Terms::new(pack, language),
            silences: Silences::default(),
            elsewhere: Elsewhere::new(pack, language),
            hearing: Hearing::new(pack, language),
            voices: Voices::default(),
            rarity: FxHashMap::default(),
            rarest: 1.0,
            names: Names::new(pack, language),
            people: pack
                .entries
                .role
                .iter()
                .map(|role| format!("#{}", role.id))
                .collect(),
            speller: Speller::new(texts.iter().map(|text| text.as_str()), language),
        };
        let told: Vec<Told> = (pack.entries.guidance.iter().enumerate())
            .flat_map(|(at, entry)| index.told(pack, at, entry, is_left_out, language))
            .collect();
        index.documents = pack
            .entries
            .guidance
            .iter()
            .map(|entry| Document::new(entry, language))
            .collect();
        for text in &told {
            index.documents[text.entry].add(&text.features, text.weight);
        }
        index.silences = Silences::new(pack, &index.phrases(&told, language), language);
        index.count();
        index.learn(pack, &told, language);
        index
    }

    /// A question, read and weighed.
    pub(super) fn read(&self, question: &str) -> Query {
        let language = Language::english();
        let question = courtesy::stripped(question, language);
        let Reading { words, at_worst } = reading::read(question, &self.speller, language);
        let last = question.trim_end_matches(|c: char| !c.is_alphanumeric());
        let last = last
            .rsplit(['.', ',', ';', ':', '!', '?', '\n'])
            .next()
            .unwrap_or(last);
        let last = reading::read(last, &self.speller, language).words;
        let mut features = self.weighed(&words, language);
        for word in words.iter().filter(|word| !word.is_known) {
            let share = if word.surface.chars().count() > SHRED {
                UNKNOWN
            } else {
                0.0
            };
            features
                .entry(word.stem.clone())
                .and_modify(|weight| *weight *= share);
        }
        let total: f64 = features.values().sum();
        let is_strange = |(feature, _): &(&String, &f64)| {
            !self.rarity.contains_key(*feature) && !feature.contains(' ')
        };
        let strange: f64 = features
            .iter()
            .filter(is_strange)
            .map(|(_, weight)| weight)
            .sum();
        Query {
            is_of_the_pack: features
                .keys()
                .any(|feature| feature.starts_with('#') && !self.people.contains(feature)),
            is_dated: times::is_dated(&times::read(question, &self.speller, language)),
            words,
            at_worst,
            last,
            features,
            strange: if total > 0.0 { strange / total } else { 1.0 },
        }
    }

    /// Everything that an entry says, and people ask it.
    fn told(
        &self,
        pack: &Pack,
        at: usize,
        entry: &Guidance,
        is_left_out: &dyn Fn(&str) -> bool,
        language: &Language,
    ) -> Vec<Told> {
        let asked = entry.examples.iter().filter(|text| !is_left_out(text));
        let rules = entry.rule.ids().iter().filter_map(|id| pack.rule(id));
        let told = |text: &String, weight, teaches: Teaches| {
            let words = words::known(text, language);
            let (said, of_names) = self.said(&words, language);
            Told {
                entry: at,
                features: features(&said, of_names, language),
                said,
                words,
                weight,
                teaches,
            }
        };
        std::iter::once(told(&entry.title, TITLE, Teaches::Example))
            .chain(asked.map(|text| told(text, EXAMPLE, Teaches::Example)))
            .chain(
                entry
                    .words
                    .iter()
                    .map(|text| told(text, OWN_WORD, Teaches::Phrase)),
            )
            .chain(
                entry
                    .steps
                    .iter()
                    .map(|text| told(text, STEP, Teaches::Step)),
            )
            .chain(
                entry
                    .do_not
                    .iter()
                    .map(|text| told(text, DO_NOT, Teaches::Nothing)),
            )
            .chain(rules.map(|rule| told(&rule.text, RULE, Teaches::Nothing)))
            .collect()
    }

    /// What each entry says, apart from what it says not to do, as phrases.
    fn phrases(&self, told: &[Told], language: &Language) -> Vec<Vec<Vec<String>>> {
        let mut said = vec![Vec::new(); self.documents.len()];
        for text in told.iter().filter(|text| text.teaches != Teaches::Nothing) {
            said[text.entry].push(phrase(&text.words, language));
        }
        said
    }

    /// Learn from what was told how entries differ, and from what people ask that no entry answers.
    fn learn(&mut self, pack: &Pack, told: &[Told], language: &Language) {
        let unanswered = self.documents.len();
        let own = told.iter().filter(|text| text.teaches != Teaches::Nothing);
        let mut texts: Vec<Text<'_>> = own
            .map(|text| Text {
                class: text.entry,
                told: text.said.clone(),
                words: &text.words,
                counts: if text.teaches == Teaches::Step {
                    LESSON_OF_STEP
                } else {
                    1.0
                },
            })
            .collect();
        let silences = pack.header.silent_on.iter();
        let beside: Vec<Vec<Word>> = silences
            .flat_map(|silence| &silence.examples)
            .map(|text| words::known(text, language))
            .collect();
        texts.extend(beside.iter().map(|words| Text {
            class: unanswered,
            told: self.said(words, language).0,
            words,
            counts: 1.0,
        }));
        self.voices = Voices::learn(&texts, unanswered + 1);
    }

    /// How likely each entry is meant, and last that none is; from 0 to 1, together 1.
    pub(super) fn heard(&self, query: &Query) -> Vec<f64> {
        let told = self.said(&query.words, Language::english()).0;
        self.voices.heard(&told, &query.words)
    }

    /// What a text says, in order: the pack's names in it, and the stems that stand for its other words. Beside it the words
    /// of the names.
    fn said(&self, words: &[Word], language: &Language) -> (Vec<String>, Vec<String>) {
        let stems: Vec<&str> = words.iter().map(|word| word.stem.as_str()).collect();
        let (mut said, mut of_names) = (Vec::new(), Vec::new());
        let mut at = 0;
        for (place, name) in self.names.find(&stems) {
            said.extend(language.meanings(&stems[at..place.start]));
            said.push(name);
            of_names.extend(language.meanings(&stems[place.clone()]));
            at = place.end;
        }
        said.extend(language.meanings(&stems[at..]));
        (said, of_names)
    }

    fn weighed(&self, words: &[Word], language: &Language) -> Weights {
        let (said, of_names) = self.said(words, language);
        let mut features = features(&said, of_names, language);
        for (feature, weight) in &mut features {
            *weight *= self.weight(feature, language);
        }
        features
    }

    /// Counts in how many entries each feature is.
    fn count(&mut self) {
        let number = self.documents.len() as f64;
        let mut holders: BTreeMap<&String, f64> = BTreeMap::new();
        for feature in self
            .documents
            .iter()
            .flat_map(|document| document.counts.keys())
        {
            *holders.entry(feature).or_default() += 1.0;
        }
        let rarity = |held: f64| (1.0 + (number - held + 0.5) / (held + 0.5)).ln();
        self.rarity = holders
            .into_iter()
            .map(|(feature, held)| (feature.clone(), rarity(held)))
            .collect();
        self.rarest = rarity(1.0).max(1.0);
        let total: f64 = self.documents.iter().map(|document| document.length).sum();
        self.average_length = (total / number.max(1.0)).max(1.0);
    }

    fn weight(&self, feature: &str, language: &Language) -> f64 {
        // A pair that no entry holds says nothing more than its words do.
        let absent = if feature.contains(' ') {
            0.0
        } else {
            self.rarest * ABSENT
        };
        let rarity = self.rarity.get(feature).copied().unwrap_or(absent);
        if language.is_weak(feature) {
            rarity * WEAK
        } else {
            rarity
        }
    }
}

/// What a text speaks of: what it says apart from words that join others, neighbours in pairs, and a little the words of the
/// names in it.
fn features(said: &[String], of_names: Vec<String>, language: &Language) -> Weights {
    let telling = |stem: &&String| !language.is_stop(stem);
    let said: Vec<&String> = said.iter().filter(telling).collect();
    let pairs = said.windows(2);
    let pairs = pairs.map(|pair| (format!("{} {}", pair[0], pair[1]), PAIR));
    let mut features: Weights = pairs.collect();
    let of_names = of_names.into_iter().filter(|stem| telling(&stem));
    features.extend(of_names.map(|stem| (stem, OF_NAME)));
    features.extend(said.into_iter().map(|stem| (stem.clone(), 1.0)));
    features
}

/// The stems that stand for the words of a phrase, without articles.
pub(super) fn phrase(words: &[Word], language: &Language) -> Vec<String> {
    let told = words
        .iter()
        .filter(|word| !matches!(word.surface.as_str(), "a" | "an" | "the"));
    let stems: Vec<&str> = told.map(|word| word.stem.as_str()).collect();
    language.meanings(&stems)
}

/// Every text of the pack whose words are no misspellings.
fn vocabulary(pack: &Pack) -> Vec<&String> {
    let entries = &pack.entries;
    let mut texts: Vec<&String> = vec![&pack.header.title];
    for entry in &entries.guidance {
        texts.push(&entry.title);
        texts.extend(
            entry
                .examples
                .iter()
                .chain(&entry.words)
                .chain(&entry.steps)
                .chain(&entry.do_not),
        );
    }
    texts.extend(
        entries
            .service
            .iter()
            .flat_map(|service| std::iter::once(&service.name).chain(&service.synonyms)),
    );
    texts.extend(
        entries
            .role
            .iter()
            .flat_map(|role| std::iter::once(&role.name).chain(&role.synonyms)),
    );
    texts.extend(
        entries
            .forum
            .iter()
            .flat_map(|forum| std::iter::once(&forum.name).chain(&forum.synonyms)),
    );
    texts.extend(
        entries
            .pathway
            .iter()
            .flat_map(|pathway| std::iter::once(&pathway.name).chain(&pathway.synonyms)),
    );
    for term in &entries.term {
        texts.extend(
            std::iter::once(&term.term)
                .chain(&term.expansion)
                .chain(&term.synonyms),
        );
    }
    texts.extend(entries.rule.iter().map(|rule| &rule.text));
    texts.extend(
        pack.header
            .silent_on
            .iter()
            .flat_map(|silence| silence.words.iter().chain(&silence.examples)),
    );
    texts
}
