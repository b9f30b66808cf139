//! A conversation: the little that the assistant must remember between two things heard.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use openapi::DiscussionWay;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};
use uuid::Uuid;

use super::prompt::Prompt;
use super::reply::Choice;
use super::step::Step;

/// What is going on with one person. It can be stored and taken up again by another process.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Conversation {
    /// What is being done, with the question that is open.
    pub dialogue: Option<Dialogue>,
    /// What was interrupted to log a call, to be taken up afterwards.
    pub paused: Option<Dialogue>,
    /// Whether an urgent answer was shown and logging the call was offered.
    pub log_offered: bool,
}

/// Something being done, with the question that is open.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Dialogue {
    /// What is being done.
    pub task: Task,
    /// What the open question is about.
    pub about: About,
    /// The open question.
    pub prompt: Prompt,
}

/// What is being done.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Task {
    /// Opening a transfer.
    Opening(Opening),
    /// Acting on one, or on a matter of its own.
    Acting(Acting),
    /// Logging a call.
    Logging(Logging),
    /// Choosing between answers.
    Choosing(Choosing),
}

/// What a question is about.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum About {
    /// The case to be moved, or called about.
    Case,
    /// The pathway.
    Pathway,
    /// The team that would hold the case.
    ReceivingTeam,
    /// The planned day.
    PlannedOn,
    /// How the managers talked.
    Discussion,
    /// Who talked for the team that holds the case.
    TransferringManager,
    /// Who talked for the team that would hold it.
    ReceivingManager,
    /// A fact, by id.
    Fact(String),
    /// A member of an action's body, by name.
    Member(String),
    /// Whether all is right.
    Confirmation,
    /// Who called.
    Caller,
    /// What they called about.
    Concern,
    /// Which answer is meant.
    Entry,
}

/// Something that may be left open: it must be known whether it was asked.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Asked<T> {
    /// Not asked yet.
    #[default]
    NotYet,
    /// Asked and left open.
    LeftOpen,
    /// Answered.
    Answered(T),
}

impl<T> Asked<T> {
    /// The answer, where there is one.
    pub fn answer(self) -> Option<T> {
        match self {
            Self::Answered(value) => Some(value),
            Self::NotYet | Self::LeftOpen => None,
        }
    }
}

/// A transfer being opened.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Opening {
    /// Reference of the case.
    pub case: Option<String>,
    /// Pathway of the pack.
    pub pathway: Option<String>,
    /// Team that would hold the case.
    pub receiving_team: Option<Uuid>,
    /// Planned day of landing.
    pub planned_on: Asked<NaiveDate>,
    /// How the managers talked; left open where they have not yet.
    pub discussion: Asked<DiscussionWay>,
    /// Who talked for the team that holds the case.
    pub transferring_manager: Option<Uuid>,
    /// Who talked for the team that would hold it.
    pub receiving_manager: Option<Uuid>,
    /// Facts that were asked and answered.
    pub facts: BTreeMap<String, Value>,
    /// Facts that were asked and left open.
    pub skipped: Vec<String>,
    /// Whether all that can be asked at once is: then the draft is kept, and the rest recorded on it.
    #[serde(default)]
    pub in_form: bool,
    /// Words after the reference of the case that have not been used yet.
    #[serde(default)]
    pub rest: String,
    /// Whether all was found right.
    pub confirmed: Option<bool>,
    /// Key under which it is sent, so that sending it twice does it once.
    pub key: Uuid,
}

/// A step being prepared.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Acting {
    /// The step.
    pub step: Step,
    /// Reference of the transfer or matter.
    pub reference: String,
    /// What is known of its body.
    pub body: Map<String, Value>,
    /// The fact that is to be recorded.
    pub fact: Option<String>,
    /// Words after the reference that have not been used yet.
    pub rest: String,
    /// Whether all that can be asked at once is, with what may be added.
    #[serde(default)]
    pub in_form: bool,
    /// Key under which it is sent, so that sending it twice does it once.
    pub key: Uuid,
}

impl Acting {
    /// A step of which nothing is known but its name and what it is done with.
    pub fn of(step: Step, reference: String) -> Self {
        Self {
            step,
            reference,
            body: Map::new(),
            fact: None,
            rest: String::new(),
            in_form: false,
            key: Uuid::nil(),
        }
    }
}

/// A call being logged.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Logging {
    /// Whether it cannot wait.
    pub urgent: bool,
    /// Who called.
    pub caller: Option<String>,
    /// What about.
    pub concern: Option<String>,
    /// Reference of the case, where it is about one.
    pub case: Asked<String>,
    /// Key under which it is sent, so that sending it twice does it once.
    pub key: Uuid,
}

/// A question with several answers about as close.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Choosing {
    /// The question.
    pub question: String,
    /// The entries to choose from.
    pub entries: Vec<Choice>,
    /// The entry that was chosen.
    pub chosen: Option<String>,
}
