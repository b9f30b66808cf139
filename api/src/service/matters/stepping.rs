//! A step of a matter: what somebody sends, read for the action that they name.

use openapi::{MatterActionName, MatterStep};
use policy::matter::{Action, decide};
use policy::setting::Setting;
use sea_orm::DatabaseTransaction;

use super::{Loaded, find, recording};
use crate::app::App;
use crate::auth::Practitioner;
use crate::db::to_micros;
use crate::error::ApiError;
use crate::service::transfers::{Cause, actors};

/// Take an action.
///
/// * `version` – the version that the caller read, where they say so
///
/// # Errors
///
/// [`ApiError::Refused`] by the procedure, [`ApiError::Invalid`] naming the member, [`ApiError::OutdatedVersion`],
/// [`ApiError::ChangedMeanwhile`], [`ApiError::NotFound`]. Nothing has changed then.
pub async fn step(
    txn: &DatabaseTransaction,
    app: &App,
    caller: &Practitioner,
    id: &str,
    version: Option<i64>,
    name: MatterActionName,
    said: MatterStep,
) -> Result<Loaded, ApiError> {
    let loaded = find(txn, app, caller, id).await?;
    if version.is_some_and(|version| version != loaded.row.version) {
        return Err(ApiError::OutdatedVersion {
            current: loaded.row.version,
        });
    }
    let now = app.clock.now();
    let occurred_at = to_micros(said.occurred_at.unwrap_or(now));
    let detail =
        serde_json::to_value(&said).map_err(|wrong| ApiError::Broken(wrong.to_string()))?;
    let note = said.note.clone();
    let others: Vec<_> = said.agreed_with.into_iter().collect();
    let people = actors(txn, caller.authority_id(), others).await?;
    let action = action(name, said)?;
    let setting = Setting {
        people: &people,
        ..loaded.setting(now)
    };
    let decision = decide(
        &setting,
        &loaded.matter,
        &caller.actor,
        &action,
        occurred_at,
        note,
    )
    .map_err(|refusal| ApiError::refused(refusal, &loaded.procedure.pack))?;
    let cause = Cause {
        practitioner: Some(caller.row.id),
        detail,
    };
    recording::record(txn, app, loaded, decision, cause).await
}

/// The action with the members that it takes; one that it does not take is a mistake, as is one that is missing.
fn action(name: MatterActionName, said: MatterStep) -> Result<Action, ApiError> {
    let given = [
        ("item", said.item.is_some()),
        ("facts", said.facts.is_some()),
        ("of", said.of.is_some()),
        ("reason", said.reason.is_some()),
        ("deadline", said.deadline.is_some()),
        ("date", said.date.is_some()),
        ("agreed_with", said.agreed_with.is_some()),
        ("decision", said.decision.is_some()),
        ("text", said.text.is_some()),
    ];
    let takes = takes(name);
    if let Some((member, _)) = given
        .iter()
        .find(|(member, given)| *given && !takes.contains(member))
    {
        let expected = match takes {
            [] => "no member but `occurred_at` and `note`".to_owned(),
            takes => format!("{}, besides `occurred_at` and `note`", takes.join(", ")),
        };
        let message = format!("`{}` takes no `{member}`", name.kebab());
        return Err(ApiError::invalid(member, message, expected));
    }
    let need = |member: &str, value: Option<String>| {
        value.ok_or_else(|| {
            let message = format!("`{}` needs this", name.kebab());
            ApiError::invalid(member, message, "a text")
        })
    };
    Ok(match name {
        MatterActionName::Tick => Action::Tick {
            item: need("item", said.item)?,
        },
        MatterActionName::Untick => Action::Untick {
            item: need("item", said.item)?,
        },
        MatterActionName::RecordFact => Action::RecordFact {
            facts: said.facts.ok_or_else(|| {
                let message = "`record-fact` needs this";
                ApiError::invalid("facts", message, "values by fact")
            })?,
        },
        MatterActionName::Override => Action::Override {
            of: need("of", said.of)?,
            reason: need("reason", said.reason)?,
        },
        MatterActionName::AgreeDate => Action::AgreeDate {
            deadline: need("deadline", said.deadline)?,
            date: said.date.ok_or_else(|| {
                ApiError::invalid("date", "`agree-date` needs this", "a day: 2026-11-30")
            })?,
            reason: need("reason", said.reason)?,
            agreed_with: said.agreed_with.ok_or_else(|| {
                ApiError::invalid("agreed_with", "`agree-date` needs this", "who agreed to it")
            })?,
        },
        MatterActionName::Escalate => Action::Escalate,
        MatterActionName::Decide => Action::Decide {
            decision: need("decision", said.decision)?,
        },
        MatterActionName::Finish => Action::Finish,
        MatterActionName::Withdraw => Action::Withdraw {
            text: need("text", said.text)?,
        },
    })
}

fn takes(name: MatterActionName) -> &'static [&'static str] {
    match name {
        MatterActionName::Tick | MatterActionName::Untick => &["item"],
        MatterActionName::RecordFact => &["facts"],
        MatterActionName::Override => &["of", "reason"],
        MatterActionName::AgreeDate => &["deadline", "date", "reason", "agreed_with"],
        MatterActionName::Decide => &["decision"],
        MatterActionName::Withdraw => &["text"],
        MatterActionName::Escalate | MatterActionName::Finish => &[],
    }
}
