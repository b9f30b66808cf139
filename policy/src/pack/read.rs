//! Reading a pack: from the texts of its files to a pack that can be decided from, or all that is wrong.

mod shape;
pub(crate) mod source;

use std::collections::BTreeMap;

use chrono::NaiveDate;
use serde_json::json;

use super::check::{self, Draft};
use super::finding::{Finding, Severity};
use super::format::PackFile;
use super::{Pack, reasons};
use crate::expression::Expressions;
pub use shape::schema;
use source::Source;

/// The files of a pack: text by file name.
pub type Files = BTreeMap<String, String>;

/// What reading needs and cannot have of its own: a clock, and a library that brings one.
#[derive(Debug, Clone, Copy)]
pub struct Borrowed {
    /// Checks the notation of an RFC 5545 RRULE; the message says what is wrong with it.
    pub rrule: fn(&str) -> Result<(), String>,
    /// The civil date against which review dates are held.
    pub today: NaiveDate,
}

/// Read, check and compile a pack.
///
/// Tells everything at once, in the order of files and lines. The pack is there only where nothing is a
/// mistake; suspicions do not stand in its way.
pub fn read(files: &Files, borrowed: &Borrowed) -> (Option<Pack>, Vec<Finding>) {
    looked_at(files, borrowed, false)
}

/// Read a version that was sound when it was kept: what only a later check calls a mistake does not stand in its way, because
/// open transfers rest on it. An entry that cannot be read at all does.
pub fn read_kept(files: &Files, borrowed: &Borrowed) -> (Option<Pack>, Vec<Finding>) {
    looked_at(files, borrowed, true)
}

fn looked_at(files: &Files, borrowed: &Borrowed, was_sound: bool) -> (Option<Pack>, Vec<Finding>) {
    let parsed: Vec<_> = files
        .iter()
        .map(|(file, text)| Source::parse(file, text))
        .collect();
    let is_whole = parsed.iter().all(Result::is_ok);
    let mut findings = Vec::new();
    let mut sources = Vec::new();
    for result in parsed {
        match result {
            Ok(source) => sources.push(source),
            Err(finding) => findings.push(finding),
        }
    }
    findings.extend(sources.iter().flat_map(shape::check));
    let mut draft = draft(&sources, &mut findings);
    let is_readable = !findings.iter().any(Finding::is_mistake);
    if is_whole {
        // A file that is no TOML hides its entries, and every reference to them would seem wrong.
        findings.extend(check::check(&mut draft, borrowed));
    }
    findings.sort_by(|a, b| (&a.file, a.line, a.column).cmp(&(&b.file, b.line, b.column)));
    findings.dedup();
    let is_sound = is_readable && (was_sound || !findings.iter().any(Finding::is_mistake));
    (is_sound.then(|| into_pack(draft)).flatten(), findings)
}

fn into_pack(mut draft: Draft<'_>) -> Option<Pack> {
    let own = reasons::stand_ins(&draft.entries);
    draft.entries.reason.extend(own);
    let header = draft.entries.pack.clone()?;
    let item_ids = draft
        .entries
        .item
        .iter()
        .map(|item| item.id.clone())
        .collect();
    Some(Pack {
        header,
        entries: draft.entries,
        expressions: draft.expressions,
        item_ids,
    })
}

/// Gathers every entry that has the right shape; the others are known by the findings about them.
fn draft<'a>(sources: &'a [Source], findings: &mut Vec<Finding>) -> Draft<'a> {
    let mut draft = Draft {
        sources,
        entries: PackFile::default(),
        expressions: Expressions::default(),
        origins: BTreeMap::new(),
    };
    for (number, source) in sources.iter().enumerate() {
        let kinds = source.value.as_object().into_iter().flatten();
        for (kind, entries) in kinds {
            match entries.as_array() {
                Some(list) => {
                    for (index, entry) in list.iter().enumerate() {
                        let pointer = format!("/{kind}/{index}");
                        let one = serde_json::from_value(json!({ (kind): [entry] }));
                        take(&mut draft, (number, pointer), kind, one, findings);
                    }
                }
                None => {
                    let one = serde_json::from_value(json!({ (kind): entries }));
                    take(
                        &mut draft,
                        (number, format!("/{kind}")),
                        kind,
                        one,
                        findings,
                    );
                }
            }
        }
    }
    draft
}

fn take(
    draft: &mut Draft<'_>,
    (number, pointer): (usize, String),
    kind: &str,
    one: Result<PackFile, serde_json::Error>,
    findings: &mut Vec<Finding>,
) {
    let source = &draft.sources[number];
    match one {
        Ok(entry) => {
            merge(&mut draft.entries, entry);
            draft
                .origins
                .entry(kind.to_owned())
                .or_default()
                .push((number, pointer));
        }
        Err(wrong) if findings.iter().all(|finding| finding.file != source.file) => {
            // The schema lets through what the types do not, such as a number that is too large.
            findings.push(source.at(Severity::Mistake, &pointer, wrong.to_string(), None));
        }
        Err(_) => {}
    }
}

fn merge(all: &mut PackFile, one: PackFile) {
    all.pack = all.pack.take().or(one.pack);
    all.rule.extend(one.rule);
    all.service.extend(one.service);
    all.role.extend(one.role);
    all.fact.extend(one.fact);
    all.pathway.extend(one.pathway);
    all.matter.extend(one.matter);
    all.rota.extend(one.rota);
    all.gate.extend(one.gate);
    all.item.extend(one.item);
    all.deadline.extend(one.deadline);
    all.call_ladder.extend(one.call_ladder);
    all.nudge_plan.extend(one.nudge_plan);
    all.forum.extend(one.forum);
    all.ladder.extend(one.ladder);
    all.reason.extend(one.reason);
    all.notice.extend(one.notice);
    all.responsibility.extend(one.responsibility);
    all.task_list.extend(one.task_list);
    all.tracking.extend(one.tracking);
    all.family.extend(one.family);
    all.advice.extend(one.advice);
    all.route.extend(one.route);
    all.conflict.extend(one.conflict);
    all.guidance.extend(one.guidance);
    all.contact_point.extend(one.contact_point);
    all.term.extend(one.term);
}
