//! Turns: the assistant for a face without a memory, which shows choices and forms and comes back with what was picked.
//!
//! A turn is said as text, `decline T-0031 wrong_team`, so that a button is nothing but a sentence that need not be
//! typed. What is asked back comes with the sentence that leads there again; nobody has to remember anything.

use openapi::{Answer, AnswerQuestion, AskOutcome};
use uuid::Uuid;

use super::conversation::{About, Acting, Logging, Opening, Task};
use super::intent::Intent;
use super::members::is_choice;
use super::prompt::{Expected, Given, Prompt, date, instant};
use super::recall::Question;
use super::reply::{Choice, Reply, Tone};
use super::{Advance, Assistant, Heard, messages};

/// Most questions of one form.
const AT_MOST: usize = 5;

/// Most clauses offered below an answer.
const CLAUSES: usize = 3;

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
                action,
                reference,
                rest,
            } => {
                let acting = Acting {
                    rest: rest.clone(),
                    in_form: true,
                    key,
                    ..Acting::of(action, reference)
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
    async fn asked(&self, question: Question) -> Heard<Turn> {
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
        if !self.may_ask(&self.answering_pack().await?, &missing.id) {
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
    async fn alarmed(&self, task: &Task, words: &str, filled: &[Filled]) -> Heard<Vec<Reply>> {
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

impl Field {
    fn asking((about, prompt): (About, Prompt)) -> Self {
        Self {
            name: name_of(&about),
            prompt,
        }
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

/// The task with what was filled in, or the question that was not answered.
fn taken(mut task: Task, fields: Vec<(About, Prompt)>, filled: &[Filled]) -> Result<Task, Prompt> {
    if let Task::Acting(acting) = &mut task {
        acting.in_form = false;
    }
    for (about, prompt) in fields {
        let name = name_of(&about);
        let text = filled
            .iter()
            .find(|(of, _)| *of == name)
            .map(|(_, text)| text.trim());
        let given = match text.filter(|text| !text.is_empty()) {
            None if prompt.may_skip => Given::Skipped,
            Some(text) => prompt.read(text).ok_or(prompt)?,
            None => return Err(prompt),
        };
        task.take(about, given);
    }
    Ok(task)
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

/// The name of a question in a form.
fn name_of(about: &About) -> String {
    match about {
        About::Case => "case".into(),
        About::Pathway => "pathway".into(),
        About::ReceivingTeam => "receiving_team".into(),
        About::PlannedOn => "planned_on".into(),
        About::Discussion => "discussion".into(),
        About::TransferringManager => "transferring_manager".into(),
        About::ReceivingManager => "receiving_manager".into(),
        About::Fact(id) => id.clone(),
        About::Member(name) => name.clone(),
        About::Confirmation => "confirmation".into(),
        About::Caller => "caller".into(),
        About::Concern => "concern".into(),
        About::Entry => "entry".into(),
    }
}
