//! Lists come in pages: everything once, nothing twice, whatever is added meanwhile.

use openapi::{Case, JourneyEntry, Page, TransferSummary};
use tests::{Database, World, on_both_databases};

on_both_databases!(a_list_read_page_by_page_shows_everything_once);

async fn a_list_read_page_by_page_shows_everything_once(database: &Database) {
    let world = World::start(database, "2026-11-24T10:00:00Z").await;
    let durham = world.durham().await;
    let worker = world.as_(&durham.ops.worker);
    let mut cases = Vec::new();
    let mut transfers = Vec::new();
    for _ in 0..5 {
        let case = durham.case_of_ops().await;
        transfers.push(durham.step_up_requested(&world, &case).await);
        cases.push(case.reference);
    }
    let first: Page<Case> = worker.get("/v1/cases?limit=2").await.with(200);
    assert!(first.next_cursor.is_some(), "there are more");
    let added = durham.case_of_ops().await.reference;
    let rest: Vec<Case> = worker.rest("/v1/cases?limit=2", first.next_cursor).await;
    let seen: Vec<_> = first
        .items
        .into_iter()
        .chain(rest)
        .map(|case| case.reference)
        .collect();
    cases.push(added);
    assert_eq!(
        seen, cases,
        "each once, in the order in which they were opened"
    );

    let listed: Vec<TransferSummary> = worker.all("/v1/transfers?limit=2&state=requested").await;
    let seen: Vec<_> = listed
        .into_iter()
        .map(|transfer| transfer.reference)
        .collect();
    assert_eq!(seen, transfers);
    let none: Page<TransferSummary> = worker
        .get("/v1/transfers?state=landed,closed")
        .await
        .with(200);
    assert!(none.items.is_empty() && none.next_cursor.is_none());

    let journey = format!("/v1/cases/{}/journey?limit=1", cases[0]);
    let steps: Vec<JourneyEntry> = worker.all(&journey).await;
    let kinds: Vec<_> = steps.iter().map(|step| step.kind.as_str()).collect();
    assert_eq!(kinds, ["case_opened", "opened", "request"]);
}
