//! Messages as they are shown, with what each is about.

use std::collections::HashMap;

use entity::notification;
use openapi::Notification;
use policy::pack::Pack;
use sea_orm::ConnectionTrait;
use uuid::Uuid;

use crate::app::App;
use crate::error::ApiError;
use crate::repository::{contacts, deadlines, matters, transfers};
use crate::service::names::Names;
use crate::view;
use crate::view::notifications::About;

/// One message.
pub(super) async fn one<C: ConnectionTrait>(
    conn: &C,
    app: &App,
    row: notification::Model,
) -> Result<Notification, ApiError> {
    let shown = shown(conn, app, row.authority_id, std::slice::from_ref(&row)).await?;
    shown
        .into_iter()
        .next()
        .ok_or(ApiError::NotFound("notification"))
}

/// Several messages of an authority.
pub(super) async fn shown<C: ConnectionTrait>(
    conn: &C,
    app: &App,
    authority: Uuid,
    rows: &[notification::Model],
) -> Result<Vec<Notification>, ApiError> {
    let of = |id: fn(&notification::Model) -> Option<Uuid>| rows.iter().filter_map(id);
    let transfers = transfers::find_many(conn, authority, of(|row| row.transfer_id)).await?;
    let matters = matters::find_many(conn, authority, of(|row| row.matter_id)).await?;
    let deadlines = deadlines::find_many(conn, authority, of(|row| row.deadline_id)).await?;
    let contacts = contacts::find_many(conn, authority, of(|row| row.contact_id)).await?;
    let transfers: HashMap<_, _> = transfers.iter().map(|row| (row.id, row)).collect();
    let matters: HashMap<_, _> = matters.iter().map(|row| (row.id, row)).collect();
    let deadlines: HashMap<_, _> = deadlines.iter().map(|row| (row.id, row)).collect();
    let contacts: HashMap<_, _> = contacts.iter().map(|row| (row.id, row)).collect();
    let names = Names::default()
        .people(conn, authority, rows.iter().map(|row| row.recipient_id))
        .await?
        .teams(conn, authority, of(|row| row.team_id))
        .await?
        .transfers(conn, authority, of(|row| row.transfer_id))
        .await?;
    let now = app.clock.now();
    let mut all = Vec::new();
    for row in rows {
        let transfer = row.transfer_id.and_then(|id| transfers.get(&id).copied());
        let matter = row.matter_id.and_then(|id| matters.get(&id).copied());
        let deadline = row.deadline_id.and_then(|id| deadlines.get(&id).copied());
        let version = transfer
            .map(|row| &row.pack_digest)
            .or(matter.map(|row| &row.pack_digest));
        let item = match (version, deadline) {
            (Some(version), Some(deadline)) => {
                let procedure = app.procedures.kept(conn, version, now).await?;
                item_of(&procedure.pack, &deadline.key)
            }
            _ => None,
        };
        let about = About {
            transfer,
            matter,
            deadline,
            contact: row.contact_id.and_then(|id| contacts.get(&id).copied()),
            item: item.as_deref(),
        };
        all.push(view::notifications::notification(row, about, &names, now)?);
    }
    Ok(all)
}

/// The checklist item that meets a deadline, where one does.
pub(super) fn item_of(pack: &Pack, key: &str) -> Option<String> {
    let met_by = pack.deadline(key)?.met_by.all().iter();
    let item = met_by.filter_map(|moment| moment.strip_prefix("item:"));
    item.map(str::to_owned).next()
}
