//! The assistant, free of any chat platform: text in, replies out, the API behind it.

mod absence;
mod acting;
mod ask;
mod asking;
mod contact;
pub mod conversation;
mod deadlines;
mod dialogue;
mod duty;
mod form;
pub mod intent;
mod looking;
mod members;
pub mod messages;
mod notices;
pub mod nudges;
mod opening;
mod procedure;
pub mod prompt;
pub mod recall;
pub mod reply;
mod sending;
pub mod step;
mod suggestions;
mod take;
pub mod turn;

#[cfg(test)]
mod sample;
#[cfg(test)]
mod stub;
#[cfg(test)]
mod tests;
#[cfg(test)]
mod turn_tests;

use std::sync::Arc;

use openapi::{ApiError, Client, Me, Pack, Page, PageQuery, Practitioner, Team};
use tokio::sync::OnceCell;

use conversation::{About, Conversation, Dialogue, Task};
use messages::Names;
use prompt::Prompt;
use recall::Recall;
pub use reply::{Choice, Reply, Tone};

/// The assistant of one person: it acts with their token and may do what they may.
#[derive(Debug)]
pub struct Assistant {
    api: Client,
    pack: Option<String>,
    audience: Audience,
    me: OnceCell<Me>,
    own: OnceCell<Arc<Pack>>,
    recall: Arc<Recall>,
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
        form: Form,
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
            form: Form::default(),
        }
    }

    /// The same with what else a form may ask, and the command that leads back here.
    fn in_form(self, command: String, further: Vec<(About, Prompt)>) -> Self {
        match self {
            Self::Ask { said, dialogue, .. } => Self::Ask {
                said,
                dialogue,
                form: Form { command, further },
            },
            done => done,
        }
    }
}

/// What a form needs to know beside the open question.
#[derive(Default)]
struct Form {
    /// What was said so far, in as few words as possible: saying it again leads to the same question.
    command: String,
    /// What may be asked in the same breath.
    further: Vec<(About, Prompt)>,
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
            own: OnceCell::new(),
            recall: Arc::default(),
        }
    }

    /// The same, by somebody who knows the pack of the caller's authority already.
    pub fn knowing(self, own: Arc<Pack>) -> Self {
        Self {
            own: OnceCell::new_with(Some(own)),
            ..self
        }
    }

    /// The same, remembering questions together with others, so that what was asked back can be answered later.
    pub fn recalling(self, recall: Arc<Recall>) -> Self {
        Self { recall, ..self }
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
        messages::failed(failure, Names(pack.map(AsRef::as_ref)))
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
        if let Some(own) = self.own.get() {
            return Ok(own.id.clone());
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

    /// Every team of the authority.
    async fn teams(&self) -> Heard<Vec<Team>> {
        let mut gathered = Gathered::new();
        while let Some(page) = gathered.next.take() {
            gathered.add(self.api.teams(&page).await?);
        }
        Ok(gathered.entries)
    }

    /// Everybody of the authority.
    async fn people(&self) -> Heard<Vec<Practitioner>> {
        let mut gathered = Gathered::new();
        while let Some(page) = gathered.next.take() {
            gathered.add(self.api.practitioners(&page).await?);
        }
        Ok(gathered.entries)
    }

    /// The pack under which the caller opens transfers, asked once.
    async fn own_pack(&self) -> Heard<&Arc<Pack>> {
        let asked = || async { Ok(Arc::new(self.api.pack(&self.me().await?.pack).await?)) };
        self.own.get_or_try_init(asked).await
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
        Err(nothing) if is_missing(&nothing) => Ok(None),
        Err(failure) => Err(failure),
    }
}

fn is_missing(failure: &ApiError) -> bool {
    matches!(failure, ApiError::Problem(problem) if problem.status == 404)
}

/// Every entry of a list, gathered page by page.
struct Gathered<T> {
    entries: Vec<T>,
    next: Option<PageQuery>,
}

impl<T> Gathered<T> {
    fn new() -> Self {
        let next = PageQuery {
            limit: Some(100),
            cursor: None,
        };
        Self {
            entries: Vec::new(),
            next: Some(next),
        }
    }

    fn add(&mut self, page: Page<T>) {
        self.entries.extend(page.items);
        self.next = page.next_cursor.map(|cursor| PageQuery {
            limit: Some(100),
            cursor: Some(cursor),
        });
    }
}
