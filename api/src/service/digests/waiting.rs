//! Waiting: what is owed in an authority, on transfers and on matters of their own, by those whom the chat reaches.

use std::collections::BTreeSet;

use chrono::{DateTime, Utc};
use entity::{deadline, matter, transfer};
use openapi::Reference;
use policy::transfer::Side;
use sea_orm::DatabaseTransaction;
use uuid::Uuid;

use super::reached::Reached;
use crate::app::App;
use crate::error::ApiError;
use crate::repository::{deadlines, matters, transfers};
use crate::service;
use crate::service::anchor::Anchor;
use crate::service::clockwork::reminded;
use crate::service::transfers::{load, sides};

/// Rows that are asked for by id at once.
const AT_ONCE: usize = 1000;

/// One thing that is owed, and by whom.
pub(super) struct Waiting {
    /// Its deadline.
    pub(super) row: deadline::Model,
    /// What it is owed on.
    pub(super) about: About,
    /// Whoever is reminded of it, among those who are reached.
    pub(super) people: BTreeSet<Uuid>,
    /// The teams that owe it and have a channel.
    pub(super) teams: BTreeSet<Uuid>,
}

/// What it is owed on.
#[derive(Clone)]
pub(super) struct About {
    /// Its reference.
    pub(super) reference: Reference,
    /// When it was opened.
    pub(super) opened_at: DateTime<Utc>,
    /// Whether it is a matter of its own, and no transfer.
    pub(super) is_matter: bool,
}

impl From<&transfer::Model> for About {
    fn from(transfer: &transfer::Model) -> Self {
        Self {
            reference: Reference {
                id: transfer.id,
                reference: transfer.reference.clone(),
            },
            opened_at: transfer.opened_at,
            is_matter: false,
        }
    }
}

impl From<&matter::Model> for About {
    fn from(matter: &matter::Model) -> Self {
        Self {
            reference: Reference {
                id: matter.id,
                reference: matter.reference.clone(),
            },
            opened_at: matter.opened_at,
            is_matter: true,
        }
    }
}

/// Everything that is owed in an authority by those who are reached. Only what one of them can owe is loaded.
pub(super) async fn waiting(
    txn: &DatabaseTransaction,
    app: &App,
    authority: Uuid,
    reached: &Reached,
) -> Result<Vec<Waiting>, ApiError> {
    if reached.is_empty() {
        return Ok(Vec::new());
    }
    let mut waiting = Vec::new();
    for rows in deadlines::list_all_owed(txn, authority)
        .await?
        .chunks(AT_ONCE)
    {
        on_transfers(txn, app, authority, reached, rows, &mut waiting).await?;
        on_matters(txn, app, authority, reached, rows, &mut waiting).await?;
    }
    waiting.sort_by_key(|one| (one.row.due_at, one.row.id));
    Ok(waiting)
}

async fn on_transfers(
    txn: &DatabaseTransaction,
    app: &App,
    authority: Uuid,
    reached: &Reached,
    rows: &[deadline::Model],
    waiting: &mut Vec<Waiting>,
) -> Result<(), ApiError> {
    let of: BTreeSet<_> = rows.iter().filter_map(|row| row.transfer_id).collect();
    for transfer in transfers::find_many(txn, authority, of).await? {
        let now = app.clock.now();
        let procedure = app.procedures.kept(txn, &transfer.pack_digest, now).await?;
        let owed: Vec<_> = rows
            .iter()
            .filter(|row| row.transfer_id == Some(transfer.id))
            .collect();
        let may_owe = owed
            .iter()
            .any(|row| reached.may_owe(row, &transfer, &procedure.pack));
        let of_side = |side: &Side| match side {
            Side::Transferring => transfer.transferring_team_id,
            Side::Receiving => transfer.receiving_team_id,
        };
        let teams =
            |row: &deadline::Model| reached.with_channel(sides(row.owed_side).iter().map(of_side));
        let loading = load(txn, app, transfer.clone());
        waiting.extend(on_one(txn, loading, may_owe, &owed, &About::from(&transfer), teams).await?);
    }
    Ok(())
}

async fn on_matters(
    txn: &DatabaseTransaction,
    app: &App,
    authority: Uuid,
    reached: &Reached,
    rows: &[deadline::Model],
    waiting: &mut Vec<Waiting>,
) -> Result<(), ApiError> {
    let of: BTreeSet<_> = rows.iter().filter_map(|row| row.matter_id).collect();
    for matter in matters::find_many(txn, authority, of).await? {
        let now = app.clock.now();
        let procedure = app.procedures.kept(txn, &matter.pack_digest, now).await?;
        let owed: Vec<_> = rows
            .iter()
            .filter(|row| row.matter_id == Some(matter.id))
            .collect();
        let may_owe = owed
            .iter()
            .any(|row| reached.may_owe_matter(row, &matter, &procedure.pack));
        let teams = |_: &deadline::Model| reached.with_channel(matter.team_id);
        let loading = service::matters::load(txn, app, matter.clone());
        waiting.extend(on_one(txn, loading, may_owe, &owed, &About::from(&matter), teams).await?);
    }
    Ok(())
}

/// What is owed on one thing, which is only loaded where somebody who is reached may owe it; else nobody owes it in person.
async fn on_one<A: Anchor>(
    txn: &DatabaseTransaction,
    loading: impl Future<Output = Result<A, ApiError>>,
    may_owe: bool,
    owed: &[&deadline::Model],
    about: &About,
    teams: impl Fn(&deadline::Model) -> BTreeSet<Uuid>,
) -> Result<Vec<Waiting>, ApiError> {
    let anchor = match may_owe {
        true => Some(loading.await?),
        false => None,
    };
    let mut waiting = Vec::new();
    for row in owed {
        waiting.push(Waiting {
            people: match &anchor {
                Some(anchor) => reminded(txn, anchor, row).await?,
                None => BTreeSet::new(),
            },
            teams: teams(row),
            about: about.clone(),
            row: (*row).clone(),
        });
    }
    Ok(waiting)
}
