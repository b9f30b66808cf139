//! What can be pressed, chosen and filled in below a message: buttons, menus, fields of a form.

use serde_json::{Value, json};

use super::custom_id::{Used, short};
use super::markdown::cut;
use crate::assistant::Choice;
use crate::assistant::prompt::{Expected, Prompt};
use crate::assistant::turn::Field;

/// Rows below a message, buttons in a row, options of a menu.
pub(super) const ROWS: usize = 5;
const IN_A_ROW: usize = 5;
const OPTIONS: usize = 25;

/// Buttons that say something, each once.
pub(super) fn buttons(offers: &[Choice]) -> Vec<Value> {
    let mut seen = Vec::new();
    let mut buttons = Vec::new();
    for offer in offers {
        let Some(id) = Used::Say(offer.say.clone())
            .id(0)
            .filter(|id| !seen.contains(id))
        else {
            continue;
        };
        buttons.push(button(&id, &offer.label));
        seen.push(id);
    }
    let rows = buttons.chunks(IN_A_ROW).take(ROWS);
    rows.map(|row| json!({ "type": 1, "components": row }))
        .collect()
}

/// One button.
pub(super) fn button(id: &str, label: &str) -> Value {
    let style = match label {
        "Acknowledge" => 3,
        _ => 2,
    };
    json!({ "type": 2, "style": style, "label": cut(label, 80), "custom_id": id })
}

/// The choices, in as many menus as they need.
pub(super) fn menus(command: &str, prompt: &Prompt) -> Vec<Value> {
    let Expected::OneOf(choices) = &prompt.expected else {
        return Vec::new();
    };
    let menu = |(number, part): (usize, &[Choice])| {
        let id = Used::Choose(command.to_owned()).id(number)?;
        let fits = |choice: &&Choice| short(&choice.say).chars().count() <= 100;
        let options = part
            .iter()
            .filter(fits)
            .map(|choice| json!({ "label": cut(&choice.label, 100), "value": short(&choice.say) }));
        let options: Vec<_> = options.collect();
        let menu = json!({ "type": 3, "custom_id": id, "options": options, "placeholder": cut(&prompt.question, 150) });
        Some(json!({ "type": 1, "components": [menu] }))
    };
    let parts = choices.chunks(OPTIONS).enumerate().take(ROWS - 1);
    parts.filter_map(menu).collect()
}

/// A question of a form.
pub(super) fn input(field: &Field) -> Value {
    let prompt = &field.prompt;
    let (style, most) = match prompt.expected {
        Expected::Text => (2, 4000),
        _ => (1, 100),
    };
    let hint = match (&prompt.expected, prompt.question.chars().count() > 45) {
        (Expected::Text, true) => prompt.question.clone(),
        (_, true) => format!("{}: {}", prompt.hint(), prompt.question),
        _ => prompt.hint(),
    };
    let input = json!({
        "type": 4, "custom_id": cut(&field.name, 100), "label": cut(&prompt.question, 45), "style": style,
        "required": !prompt.may_skip, "max_length": most, "placeholder": cut(&hint, 100),
    });
    json!({ "type": 1, "components": [input] })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn many_choices_take_several_menus() {
        let choices = (0..30).map(|at| Choice::new(format!("item{at}"), format!("Item {at}")));
        let prompt = Prompt::new("Which item is done?", Expected::OneOf(choices.collect()));
        let menus = menus("tick T-0031", &prompt);
        let sizes: Vec<_> = menus
            .iter()
            .map(|row| row["components"][0]["options"].as_array().map(Vec::len))
            .collect();
        assert_eq!(sizes, [Some(25), Some(5)]);
    }
}
