//! A decline for capacity is refused where the procedure says so, and the shortage becomes a matter of its own.

use openapi::{Case, Matter, MatterState, Page, Transfer, TransferState};
use serde_json::json;
use tests::{Child, Database, World, on_both_databases};

on_both_databases!(a_decline_for_capacity_is_refused_and_the_shortage_is_settled_by_itself);

/// Shows BRA-12.
async fn a_decline_for_capacity_is_refused_and_the_shortage_is_settled_by_itself(
    database: &Database,
) {
    let world = World::start(database, "2026-11-16T09:00:00Z").await;
    let bradford = world.bradford().await;
    let child = Child {
        facts: Some(json!({ "meets_csc_criteria": true })),
        ..Child::default()
    };
    let case: Case = bradford.authority.case(&bradford.mash, child).await;
    let transfer = bradford
        .authority
        .push("mash_to_iat", &case, &bradford.mash, &bradford.iat)
        .await;
    let asked = world
        .as_(&bradford.mash.worker)
        .act(&transfer, "request", json!({}));
    asked.await.with::<Transfer>(200);

    let manager = world.as_(&bradford.iat.manager);
    let full = json!({ "reason": "capacity" });
    let refused = manager.act(&transfer, "decline", full.clone()).await;
    let refused = refused.refused(409, "refused-by-procedure");
    assert_eq!(refused.rule.as_deref(), Some("BRA-12"));
    let again = manager
        .act(&transfer, "decline", full)
        .await
        .refused(409, "refused-by-procedure");
    let open: Page<Matter> = manager
        .get("/v1/matters?open=true&matter=capacity_shortage")
        .await
        .with(200);
    let [shortage] = open.items.as_slice() else {
        panic!("one shortage is open: {open:#?}");
    };
    assert!(again.detail.contains(&shortage.reference), "{again:#?}");
    assert_eq!(
        manager.transfer(&transfer).await.summary.state,
        TransferState::Requested
    );

    let path = format!("/v1/matters/{}/decide", shortage.reference);
    let settled = json!({ "decision": "resolved", "note": "an agency worker starts on Monday" });
    manager
        .post(path.clone(), settled.clone())
        .await
        .refused(403, "not-your-decision");
    let above = world.as_(&bradford.service_manager);
    let told = above.notifications().await;
    assert!(
        told.iter()
            .any(|one| one.message.contains(&shortage.reference)),
        "{told:#?}"
    );
    let done: Matter = above.post(path, settled).await.with(200);
    assert_eq!(done.state, MatterState::Finished);
}
