//! Names: the people, teams and transfers that something mentions, looked up in one go.

use std::collections::HashMap;

use openapi::{PractitionerRef, Reference, Team};
use sea_orm::ConnectionTrait;
use uuid::Uuid;

use crate::error::ApiError;
use crate::repository::{practitioners, teams, transfers};
use crate::view;

/// What is mentioned, by id.
#[derive(Debug, Default)]
pub struct Names {
    people: HashMap<Uuid, PractitionerRef>,
    teams: HashMap<Uuid, Team>,
    transfers: HashMap<Uuid, Reference>,
}

impl Names {
    /// With the names of these practitioners, suspended or not.
    ///
    /// # Errors
    ///
    /// Whatever the database says.
    pub async fn people<C: ConnectionTrait>(
        mut self,
        conn: &C,
        authority: Uuid,
        ids: impl IntoIterator<Item = Uuid>,
    ) -> Result<Self, ApiError> {
        let found = practitioners::find_many(conn, authority, distinct(ids)).await?;
        self.people.extend(
            found
                .iter()
                .map(|row| (row.id, view::practitioners::reference(row))),
        );
        Ok(self)
    }

    /// With these teams.
    ///
    /// # Errors
    ///
    /// Whatever the database says.
    pub async fn teams<C: ConnectionTrait>(
        mut self,
        conn: &C,
        authority: Uuid,
        ids: impl IntoIterator<Item = Uuid>,
    ) -> Result<Self, ApiError> {
        let found = teams::find_many(conn, authority, distinct(ids)).await?;
        self.teams.extend(
            found
                .iter()
                .map(|row| (row.id, view::transfers::team_view(row))),
        );
        Ok(self)
    }

    /// With the references of these transfers.
    ///
    /// # Errors
    ///
    /// Whatever the database says.
    pub async fn transfers<C: ConnectionTrait>(
        mut self,
        conn: &C,
        authority: Uuid,
        ids: impl IntoIterator<Item = Uuid>,
    ) -> Result<Self, ApiError> {
        let found = transfers::find_many(conn, authority, distinct(ids)).await?;
        self.transfers.extend(found.into_iter().map(|row| {
            (
                row.id,
                Reference {
                    id: row.id,
                    reference: row.reference,
                },
            )
        }));
        Ok(self)
    }

    /// A practitioner.
    ///
    /// # Errors
    ///
    /// [`ApiError::Broken`] where a row names one who is not there, which the database rules out.
    pub fn person(&self, id: Uuid) -> Result<PractitionerRef, ApiError> {
        self.people
            .get(&id)
            .cloned()
            .ok_or_else(|| gone("practitioner", id))
    }

    /// A team.
    ///
    /// # Errors
    ///
    /// As [`Names::person`].
    pub fn team(&self, id: Uuid) -> Result<Team, ApiError> {
        self.teams.get(&id).cloned().ok_or_else(|| gone("team", id))
    }

    /// A transfer.
    ///
    /// # Errors
    ///
    /// As [`Names::person`].
    pub fn transfer(&self, id: Uuid) -> Result<Reference, ApiError> {
        self.transfers
            .get(&id)
            .cloned()
            .ok_or_else(|| gone("transfer", id))
    }
}

fn distinct(ids: impl IntoIterator<Item = Uuid>) -> Vec<Uuid> {
    let mut ids: Vec<_> = ids.into_iter().collect();
    ids.sort_unstable();
    ids.dedup();
    ids
}

fn gone(what: &str, id: Uuid) -> ApiError {
    ApiError::Broken(format!("a row names the {what} {id}, which is not there"))
}
