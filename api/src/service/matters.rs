//! Matters of their own: one door for what moves no case between teams. Load, ask the policy, record, in one transaction.

pub(crate) mod bringing;
pub(crate) mod causes;
pub(crate) mod ending;
mod known;
mod loaded;
mod recording;
mod stepping;

use entity::{child_case, team};
use openapi::{Matter as Shown, MatterQuery, NewMatter, Page};
use policy::matter::{self, Action, ByHand};
use policy::pack::format::{About, Matter};
use policy::role::{Permission, may};
use sea_orm::{ConnectionTrait, DatabaseTransaction};
use uuid::Uuid;

use super::checks::Checks;
use super::clockwork::clockwork;
use super::pages::Wanted;
use super::transfers::{team_value, teams_of};
use crate::app::App;
use crate::auth::Practitioner;
use crate::error::ApiError;
use crate::procedures::Procedure;
use crate::reference;
use crate::repository::{contacts, holdings, matters, practitioners, teams};
use crate::view;
use bringing::{Cause, Circumstance, bring};

pub(crate) use known::calls;
pub use loaded::{Loaded, load, load_by_id};
pub(crate) use recording::close_case;
pub use stepping::step;

/// A page of the matters that the caller's teams have to do with.
///
/// # Errors
///
/// [`ApiError::Invalid`] naming the parameter, [`ApiError::NotFound`] for a case that is not theirs to see.
pub async fn list(
    app: &App,
    caller: &Practitioner,
    query: &MatterQuery,
) -> Result<Page<Shown>, ApiError> {
    let (conn, authority) = (app.db.read(), caller.authority_id());
    let page = Wanted::new(query.limit, query.cursor.as_deref())?;
    let procedure = app.procedures.of_authority(&caller.authority)?;
    let case = match &query.case {
        Some(case) => Some(super::cases::find(conn, app, caller, case).await?.id),
        None => None,
    };
    let own = teams_of(conn, caller, &procedure).await?;
    let wanted = matters::Wanted {
        teams: own.iter().map(|team| team.id).collect(),
        asker: caller.row.id,
        case,
        team: query.team,
        kind: query.matter.clone(),
        open: query.open,
    };
    let rows = matters::list(conn, authority, &wanted, page.after, page.rows()).await?;
    let (rows, next_cursor) = page.cut(rows, |row| row.id);
    let mut items = Vec::new();
    for row in rows {
        let loaded = load(conn, app, row).await?;
        items.push(whole(conn, app, &loaded).await?);
    }
    Ok(Page { items, next_cursor })
}

/// A matter that the caller may see, by id or reference.
///
/// # Errors
///
/// [`ApiError::NotFound`] where there is none, or neither its team nor its case is the caller's.
pub async fn find<C: ConnectionTrait>(
    conn: &C,
    app: &App,
    caller: &Practitioner,
    id: &str,
) -> Result<Loaded, ApiError> {
    let authority = caller.authority_id();
    let row = match id.parse::<Uuid>() {
        Ok(id) => matters::find(conn, authority, id).await?,
        Err(_) => match reference::read(id) {
            Some(reference) => matters::find_by_reference(conn, authority, &reference).await?,
            None => None,
        },
    };
    let loaded = load(conn, app, row.ok_or(ApiError::NotFound("matter"))?).await?;
    let of_team = loaded.matter.team.iter().any(|team| {
        may(
            &caller.actor,
            &Permission::SeeCase(std::slice::from_ref(team)),
            &loaded.procedure.pack,
        )
    });
    let theirs = of_team
        || loaded.row.opened_by == Some(caller.row.id)
        || match loaded.row.case_id {
            Some(case) => super::cases::may_see(conn, app, caller, case).await?,
            None => false,
        };
    match theirs {
        true => Ok(loaded),
        false => Err(ApiError::NotFound("matter")),
    }
}

/// Open a matter by hand.
///
/// # Errors
///
/// [`ApiError::Invalid`] naming the field, [`ApiError::Refused`] where the procedure gives it to others,
/// [`ApiError::Exists`] where one of the kind is open about the same thing.
pub async fn open(
    txn: &DatabaseTransaction,
    app: &App,
    caller: &Practitioner,
    new: NewMatter,
) -> Result<Loaded, ApiError> {
    let procedure = app.procedures.of_authority(&caller.authority)?;
    let mut checks = Checks::default();
    let facts = checks.facts(
        "facts",
        &procedure.pack,
        &new.facts.clone().unwrap_or_default(),
    );
    checks.done()?;
    let named = named(txn, app, caller, &new).await?;
    let held = match &named.case {
        Some(case) => Some(
            holdings::find_current(txn, case.authority_id, case.id)
                .await?
                .is_some(),
        ),
        None => None,
    };
    let team = match &named.team {
        Some(team) => Some(team.clone()),
        None => about_team(txn, caller, &named).await?,
    };
    let team_value = team.as_ref().map(team_value);
    let asked = ByHand {
        kind: &new.matter,
        team: team_value.as_ref(),
        held,
    };
    let declared = matter::by_hand(&procedure.pack, &caller.actor, asked)
        .map_err(|refusal| ApiError::refused(refusal, &procedure.pack))?;
    check_about(declared, &named)?;
    let circumstance = Circumstance {
        case: named.case,
        practitioner: named.practitioner,
        team,
        facts,
        skips: read_skips(&new)?,
        ..Circumstance::new(Cause::Hand(caller.row.id), app.clock.now())
    };
    let brought = bring(
        txn,
        app,
        &procedure,
        caller.authority_id(),
        declared,
        &circumstance,
    )
    .await?;
    match brought.is_new {
        true => load_by_id(txn, app, caller.authority_id(), brought.id).await,
        false => Err(ApiError::Exists(format!(
            "{} is open about this already: go on with that one",
            brought.reference
        ))),
    }
}

fn read_skips(new: &NewMatter) -> Result<Vec<(Uuid, String)>, ApiError> {
    let skips = new.skip.iter().flatten();
    let mut checks = Checks::default();
    let found = skips
        .enumerate()
        .map(|(number, skip)| {
            checks.text(&format!("skip.{number}.reason"), &skip.reason, 1000);
            (skip.team_id, skip.reason.clone())
        })
        .collect();
    checks.done()?;
    Ok(found)
}

/// What somebody names when they open a matter.
struct Named {
    case: Option<child_case::Model>,
    practitioner: Option<Uuid>,
    team: Option<team::Model>,
}

async fn named(
    txn: &DatabaseTransaction,
    app: &App,
    caller: &Practitioner,
    new: &NewMatter,
) -> Result<Named, ApiError> {
    let authority = caller.authority_id();
    let case = match &new.case {
        Some(case) => Some(match super::cases::find(txn, app, caller, case).await {
            Err(ApiError::NotFound(_)) => {
                let expected = "reference or id of a case that you may see";
                return Err(ApiError::invalid("case", "there is no such case", expected));
            }
            found => found?,
        }),
        None => None,
    };
    let team = match new.team_id {
        Some(id) => Some(teams::find(txn, authority, id).await?.ok_or_else(|| {
            let expected = "a team of your authority";
            ApiError::invalid("team_id", "there is no such team", expected)
        })?),
        None => None,
    };
    if let Some(id) = new.practitioner_id
        && practitioners::find(txn, authority, id).await?.is_none()
    {
        let (message, expected) = ("there is no such practitioner", "one of your authority");
        return Err(ApiError::invalid("practitioner_id", message, expected));
    }
    Ok(Named {
        case,
        practitioner: new.practitioner_id,
        team,
    })
}

/// The team that has to do with what is named: the case's holder, or the one that held it last.
async fn about_team(
    txn: &DatabaseTransaction,
    caller: &Practitioner,
    named: &Named,
) -> Result<Option<team::Model>, ApiError> {
    let Some(case) = &named.case else {
        return Ok(None);
    };
    let held = holdings::list_of_case(txn, caller.authority_id(), case.id).await?;
    match held.last() {
        Some(last) => Ok(teams::find(txn, caller.authority_id(), last.team_id).await?),
        None => Ok(None),
    }
}

fn check_about(declared: &Matter, named: &Named) -> Result<(), ApiError> {
    let missing = match declared.about {
        About::Case if named.case.is_none() => ("case", "reference or id of the case"),
        About::Practitioner if named.practitioner.is_none() => {
            ("practitioner_id", "the member of staff whom it is about")
        }
        About::Team if named.team.is_none() => ("team_id", "the team that it is about"),
        _ => return Ok(()),
    };
    let message = format!("\"{}\" is about one", declared.name);
    Err(ApiError::invalid(missing.0, message, missing.1))
}

/// A matter as it is shown, with what hangs on it.
///
/// # Errors
///
/// Whatever the database says.
pub async fn whole<C: ConnectionTrait>(
    conn: &C,
    app: &App,
    loaded: &Loaded,
) -> Result<Shown, ApiError> {
    let authority = loaded.row.authority_id;
    let now = app.clock.now();
    let deadlines =
        crate::repository::deadlines::list_of_matter(conn, authority, loaded.row.id).await?;
    let contact = match loaded.row.contact_id {
        Some(id) => contacts::find(conn, authority, id).await?,
        None => None,
    };
    let record = &loaded.matter.record;
    let people = [loaded.row.practitioner_id, loaded.row.opened_by]
        .into_iter()
        .flatten()
        .chain(record.ticks.values().map(|tick| tick.by))
        .chain(record.overrides.values().flatten().map(|one| one.by))
        .chain(record.decision.iter().map(|decision| decision.by))
        .filter(|id| !id.is_nil());
    let names = super::names::Names::default()
        .people(conn, authority, people)
        .await?
        .teams(conn, authority, loaded.row.team_id)
        .await?;
    view::matters::matter(loaded, contact.as_ref(), &deadlines, &names, now)
}

/// A matter whose rung ran out of time goes one rung higher, where there is one.
///
/// # Errors
///
/// Whatever the database says.
pub(crate) async fn climb(
    txn: &DatabaseTransaction,
    app: &App,
    mut loaded: Loaded,
    key: &str,
    now: chrono::DateTime<chrono::Utc>,
) -> Result<(), ApiError> {
    let actor = clockwork();
    for _ in 0..policy::ladder::climbs(&loaded.setting(now), &loaded.matter, key) {
        let (setting, subject) = (loaded.setting(now), &loaded.matter);
        let decision = matter::decide(&setting, subject, &actor, &Action::Escalate, now, None);
        let Ok(decision) = decision else {
            // The last rung: it has to be decided there.
            return Ok(());
        };
        let cause = super::transfers::Cause::clockwork(serde_json::json!({ "deadline": key }));
        loaded = recording::record(txn, app, loaded, decision, cause).await?;
    }
    Ok(())
}

/// The procedure's matter that closes cases, where it has one.
pub(crate) fn closing(procedure: &Procedure) -> Option<&Matter> {
    use policy::pack::format::Does;
    procedure.pack.entries.matter.iter().find(|matter| {
        let mut outcomes = matter.decisions.iter();
        outcomes.any(|outcome| outcome.does == Does::ClosesCase)
    })
}
