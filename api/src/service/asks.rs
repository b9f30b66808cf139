//! Asks: questions answered from a pack, with the authority's numbers and whoever is on duty.

use chrono::{DateTime, Utc};
use openapi::{Answer, AskRequest};
use policy::guidance;
use sea_orm::ConnectionTrait;

use super::checks::Checks;
use super::{chat, duty, packs};
use crate::app::App;
use crate::auth::{Means, Practitioner};
use crate::error::ApiError;
use crate::procedures::Procedure;
use crate::repository::contact_points;
use crate::view;
use crate::view::asks::Desk;

/// Longest question, in characters.
const LONGEST_QUESTION: usize = 1000;

/// The answer to a question; nothing is stored.
///
/// # Errors
///
/// [`ApiError::NotFound`] where the pack was not loaded, [`ApiError::Invalid`] naming the member, [`ApiError::NotLinked`]
/// for the assistant itself, unless the authority answers people who are not linked.
pub async fn answer(
    app: &App,
    caller: &Practitioner,
    pack: &str,
    asked: &AskRequest,
) -> Result<Answer, ApiError> {
    let procedure = packs::find(app, pack)?;
    check(&procedure, asked)?;
    chat::must_answer(app, caller).await?;
    let at = asked.at.unwrap_or_else(|| app.clock.now());
    let desk = desk(app.db.read(), app, caller, &procedure, at).await?;
    let found = guidance::answer(
        &procedure.pack,
        &procedure.index,
        &asked.question,
        asked.service.as_deref(),
        desk.today,
    );
    Ok(view::asks::answer(&procedure.pack, &found, &desk))
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
    let today = app
        .procedures
        .calendar(&procedure.pack, &[])?
        .local_date(at);
    if caller.authority.pack != procedure.pack.header.id {
        return Ok(Desk {
            today,
            ..Desk::default()
        });
    }
    let on_duty = match caller.means {
        // Who is on duty is for colleagues: somebody unlinked may be anyone.
        Means::Service { .. } => Vec::new(),
        Means::Session | Means::Chat { .. } => {
            duty::on_duty(conn, caller.authority_id(), None, at).await?
        }
    };
    Ok(Desk {
        is_own: true,
        entered: contact_points::list(conn, caller.authority_id()).await?,
        on_duty,
        today,
    })
}
