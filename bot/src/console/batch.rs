//! Lines of JSON in, lines of JSON out: for scripts and for measuring answers.

use std::io::{self, Write};

use openapi::{ApiError, AskOutcome};
use serde::{Deserialize, Serialize};

use crate::assistant::conversation::Conversation;
use crate::assistant::{Assistant, Reply, Tone, messages};
use crate::error::BotError;

/// A line that is read.
#[derive(Debug, Deserialize)]
#[serde(untagged, deny_unknown_fields)]
enum Line {
    /// Part of the one conversation that all such lines make.
    Say { say: String },
    /// A question by itself.
    Question { question: String },
}

/// A line that is written.
#[derive(Debug, Default, Serialize)]
struct Answered {
    /// What was said or asked.
    heard: String,
    /// For a question: whether there is an answer.
    #[serde(skip_serializing_if = "Option::is_none")]
    outcome: Option<AskOutcome>,
    /// For a question: whether it shows danger.
    #[serde(skip_serializing_if = "Option::is_none")]
    urgent: Option<bool>,
    /// For a question: the entries that answer it, best first.
    #[serde(skip_serializing_if = "Option::is_none")]
    entries: Option<Vec<String>>,
    /// What the assistant said.
    replies: Vec<Reply>,
    /// The same as plain text.
    text: String,
    /// Why there is no answer.
    #[serde(skip_serializing_if = "Option::is_none")]
    error: Option<String>,
}

/// Answers every line of the input with one line.
///
/// # Errors
///
/// [`BotError::Terminal`] where the input or output breaks; [`BotError::Batch`] at the end, where lines had no answer.
pub async fn batch(assistant: &Assistant) -> Result<(), BotError> {
    let mut conversation = Conversation::default();
    let (mut lines, mut failed) = (0, 0);
    for line in io::stdin().lines() {
        let line = line?;
        if line.trim().is_empty() {
            continue;
        }
        let answered = answer(assistant, &mut conversation, &line).await;
        lines += 1;
        failed += usize::from(answered.error.is_some());
        write(&answered)?;
    }
    match failed {
        0 => Ok(()),
        failed => Err(BotError::Batch { failed, lines }),
    }
}

async fn answer(assistant: &Assistant, conversation: &mut Conversation, line: &str) -> Answered {
    match serde_json::from_str(line) {
        Ok(Line::Say { say }) => said(assistant, conversation, say).await,
        Ok(Line::Question { question }) => asked(assistant, question).await,
        Err(_) => Answered {
            heard: line.to_owned(),
            error: Some(r#"a line must be {"say": "…"} or {"question": "…"}"#.into()),
            ..Answered::default()
        },
    }
}

async fn said(assistant: &Assistant, conversation: &mut Conversation, heard: String) -> Answered {
    let replies = assistant.hear(conversation, &heard).await;
    let failure = replies.iter().find(|reply| reply.tone == Tone::Failure);
    let error = failure.and_then(|reply| reply.title.clone());
    Answered {
        heard,
        text: text(&replies),
        replies,
        error,
        ..Answered::default()
    }
}

async fn asked(assistant: &Assistant, heard: String) -> Answered {
    match assistant.answer(&heard).await {
        Ok(answer) => {
            let replies: Vec<Reply> = messages::answered(&answer)
                .into_iter()
                .chain(messages::choices(&answer))
                .collect();
            Answered {
                heard,
                outcome: Some(answer.outcome),
                urgent: Some(answer.urgent),
                entries: Some(
                    answer
                        .answers
                        .into_iter()
                        .map(|entry| entry.entry)
                        .collect(),
                ),
                text: text(&replies),
                replies,
                error: None,
            }
        }
        Err(failure) => without_answer(assistant, heard, &failure).await,
    }
}

async fn without_answer(assistant: &Assistant, heard: String, failure: &ApiError) -> Answered {
    let replies = vec![assistant.explain(failure).await];
    Answered {
        heard,
        text: text(&replies),
        replies,
        error: Some(failure.to_string()),
        ..Answered::default()
    }
}

fn text(replies: &[Reply]) -> String {
    replies
        .iter()
        .map(Reply::text)
        .collect::<Vec<_>>()
        .join("\n\n")
}

fn write(answered: &Answered) -> Result<(), BotError> {
    let mut out = io::stdout().lock();
    serde_json::to_writer(&mut out, answered).map_err(io::Error::from)?;
    writeln!(out)?;
    Ok(out.flush()?)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use super::*;

    #[test]
    fn a_line_says_or_asks_and_nothing_else() {
        assert!(matches!(
            serde_json::from_str(r#"{"say":"help"}"#).unwrap(),
            Line::Say { .. }
        ));
        assert!(matches!(
            serde_json::from_str(r#"{"question":"who?"}"#).unwrap(),
            Line::Question { .. }
        ));
        for line in [r#"{"ask":"who?"}"#, r#"{"say":"a","question":"b"}"#, "who?"] {
            assert!(serde_json::from_str::<Line>(line).is_err(), "{line}");
        }
    }
}
