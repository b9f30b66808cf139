//! An interaction: sent over the gateway, and its answer, which Discord waits three seconds for.

use std::time::{Duration, Instant};

use serde_json::{Value, json};

use super::super::answers::{Answered, Message};
use super::super::state::{Interaction, Kind, State};
use super::super::{APPLICATION, GUILD};
use super::User;
use super::typed::suggestions;

/// How long Discord waits for an acknowledgement.
const LIMIT: Duration = Duration::from_secs(3);

impl User<'_> {
    /// Send an interaction; its token.
    pub(super) fn send(self, kind: Kind, data: Value, message: Option<&Message>) -> String {
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
    pub(super) async fn answered(self, token: String) -> Answered {
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
