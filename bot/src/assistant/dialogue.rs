//! Going through a conversation: commands, questions, and what is asked back, with danger before everything.

use openapi::{Answer, AskOutcome};
use uuid::Uuid;

use super::conversation::{Acting, Conversation, Dialogue, Logging, Opening, Task};
use super::intent::Intent;
use super::prompt::{Given, Prompt, is_yes};
use super::reply::Reply;
use super::{Advance, Assistant, Heard, messages};

impl Assistant {
    pub(super) async fn take_in(
        &self,
        conversation: &mut Conversation,
        text: &str,
    ) -> Heard<Vec<Reply>> {
        let agrees_to_log =
            conversation.log_offered && conversation.dialogue.is_none() && is_yes(text);
        let intent = if agrees_to_log {
            Intent::LogContact { urgent: true }
        } else {
            Intent::read(text)
        };
        match (intent, conversation.dialogue.clone()) {
            (_, None) if text.is_empty() => Ok(vec![messages::help()]),
            (_, Some(dialogue)) if text.is_empty() => Ok(vec![dialogue.prompt.reply()]),
            (Intent::Cancel, _) => Ok(cancel(conversation)),
            (Intent::LogContact { urgent }, dialogue) => {
                self.start_logging(conversation, dialogue, urgent).await
            }
            (intent, None) => self.obey(conversation, intent, text).await,
            (intent, Some(dialogue)) => self.go_on(conversation, dialogue, intent, text).await,
        }
    }

    /// Does what is wanted while no question is open.
    async fn obey(
        &self,
        conversation: &mut Conversation,
        intent: Intent,
        text: &str,
    ) -> Heard<Vec<Reply>> {
        match intent {
            Intent::Open { case, rest } => {
                let mut said = self.alarm(conversation, &rest).await?;
                let opening = Opening {
                    case,
                    rest,
                    key: Uuid::now_v7(),
                    ..Opening::default()
                };
                said.extend(self.start(conversation, Task::Opening(opening)).await?);
                Ok(said)
            }
            Intent::Act {
                step,
                reference,
                rest,
            } => {
                let mut said = self.alarm(conversation, &rest).await?;
                let acting = Acting {
                    rest,
                    key: Uuid::now_v7(),
                    ..Acting::of(step, reference)
                };
                said.extend(self.start(conversation, Task::Acting(acting)).await?);
                Ok(said)
            }
            other => match self.look_up(&other).await? {
                Some(reply) => Ok(vec![reply]),
                None => self.question(conversation, text).await,
            },
        }
    }

    /// Whatever is only looked up; `None` where it is a question for the procedure.
    pub(super) async fn look_up(&self, intent: &Intent) -> Heard<Option<Reply>> {
        let reply = match intent {
            Intent::Help => self.help().await,
            Intent::ActOnWhat(step) => messages::on_which(*step),
            Intent::Pending => self.pending().await?,
            Intent::Overdue => self.overdue().await?,
            Intent::Deadlines => self.due().await?,
            Intent::Show(reference) => self.show(reference).await?,
            Intent::Matters => self.matters().await?,
            Intent::Checklist(reference) => self.checklist(reference).await?,
            Intent::Next(reference) => self.next(reference).await?,
            Intent::OnDuty { team, at } => return self.duty(team.as_deref(), *at).await,
            Intent::Acknowledge(reference) => self.take_call(reference).await?,
            Intent::Call(reference) => self.call(reference).await?,
            Intent::AboutNotice(about) => self.about_notice(about, &[]).await?.into_reply(),
            Intent::Procedure => messages::procedure(self.answering_pack().await?.as_ref()),
            Intent::Rule(id) => messages::rule(self.answering_pack().await?.as_ref(), id),
            Intent::Define(term) => {
                let pack = self.answering_pack().await?;
                return Ok(messages::defined(&pack, term));
            }
            Intent::Judge {
                answer,
                helpful,
                entry,
            } => self.judge(*answer, *helpful, entry.clone()).await?,
            Intent::GoOn { question, with } => self.told(*question, with, &[]).await?.into_reply(),
            Intent::Absent(absent) => {
                let turn = self.absent(absent, &[], Uuid::now_v7()).await?;
                turn.into_reply()
            }
            Intent::Meeting(name) => self.meetings(name.as_deref()).await?,
            _ => return Ok(None),
        };
        Ok(Some(reply))
    }

    /// Goes on with what is being done: the text answers the open question, or is something else in between.
    async fn go_on(
        &self,
        conversation: &mut Conversation,
        dialogue: Dialogue,
        intent: Intent,
        text: &str,
    ) -> Heard<Vec<Reply>> {
        match dialogue.prompt.read(text) {
            Some(given) if intent != Intent::Help => {
                let mut said = self.alarm_within(conversation, &dialogue, text).await?;
                let task = taken(dialogue, given, !said.is_empty());
                said.extend(self.start(conversation, task).await?);
                Ok(said)
            }
            _ if matches!(dialogue.task, Task::Choosing(_)) => {
                conversation.dialogue = None;
                self.obey(conversation, intent, text).await
            }
            _ => {
                let mut said = self
                    .in_between(conversation, &dialogue.prompt, &intent, text)
                    .await?;
                said.push(dialogue.prompt.reply());
                Ok(said)
            }
        }
    }

    /// Something said in the middle of a dialogue that does not answer its question. Danger comes first.
    async fn in_between(
        &self,
        conversation: &mut Conversation,
        prompt: &Prompt,
        intent: &Intent,
        text: &str,
    ) -> Heard<Vec<Reply>> {
        if matches!(intent, Intent::Open { .. } | Intent::Act { .. }) {
            return Ok(vec![messages::finish_first()]);
        }
        if let Some(reply) = self.look_up(intent).await? {
            return Ok(vec![reply]);
        }
        let answer = self.answer(text).await?;
        match (answer.urgent, answer.outcome) {
            (true, _) => Ok(offering_to_log(conversation, &answer)),
            (false, AskOutcome::Answered) => Ok(messages::answered(&answer)),
            _ => Ok(vec![messages::not_understood(prompt)]),
        }
    }

    /// Takes a task as far as it goes by itself.
    async fn start(&self, conversation: &mut Conversation, task: Task) -> Heard<Vec<Reply>> {
        Ok(settle(conversation, self.advance(task).await?))
    }

    /// A task's next question, or its end.
    pub(super) async fn advance(&self, task: Task) -> Heard<Advance> {
        match task {
            Task::Opening(opening) => self.open(opening).await,
            Task::Acting(acting) => self.act(acting).await,
            Task::Logging(logging) => self.log(logging).await,
            Task::Choosing(choosing) => self.choose(choosing).await,
        }
    }

    async fn start_logging(
        &self,
        conversation: &mut Conversation,
        open: Option<Dialogue>,
        urgent: bool,
    ) -> Heard<Vec<Reply>> {
        if let Some(dialogue) = open {
            if matches!(dialogue.task, Task::Logging(_)) {
                return Ok(vec![dialogue.prompt.reply()]);
            }
            conversation.paused = Some(dialogue);
        }
        let urgent = std::mem::take(&mut conversation.log_offered) || urgent;
        self.start(
            conversation,
            Task::Logging(Logging {
                urgent,
                key: Uuid::now_v7(),
                ..Logging::default()
            }),
        )
        .await
    }
}

/// The task with what was given; a call about danger is urgent.
fn taken(dialogue: Dialogue, given: Given, alarmed: bool) -> Task {
    let mut task = dialogue.task;
    task.take(dialogue.about, given);
    if let Task::Logging(logging) = &mut task {
        logging.urgent |= alarmed;
    }
    task
}

pub(super) fn settle(conversation: &mut Conversation, advance: Advance) -> Vec<Reply> {
    match advance {
        Advance::Ask {
            mut said, dialogue, ..
        } => {
            said.push(dialogue.prompt.reply());
            conversation.dialogue = Some(*dialogue);
            said
        }
        Advance::Done(mut said) => {
            said.extend(take_up(conversation));
            said
        }
    }
}

/// Takes up what was interrupted, if anything was.
fn take_up(conversation: &mut Conversation) -> Vec<Reply> {
    conversation.dialogue = conversation.paused.take();
    let dialogue = conversation.dialogue.iter();
    dialogue
        .flat_map(|dialogue| [messages::where_were_we(), dialogue.prompt.reply()])
        .collect()
}

fn cancel(conversation: &mut Conversation) -> Vec<Reply> {
    let something = conversation.dialogue.take().is_some();
    conversation.log_offered = false;
    let mut said = vec![messages::cancelled(something)];
    said.extend(take_up(conversation));
    said
}

pub(super) fn offering_to_log(conversation: &mut Conversation, answer: &Answer) -> Vec<Reply> {
    conversation.log_offered = true;
    let mut said = messages::answered(answer);
    said.push(messages::offer_to_log());
    said
}
