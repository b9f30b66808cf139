//! What Discord refuses in a body, in its own limits.

use std::collections::HashSet;

use serde_json::Value;

use super::state::Kind;

/// Characters of a message.
const CONTENT: usize = 2000;

/// Characters of a nonce.
const NONCE: usize = 25;

/// What is wrong with a message, if anything.
pub(crate) fn message(body: &Value, must_say_something: bool) -> Result<(), String> {
    let content = body["content"].as_str().unwrap_or_default();
    let attached = body["attachments"]
        .as_array()
        .is_some_and(|files| !files.is_empty());
    if must_say_something && content.is_empty() && !attached {
        return Err("cannot send an empty message".into());
    }
    at_most("content", content, CONTENT)?;
    if let Some(nonce) = body["nonce"].as_str() {
        at_most("nonce", nonce, NONCE)?;
    }
    if body["allowed_mentions"]["parse"] != serde_json::json!([]) && !content.is_empty() {
        return Err("allowed_mentions is not explicit".into());
    }
    components(&body["components"])
}

/// What is wrong with an answer to an interaction, if anything.
pub(crate) fn answer(kind: Kind, body: &Value) -> Result<(), String> {
    let given = body["type"].as_u64().unwrap_or_default();
    let allowed: &[u64] = match kind {
        Kind::Command => &[4, 5, 9],
        Kind::Component => &[4, 5, 6, 7, 9],
        Kind::Autocomplete => &[8],
        Kind::Modal => &[4, 5, 6, 7],
    };
    if !allowed.contains(&given) {
        return Err(format!("type {given} cannot answer a {kind:?}"));
    }
    let data = &body["data"];
    match given {
        4 | 7 => message(data, given == 4),
        8 => choices(data),
        9 => form(data),
        _ => Ok(()),
    }
}

fn choices(data: &Value) -> Result<(), String> {
    let choices = data["choices"].as_array().ok_or("no choices")?;
    if choices.len() > 25 {
        return Err("more than 25 choices".into());
    }
    for choice in choices {
        between("name of a choice", choice["name"].as_str(), 1, 100)?;
        if choice["value"].is_string() {
            between("value of a choice", choice["value"].as_str(), 1, 100)?;
        }
    }
    Ok(())
}

fn form(data: &Value) -> Result<(), String> {
    between("title", data["title"].as_str(), 1, 45)?;
    between("custom_id", data["custom_id"].as_str(), 1, 100)?;
    let rows = data["components"].as_array().ok_or("no inputs")?;
    if rows.is_empty() || rows.len() > 5 {
        return Err(format!("a form of {} inputs", rows.len()));
    }
    let mut ids = HashSet::new();
    for row in rows {
        let input = &row["components"][0];
        if input["type"] != 4 {
            return Err("a form takes text inputs only".into());
        }
        between("custom_id", input["custom_id"].as_str(), 1, 100)?;
        if !ids.insert(input["custom_id"].as_str()) {
            return Err(format!("custom_id twice: {}", input["custom_id"]));
        }
        between("label", input["label"].as_str(), 1, 45)?;
        at_most(
            "placeholder",
            input["placeholder"].as_str().unwrap_or_default(),
            100,
        )?;
    }
    Ok(())
}

fn components(rows: &Value) -> Result<(), String> {
    let rows = rows.as_array().map(Vec::as_slice).unwrap_or_default();
    if rows.len() > 5 {
        return Err(format!("{} rows of components", rows.len()));
    }
    let mut ids = HashSet::new();
    for row in rows {
        let parts = row["components"]
            .as_array()
            .ok_or("a row without components")?;
        if row["type"] != 1 || parts.is_empty() || parts.len() > 5 {
            return Err("a row has one to five components".into());
        }
        for part in parts {
            component(part, parts.len())?;
            if !ids.insert(part["custom_id"].as_str()) {
                return Err(format!("custom_id twice: {}", part["custom_id"]));
            }
        }
    }
    Ok(())
}

fn component(part: &Value, in_row: usize) -> Result<(), String> {
    between("custom_id", part["custom_id"].as_str(), 1, 100)?;
    match part["type"].as_u64() {
        Some(2) => between("label", part["label"].as_str(), 1, 80),
        Some(3) if in_row > 1 => Err("a menu takes a row of its own".into()),
        Some(3) => menu(part),
        other => Err(format!("component of type {other:?}")),
    }
}

fn menu(part: &Value) -> Result<(), String> {
    let options = part["options"].as_array().ok_or("a menu without options")?;
    if options.is_empty() || options.len() > 25 {
        return Err(format!("a menu of {} options", options.len()));
    }
    at_most(
        "placeholder",
        part["placeholder"].as_str().unwrap_or_default(),
        150,
    )?;
    let mut values = HashSet::new();
    for option in options {
        between("label", option["label"].as_str(), 1, 100)?;
        between("value", option["value"].as_str(), 1, 100)?;
        if !values.insert(option["value"].as_str()) {
            return Err(format!("value twice: {}", option["value"]));
        }
    }
    Ok(())
}

fn at_most(what: &str, text: &str, most: usize) -> Result<(), String> {
    let length = text.chars().count();
    match length > most {
        true => Err(format!(
            "{what} has {length} characters, at most {most}: {text}"
        )),
        false => Ok(()),
    }
}

fn between(what: &str, text: Option<&str>, least: usize, most: usize) -> Result<(), String> {
    let text = text.ok_or_else(|| format!("no {what}"))?;
    if text.chars().count() < least {
        return Err(format!("{what} is too short"));
    }
    at_most(what, text, most)
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn what_discord_refuses_is_refused() {
        let said = |more: Value| {
            let mut body = json!({"content": "x", "allowed_mentions": {"parse": []}});
            let members = more.as_object().cloned().unwrap_or_default();
            if let Some(body) = body.as_object_mut() {
                body.extend(members);
            }
            message(&body, true)
        };
        assert_eq!(said(json!({})), Ok(()));
        assert!(said(json!({"nonce": "1".repeat(26)})).is_err());
        assert!(said(json!({"content": "x".repeat(2001)})).is_err());
        assert!(said(json!({"allowed_mentions": null})).is_err());
        let button = json!({"type": 2, "style": 1, "label": "Go", "custom_id": "go"});
        assert!(
            said(json!({"components": [{"type": 1, "components": [button, button]}]})).is_err()
        );
        assert!(answer(Kind::Autocomplete, &json!({"type": 4})).is_err());
        assert!(answer(Kind::Modal, &json!({"type": 9})).is_err());
    }
}
