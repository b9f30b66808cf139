//! Conditions: every expression compiles, stays small, names only what there is, and gives the right type.

use std::collections::{BTreeMap, BTreeSet};

use cel::Program;
use cel::common::ast::{Expr, IdedExpr};

use super::names::{Kind, Names};
use super::{Draft, Spot, kinds};
use crate::expression;
use crate::pack::finding::Finding;

/// Most characters of an expression.
const LONGEST: usize = 1_000;

/// Most levels of an expression's parts.
const DEEPEST: usize = 20;

/// The conditions of each kind of entry, by path.
pub(super) const CONDITIONS: &[(&str, &str)] = &[
    ("pathway", "recommend_when"),
    ("pathway", "open_when"),
    ("matter", "opens_when"),
    ("pathway", "decided_by/*/when"),
    ("pathway", "decision_routes/*/when"),
    ("pathway", "decision_routes/*/decided_by/*/when"),
    ("pathway", "ladder_when/*/when"),
    ("pathway", "decline_after_accept/when"),
    ("gate", "when"),
    ("gate", "require"),
    ("item", "when"),
    ("item", "after/*/when"),
    ("deadline", "when"),
    ("notice", "when"),
    ("responsibility", "when"),
    ("task_list", "when"),
    ("tracking", "when"),
    ("advice", "when"),
    ("route", "when"),
    ("conflict", "settled_when"),
];

pub(super) fn check(draft: &mut Draft<'_>) -> Vec<Finding> {
    let names = Names::of(draft);
    let mut findings = Vec::new();
    for (spot, wanted) in expressions(draft, &names) {
        let Some(text) = spot.text() else { continue };
        match compile(&spot, text) {
            Ok(program) => {
                findings.extend(look_into(&spot, &program, &wanted, &names));
                // It compiled a moment ago.
                draft.expressions.add(text).ok();
            }
            Err(wrong) => findings.extend(wrong),
        }
    }
    findings.extend(circles(draft));
    findings
}

/// Defaults that wait for one another.
fn circles(draft: &Draft<'_>) -> Vec<Finding> {
    let defaults: BTreeMap<_, _> = draft
        .raw("fact")
        .into_iter()
        .filter_map(|fact| {
            let program = draft.expressions.get(fact.below("default").text()?)?;
            let names: Vec<String> = program
                .references()
                .variables()
                .into_iter()
                .map(str::to_owned)
                .collect();
            Some((fact.below("id").text()?, (fact, names)))
        })
        .collect();
    let mut findings = Vec::new();
    for (id, (fact, names)) in &defaults {
        let mut reached = BTreeSet::new();
        let mut next: Vec<_> = names.iter().collect();
        while let Some(name) = next.pop() {
            if reached.insert(name.as_str()) {
                next.extend(
                    defaults
                        .get(name.as_str())
                        .into_iter()
                        .flat_map(|(_, names)| names),
                );
            }
        }
        if reached.contains(id) {
            let message = format!("the default of `{id}` waits for itself");
            findings.push(
                fact.below("default")
                    .mistake(message, "a default that rests on other facts"),
            );
        }
    }
    findings
}

/// Every expression with the type that it should give.
fn expressions<'a>(draft: &Draft<'a>, names: &Names) -> Vec<(Spot<'a>, Kind)> {
    let conditions = CONDITIONS.iter().flat_map(|(kind, key)| {
        draft
            .raw(kind)
            .into_iter()
            .flat_map(|entry| entry.each(key))
            .map(|spot| (spot, Kind::Bool))
    });
    let defaults = draft.raw("fact").into_iter().map(|fact| {
        let kind = fact
            .below("id")
            .text()
            .and_then(|id| names.facts.get(id))
            .cloned();
        (fact.below("default"), kind.unwrap_or(Kind::Any))
    });
    let guidance = draft.raw("guidance").into_iter().flat_map(|entry| {
        let variants = entry
            .each("variant/*/when")
            .into_iter()
            .map(|when| (when, Kind::Bool));
        let days = entry
            .each("reckons/days/*/is")
            .into_iter()
            .map(|day| (day, Kind::Date));
        variants.chain(days).collect::<Vec<_>>()
    });
    conditions
        .chain(defaults)
        .chain(guidance)
        .filter(|(spot, _)| spot.value.is_some())
        .collect()
}

fn compile(spot: &Spot<'_>, text: &str) -> Result<Program, Vec<Finding>> {
    let length = text.chars().count();
    if length > LONGEST {
        let message = format!("the expression has {length} characters");
        return Err(vec![spot.mistake(
            message,
            format!("at most {LONGEST}; facts with a `default` can take a part each"),
        )]);
    }
    expression::compile(text).map_err(|wrong| {
        wrong
            .errors
            .iter()
            .map(|error| {
                let offset = offset(text, error.pos);
                let message = format!("not an expression: {}", in_words(&error.msg));
                spot.mistake_inside(offset, message, None)
            })
            .collect()
    })
}

/// A parser's message without its list of everything that might have come next.
fn in_words(message: &str) -> String {
    let message = message.trim().trim_start_matches("Syntax error: ");
    let message = message.split(" expecting ").next().unwrap_or(message);
    if message.contains("<EOF>") {
        "it ends too soon".into()
    } else {
        message.to_owned()
    }
}

/// The character that CEL means by line (from 1) and column (from 1).
fn offset(text: &str, (line, column): (isize, isize)) -> usize {
    let line = usize::try_from(line - 1).unwrap_or(0);
    let before: usize = text
        .split_inclusive('\n')
        .take(line)
        .map(|line| line.chars().count())
        .sum();
    before + usize::try_from(column - 1).unwrap_or(0)
}

fn look_into(spot: &Spot<'_>, program: &Program, wanted: &Kind, names: &Names) -> Vec<Finding> {
    let deep = depth(program.expression());
    if deep > DEEPEST {
        let message = format!("the expression is nested {deep} levels deep");
        return vec![spot.mistake(
            message,
            format!("at most {DEEPEST}; facts with a `default` can take a part each"),
        )];
    }
    kinds::check(program.expression(), wanted, names)
        .into_iter()
        .map(|wrong| {
            let start = program
                .source_info()
                .offset_for(wrong.part)
                .map_or(0, |(start, _)| start);
            let start = name_start(spot.text().unwrap_or_default(), start as usize);
            spot.mistake_inside(start, wrong.message, wrong.expected)
        })
        .collect()
}

/// CEL gives a call the place of its bracket; people look for its name.
fn name_start(text: &str, start: usize) -> usize {
    let before: Vec<_> = text.chars().take(start + 1).collect();
    match before.split_last() {
        Some(('(', name)) => {
            let length = name
                .iter()
                .rev()
                .take_while(|c| c.is_ascii_alphanumeric() || **c == '_')
                .count();
            start - length
        }
        _ => start,
    }
}

fn depth(expression: &IdedExpr) -> usize {
    let below = match &expression.expr {
        Expr::Call(call) => call
            .target
            .as_deref()
            .into_iter()
            .chain(&call.args)
            .map(depth)
            .max(),
        Expr::Select(select) => Some(depth(&select.operand)),
        Expr::List(list) => list.elements.iter().map(depth).max(),
        Expr::Comprehension(made) => [&made.iter_range, &made.loop_cond, &made.loop_step]
            .map(depth)
            .into_iter()
            .max(),
        _ => None,
    };
    1 + below.unwrap_or(0)
}
