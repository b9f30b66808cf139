//! Reading a question: its words, spelt as somebody knows them, and the names of the pack in it.

use std::ops::Range;

use rustc_hash::FxHashMap;

use super::language::Language;
use super::spelling::{Around, Speller, Spelt};
use super::words::{self, Word};
use crate::pack::Pack;

/// Phrases that name the same thing of a pack: a service, a role, a term.
#[derive(Debug, Default)]
pub(super) struct Names {
    /// Phrases by their first stem, the longest first, each with its concept.
    by_first: FxHashMap<String, Vec<(Vec<String>, String)>>,
}

impl Names {
    /// The names and synonyms of the pack's services, roles, terms, pathways and forums.
    pub(super) fn new(pack: &Pack, language: &Language) -> Self {
        let mut names = Self::default();
        let entries = &pack.entries;
        for service in &entries.service {
            names.add(&service.id, &service.name, &service.synonyms, language);
        }
        for role in &entries.role {
            names.add(&role.id, &role.name, &role.synonyms, language);
        }
        for term in &entries.term {
            let also = term
                .synonyms
                .iter()
                .chain(&term.expansion)
                .cloned()
                .collect::<Vec<_>>();
            names.add(&term.term, &term.term, &also, language);
        }
        for forum in &entries.forum {
            names.add(&forum.id, &forum.name, &forum.synonyms, language);
        }
        for pathway in &entries.pathway {
            names.add(&pathway.id, &pathway.name, &pathway.synonyms, language);
        }
        names
    }

    /// The concepts named in these stems and where, longest phrases first, each stretch of words once.
    pub(super) fn find(&self, stems: &[&str]) -> Vec<(Range<usize>, String)> {
        let mut found = Vec::new();
        let mut at = 0;
        while at < stems.len() {
            let begun = self.by_first.get(stems[at]).into_iter().flatten();
            let named = begun
                .filter(|(phrase, _)| phrase.len() <= stems.len() - at)
                .find(|(phrase, _)| {
                    phrase
                        .iter()
                        .zip(&stems[at..])
                        .all(|(one, other)| one == other)
                })
                .map(|(phrase, concept)| (phrase.len(), concept));
            let length = named.map_or(1, |(length, _)| length);
            found.extend(named.map(|(_, concept)| (at..at + length, concept.clone())));
            at += length;
        }
        found
    }

    /// What already bears one of the names gives the concept: a forum and a term may share an abbreviation.
    fn add(&mut self, id: &str, name: &str, synonyms: &[String], language: &Language) {
        let phrases: Vec<Vec<String>> = std::iter::once(name)
            .chain(synonyms.iter().map(String::as_str))
            .map(|text| {
                words::known(text, language)
                    .into_iter()
                    .map(|word| word.stem)
                    .collect()
            })
            .filter(|phrase: &Vec<String>| !phrase.is_empty())
            .collect();
        let known = phrases
            .iter()
            .find_map(|phrase| self.concept(phrase))
            .cloned();
        let concept = known.unwrap_or_else(|| format!("#{id}"));
        for phrase in phrases {
            if self.concept(&phrase).is_none() {
                let begun = self.by_first.entry(phrase[0].clone()).or_default();
                begun.push((phrase, concept.clone()));
                begun.sort_by_key(|(phrase, _)| std::cmp::Reverse(phrase.len()));
            }
        }
    }

    fn concept(&self, phrase: &[String]) -> Option<&String> {
        let begun = self.by_first.get(phrase.first()?)?;
        let named = begun.iter().find(|(known, _)| known == phrase);
        named.map(|(_, concept)| concept)
    }
}

/// A question read twice.
#[derive(Debug, Default)]
pub(super) struct Reading {
    /// Its words, spelling put right: the likeliest.
    pub(super) words: Vec<Word>,
    /// The same with every word that nobody knows read as a sign of danger where it may be one.
    pub(super) at_worst: Vec<Word>,
}

/// The words of a question, spelling put right.
pub(super) fn read(question: &str, speller: &Speller, language: &Language) -> Reading {
    let surfaces = words::split(question, language);
    let mut reading = Reading::default();
    let mut at = 0;
    while let Some(surface) = surfaces.get(at) {
        let after = surfaces.get(at + 1).map(String::as_str);
        let joined = after.and_then(|after| speller.joins(surface, after));
        at += if joined.is_some() { 2 } else { 1 };
        let surface = joined.unwrap_or_else(|| surface.clone());
        let stem = words::stem(&surface, language);
        let before = reading.words.last().map(|word| word.surface.clone());
        let around = Around {
            before: before.as_deref(),
            after,
        };
        let (likely, is_known) = match speller.read(&surface, &stem, around) {
            Spelt::Known => {
                let known = word(surface, language, true);
                reading.words.push(known.clone());
                reading.at_worst.push(known);
                continue;
            }
            Spelt::Unknown => (vec![surface.clone()], false),
            Spelt::As(better) => (better, true),
        };
        let worst = speller.danger(&surface);
        let worst = worst.map_or_else(|| likely.clone(), |worst| vec![worst]);
        let each = |surface| word(surface, language, is_known);
        reading.words.extend(likely.into_iter().map(each));
        reading.at_worst.extend(worst.into_iter().map(each));
    }
    reading
}

fn word(surface: String, language: &Language, is_known: bool) -> Word {
    Word {
        stem: words::stem(&surface, language),
        surface,
        is_known,
    }
}
