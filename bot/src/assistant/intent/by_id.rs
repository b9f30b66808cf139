//! What buttons say: sentences about a notification or an answer, by its id.

use super::{AboutNotice, Intent};

/// What is said about a notification, by its id.
pub(super) fn about_notice(words: &[&str]) -> Option<Intent> {
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
pub(super) fn about_answer(words: &[&str]) -> Option<Intent> {
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
