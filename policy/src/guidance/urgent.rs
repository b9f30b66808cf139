//! The answer to danger: the pack's urgent entry, or plain words that it has none.

use super::answer::{Answer, FLOOR, Found, MOST, Outcome};
use super::language::Language;
use super::notices;
use super::score::Scored;
use crate::pack::Pack;
use crate::pack::format::Guidance;

/// The urgent entry first, whatever else fits; after it only what is urgent too, the asker's own service before others.
pub(super) fn urgent<'a>(pack: &'a Pack, ranked: &[Scored], service: Option<&str>) -> Answer<'a> {
    let header = &pack.header;
    let found = urgent_entries(pack, ranked, service);
    let mut said = vec![Language::english().danger.safe_default.clone()];
    match found.first() {
        None => said.push(no_route(pack)),
        Some(first) if is_for(first.entry, service) == Some(true) => {}
        Some(_) => said.extend(header.urgent_silence.clone()),
    }
    said.extend(
        found
            .first()
            .into_iter()
            .flat_map(|first| notices::readings(pack, first.entry)),
    );
    Answer {
        outcome: if found.is_empty() {
            Outcome::NotCovered
        } else {
            Outcome::Answered
        },
        urgent: true,
        ask_instead: found.is_empty().then(|| header.ask_instead.clone()),
        found,
        terms: Vec::new(),
        notices: said,
        assumed: Vec::new(),
        reckoned: Vec::new(),
        missing: None,
    }
}

fn no_route(pack: &Pack) -> String {
    let own = pack.header.urgent_silence.clone();
    own.unwrap_or_else(|| Language::english().danger.no_route.clone())
}

fn urgent_entries<'a>(pack: &'a Pack, ranked: &[Scored], service: Option<&str>) -> Vec<Found<'a>> {
    let Some(general) = pack
        .header
        .urgent_guidance
        .as_deref()
        .and_then(|id| pack.guidance(id))
    else {
        return Vec::new();
    };
    let own = pack
        .entries
        .guidance
        .iter()
        .find(|entry| entry.urgent && is_for(entry, service) == Some(true));
    let is_for_others = is_for(general, service) == Some(false);
    let general = Some(general);
    let first = if is_for_others {
        own.or(general)
    } else {
        general
    };
    let score_of = |entry: &Guidance| {
        let is_it = |scored: &&Scored| pack.entries.guidance[scored.at].id == entry.id;
        ranked.iter().find(is_it).map_or(0.0, |scored| scored.score)
    };
    let fitting = ranked
        .iter()
        .filter(|scored| scored.score >= FLOOR)
        .map(|scored| &pack.entries.guidance[scored.at]);
    let mut entries: Vec<&Guidance> = Vec::new();
    for entry in first
        .into_iter()
        .chain(own)
        .chain(fitting.filter(|entry| entry.urgent))
    {
        if entries.iter().all(|known| known.id != entry.id) {
            entries.push(entry);
        }
    }
    entries.truncate(MOST);
    entries
        .into_iter()
        .map(|entry| Found {
            entry,
            variant: None,
            score: score_of(entry),
        })
        .collect()
}

/// Whether an entry is for the asker's service; nothing where either is not said.
fn is_for(entry: &Guidance, service: Option<&str>) -> Option<bool> {
    let service = service.filter(|_| !entry.services.is_empty())?;
    Some(entry.services.iter().any(|id| id == service))
}
