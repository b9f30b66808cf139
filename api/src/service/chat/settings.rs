//! Settings: what an authority has settled about the chat and about urgent calls.

use entity::chat_setting;
use openapi::{CallRung, ChatSettings};
use policy::call::MOST_MINUTES;
use policy::nudge;
use policy::pack::Pack;
use policy::pack::format;
use sea_orm::{ConnectionTrait, DatabaseTransaction};
use uuid::Uuid;

use crate::app::App;
use crate::auth::Practitioner;
use crate::error::ApiError;
use crate::repository::{authorities, chat_places};
use crate::service::checks::Checks;
use crate::service::directory::{keep, see};
use crate::service::once::Made;

/// Most rungs, and most roles of one.
const MOST_RUNGS: usize = 10;
const MOST_ROLES: usize = 20;
/// Longest name of a rung, in characters.
const LONGEST_LABEL: usize = 100;

/// What the authority has settled.
///
/// # Errors
///
/// [`ApiError::Forbidden`] for someone without a role.
pub async fn settings(app: &App, caller: &Practitioner) -> Result<ChatSettings, ApiError> {
    see(app, caller)?;
    current(app.db.read(), caller.authority_id()).await
}

/// Settle it anew.
///
/// # Errors
///
/// [`ApiError::Forbidden`] for anyone but administrators, [`ApiError::Invalid`] naming the members.
pub async fn set(
    txn: &DatabaseTransaction,
    app: &App,
    caller: &Practitioner,
    asked: ChatSettings,
) -> Result<Made, ApiError> {
    let procedure = keep(app, caller)?;
    check(&procedure.pack, &asked)?;
    let ladder = match asked.call_ladder.is_empty() {
        true => None,
        false => Some(
            serde_json::to_value(&asked.call_ladder)
                .map_err(|wrong| ApiError::Broken(wrong.to_string()))?,
        ),
    };
    let row = chat_setting::Model {
        public_guidance: asked.public_guidance,
        call_ladder: ladder,
        ..untouched(txn, app, caller).await?
    };
    chat_places::save_setting(txn, row).await?;
    Made::changed(&asked)
}

/// Where the chat reaches somebody, digests begin with the next morning.
///
/// # Errors
///
/// Whatever the database says.
pub(super) async fn begin(
    txn: &DatabaseTransaction,
    app: &App,
    caller: &Practitioner,
) -> Result<(), ApiError> {
    let row = untouched(txn, app, caller).await?;
    Ok(chat_places::begin_setting(txn, row).await?)
}

/// The settings of an authority that has settled nothing.
async fn untouched(
    txn: &DatabaseTransaction,
    app: &App,
    caller: &Practitioner,
) -> Result<chat_setting::Model, ApiError> {
    let procedure = app.procedures.of_authority(&caller.authority)?;
    let closures = authorities::list_closures(txn, caller.authority_id()).await?;
    let calendar = app.procedures.calendar(&procedure.pack, &closures)?;
    let hours = procedure.pack.header.conventions.nudge_hours;
    let next = nudge::next_opening(hours, &calendar, app.clock.now());
    Ok(chat_setting::Model {
        id: Uuid::now_v7(),
        authority_id: caller.authority_id(),
        public_guidance: false,
        call_ladder: None,
        next_digest_at: Some(next),
    })
}

fn check(pack: &Pack, asked: &ChatSettings) -> Result<(), ApiError> {
    let mut checks = Checks::default();
    if asked.call_ladder.len() > MOST_RUNGS {
        let message = format!("{} rungs are too many", asked.call_ladder.len());
        checks.wrong("call_ladder", message, format!("at most {MOST_RUNGS}"));
    }
    for (number, rung) in asked.call_ladder.iter().enumerate() {
        check_rung(&mut checks, pack, &format!("call_ladder.{number}"), rung);
    }
    checks.done()
}

fn check_rung(checks: &mut Checks, pack: &Pack, within: &str, rung: &CallRung) {
    checks.line(&format!("{within}.label"), &rung.label, LONGEST_LABEL);
    if !(1..=MOST_MINUTES).contains(&rung.minutes) {
        let expected = format!("1 to {MOST_MINUTES}");
        checks.wrong(
            &format!("{within}.minutes"),
            "this is out of range",
            expected,
        );
    }
    let roles = format!("{within}.roles");
    if rung.roles.is_empty() && !rung.on_duty {
        checks.wrong(&roles, "nobody would be told", "a role, or `on_duty`");
    }
    if rung.roles.len() > MOST_ROLES {
        checks.wrong(
            &roles,
            "these are too many",
            format!("at most {MOST_ROLES}"),
        );
    }
    for role in rung.roles.iter().filter(|role| pack.role(role).is_none()) {
        let message = format!("the procedure knows no role `{role}`");
        let expected = "a role of the procedure, as the pack lists them";
        checks.wrong(&roles, message, expected);
    }
}

/// What an authority has settled; where it has settled nothing, nobody unlinked is answered.
///
/// # Errors
///
/// Whatever the database says.
pub(super) async fn current<C: ConnectionTrait>(
    conn: &C,
    authority: Uuid,
) -> Result<ChatSettings, ApiError> {
    let row = chat_places::find_setting(conn, authority).await?;
    Ok(row.map(shown).unwrap_or_default())
}

fn shown(row: chat_setting::Model) -> ChatSettings {
    let ladder = row.call_ladder.map(serde_json::from_value);
    ChatSettings {
        public_guidance: row.public_guidance,
        call_ladder: ladder.and_then(Result::ok).unwrap_or_default(),
    }
}

/// The authority's own rungs for urgent calls, as the policy knows them; none where it has settled none.
///
/// # Errors
///
/// Whatever the database says.
pub(crate) async fn call_ladder<C: ConnectionTrait>(
    conn: &C,
    authority: Uuid,
) -> Result<Vec<format::CallRung>, ApiError> {
    let settled = current(conn, authority).await?.call_ladder;
    let rung = |rung: CallRung| format::CallRung {
        label: rung.label,
        on_duty: rung.on_duty,
        roles: rung.roles,
        minutes: rung.minutes,
    };
    Ok(settled.into_iter().map(rung).collect())
}
