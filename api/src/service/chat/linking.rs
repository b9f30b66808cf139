//! Linking: a practitioner's account of the chat, bound by a code that they took while signed in.

use chrono::{DateTime, Duration, Utc};
use entity::{chat_attempt, chat_code, chat_link};
use openapi::{ChatLink, ChatToken, LinkCode, RedeemCode, SpeakFor};
use policy::role::Permission;
use sea_orm::{ConnectionTrait, DatabaseTransaction};
use uuid::Uuid;

use super::{account, settings};
use crate::app::App;
use crate::auth::Practitioner;
use crate::db;
use crate::error::ApiError;
use crate::repository::{chat_accounts, practitioners};
use crate::secret;
use crate::service::checks::Checks;
use crate::service::names::Names;
use crate::service::once::Made;

/// How long a code is good.
const CODE_MINUTES: i64 = 10;
/// Codes that one practitioner gets within that time.
const MOST_CODES: u64 = 5;
/// Tries within that time, of one account and of all accounts of an authority together.
const MOST_TRIES: u64 = 5;
const MOST_TRIES_OF_ALL: u64 = 200;
/// How long the assistant speaks for somebody without asking again, in real time.
const TOKEN_MINUTES: i64 = 5;
/// Longest code as it is typed, and longest id of an account.
const LONGEST_CODE: usize = 40;
const LONGEST_ACCOUNT: usize = 64;

/// A new code for the caller; the one before is good for nothing then. It is kept as a hash alone, and so is answered
/// without a key under which it could be asked for again.
///
/// # Errors
///
/// [`ApiError::TooMany`], [`ApiError::Forbidden`] for the assistant itself.
pub async fn issue(app: &App, caller: &Practitioner) -> Result<LinkCode, ApiError> {
    let procedure = app.procedures.of_authority(&caller.authority)?;
    caller.must(
        &Permission::LinkOwnAccount,
        &procedure,
        "an account is linked by the one whose it is",
    )?;
    let now = app.clock.now();
    let since = now - Duration::minutes(CODE_MINUTES);
    let txn = app.db.begin().await?;
    let taken =
        chat_accounts::count_codes(&txn, caller.authority_id(), caller.row.id, since).await?;
    if taken >= MOST_CODES {
        return Err(wait());
    }
    let code = secret::new_code().map_err(|wrong| ApiError::Broken(wrong.to_string()))?;
    let expires_at = now + Duration::minutes(CODE_MINUTES);
    let row = chat_code::Model {
        id: Uuid::now_v7(),
        authority_id: caller.authority_id(),
        practitioner_id: caller.row.id,
        code_hash: secret::hash_of_code(&code),
        created_at: now,
        expires_at,
        ended_at: None,
    };
    chat_accounts::insert_code(&txn, row).await?;
    txn.commit().await?;
    Ok(LinkCode { code, expires_at })
}

fn wait() -> ApiError {
    ApiError::TooMany(CODE_MINUTES * 60)
}

/// Write a try at redeeming a code down, whether or not it is right, and refuse one too many.
///
/// # Errors
///
/// [`ApiError::TooMany`], [`ApiError::Forbidden`] for anyone but the assistant, [`ApiError::Invalid`] naming the members.
pub async fn tried(app: &App, caller: &Practitioner, asked: &RedeemCode) -> Result<(), ApiError> {
    let (_, platform) = account(caller)?;
    let mut checks = Checks::default();
    checks.line("code", &asked.code, LONGEST_CODE);
    checks.line("account_id", &asked.account_id, LONGEST_ACCOUNT);
    checks.done()?;
    let now = app.clock.now();
    let since = now - Duration::minutes(CODE_MINUTES);
    let authority = caller.authority_id();
    let txn = app.db.begin().await?;
    let own =
        chat_accounts::count_attempts(&txn, authority, Some(&asked.account_id), since).await?;
    let all = chat_accounts::count_attempts(&txn, authority, None, since).await?;
    if own >= MOST_TRIES || all >= MOST_TRIES_OF_ALL {
        return Err(wait());
    }
    let row = chat_attempt::Model {
        id: Uuid::now_v7(),
        authority_id: authority,
        platform: platform.to_owned(),
        account_id: asked.account_id.clone(),
        made_at: now,
    };
    chat_accounts::insert_attempt(&txn, row).await?;
    Ok(txn.commit().await?)
}

/// Link the account that typed a code to whoever took it.
///
/// # Errors
///
/// [`ApiError::Invalid`] where the code is not good, [`ApiError::Exists`] where either side has a link already,
/// [`ApiError::Forbidden`] where the practitioner is suspended.
pub async fn redeem(
    txn: &DatabaseTransaction,
    app: &App,
    caller: &Practitioner,
    asked: RedeemCode,
) -> Result<Made, ApiError> {
    let (_, platform) = account(caller)?;
    let now = app.clock.now();
    let hash = secret::hash_of_code(&asked.code);
    let code = chat_accounts::redeem_code(txn, caller.authority_id(), &hash, now)
        .await?
        .ok_or_else(no_code)?;
    active(txn, code.authority_id, code.practitioner_id).await?;
    let row = chat_link::Model {
        id: Uuid::now_v7(),
        authority_id: code.authority_id,
        practitioner_id: code.practitioner_id,
        platform: platform.to_owned(),
        account_id: asked.account_id,
        linked_at: now,
        unlinked_at: None,
        unlinked_by: None,
    };
    if !chat_accounts::insert_link(txn, row.clone()).await? {
        return Err(ApiError::Exists(format!(
            "this account, or this practitioner on {platform}, is linked already: end that link first"
        )));
    }
    settings::begin(txn, app, caller).await?;
    let location = format!("/v1/chat/links/{}", row.id);
    Made::created(&one(txn, row).await?, location)
}

fn no_code() -> ApiError {
    ApiError::invalid(
        "code",
        "this code is not good, or no longer",
        format!("a code taken within the last {CODE_MINUTES} minutes and not used yet"),
    )
}

/// Whoever is suspended is not spoken for.
async fn active<C: ConnectionTrait>(conn: &C, authority: Uuid, id: Uuid) -> Result<(), ApiError> {
    let row = practitioners::find(conn, authority, id).await?;
    match row.is_some_and(|row| row.suspended_at.is_none()) {
        true => Ok(()),
        false => Err(ApiError::Forbidden(
            "access to Landsafe is switched off for whoever this account belongs to: ask an administrator".into(),
        )),
    }
}

/// The caller's links that stand.
///
/// # Errors
///
/// Whatever the database says.
pub async fn list(app: &App, caller: &Practitioner) -> Result<Vec<ChatLink>, ApiError> {
    let conn = app.db.read();
    let rows = chat_accounts::list_links(conn, caller.authority_id(), caller.row.id).await?;
    shown(conn, caller.authority_id(), &rows).await
}

/// End a link: at once nobody speaks through it any more. Whose it is may, from either side, and administrators.
///
/// # Errors
///
/// [`ApiError::NotFound`], [`ApiError::Exists`] where it has ended already.
pub async fn unlink(
    txn: &DatabaseTransaction,
    app: &App,
    caller: &Practitioner,
    id: Uuid,
) -> Result<Made, ApiError> {
    let row = chat_accounts::find_link(txn, caller.authority_id(), id)
        .await?
        .filter(|link| link.practitioner_id == caller.row.id || caller.row.is_administrator)
        .ok_or(ApiError::NotFound("link"))?;
    let now = app.clock.now();
    if !chat_accounts::end_link(txn, row.authority_id, row.id, (caller.row.id, now)).await? {
        return Err(ApiError::Exists("this link has ended already".into()));
    }
    let ended = chat_link::Model {
        unlinked_at: Some(now),
        ..row
    };
    Made::changed(&one(txn, ended).await?)
}

/// A token with which the assistant speaks for whoever an account belongs to, for a few minutes.
///
/// # Errors
///
/// [`ApiError::NotLinked`], [`ApiError::Forbidden`] where they are suspended or the caller is not the assistant.
pub async fn speak_for(
    app: &App,
    caller: &Practitioner,
    asked: &SpeakFor,
) -> Result<ChatToken, ApiError> {
    let procedure = app.procedures.of_authority(&caller.authority)?;
    caller.must(
        &Permission::SpeakForLinked,
        &procedure,
        "only the assistant speaks for others",
    )?;
    let (_, platform) = account(caller)?;
    let (conn, authority) = (app.db.read(), caller.authority_id());
    let link = chat_accounts::find_link_of_account(conn, authority, platform, &asked.account_id)
        .await?
        .ok_or(ApiError::NotLinked)?;
    active(conn, authority, link.practitioner_id).await?;
    let (now, expires_at) = real_time();
    let token = app
        .keys
        .chat_token(&link, now, expires_at)
        .map_err(|wrong| ApiError::Broken(wrong.to_string()))?;
    let names = Names::default()
        .people(conn, authority, [link.practitioner_id])
        .await?;
    Ok(ChatToken {
        token,
        expires_at,
        link_id: link.id,
        practitioner: names.person(link.practitioner_id)?,
    })
}

/// Now and the end of a token: tokens are held against real time, wherever a demonstration's clock stands.
fn real_time() -> (DateTime<Utc>, DateTime<Utc>) {
    let now = db::now();
    (now, now + Duration::minutes(TOKEN_MINUTES))
}

async fn one<C: ConnectionTrait>(conn: &C, row: chat_link::Model) -> Result<ChatLink, ApiError> {
    let shown = shown(conn, row.authority_id, std::slice::from_ref(&row)).await?;
    shown.into_iter().next().ok_or(ApiError::NotFound("link"))
}

async fn shown<C: ConnectionTrait>(
    conn: &C,
    authority: Uuid,
    rows: &[chat_link::Model],
) -> Result<Vec<ChatLink>, ApiError> {
    let people = rows.iter().map(|row| row.practitioner_id);
    let names = Names::default().people(conn, authority, people).await?;
    let link = |row: &chat_link::Model| {
        Ok(ChatLink {
            id: row.id,
            platform: row.platform.clone(),
            account_id: row.account_id.clone(),
            practitioner: names.person(row.practitioner_id)?,
            linked_at: row.linked_at,
            unlinked_at: row.unlinked_at,
        })
    };
    rows.iter().map(link).collect()
}
