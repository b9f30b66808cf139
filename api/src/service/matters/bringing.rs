//! Bringing: what a call, an absence, a refused decline or somebody's hand opens, recorded in the transaction that causes it.

use std::sync::Arc;

use chrono::{DateTime, Utc};
use entity::{absence, case_fact, child_case, contact, event, holding, matter, team};
use policy::fact::Facts;
use policy::matter::{self as rules, Opened, filled, owed, told_of_opening};
use policy::pack::format::{About, Matter};
use sea_orm::DatabaseTransaction;
use serde_json::json;
use uuid::Uuid;

use super::known::known;
use super::loaded::{Loaded, load};
use crate::app::App;
use crate::error::ApiError;
use crate::procedures::Procedure;
use crate::reference;
use crate::repository::{cases, events, holdings, matters, teams};
use crate::service::rotas;
use crate::service::transfers::recording::{blank, save_deadlines, tell};

/// Who opens a matter.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Cause {
    /// Somebody's hand.
    Hand(Uuid),
    /// Something that somebody recorded.
    Event(Uuid),
    /// Time passing.
    Time,
}

impl Cause {
    fn who(self) -> Option<Uuid> {
        match self {
            Self::Hand(who) | Self::Event(who) => Some(who),
            Self::Time => None,
        }
    }
}

/// What a matter would be about.
#[derive(Debug, Clone)]
pub(crate) struct Circumstance {
    pub(crate) case: Option<child_case::Model>,
    pub(crate) contact: Option<contact::Model>,
    pub(crate) practitioner: Option<Uuid>,
    /// The team that has to do with it.
    pub(crate) team: Option<team::Model>,
    pub(crate) absence: Option<absence::Model>,
    pub(crate) transfer: Option<Uuid>,
    /// What is recorded of it from the start.
    pub(crate) facts: Facts,
    /// When it happened: clocks run from here.
    pub(crate) at: DateTime<Utc>,
    pub(crate) cause: Cause,
    /// Teams passed over on a rota, with the reason.
    pub(crate) skips: Vec<(Uuid, String)>,
}

impl Circumstance {
    /// Something that happened at an instant, and is about nothing yet.
    pub(crate) fn new(cause: Cause, at: DateTime<Utc>) -> Self {
        Self {
            case: None,
            contact: None,
            practitioner: None,
            team: None,
            absence: None,
            transfer: None,
            facts: Facts::new(),
            at,
            cause,
            skips: Vec::new(),
        }
    }
}

/// A matter that was opened, or was open already.
#[derive(Debug, Clone)]
pub(crate) struct Brought {
    pub(crate) id: Uuid,
    pub(crate) reference: String,
    pub(crate) is_new: bool,
}

/// Open a matter, unless one of its kind is open about the same thing: that one then notes that it happened again.
///
/// # Errors
///
/// Whatever the database says; [`ApiError::Invalid`] where no team can be found that it is given to.
pub(crate) async fn bring(
    txn: &DatabaseTransaction,
    app: &App,
    procedure: &Arc<Procedure>,
    authority: Uuid,
    declared: &Matter,
    given: &Circumstance,
) -> Result<Brought, ApiError> {
    let about = about(declared, given, authority);
    if let Some(open) = matters::find_open(txn, authority, &declared.id, &about).await? {
        if !matches!(given.cause, Cause::Hand(_)) {
            note(txn, app, &open, given).await?;
        }
        return Ok(Brought {
            id: open.id,
            reference: open.reference,
            is_new: false,
        });
    }
    let id = Uuid::now_v7();
    let found = match &declared.rota {
        Some(rota) => rotas::take(txn, app, procedure, authority, rota, id, given)
            .await
            .map(Some),
        None => team(txn, authority, declared, given).await,
    };
    let found = found.or_else(|refused| without_its_team(given, refused))?;
    let team = found.or_else(|| given.team.clone());
    let reference = unused(txn, authority).await?;
    let mut facts = filled(&procedure.pack, &known(txn, app, procedure, given).await?);
    facts.extend(given.facts.clone());
    let opened = rules::open(
        declared,
        Opened {
            id,
            reference: reference.clone(),
            team: team.as_ref().map(crate::service::transfers::team_value),
            by: match given.cause {
                Cause::Hand(who) => Some(who),
                Cause::Event(_) | Cause::Time => None,
            },
            recorded_by: given.cause.who().unwrap_or_default(),
            at: given.at,
            facts,
        },
    );
    let row = row(procedure, authority, about, &opened, given)?;
    matters::insert(txn, row.clone()).await?;
    let loaded = load(txn, app, row).await?;
    hold(txn, declared, &loaded, given).await?;
    record(txn, app, declared, &loaded, given).await?;
    Ok(Brought {
        id,
        reference,
        is_new: true,
    })
}

/// A word that was given or an absence is recorded whatever teams are set up: what it opens then stays with the team that it
/// reached. Somebody's hand is told.
fn without_its_team(
    given: &Circumstance,
    refused: ApiError,
) -> Result<Option<team::Model>, ApiError> {
    let for_want_of_a_team = matches!(refused, ApiError::Refused { .. } | ApiError::Invalid(_));
    match given.cause {
        Cause::Event(_) | Cause::Time if for_want_of_a_team => Ok(given.team.clone()),
        _ => Err(refused),
    }
}

/// A reference that no matter bears yet. The clockwork asks too, and an asynchronous closure could not go with it from
/// thread to thread.
async fn unused(txn: &DatabaseTransaction, authority: Uuid) -> Result<String, ApiError> {
    loop {
        let drawn = reference::new('M');
        let taken = matters::find_by_reference(txn, authority, &drawn).await?;
        if taken.is_none() {
            return Ok(drawn);
        }
    }
}

/// What a matter is about, so that one of a kind is open about it at a time. A call about a child without a case stands
/// for the case.
fn about(declared: &Matter, given: &Circumstance, authority: Uuid) -> String {
    let named = |kind: &str, id: Option<Uuid>| id.map(|id| format!("{kind}:{id}"));
    let contact = given.contact.as_ref().map(|contact| contact.id);
    let found = match declared.about {
        About::Case => named("case", given.case.as_ref().map(|case| case.id))
            .or_else(|| named("contact", contact)),
        About::Contact => named("contact", contact),
        About::Practitioner => named("practitioner", given.practitioner),
        About::Team => named("team", given.team.as_ref().map(|team| team.id)),
        // Whatever is asked of the authority is a matter each: a second request is another one.
        About::Authority => named("authority", Some(Uuid::now_v7())),
    };
    found.unwrap_or_else(|| format!("authority:{authority}"))
}

/// The team that a matter is given to: one of the services named, the one concerned first, or the one concerned.
async fn team(
    txn: &DatabaseTransaction,
    authority: Uuid,
    declared: &Matter,
    given: &Circumstance,
) -> Result<Option<team::Model>, ApiError> {
    if declared.given_to.is_empty() {
        return Ok(given.team.clone());
    }
    if let Some(team) = &given.team
        && declared.given_to.contains(&team.service)
    {
        return Ok(Some(team.clone()));
    }
    let all = teams::list(txn, authority, None, None, u64::from(u16::MAX)).await?;
    let first = declared
        .given_to
        .iter()
        .find_map(|service| all.iter().find(|team| team.service == *service));
    match (first, declared.holds_case) {
        (None, true) => Err(ApiError::invalid(
            "team_id",
            format!(
                "no team of your authority is of {}",
                declared.given_to.join(" or ")
            ),
            "a team that can hold the case: ask an administrator to set one up",
        )),
        (first, _) => Ok(first.cloned()),
    }
}

fn row(
    procedure: &Procedure,
    authority: Uuid,
    about: String,
    opened: &rules::Matter,
    given: &Circumstance,
) -> Result<matter::Model, ApiError> {
    let header = &procedure.pack.header;
    Ok(matter::Model {
        id: opened.id,
        authority_id: authority,
        reference: opened.reference.clone(),
        kind: opened.kind.clone(),
        pack: header.id.clone(),
        pack_version: header.version.clone(),
        pack_digest: procedure.digest.clone(),
        about,
        case_id: given.case.as_ref().map(|case| case.id),
        contact_id: given.contact.as_ref().map(|contact| contact.id),
        practitioner_id: given.practitioner,
        team_id: opened.team.as_ref().map(|team| team.id),
        transfer_id: given.transfer,
        absence_id: given.absence.as_ref().map(|absence| absence.id),
        state: matters::row_state(opened.state),
        opened_by: opened.opened_by,
        opened_at: opened.opened_at,
        state_since: opened.state_since,
        version: 1,
        record: serde_json::to_value(&opened.record)
            .map_err(|wrong| ApiError::Broken(wrong.to_string()))?,
    })
}

/// A closed case is held from the receipt on by the team that the matter is given to.
async fn hold(
    txn: &DatabaseTransaction,
    declared: &Matter,
    loaded: &Loaded,
    given: &Circumstance,
) -> Result<(), ApiError> {
    let (true, Some(case), Some(team)) = (declared.holds_case, &loaded.case, &loaded.team) else {
        return Ok(());
    };
    let all = holdings::list_of_case(txn, case.authority_id, case.id).await?;
    let ended = match all.last() {
        Some(last) if last.ends_at.is_none() => return Ok(()),
        last => last.and_then(|last| last.ends_at),
    };
    let next = holding::Model {
        id: Uuid::now_v7(),
        authority_id: case.authority_id,
        case_id: case.id,
        team_id: team.id,
        practitioner_id: None,
        starts_at: ended.map_or(given.at, |ended| ended.max(given.at)),
        ends_at: None,
        transfer_id: None,
    };
    holdings::insert(txn, next).await?;
    cases::set_closed(txn, case.authority_id, case.id, None).await?;
    Ok(())
}

/// The event, the deadlines and the messages of a matter that opens.
async fn record(
    txn: &DatabaseTransaction,
    app: &App,
    declared: &Matter,
    loaded: &Loaded,
    given: &Circumstance,
) -> Result<(), ApiError> {
    let now = app.clock.now();
    let cause = crate::service::transfers::Cause {
        practitioner: given.cause.who(),
        detail: json!({
            "matter": loaded.row.reference,
            "name": declared.name,
            "team": loaded.row.team_id,
            "contact": given.contact.as_ref().map(|contact| &contact.reference),
            "reopened": declared.holds_case.then_some(true),
        }),
    };
    let event = event::Model {
        kind: "matter_opened".into(),
        rules: json!(declared.rule.ids()),
        ..blank(loaded, cause, given.at, now)
    };
    let event_id = event.id;
    events::insert(txn, [event]).await?;
    if let (Some(case), Cause::Hand(who)) = (&loaded.case, given.cause) {
        let rows = given.facts.iter().map(|(id, value)| case_fact::Model {
            id: Uuid::now_v7(),
            authority_id: case.authority_id,
            case_id: case.id,
            fact: id.clone(),
            value: value.clone(),
            recorded_at: now,
            recorded_by: who,
        });
        let rows: Vec<_> = rows.collect();
        if !rows.is_empty() {
            cases::save_facts(txn, rows).await?;
        }
    }
    let setting = loaded.setting(now);
    let owed = owed(&setting, &loaded.matter, now);
    let told = told_of_opening(&setting, &loaded.matter);
    save_deadlines(txn, loaded, &owed, now).await?;
    tell(txn, loaded, &told, event_id, given.cause.who(), now).await
}

/// That it happened again, on the journey of the matter that is open.
async fn note(
    txn: &DatabaseTransaction,
    app: &App,
    open: &matter::Model,
    given: &Circumstance,
) -> Result<(), ApiError> {
    let now = app.clock.now();
    let loaded = load(txn, app, open.clone()).await?;
    let cause = crate::service::transfers::Cause {
        practitioner: given.cause.who(),
        detail: json!({
            "matter": open.reference,
            "contact": given.contact.as_ref().map(|contact| &contact.reference),
        }),
    };
    let event = event::Model {
        kind: "matter_noted".into(),
        ..blank(&loaded, cause, given.at, now)
    };
    Ok(events::insert(txn, [event]).await?)
}
