//! What a new version changes, in plain words.

use serde_json::Value;

use super::Page;
use crate::pack::Pack;
use crate::pack::diff::{Change, Field, What};

/// Longest text that is quoted whole, in characters.
const LONGEST: usize = 300;

/// What one version of a pack changes from another, as Markdown.
pub fn changes(old: &Pack, new: &Pack, changes: &[Change]) -> String {
    let mut page = Page::default();
    page.heading(
        1,
        &format!(
            "What version {} of `{}` changes from version {}",
            new.header.version, new.header.id, old.header.version
        ),
    );
    if changes.is_empty() {
        page.say("Nothing: both say the same.");
    }
    let mut kind = "";
    for change in changes {
        if change.kind != kind {
            kind = &change.kind;
            page.heading(2, &heading(kind));
        }
        say(&mut page, change);
    }
    page.0
}

/// "deadline" becomes "Deadlines", "pathway" "Pathways", "fact" "Facts"; the header has one only.
fn heading(kind: &str) -> String {
    let words = kind.replace('_', " ");
    let mut letters = words.chars();
    let first = letters.next().map(|first| first.to_uppercase().to_string());
    let name = format!("{}{}", first.unwrap_or_default(), letters.as_str());
    match (kind, name.strip_suffix('y')) {
        ("pack" | "guidance" | "advice", _) => name,
        ("responsibility", Some(stem)) => format!("{stem}ies"),
        _ => format!("{name}s"),
    }
}

fn say(page: &mut Page, change: &Change) {
    let rules = match change.rules.as_slice() {
        [] => String::new(),
        rules => format!(" ({})", rules.join(", ")),
    };
    let name = match change.label.as_str() {
        "" => format!("`{}`{rules}", change.id),
        label => format!("`{}`{rules}: {}", change.id, short(label)),
    };
    match &change.what {
        What::Added => page.point(&format!("**New** {name}")),
        What::Gone => {
            page.point(&format!("**Gone** {name}"));
            if change.kind == "pathway" {
                page.detail("open transfers", "those along it keep their version");
            }
        }
        What::Changed { fields } => {
            page.point(&format!("**Changed** {name}"));
            for field in fields {
                page.detail(&field.field.replace('_', " "), &differs(field));
            }
        }
    }
}

fn differs(field: &Field) -> String {
    match (&field.before, &field.after) {
        (Value::Array(before), Value::Array(after)) => listed(before, after),
        (Value::Null, after) => format!("now {}", value(after)),
        (before, Value::Null) => format!("{} no longer", value(before)),
        (before, after) => format!("{}, before {}", value(after), value(before)),
    }
}

/// What a list has gained and lost; its order where that is all that differs.
fn listed(before: &[Value], after: &[Value]) -> String {
    let without = |list: &[Value], other: &[Value]| -> Vec<String> {
        let left = list.iter().filter(|one| !other.contains(one));
        left.map(value).collect()
    };
    let (gained, lost) = (without(after, before), without(before, after));
    let mut parts = Vec::new();
    if !gained.is_empty() {
        parts.push(format!("with {}", gained.join(", ")));
    }
    if !lost.is_empty() {
        parts.push(format!("without {}", lost.join(", ")));
    }
    match parts.is_empty() {
        true => "in another order".into(),
        false => parts.join("; "),
    }
}

fn value(value: &Value) -> String {
    match value {
        Value::Null => "nothing".into(),
        Value::Bool(true) => "yes".into(),
        Value::Bool(false) => "no".into(),
        Value::String(text) => format!("\"{}\"", short(text)),
        Value::Array(list) if list.is_empty() => "nothing".into(),
        Value::Array(list) => list.iter().map(self::value).collect::<Vec<_>>().join(", "),
        Value::Object(fields) => fields
            .iter()
            .filter(|(_, value)| !value.is_null())
            .map(|(name, inner)| format!("{} {}", name.replace('_', " "), self::value(inner)))
            .collect::<Vec<_>>()
            .join(", "),
        number => number.to_string(),
    }
}

fn short(text: &str) -> String {
    let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
    match text.char_indices().nth(LONGEST) {
        Some((end, _)) => format!("{}…", &text[..end]),
        None => text,
    }
}
