//! Turns: the assistant for a face without a memory, which shows choices and forms and comes back with what was picked.
//!
//! A turn is said as text, `decline T-0031 wrong_team`, so that a button is nothing but a sentence that need not be
//! typed. What is asked back comes with the sentence that leads there again; nobody has to remember anything.

use uuid::Uuid;

use super::conversation::{Acting, Logging, Opening, Task};
use super::form::taken;
use super::intent::Intent;
use super::members::is_choice;
use super::prompt::Prompt;
use super::recall::Question;
use super::reply::{Reply, Tone};
use super::{Advance, Assistant, Heard, messages};

/// Most questions of one form.
const AT_MOST: usize = 5;

/// What came of something said.
#[derive(Debug, Default)]
pub struct Turn {
    /// What the assistant says.
    pub said: Vec<Reply>,
    /// What it asks.
    pub asks: Option<Asks>,
}

/// What is asked back.
#[derive(Debug, Clone, PartialEq)]
pub enum Asks {
    /// One of several things: `command` with what was chosen behind it is the next thing to say.
    Choice {
        /// What was said so far.
        command: String,
        /// The question.
        prompt: Prompt,
    },
    /// Several things at once: `command` is said again together with what was filled in.
    Form {
        /// What was said so far.
        command: String,
        /// The questions, by name.
        fields: Vec<Field>,
    },
}

/// One question of a form.
#[derive(Debug, Clone, PartialEq)]
pub struct Field {
    /// Its name.
    pub name: String,
    /// The question.
    pub prompt: Prompt,
}

/// What was filled in: the name of a question and what was written there.
pub type Filled = (String, String);

impl Assistant {
    /// What it says to `text`, with what was filled in. Under the same `key` a thing is done once, however often it is said.
    pub async fn turn(&self, text: &str, filled: &[Filled], key: Uuid) -> Turn {
        match self.heard(text.trim(), filled, key).await {
            Ok(turn) => turn,
            Err(failure) => Turn::saying(vec![self.explain(&failure).await]),
        }
    }

    async fn heard(&self, text: &str, filled: &[Filled], key: Uuid) -> Heard<Turn> {
        let (task, words) = match Intent::read(text) {
            _ if text.is_empty() => return Ok(Turn::saying(vec![messages::help()])),
            Intent::Open { case, rest } => (opening(case, rest.clone(), key), rest),
            Intent::Act {
                step,
                reference,
                rest,
            } => {
                let acting = Acting {
                    rest: rest.clone(),
                    in_form: true,
                    key,
                    ..Acting::of(step, reference)
                };
                (Task::Acting(acting), rest)
            }
            Intent::LogContact { urgent } => (logging(urgent, key), String::new()),
            Intent::AboutNotice(about) => return self.about_notice(&about, filled).await,
            Intent::Absent(absent) => return self.absent(&absent, filled, key).await,
            Intent::GoOn { question, with } => return self.told(question, &with, filled).await,
            intent => {
                return match self.look_up(&intent).await? {
                    Some(reply) => Ok(Turn::saying(vec![reply])),
                    None => self.asked(Question::new(text)).await,
                };
            }
        };
        let mut alarm = self.alarmed(&task, &words, filled).await?;
        let turn = self.go_through(task, filled).await?;
        alarm.extend(turn.said);
        Ok(Turn {
            said: alarm,
            ..turn
        })
    }

    /// Takes a task to what has to be asked, or to its end.
    async fn go_through(&self, task: Task, filled: &[Filled]) -> Heard<Turn> {
        let (said, dialogue, form) = match self.advance(task).await? {
            Advance::Done(said) => return Ok(Turn::saying(said)),
            Advance::Ask {
                said,
                dialogue,
                form,
            } => (said, *dialogue, form),
        };
        if is_choice(&dialogue.prompt) {
            let asks = Asks::Choice {
                command: form.command,
                prompt: dialogue.prompt,
            };
            return Ok(Turn {
                said,
                asks: Some(asks),
            });
        }
        let first = (dialogue.about.clone(), dialogue.prompt);
        let fields = std::iter::once(first).chain(form.further);
        let fields: Vec<_> = fields
            .filter(|(_, prompt)| !is_choice(prompt))
            .take(AT_MOST)
            .collect();
        if filled.is_empty() {
            let command = form.command;
            let fields = fields.into_iter().map(Field::asking).collect();
            let asks = Some(Asks::Form { command, fields });
            return Ok(Turn { said, asks });
        }
        match taken(dialogue.task, fields, filled) {
            Ok(task) => self.finish(task).await,
            Err(wrong) => Ok(Turn::saying(vec![messages::filled_in_wrongly(
                &wrong,
                &form.command,
            )])),
        }
    }

    /// Goes on after a form; whatever else is needed is asked the next time.
    async fn finish(&self, task: Task) -> Heard<Turn> {
        Box::pin(self.go_through(task, &[])).await
    }
}

impl Turn {
    /// Whether anything that was said cannot wait.
    pub fn is_urgent(&self) -> bool {
        self.said.iter().any(|reply| reply.tone == Tone::Urgent)
    }

    pub(super) fn saying(said: Vec<Reply>) -> Self {
        Self { said, asks: None }
    }

    pub(super) fn asking(asks: Asks) -> Self {
        Self {
            said: Vec::new(),
            asks: Some(asks),
        }
    }

    /// As one thing said, where nothing can be picked.
    pub(super) fn into_reply(self) -> Reply {
        let asked = self.asks.map(|asks| match asks {
            Asks::Choice { prompt, .. } => prompt.reply(),
            Asks::Form { fields, .. } => {
                let questions = fields.into_iter().map(|field| field.prompt.question);
                Reply::default().lines(questions)
            }
        });
        self.said
            .into_iter()
            .chain(asked)
            .next()
            .unwrap_or_default()
    }

    /// Whether something was done, and nothing is left to be said about it.
    pub fn is_settled(&self) -> bool {
        self.asks.is_none() && self.said.iter().all(|reply| reply.tone == Tone::Plain)
    }
}

/// Whether saying this settles what somebody was told, so that its buttons are of no more use.
pub fn settles(text: &str) -> bool {
    matches!(
        Intent::read(text),
        Intent::AboutNotice(_) | Intent::Acknowledge(_)
    )
}

/// Whether whoever asks the procedure without being linked may say this: it says nothing of anybody's work.
pub fn is_public(text: &str) -> bool {
    matches!(
        Intent::read(text),
        Intent::Help
            | Intent::Rule(_)
            | Intent::Define(_)
            | Intent::Procedure
            | Intent::GoOn { .. }
    )
}

fn opening(case: Option<String>, rest: String, key: Uuid) -> Task {
    Task::Opening(Opening {
        case,
        rest,
        in_form: true,
        key,
        ..Opening::default()
    })
}

fn logging(urgent: bool, key: Uuid) -> Task {
    Task::Logging(Logging {
        urgent,
        key,
        ..Logging::default()
    })
}
