//! What a person means: a command where the whole text is one, a question otherwise.
//!
//! Commands are read strictly, so that a cry for help that happens to begin like one is still taken for a question.

use chrono::{DateTime, Utc};
use openapi::ActionName;
use uuid::Uuid;

use super::absence::Absent;
use super::prompt::{instant, is_reference};

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
    /// To see a transfer or case.
    Show(String),
    /// To see the checklist of a transfer.
    Checklist(String),
    /// To know what can be done next with a transfer.
    Next(String),
    /// To open a transfer, perhaps of this case.
    Open {
        /// The case.
        case: Option<String>,
        /// What else was said: the move, the team.
        rest: String,
    },
    /// To act on a transfer.
    Act {
        /// The action.
        action: ActionName,
        /// Reference of the transfer.
        reference: String,
        /// What else was said.
        rest: String,
    },
    /// To act, without saying on which transfer.
    ActOnWhat(ActionName),
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
        phrase(&plain)
            .or_else(|| about_duty(&plain))
            .or_else(|| about_procedure(&plain))
            .or_else(|| about_reference(&plain, &words))
            .or_else(|| about_notice(&words))
            .or_else(|| about_answer(&words))
            .or_else(|| Absent::read(&words).map(Self::Absent))
            .or_else(|| opening(&words))
            .or_else(|| action(&words))
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

fn phrase(plain: &str) -> Option<Intent> {
    let intent = match plain {
        "help" | "commands" | "what can you do" | "what can i say" => Intent::Help,
        "cancel" | "stop" | "never mind" | "nevermind" | "forget it" => Intent::Cancel,
        "pending"
        | "my work"
        | "mine"
        | "what waits for me"
        | "what is waiting for me"
        | "what's pending" => Intent::Pending,
        "overdue" | "late" | "what is overdue" | "what's overdue" | "what is late" => {
            Intent::Overdue
        }
        "deadlines" | "my deadlines" | "what is due" | "what's due" => Intent::Deadlines,
        "log contact" | "log a contact" | "log the call" | "log a call" | "log it" | "log this" => {
            Intent::LogContact { urgent: false }
        }
        "log an urgent call" | "log an urgent contact" => Intent::LogContact { urgent: true },
        "open a transfer"
        | "open transfer"
        | "start a transfer"
        | "new transfer"
        | "request a transfer"
        | "transfer"
        | "open a transfer request"
        | "transfer a case" => Intent::Open {
            case: None,
            rest: String::new(),
        },
        _ => return None,
    };
    Some(intent)
}

fn about_duty(plain: &str) -> Option<Intent> {
    let asked = [
        "who is on duty",
        "who's on duty",
        "whos on duty",
        "on duty",
        "duty",
        "who is on call",
        "who's on call",
    ];
    let rest = asked.iter().find_map(|phrase| plain.strip_prefix(phrase))?;
    let rest = rest
        .trim_start_matches(" now")
        .trim_start_matches(" today")
        .trim();
    let (rest, at) = match rest.rsplit_once("at ") {
        Some((rest, moment)) if instant(moment).is_some() => (rest.trim(), instant(moment)),
        _ => (rest, None),
    };
    if rest.is_empty() {
        return Some(Intent::OnDuty { team: None, at });
    }
    let team = ["in ", "for ", "at "]
        .iter()
        .find_map(|word| rest.strip_prefix(word))?;
    (team.split(' ').count() <= 5).then(|| Intent::OnDuty {
        team: Some(team.to_owned()),
        at,
    })
}

/// What the procedure itself says of its words and meetings.
fn about_procedure(plain: &str) -> Option<Intent> {
    let meeting = |rest: &str| Intent::Meeting((!rest.is_empty()).then(|| rest.to_owned()));
    match plain {
        "which procedure" | "which pack" | "pack" | "procedure" => Some(Intent::Procedure),
        "meeting" | "meetings" | "next meeting" | "agenda" => Some(meeting("")),
        _ => {
            let of = plain
                .strip_prefix("next meeting of ")
                .or_else(|| plain.strip_prefix("agenda of "));
            let term = plain
                .strip_prefix("define ")
                .filter(|term| term.split(' ').count() <= 6);
            of.map(meeting)
                .or_else(|| term.map(|term| Intent::Define(term.to_owned())))
        }
    }
}

/// Commands that are a phrase and one reference.
fn about_reference(plain: &str, words: &[&str]) -> Option<Intent> {
    let last = words.last()?.trim_end_matches(['.', '!', '?']);
    let reference = is_reference(last).then(|| last.to_uppercase())?;
    let phrase = plain.strip_suffix(&last.to_lowercase())?.trim();
    match phrase {
        "show" | "show me" | "status" | "status of" | "where is" => Some(Intent::Show(reference)),
        "next" | "next for" | "next steps" | "next steps for" | "what next for"
        | "what is next for" => Some(Intent::Next(reference)),
        "checklist" | "checklist of" | "items of" => Some(Intent::Checklist(reference)),
        "acknowledge" | "ack" | "i take" => Some(Intent::Acknowledge(reference)),
        "call" | "who knows of" => Some(Intent::Call(reference)),
        "rule" | "clause" | "show rule" | "show clause" => Some(Intent::Rule(reference)),
        phrase if OPENING.contains(&phrase) => Some(Intent::Open {
            case: Some(reference),
            rest: String::new(),
        }),
        _ => None,
    }
}

/// What is said about a notification, by its id.
fn about_notice(words: &[&str]) -> Option<Intent> {
    let about = match words {
        ["done", id] => AboutNotice::Done(id.parse().ok()?),
        ["snooze", id, until @ ..] => AboutNotice::Snooze {
            id: id.parse().ok()?,
            until: until.join(" "),
        },
        ["hand", "over", id] => AboutNotice::HandOver {
            id: id.parse().ok()?,
            to: None,
        },
        ["hand", "over", id, to] => AboutNotice::HandOver {
            id: id.parse().ok()?,
            to: Some(to.parse().ok()?),
        },
        _ => return None,
    };
    Some(Intent::AboutNotice(about))
}

/// What is said about an answer, by its id.
fn about_answer(words: &[&str]) -> Option<Intent> {
    let judge = |answer: &str, helpful, entry: Option<&&str>| {
        Some(Intent::Judge {
            answer: answer.parse().ok()?,
            helpful,
            entry: entry.map(|entry| (*entry).to_owned()),
        })
    };
    match words {
        ["helped", answer] => judge(answer, true, None),
        ["helped", answer, entry] => judge(answer, true, Some(entry)),
        ["did", "not", "help", answer] => judge(answer, false, None),
        ["go", "on", question, with @ ..] => Some(Intent::GoOn {
            question: question.parse().ok()?,
            with: with.join(" "),
        }),
        _ => None,
    }
}

/// How an opening begins, before the reference of the case.
const OPENING: [&str; 8] = [
    "open a transfer for",
    "open transfer for",
    "open a transfer of",
    "transfer",
    "transfer case",
    "start a transfer for",
    "request a transfer for",
    "new transfer for",
];

/// `open a transfer for CASE …`, with the move and the team behind it.
fn opening(words: &[&str]) -> Option<Intent> {
    let (at, reference) = words
        .iter()
        .enumerate()
        .find(|(_, word)| is_reference(word))?;
    let phrase = plain(&words[..at]);
    let rest = words[at + 1..].join(" ");
    OPENING.contains(&phrase.as_str()).then(|| Intent::Open {
        case: Some(reference.to_uppercase()),
        rest,
    })
}

/// `NAME REF …`, the name of one or two words.
fn action(words: &[&str]) -> Option<Intent> {
    let named = |length: usize| {
        let (name, rest) = words.split_at_checked(length)?;
        Some((ActionName::parse(&name.join(" "))?, rest))
    };
    let (action, rest) = named(2).or_else(|| named(1))?;
    match rest.split_first() {
        Some((reference, rest)) if is_reference(reference) => Some(Intent::Act {
            action,
            reference: reference.to_uppercase(),
            rest: rest.join(" "),
        }),
        Some(_) => None,
        None => Some(Intent::ActOnWhat(action)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, intent: Intent) {
        assert_eq!(Intent::read(text), intent, "{text}");
    }

    fn act(action: ActionName, rest: &str) -> Intent {
        Intent::Act {
            action,
            reference: "T-0031".into(),
            rest: rest.into(),
        }
    }

    #[test]
    fn commands_are_plain_words() {
        check("Help", Intent::Help);
        check("what can you do?", Intent::Help);
        check("pending", Intent::Pending);
        check("What is overdue?", Intent::Overdue);
        check("deadlines", Intent::Deadlines);
        let duty = |team: Option<&str>, at: Option<&str>| Intent::OnDuty {
            team: team.map(str::to_owned),
            at: at.and_then(|at| at.parse().ok()),
        };
        check("Who is on duty?", duty(None, None));
        check(
            "who is on duty in family help north at 2026-12-22 09:30",
            duty(Some("family help north"), Some("2026-12-22T09:30:00Z")),
        );
        let id = "0199f000-0000-7000-8000-0000000000a1";
        let notice = id.parse().unwrap_or_default();
        check(
            &format!("done {id}"),
            Intent::AboutNotice(AboutNotice::Done(notice)),
        );
        check(
            &format!("snooze {id} tomorrow"),
            Intent::AboutNotice(AboutNotice::Snooze {
                id: notice,
                until: "tomorrow".into(),
            }),
        );
        check("acknowledge K-4F7K2", Intent::Acknowledge("K-4F7K2".into()));
        check("rule DUR-37", Intent::Rule("DUR-37".into()));
        check("define CIN", Intent::Define("cin".into()));
        check(
            "next meeting of transfer meeting",
            Intent::Meeting(Some("transfer meeting".into())),
        );
        check(
            "who’s on duty in family help north?",
            duty(Some("family help north"), None),
        );
        check("show t-4f7k2", Intent::Show("T-4F7K2".into()));
        check("show T-WHBKM", Intent::Show("T-WHBKM".into()));
        check("show t-shirt", Intent::Question);
        check("show t-0031", Intent::Show("T-0031".into()));
        check("next T-0031", Intent::Next("T-0031".into()));
        let open = |case: Option<&str>, rest: &str| Intent::Open {
            case: case.map(str::to_owned),
            rest: rest.into(),
        };
        check("I want to open a transfer", open(None, ""));
        check(
            "please open a transfer for c-0041.",
            open(Some("C-0041"), ""),
        );
        check(
            "open a transfer for c-0041 up_to_assessment Assessment East",
            open(Some("C-0041"), "up_to_assessment Assessment East"),
        );
        check("never mind", Intent::Cancel);
        check(
            &format!("go on {id} step_up"),
            Intent::GoOn {
                question: notice,
                with: "step_up".into(),
            },
        );
        check(
            &format!("did not help {id}"),
            Intent::Judge {
                answer: notice,
                helpful: false,
                entry: None,
            },
        );
    }

    #[test]
    fn any_action_goes_by_its_name() {
        check("accept T-0031", act(ActionName::Accept, ""));
        check(
            "decline t-0031 not_the_threshold",
            act(ActionName::Decline, "not_the_threshold"),
        );
        check(
            "tick T-0031 case chronology",
            act(ActionName::Tick, "case chronology"),
        );
        check(
            "record discussion T-0031",
            act(ActionName::RecordDiscussion, ""),
        );
        check(
            "support-instead T-0031",
            act(ActionName::SupportInstead, ""),
        );
        check("land", Intent::ActOnWhat(ActionName::Land));
    }

    #[test]
    fn what_only_begins_like_a_command_is_a_question() {
        for text in [
            "who is on duty, the child is bleeding",
            "who is on duty in ten minutes because I cannot wait that long",
            "accept the case or not?",
            "show me how to step up",
            "help her she is being hurt",
            "open a transfer for a child who was hit last night",
            "stop him he has a knife",
            "request for support refused, what now?",
        ] {
            check(text, Intent::Question);
        }
    }
}
