//! The assistant at a terminal: talking, one question, or lines of JSON.

mod batch;
mod talk;

use std::io::{self, Write};

pub use batch::batch;
pub use talk::talk;

use crate::assistant::{Assistant, Reply, Tone, messages};
use crate::error::BotError;

/// Answers one question.
///
/// # Errors
///
/// Where there was no answer to be had, after saying so and what to do instead.
pub async fn ask(assistant: &Assistant, question: &str) -> Result<(), BotError> {
    match assistant.answer(question).await {
        Ok(answer) => {
            let mut said = messages::answered(&answer);
            if let Some(choices) = messages::choices(&answer) {
                said.push(choices);
            }
            Ok(show(&said)?)
        }
        Err(failure) => {
            show(&[assistant.explain(&failure).await])?;
            Err(failure.into())
        }
    }
}

/// Writes what was said.
fn show(said: &[Reply]) -> io::Result<()> {
    let mut out = io::stdout().lock();
    for reply in said {
        writeln!(out, "{}\n", render(reply))?;
    }
    out.flush()
}

/// What was said as text for a terminal: urgent and failed things stand out without colours.
fn render(reply: &Reply) -> String {
    match reply.tone {
        Tone::Urgent => format!("!!! URGENT !!!\n{}", reply.text()),
        Tone::Failure => format!("*** {}", reply.text()),
        Tone::Plain | Tone::Refusal => reply.text(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_urgent_stands_out() {
        let reply = Reply::plain("A child is in danger").in_tone(Tone::Urgent);
        assert_eq!(render(&reply), "!!! URGENT !!!\nA child is in danger");
    }
}
