//! Asking the procedure in turns: the answer, what it turns on, and the danger in whatever somebody writes.

use openapi::{Answer, AnswerQuestion, AskOutcome};
use uuid::Uuid;

use super::conversation::Task;
use super::prompt::{Expected, Given, Prompt, date, instant};
use super::recall::Question;
use super::reply::{Choice, Reply};
use super::turn::{Asks, Field, Filled, Turn};
use super::{Assistant, Heard, messages};

/// Most clauses offered below an answer.
const CLAUSES: usize = 3;

impl Assistant {
    /// The procedure's answer to a question, whatever else the text could mean.
    pub async fn question_turn(&self, question: &str) -> Turn {
        match self.asked(Question::new(question.trim())).await {
            Ok(turn) => turn,
            Err(failure) => Turn::saying(vec![self.explain(&failure).await]),
        }
    }

    /// Whom to ring where a child may be in danger.
    ///
    /// # Errors
    ///
    /// Where the API refuses or cannot be reached.
    pub async fn urgent_route(&self) -> Heard<Vec<Reply>> {
        let answer = self.answer(messages::URGENT_QUESTION).await?;
        let mut said = messages::answered(&answer);
        if let Some(last) = said.last_mut() {
            last.offers
                .push(Choice::new("log an urgent call", "Log this call"));
        }
        Ok(said)
    }

    /// The answer to a question; where it turns on something, or one of several close ones is meant, that is asked back.
    pub(super) async fn asked(&self, question: Question) -> Heard<Turn> {
        let answer = self.answer_to(&question).await?;
        let mut said = messages::answered(&answer);
        if let Some(last) = said.last_mut() {
            last.offers.extend(offers(&answer, None));
        }
        let asks = match (answer.urgent, &answer.missing, answer.outcome) {
            (true, ..) => None,
            (false, Some(missing), _) => self.asks_back(question, missing).await?,
            (false, None, AskOutcome::Choice) => Some(which(self.recall.keep(question), &answer)),
            (false, None, _) => None,
        };
        Ok(Turn { said, asks })
    }

    /// The one fact on which an answer turns, unless it may not be asked here.
    async fn asks_back(&self, question: Question, missing: &AnswerQuestion) -> Heard<Option<Asks>> {
        let pack = self.answering_pack().await?;
        if !self.may_ask(&pack, &missing.id) {
            return Ok(None);
        }
        let missing = missing.clone();
        let asked = Question {
            missing: Some(missing.clone()),
            ..question
        };
        Ok(Some(asking_for(&missing, self.recall.keep(asked))))
    }

    /// Goes on with a question: with what it asked back, or with the entry that was chosen.
    pub(super) async fn told(&self, id: Uuid, with: &str, filled: &[Filled]) -> Heard<Turn> {
        let Some(mut question) = self.recall.find(id) else {
            return Ok(Turn::saying(vec![messages::asked_too_long_ago()]));
        };
        let Some(missing) = question.missing.take() else {
            let answer = self.answer_to(&question).await?;
            let mut said = messages::chosen(&answer, with);
            if let Some(last) = said.last_mut() {
                last.offers.extend(offers(&answer, Some(with)));
            }
            return Ok(Turn::saying(said));
        };
        let written = filled.first().map_or(with, |(_, text)| text.as_str());
        if written.is_empty() {
            return Ok(Turn::asking(asking_for(&missing, id)));
        }
        let mut said = self.danger_in("", filled).await?;
        let prompt = prompt_for(&missing);
        let turn = match prompt.read(written) {
            Some(Given::Value(value)) => {
                question.facts.insert(missing.id, value);
                self.asked(question).await?
            }
            _ => Turn::saying(vec![messages::filled_in_wrongly(
                &prompt,
                &format!("go on {id}"),
            )]),
        };
        said.extend(turn.said);
        Ok(Turn { said, ..turn })
    }

    /// The urgent answer where what was written in free words shows danger; nothing otherwise.
    pub(super) async fn alarmed(
        &self,
        task: &Task,
        words: &str,
        filled: &[Filled],
    ) -> Heard<Vec<Reply>> {
        match task {
            Task::Logging(logging) if logging.urgent => Ok(Vec::new()),
            _ => self.danger_in(words, filled).await,
        }
    }

    async fn danger_in(&self, words: &str, filled: &[Filled]) -> Heard<Vec<Reply>> {
        let texts = std::iter::once(words).chain(filled.iter().map(|(_, text)| text.as_str()));
        for text in texts.filter_map(free_words) {
            let answer = self.answer(&text).await?;
            if answer.urgent {
                let mut said = messages::answered(&answer);
                if let Some(first) = said.first_mut() {
                    first.offers.extend(offers(&answer, None));
                }
                return Ok(said);
            }
        }
        Ok(Vec::new())
    }
}

/// What can be done about an answer, or about the one entry of it that was chosen.
fn offers(answer: &Answer, chosen: Option<&str>) -> Vec<Choice> {
    let log = match answer.urgent {
        true => "log an urgent call",
        false => "log a call",
    };
    let entries = answer.answers.iter();
    let shown = entries.filter(|entry| chosen.is_none_or(|chosen| entry.entry == chosen));
    let cited = shown.flat_map(|entry| &entry.citations);
    let mut rules: Vec<&str> = cited.map(|citation| citation.rule.as_str()).collect();
    rules.sort_unstable();
    rules.dedup();
    let clauses = rules.iter().take(CLAUSES).map(|rule| {
        let label = if rules.len() == 1 {
            "Show the clause".into()
        } else {
            format!("Clause {rule}")
        };
        Choice::new(format!("rule {rule}"), label)
    });
    let judged = answer.id.into_iter().flat_map(|id| {
        let right = chosen.map(|entry| format!(" {entry}")).unwrap_or_default();
        [
            Choice::new(format!("helped {id}{right}"), "This helped"),
            Choice::new(format!("did not help {id}"), "This did not help"),
        ]
    });
    std::iter::once(Choice::new(log, "Log this call"))
        .chain(clauses)
        .chain(judged)
        .collect()
}

fn which(question: Uuid, answer: &Answer) -> Asks {
    let entries = answer.answers.iter();
    let entries = entries.map(|entry| Choice::new(&entry.entry, &entry.title));
    Asks::Choice {
        command: format!("go on {question}"),
        prompt: Prompt::new("Which do you mean?", Expected::OneOf(entries.collect())),
    }
}

/// What was asked back: chosen where it can be, written otherwise.
fn asking_for(missing: &AnswerQuestion, question: Uuid) -> Asks {
    let command = format!("go on {question}");
    let prompt = prompt_for(missing);
    let choices = match prompt.expected {
        Expected::YesNo => vec![Choice::new("yes", "Yes"), Choice::new("no", "No")],
        Expected::OneOf(choices) => choices,
        expected => {
            let prompt = Prompt::new(prompt.question, expected);
            let name = missing.id.clone();
            let fields = vec![Field { name, prompt }];
            return Asks::Form { command, fields };
        }
    };
    let prompt = Prompt::new(prompt.question, Expected::OneOf(choices));
    Asks::Choice { command, prompt }
}

fn prompt_for(missing: &AnswerQuestion) -> Prompt {
    Prompt::for_fact(&missing.question, missing.kind, &missing.choices)
}

/// What somebody wrote in words of their own: nothing where it is only a date, or ids.
fn free_words(text: &str) -> Option<String> {
    let is_id = |word: &&str| word.contains('_') || word.parse::<Uuid>().is_ok();
    let words: Vec<_> = text
        .split_whitespace()
        .filter(|word| !is_id(word))
        .collect();
    let is_date = date(text)
        .or(instant(text).map(|at| at.date_naive()))
        .is_some();
    (words.len() > 1 && !is_date).then(|| words.join(" "))
}
