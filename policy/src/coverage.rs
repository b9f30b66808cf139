//! Coverage: for every rule of a register, what executes or shows it, and which worked cases and journeys try it.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;

use crate::pack::Pack;
use crate::pack::format::{PackFile, RuleIds, Strength};

/// The id of a rule in its catalogue: `DUR-12`.
pub type RuleId = String;

/// What a pack does with a rule.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum How {
    /// At least one entry decides, computes, sends or asks because of it.
    Executed,
    /// It is only said.
    Shown,
}

/// One rule and everything that serves it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Row {
    /// Its id.
    pub rule: RuleId,
    /// How strongly it binds.
    pub strength: Strength,
    /// What the pack does with it.
    pub how: How,
    /// The entries that serve it: kind and id.
    pub places: Vec<(&'static str, String)>,
    /// Names of the worked cases and journeys that try it.
    pub tested_by: Vec<String>,
}

/// One row a rule, in the order of the register.
///
/// * `tests` – names of worked cases and journeys by rule
pub fn rows(pack: &Pack, tests: &BTreeMap<RuleId, Vec<String>>) -> Vec<Row> {
    let places = places(pack);
    pack.entries
        .rule
        .iter()
        .map(|rule| {
            let here: Vec<_> = places
                .iter()
                .filter(|place| place.rules.contains(rule.id.as_str()))
                .collect();
            let is_executed = here.iter().any(|place| place.how == How::Executed);
            Row {
                rule: rule.id.clone(),
                strength: rule.strength,
                how: if is_executed {
                    How::Executed
                } else {
                    How::Shown
                },
                places: here
                    .iter()
                    .map(|place| (place.kind, place.id.clone()))
                    .collect(),
                tested_by: tests.get(&rule.id).cloned().unwrap_or_default(),
            }
        })
        .collect()
}

/// The rows of several packs as Markdown, one section a pack.
///
/// * `file` – the file of a pack in which an entry stands, by kind and id
pub fn table(
    packs: &[&Pack],
    tests: &BTreeMap<RuleId, Vec<String>>,
    file: &dyn Fn(&Pack, &str, &str) -> String,
) -> String {
    let mut text = String::from(HEAD);
    for pack in packs {
        let rows = rows(pack, tests);
        // Writing to a text cannot fail.
        write!(text, "\n## {}\n\n{}\n", pack.header.title, summary(&rows)).ok();
        text.push_str("\n| rule | strength | how | where | tested by |\n|---|---|---|---|---|\n");
        for row in &rows {
            text.push_str(&line(row, &|kind, id| file(pack, kind, id)));
        }
    }
    text
}

const HEAD: &str = "# Coverage

Written from the packs, the worked cases and the journeys by a test; run it with `UPDATE_COVERAGE=1` to write it again.

A rule is *executed* where an entry decides, computes, sends or asks because of it, and *shown* where it is only said.
";

fn summary(rows: &[Row]) -> String {
    let count = |wanted: &dyn Fn(&&Row) -> bool| rows.iter().filter(wanted).count();
    let strengths = [
        Strength::Must,
        Strength::FirmShould,
        Strength::Should,
        Strength::May,
        Strength::Info,
    ]
    .map(|strength| {
        format!(
            "{} {}",
            count(&|row| row.strength == strength),
            strength_name(strength)
        )
    });
    format!(
        "{} rules: {}. {} executed, {} shown; {} tried by a case or a journey.",
        rows.len(),
        escaped(&strengths.join(", ")),
        count(&|row| row.how == How::Executed),
        count(&|row| row.how == How::Shown),
        count(&|row| !row.tested_by.is_empty()),
    )
}

fn line(row: &Row, file: &dyn Fn(&str, &str) -> String) -> String {
    let how = match row.how {
        How::Executed => "executed",
        How::Shown => "shown",
    };
    let mut by_file: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for (kind, id) in &row.places {
        let entry = format!("{kind} `{}`", escaped(id));
        by_file.entry(file(kind, id)).or_default().push(entry);
    }
    let places: Vec<_> = by_file
        .iter()
        .map(|(file, entries)| format!("{file}: {}", entries.join(", ")))
        .collect();
    let tests: Vec<_> = row.tested_by.iter().map(|name| escaped(name)).collect();
    format!(
        "| {} | {} | {how} | {} | {} |\n",
        row.rule,
        escaped(strength_name(row.strength)),
        places.join("; "),
        tests.join("; ")
    )
}

fn escaped(text: &str) -> String {
    text.replace('|', "\\|").replace('*', "\\*")
}

/// A strength as the register writes it.
pub fn strength_name(strength: Strength) -> &'static str {
    match strength {
        Strength::Must => "must",
        Strength::FirmShould => "should*",
        Strength::Should => "should",
        Strength::May => "may",
        Strength::Info => "info",
    }
}

struct Place<'a> {
    kind: &'static str,
    id: String,
    how: How,
    rules: BTreeSet<&'a str>,
}

fn place<'a>(kind: &'static str, id: &str, how: How, rules: &'a RuleIds) -> Place<'a> {
    Place {
        kind,
        id: id.to_owned(),
        how,
        rules: rules.ids().iter().map(String::as_str).collect(),
    }
}

/// Every entry that serves a rule, those that execute first.
fn places(pack: &Pack) -> Vec<Place<'_>> {
    let mut places = executing(&pack.entries);
    places.extend(refusing(&pack.entries));
    places.extend(showing(&pack.entries));
    places.push(place(
        "pack",
        &pack.header.id,
        How::Shown,
        &pack.header.rule,
    ));
    places
}

macro_rules! each {
    ($places:ident, $how:expr, $($list:expr => $kind:literal),+ $(,)?) => {
        $($places.extend($list.iter().map(|entry| place($kind, &entry.id, $how, &entry.rule)));)+
    };
}

fn executing(entries: &PackFile) -> Vec<Place<'_>> {
    let mut places = Vec::new();
    each!(places, How::Executed,
        entries.pathway => "pathway",
        entries.matter => "matter",
        entries.rota => "rota",
        entries.gate => "gate",
        entries.item => "item",
        entries.deadline => "deadline",
        entries.ladder => "ladder",
        entries.call_ladder => "call_ladder",
        entries.forum => "forum",
        entries.notice => "notice",
        entries.responsibility => "responsibility",
        entries.task_list => "task_list",
        entries.tracking => "tracking",
        entries.family => "family",
        entries.route => "route",
        entries.conflict => "conflict",
    );
    places.extend(entries.pathway.iter().filter_map(|pathway| {
        let discussion = pathway.discussion.as_ref()?;
        Some(place(
            "discussion",
            &pathway.id,
            How::Executed,
            &discussion.rule,
        ))
    }));
    for pathway in &entries.pathway {
        let routes = pathway.decision_routes.iter();
        places.extend(routes.map(|route| {
            let id = format!("{}.{}", pathway.id, route.id);
            place("decision route", &id, How::Executed, &route.rule)
        }));
        let declining = pathway.decline_after_accept.iter();
        places.extend(declining.map(|decline| {
            place(
                "decline after accept",
                &pathway.id,
                How::Executed,
                &decline.rule,
            )
        }));
    }
    for item in &entries.item {
        let orders = item.after.iter();
        places.extend(orders.map(|order| place("order", &item.id, How::Executed, &order.rule)));
    }
    let recorded = entries.fact.iter();
    let recorded = recorded.filter(|fact| !fact.recorded_by.is_empty());
    places.extend(recorded.map(|fact| place("fact", &fact.id, How::Executed, &fact.rule)));
    places
}

/// A coded reason that the procedure refuses stops an action; any other is only asked.
fn refusing(entries: &PackFile) -> Vec<Place<'_>> {
    let how = |is_refused: bool| {
        if is_refused {
            How::Executed
        } else {
            How::Shown
        }
    };
    entries
        .reason
        .iter()
        .map(|reason| {
            place(
                "reason",
                &reason.id,
                how(reason.refused.is_some()),
                &reason.rule,
            )
        })
        .collect()
}

fn showing(entries: &PackFile) -> Vec<Place<'_>> {
    let mut places = Vec::new();
    each!(places, How::Shown,
        entries.guidance => "guidance",
        entries.advice => "advice",
        entries.service => "service",
        entries.role => "role",
        entries.contact_point => "contact_point",
    );
    let asked = entries.fact.iter();
    let asked = asked.filter(|fact| fact.recorded_by.is_empty());
    places.extend(asked.map(|fact| place("fact", &fact.id, How::Shown, &fact.rule)));
    places.extend(
        entries
            .term
            .iter()
            .map(|term| place("term", &term.term, How::Shown, &term.rule)),
    );
    places
}
