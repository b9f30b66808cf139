//! People who use Discord: they type commands, press buttons, fill in forms, and expect to be answered.

mod interaction;
mod typed;

use serde_json::{Map, Value, json};

use super::answers::{Answered, Message};
use super::state::{Kind, direct_channel};
use super::{APPLICATION, CHANNEL, Discord, GUILD};
use typed::{filled, is_narrative, options_of};

/// Somebody who uses Discord.
#[derive(Debug, Clone, Copy)]
pub struct User<'d> {
    discord: &'d Discord,
    /// Their id.
    pub id: u64,
    direct: bool,
    late: bool,
    dies: bool,
}

impl<'d> User<'d> {
    pub(crate) fn new(discord: &'d Discord, id: u64) -> Self {
        Self {
            discord,
            id,
            direct: false,
            late: false,
            dies: false,
        }
    }

    /// The same, in their direct messages with the bot.
    pub fn in_private(self) -> Self {
        Self {
            direct: true,
            ..self
        }
    }

    /// The same, on a connection so slow that every interaction is too old when it comes.
    pub fn too_late(self) -> Self {
        Self { late: true, ..self }
    }

    /// The same, where the token dies, as it does after fifteen minutes, before an answer that was put off has come.
    pub fn outlives_the_token(self) -> Self {
        Self { dies: true, ..self }
    }

    /// Type a command, `transfer show`, with its options.
    ///
    /// # Panics
    ///
    /// Where it is not registered so, or not answered as Discord demands.
    pub async fn slash(self, command: &str, options: Value) -> Answered {
        let data = self.command(command, &options, None);
        let question = options["question"].as_str();
        self.is_written(question);
        self.answered(self.send(Kind::Command, data, None)).await
    }

    /// Type so far into an option of a command: what is suggested.
    ///
    /// # Panics
    ///
    /// Where nothing is suggested in time.
    pub async fn autocomplete(
        self,
        command: &str,
        options: Value,
        focused: &str,
    ) -> Vec<(String, Value)> {
        self.suggested(command, options, focused).await.suggestions
    }

    /// The same, with how long it took.
    ///
    /// # Panics
    ///
    /// Where nothing is suggested in time.
    pub async fn suggested(self, command: &str, options: Value, focused: &str) -> Answered {
        let data = self.command(command, &options, Some(focused));
        self.answered(self.send(Kind::Autocomplete, data, None))
            .await
    }

    /// Press a button, by its label.
    ///
    /// # Panics
    ///
    /// Where there is no such button, or the press is not answered as Discord demands.
    pub async fn press(self, message: &Message, label: &str) -> Answered {
        let parts = message.parts();
        let button = parts
            .iter()
            .find(|part| part["type"] == 2 && part["label"] == label);
        let button = button.unwrap_or_else(|| panic!("no button `{label}` below {message:#?}"));
        assert!(button["disabled"] != true, "`{label}` cannot be pressed");
        self.press_id(message, button["custom_id"].as_str().unwrap_or_default())
            .await
    }

    /// Press a button by the id that it had, even if it is gone.
    ///
    /// # Panics
    ///
    /// Where the press is not answered as Discord demands.
    pub async fn press_id(self, message: &Message, custom_id: &str) -> Answered {
        let data = json!({ "custom_id": custom_id, "component_type": 2 });
        self.answered(self.send(Kind::Component, data, Some(message)))
            .await
    }

    /// Choose from the menu below a message, by label.
    ///
    /// # Panics
    ///
    /// Where that is not offered, or not answered as Discord demands.
    pub async fn choose(self, message: &Message, label: &str) -> Answered {
        let parts = message.parts();
        let chosen = parts
            .iter()
            .filter(|part| part["type"] == 3)
            .find_map(|menu| {
                let options = menu["options"].as_array()?;
                let option = options.iter().find(|option| option["label"] == label)?;
                Some((menu["custom_id"].clone(), option["value"].clone()))
            });
        let (menu, value) =
            chosen.unwrap_or_else(|| panic!("`{label}` is not offered below {message:#?}"));
        let data = json!({ "custom_id": menu, "component_type": 3, "values": [value] });
        self.answered(self.send(Kind::Component, data, Some(message)))
            .await
    }

    /// Fill in the form that was shown, field by field, and send it.
    ///
    /// # Panics
    ///
    /// Where it has no such field, a required one is left out, or it is not answered as Discord demands.
    pub async fn submit(self, shown: &Answered, fields: Value) -> Answered {
        let data = filled(shown, &fields);
        let texts = fields.as_object().into_iter().flat_map(Map::values);
        self.is_written(texts.filter_map(Value::as_str));
        let message = shown.messages.last().cloned();
        self.answered(self.send(Kind::Modal, data, message.as_ref()))
            .await
    }

    /// Write a message; the bot sees what is written to it directly or mentions it.
    pub fn writes(self, text: &str) -> u64 {
        let state = &self.discord.state;
        let channel = self.channel();
        self.is_written([text]);
        let written = state.write(channel, &json!({ "content": text }), 0);
        let mentions = text.contains(&format!("<@{APPLICATION}>"));
        let content = if self.direct || mentions { text } else { "" };
        let mut shown = Message {
            content: content.to_owned(),
            ..written.clone()
        }
        .shown(self.id);
        shown["author"]["bot"] = json!(false);
        if mentions {
            shown["mentions"] = json!([{"id": APPLICATION.to_string(), "username": "landsafe", "discriminator": "0000", "bot": true, "avatar": null}]);
        }
        if !self.direct {
            shown["guild_id"] = json!(GUILD.to_string());
        }
        state.gateway().dispatch("MESSAGE_CREATE", shown);
        written.id
    }

    /// The channel in which they are.
    pub fn channel(self) -> u64 {
        if self.direct {
            direct_channel(self.id)
        } else {
            CHANNEL
        }
    }

    /// Words of one's own, which the bot must not repeat.
    fn is_written<'t>(self, texts: impl IntoIterator<Item = &'t str>) {
        let written = texts.into_iter().filter(is_narrative).map(str::to_owned);
        self.discord.state.written().extend(written);
    }

    fn command(self, command: &str, options: &Value, focused: Option<&str>) -> Value {
        let (name, sub) = command.split_once(' ').unwrap_or((command, ""));
        let commands = self.discord.state.commands();
        let known = commands.iter().find(|known| known["name"] == name);
        let known = known.unwrap_or_else(|| panic!("no command /{name} is registered"));
        let parts = known["options"].as_array().cloned().unwrap_or_default();
        let given = if sub.is_empty() {
            options_of(&parts, options, focused)
        } else {
            let described = parts
                .iter()
                .find(|part| part["name"] == sub && part["type"] == 1);
            let described =
                described.unwrap_or_else(|| panic!("no command /{command} is registered"));
            let parts = described["options"].as_array().cloned().unwrap_or_default();
            json!([{ "name": sub, "type": 1, "options": options_of(&parts, options, focused) }])
        };
        json!({ "id": known["id"], "name": name, "type": 1, "options": given })
    }
}
