//! Showing: how an answer is shown, at once or after it was put off, and what is said where it may not be.

use std::time::Duration;

use serde_json::{Value, json};
use tokio::task::JoinError;

use super::asked::{Asked, What};
use super::call::Call;
use super::face::Face;
use super::guard::Guard;
use super::markdown::cut;
use super::page::{Page, Shown};
use super::rest::Unsent;
use crate::assistant::turn::Turn;
use crate::assistant::{Reply, messages};

/// Discord takes no first answer after this.
const LIMIT: Duration = Duration::from_millis(2900);

/// Types of answers to an interaction.
const MESSAGE: u8 = 4;
const PUT_OFF: u8 = 5;
const CHANGED: u8 = 7;
const CHOICES: u8 = 8;
const FORM: u8 = 9;

/// An answer with what must not be in it.
pub(super) struct Answer {
    shown: Shown,
    guard: Guard,
    /// Whether what the message said is settled, so that its buttons go.
    settles: bool,
}

impl Face {
    /// Shows an answer as the first answer to an interaction.
    pub(super) async fn show(&self, asked: &Asked, answer: &Answer) -> Result<(), Unsent> {
        let form = match &answer.shown {
            Shown::Form(form) if matches!(asked.what, What::Command(_) | What::Used { .. }) => {
                form.body(asked.id)
            }
            _ => None,
        };
        if let Some(form) = form {
            let body = json!({ "type": FORM, "data": form });
            return self.show_or_apologise(asked, body, &answer.guard).await;
        }
        let settled = answer
            .settles
            .then(|| asked.settled_by(&answer.shown))
            .flatten();
        if let Some(page) = settled {
            let body = json!({ "type": CHANGED, "data": page.body() });
            return self.show_or_apologise(asked, body, &answer.guard).await;
        }
        let mut pages = answer.shown.clone().without_form().into_iter();
        let first = pages.next().unwrap_or_default();
        let body = json!({ "type": MESSAGE, "data": first.private() });
        self.show_or_apologise(asked, body, &answer.guard).await?;
        self.show_rest(asked, pages, &answer.guard).await
    }

    /// Shows an answer that was put off.
    pub(super) async fn show_later(&self, asked: &Asked, answer: &Answer) -> Result<(), Unsent> {
        if let (true, Some(page), What::Used { message, .. }) =
            (answer.settles, asked.settled_by(&answer.shown), &asked.what)
        {
            let path = format!("/channels/{}/messages/{message}", asked.channel);
            let settled = Call::patch(path, page.body());
            if let Err(unsent) = self.rest.send(settled, &answer.guard).await {
                tracing::info!(%unsent, "the message of a button could not be changed");
            }
        }
        let mut pages = answer.shown.clone().without_form().into_iter();
        let first = pages.next().unwrap_or_default();
        let path = format!(
            "/webhooks/{}/{}/messages/@original",
            self.application, asked.token
        );
        let shown = self
            .rest
            .send(Call::patch(path.clone(), first.body()), &answer.guard)
            .await;
        if let Err(Unsent::Withheld) = shown {
            let instead = Page::text(messages::withheld(&reference(asked)).text());
            return self
                .rest
                .send(Call::patch(path, instead.body()), &Guard::default())
                .await
                .map(drop);
        }
        shown?;
        self.show_rest(asked, pages, &answer.guard).await
    }

    /// Shows an answer that Discord takes no more where it was asked for, in the direct messages of whoever asked.
    pub(super) async fn show_directly(&self, asked: &Asked, answer: &Answer) -> Result<(), Unsent> {
        let channel = self
            .direct
            .channel(&self.rest, &asked.account.to_string())
            .await?;
        let path = format!("/channels/{channel}/messages");
        let why = Page::text(messages::came_too_late().text());
        let pages = [why].into_iter().chain(answer.shown.clone().without_form());
        for (at, page) in pages.enumerate() {
            let post = |page: &Page| {
                let mut body = page.body();
                body["nonce"] = json!(format!("{:x}-{at}", asked.id));
                body["enforce_nonce"] = json!(true);
                Call::post(path.clone(), body)
            };
            match self.rest.send(post(&page), &answer.guard).await {
                Err(Unsent::Withheld) => {
                    let instead = Page::text(messages::withheld(&reference(asked)).text());
                    self.rest.send(post(&instead), &Guard::default()).await?
                }
                sent => sent?,
            };
        }
        Ok(())
    }

    async fn show_rest(
        &self,
        asked: &Asked,
        pages: impl Iterator<Item = Page>,
        guard: &Guard,
    ) -> Result<(), Unsent> {
        for page in pages {
            let path = format!("/webhooks/{}/{}", self.application, asked.token);
            self.rest
                .send(Call::post(path, page.private()), guard)
                .await?;
        }
        Ok(())
    }

    /// Shows something as the first answer; where it may not be shown, that is said rather than nothing at all.
    async fn show_or_apologise(
        &self,
        asked: &Asked,
        body: Value,
        guard: &Guard,
    ) -> Result<(), Unsent> {
        match self.acknowledge(asked, body, guard).await {
            Err(Unsent::Withheld) => {
                let page = Page::text(messages::withheld(&reference(asked)).text());
                let body = json!({ "type": MESSAGE, "data": page.private() });
                self.acknowledge(asked, body, &Guard::default()).await
            }
            shown => shown,
        }
    }

    /// Says that the answer comes later; whoever asked sees that it is being thought about.
    pub(super) async fn put_off(&self, asked: &Asked) -> Result<(), Unsent> {
        let body = json!({ "type": PUT_OFF, "data": { "flags": 64 } });
        self.acknowledge(asked, body, &Guard::default()).await
    }

    /// Suggests what may be meant.
    pub(super) async fn show_choices(
        &self,
        asked: &Asked,
        choices: &[Value],
    ) -> Result<(), Unsent> {
        let body = json!({ "type": CHOICES, "data": { "choices": choices } });
        self.acknowledge(asked, body, &Guard::default()).await
    }

    async fn acknowledge(&self, asked: &Asked, body: Value, guard: &Guard) -> Result<(), Unsent> {
        let path = format!("/interactions/{}/{}/callback", asked.id, asked.token);
        let call = Call::post(path, body)
            .repeatable()
            .until(asked.received + LIMIT);
        self.rest.send(call, guard).await.map(drop)
    }
}

impl Answer {
    /// An answer to somebody, with what must not be in it.
    pub(super) fn of(turn: Turn, guard: Guard) -> Self {
        Self {
            shown: Shown::of(turn),
            guard,
            settles: false,
        }
    }

    /// The same, which settles what the message said or not.
    pub(super) fn settling(self, settles: bool) -> Self {
        Self { settles, ..self }
    }

    /// An answer in which nothing of a case is.
    pub(super) fn public(turn: Turn) -> Self {
        Self::of(turn, Guard::default())
    }

    /// One thing said, in which nothing of a case is.
    pub(super) fn saying(reply: Reply) -> Self {
        Self::public(Turn {
            said: vec![reply],
            asks: None,
        })
    }
}

impl Asked {
    /// The message whose button was pressed, with what came of it and without its buttons.
    fn settled_by(&self, shown: &Shown) -> Option<Page> {
        match (&self.what, shown) {
            (What::Used { text, .. }, Shown::Pages(pages)) => {
                let said = pages
                    .first()
                    .map(|page| page.content.as_str())
                    .unwrap_or_default();
                Some(Page::text(cut(&format!("{text}\n\n{said}"), 2000)))
            }
            _ => None,
        }
    }
}

/// What was done, or an apology with a number under which the log says what went wrong.
pub(super) fn settled(asked: &Asked, done: Result<Answer, JoinError>) -> Answer {
    done.unwrap_or_else(|broken| {
        let reference = reference(asked);
        tracing::error!(reference, interaction = asked.id, %broken, "an interaction could not be dealt with");
        Answer::saying(messages::broken_down(&reference))
    })
}

/// The number under which the log says what went wrong.
fn reference(asked: &Asked) -> String {
    let letters = format!("{:X}", asked.id);
    let last = letters.len().saturating_sub(8);
    letters[last..].to_owned()
}
