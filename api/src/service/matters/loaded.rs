//! A matter with everything that a decision about it rests on.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use chrono::{DateTime, Utc};
use entity::deadline::OwedSide;
use entity::transfer::TransferState;
use entity::{child_case, matter, team};
use policy::calendar::Calendar;
use policy::fact::Facts;
use policy::matter::{Matter, deciders};
use policy::owners::of_matter;
use policy::pack::Pack;
use policy::setting::Setting;
use policy::transfer::Side;
use sea_orm::ConnectionTrait;
use uuid::Uuid;

use crate::app::App;
use crate::error::ApiError;
use crate::procedures::Procedure;
use crate::repository::{authorities, cases, matters, teams};
use crate::service::anchor::{Anchor, Ids};
use crate::service::owing::whoever;
use crate::service::transfers::loaded::facts;

use super::known::calls;

/// A matter, what it is about, its procedure, its calendar.
#[derive(Debug, Clone)]
pub struct Loaded {
    /// Its row, with the version that was read.
    pub row: matter::Model,
    /// As the policy knows it.
    pub matter: Matter,
    /// The case, where it is about one.
    pub case: Option<child_case::Model>,
    /// The team whose it is.
    pub team: Option<team::Model>,
    /// The procedure that it was opened under.
    pub procedure: Arc<Procedure>,
    /// The authority's working days.
    pub calendar: Arc<Calendar>,
    /// What is known of the case.
    pub case_facts: Facts,
    /// What is known of the other children of the family.
    pub siblings: Vec<Facts>,
    /// The calls about the child, earliest first.
    contacts: Vec<Facts>,
    /// When each of these facts was put on record, UTC.
    case_recorded: BTreeMap<String, DateTime<Utc>>,
    /// No meetings are waited for.
    sittings: BTreeMap<String, DateTime<Utc>>,
}

impl Loaded {
    /// The setting of a decision now.
    pub fn setting(&self, now: DateTime<Utc>) -> Setting<'_> {
        Setting {
            pack: &self.procedure.pack,
            calendar: &self.calendar,
            case_facts: &self.case_facts,
            siblings: &self.siblings,
            contacts: &self.contacts,
            sittings: &self.sittings,
            case_recorded: &self.case_recorded,
            holder: None,
            others: &[],
            absences: &[],
            people: &[],
            now,
        }
    }
}

/// Load everything that belongs to a matter.
///
/// # Errors
///
/// Whatever the database says, or [`ApiError::Broken`] where something that must be there is not.
pub async fn load<C: ConnectionTrait>(
    conn: &C,
    app: &App,
    row: matter::Model,
) -> Result<Loaded, ApiError> {
    let authority = row.authority_id;
    let now = app.clock.now();
    let procedure = app.procedures.kept(conn, &row.pack_digest, now).await?;
    let closures = authorities::list_closures(conn, authority).await?;
    let calendar = app.procedures.calendar(&procedure.pack, &closures)?;
    let case = match row.case_id {
        Some(id) => cases::find(conn, authority, id).await?,
        None => None,
    };
    let team = match row.team_id {
        Some(id) => teams::find(conn, authority, id).await?,
        None => None,
    };
    let mut known = match &case {
        Some(case) => {
            let family = cases::list_siblings(conn, case).await?;
            facts(conn, &procedure, std::iter::once(case).chain(&family)).await?
        }
        None => vec![Facts::new()],
    };
    let case_facts = known.remove(0);
    let rows = cases::list_facts(conn, authority, row.case_id).await?;
    let case_recorded = rows
        .into_iter()
        .map(|row| (row.fact, row.recorded_at))
        .collect();
    let matter =
        matters::read(&row, team.as_ref()).map_err(|wrong| ApiError::Broken(wrong.to_string()))?;
    let contacts = match &case {
        Some(case) => calls(conn, case, &calendar).await?,
        None => Vec::new(),
    };
    Ok(Loaded {
        row,
        matter,
        case,
        team,
        procedure,
        calendar,
        case_facts,
        case_recorded,
        siblings: known,
        contacts,
        sittings: BTreeMap::new(),
    })
}

/// Load a matter by its id.
///
/// # Errors
///
/// As [`load`]; [`ApiError::NotFound`] where there is none.
pub async fn load_by_id<C: ConnectionTrait>(
    conn: &C,
    app: &App,
    authority: Uuid,
    id: Uuid,
) -> Result<Loaded, ApiError> {
    let row = matters::find(conn, authority, id).await?;
    load(conn, app, row.ok_or(ApiError::NotFound("matter"))?).await
}

impl Anchor for Loaded {
    fn ids(&self) -> Ids {
        Ids {
            authority: self.row.authority_id,
            case: self.row.case_id,
            transfer: None,
            matter: Some(self.row.id),
        }
    }

    fn reference(&self) -> &str {
        &self.row.reference
    }

    fn pack(&self) -> &Pack {
        &self.procedure.pack
    }

    fn calendar(&self) -> &Calendar {
        &self.calendar
    }

    fn team(&self, side: Side) -> Option<&team::Model> {
        self.team.as_ref().filter(|_| side == Side::Transferring)
    }

    fn state(&self) -> Option<TransferState> {
        None
    }

    async fn owners<C: ConnectionTrait>(
        &self,
        conn: &C,
        _side: OwedSide,
        role: Option<&str>,
    ) -> Result<BTreeSet<Uuid>, ApiError> {
        let deciders = deciders(&self.setting(self.row.opened_at), &self.matter);
        let team = self.team.as_ref();
        let line = of_matter(self.pack(), self.row.opened_by, team, &deciders, role);
        whoever(conn, self.row.case_id, &[line]).await
    }
}
