//! A transfer with everything that a decision about it rests on.

use std::collections::BTreeMap;
use std::sync::Arc;

use chrono::{DateTime, Utc};
use entity::{child_case, team, transfer};
use policy::calendar::Calendar;
use policy::fact::Facts;
use policy::role::Actor;
use policy::setting::Setting;
use policy::transfer::Transfer;
use sea_orm::ConnectionTrait;

use crate::app::App;
use crate::error::ApiError;
use crate::procedures::Procedure;
use crate::repository::{authorities, cases, forums, teams, transfers};
use crate::sittings;

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
    /// What is known of the other children of the family.
    pub siblings: Vec<Facts>,
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
            sittings: &self.sittings,
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
    let procedure = app.procedures.kept(conn, &row.pack_digest, now).await?;
    let closures = authorities::list_closures(conn, authority).await?;
    let calendar = app.procedures.calendar(&procedure.pack, &closures)?;
    let transfer = transfers::read(&row, &transferring, &receiving)
        .map_err(|wrong| ApiError::Broken(wrong.to_string()))?;
    let family = cases::list_siblings(conn, &case).await?;
    let mut known = facts(conn, &procedure, std::iter::once(&case).chain(&family)).await?;
    let case_facts = known.remove(0);
    let schedules = forums::list(conn, authority).await?;
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
        siblings: known,
    })
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
