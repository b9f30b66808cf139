//! What is written to the assistant: direct messages, and messages that mention it.

use serenity::all::Message;

use super::call::Call;
use super::components::button;
use super::custom_id::Used;
use super::face::{Face, key};
use super::guard::Guard;
use super::page::{Page, pages};
use super::rest::Unsent;
use crate::assistant::messages;
use crate::assistant::turn::Turn;

/// Reads a message, and answers where it is for the assistant.
pub(super) async fn read(face: &Face, message: &Message) {
    if message.author.bot || message.author.id.get() == face.application {
        return;
    }
    let mentioned = message
        .mentions
        .iter()
        .any(|user| user.id.get() == face.application);
    let done = match message.guild_id {
        None => in_private(face, message).await,
        Some(_) if mentioned => in_channel(face, message).await,
        Some(_) => Ok(()),
    };
    if let Err(unsent) = done {
        tracing::warn!(message = message.id.get(), %unsent, "a message could not be answered");
    }
}

/// A direct message is a sentence like any other; delivered twice, it is done once.
async fn in_private(face: &Face, message: &Message) -> Result<(), Unsent> {
    let text = face.without_mention(&message.content);
    let speaker = face.people.speaker(message.author.id.get(), None).await;
    let (pages, guard) = match speaker {
        Ok(Some(speaker)) if speaker.linked => {
            speaker.guard.wrote(&text);
            let key = key(message.id.get());
            let turn = speaker.assistant.turn(&text, &[], key).await;
            (pages(&turn), speaker.guard)
        }
        Ok(Some(speaker)) => {
            let (pages, guard, _) = speaker.answer_pages(&text).await;
            (pages, guard)
        }
        Ok(None) => (saying(messages::not_linked()), Guard::default()),
        Err(failure) => (
            saying(messages::failed(&failure, messages::Names(None))),
            Guard::default(),
        ),
    };
    post(face, message, pages, &guard).await
}

/// In a channel only what is urgent is answered before everybody; anything else whoever wants can have shown.
async fn in_channel(face: &Face, message: &Message) -> Result<(), Unsent> {
    let text = face.without_mention(&message.content);
    let guild = message.guild_id.map(|guild| guild.get());
    let speaker = face.people.speaker(message.author.id.get(), guild).await;
    let (pages, guard) = match speaker {
        Ok(Some(speaker)) if !text.is_empty() => match speaker.answer_pages(&text).await {
            (pages, guard, true) => (pages, guard),
            (_, guard, false) => (vec![show_me(message)], guard),
        },
        Ok(Some(_)) => (saying(messages::help()), Guard::default()),
        Ok(None) => (saying(messages::not_linked()), Guard::default()),
        Err(failure) => (
            saying(messages::failed(&failure, messages::Names(None))),
            Guard::default(),
        ),
    };
    post(face, message, pages, &guard).await
}

/// The way to a private answer.
fn show_me(message: &Message) -> Page {
    let button = Used::Answer(message.id.get())
        .id(0)
        .map(|id| button(&id, "Show the answer"));
    let row = button.map(|button| serde_json::json!({ "type": 1, "components": [button] }));
    Page {
        content: messages::answered_privately().text(),
        rows: row.into_iter().collect(),
    }
}

fn saying(reply: crate::assistant::Reply) -> Vec<Page> {
    let turn = Turn {
        said: vec![reply],
        asks: None,
    };
    pages(&turn)
}

async fn post(
    face: &Face,
    message: &Message,
    pages: Vec<Page>,
    guard: &Guard,
) -> Result<(), Unsent> {
    for (at, page) in pages.into_iter().enumerate() {
        let mut body = page.body();
        body["nonce"] = serde_json::json!(format!("{}-{at}", message.id));
        body["enforce_nonce"] = serde_json::json!(true);
        let path = format!("/channels/{}/messages", message.channel_id);
        face.rest.send(Call::post(path, body), guard).await?;
    }
    Ok(())
}
