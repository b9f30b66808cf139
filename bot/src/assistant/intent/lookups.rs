//! Whole phrases that ask to see something, or begin something.

use super::super::prompt::instant;
use super::Intent;

/// Phrases that are known word by word.
pub(super) fn phrase(plain: &str) -> Option<Intent> {
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
        "matters" | "open matters" => Intent::Matters,
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

/// Who is on duty, where and when.
pub(super) fn about_duty(plain: &str) -> Option<Intent> {
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
pub(super) fn about_procedure(plain: &str) -> Option<Intent> {
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
