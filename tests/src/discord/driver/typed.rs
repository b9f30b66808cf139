//! What somebody typed, filled in or was suggested, as Discord tells it.

use serde_json::{Map, Value, json};

use super::super::answers::Answered;

pub(super) fn options_of(parts: &[Value], given: &Value, focused: Option<&str>) -> Value {
    let empty = Map::new();
    let given = given.as_object().unwrap_or(&empty);
    for name in given.keys() {
        assert!(
            parts.iter().any(|part| part["name"] == **name),
            "no option `{name}` is registered"
        );
    }
    let options = parts.iter().filter_map(|part| {
        let name = part["name"].as_str()?;
        let Some(value) = given.get(name) else {
            let needed = part["required"] == true && focused.is_none();
            assert!(!needed, "option `{name}` is required");
            return None;
        };
        let mut option = json!({ "name": name, "type": part["type"], "value": value });
        if focused == Some(name) {
            assert!(part["autocomplete"] == true, "`{name}` has no suggestions");
            option["focused"] = json!(true);
        }
        Some(option)
    });
    options.collect()
}

pub(super) fn filled(shown: &Answered, fields: &Value) -> Value {
    let known = shown.fields();
    let form = shown.form.as_ref().expect("a form was shown");
    let given = fields.as_object().cloned().unwrap_or_default();
    for name in given.keys() {
        assert!(
            known.iter().any(|(id, _)| id == name),
            "no field `{name}` among {known:?}"
        );
    }
    let rows = form["components"].as_array().into_iter().flatten();
    let rows = rows.map(|row| {
        let input = &row["components"][0];
        let id = input["custom_id"].as_str().unwrap_or_default();
        let prefilled = input["value"].as_str().unwrap_or_default();
        let value = given.get(id).and_then(Value::as_str).unwrap_or(prefilled);
        let needed = input["required"] != false;
        assert!(
            !needed || !value.is_empty(),
            "field `{id}` must be filled in"
        );
        json!({ "type": 1, "components": [{ "type": 4, "custom_id": id, "value": value }] })
    });
    json!({ "custom_id": form["custom_id"], "components": rows.collect::<Vec<_>>() })
}

/// Whether a text is words of one's own, rather than a date, a reference or a choice.
pub(super) fn is_narrative(text: &&str) -> bool {
    let is_number = |c: char| c.is_ascii_digit();
    text.split(' ').count() >= 3 && !text.contains(is_number)
}

pub(super) fn suggestions(data: &Value) -> Vec<(String, Value)> {
    let choices = data["choices"].as_array().into_iter().flatten();
    choices
        .map(|choice| {
            (
                choice["name"].as_str().unwrap_or_default().to_owned(),
                choice["value"].clone(),
            )
        })
        .collect()
}
