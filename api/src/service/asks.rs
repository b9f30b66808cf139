//! Asks: questions answered from a pack, with the authority's numbers and whoever is on duty.

use std::collections::{HashMap, HashSet};

use chrono::{DateTime, Utc};
use entity::contact_point;
use openapi::{Answer, AskRequest};
use policy::guidance;
use sea_orm::ConnectionTrait;
use uuid::Uuid;

use super::checks::Checks;
use super::{asked, chat, duty, packs};
use crate::app::App;
use crate::auth::{Means, Practitioner};
use crate::error::ApiError;
use crate::procedures::Procedure;
use crate::repository::{authorities, contact_points, duty as rota, practitioners};
use crate::view;
use crate::view::asks::Desk;

/// Longest question, in characters.
const LONGEST_QUESTION: usize = 1000;

/// The answer to a question, which is kept without whatever could name somebody.
///
/// # Errors
///
/// [`ApiError::NotFound`] where the pack was not loaded, [`ApiError::Invalid`] naming the member, [`ApiError::NotLinked`]
/// for the assistant itself, unless the authority answers people who are not linked.
pub async fn answer(
    app: &App,
    caller: &Practitioner,
    pack: &str,
    request: &AskRequest,
) -> Result<Answer, ApiError> {
    let procedure = packs::find(app, pack)?;
    check(&procedure, request)?;
    chat::must_answer(app, caller).await?;
    let at = request.at.unwrap_or_else(|| app.clock.now());
    let desk = desk(app.db.read(), app, caller, &procedure, at).await?;
    let mut checks = Checks::default();
    let facts = checks.facts("facts", &procedure.pack, &request.facts);
    checks.done()?;
    let calendar = app.procedures.calendar(&procedure.pack, &[])?;
    let question = guidance::Asked {
        question: &request.question,
        service: request.service.as_deref(),
        facts,
        at,
    };
    let found = guidance::answer(&procedure.pack, &procedure.index, &calendar, &question);
    let id = asked::remember(app, caller, &procedure, &request.question, &found).await;
    Ok(Answer {
        id,
        ..view::asks::answer(&procedure.pack, &found, &desk)
    })
}

fn check(procedure: &Procedure, asked: &AskRequest) -> Result<(), ApiError> {
    let mut checks = Checks::default();
    checks.text("question", &asked.question, LONGEST_QUESTION);
    if let Some(service) = asked
        .service
        .as_deref()
        .filter(|id| procedure.pack.service(id).is_none())
    {
        let known: Vec<_> = procedure
            .pack
            .entries
            .service
            .iter()
            .map(|service| service.id.as_str())
            .collect();
        checks.wrong(
            "service",
            format!("the procedure knows no service `{service}`"),
            format!("one of {}", known.join(", ")),
        );
    }
    checks.done()
}

/// The numbers and the people that an answer may name: only those of the caller's own authority.
///
/// * `at` – the moment asked about, UTC
///
/// # Errors
///
/// Whatever the database says.
pub async fn desk<C: ConnectionTrait>(
    conn: &C,
    app: &App,
    caller: &Practitioner,
    procedure: &Procedure,
    at: DateTime<Utc>,
) -> Result<Desk, ApiError> {
    let own = caller.authority.pack == procedure.pack.header.id;
    let closures = match own {
        true => authorities::list_closures(conn, caller.authority_id()).await?,
        false => Vec::new(),
    };
    let calendar = app.procedures.calendar(&procedure.pack, &closures)?;
    let moment = Desk {
        at,
        today: calendar.local_date(at),
        ..Desk::default()
    };
    if !own {
        return Ok(moment);
    }
    let entered = contact_points::list(conn, caller.authority_id()).await?;
    let desk = Desk {
        is_own: true,
        hours: Some(app.procedures.hours(calendar.zone(), &closures)),
        ..moment
    };
    if matches!(caller.means, Means::Service { .. }) {
        // Colleagues' names are for colleagues: somebody unlinked may be anyone.
        return Ok(Desk { entered, ..desk });
    }
    Ok(Desk {
        verifiers: verifiers(conn, caller, &entered).await?,
        entered,
        on_duty: duty::on_duty(conn, app, caller.authority_id(), None, at).await?,
        rota_changes_at: rota::next_change(conn, caller.authority_id(), None, at).await?,
        ..desk
    })
}

async fn verifiers<C: ConnectionTrait>(
    conn: &C,
    caller: &Practitioner,
    entered: &[contact_point::Model],
) -> Result<HashMap<Uuid, String>, ApiError> {
    let ids: HashSet<_> = entered.iter().filter_map(|row| row.verified_by).collect();
    let found = practitioners::find_many(conn, caller.authority_id(), ids);
    let people = found.await?.into_iter();
    Ok(people.map(|row| (row.id, row.name)).collect())
}
