//! What events, deadlines and messages hang on: a transfer, or a matter of its own.

use std::collections::BTreeSet;

use entity::deadline::OwedSide;
use entity::team;
use entity::transfer::TransferState;
use policy::calendar::Calendar;
use policy::pack::Pack;
use policy::pack::format::Breach;
use policy::task;
use policy::transfer::Side;
use sea_orm::ConnectionTrait;
use uuid::Uuid;

use super::owing::whoever;
use super::transfers::{Loaded, parties, sides, team_on};
use crate::error::ApiError;

/// A transfer or a matter, as whatever hangs on it knows it.
pub(crate) trait Anchor {
    /// Where its rows point.
    fn ids(&self) -> Ids;
    /// Its short name for people.
    fn reference(&self) -> &str;
    /// The procedure that it was opened under.
    fn pack(&self) -> &Pack;
    /// The authority's working days.
    fn calendar(&self) -> &Calendar;
    /// The team on a side; a matter has one, on the transferring side.
    fn team(&self, side: Side) -> Option<&team::Model>;
    /// The teams of third services that decide on it.
    fn others(&self) -> &[team::Model] {
        &[]
    }
    /// What missing a deadline does, where it is not one of the pack's own.
    fn breach(&self, _key: &str) -> Option<Breach> {
        None
    }
    /// The one to whom a deadline was given by name, where it was.
    fn given_to(&self, _key: &str) -> Option<Uuid> {
        None
    }
    /// Where a transfer stands.
    fn state(&self) -> Option<TransferState>;
    /// Who owes something on it.
    async fn owners<C: ConnectionTrait>(
        &self,
        conn: &C,
        side: OwedSide,
        role: Option<&str>,
    ) -> Result<BTreeSet<Uuid>, ApiError>;
}

/// The ids that rows of it carry.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Ids {
    /// The authority.
    pub(crate) authority: Uuid,
    /// The case, where it is about one.
    pub(crate) case: Option<Uuid>,
    /// The transfer that it is.
    pub(crate) transfer: Option<Uuid>,
    /// The matter that it is.
    pub(crate) matter: Option<Uuid>,
}

impl Anchor for Loaded {
    fn ids(&self) -> Ids {
        Ids {
            authority: self.row.authority_id,
            case: Some(self.case.id),
            transfer: Some(self.row.id),
            matter: None,
        }
    }

    fn reference(&self) -> &str {
        &self.transfer.reference
    }

    fn pack(&self) -> &Pack {
        &self.procedure.pack
    }

    fn calendar(&self) -> &Calendar {
        &self.calendar
    }

    fn team(&self, side: Side) -> Option<&team::Model> {
        Some(team_on(self, side))
    }

    fn others(&self) -> &[team::Model] {
        &self.others
    }

    fn breach(&self, key: &str) -> Option<Breach> {
        task::breach(&self.procedure.pack, &self.transfer.record, key)
    }

    fn given_to(&self, key: &str) -> Option<Uuid> {
        task::of_key(&self.transfer.record, key).and_then(|task| task.practitioner)
    }

    fn state(&self) -> Option<TransferState> {
        Some(self.row.state)
    }

    async fn owners<C: ConnectionTrait>(
        &self,
        conn: &C,
        side: OwedSide,
        role: Option<&str>,
    ) -> Result<BTreeSet<Uuid>, ApiError> {
        let lines = parties(self).lines(sides(side), role);
        whoever(conn, Some(self.row.case_id), &lines).await
    }
}
