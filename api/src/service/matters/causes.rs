//! Causes: what a call, an absence or another worker opens, by the conditions of the pack.

use std::sync::Arc;

use chrono::{DateTime, Utc};
use entity::{absence, child_case, contact, holding, team};
use policy::calendar::Calendar;
use policy::expression::Knowledge;
use policy::fact::Facts;
use policy::matter::{self as rules, filled};
use policy::pack::format::{About, FilledBy, Matter, OpensOn};
use sea_orm::DatabaseTransaction;
use serde_json::Value;
use uuid::Uuid;

use super::bringing::{Brought, Cause, Circumstance, bring};
use super::known::{as_facts, known, of_absence, recorded};
use crate::app::App;
use crate::error::ApiError;
use crate::procedures::Procedure;
use crate::repository::{authorities, cases, contacts, holdings, matters, teams};
use crate::service::transfers::loaded::facts;

/// Open whatever a call opens by itself.
///
/// A call that was logged late may make a later one the one that counts, so each from this one on is looked at.
///
/// # Errors
///
/// As [`bring`].
pub(crate) async fn by_contact(
    txn: &DatabaseTransaction,
    app: &App,
    procedure: &Arc<Procedure>,
    call: &contact::Model,
    case: Option<&child_case::Model>,
    team: Option<&team::Model>,
) -> Result<Vec<Brought>, ApiError> {
    let ground = Ground::new(txn, app, procedure, call.authority_id, case).await?;
    let calls = match case {
        Some(case) => contacts::list_of_case(txn, call.authority_id, case.id).await?,
        None => vec![call.clone()],
    };
    let mut brought = Vec::new();
    let mut seen: Vec<&str> = Vec::new();
    let from = calls.iter().position(|one| one.id == call.id).unwrap_or(0);
    for (index, one) in calls.iter().enumerate().skip(from) {
        let mut circumstance = Circumstance {
            case: case.cloned(),
            contact: Some(one.clone()),
            team: team.cloned(),
            facts: recorded(one),
            ..Circumstance::new(Cause::Event(call.received_by), one.received_at)
        };
        let known = known(txn, app, procedure, &circumstance).await?;
        let knowledge = ground.knowledge(
            &known,
            &circumstance.facts,
            &calls[..=index],
            one.received_at,
        );
        for opening in rules::opens(&procedure.pack, OpensOn::Contact, ground.held, &knowledge) {
            let declared = opening.matter;
            let of_this_call = declared.about == About::Contact;
            if (of_this_call && one.id != call.id) || seen.contains(&declared.id.as_str()) {
                continue;
            }
            seen.push(&declared.id);
            circumstance.team = team_of(txn, team, ground.holder.as_ref(), declared).await?;
            let authority = call.authority_id;
            brought.push(bring(txn, app, procedure, authority, declared, &circumstance).await?);
        }
    }
    Ok(brought)
}

/// What concerns a call is its team's; what concerns a case that somebody holds is the holder's.
async fn team_of(
    txn: &DatabaseTransaction,
    reached: Option<&team::Model>,
    holder: Option<&holding::Model>,
    declared: &Matter,
) -> Result<Option<team::Model>, ApiError> {
    match holder {
        Some(holder) if declared.about == About::Case => {
            Ok(teams::find(txn, holder.authority_id, holder.team_id).await?)
        }
        _ => Ok(reached.cloned()),
    }
}

/// What conditions of openings are asked on.
pub(crate) struct Ground {
    calendar: Arc<Calendar>,
    case_facts: Facts,
    siblings: Vec<Facts>,
    procedure: Arc<Procedure>,
    /// Whether a team holds the case; none where no case is meant.
    pub(crate) held: Option<bool>,
    holder: Option<holding::Model>,
}

impl Ground {
    pub(crate) async fn new(
        txn: &DatabaseTransaction,
        app: &App,
        procedure: &Arc<Procedure>,
        authority: Uuid,
        case: Option<&child_case::Model>,
    ) -> Result<Self, ApiError> {
        let closures = authorities::list_closures(txn, authority).await?;
        let calendar = app.procedures.calendar(&procedure.pack, &closures)?;
        let (mut known, holder) = match case {
            Some(case) => {
                cases::lock(txn, authority, case.id).await?;
                let family = cases::list_siblings(txn, case).await?;
                let all = std::iter::once(case).chain(&family);
                (
                    facts(txn, procedure, all).await?,
                    holdings::find_current(txn, authority, case.id).await?,
                )
            }
            None => (vec![Facts::new()], None),
        };
        Ok(Self {
            calendar,
            case_facts: known.remove(0),
            siblings: known,
            procedure: procedure.clone(),
            held: case.map(|_| holder.is_some()),
            holder,
        })
    }

    /// What is known at an instant, with what the server knows itself and what was recorded with the cause.
    pub(crate) fn knowledge(
        &self,
        known: &[(FilledBy, Value)],
        recorded: &Facts,
        calls: &[contact::Model],
        at: DateTime<Utc>,
    ) -> Knowledge<'_> {
        let pack = &self.procedure.pack;
        let mut facts = self.case_facts.clone();
        facts.extend(filled(pack, known));
        facts.extend(recorded.clone());
        let contacts: Vec<_> = calls
            .iter()
            .map(|call| as_facts(call, &self.calendar))
            .collect();
        rules::knowledge(pack, &self.calendar, &facts, &self.siblings, &contacts, at)
    }
}

/// Open whatever an absence opens by now: about the worker, and about every case that the worker holds.
///
/// # Errors
///
/// As [`bring`].
pub(crate) async fn by_absence(
    txn: &DatabaseTransaction,
    app: &App,
    procedure: &Arc<Procedure>,
    absence: &absence::Model,
    team: Option<&team::Model>,
    cause: Cause,
) -> Result<Vec<Brought>, ApiError> {
    let authority = absence.authority_id;
    let kept = matters::list_of_absence(txn, authority, absence.id).await?;
    let held = holdings::list_of_practitioner(txn, authority, absence.practitioner_id).await?;
    let ids = held.iter().map(|holding| holding.case_id);
    let held_cases = cases::find_many(txn, authority, ids).await?;
    let now = app.clock.now();
    let mut brought = Vec::new();
    for case in held_cases.iter().map(Some).chain([None]) {
        let ground = Ground::new(txn, app, procedure, authority, case).await?;
        let circumstance = Circumstance {
            case: case.cloned(),
            practitioner: Some(absence.practitioner_id),
            team: match &ground.holder {
                Some(holder) => teams::find(txn, authority, holder.team_id).await?,
                None => team.cloned(),
            },
            absence: Some(absence.clone()),
            ..Circumstance::new(cause, now)
        };
        let knowledge = ground.knowledge(&of_absence(absence), &Facts::new(), &[], now);
        for opening in rules::opens(&procedure.pack, OpensOn::Absence, ground.held, &knowledge) {
            let declared = opening.matter;
            let fits = (declared.about == About::Case) == case.is_some();
            let case = case.map(|case| case.id);
            let done = kept
                .iter()
                .any(|row| row.kind == declared.id && (row.case_id == case || case.is_none()));
            if fits && !done {
                brought.push(bring(txn, app, procedure, authority, declared, &circumstance).await?);
            }
        }
    }
    Ok(brought)
}

/// Open whatever the giving of a case to another worker opens.
///
/// # Errors
///
/// As [`bring`].
pub(crate) async fn by_reallocation(
    txn: &DatabaseTransaction,
    app: &App,
    procedure: &Arc<Procedure>,
    case: &child_case::Model,
    absence: Option<&absence::Model>,
    by: Uuid,
) -> Result<Vec<Brought>, ApiError> {
    let authority = case.authority_id;
    let ground = Ground::new(txn, app, procedure, authority, Some(case)).await?;
    let now = app.clock.now();
    let circumstance = Circumstance {
        case: Some(case.clone()),
        team: match &ground.holder {
            Some(holder) => teams::find(txn, authority, holder.team_id).await?,
            None => None,
        },
        absence: absence.cloned(),
        ..Circumstance::new(Cause::Event(by), now)
    };
    let known = absence.map(of_absence).unwrap_or_default();
    let knowledge = ground.knowledge(&known, &Facts::new(), &[], now);
    let mut brought = Vec::new();
    for opening in rules::opens(
        &procedure.pack,
        OpensOn::Reallocation,
        ground.held,
        &knowledge,
    ) {
        let declared = opening.matter;
        brought.push(bring(txn, app, procedure, authority, declared, &circumstance).await?);
    }
    Ok(brought)
}
