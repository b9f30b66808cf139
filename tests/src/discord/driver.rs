//! People who use Discord: they type commands, press buttons, fill in forms, and expect to be answered.

use std::time::{Duration, Instant};

use serde_json::{Map, Value, json};

use super::answers::{Answered, Message};
use super::state::{Interaction, Kind, State, direct_channel};
use super::{APPLICATION, CHANNEL, Discord, GUILD};

/// How long Discord waits for an acknowledgement.
const LIMIT: Duration = Duration::from_secs(3);

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

    /// Send an interaction; its token.
    fn send(self, kind: Kind, data: Value, message: Option<&Message>) -> String {
        let state = &self.discord.state;
        let id = state.id();
        let token = format!("token-{id}");
        let mut event = json!({
            "id": id.to_string(), "application_id": APPLICATION.to_string(), "token": token, "version": 1,
            "type": match kind { Kind::Command => 2, Kind::Component => 3, Kind::Autocomplete => 4, Kind::Modal => 5 },
            "channel_id": self.channel().to_string(), "channel": {"id": self.channel().to_string(), "type": u8::from(self.direct)},
            "locale": "en-GB", "entitlements": [], "attachment_size_limit": 10_485_760, "data": data,
            "app_permissions": "2147534848", "authorizing_integration_owners": {}, "context": u8::from(self.direct),
        });
        let person = json!({"id": self.id.to_string(), "username": format!("user-{}", self.id), "discriminator": "0000", "avatar": null, "bot": false});
        if self.direct {
            event["user"] = person;
        } else {
            event["guild_id"] = json!(GUILD.to_string());
            event["member"] = json!({"user": person, "roles": [], "deaf": false, "mute": false, "flags": 0, "nick": null,
                "avatar": null, "joined_at": "2026-01-01T00:00:00.000000+00:00", "premium_since": null, "pending": false, "permissions": "2147534848"});
        }
        if let Some(message) = message {
            event["message"] = message.shown(APPLICATION);
        }
        state
            .interactions()
            .insert(token.clone(), self.begun(id, kind, message));
        state.gateway().dispatch("INTERACTION_CREATE", event);
        token
    }

    fn begun(self, id: u64, kind: Kind, message: Option<&Message>) -> Interaction {
        let past = if self.late {
            LIMIT + Duration::from_secs(1)
        } else {
            Duration::ZERO
        };
        Interaction {
            id,
            kind,
            channel: self.channel(),
            message: message.map(|message| message.id),
            created: Instant::now()
                .checked_sub(past)
                .unwrap_or_else(Instant::now),
            dies: self.dies,
            answer: None,
            original: None,
            follow_ups: Vec::new(),
        }
    }

    /// Wait for the answer: acknowledged within three seconds, and what was put off given at last.
    async fn answered(self, token: String) -> Answered {
        if self.late {
            return self.unanswered(token).await;
        }
        let seen = |state: &State| {
            let interaction = state.interactions().get(&token).cloned()?;
            let late = interaction.answer.is_none() && interaction.created.elapsed() > LIMIT;
            assert!(
                !late,
                "not acknowledged in time; refused: {:#?}",
                refused(state)
            );
            let answer = interaction.answer?;
            let waits = answer.kind == 5 && interaction.original.is_none() && !interaction.dies;
            let last = interaction
                .follow_ups
                .last()
                .copied()
                .or(interaction.original);
            let goes_on = last
                .and_then(|id| state.message(id))
                .is_some_and(|last| goes_on(&last));
            (!waits && !goes_on).then_some((answer, interaction.original, interaction.follow_ups))
        };
        let (answer, original, follow_ups) = self.discord.wait("the answer", seen).await;
        let ids = original.into_iter().chain(follow_ups);
        Answered {
            kind: answer.kind,
            after: answer.after,
            messages: ids
                .filter_map(|id| self.discord.state.message(id))
                .collect(),
            form: (answer.kind == 9).then(|| answer.data.clone()),
            suggestions: suggestions(&answer.data),
        }
    }

    /// Whatever the bot tries, it is too late.
    async fn unanswered(self, token: String) -> Answered {
        let path = format!("/{token}/callback");
        let tried = |state: &State| {
            let calls = state.calls();
            calls
                .iter()
                .any(|call| call.path.ends_with(&path))
                .then_some(())
        };
        self.discord.wait("an attempt to answer", tried).await;
        Answered {
            kind: 0,
            after: Duration::ZERO,
            messages: Vec::new(),
            form: None,
            suggestions: Vec::new(),
        }
    }
}

/// Whether more must follow: it says which part of how many it is.
fn goes_on(message: &Message) -> bool {
    let last = message.content.lines().last().unwrap_or_default();
    let part = last.strip_prefix("-# Part ");
    part.and_then(|part| part.split_once(" of "))
        .is_some_and(|(at, all)| at != all)
}

/// What was refused lately.
fn refused(state: &State) -> Vec<(u16, String, Value)> {
    let calls = state.calls();
    let refused = calls.iter().rev().take(6).filter(|call| call.status >= 400);
    refused
        .map(|call| (call.status, call.path.clone(), call.body.clone()))
        .collect()
}

fn options_of(parts: &[Value], given: &Value, focused: Option<&str>) -> Value {
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

fn filled(shown: &Answered, fields: &Value) -> Value {
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
fn is_narrative(text: &&str) -> bool {
    let is_number = |c: char| c.is_ascii_digit();
    text.split(' ').count() >= 3 && !text.contains(is_number)
}

fn suggestions(data: &Value) -> Vec<(String, Value)> {
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
