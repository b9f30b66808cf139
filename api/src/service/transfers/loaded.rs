//! A transfer with everything that a decision about it rests on.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use chrono::{DateTime, TimeDelta, Utc};
use entity::{child_case, team, transfer};
use policy::absence::Absence;
use policy::calendar::Calendar;
use policy::fact::Facts;
use policy::pack::Pack;
use policy::pack::format::FilledBy;
use policy::role::Actor;
use policy::setting::Setting;
use policy::transfer::{Record, Team, Transfer};
use sea_orm::ConnectionTrait;
use uuid::Uuid;

use crate::app::App;
use crate::error::ApiError;
use crate::procedures::Procedure;
use crate::repository::{absences, authorities, cases, forums, holdings, teams, transfers};
use crate::service::matters::calls;
use crate::sittings;

/// How long ago an absence may have ended that an action recorded late still looks at, in days.
const LOOK_BACK_DAYS: i64 = 31;

/// A transfer, its case, its procedure, its calendar.
#[derive(Debug, Clone)]
pub struct Loaded {
    /// Its row, with the version that was read.
    pub row: transfer::Model,
    /// As the policy knows it.
    pub transfer: Transfer,
    /// The case.
    pub case: child_case::Model,
    /// The team that transfers.
    pub transferring: team::Model,
    /// The team that receives.
    pub receiving: team::Model,
    /// The procedure that it was opened under.
    pub procedure: Arc<Procedure>,
    /// The authority's working days.
    pub calendar: Arc<Calendar>,
    /// What is known of the case.
    pub case_facts: Facts,
    /// When each of these facts was put on record, UTC.
    pub case_recorded: BTreeMap<String, DateTime<Utc>>,
    /// Who works the case now; nobody where it is in the duty tray.
    pub holder: Option<Uuid>,
    /// The teams of third services that decide on the pathway.
    pub others: Vec<team::Model>,
    /// The same as the policy knows them.
    pub other_teams: Vec<Team>,
    /// Who of the receiving team is away, and when.
    pub absences: Vec<Absence>,
    /// What is known of the other children of the family.
    pub siblings: Vec<Facts>,
    /// The calls about the child, earliest first.
    pub contacts: Vec<Facts>,
    /// The next sittings, by forum.
    pub sittings: BTreeMap<String, DateTime<Utc>>,
}

impl Loaded {
    /// The setting of a decision now.
    pub fn setting<'a>(&'a self, people: &'a [Actor], now: DateTime<Utc>) -> Setting<'a> {
        Setting {
            pack: &self.procedure.pack,
            calendar: &self.calendar,
            case_facts: &self.case_facts,
            siblings: &self.siblings,
            contacts: &self.contacts,
            sittings: &self.sittings,
            case_recorded: &self.case_recorded,
            holder: self.holder,
            others: &self.other_teams,
            absences: &self.absences,
            people,
            now,
        }
    }
}

/// Load everything that belongs to a transfer.
///
/// # Errors
///
/// Whatever the database says, or [`ApiError::Broken`] where something that must be there is not.
pub async fn load<C: ConnectionTrait>(
    conn: &C,
    app: &App,
    row: transfer::Model,
) -> Result<Loaded, ApiError> {
    let now = app.clock.now();
    let procedure = app.procedures.kept(conn, &row.pack_digest, now).await?;
    load_under(conn, app, row, procedure).await
}

/// Load everything that belongs to a transfer as it is under a version of its procedure.
///
/// # Errors
///
/// As [`load`].
pub async fn load_under<C: ConnectionTrait>(
    conn: &C,
    app: &App,
    row: transfer::Model,
    procedure: Arc<Procedure>,
) -> Result<Loaded, ApiError> {
    let authority = row.authority_id;
    let gone = |what: &str| ApiError::Broken(format!("{} has lost its {what}", row.reference));
    let case = cases::find(conn, authority, row.case_id)
        .await?
        .ok_or_else(|| gone("case"))?;
    let transferring = teams::find(conn, authority, row.transferring_team_id)
        .await?
        .ok_or_else(|| gone("team"))?;
    let receiving = teams::find(conn, authority, row.receiving_team_id)
        .await?
        .ok_or_else(|| gone("team"))?;
    let now = app.clock.now();
    let closures = authorities::list_closures(conn, authority).await?;
    let calendar = app.procedures.calendar(&procedure.pack, &closures)?;
    let transfer = transfers::read(&row, &transferring, &receiving)
        .map_err(|wrong| ApiError::Broken(wrong.to_string()))?;
    let family = cases::list_siblings(conn, &case).await?;
    let mut known = facts(conn, &procedure, std::iter::once(&case).chain(&family)).await?;
    let case_facts = known.remove(0);
    let rows = cases::list_facts(conn, authority, [case.id]).await?;
    let case_recorded = rows
        .into_iter()
        .map(|row| (row.fact, row.recorded_at))
        .collect();
    let holding = holdings::find_current(conn, authority, case.id).await?;
    let since = calendar.local_date(now) - TimeDelta::days(LOOK_BACK_DAYS);
    let absences = absences::list_of_team(conn, authority, receiving.id, since).await?;
    let others = third_services(conn, &procedure, &row).await?;
    fill_holders(conn, &procedure.pack, &transfer, &family, &mut known).await?;
    let schedules = forums::list(conn, authority).await?;
    let contacts = calls(conn, &case, &calendar).await?;
    let zone = calendar.zone();
    Ok(Loaded {
        sittings: sittings::next(&schedules, zone, now),
        row,
        transfer,
        case,
        transferring,
        receiving,
        procedure,
        calendar,
        case_facts,
        case_recorded,
        holder: holding.and_then(|holding| holding.practitioner_id),
        other_teams: others.iter().map(super::team_value).collect(),
        others,
        absences: absences.iter().map(absences::read).collect(),
        siblings: known,
        contacts,
    })
}

/// The teams of services that decide on the pathway and neither transfer nor receive.
async fn third_services<C: ConnectionTrait>(
    conn: &C,
    procedure: &Procedure,
    row: &transfer::Model,
) -> Result<Vec<team::Model>, ApiError> {
    let mut found = Vec::new();
    let pathway = procedure.pack.pathway(&row.pathway);
    let services: BTreeSet<_> = pathway.iter().flat_map(|p| p.third_services()).collect();
    for service in services {
        let of_service = teams::list(
            conn,
            row.authority_id,
            Some(service),
            None,
            u64::from(u16::MAX),
        );
        found.extend(of_service.await?);
    }
    Ok(found)
}

/// Who holds the brothers and sisters, where the procedure asks and nobody recorded it. One who goes along with the family's
/// request is reckoned with the team that they go to.
async fn fill_holders<C: ConnectionTrait>(
    conn: &C,
    pack: &Pack,
    transfer: &Transfer,
    family: &[child_case::Model],
    known: &mut [Facts],
) -> Result<(), ApiError> {
    let asked = pack
        .entries
        .fact
        .iter()
        .find(|fact| fact.filled_by == Some(FilledBy::CaseHeldBy));
    let (Some(fact), Some(authority)) = (asked, family.first().map(|case| case.authority_id))
    else {
        return Ok(());
    };
    let held =
        holdings::find_current_of(conn, authority, family.iter().map(|case| case.id)).await?;
    let holders = teams::find_many(conn, authority, held.iter().map(|row| row.team_id)).await?;
    let along = going_along(conn, authority, transfer, family).await?;
    for (case, facts) in family.iter().zip(known) {
        let team = held
            .iter()
            .find(|row| row.case_id == case.id)
            .map(|row| row.team_id);
        let service = match along.contains(&case.id) {
            true => Some(transfer.receiving.service.clone()),
            false => holders
                .iter()
                .find(|row| Some(row.id) == team)
                .map(|row| row.service.clone()),
        };
        let service = service.filter(|id| fact.choices.iter().any(|choice| choice.id == *id));
        if let Some(service) = service {
            facts.entry(fact.id.clone()).or_insert(service.into());
        }
    }
    Ok(())
}

/// The brothers and sisters who are still to move with this transfer, to the same team.
async fn going_along<C: ConnectionTrait>(
    conn: &C,
    authority: Uuid,
    transfer: &Transfer,
    family: &[child_case::Model],
) -> Result<Vec<Uuid>, ApiError> {
    let mut found = Vec::new();
    let request = transfer.record.family.as_ref().map(|family| family.id);
    if !transfer.record.goes_with_family() {
        return Ok(found);
    }
    for case in family {
        for row in transfers::list_open_of_case(conn, authority, case.id).await? {
            let record: Record = serde_json::from_value(row.record.clone())
                .map_err(|wrong| ApiError::Broken(wrong.to_string()))?;
            let same = record.family.as_ref().map(|family| family.id) == request;
            if same && record.goes_with_family() && row.receiving_team_id == transfer.receiving.id {
                found.push(case.id);
            }
        }
    }
    Ok(found)
}

/// What is known of cases, in their order. A date of birth is a fact where the procedure declares one.
pub(crate) async fn facts<'a, C: ConnectionTrait>(
    conn: &C,
    procedure: &Procedure,
    of: impl Iterator<Item = &'a child_case::Model>,
) -> Result<Vec<Facts>, ApiError> {
    let cases: Vec<_> = of.collect();
    let Some(authority) = cases.first().map(|case| case.authority_id) else {
        return Ok(Vec::new());
    };
    let rows = cases::list_facts(conn, authority, cases.iter().map(|case| case.id)).await?;
    Ok(cases
        .iter()
        .map(|case| {
            let recorded = rows.iter().filter(|row| row.case_id == case.id);
            let mut known: Facts = recorded
                .filter(|row| procedure.pack.fact(&row.fact).is_some())
                .map(|row| (row.fact.clone(), row.value.clone()))
                .collect();
            if let Some(birth) = case
                .date_of_birth
                .filter(|_| procedure.pack.fact("date_of_birth").is_some())
            {
                known.insert("date_of_birth".into(), birth.to_string().into());
            }
            known
        })
        .collect())
}
