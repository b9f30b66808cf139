//! The index of one pack: its guidance entries as weighted features, its terms and its silences.

use std::collections::{BTreeMap, HashMap, HashSet};

use super::language::Language;
use super::reading::{self, Names};
use super::silence::Silences;
use super::spelling::Speller;
use super::terms::Terms;
use super::words::{self, Word};
use crate::pack::Pack;
use crate::pack::format::Guidance;

/// How much a word counts by where it stands.
const TITLE: f64 = 2.0;
const EXAMPLE: f64 = 1.5;
const OWN_WORD: f64 = 3.0;
const STEP: f64 = 0.5;
const DO_NOT: f64 = 0.25;
const RULE: f64 = 0.4;

/// What is left of the weight of a word that says only a little.
const WEAK: f64 = 0.5;

/// A name beside its own words counts less, since they count already.
const NAME: f64 = 0.5;

/// A word of which no entry speaks weighs more than the rarest that one does: the question is about something else.
const ABSENT: f64 = 1.3;

/// What a pack answers questions from; built once per pack.
#[derive(Debug)]
pub struct Index {
    pub(super) documents: Vec<Document>,
    pub(super) average_length: f64,
    pub(super) terms: Terms,
    pub(super) silences: Silences,
    rarity: HashMap<String, f64>,
    rarest: f64,
    names: Names,
    speller: Speller,
}

/// One guidance entry.
#[derive(Debug, Default)]
pub(super) struct Document {
    /// Weighted count by feature.
    pub(super) counts: HashMap<String, f64>,
    /// Their sum.
    pub(super) length: f64,
    /// The title and the examples, each read in both ways.
    pub(super) examples: Vec<Ways>,
    /// Its own words, as stems that stand for their meaning.
    pub(super) phrases: Vec<Vec<String>>,
}

/// Weight by feature.
pub(super) type Weights = BTreeMap<String, f64>;

/// A text read in two ways: every word beside the names in it, and names in place of their words.
///
/// "Child Permanence Report" is the same as its abbreviation in the second way, and near to "report" in the first.
pub(super) type Ways = [Weights; 2];

/// A question as it is looked up.
#[derive(Debug)]
pub(super) struct Query {
    /// Its words.
    pub(super) words: Vec<Word>,
    /// What it speaks of.
    pub(super) ways: Ways,
    /// How many of its words no entry holds, nobody knows, or both.
    pub(super) strange: usize,
}

impl Index {
    /// Build the index of a pack.
    pub fn new(pack: &Pack) -> Self {
        let language = Language::english();
        let texts = vocabulary(pack);
        let surfaces: HashSet<String> = texts
            .iter()
            .flat_map(|text| words::split(text, language))
            .collect();
        let mut index = Self {
            documents: Vec::new(),
            average_length: 1.0,
            terms: Terms::new(pack, language),
            silences: Silences::new(pack, language),
            rarity: HashMap::new(),
            rarest: 1.0,
            names: Names::new(pack, language),
            speller: Speller::new(surfaces.iter().map(String::as_str), language),
        };
        index.documents = pack
            .entries
            .guidance
            .iter()
            .map(|entry| index.document(pack, entry, language))
            .collect();
        index.count(language);
        index
    }

    /// A question, read and weighed.
    pub(super) fn read(&self, question: &str) -> Query {
        let language = Language::english();
        let words = reading::read(question, &self.speller, language);
        let mut ways = self.ways(&words, language);
        self.weigh(&mut ways, language);
        let is_strange =
            |feature: &&String| !self.rarity.contains_key(*feature) && !language.is_weak(feature);
        let strange = ways[1].keys().filter(is_strange).count();
        Query {
            words,
            ways,
            strange,
        }
    }

    fn document(&self, pack: &Pack, entry: &Guidance, language: &Language) -> Document {
        let mut document = Document::default();
        let title = std::iter::once((&entry.title, TITLE));
        let examples = entry.examples.iter().map(|text| (text, EXAMPLE));
        let own = entry.words.iter().map(|text| (text, OWN_WORD));
        let steps = entry.steps.iter().map(|text| (text, STEP));
        let do_not = entry.do_not.iter().map(|text| (text, DO_NOT));
        let rules = entry
            .rule
            .ids()
            .iter()
            .filter_map(|id| pack.rule(id))
            .map(|rule| (&rule.text, RULE));
        for (text, weight) in title
            .chain(examples)
            .chain(own)
            .chain(steps)
            .chain(do_not)
            .chain(rules)
        {
            for feature in self.features(&words::known(text, language), language) {
                *document.counts.entry(feature).or_default() += weight;
                document.length += weight;
            }
        }
        let asked = std::iter::once(&entry.title).chain(&entry.examples);
        document.examples = asked
            .map(|text| self.ways(&words::known(text, language), language))
            .collect();
        document.phrases = entry
            .words
            .iter()
            .map(|text| phrase(&words::known(text, language), language))
            .collect();
        document
    }

    /// What a text speaks of: the stems that stand for its words, and the pack's names in it.
    fn features(&self, words: &[Word], language: &Language) -> Vec<String> {
        let stems: Vec<&str> = words.iter().map(|word| word.stem.as_str()).collect();
        let mut features = language.meanings(&stems);
        features.retain(|stem| !language.is_stop(stem));
        features.extend(self.names.find(&stems).into_iter().map(|(_, name)| name));
        features
    }

    /// A text in both ways, not yet weighed.
    fn ways(&self, words: &[Word], language: &Language) -> Ways {
        let stems: Vec<&str> = words.iter().map(|word| word.stem.as_str()).collect();
        let mut rest = Vec::new();
        let mut named = Vec::new();
        let mut at = 0;
        for (place, name) in self.names.find(&stems) {
            rest.extend(language.meanings(&stems[at..place.start]));
            named.push(name);
            at = place.end;
        }
        rest.extend(language.meanings(&stems[at..]));
        rest.retain(|stem| !language.is_stop(stem));
        let weights =
            |features: Vec<String>| features.into_iter().map(|feature| (feature, 0.0)).collect();
        [
            weights(self.features(words, language)),
            weights([rest, named].concat()),
        ]
    }

    /// Counts in how many entries each feature is, and weighs the examples by it.
    fn count(&mut self, language: &Language) {
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
        let mut documents = std::mem::take(&mut self.documents);
        for example in documents
            .iter_mut()
            .flat_map(|document| &mut document.examples)
        {
            self.weigh(example, language);
        }
        self.documents = documents;
    }

    fn weigh(&self, ways: &mut Ways, language: &Language) {
        let [beside, instead] = ways;
        for (feature, weight) in beside {
            *weight =
                self.weight(feature, language) * if feature.starts_with('#') { NAME } else { 1.0 };
        }
        for (feature, weight) in instead {
            *weight = self.weight(feature, language);
        }
    }

    fn weight(&self, feature: &str, language: &Language) -> f64 {
        let rarity = self
            .rarity
            .get(feature)
            .copied()
            .unwrap_or(self.rarest * ABSENT);
        if language.is_weak(feature) {
            rarity * WEAK
        } else {
            rarity
        }
    }
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
            .flat_map(|silence| &silence.words),
    );
    texts
}
