//! Desks: the assistant's own account in each authority, and what it knows of the authority without asking every time.

use std::sync::{Arc, Mutex, MutexGuard};

use chrono::{DateTime, TimeDelta, Utc};
use openapi::{ApiError, ChatService, Client, Pack};

/// How long what is known of an authority is used without asking whether it still holds.
const KNOWN_FOR: TimeDelta = TimeDelta::minutes(1);

/// The assistant's own account in one authority.
#[derive(Debug)]
pub(super) struct Desk {
    /// A client that speaks for nobody.
    pub(super) client: Client,
    known: Mutex<Option<Known>>,
}

/// An authority as it stood.
#[derive(Debug)]
pub(super) struct Authority {
    /// Its settings and its servers.
    pub(super) service: ChatService,
    /// Its procedure; sent by the API only where it has changed.
    pub(super) pack: Arc<Pack>,
    edition: String,
}

/// What is known, and since when.
type Known = (Arc<Authority>, DateTime<Utc>);

impl Desk {
    /// The desk of a client that carries a service secret.
    pub(super) fn new(client: Client) -> Self {
        Self {
            client,
            known: Mutex::default(),
        }
    }

    /// The authority, at most a minute old; as it was last known where the API is away.
    ///
    /// # Errors
    ///
    /// Where the API refuses, or cannot be reached and nothing was known before.
    pub(super) async fn authority(&self) -> Result<Arc<Authority>, ApiError> {
        let known = self.known().clone();
        let (before, asked_at) = known.unzip();
        if let (Some(authority), Some(at)) = (&before, asked_at)
            && at + KNOWN_FOR > Utc::now()
        {
            return Ok(authority.clone());
        }
        match (self.ask(before.as_deref()).await, before) {
            (Ok(authority), _) => {
                let authority = Arc::new(authority);
                *self.known() = Some((authority.clone(), Utc::now()));
                Ok(authority)
            }
            (Err(ApiError::Unreachable(_) | ApiError::Unexpected { .. }), Some(before)) => {
                Ok(before)
            }
            (Err(failure), _) => Err(failure),
        }
    }

    async fn ask(&self, before: Option<&Authority>) -> Result<Authority, ApiError> {
        let service = self.client.chat_service().await?;
        let before = before.filter(|before| before.pack.id == service.pack);
        let edition = before.map(|before| before.edition.as_str());
        let came = self.client.pack_unless(&service.pack, edition).await?;
        let (pack, edition) = match (came, before) {
            (Some((pack, edition)), _) => (Arc::new(pack), edition),
            (None, Some(before)) => (before.pack.clone(), before.edition.clone()),
            (None, None) => {
                return Err(ApiError::Unexpected {
                    status: 304,
                    body: String::new(),
                });
            }
        };
        Ok(Authority {
            service,
            pack,
            edition,
        })
    }

    fn known(&self) -> MutexGuard<'_, Option<Known>> {
        self.known
            .lock()
            .unwrap_or_else(|poisoned| poisoned.into_inner())
    }
}

impl Authority {
    /// Whether a server is the authority's.
    pub(super) fn has_server(&self, guild: u64) -> bool {
        let guild = guild.to_string();
        let servers = &self.service.servers;
        servers.iter().any(|server| server.server_id == guild)
    }
}
