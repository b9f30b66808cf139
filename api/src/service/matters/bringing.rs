//! Bringing: what a call, an absence, a refused decline or somebody's hand opens, recorded in the transaction that causes it.

use std::sync::Arc;

use chrono::{DateTime, SecondsFormat, Utc};
use entity::{absence, case_fact, child_case, contact, event, holding, matter, team};
use policy::calendar::Calendar;
use policy::expression::Knowledge;
use policy::fact::Facts;
use policy::matter::{self as rules, Opened, filled, owed, told_of_opening};
use policy::pack::format::{About, FilledBy, Matter, OpensOn};
use sea_orm::DatabaseTransaction;
use serde_json::{Value, json};
use uuid::Uuid;

use super::loaded::{Loaded, load};
use crate::app::App;
use crate::error::ApiError;
use crate::procedures::Procedure;
use crate::reference;
use crate::repository::{authorities, cases, contacts, events, holdings, matters, teams};
use crate::service::rotas;
use crate::service::transfers::loaded::facts;
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
    let team = match &declared.rota {
        Some(rota) => Some(rotas::take(txn, app, procedure, authority, rota, id, given).await?),
        None => team(txn, authority, declared, given).await?,
    };
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
            contacts: Vec::new(),
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

/// What the server knows itself.
async fn known(
    txn: &DatabaseTransaction,
    app: &App,
    procedure: &Arc<Procedure>,
    given: &Circumstance,
) -> Result<Vec<(FilledBy, Value)>, ApiError> {
    let mut known = Vec::new();
    if let Some(case) = &given.case {
        let closures = authorities::list_closures(txn, case.authority_id).await?;
        let calendar = app.procedures.calendar(&procedure.pack, &closures)?;
        known.extend(of_case(txn, case, &calendar).await?);
    }
    if let Some(contact) = &given.contact {
        let closures = authorities::list_closures(txn, contact.authority_id).await?;
        let calendar = app.procedures.calendar(&procedure.pack, &closures)?;
        known.extend(of_contact(contact, &calendar));
    }
    if let Some(absence) = &given.absence {
        known.extend(of_absence(absence));
    }
    Ok(known)
}

async fn of_case(
    txn: &DatabaseTransaction,
    case: &child_case::Model,
    calendar: &Calendar,
) -> Result<Vec<(FilledBy, Value)>, ApiError> {
    let all = holdings::list_of_case(txn, case.authority_id, case.id).await?;
    let Some(last) = all.last() else {
        return Ok(Vec::new());
    };
    let team = teams::find(txn, case.authority_id, last.team_id).await?;
    let service = team.map(|team| team.service).unwrap_or_default();
    Ok(match last.ends_at {
        None => vec![(FilledBy::CaseHeldBy, service.into())],
        Some(ended) => vec![
            (FilledBy::CaseLastHeldBy, service.into()),
            (
                FilledBy::CaseClosedOn,
                calendar.local_date(ended).to_string().into(),
            ),
        ],
    })
}

fn of_contact(contact: &contact::Model, calendar: &Calendar) -> Vec<(FilledBy, Value)> {
    let received = contact.received_at;
    vec![
        (
            FilledBy::ContactReceivedAt,
            received.to_rfc3339_opts(SecondsFormat::Secs, true).into(),
        ),
        (
            FilledBy::ContactReceivedOn,
            calendar.local_date(received).to_string().into(),
        ),
        (FilledBy::ContactIsReferral, contact.referral.into()),
        (FilledBy::ContactIsUrgent, contact.urgent.into()),
    ]
}

fn of_absence(absence: &absence::Model) -> Vec<(FilledBy, Value)> {
    let mut known = vec![(FilledBy::AbsentFrom, absence.from_on.to_string().into())];
    if let Some(until) = absence.until_on {
        known.push((FilledBy::AbsentUntil, until.to_string().into()));
    }
    known
}

/// A call as conditions see it: `on`, `urgent`, `referral` and whatever was recorded with it.
pub(crate) fn as_facts(call: &contact::Model, calendar: &Calendar) -> Facts {
    let mut facts = recorded(call);
    let on = calendar.local_date(call.received_at).to_string();
    facts.insert("on".into(), on.into());
    facts.insert("urgent".into(), call.urgent.into());
    facts.insert("referral".into(), call.referral.into());
    facts
}

fn recorded(call: &contact::Model) -> Facts {
    let members = call.facts.as_object().into_iter().flatten();
    members
        .map(|(id, value)| (id.clone(), value.clone()))
        .collect()
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
            practitioner: None,
            team: team.cloned(),
            absence: None,
            transfer: None,
            facts: recorded(one),
            at: one.received_at,
            cause: Cause::Event(call.received_by),
            skips: Vec::new(),
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
            contact: None,
            practitioner: Some(absence.practitioner_id),
            team: match &ground.holder {
                Some(holder) => teams::find(txn, authority, holder.team_id).await?,
                None => team.cloned(),
            },
            absence: Some(absence.clone()),
            transfer: None,
            facts: Facts::new(),
            at: now,
            cause,
            skips: Vec::new(),
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
        contact: None,
        practitioner: None,
        team: match &ground.holder {
            Some(holder) => teams::find(txn, authority, holder.team_id).await?,
            None => None,
        },
        absence: absence.cloned(),
        transfer: None,
        facts: Facts::new(),
        at: now,
        cause: Cause::Event(by),
        skips: Vec::new(),
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
