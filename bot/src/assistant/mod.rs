//! The assistant, free of any chat platform: text in, replies out, the API behind it.

mod acting;
mod ask;
mod contact;
pub mod conversation;
mod deadlines;
mod dialogue;
mod duty;
pub mod intent;
mod members;
pub mod messages;
pub mod nudges;
mod opening;
pub mod prompt;
pub mod reply;
mod sending;
mod take;
mod transfer;

#[cfg(test)]
mod sample;
#[cfg(test)]
mod stub;
#[cfg(test)]
mod tests;

use openapi::{ApiError, Client, Me, Pack, Page, PageQuery};
use tokio::sync::OnceCell;

use conversation::{About, Conversation, Dialogue, Task};
use messages::Names;
use prompt::Prompt;
pub use reply::{Choice, Reply, Tone};

/// The assistant of one person: it acts with their token and may do what they may.
#[derive(Debug)]
pub struct Assistant {
    api: Client,
    pack: Option<String>,
    audience: Audience,
    me: OnceCell<Me>,
}

/// Where what is said can be read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Audience {
    /// At the practitioner's own terminal: facts that the pack calls personal may be asked.
    Terminal,
    /// On a chat platform: they may not.
    ChatPlatform,
}

/// What comes of a step of a dialogue.
enum Advance {
    /// Something is asked, after something was said.
    Ask {
        said: Vec<Reply>,
        dialogue: Box<Dialogue>,
    },
    /// It is finished.
    Done(Vec<Reply>),
}

impl Advance {
    fn ask(task: Task, about: About, prompt: Prompt) -> Self {
        Self::after(Vec::new(), task, about, prompt)
    }

    fn after(said: Vec<Reply>, task: Task, about: About, prompt: Prompt) -> Self {
        Self::Ask {
            said,
            dialogue: Box::new(Dialogue {
                task,
                about,
                prompt,
            }),
        }
    }
}

type Heard<T> = Result<T, ApiError>;

impl Assistant {
    /// The assistant of the one whose client this is; `pack` answers instead of their authority's own.
    pub fn new(api: Client, pack: Option<String>, audience: Audience) -> Self {
        Self {
            api,
            pack,
            audience,
            me: OnceCell::new(),
        }
    }

    /// What it says to `text`. Whatever goes wrong is said too, and leaves the conversation as it was.
    pub async fn hear(&self, conversation: &mut Conversation, text: &str) -> Vec<Reply> {
        match self.take_in(conversation, text.trim()).await {
            Ok(replies) => replies,
            Err(failure) => {
                let prompt = conversation
                    .dialogue
                    .as_ref()
                    .map(|dialogue| dialogue.prompt.reply());
                [self.explain(&failure).await]
                    .into_iter()
                    .chain(prompt)
                    .collect()
            }
        }
    }

    /// A failure in words, with the pack's names where they can be had.
    pub async fn explain(&self, failure: &ApiError) -> Reply {
        let pack = match failure {
            ApiError::Problem(_) => self.own_pack().await.ok(),
            _ => None,
        };
        messages::failed(failure, Names(pack.as_ref()))
    }

    /// The caller, asked once.
    async fn me(&self) -> Heard<&Me> {
        self.me.get_or_try_init(|| self.api.me()).await
    }

    /// The pack that answers: the one configured, the caller's own, or the only one there is.
    async fn pack_id(&self) -> Heard<String> {
        if let Some(pack) = &self.pack {
            return Ok(pack.clone());
        }
        match self.me().await {
            Ok(me) => Ok(me.pack.clone()),
            Err(refusal @ ApiError::Problem(_)) => match self.api.packs().await?.as_slice() {
                [only] => Ok(only.id.clone()),
                _ => Err(refusal),
            },
            Err(failure) => Err(failure),
        }
    }

    /// The pack under which the caller opens transfers.
    async fn own_pack(&self) -> Heard<Pack> {
        let me = self.me().await?;
        self.api.pack(&me.pack).await
    }
}

/// Whether the service said no, rather than could not answer: then asking again in the same words is no use.
fn is_refusal(failure: &ApiError) -> bool {
    match failure {
        ApiError::Problem(problem) => problem.status < 500 && !matches!(problem.status, 401 | 429),
        ApiError::Unreachable(_) | ApiError::Unexpected { .. } => false,
    }
}

/// What was looked for, or `None` where it does not exist or may not be seen.
fn found<T>(answer: Heard<T>) -> Heard<Option<T>> {
    match answer {
        Ok(thing) => Ok(Some(thing)),
        Err(ApiError::Problem(problem)) if problem.status == 404 => Ok(None),
        Err(failure) => Err(failure),
    }
}

/// Every entry of a list, page by page.
async fn all<T>(fetch: impl AsyncFn(PageQuery) -> Heard<Page<T>>) -> Heard<Vec<T>> {
    let mut query = PageQuery {
        limit: Some(100),
        cursor: None,
    };
    let mut entries = Vec::new();
    loop {
        let page = fetch(query.clone()).await?;
        entries.extend(page.items);
        match page.next_cursor {
            Some(cursor) => query.cursor = Some(cursor),
            None => return Ok(entries),
        }
    }
}
