//! For whom the assistant speaks: accounts of Discord, the practitioners behind them, and short-lived tokens.

use std::collections::HashMap;
use std::sync::{Arc, Mutex};

use chrono::{DateTime, TimeDelta, Utc};
use openapi::{ApiError, ChatLink, ChatService, Client, RedeemCode, SpeakFor};
use secrecy::{ExposeSecret, SecretString};
use uuid::Uuid;

use super::guard::Guard;
use crate::assistant::recall::Recall;
use crate::assistant::{Assistant, Audience};

/// A token is not used in its last seconds.
const MARGIN: TimeDelta = TimeDelta::seconds(20);

/// How long what is known of an authority is used without asking again.
const KNOWN_FOR: TimeDelta = TimeDelta::minutes(5);

/// Everybody for whom the assistant may speak, in every authority that it serves.
#[derive(Debug)]
pub(super) struct People {
    desks: Vec<Desk>,
    tokens: Mutex<HashMap<u64, Known>>,
    recall: Arc<Recall>,
}

/// The assistant's own account in one authority.
#[derive(Debug)]
pub(super) struct Desk {
    /// A client that speaks for nobody.
    pub(super) client: Client,
    service: Mutex<Option<(ChatService, DateTime<Utc>)>>,
}

/// A token that was obtained for an account.
#[derive(Debug, Clone)]
struct Known {
    desk: usize,
    token: SecretString,
    link: Uuid,
    until: DateTime<Utc>,
}

/// Somebody who speaks.
#[derive(Debug)]
pub(super) struct Speaker {
    /// The assistant that acts for them.
    pub(super) assistant: Assistant,
    /// What must not be repeated while it does.
    pub(super) guard: Guard,
    /// Whether they are linked; without it only the procedure can be asked.
    pub(super) linked: bool,
}

impl People {
    /// Everybody in the authorities whose service secrets these are.
    ///
    /// # Errors
    ///
    /// Where the TLS back end cannot be started.
    pub(super) fn new(api: &str, secrets: &[SecretString]) -> Result<Self, ApiError> {
        let desk = |secret: &SecretString| {
            Ok(Desk {
                client: Client::new(api, Some(secret.expose_secret().to_owned()))?,
                service: Mutex::default(),
            })
        };
        Ok(Self {
            desks: secrets.iter().map(desk).collect::<Result<_, ApiError>>()?,
            tokens: Mutex::default(),
            recall: Arc::default(),
        })
    }

    /// The assistant's own accounts.
    pub(super) fn desks(&self) -> &[Desk] {
        &self.desks
    }

    /// Who speaks from an account: a linked practitioner, or somebody who may at most ask the procedure. `None` where
    /// not even that is allowed.
    ///
    /// # Errors
    ///
    /// Where the API refuses or cannot be reached.
    pub(super) async fn speaker(
        &self,
        account: u64,
        guild: Option<u64>,
    ) -> Result<Option<Speaker>, ApiError> {
        let guard = Guard::default();
        if let Some(known) = self.token(account).await? {
            let desk = &self.desks[known.desk];
            let token = Some(known.token.expose_secret().to_owned());
            let client = desk
                .client
                .speaking_with(token)
                .watched_by(guard.observer());
            return Ok(Some(Speaker {
                assistant: Assistant::new(client, None, Audience::ChatPlatform)
                    .recalling(self.recall.clone()),
                guard,
                linked: true,
            }));
        }
        let Some(service) = self.public(guild).await? else {
            return Ok(None);
        };
        let (client, pack) = service;
        Ok(Some(Speaker {
            assistant: Assistant::new(
                client.watched_by(guard.observer()),
                Some(pack),
                Audience::ChatPlatform,
            )
            .recalling(self.recall.clone()),
            guard,
            linked: false,
        }))
    }

    /// A client and the pack of the authority of a server, to ask the procedure for nobody in particular.
    pub(super) async fn desk(&self, guild: Option<u64>) -> Option<(Client, String)> {
        let first = self.in_order(guild).await.ok()?.into_iter().next()?;
        let desk = &self.desks[first];
        let service = desk.service().await.ok()?;
        Some((desk.client.clone(), service.pack))
    }

    /// Links an account by the code that the practitioner was given.
    ///
    /// # Errors
    ///
    /// Where the code is not good in any authority, or the API cannot be reached.
    pub(super) async fn link(
        &self,
        account: u64,
        guild: Option<u64>,
        code: &str,
    ) -> Result<ChatLink, ApiError> {
        let redeem = RedeemCode {
            code: code.to_owned(),
            account_id: account.to_string(),
        };
        let mut refused = None;
        for desk in self.in_order(guild).await? {
            match self.desks[desk].client.redeem_code(&redeem).await {
                Ok(link) => return Ok(link),
                Err(refusal @ ApiError::Problem(_)) => refused = refused.or(Some(refusal)),
                Err(failure) => return Err(failure),
            }
        }
        self.forget(account);
        Err(refused.unwrap_or(ApiError::Unexpected {
            status: 0,
            body: String::new(),
        }))
    }

    /// Ends the link of an account; `false` where there was none.
    ///
    /// # Errors
    ///
    /// Where the API refuses or cannot be reached.
    pub(super) async fn unlink(&self, account: u64) -> Result<bool, ApiError> {
        let Some(known) = self.token(account).await? else {
            return Ok(false);
        };
        let desk = &self.desks[known.desk].client;
        desk.speaking_with(Some(known.token.expose_secret().to_owned()))
            .unlink(known.link)
            .await?;
        self.forget(account);
        Ok(true)
    }

    /// Forgets the token of an account, so that it is asked for anew.
    pub(super) fn forget(&self, account: u64) {
        self.known().remove(&account);
    }

    async fn token(&self, account: u64) -> Result<Option<Known>, ApiError> {
        if account == 0 {
            return Ok(None);
        }
        let fresh = self
            .known()
            .get(&account)
            .filter(|known| known.until > Utc::now())
            .cloned();
        if fresh.is_some() {
            return Ok(fresh);
        }
        let speak_for = SpeakFor {
            account_id: account.to_string(),
        };
        for (at, desk) in self.desks.iter().enumerate() {
            match desk.client.chat_token(&speak_for).await {
                Ok(token) => {
                    let known = Known {
                        desk: at,
                        token: token.token.into(),
                        link: token.link_id,
                        until: token.expires_at - MARGIN,
                    };
                    self.known().insert(account, known.clone());
                    return Ok(Some(known));
                }
                Err(ApiError::Problem(problem)) if matches!(problem.status, 403 | 404) => {}
                Err(failure) => return Err(failure),
            }
        }
        Ok(None)
    }

    /// Whoever is in a server, or writes directly where there is only one authority, may ask where that is allowed.
    async fn public(&self, guild: Option<u64>) -> Result<Option<(Client, String)>, ApiError> {
        for at in self.in_order(guild).await? {
            let desk = &self.desks[at];
            let service = desk.service().await?;
            let theirs = match guild {
                Some(guild) => service.has_server(guild),
                None => self.desks.len() == 1,
            };
            if theirs && service.settings.public_guidance {
                return Ok(Some((desk.client.clone(), service.pack)));
            }
        }
        Ok(None)
    }

    /// The authorities, the one of the server first.
    async fn in_order(&self, guild: Option<u64>) -> Result<Vec<usize>, ApiError> {
        let mut first = Vec::new();
        let mut others = Vec::new();
        for (at, desk) in self.desks.iter().enumerate() {
            let theirs = match guild {
                Some(guild) => desk.service().await?.has_server(guild),
                None => true,
            };
            if theirs {
                first.push(at)
            } else {
                others.push(at)
            }
        }
        first.extend(others);
        Ok(first)
    }

    fn known(&self) -> std::sync::MutexGuard<'_, HashMap<u64, Known>> {
        self.tokens
            .lock()
            .unwrap_or_else(|poisoned| poisoned.into_inner())
    }
}

impl Desk {
    /// The authority as it stands, at most a few minutes old.
    ///
    /// # Errors
    ///
    /// Where the API refuses or cannot be reached and nothing was known before.
    pub(super) async fn service(&self) -> Result<ChatService, ApiError> {
        let known = self
            .service
            .lock()
            .unwrap_or_else(|poisoned| poisoned.into_inner())
            .clone();
        match known {
            Some((service, at)) if at + KNOWN_FOR > Utc::now() => Ok(service),
            _ => {
                let service = self.client.chat_service().await?;
                let mut known = self
                    .service
                    .lock()
                    .unwrap_or_else(|poisoned| poisoned.into_inner());
                *known = Some((service.clone(), Utc::now()));
                Ok(service)
            }
        }
    }
}

/// Whether a server is the authority's.
trait HasServer {
    fn has_server(&self, guild: u64) -> bool;
}

impl HasServer for ChatService {
    fn has_server(&self, guild: u64) -> bool {
        let guild = guild.to_string();
        self.servers.iter().any(|server| server.server_id == guild)
    }
}
