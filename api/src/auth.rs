//! Who is asking: the token says who, the database says what they may do, and the means what of it is open.

mod means;

use std::future::Future;
use std::path::Path;
use std::pin::Pin;

use actix_web::dev::Payload;
use actix_web::http::header::AUTHORIZATION;
use actix_web::{FromRequest, HttpMessage, HttpRequest, web};
use anyhow::Context;
use aws_lc_rs::signature::{Ed25519KeyPair, KeyPair};
use chrono::{DateTime, Utc};
use entity::{authority, chat_link, practitioner, practitioner_role};
use jsonwebtoken::{Algorithm, DecodingKey, EncodingKey, Header, Validation};
use policy::role::{Actor, HeldRole, Permission, Scope, may};
use sea_orm::ConnectionTrait;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::app::App;
use crate::error::ApiError;
use crate::procedures::Procedure;
use crate::repository::{authorities, chat_accounts, practitioners};
use crate::secret;

pub use means::Means;

/// What the holder of a token is told whom nobody knows.
const NOBODY: &str = "this token is for nobody who works here";

/// Whom tokens are for.
const AUDIENCE: &str = "landsafe";

/// What a token says.
#[derive(Debug, Serialize, Deserialize)]
struct Claims {
    /// The practitioner.
    sub: Uuid,
    /// The authority.
    authority: Uuid,
    aud: String,
    /// Until when, in seconds since 1970.
    exp: i64,
    iat: i64,
    /// Link of the chat through which they speak.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    link: Option<Uuid>,
}

/// The key pair that development tokens are signed with (EdDSA).
pub struct Keys {
    encoding: EncodingKey,
    decoding: DecodingKey,
}

impl std::fmt::Debug for Keys {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Keys")
    }
}

impl Keys {
    /// A new key pair, PKCS #8.
    ///
    /// # Errors
    ///
    /// Where the system gives no randomness.
    pub fn generate() -> anyhow::Result<Vec<u8>> {
        let document = Ed25519KeyPair::generate_pkcs8v1(&aws_lc_rs::rand::SystemRandom::new());
        Ok(document
            .context("no randomness for a key")?
            .as_ref()
            .to_vec())
    }

    /// The keys in a PKCS #8 document.
    ///
    /// # Errors
    ///
    /// Where it holds no Ed25519 key.
    pub fn from_pkcs8(document: &[u8]) -> anyhow::Result<Self> {
        let pair = Ed25519KeyPair::from_pkcs8_maybe_unchecked(document)
            .map_err(|wrong| anyhow::anyhow!("not an Ed25519 key in PKCS #8: {wrong}"))?;
        Ok(Self {
            encoding: EncodingKey::from_ed_der(document),
            decoding: DecodingKey::from_ed_der(pair.public_key().as_ref()),
        })
    }

    /// The keys in a file, made there on first use and readable by its owner alone.
    ///
    /// # Errors
    ///
    /// Where the file can be neither read nor written, or holds something else.
    pub fn in_file(path: &Path) -> anyhow::Result<Self> {
        if !path.exists() {
            write_private(path, &Self::generate()?)
                .with_context(|| format!("cannot write the key {}", path.display()))?;
        }
        let document = std::fs::read(path)
            .with_context(|| format!("cannot read the key {}", path.display()))?;
        Self::from_pkcs8(&document).with_context(|| format!("in {}", path.display()))
    }

    /// A token for someone, until an instant (UTC).
    ///
    /// # Errors
    ///
    /// Where signing fails.
    pub fn token(
        &self,
        authority: Uuid,
        practitioner: Uuid,
        now: DateTime<Utc>,
        until: DateTime<Utc>,
    ) -> anyhow::Result<String> {
        self.sign(authority, practitioner, None, (now, until))
    }

    /// A token with which the assistant speaks for whoever a link belongs to, until an instant (UTC).
    ///
    /// # Errors
    ///
    /// Where signing fails.
    pub fn chat_token(
        &self,
        link: &chat_link::Model,
        now: DateTime<Utc>,
        until: DateTime<Utc>,
    ) -> anyhow::Result<String> {
        let (authority, practitioner) = (link.authority_id, link.practitioner_id);
        self.sign(authority, practitioner, Some(link.id), (now, until))
    }

    fn sign(
        &self,
        authority: Uuid,
        practitioner: Uuid,
        link: Option<Uuid>,
        (now, until): (DateTime<Utc>, DateTime<Utc>),
    ) -> anyhow::Result<String> {
        let claims = Claims {
            sub: practitioner,
            authority,
            aud: AUDIENCE.into(),
            exp: until.timestamp(),
            iat: now.timestamp(),
            link,
        };
        Ok(jsonwebtoken::encode(
            &Header::new(Algorithm::EdDSA),
            &claims,
            &self.encoding,
        )?)
    }

    /// Whoever a token speaks for. Expiry is held against real time, never against a moved clock.
    fn read(&self, token: &str) -> Result<Claims, ApiError> {
        let mut validation = Validation::new(Algorithm::EdDSA);
        validation.set_audience(&[AUDIENCE]);
        jsonwebtoken::decode::<Claims>(token, &self.decoding, &validation)
            .map(|data| data.claims)
            .map_err(|_| ApiError::Unauthenticated("this token is not valid, or no longer"))
    }
}

#[cfg(unix)]
fn write_private(path: &Path, document: &[u8]) -> std::io::Result<()> {
    use std::io::Write;
    use std::os::unix::fs::OpenOptionsExt;
    let mut options = std::fs::OpenOptions::new();
    options
        .write(true)
        .create_new(true)
        .mode(0o600)
        .open(path)?
        .write_all(document)
}

#[cfg(not(unix))]
fn write_private(path: &Path, document: &[u8]) -> std::io::Result<()> {
    std::fs::write(path, document)
}

/// Someone signed in. A handler that takes one cannot run without one.
#[derive(Debug, Clone)]
pub struct Practitioner {
    /// The authority they work for: every query is scoped by it.
    pub authority: authority::Model,
    /// Their row.
    pub row: practitioner::Model,
    /// Their roles, as the policy knows them.
    pub actor: Actor,
    /// Through what they speak.
    pub means: Means,
}

/// Marks a request whose answer must carry nothing personal.
#[derive(Debug, Clone, Copy)]
pub struct Reticent;

impl Practitioner {
    /// The authority's id.
    pub fn authority_id(&self) -> Uuid {
        self.authority.id
    }

    /// Ask the single place that says whether someone may.
    ///
    /// # Errors
    ///
    /// [`ApiError::Forbidden`] with the sentence given.
    pub fn must(
        &self,
        permission: &Permission,
        procedure: &Procedure,
        otherwise: &str,
    ) -> Result<(), ApiError> {
        if may(&self.actor, permission, &procedure.pack) {
            return Ok(());
        }
        Err(ApiError::Forbidden(otherwise.to_owned()))
    }
}

impl FromRequest for Practitioner {
    type Error = ApiError;
    type Future = Pin<Box<dyn Future<Output = Result<Self, ApiError>>>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        let request = request.clone();
        Box::pin(async move {
            let app = request
                .app_data::<web::Data<App>>()
                .ok_or_else(|| ApiError::Broken("the server has no state".into()))?;
            let token = bearer(&request).ok_or(ApiError::Unauthenticated("send a bearer token"))?;
            let caller = caller(app, &token).await?;
            if caller.means.is_reticent() {
                request.extensions_mut().insert(Reticent);
            }
            let route = request.match_pattern().unwrap_or_default();
            caller.means.must_open(request.method(), &route)?;
            Ok(caller)
        })
    }
}

/// Whoever a token speaks for: a practitioner, the assistant for one, or the assistant for itself.
async fn caller(app: &App, token: &str) -> Result<Practitioner, ApiError> {
    let conn = app.db.read();
    if let Some((id, hash)) = secret::read_credential(token) {
        let service = chat_accounts::find_service(conn, id)
            .await?
            .filter(|service| service.revoked_at.is_none() && service.secret_hash == hash)
            .ok_or(ApiError::Unauthenticated(
                "this credential is not valid, or no longer",
            ))?;
        let caller = signed_in(conn, service.authority_id, service.practitioner_id).await?;
        let caller = caller.ok_or(ApiError::Unauthenticated(NOBODY))?;
        return Ok(Practitioner {
            actor: Actor {
                is_assistant: true,
                ..caller.actor
            },
            means: Means::Service {
                id: service.id,
                platform: service.platform,
            },
            ..caller
        });
    }
    let claims = app.keys.read(token)?;
    let caller = signed_in(conn, claims.authority, claims.sub).await?;
    let caller = caller.ok_or(ApiError::Unauthenticated(NOBODY))?;
    let Some(link) = claims.link else {
        return Ok(caller);
    };
    let stands = chat_accounts::find_link(conn, claims.authority, link).await?;
    match stands.is_some_and(|link| link.unlinked_at.is_none()) {
        true => Ok(Practitioner {
            means: Means::Chat { link },
            ..caller
        }),
        false => Err(ApiError::Unauthenticated(
            "this account is no longer linked",
        )),
    }
}

fn bearer(request: &HttpRequest) -> Option<String> {
    let header = request.headers().get(AUTHORIZATION)?.to_str().ok()?;
    let (scheme, token) = header.split_once(' ')?;
    scheme
        .eq_ignore_ascii_case("bearer")
        .then(|| token.trim().to_owned())
}

/// Someone as the database knows them; nobody where they are unknown or suspended.
///
/// # Errors
///
/// Whatever the database says.
pub async fn signed_in<C: ConnectionTrait>(
    conn: &C,
    authority: Uuid,
    id: Uuid,
) -> Result<Option<Practitioner>, ApiError> {
    let Some(row) = practitioners::find(conn, authority, id).await? else {
        return Ok(None);
    };
    let Some(authority) = authorities::find(conn, authority)
        .await?
        .filter(|_| row.suspended_at.is_none())
    else {
        return Ok(None);
    };
    let roles = practitioners::list_roles(conn, authority.id, id).await?;
    let actor = actor(&row, &roles);
    Ok(Some(Practitioner {
        authority,
        row,
        actor,
        means: Means::Session,
    }))
}

/// Someone as the policy knows them.
pub fn actor(row: &practitioner::Model, roles: &[practitioner_role::Model]) -> Actor {
    Actor {
        practitioner: row.id,
        roles: roles.iter().map(held).collect(),
        is_administrator: row.is_administrator,
        is_clockwork: false,
        is_assistant: false,
    }
}

fn held(row: &practitioner_role::Model) -> HeldRole {
    let scope = match (row.team_id, &row.service) {
        (Some(team), _) => Scope::Team(team),
        (None, Some(service)) => Scope::Service(service.clone()),
        (None, None) => Scope::Authority,
    };
    HeldRole {
        role: row.role.clone(),
        scope,
    }
}
