//! Families: brothers and sisters asked for in one request; every child goes through the same door as one alone.

use std::collections::BTreeSet;

use entity::{child_case, family_request};
use openapi::{
    ActTogether, Action, FamilyResult, FamilyResults, FamilyRow, FamilyTransfer, LeftOut,
    NewFamilyTransfer, NewTransfer, Reference, SplitOff,
};
use policy::family::{self, may_go_without};
use policy::transfer::FamilyRequest;
use sea_orm::{ConnectionTrait, DatabaseTransaction, TransactionTrait};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use uuid::Uuid;

use super::names::Names;
use super::transfers::{self, Loaded, find_case};
use crate::app::App;
use crate::auth::Practitioner;
use crate::error::ApiError;
use crate::reference;
use crate::repository::{cases, family_requests, holdings};
use crate::view;

/// Fewest children of a request: one alone has a transfer of their own.
const FEWEST: usize = 2;
/// Most children of a request.
const MOST: usize = 30;

/// What a request keeps besides its columns.
#[derive(Debug, Serialize, Deserialize)]
struct Detail {
    transfers: Vec<Uuid>,
    left_out: Vec<LeftOut>,
}

/// Open a request: a draft for each child, all or none.
///
/// # Errors
///
/// As for each child alone, and [`ApiError::Invalid`] where they are no family of one team; [`ApiError::Refused`] where the
/// procedure wants brothers and sisters considered who are not.
pub async fn open(
    txn: &DatabaseTransaction,
    app: &App,
    caller: &Practitioner,
    new: NewFamilyTransfer,
) -> Result<family_request::Model, ApiError> {
    let authority = caller.authority_id();
    let children = children(txn, caller, &new).await?;
    let family = children[0].family_id.ok_or_else(|| not_one_family(0))?;
    if let Some(place) = children
        .iter()
        .position(|case| case.family_id != Some(family))
    {
        return Err(not_one_family(place));
    }
    let left_out = left_out(txn, caller, &children, &new).await?;
    let procedure = app.procedures.of_authority(&caller.authority)?;
    may_go_without(&procedure.pack, &new.pathway, &left_out)
        .map_err(|refusal| ApiError::refused(refusal, &procedure.pack))?;
    let is_taken = async |taken: &str| {
        let found = family_requests::find_by_reference(txn, authority, taken).await?;
        Ok(found.is_some())
    };
    let request = FamilyRequest {
        id: Uuid::now_v7(),
        reference: reference::unused('R', is_taken).await?,
        split: None,
    };
    let mut opened = Vec::new();
    for (case, child) in children.iter().zip(&new.children) {
        let mut facts = new.facts.clone().unwrap_or_default();
        facts.extend(child.facts.clone().unwrap_or_default());
        let alone = NewTransfer {
            case: case.reference.clone(),
            pathway: new.pathway.clone(),
            kind: new.kind,
            receiving_team_id: new.receiving_team_id,
            planned_on: new.planned_on,
            facts: Some(facts),
            note: new.note.clone(),
        };
        let loaded = transfers::open_with(txn, app, caller, alone, Some(request.clone())).await?;
        opened.push(loaded.row.id);
    }
    let detail = Detail {
        transfers: opened,
        left_out: left_out.into_iter().map(shown).collect(),
    };
    let row = family_request::Model {
        id: request.id,
        authority_id: authority,
        reference: request.reference,
        family_id: family,
        opened_by: caller.row.id,
        opened_at: app.clock.now(),
        detail: json!(detail),
    };
    family_requests::insert(txn, row.clone()).await?;
    Ok(row)
}

fn not_one_family(place: usize) -> ApiError {
    ApiError::invalid(
        &format!("children.{place}.case"),
        "this child is of another family",
        "cases of one family",
    )
}

fn shown(child: family::LeftOut) -> LeftOut {
    LeftOut {
        case: child.reference,
        reason: child.reason,
        text: child.text,
    }
}

/// The cases of a request, in order, each once.
async fn children(
    txn: &DatabaseTransaction,
    caller: &Practitioner,
    new: &NewFamilyTransfer,
) -> Result<Vec<child_case::Model>, ApiError> {
    if new.children.len() < FEWEST || new.children.len() > MOST {
        return Err(ApiError::invalid(
            "children",
            "this is a request for a family",
            format!("{FEWEST} to {MOST} children"),
        ));
    }
    let mut found: Vec<child_case::Model> = Vec::new();
    for (place, child) in new.children.iter().enumerate() {
        let case = find_case(txn, caller.authority_id(), &child.case).await?;
        if found.iter().any(|other| other.id == case.id) {
            return Err(ApiError::invalid(
                &format!("children.{place}.case"),
                "this child is named twice",
                "each child once",
            ));
        }
        found.push(case);
    }
    Ok(found)
}

/// Brothers and sisters with the same team who are not in the request, with whatever reason was given.
async fn left_out(
    txn: &DatabaseTransaction,
    caller: &Practitioner,
    children: &[child_case::Model],
    new: &NewFamilyTransfer,
) -> Result<Vec<family::LeftOut>, ApiError> {
    let authority = caller.authority_id();
    let holder = holdings::find_current(txn, authority, children[0].id).await?;
    let Some(holder) = holder.map(|holding| holding.team_id) else {
        return Err(ApiError::invalid(
            "children.0.case",
            "this case is closed",
            "an open case",
        ));
    };
    let siblings = cases::list_siblings(txn, &children[0]).await?;
    let mut given: Vec<(Uuid, &LeftOut)> = Vec::new();
    for (place, child) in new.left_out.iter().flatten().enumerate() {
        let case = find_case(txn, authority, &child.case).await?;
        let is_other = siblings.iter().any(|sibling| sibling.id == case.id)
            && children.iter().all(|child| child.id != case.id);
        if !is_other {
            return Err(ApiError::invalid(
                &format!("left_out.{place}.case"),
                "this is no brother or sister who is left out",
                "a case of the family that is not among the `children`",
            ));
        }
        given.push((case.id, child));
    }
    let mut found = Vec::new();
    for case in siblings {
        let held = holdings::find_current(txn, authority, case.id).await?;
        let same_team = held.is_some_and(|holding| holding.team_id == holder);
        let reason = given
            .iter()
            .find(|(id, _)| *id == case.id)
            .map(|(_, child)| *child);
        let is_in = children.iter().any(|child| child.id == case.id);
        if !is_in && (same_team || reason.is_some()) {
            found.push(family::LeftOut {
                case: case.id,
                reference: case.reference,
                reason: reason.and_then(|child| child.reason.clone()),
                text: reason.and_then(|child| child.text.clone()),
            });
        }
    }
    Ok(found)
}

/// A request that the caller may see: one of whose transfers they may see.
///
/// # Errors
///
/// [`ApiError::NotFound`].
pub async fn find<C: ConnectionTrait>(
    conn: &C,
    app: &App,
    caller: &Practitioner,
    id: &str,
) -> Result<family_request::Model, ApiError> {
    let authority = caller.authority_id();
    let found = match id.parse::<Uuid>() {
        Ok(id) => family_requests::find(conn, authority, id).await?,
        Err(_) => match reference::read(id) {
            Some(name) => family_requests::find_by_reference(conn, authority, &name).await?,
            None => None,
        },
    };
    let found = found.ok_or(ApiError::NotFound("family's request"))?;
    match members(conn, app, caller, &found).await?.is_empty() {
        true => Err(ApiError::NotFound("family's request")),
        false => Ok(found),
    }
}

/// The transfers of a request that the caller may see, in the order of the request.
async fn members<C: ConnectionTrait>(
    conn: &C,
    app: &App,
    caller: &Practitioner,
    request: &family_request::Model,
) -> Result<Vec<Loaded>, ApiError> {
    let mut found = Vec::new();
    for id in detail(request)?.transfers {
        match transfers::find(conn, app, caller, &id.to_string()).await {
            Ok(loaded) => found.push(loaded),
            Err(ApiError::NotFound(_)) => {}
            Err(wrong) => return Err(wrong),
        }
    }
    Ok(found)
}

fn detail(request: &family_request::Model) -> Result<Detail, ApiError> {
    serde_json::from_value(request.detail.clone())
        .map_err(|wrong| ApiError::Broken(wrong.to_string()))
}

/// A request as it stands for the caller, one row a child.
///
/// # Errors
///
/// Whatever the database says.
pub async fn whole<C: ConnectionTrait>(
    conn: &C,
    app: &App,
    caller: &Practitioner,
    request: &family_request::Model,
) -> Result<FamilyTransfer, ApiError> {
    let members = members(conn, app, caller, request).await?;
    let splits = members.iter().filter_map(|loaded| {
        let family = loaded.transfer.record.family.as_ref()?;
        Some(family.split.as_ref()?.0.by)
    });
    let authority = caller.authority_id();
    let names = Names::default().people(conn, authority, splits).await?;
    let mut children = Vec::new();
    for loaded in &members {
        let family = loaded.transfer.record.family.as_ref();
        let split = family.and_then(|family| family.split.as_ref());
        let split = split.map(|(entry, reason)| {
            Ok::<_, ApiError>(SplitOff {
                at: entry.at,
                by: names.person(entry.by)?,
                reason: reason.clone(),
                text: entry.note.clone(),
            })
        });
        children.push(FamilyRow {
            transfer: summary(conn, app, loaded).await?,
            split: split.transpose()?,
        });
    }
    let families = cases::find_families(conn, authority, [request.family_id]).await?;
    let family = families.first().ok_or(ApiError::NotFound("family"))?;
    Ok(FamilyTransfer {
        id: request.id,
        reference: request.reference.clone(),
        family: Reference {
            id: family.id,
            reference: family.reference.clone(),
        },
        opened_at: request.opened_at,
        children,
        left_out: detail(request)?.left_out,
    })
}

async fn summary<C: ConnectionTrait>(
    conn: &C,
    app: &App,
    loaded: &Loaded,
) -> Result<openapi::TransferSummary, ApiError> {
    let deadlines = crate::repository::deadlines::list_of_transfer(
        conn,
        loaded.row.authority_id,
        loaded.row.id,
    )
    .await?;
    Ok(view::transfers::summary(
        &loaded.row,
        &loaded.case,
        (&loaded.transferring, &loaded.receiving),
        &loaded.procedure.pack,
        &deadlines,
        app.clock.now(),
    ))
}

/// Take one action for every child that still goes along, or for those named: each by itself, so that one that is refused
/// does not hold the others.
///
/// # Errors
///
/// [`ApiError::Invalid`] for a body that the action does not take, or a transfer that is not of the request.
pub async fn act(
    txn: &DatabaseTransaction,
    app: &App,
    caller: &Practitioner,
    request: &family_request::Model,
    together: ActTogether,
) -> Result<FamilyResults, ApiError> {
    let body = together.body.unwrap_or_else(|| json!({}));
    let members = members(txn, app, caller, request).await?;
    let wanted = wanted(&members, together.transfers.as_deref())?;
    let mut results = Vec::new();
    for loaded in members
        .into_iter()
        .filter(|loaded| wanted.contains(&loaded.row.id))
    {
        let asked = asked(together.action, &body)?;
        let alone = txn.begin().await?;
        let id = loaded.row.id.to_string();
        let taken = transfers::apply(&alone, app, caller, &id, None, asked).await;
        let (loaded, problem) = match taken {
            Ok(after) => {
                alone.commit().await?;
                (after, None)
            }
            Err(wrong @ (ApiError::Database(_) | ApiError::Broken(_))) => return Err(wrong),
            Err(refused) => {
                alone.rollback().await?;
                (loaded, Some(refused.problem()))
            }
        };
        results.push(FamilyResult {
            transfer: summary(txn, app, &loaded).await?,
            done: problem.is_none(),
            problem,
        });
    }
    Ok(FamilyResults { results })
}

fn asked(action: openapi::ActionName, body: &Value) -> Result<transfers::Asked, ApiError> {
    let body = Action::from_body(action, body.clone()).map_err(|wrong| {
        let expected = format!("the body of `{}`", action.kebab());
        ApiError::invalid("body", wrong.to_string(), expected)
    })?;
    Ok(view::actions::asked(body))
}

/// The transfers an action is taken for.
fn wanted(members: &[Loaded], named: Option<&[String]>) -> Result<BTreeSet<Uuid>, ApiError> {
    let Some(named) = named else {
        let along = members
            .iter()
            .filter(|loaded| loaded.transfer.record.goes_with_family());
        return Ok(along.map(|loaded| loaded.row.id).collect());
    };
    named
        .iter()
        .enumerate()
        .map(|(place, name)| {
            let is_it = |loaded: &&Loaded| {
                loaded.row.reference == *name || loaded.row.id.to_string() == *name
            };
            let found = members.iter().find(is_it);
            found.map(|loaded| loaded.row.id).ok_or_else(|| {
                ApiError::invalid(
                    &format!("transfers.{place}"),
                    "this transfer is not of the request",
                    "a reference from its `children`",
                )
            })
        })
        .collect()
}
