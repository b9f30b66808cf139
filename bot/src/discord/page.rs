//! What the assistant says, as Discord shows it: text, buttons, menus and forms.

use serde_json::{Value, json};

use super::components::{ROWS, buttons, input, menus};
use super::custom_id::Used;
use super::markdown::{cut, escaped, in_markdown, split};
use crate::assistant::Choice;
use crate::assistant::messages::capital;
use crate::assistant::turn::{Asks, Field, Turn};

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

/// `transfer C-0041 …` as a title: the action and what it is about.
fn title(command: &str) -> String {
    let words = command
        .split(' ')
        .take_while(|word| !word.contains('_') && word.parse::<uuid::Uuid>().is_err());
    capital(&words.collect::<Vec<_>>().join(" "))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::assistant::{Reply, Tone};

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
}
