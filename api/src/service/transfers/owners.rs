//! Owners: who is told or reminded, by side and role.

use std::collections::BTreeSet;

use entity::{deadline::OwedSide, team};
use policy::transfer::{Kind, Side, State};
use sea_orm::ConnectionTrait;
use uuid::Uuid;

use super::{Loaded, team_on};
use crate::error::ApiError;
use crate::repository::{holdings, practitioners};

/// Whoever holds one of the roles over a team.
///
/// # Errors
///
/// Whatever the database says.
pub(crate) async fn holders<C: ConnectionTrait>(
    conn: &C,
    team: &team::Model,
    roles: &[String],
) -> Result<Vec<Uuid>, ApiError> {
    if roles.is_empty() {
        return Ok(Vec::new());
    }
    let found = practitioners::list_holders(conn, team.authority_id, roles, team).await?;
    Ok(found.iter().map(|row| row.id).collect())
}

/// The sides on which something is owed.
pub(crate) fn sides(side: OwedSide) -> &'static [Side] {
    match side {
        OwedSide::Transferring => &[Side::Transferring],
        OwedSide::Receiving => &[Side::Receiving],
        OwedSide::Both => &[Side::Transferring, Side::Receiving],
    }
}

/// Who owes something on a transfer: whoever holds the role named, else whoever works the case, else the managers.
///
/// # Errors
///
/// Whatever the database says.
pub(crate) async fn owners<C: ConnectionTrait>(
    conn: &C,
    loaded: &Loaded,
    side: OwedSide,
    role: Option<&str>,
) -> Result<BTreeSet<Uuid>, ApiError> {
    let mut found = BTreeSet::new();
    for side in sides(side) {
        let mut by_role = Vec::new();
        if let Some(role) = role {
            let teams = std::iter::once(team_on(loaded, *side)).chain(&loaded.others);
            for team in teams {
                by_role.extend(holders(conn, team, &[role.to_owned()]).await?);
            }
        }
        match by_role.is_empty() {
            true => found.extend(of_side(conn, loaded, *side).await?),
            false => found.extend(by_role),
        }
    }
    Ok(found)
}

/// Whoever works the case on a side: the holder's practitioner, else whoever opened it, else the team's managers.
async fn of_side<C: ConnectionTrait>(
    conn: &C,
    loaded: &Loaded,
    side: Side,
) -> Result<Vec<Uuid>, ApiError> {
    let team = team_on(loaded, side);
    let holding = holdings::find_current(conn, loaded.row.authority_id, loaded.case.id).await?;
    let worker = holding
        .filter(|holding| holding.team_id == team.id)
        .and_then(|holding| holding.practitioner_id);
    if let Some(worker) = worker {
        return Ok(vec![worker]);
    }
    let asks = match loaded.transfer.kind {
        Kind::Push => Side::Transferring,
        Kind::Pull => Side::Receiving,
    };
    if side == asks && loaded.transfer.state != State::Requested {
        return Ok(vec![loaded.transfer.opened_by]);
    }
    let mut deciders = managers(conn, loaded, side).await?;
    let pathway = loaded.procedure.pack.pathway(&loaded.transfer.pathway);
    let parties = pathway
        .into_iter()
        .flat_map(|pathway| pathway.all_parties());
    for party in parties.filter(|party| party.service.is_some()) {
        for team in &loaded.others {
            deciders.extend(holders(conn, team, &party.roles).await?);
        }
    }
    Ok(deciders)
}

async fn managers<C: ConnectionTrait>(
    conn: &C,
    loaded: &Loaded,
    side: Side,
) -> Result<Vec<Uuid>, ApiError> {
    let pack = &loaded.procedure.pack;
    let decide = pack
        .pathway(&loaded.transfer.pathway)
        .map(|pathway| match side {
            Side::Receiving => pathway
                .all_parties()
                .filter(|party| party.sides().contains(&Side::Receiving))
                .flat_map(|party| party.roles.clone())
                .collect::<Vec<_>>(),
            Side::Transferring => pathway.released_by.clone(),
        });
    let team = team_on(loaded, side);
    let deciders = holders(conn, team, &decide.unwrap_or_default()).await?;
    if !deciders.is_empty() {
        return Ok(deciders);
    }
    holders(conn, team, &pack.managers()).await
}
