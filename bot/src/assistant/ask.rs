//! Questions: answered from the procedure, the urgent ones before anything else.

use openapi::{Answer, AskOutcome, AskRequest, Verdict};
use uuid::Uuid;

use super::conversation::{About, Choosing, Conversation, Dialogue, Task};
use super::dialogue::{offering_to_log, settle};
use super::recall::Question;
use super::reply::{Choice, Reply};
use super::{Advance, Assistant, Heard, messages};

impl Assistant {
    /// The procedure's answer to a question, by itself.
    ///
    /// # Errors
    ///
    /// Where the API refuses or cannot be reached.
    pub async fn answer(&self, question: &str) -> Heard<Answer> {
        self.answer_to(&Question::new(question)).await
    }

    /// The procedure's answer to a question with what was told beside it.
    pub(super) async fn answer_to(&self, question: &Question) -> Heard<Answer> {
        let pack = self.pack_id().await?;
        let service = self.service(&pack).await;
        let request = AskRequest {
            question: question.text.chars().take(1000).collect(),
            service,
            facts: question.facts.clone(),
            ..AskRequest::default()
        };
        self.api.ask(&pack, &request).await
    }

    /// Says what an answer was worth.
    pub(super) async fn judge(
        &self,
        answer: Uuid,
        helpful: bool,
        entry: Option<String>,
    ) -> Heard<Reply> {
        let verdict = Verdict {
            helpful,
            right_entry: entry,
        };
        self.api.judge_answer(answer, &verdict).await?;
        Ok(messages::judged(helpful))
    }

    /// The caller's service, where they have one and the pack is their own.
    async fn service(&self, pack: &str) -> Option<String> {
        let me = self.me().await.ok().filter(|me| me.pack == pack)?;
        let (first, others) = me.teams.split_first()?;
        others
            .iter()
            .all(|team| team.service == first.service)
            .then(|| first.service.clone())
    }

    /// Answers a question while nothing else is going on.
    pub(super) async fn question(
        &self,
        conversation: &mut Conversation,
        text: &str,
    ) -> Heard<Vec<Reply>> {
        let answer = self.answer(text).await?;
        match (answer.urgent, answer.outcome) {
            (true, _) => Ok(offering_to_log(conversation, &answer)),
            (false, AskOutcome::Choice) if answer.missing.is_none() => {
                Ok(settle(conversation, ask_which(text, &answer)))
            }
            _ => Ok(messages::answered(&answer)),
        }
    }

    /// Shows the entry that was chosen: the same question has the same answers.
    pub(super) async fn choose(&self, choosing: Choosing) -> Heard<Advance> {
        let answer = self.answer(&choosing.question).await?;
        let chosen = choosing.chosen.unwrap_or_default();
        Ok(Advance::Done(messages::chosen(&answer, &chosen)))
    }

    /// The urgent answer where `text` shows danger; nothing otherwise.
    pub(super) async fn alarm(
        &self,
        conversation: &mut Conversation,
        text: &str,
    ) -> Heard<Vec<Reply>> {
        if text.is_empty() {
            return Ok(Vec::new());
        }
        let answer = self.answer(text).await?;
        Ok(match answer.urgent {
            true => offering_to_log(conversation, &answer),
            false => Vec::new(),
        })
    }

    /// The same for the answer to an open question, except where it only repeats one of the choices, or where an
    /// urgent call is being logged and the urgent answer has just been shown.
    pub(super) async fn alarm_within(
        &self,
        conversation: &mut Conversation,
        dialogue: &Dialogue,
        text: &str,
    ) -> Heard<Vec<Reply>> {
        match &dialogue.task {
            Task::Logging(logging) if logging.urgent => Ok(Vec::new()),
            Task::Logging(_) => {
                let mut said = self.alarm(conversation, text).await?;
                if std::mem::take(&mut conversation.log_offered) {
                    said.pop();
                }
                Ok(said)
            }
            _ if dialogue.prompt.is_exactly(text) => Ok(Vec::new()),
            _ => self.alarm(conversation, text).await,
        }
    }
}

fn ask_which(question: &str, answer: &Answer) -> Advance {
    let entries = answer
        .answers
        .iter()
        .map(|entry| Choice::new(&entry.entry, &entry.title))
        .collect();
    let choosing = Choosing {
        question: question.to_owned(),
        entries,
        chosen: None,
    };
    let prompt = messages::which_is_meant(&choosing);
    Advance::after(
        messages::answered(answer),
        Task::Choosing(choosing),
        About::Entry,
        prompt,
    )
}
