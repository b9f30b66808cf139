//! What the assistant says, as Discord shows it: text, buttons, menus and forms.

use serde_json::{Value, json};

use super::custom_id::{Used, short};
use crate::assistant::prompt::{Expected, Prompt};
use crate::assistant::turn::{Asks, Field, Turn};
use crate::assistant::{Choice, Reply, Tone};

/// Characters of a message; a little less than Discord takes.
const TEXT: usize = 1900;

/// Buttons in a row, rows below a message, options of a menu.
const IN_A_ROW: usize = 5;
const ROWS: usize = 5;
const OPTIONS: usize = 25;

/// Only whoever used it sees the answer.
const EPHEMERAL: u64 = 64;

/// One message.
#[derive(Debug, Clone, Default, PartialEq)]
pub(super) struct Page {
    /// Its text.
    pub(super) content: String,
    /// Rows of buttons and menus.
    pub(super) rows: Vec<Value>,
}

/// Something to be filled in.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Form {
    /// What using the form says.
    pub(super) command: String,
    /// Its questions.
    pub(super) fields: Vec<Field>,
}

/// What a turn shows.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Shown {
    /// Messages, in order; never none.
    Pages(Vec<Page>),
    /// A form.
    Form(Form),
}

impl Shown {
    /// What came of a turn, as it is shown.
    pub(super) fn of(turn: Turn) -> Self {
        if let (Some(Asks::Form { command, fields }), true) = (&turn.asks, turn.said.is_empty()) {
            let (command, fields) = (command.clone(), fields.clone());
            return Self::Form(Form { command, fields });
        }
        Self::Pages(pages(&turn))
    }

    /// The same where no form can be opened: it is a button away.
    pub(super) fn without_form(self) -> Vec<Page> {
        match self {
            Self::Pages(pages) => pages,
            Self::Form(form) => vec![button_to(&form)],
        }
    }
}

impl Page {
    /// A page of nothing but text.
    pub(super) fn text(content: impl Into<String>) -> Self {
        Self {
            content: content.into(),
            rows: Vec::new(),
        }
    }

    /// As the body of a message; nobody is called by name.
    pub(super) fn body(&self) -> Value {
        json!({ "content": self.content, "components": self.rows, "allowed_mentions": { "parse": [] } })
    }

    /// The same, to be seen by one person only.
    pub(super) fn private(&self) -> Value {
        let mut body = self.body();
        body["flags"] = json!(EPHEMERAL);
        body
    }
}

impl Form {
    /// As Discord takes it; `None` where it cannot be shown.
    pub(super) fn body(&self, key: u64) -> Option<Value> {
        let used = Used::Fill {
            command: self.command.clone(),
            key,
        };
        let rows: Vec<_> = self.fields.iter().map(input).collect();
        let title = cut(&title(&self.command), 45);
        Some(json!({ "custom_id": used.id(0)?, "title": title, "components": rows }))
    }
}

/// Everything that was said, and what is asked, on as few pages as it takes. What cannot wait has its buttons at once, below
/// the first page; anything else at the end.
pub(super) fn pages(turn: &Turn) -> Vec<Page> {
    let mut text = turn
        .said
        .iter()
        .map(in_markdown)
        .collect::<Vec<_>>()
        .join("\n\n");
    let mut rows = Vec::new();
    match &turn.asks {
        Some(Asks::Choice { command, prompt }) => {
            text.push_str(&format!("\n\n**{}**", escaped(&prompt.question)));
            rows = menus(command, prompt);
        }
        Some(Asks::Form { command, fields }) => {
            let form = Form {
                command: command.clone(),
                fields: fields.clone(),
            };
            rows = button_to(&form).rows;
        }
        None => {}
    }
    let offers: Vec<_> = turn
        .said
        .iter()
        .flat_map(|reply| reply.offers.clone())
        .collect();
    rows.extend(buttons(&offers));
    rows.truncate(ROWS);
    let mut pages = numbered(split(text.trim()));
    let at_once = turn.is_urgent() && turn.asks.is_none();
    let bears = match at_once {
        true => pages.first_mut(),
        false => pages.last_mut(),
    };
    if let Some(page) = bears {
        page.rows = rows;
    }
    pages
}

/// Several pages say which of how many they are.
fn numbered(pieces: Vec<String>) -> Vec<Page> {
    let all = pieces.len();
    let page = |(at, text): (usize, String)| match all {
        1 => Page::text(text),
        _ => Page::text(format!("{text}\n-# Part {} of {all}", at + 1)),
    };
    pieces.into_iter().enumerate().map(page).collect()
}

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

fn button_to(form: &Form) -> Page {
    let offer = Choice::new(&form.command, title(&form.command));
    let questions = form
        .fields
        .iter()
        .map(|field| format!("- {}", escaped(&field.prompt.question)));
    Page {
        content: format!(
            "There is something to fill in:\n{}",
            questions.collect::<Vec<_>>().join("\n")
        ),
        rows: buttons(&[offer]),
    }
}

/// The choices, in as many menus as they need.
fn menus(command: &str, prompt: &Prompt) -> Vec<Value> {
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

fn input(field: &Field) -> Value {
    let prompt = &field.prompt;
    let (style, most) = match prompt.expected {
        Expected::Text => (2, 4000),
        _ => (1, 100),
    };
    let hint = match (&prompt.expected, prompt.question.chars().count() > 45) {
        (Expected::Text, true) => prompt.question.clone(),
        (_, true) => format!("{} ({})", prompt.question, prompt.hint()),
        _ => prompt.hint(),
    };
    let input = json!({
        "type": 4, "custom_id": cut(&field.name, 100), "label": cut(&prompt.question, 45), "style": style,
        "required": !prompt.may_skip, "max_length": most, "placeholder": cut(&hint, 100),
    });
    json!({ "type": 1, "components": [input] })
}

/// `transfer C-0041 …` as a title: the action and what it is about.
fn title(command: &str) -> String {
    let words = command
        .split(' ')
        .take_while(|word| !word.contains('_') && word.parse::<uuid::Uuid>().is_err());
    let text = words.collect::<Vec<_>>().join(" ");
    let mut letters = text.chars();
    let first = letters.next().map(|first| first.to_uppercase().to_string());
    first.unwrap_or_default() + letters.as_str()
}

/// A reply in Discord's markdown; what is urgent stands out without a colour.
fn in_markdown(reply: &Reply) -> String {
    let mark = match reply.tone {
        Tone::Urgent => "🚨 URGENT: ",
        Tone::Failure => "⚠️ ",
        Tone::Refusal | Tone::Plain => "",
    };
    let title = reply
        .title
        .as_ref()
        .map(|title| format!("**{mark}{}**", escaped(title)));
    let lines = reply.lines.iter().map(|line| escaped(line));
    let prompt = reply.prompt.as_ref().map(|prompt| escaped(prompt));
    title
        .into_iter()
        .chain(lines)
        .chain(prompt)
        .collect::<Vec<_>>()
        .join("\n")
}

/// What would be taken for markdown, shown as it is; commands between backticks stay.
fn escaped(text: &str) -> String {
    let mut safe = String::with_capacity(text.len());
    let mut code = false;
    for letter in text.chars() {
        code ^= letter == '`';
        if !code && matches!(letter, '*' | '_' | '~' | '|' | '<' | '\\') {
            safe.push('\\');
        }
        safe.push(letter);
    }
    safe
}

/// The first so many characters; `…` says that there was more.
pub(super) fn cut(text: &str, most: usize) -> String {
    match text.chars().count() > most {
        true => text.chars().take(most - 1).chain(['…']).collect(),
        false => text.to_owned(),
    }
}

/// The text in pieces that fit, broken between lines where that is possible.
fn split(text: &str) -> Vec<String> {
    let mut pieces = vec![String::new()];
    for line in text.lines() {
        for part in parts(line) {
            let last = pieces.last_mut().expect("there is always a piece");
            if last.chars().count() + part.chars().count() + 1 > TEXT {
                pieces.push(part);
            } else {
                if !last.is_empty() {
                    last.push('\n');
                }
                last.push_str(&part);
            }
        }
    }
    pieces
}

fn parts(line: &str) -> Vec<String> {
    let letters: Vec<char> = line.chars().collect();
    match letters.is_empty() {
        true => vec![String::new()],
        false => letters
            .chunks(TEXT)
            .map(|part| part.iter().collect())
            .collect(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_urgent_is_cut_off_however_long() {
        let lines = (0..200).map(|at| format!("{at}. Ring the duty desk and stay with the child."));
        let reply = Reply::plain("Danger").in_tone(Tone::Urgent).lines(lines);
        let turn = Turn {
            said: vec![reply.offer("log an urgent call", "Log this call")],
            asks: None,
        };
        let pages = pages(&turn);
        assert!(
            pages.len() > 1
                && pages
                    .iter()
                    .all(|page| page.content.chars().count() <= 2000)
        );
        assert!(pages[0].content.starts_with("**🚨 URGENT: Danger**"));
        assert!(pages.iter().any(|page| page.content.contains("199. Ring")));
        assert_eq!(pages[0].rows.len(), 1, "the call can be logged at once");
        assert!(
            pages[0]
                .content
                .ends_with(&format!("Part 1 of {}", pages.len()))
        );
    }

    #[test]
    fn ids_of_the_pack_are_not_taken_for_markdown() {
        assert_eq!(
            escaped("family_told, say `record fact T-1 family_told`"),
            "family\\_told, say `record fact T-1 family_told`"
        );
        assert_eq!(escaped("<@123>"), "\\<@123>");
    }

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
