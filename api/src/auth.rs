//! Who is asking: the token says who, the database says what they may do.

use std::future::Future;
use std::path::Path;
use std::pin::Pin;

use actix_web::dev::Payload;
use actix_web::http::header::AUTHORIZATION;
use actix_web::{FromRequest, HttpRequest, web};
use anyhow::Context;
use aws_lc_rs::signature::{Ed25519KeyPair, KeyPair};
use chrono::{DateTime, Utc};
use entity::{authority, practitioner, practitioner_role};
use jsonwebtoken::{Algorithm, DecodingKey, EncodingKey, Header, Validation};
use policy::role::{Actor, HeldRole, Permission, Scope, may};
use sea_orm::ConnectionTrait;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::app::App;
use crate::error::ApiError;
use crate::procedures::Procedure;
use crate::repository::{authorities, practitioners};

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
        let claims = Claims {
            sub: practitioner,
            authority,
            aud: AUDIENCE.into(),
            exp: until.timestamp(),
            iat: now.timestamp(),
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
}

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
        let app = request.app_data::<web::Data<App>>().cloned();
        let token = bearer(request);
        Box::pin(async move {
            let app = app.ok_or_else(|| ApiError::Broken("the server has no state".into()))?;
            let claims = app
                .keys
                .read(&token.ok_or(ApiError::Unauthenticated("send a bearer token"))?)?;
            signed_in(app.db.read(), claims.authority, claims.sub)
                .await?
                .ok_or(ApiError::Unauthenticated(
                    "this token is for nobody who works here",
                ))
        })
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
    }))
}

/// Someone as the policy knows them.
pub fn actor(row: &practitioner::Model, roles: &[practitioner_role::Model]) -> Actor {
    Actor {
        practitioner: row.id,
        roles: roles.iter().map(held).collect(),
        is_administrator: row.is_administrator,
        is_clockwork: false,
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
