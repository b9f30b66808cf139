//! Talking at the console: lines in, replies out, nudges in between.

use std::io::{self, BufRead, IsTerminal, Write};
use std::time::Duration;

use openapi::{ApiError, Client};
use tokio::sync::mpsc;
use tokio::time::{MissedTickBehavior, interval};

use super::show;
use crate::assistant::conversation::Conversation;
use crate::assistant::nudges::Nudges;
use crate::assistant::{Assistant, messages};
use crate::error::BotError;

/// How often nudges are fetched.
const EVERY: Duration = Duration::from_secs(3);

/// Talks until the input ends or someone says `exit`.
///
/// # Errors
///
/// Where the terminal cannot be read or written.
pub async fn talk(assistant: &Assistant, api: Client) -> Result<(), BotError> {
    let mut conversation = Conversation::default();
    let mut post = Post {
        nudges: Nudges::new(api),
        connection: Connection::Up,
    };
    let mut lines = lines();
    let mut tick = interval(EVERY);
    tick.set_missed_tick_behavior(MissedTickBehavior::Delay);
    show(&[messages::welcome()])?;
    invite()?;
    loop {
        let spoke = tokio::select! {
            line = lines.recv() => match line.transpose()? {
                Some(line) if !is_farewell(&line) => {
                    show(&assistant.hear(&mut conversation, &line).await)?;
                    true
                }
                _ => return Ok(()),
            },
            _ = tick.tick() => post.deliver(assistant).await?,
        };
        if spoke {
            invite()?;
        }
    }
}

/// The post: nudges as they come.
struct Post {
    nudges: Nudges,
    connection: Connection,
}

/// Whether nudges come through; a change is said once.
#[derive(PartialEq)]
enum Connection {
    Up,
    Down,
}

impl Post {
    /// Shows what there is and acknowledges it afterwards; says whether anything was shown.
    async fn deliver(&mut self, assistant: &Assistant) -> Result<bool, BotError> {
        match self.nudges.claim().await {
            Ok(nudges) => {
                let back =
                    std::mem::replace(&mut self.connection, Connection::Up) == Connection::Down;
                let said: Vec<_> = back.then(messages::nudges_back).into_iter().collect();
                show(&said)?;
                for nudge in &nudges {
                    show(&[messages::notified(nudge)])?;
                    self.acknowledge(nudge.id).await;
                }
                Ok(back || !nudges.is_empty())
            }
            Err(failure) => self.cut_off(assistant, &failure).await,
        }
    }

    /// A lost acknowledgement only means that the notification is claimed and acknowledged again, not shown again.
    async fn acknowledge(&mut self, id: uuid::Uuid) {
        if let Err(failure) = self.nudges.acknowledge(id).await {
            tracing::warn!(notification.id = %id, %failure, "notification not acknowledged, will be tried again");
        }
    }

    async fn cut_off(
        &mut self,
        assistant: &Assistant,
        failure: &ApiError,
    ) -> Result<bool, BotError> {
        if std::mem::replace(&mut self.connection, Connection::Down) == Connection::Down {
            return Ok(false);
        }
        match failure {
            ApiError::Problem(_) => show(&[assistant.explain(failure).await])?,
            _ => show(&[messages::nudges_cut_off()])?,
        }
        Ok(true)
    }
}

/// Lines as they are typed, read by a thread of their own so that nudges need not wait for them.
fn lines() -> mpsc::Receiver<io::Result<String>> {
    let (send, receive) = mpsc::channel(16);
    std::thread::spawn(move || {
        for line in io::stdin().lock().lines() {
            if send.blocking_send(line).is_err() {
                return;
            }
        }
    });
    receive
}

fn is_farewell(line: &str) -> bool {
    matches!(line.trim().to_lowercase().as_str(), "exit" | "quit" | "bye")
}

/// Invites the next line, where a person is typing.
fn invite() -> io::Result<()> {
    if !io::stdin().is_terminal() {
        return Ok(());
    }
    let mut out = io::stdout();
    write!(out, "> ")?;
    out.flush()
}
