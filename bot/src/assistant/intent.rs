//! What a person means: a command where the whole text is one, a question otherwise.
//!
//! Commands are read strictly, so that a cry for help that happens to begin like one is still taken for a question.

mod by_id;
mod lookups;
mod steps;
#[cfg(test)]
mod tests;

use chrono::{DateTime, Utc};
use uuid::Uuid;

use super::absence::Absent;
use super::step::Step;

/// What someone wants.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Intent {
    /// To know what can be said.
    Help,
    /// To stop what is going on.
    Cancel,
    /// To see what waits for them.
    Pending,
    /// To see what is late.
    Overdue,
    /// To see what is due.
    Deadlines,
    /// To know who is on duty.
    OnDuty {
        /// The team or service.
        team: Option<String>,
        /// Another moment than now.
        at: Option<DateTime<Utc>>,
    },
    /// To know what a word of the procedure means.
    Define(String),
    /// To see what a rule says.
    Rule(String),
    /// To know which procedure answers.
    Procedure,
    /// To know when a meeting sits and what is on its agenda.
    Meeting(Option<String>),
    /// To see a transfer, a matter or a case.
    Show(String),
    /// To see the matters of their own that are open.
    Matters,
    /// To see the checklist of a transfer or matter.
    Checklist(String),
    /// To know what can be done next with a transfer or matter.
    Next(String),
    /// To open a transfer, perhaps of this case.
    Open {
        /// The case.
        case: Option<String>,
        /// What else was said: the move, the team.
        rest: String,
    },
    /// To act on a transfer or a matter.
    Act {
        /// What is done.
        step: Step,
        /// Reference of the transfer or matter.
        reference: String,
        /// What else was said.
        rest: String,
    },
    /// To act, without saying on what.
    ActOnWhat(Step),
    /// To take an urgent call.
    Acknowledge(String),
    /// To see how far word of an urgent call has got.
    Call(String),
    /// To do something about a notification.
    AboutNotice(AboutNotice),
    /// To record that somebody is away.
    Absent(Absent),
    /// To say what an answer was worth.
    Judge {
        /// Id of the answer.
        answer: Uuid,
        /// Thumb up or down.
        helpful: bool,
        /// The entry that was the right one.
        entry: Option<String>,
    },
    /// To tell what an answer asked back, or to choose one of its entries.
    GoOn {
        /// The question that is remembered.
        question: Uuid,
        /// What was told or chosen; empty where it stands in a form.
        with: String,
    },
    /// To log a call.
    LogContact {
        /// Whether it cannot wait.
        urgent: bool,
    },
    /// To have something answered.
    Question,
}

/// What is done about a notification.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum AboutNotice {
    /// What it reminds of is done.
    Done(Uuid),
    /// It is to come again later.
    Snooze {
        /// The notification.
        id: Uuid,
        /// Until when, in the words that were said; empty where that is still to be asked.
        until: String,
    },
    /// Somebody else is to have it.
    HandOver {
        /// The notification.
        id: Uuid,
        /// Who; absent where that is still to be asked.
        to: Option<Uuid>,
    },
}

impl Intent {
    /// What `text` means.
    pub fn read(text: &str) -> Self {
        let words: Vec<&str> = text.split_whitespace().collect();
        let plain = plain(&words);
        lookups::phrase(&plain)
            .or_else(|| lookups::about_duty(&plain))
            .or_else(|| lookups::about_procedure(&plain))
            .or_else(|| steps::about_reference(&plain, &words))
            .or_else(|| by_id::about_notice(&words))
            .or_else(|| by_id::about_answer(&words))
            .or_else(|| Absent::read(&words).map(Self::Absent))
            .or_else(|| steps::opening(&words))
            .or_else(|| steps::step(&words))
            .unwrap_or(Self::Question)
    }
}

/// Lower case, one space between words, without courtesies and the marks that end a sentence.
fn plain(words: &[&str]) -> String {
    let text = words.join(" ").to_lowercase().replace('’', "'");
    let mut text = text.trim_end_matches(['.', '!', '?', ' ']);
    for courtesy in [
        "please ",
        "can you ",
        "could you ",
        "i want to ",
        "i need to ",
        "i'd like to ",
        "let's ",
    ] {
        text = text.strip_prefix(courtesy).unwrap_or(text);
    }
    text.trim_end_matches(" please").to_owned()
}
