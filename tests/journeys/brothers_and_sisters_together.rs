//! Brothers and sisters are asked for in one request: a row each, acted on together or one by one, split only with a reason.

use openapi::{FamilyResults, FamilyTransfer, Transfer, TransferState};
use serde_json::json;
use tests::{Database, World, on_both_databases};

on_both_databases!(a_family_is_asked_for_together_and_one_child_goes_another_way);

/// Shows BRA-82.
async fn a_family_is_asked_for_together_and_one_child_goes_another_way(database: &Database) {
    let world = World::start(database, "2026-11-24T10:00:00Z").await;
    let bradford = world.bradford().await;
    let eldest = bradford.looked_after(None).await;
    let middle = bradford.looked_after(Some(eldest.id)).await;
    let youngest = bradford.looked_after(Some(eldest.id)).await;
    let sending = world.as_(&bradford.cypt.worker);
    let request = |children: &[&str], left_out: serde_json::Value| {
        let children: Vec<_> = children
            .iter()
            .map(|case| json!({ "case": case }))
            .collect();
        json!({ "children": children, "pathway": "cypt_to_tcac", "kind": "push",
                "receiving_team_id": bradford.tcac.team, "left_out": left_out })
    };

    let two = [eldest.reference.as_str(), middle.reference.as_str()];
    let refused = sending
        .post("/v1/family-transfers", request(&two, json!([])))
        .await
        .refused(409, "refused-by-procedure");
    assert_eq!(refused.rule.as_deref(), Some("BRA-82"));
    assert!(
        refused.detail.contains(&youngest.reference),
        "{}",
        refused.detail
    );
    let alone = sending
        .post("/v1/family-transfers", request(&two[..1], json!([])))
        .await;
    alone.refused(422, "not-valid");

    let three = [two[0], two[1], youngest.reference.as_str()];
    let opened: FamilyTransfer = sending
        .post("/v1/family-transfers", request(&three, json!([])))
        .await
        .with(201);
    let rows: Vec<_> = opened
        .children
        .iter()
        .map(|row| row.transfer.case.reference.as_str())
        .collect();
    assert_eq!(rows, three);
    let act = format!("/v1/family-transfers/{}/act", opened.reference);
    let asked: FamilyResults = sending
        .post(&act, json!({ "action": "request" }))
        .await
        .with(200);
    assert!(asked.results.iter().all(|result| result.done), "{asked:#?}");

    // They go together, so that nobody is warned of a brother or sister who would stay behind.
    let first = &opened.children[0].transfer.reference;
    let warned = |transfer: &Transfer| {
        let accept = transfer
            .next_steps
            .iter()
            .find(|step| step.action == openapi::ActionName::Accept);
        accept.is_some_and(|step| {
            step.warnings
                .iter()
                .any(|one| one.id == "looked_after_siblings_stay_together")
        })
    };
    assert!(!warned(&sending.transfer(first).await));

    let last = &opened.children[2].transfer.reference;
    sending
        .act(last, "split", json!({}))
        .await
        .refused(422, "not-valid");
    let split = json!({ "text": "The care plan of the youngest differs significantly." });
    sending
        .act(last, "split", split)
        .await
        .with::<Transfer>(200);
    assert!(
        warned(&sending.transfer(first).await),
        "the youngest would stay with the CYPT now"
    );
    let shown: FamilyTransfer = sending
        .get(format!("/v1/family-transfers/{}", opened.reference))
        .await
        .with(200);
    let split = shown.children[2].split.as_ref();
    assert_eq!(
        split.and_then(|split| split.text.as_deref()),
        Some("The care plan of the youngest differs significantly.")
    );
    assert!(shown.children[2].transfer.family_transfer.is_none());

    let receiving = world.as_(&bradford.tcac.manager);
    let agreed: FamilyResults = receiving
        .post(&act, json!({ "action": "accept" }))
        .await
        .with(200);
    let states: Vec<_> = agreed
        .results
        .iter()
        .map(|result| result.transfer.state)
        .collect();
    assert_eq!(states, [TransferState::Accepted, TransferState::Accepted]);
    // One at a time is possible as well; what cannot be done for one does not hold the others.
    let named = json!({ "action": "accept", "transfers": [first, last] });
    let mixed: FamilyResults = receiving.post(&act, named).await.with(200);
    let done: Vec<_> = mixed.results.iter().map(|result| result.done).collect();
    assert_eq!(done, [false, true]);
    let problem = mixed.results[0]
        .problem
        .as_ref()
        .expect("it was accepted before");
    assert_eq!(problem.kind, "/problems/wrong-state");
    let nobody = world
        .as_(&bradford.iat.worker)
        .get(format!("/v1/family-transfers/{}", opened.reference))
        .await;
    nobody.refused(404, "not-found");
}
