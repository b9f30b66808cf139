//! Refusals that open something: what the procedure refuses as a reason may be a matter of its own.

use policy::action::Action;
use policy::pack::format::About;
use policy::refusal::Refusal;
use tracing::warn;

use super::{find, team_on};
use crate::app::App;
use crate::auth::Practitioner;
use crate::error::ApiError;
use crate::service::matters::bringing::{Brought, Cause, Circumstance, bring};

/// The refusal of an action, with the matter named that its reason opened.
///
/// The action itself left nothing behind; the matter is recorded in a transaction of its own, once however often it is
/// tried.
pub async fn opened(
    app: &App,
    caller: &Practitioner,
    id: &str,
    action: &Action,
    refused: ApiError,
) -> ApiError {
    let ApiError::Refused {
        refusal:
            Refusal::Forbidden {
                message,
                rule,
                remedy,
            },
        clause,
    } = refused
    else {
        return refused;
    };
    let brought = match action.reason() {
        Some(reason) => open(app, caller, id, reason).await,
        None => Ok(None),
    };
    let remedy = match brought {
        Ok(Some(brought)) => format!(
            "{remedy} The reason itself is a matter of its own now: {}.",
            brought.reference
        ),
        Ok(None) => remedy,
        Err(wrong) => {
            warn!(%wrong, "a refused reason could not be made a matter of its own");
            remedy
        }
    };
    ApiError::Refused {
        refusal: Refusal::Forbidden {
            message,
            rule,
            remedy,
        },
        clause,
    }
}

async fn open(
    app: &App,
    caller: &Practitioner,
    id: &str,
    reason: &str,
) -> Result<Option<Brought>, ApiError> {
    let txn = app.db.begin().await?;
    let loaded = find(&txn, app, caller, id).await?;
    let procedure = &loaded.procedure;
    let declared = procedure
        .pack
        .reason(reason)
        .filter(|reason| reason.refused.is_some())
        .and_then(|reason| reason.opens.as_deref())
        .and_then(|matter| procedure.pack.matter(matter));
    let Some(declared) = declared else {
        return Ok(None);
    };
    let side = loaded.transfer.asking().other();
    let circumstance = Circumstance {
        case: (declared.about == About::Case).then(|| loaded.case.clone()),
        team: Some(team_on(&loaded, side).clone()),
        transfer: Some(loaded.row.id),
        ..Circumstance::new(Cause::Event(caller.row.id), app.clock.now())
    };
    let authority = caller.authority_id();
    let brought = bring(&txn, app, procedure, authority, declared, &circumstance).await?;
    txn.commit().await?;
    Ok(Some(brought))
}
