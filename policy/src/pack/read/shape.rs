//! The shape of a file against the published JSON Schema, with every mistake in plain words.

use std::collections::BTreeSet;
use std::sync::LazyLock;

use jsonschema::error::{TypeKind, ValidationErrorKind};
use jsonschema::{ValidationError, Validator};
use serde_json::Value;

use super::source::{Source, escaped};
use crate::pack::finding::{Finding, Severity, choices, closest};
use crate::pack::format::PackFile;

/// The JSON Schema of one file of a pack, for editors.
///
/// TOML has no null, so what is optional is simply left out; whole numbers are bounded as the format bounds them.
pub fn schema() -> Value {
    let mut schema = schemars::schema_for!(PackFile).to_value();
    tidy(&mut schema);
    schema
}

fn tidy(schema: &mut Value) {
    match schema {
        Value::Array(list) => list.iter_mut().for_each(tidy),
        Value::Object(map) => {
            map.retain(|key, value| !(key == "default" && value.is_null()));
            if map.get("format").is_some_and(|format| format == "uint32") {
                map.remove("format");
                map.insert("maximum".into(), u32::MAX.into());
            }
            if let Some(Value::Array(types)) = map.get_mut("type") {
                types.retain(|name| name != "null");
                if let [only] = types.as_slice() {
                    let only = only.clone();
                    map.insert("type".into(), only);
                }
            }
            if let Some(Value::Array(branches)) = map.get_mut("anyOf") {
                branches.retain(|branch| branch.get("type").is_none_or(|name| name != "null"));
                if let [Value::Object(only)] = branches.as_slice() {
                    let only = only.clone();
                    map.remove("anyOf");
                    map.extend(only);
                }
            }
            map.values_mut().for_each(tidy);
        }
        _ => {}
    }
}

struct Shape {
    schema: Value,
    validator: Option<Validator>,
}

static SHAPE: LazyLock<Shape> = LazyLock::new(|| {
    let schema = schema();
    let validator = jsonschema::options()
        .should_validate_formats(true)
        .build(&schema)
        .ok();
    Shape { schema, validator }
});

/// Every way in which a file is not as the schema says.
pub(crate) fn check(source: &Source) -> Vec<Finding> {
    let Some(validator) = &SHAPE.validator else {
        return Vec::new();
    };
    validator
        .iter_errors(&source.value)
        .flat_map(|wrong| in_words(source, &wrong))
        .collect()
}

fn in_words(source: &Source, wrong: &ValidationError) -> Vec<Finding> {
    let pointer = wrong.instance_path().as_str();
    match wrong.kind() {
        ValidationErrorKind::AdditionalProperties { unexpected } => unexpected
            .iter()
            .map(|key| unknown_key(source, pointer, key, &allowed_keys(wrong)))
            .collect(),
        ValidationErrorKind::Required { property } => {
            let key = property.as_str().unwrap_or_default();
            let message = format!("{} has no `{key}`", subject(pointer));
            vec![source.at(Severity::Mistake, pointer, message, Some(about(wrong, key)))]
        }
        kind => {
            let message = format!("{} cannot be {}", subject(pointer), shown(wrong.instance()));
            let expected = expectations(kind).unwrap_or_else(|| wrong.to_string());
            vec![source.at(Severity::Mistake, pointer, message, Some(expected))]
        }
    }
}

fn unknown_key(source: &Source, pointer: &str, key: &str, allowed: &[String]) -> Finding {
    let names = || allowed.iter().map(String::as_str);
    let expected = match closest(key, names()) {
        Some(meant) => format!("`{meant}` (the keys here are {})", list(names())),
        None => format!("one of the keys {}", list(names())),
    };
    let place = format!("{pointer}/{}", escaped(key));
    source.at_key(
        &place,
        format!("{} has no key `{key}`", subject(pointer)),
        Some(expected),
    )
}

fn list<'a>(names: impl Iterator<Item = &'a str>) -> String {
    names
        .map(|name| format!("`{name}`"))
        .collect::<Vec<_>>()
        .join(", ")
}

/// What the schema says of the place at which an error arose.
fn place_in_schema(wrong: &ValidationError) -> Option<&'static Value> {
    let mut here = &SHAPE.schema;
    let path = wrong.evaluation_path().as_str();
    let (parent, _) = path.rsplit_once('/')?;
    for token in parent.split('/').skip(1) {
        let name = token.replace("~1", "/").replace("~0", "~");
        here = match here {
            Value::Array(list) => list.get(name.parse::<usize>().ok()?)?,
            other => other.get(&name)?,
        };
        if let (true, Some(target)) = (name == "$ref", here.as_str()) {
            here = SHAPE.schema.pointer(target.strip_prefix('#')?)?;
        }
    }
    Some(here)
}

fn allowed_keys(wrong: &ValidationError) -> Vec<String> {
    place_in_schema(wrong)
        .and_then(|place| place.get("properties")?.as_object())
        .map(|properties| properties.keys().cloned().collect())
        .unwrap_or_default()
}

/// A missing key, with what the format says of it.
fn about(wrong: &ValidationError, key: &str) -> String {
    let description = place_in_schema(wrong)
        .and_then(|place| {
            place
                .get("properties")?
                .get(key)?
                .get("description")?
                .as_str()
        })
        .map(|text| text.split_whitespace().collect::<Vec<_>>().join(" "));
    match description {
        Some(text) => format!("`{key}`: {}", text.trim_end_matches('.')),
        None => format!("`{key}`"),
    }
}

/// What a value should have been; absent where only the library can say.
fn expectations(kind: &ValidationErrorKind) -> Option<String> {
    let mut constants = BTreeSet::new();
    let mut types = BTreeSet::new();
    collect(kind, &mut constants, &mut types);
    let mut said: Vec<String> = types.into_iter().map(str::to_owned).collect();
    if !constants.is_empty() {
        said.insert(0, choices(constants.iter().map(String::as_str)));
    }
    if said.is_empty() {
        detail(kind)
    } else {
        Some(said.join(" or "))
    }
}

fn collect(
    kind: &ValidationErrorKind,
    constants: &mut BTreeSet<String>,
    types: &mut BTreeSet<&'static str>,
) {
    match kind {
        ValidationErrorKind::AnyOf { context } | ValidationErrorKind::OneOfNotValid { context } => {
            for wrong in context.iter().flatten() {
                collect(wrong.kind(), constants, types);
            }
        }
        ValidationErrorKind::Constant { expected_value } => {
            constants.extend(expected_value.as_str().map(str::to_owned));
        }
        ValidationErrorKind::Enum { options } => {
            let names = options.as_array().into_iter().flatten();
            constants.extend(names.filter_map(|name| Some(name.as_str()?.to_owned())));
        }
        ValidationErrorKind::Type {
            kind: TypeKind::Single(name),
        } => {
            types.insert(type_in_words(&name.to_string()));
        }
        _ => {}
    }
}

fn type_in_words(name: &str) -> &'static str {
    match name {
        "string" => "a text",
        "boolean" => "true or false",
        "integer" => "a whole number",
        "number" => "a number",
        "array" => "a list",
        _ => "a table of keys and values",
    }
}

fn detail(kind: &ValidationErrorKind) -> Option<String> {
    match kind {
        ValidationErrorKind::Minimum { limit } => Some(format!("at least {limit}")),
        ValidationErrorKind::Maximum { limit } => Some(format!("at most {limit}")),
        ValidationErrorKind::Format { format } if format == "date" => {
            Some("a date such as 2026-12-22".into())
        }
        _ => None,
    }
}

/// `/gate/0/on/1` as "value 2 of `on`"; `/gate/0` as "this `gate`".
fn subject(pointer: &str) -> String {
    let mut parts: Vec<_> = pointer.split('/').skip(1).collect();
    let Some(last) = parts.pop() else {
        return "this file".into();
    };
    match (last.parse::<usize>(), parts.as_slice()) {
        (Err(_), _) => format!("`{last}`"),
        (Ok(_), [kind]) => format!("this `{kind}`"),
        (Ok(index), [.., list]) => format!("value {} of `{list}`", index + 1),
        (Ok(_), []) => format!("`{last}`"),
    }
}

fn shown(value: &Value) -> String {
    match value {
        Value::Array(_) => "a list".into(),
        Value::Object(_) => "a table".into(),
        Value::String(text) if text.chars().count() > 40 => "this text".into(),
        other => other.to_string(),
    }
}
