//! Stepping across begins with the two managers talking: an e-mail, or two workers talking, opens nothing.

use openapi::{BlockerKind, Transfer, TransferState};
use serde_json::{Value, json};
use tests::reading::blocked_by;
use tests::{Child, Database, Person, World, on_both_databases};

on_both_databases!(nothing_is_asked_before_the_managers_have_talked);

fn talk(way: &str, transferring: &Person, receiving: &Person) -> Value {
    json!({ "way": way, "transferring_manager": transferring.id, "receiving_manager": receiving.id })
}

/// Shows STEP-6, STEP-7, STEP-8.
async fn nothing_is_asked_before_the_managers_have_talked(database: &Database) {
    let world = World::start(database, "2026-11-23T09:00:00Z").await;
    let town = world.stepping_across().await;
    let case = town.authority.case(&town.yfs, Child::default()).await;
    let transfer = town
        .authority
        .push("yfs_to_safeguarding", &case, &town.yfs, &town.safeguarding)
        .await;
    let worker = world.as_(&town.yfs.worker);
    let (ours, theirs) = (&town.yfs.manager, &town.safeguarding.manager);

    let unasked = worker
        .act(&transfer, "request", json!({}))
        .await
        .refused(409, "gate-closed");
    assert_eq!(blocked_by(&unasked), ["discussion"]);
    assert_eq!(unasked.blocked_by[0].kind, BlockerKind::Discussion);
    assert_eq!(unasked.blocked_by[0].rule, "STEP-6");

    let by_email = worker
        .act(&transfer, "record-discussion", talk("email", ours, theirs))
        .await;
    let by_email = by_email.refused(409, "refused-by-procedure");
    assert!(
        by_email.rule.is_some() && by_email.clause.is_some(),
        "{by_email:#?}"
    );
    let of_workers = talk("phone", &town.yfs.worker, &town.safeguarding.worker);
    let of_workers = worker.act(&transfer, "record-discussion", of_workers).await;
    assert_eq!(
        of_workers.refused(422, "not-valid").errors[0].field,
        "transferring_manager"
    );
    let unasked = worker.act(&transfer, "request", json!({})).await;
    unasked.refused(409, "gate-closed");

    let of_managers = worker.act(&transfer, "record-discussion", talk("phone", ours, theirs));
    assert_eq!(of_managers.await.with::<Transfer>(200).discussions.len(), 1);
    let asked: Transfer = worker.act(&transfer, "request", json!({})).await.with(200);
    assert_eq!(asked.summary.state, TransferState::Requested);

    let not_theirs = world
        .as_(&town.safeguarding.worker)
        .act(&transfer, "accept", json!({}))
        .await;
    assert_eq!(
        not_theirs.refused(403, "not-your-decision").roles_needed,
        ["safeguarding_team_manager"]
    );
    let accepted: Transfer = world
        .as_(theirs)
        .act(&transfer, "accept", json!({}))
        .await
        .with(200);
    assert_eq!(accepted.summary.state, TransferState::Accepted);
    let landed: Transfer = world
        .as_(theirs)
        .act(&transfer, "land", json!({}))
        .await
        .with(200);
    assert_eq!(
        landed.summary.state,
        TransferState::Landed,
        "no document is prescribed"
    );
    let held = world
        .as_(theirs)
        .case(&case.reference)
        .await
        .holder
        .expect("the case is open");
    assert_eq!(
        (held.team.id, held.practitioner),
        (town.safeguarding.team, None),
        "in the duty tray"
    );
}
