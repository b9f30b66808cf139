//! What the bot sent, as a person sees it: messages, forms, suggestions.

use serde_json::{Value, json};

/// A message as it can be read.
#[derive(Debug, Clone, Default)]
pub struct Message {
    /// Its id.
    pub id: u64,
    /// The channel in which it stands.
    pub channel: u64,
    /// Its text.
    pub content: String,
    /// Buttons and menus below it.
    pub components: Value,
    /// Its files: the description is the alternative text.
    pub attachments: Value,
    /// Whether only one person sees it.
    pub ephemeral: bool,
    /// How often it was changed.
    pub edits: usize,
    /// How many files came with it.
    pub files: usize,
}

/// How an interaction was answered.
#[derive(Debug, Clone)]
pub struct Answered {
    /// The type of the first answer, `4` for a message.
    pub kind: u8,
    /// How long it took.
    pub after: std::time::Duration,
    /// The messages, where it was answered with some: the first, and what followed.
    pub messages: Vec<Message>,
    /// The form, where it was answered with one.
    pub form: Option<Value>,
    /// What was suggested, where that was asked.
    pub suggestions: Vec<(String, Value)>,
}

impl Message {
    pub(crate) fn written(id: u64, channel: u64, files: usize) -> Self {
        Self {
            id,
            channel,
            files,
            components: json!([]),
            attachments: json!([]),
            ..Self::default()
        }
    }

    /// Take in what a body says.
    pub(crate) fn take(&mut self, body: &Value) {
        if let Some(content) = body["content"].as_str() {
            content.clone_into(&mut self.content);
        }
        if body["components"].is_array() {
            self.components = body["components"].clone();
        }
        if body["attachments"].is_array() {
            self.attachments = body["attachments"].clone();
        }
        if let Some(flags) = body["flags"].as_u64() {
            self.ephemeral = flags & 64 != 0;
        }
    }

    /// As Discord shows it to the bot.
    pub(crate) fn shown(&self, author: u64) -> Value {
        json!({
            "id": self.id.to_string(), "channel_id": self.channel.to_string(), "content": self.content,
            "author": {"id": author.to_string(), "username": "landsafe", "discriminator": "0000", "bot": true, "avatar": null},
            "timestamp": "2026-11-26T10:00:00.000000+00:00", "edited_timestamp": null, "tts": false,
            "mention_everyone": false, "mentions": [], "mention_roles": [], "attachments": [], "embeds": [],
            "pinned": false, "type": 0, "flags": if self.ephemeral { 64 } else { 0 }, "components": self.components,
        })
    }

    /// Every button and menu below it.
    pub fn parts(&self) -> Vec<&Value> {
        let rows = self.components.as_array().into_iter().flatten();
        rows.flat_map(|row| row["components"].as_array().into_iter().flatten())
            .collect()
    }

    /// The labels of its buttons.
    pub fn buttons(&self) -> Vec<&str> {
        self.parts()
            .into_iter()
            .filter(|part| part["type"] == 2)
            .filter_map(|part| part["label"].as_str())
            .collect()
    }

    /// What its menu offers, as labels.
    pub fn options(&self) -> Vec<&str> {
        let parts = self.parts().into_iter().filter(|part| part["type"] == 3);
        parts
            .flat_map(|menu| menu["options"].as_array().into_iter().flatten())
            .filter_map(|option| option["label"].as_str())
            .collect()
    }
}

impl Answered {
    /// The message with buttons or menus below it; without any, the last.
    ///
    /// # Panics
    ///
    /// Where it was not answered with a message.
    pub fn message(&self) -> &Message {
        let mut messages = self.messages.iter();
        messages
            .find(|message| !message.parts().is_empty())
            .or(self.messages.last())
            .unwrap_or_else(|| panic!("no message: {self:#?}"))
    }

    /// Everything that was said.
    pub fn text(&self) -> String {
        let texts: Vec<_> = self
            .messages
            .iter()
            .map(|said| said.content.as_str())
            .collect();
        texts.join("\n")
    }

    /// It says this.
    ///
    /// # Panics
    ///
    /// Where it does not.
    #[track_caller]
    pub fn says(&self, part: &str) -> &Self {
        assert!(
            self.text().contains(part),
            "`{part}` is not in: {}\n{:?}",
            self.text(),
            self.form
        );
        self
    }

    /// The labels of the form's fields.
    ///
    /// # Panics
    ///
    /// Where it is no form.
    pub fn fields(&self) -> Vec<(&str, &str)> {
        let form = self
            .form
            .as_ref()
            .unwrap_or_else(|| panic!("no form: {self:#?}"));
        let rows = form["components"].as_array().into_iter().flatten();
        rows.map(|row| &row["components"][0])
            .map(|input| (text(&input["custom_id"]), text(&input["label"])))
            .collect()
    }

    /// What each field of the form expects, by name.
    ///
    /// # Panics
    ///
    /// Where it is no form.
    pub fn hints(&self) -> Vec<(&str, &str)> {
        let fields = self.fields();
        let rows = self
            .form
            .iter()
            .flat_map(|form| form["components"].as_array());
        let inputs = rows.flatten().map(|row| &row["components"][0]);
        let hints = inputs.map(|input| text(&input["placeholder"]));
        fields
            .into_iter()
            .map(|(name, _)| name)
            .zip(hints)
            .collect()
    }
}

fn text(value: &Value) -> &str {
    value.as_str().unwrap_or_default()
}
