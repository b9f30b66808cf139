//! One process for each shard of an application: whoever holds the lease speaks.

use std::time::Duration;

use anyhow::bail;
use openapi::{ApiError, TakeChatLease};
use tokio::time::sleep;
use uuid::Uuid;

use super::desk::Desk;
use super::people::People;
use super::shards::Shards;

/// Seconds for which nobody else may speak, and how often that is renewed.
const LEASE_SECONDS: u32 = 30;
const RENEWED: Duration = Duration::from_secs(10);

/// The right to speak for an application.
#[derive(Debug)]
pub(super) struct Lease {
    process: String,
    application: u64,
    shards: Shards,
}

impl Lease {
    /// The lease that this process is going to ask for.
    pub(super) fn of(application: u64, shards: Shards) -> Self {
        Self {
            shards,
            process: format!("{}:{}", std::process::id(), Uuid::now_v7()),
            application,
        }
    }

    /// Takes or renews it in every authority. Where the API is away, nobody can have taken it there either.
    ///
    /// # Errors
    ///
    /// Where another process has it.
    pub(super) async fn take(&self, people: &People) -> anyhow::Result<()> {
        for (desk, shard) in self.all(people) {
            let asked = self.asking(shard, LEASE_SECONDS);
            match desk.client.take_chat_lease(&asked).await {
                Ok(_) => {}
                Err(ApiError::Problem(problem)) if problem.status == 409 => {
                    bail!(
                        "another process speaks for shard {shard} of application {}: {}",
                        self.application,
                        problem.detail
                    )
                }
                Err(failure) => {
                    tracing::warn!(%failure, "the lease could not be taken, will be tried again")
                }
            }
        }
        Ok(())
    }

    /// Renews it for as long as it is this process's.
    pub(super) async fn keep(&self, people: &People) -> anyhow::Result<()> {
        loop {
            sleep(RENEWED).await;
            self.take(people).await?;
        }
    }

    /// Gives it back.
    pub(super) async fn give_back(&self, people: &People) {
        for (desk, shard) in self.all(people) {
            let asked = self.asking(shard, 0);
            if let Err(failure) = desk.client.take_chat_lease(&asked).await {
                tracing::warn!(%failure, "the lease could not be given back; it ends by itself");
            }
        }
    }

    /// Every authority with every shard of this process.
    fn all<'a>(&self, people: &'a People) -> impl Iterator<Item = (&'a Desk, u32)> {
        let shards = self.shards.these.clone();
        let desks = people.desks().iter();
        desks.flat_map(move |desk| shards.clone().map(move |shard| (desk, shard)))
    }

    fn asking(&self, shard: u32, seconds: u32) -> TakeChatLease {
        TakeChatLease {
            process: self.process.clone(),
            application_id: self.application.to_string(),
            shard: i32::try_from(shard).ok(),
            lease_seconds: Some(seconds),
        }
    }
}
