//! What was asked: kept without whatever could name somebody, judged by those who asked, read by administrators.

use chrono::{DateTime, Utc};
use entity::asked_question::{self, AskedOutcome};
use openapi::{AskedQuery, AskedQuestion, Page, Verdict};
use policy::guidance::{Answer, Outcome};
use sea_orm::DatabaseTransaction;
use tracing::warn;
use uuid::Uuid;

use super::checks::Checks;
use super::directory::{keep, see};
use super::once::Made;
use super::pages::Wanted;
use crate::app::App;
use crate::auth::Practitioner;
use crate::error::ApiError;
use crate::procedures::Procedure;
use crate::repository::asked;
use crate::view;

/// Keep a question of the caller's own procedure. An answer never waits or fails because of it: without room it has no id.
pub async fn remember(
    app: &App,
    caller: &Practitioner,
    procedure: &Procedure,
    question: &str,
    answer: &Answer<'_>,
) -> Option<Uuid> {
    if caller.authority.pack != procedure.pack.header.id {
        return None;
    }
    let row = row(caller, procedure, question, answer, app.clock.now());
    let id = row.id;
    match written(app, row).await {
        Ok(()) => Some(id),
        Err(wrong) => {
            warn!(%wrong, "a question could not be kept");
            None
        }
    }
}

async fn written(app: &App, row: asked_question::Model) -> Result<(), ApiError> {
    let txn = app.db.begin().await?;
    asked::insert(&txn, row).await?;
    Ok(txn.commit().await?)
}

fn row(
    caller: &Practitioner,
    procedure: &Procedure,
    question: &str,
    answer: &Answer<'_>,
    now: DateTime<Utc>,
) -> asked_question::Model {
    asked_question::Model {
        id: Uuid::now_v7(),
        authority_id: caller.authority_id(),
        pack: procedure.pack.header.id.clone(),
        question: procedure.vocabulary.strip(question),
        outcome: match answer.outcome {
            Outcome::Answered => AskedOutcome::Answered,
            Outcome::Choice => AskedOutcome::Choice,
            Outcome::NotCovered => AskedOutcome::NotCovered,
        },
        urgent: answer.urgent,
        first_entry: answer.found.first().map(|found| found.entry.id.clone()),
        asked_at: now,
        helpful: None,
        right_entry: None,
        judged_at: None,
        learnt_at: None,
    }
}

/// A page of what was asked.
///
/// # Errors
///
/// [`ApiError::Forbidden`] for anyone but administrators, [`ApiError::Invalid`] naming the parameter.
pub async fn list(
    app: &App,
    caller: &Practitioner,
    query: &AskedQuery,
) -> Result<Page<AskedQuestion>, ApiError> {
    keep(app, caller)?;
    let page = Wanted::new(query.limit, query.cursor.as_deref())?;
    let wanted = asked::Wanted {
        outcome: query.outcome.map(view::asked::row_outcome),
        helpful: query.helpful,
        learnt: query.learnt,
    };
    let authority = caller.authority_id();
    let rows = asked::list(app.db.read(), authority, &wanted, page.after, page.rows()).await?;
    Ok(page.page(rows, |row| row.id, view::asked::question))
}

/// Say what an answer was worth, and which entry is the right one. The last verdict stands.
///
/// # Errors
///
/// [`ApiError::Forbidden`] for someone without a role, [`ApiError::NotFound`] where the authority has no such question,
/// [`ApiError::Invalid`] where the procedure has no such entry.
pub async fn judge(
    txn: &DatabaseTransaction,
    app: &App,
    caller: &Practitioner,
    id: Uuid,
    verdict: &Verdict,
) -> Result<Made, ApiError> {
    let procedure = see(app, caller)?;
    let before = asked::find(txn, caller.authority_id(), id).await?;
    let before = before.ok_or(ApiError::NotFound("question"))?;
    let mut checks = Checks::default();
    if let Some(entry) = verdict.right_entry.as_deref()
        && procedure.pack.guidance(entry).is_none()
    {
        checks.wrong(
            "right_entry",
            format!("the procedure has no entry `{entry}`"),
            "the id of an entry, as answers give it",
        );
    }
    checks.done()?;
    // A thumb up says that what came first was right.
    let right = match verdict.helpful {
        true => verdict.right_entry.clone().or(before.first_entry.clone()),
        false => verdict.right_entry.clone(),
    };
    let now = app.clock.now();
    let said = (verdict.helpful, right.as_deref());
    asked::judge(txn, caller.authority_id(), id, said, now).await?;
    Made::changed(&view::asked::question(asked_question::Model {
        helpful: Some(verdict.helpful),
        right_entry: right,
        judged_at: Some(now),
        ..before
    }))
}
