//! For whom the assistant speaks: accounts of Discord, the practitioners behind them, and short-lived tokens.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard};

use chrono::{DateTime, TimeDelta, Utc};
use openapi::{ApiError, ChatLink, Client, RedeemCode, SpeakFor};
use secrecy::{ExposeSecret, SecretString};
use uuid::Uuid;

use super::desk::{Authority, Desk};
use super::guard::Guard;
use crate::assistant::recall::Recall;
use crate::assistant::{Assistant, Audience};

/// A token is not used in its last seconds.
const MARGIN: TimeDelta = TimeDelta::seconds(20);

/// Everybody for whom the assistant may speak, in every authority that it serves.
#[derive(Debug)]
pub(super) struct People {
    desks: Vec<Desk>,
    tokens: Mutex<HashMap<u64, Known>>,
    recall: Arc<Recall>,
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
            Client::new(api, Some(secret.expose_secret().to_owned())).map(Desk::new)
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
        if let Some(known) = self.token(account).await? {
            let desk = &self.desks[known.desk];
            let token = Some(known.token.expose_secret().to_owned());
            let authority = desk.authority().await?;
            return Ok(Some(self.speaks(
                desk.client.speaking_with(token),
                &authority,
                true,
            )));
        }
        let public = self.public(guild).await?;
        Ok(public.map(|(desk, authority)| self.speaks(desk.client.clone(), &authority, false)))
    }

    /// The assistant of somebody in an authority, with a guard that knows what is personal there.
    fn speaks(&self, client: Client, authority: &Authority, linked: bool) -> Speaker {
        let guard = Guard::default();
        guard.reads(&authority.pack);
        let client = client.watched_by(guard.observer());
        let answers = (!linked).then(|| authority.pack.id.clone());
        let assistant = Assistant::new(client, answers, Audience::ChatPlatform)
            .knowing(authority.pack.clone())
            .recalling(self.recall.clone());
        Speaker {
            assistant,
            guard,
            linked,
        }
    }

    /// Somebody of whom nobody knows who they are, in the authority of a server: whom to ring may be asked.
    pub(super) async fn anybody(&self, guild: Option<u64>) -> Option<Speaker> {
        let first = self.in_order(guild).await.ok()?.into_iter().next()?;
        let desk = &self.desks[first];
        let authority = desk.authority().await.ok()?;
        Some(self.speaks(desk.client.clone(), &authority, false))
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
    async fn public(
        &self,
        guild: Option<u64>,
    ) -> Result<Option<(&Desk, Arc<Authority>)>, ApiError> {
        for at in self.in_order(guild).await? {
            let desk = &self.desks[at];
            let authority = desk.authority().await?;
            let theirs = match guild {
                Some(guild) => authority.has_server(guild),
                None => self.desks.len() == 1,
            };
            if theirs && authority.service.settings.public_guidance {
                return Ok(Some((desk, authority)));
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
                Some(guild) => desk.authority().await?.has_server(guild),
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

    fn known(&self) -> MutexGuard<'_, HashMap<u64, Known>> {
        self.tokens
            .lock()
            .unwrap_or_else(|poisoned| poisoned.into_inner())
    }
}
