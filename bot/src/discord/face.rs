//! The face: what somebody did goes to the assistant, and what it says comes back, always within Discord's three seconds.

use std::sync::Arc;
use std::time::Duration;

use openapi::ApiError;
use tokio::time::timeout_at;
use uuid::Uuid;

use super::asked::{Asked, Typed, What};
use super::call::Call;
use super::custom_id::Used;
use super::direct::Direct;
use super::guard::Guard;
use super::page::{Page, pages};
use super::people::{People, Speaker};
use super::rest::{Rest, Unsent};
use super::seen::Seen;
use super::showing::{Answer, settled};
use super::{commands, urgent::Urgent};
use crate::assistant::messages;
use crate::assistant::turn::{self, Filled, Turn};

/// After so long an answer that has not come is put off; Discord waits three seconds.
pub(super) const AT_ONCE: Duration = Duration::from_millis(1700);

/// The assistant as it appears in Discord.
#[derive(Debug)]
pub(super) struct Face {
    /// The application that it is.
    pub(super) application: u64,
    /// Sends to Discord.
    pub(super) rest: Rest,
    /// For whom it speaks.
    pub(super) people: People,
    /// Where it tells somebody something directly.
    pub(super) direct: Direct,
    seen: Seen,
    urgent: Urgent,
}

impl Face {
    /// The face of an application.
    pub(super) fn new(application: u64, rest: Rest, people: People) -> Self {
        Self {
            application,
            rest,
            people,
            direct: Direct::default(),
            seen: Seen::default(),
            urgent: Urgent::default(),
        }
    }

    /// Deals with an interaction: once, and never without an answer.
    pub(super) async fn attend(self: Arc<Self>, asked: Asked) {
        if !self.seen.is_new(asked.id) {
            return;
        }
        let done = match &asked.what {
            What::Suggest(typed) => self.suggest(&asked, typed).await,
            _ => self.clone().answer(&asked).await,
        };
        match done {
            Ok(()) => {}
            Err(unsent) if unsent.is_past() => {
                tracing::info!(interaction = asked.id, "answered before")
            }
            Err(unsent) => {
                tracing::warn!(interaction = asked.id, %unsent, "an answer could not be sent")
            }
        }
    }

    /// Answers at once where the assistant is quick, and puts the answer off where it is not. What comes too late for Discord
    /// goes to whoever asked by direct message.
    async fn answer(self: Arc<Self>, asked: &Asked) -> Result<(), Unsent> {
        let face = self.clone();
        let doing = asked.clone();
        let mut work = tokio::spawn(async move { face.work(&doing).await });
        let at_once = timeout_at((asked.received + AT_ONCE).into(), &mut work).await;
        let (answer, shown) = match at_once {
            Ok(done) => {
                let answer = settled(asked, done);
                let shown = self.show(asked, &answer).await;
                (answer, shown)
            }
            Err(_) => {
                let put_off = self.put_off(asked).await;
                let answer = settled(asked, work.await);
                let shown = match put_off {
                    Ok(()) => self.show_later(asked, &answer).await,
                    refused => refused,
                };
                (answer, shown)
            }
        };
        match shown {
            Err(unsent) if unsent.is_too_late() => self.show_directly(asked, &answer).await,
            shown => shown,
        }
    }

    /// What an interaction leads to.
    async fn work(&self, asked: &Asked) -> Answer {
        match self.meant(asked).await {
            Ok(answer) => answer,
            Err(failure) => Answer::public(Turn {
                said: vec![messages::failed(&failure, messages::Names(None))],
                asks: None,
            }),
        }
    }

    async fn meant(&self, asked: &Asked) -> Result<Answer, ApiError> {
        match &asked.what {
            What::Command(typed) => self.command(asked, typed).await,
            What::Suggest(_) => Ok(Answer::public(Turn::default())),
            What::Used { id, chosen, .. } => match (Used::read(id), chosen) {
                (Some(Used::Say(text)), _) => self.say(asked, &text, &[]).await,
                (Some(Used::Choose(command)), Some(chosen)) => {
                    self.say(asked, format!("{command} {chosen}").trim(), &[])
                        .await
                }
                (Some(Used::Answer(message)), _) => self.written_answer(asked, message).await,
                _ => Ok(Answer::saying(messages::out_of_date())),
            },
            What::Filled { id, filled } => match Used::read(id) {
                Some(Used::Fill { command, key }) => self.fill(asked, &command, filled, key).await,
                _ => Ok(Answer::saying(messages::out_of_date())),
            },
        }
    }

    async fn command(&self, asked: &Asked, typed: &Typed) -> Result<Answer, ApiError> {
        match (typed.name.as_str(), commands::sentence(typed)) {
            (_, Some(sentence)) => self.say(asked, &sentence, &[]).await,
            ("ask", None) => {
                self.question(asked, typed.option("question").unwrap_or_default())
                    .await
            }
            ("urgent", None) => Ok(self.urgent_route(asked).await),
            ("link", None) => {
                self.link(asked, typed.option("code").unwrap_or_default())
                    .await
            }
            ("unlink", None) => {
                let ended = self.people.unlink(asked.account).await?;
                Ok(Answer::saying(messages::unlinked(ended)))
            }
            _ => Ok(Answer::saying(messages::out_of_date())),
        }
    }

    /// Says something to the assistant of whoever did it.
    async fn say(&self, asked: &Asked, text: &str, filled: &[Filled]) -> Result<Answer, ApiError> {
        self.said(asked, text, filled, key(asked.id)).await
    }

    /// The same with a form, under the key of whatever opened it: sent twice, it is done once.
    async fn fill(
        &self,
        asked: &Asked,
        command: &str,
        filled: &[Filled],
        opened_by: u64,
    ) -> Result<Answer, ApiError> {
        self.said(asked, command, filled, key(opened_by)).await
    }

    async fn said(
        &self,
        asked: &Asked,
        text: &str,
        filled: &[Filled],
        key: Uuid,
    ) -> Result<Answer, ApiError> {
        let Some(speaker) = self.people.speaker(asked.account, asked.guild).await? else {
            return Ok(Answer::saying(messages::not_linked()));
        };
        if !speaker.linked && !turn::is_public(text) {
            return Ok(Answer::saying(messages::not_linked()));
        }
        for (_, written) in filled {
            speaker.guard.wrote(written);
        }
        let turn = speaker.assistant.turn(text, filled, key).await;
        let turn = speaker.may_say(turn);
        let settles = turn::settles(text) && turn.is_settled();
        Ok(Answer::of(turn, speaker.guard).settling(settles))
    }

    /// The procedure's answer to a question, and nothing but that.
    async fn question(&self, asked: &Asked, question: &str) -> Result<Answer, ApiError> {
        let Some(speaker) = self.people.speaker(asked.account, asked.guild).await? else {
            return Ok(Answer::saying(messages::not_linked()));
        };
        Ok(speaker.answer(question).await)
    }

    /// Whom to ring: it needs no link, and where nothing can be asked, what was last known is shown with its date.
    async fn urgent_route(&self, asked: &Asked) -> Answer {
        let turn = match self.people.speaker(asked.account, asked.guild).await {
            Ok(Some(speaker)) => self.urgent.ask(&speaker.assistant, asked.guild).await,
            Ok(None) => match self.people.anybody(asked.guild).await {
                Some(speaker) => self.urgent.ask(&speaker.assistant, asked.guild).await,
                None => self.urgent.last(asked.guild),
            },
            Err(_) => self.urgent.last(asked.guild),
        };
        Answer::public(turn)
    }

    async fn link(&self, asked: &Asked, code: &str) -> Result<Answer, ApiError> {
        let linked = self.people.link(asked.account, asked.guild, code).await?;
        Ok(Answer::saying(messages::linked(&linked.practitioner.name)))
    }

    /// The answer to a message that mentioned the assistant, for whoever wants to see it.
    async fn written_answer(&self, asked: &Asked, message: u64) -> Result<Answer, ApiError> {
        let path = format!("/channels/{}/messages/{message}", asked.channel);
        match self.rest.send(Call::get(path), &Guard::default()).await {
            Ok(written) => {
                let text = self.without_mention(written["content"].as_str().unwrap_or_default());
                self.question(asked, &text).await
            }
            Err(_) => Ok(Answer::saying(messages::out_of_date())),
        }
    }

    /// A text without the mention of the assistant.
    pub(super) fn without_mention(&self, text: &str) -> String {
        let application = self.application;
        let text = text.replace(&format!("<@{application}>"), "");
        text.replace(&format!("<@!{application}>"), "")
            .trim()
            .to_owned()
    }
}

impl Speaker {
    /// The procedure's answer to a question.
    async fn answer(self, question: &str) -> Answer {
        self.guard.wrote(question);
        let turn = self.may_say(self.assistant.question_turn(question).await);
        Answer::of(turn, self.guard)
    }

    /// Whoever is not linked is offered only what they may say.
    fn may_say(&self, mut turn: Turn) -> Turn {
        if !self.linked {
            for reply in &mut turn.said {
                reply.offers.retain(|offer| turn::is_public(&offer.say));
            }
        }
        turn
    }

    /// The pages of the procedure's answer to a question.
    pub(super) async fn answer_pages(self, question: &str) -> (Vec<Page>, Guard, bool) {
        self.guard.wrote(question);
        let turn = self.may_say(self.assistant.question_turn(question).await);
        let urgent = turn.is_urgent();
        (pages(&turn), self.guard, urgent)
    }
}

/// The key under which what an interaction or a message asks for is done once.
pub(super) fn key(interaction: u64) -> Uuid {
    Uuid::from_u64_pair(u64::from_be_bytes(*b"discord\0"), interaction)
}
