//! A case that is fetched, help while it stays, and a question to a procedure that nobody has asked before.

use openapi::{Answer, AskOutcome, Transfer, TransferState};
use serde_json::json;
use tests::reading::blocked_by;
use tests::{Database, World, on_both_databases};

on_both_databases!(
    the_pilots_fetch_a_case_and_nobody_pushes_one_to_them,
    advice_leaves_the_case_where_it_is,
    danger_is_answered_with_a_number_and_silence_is_said,
);

async fn the_pilots_fetch_a_case_and_nobody_pushes_one_to_them(database: &Database) {
    let world = World::start_with_invented_packs(database, "2027-03-08T10:00:00Z").await;
    let quayside = world.quayside().await;
    let harbour = &quayside.harbour;
    let pilots = quayside
        .authority
        .crew("pilots", "pilot_lead", "pilot_worker")
        .await;
    let case = quayside.case(json!({})).await;
    let opened = quayside
        .authority
        .push("fetched_by_the_pilots", &case, harbour, &pilots);
    let pushed = opened.await;
    let worker = world.as_(&harbour.worker);
    let refused = worker.act(&pushed, "request", json!({})).await;
    let refused = refused.refused(409, "gate-closed");
    assert_eq!(blocked_by(&refused), ["fetched_not_pushed"]);
    assert_eq!(refused.blocked_by[0].rule, "QUAY-33");
    let back = json!({ "reason": "not_needed" });
    let withdrawn = worker.act(&pushed, "withdraw", back).await;
    withdrawn.with::<Transfer>(200);

    let pilot = world.as_(&pilots.worker);
    let fetch = json!({
        "case": case.reference, "pathway": "fetched_by_the_pilots", "kind": "pull", "receiving_team_id": pilots.team,
    });
    let fetched: Transfer = pilot.post("/v1/transfers", fetch).await.with(201);
    let fetched = fetched.summary.reference;
    let asked = pilot.act(&fetched, "request", json!({})).await;
    asked.with::<Transfer>(200);
    let takes = world.as_(&pilots.manager);
    let half: Transfer = takes.act(&fetched, "accept", json!({})).await.with(200);
    assert_eq!(half.summary.state, TransferState::Requested);
    let lets_go = world.as_(&harbour.manager);
    let whole: Transfer = lets_go.act(&fetched, "accept", json!({})).await.with(200);
    assert_eq!(whole.summary.state, TransferState::Accepted);
}

async fn advice_leaves_the_case_where_it_is(database: &Database) {
    let world = World::start_with_invented_packs(database, "2027-03-08T10:00:00Z").await;
    let quayside = world.quayside().await;
    let (harbour, deep_water) = (&quayside.harbour, &quayside.deep_water);
    let case = quayside.case(json!({})).await;
    let opened = quayside
        .authority
        .push("advice_at_anchor", &case, harbour, deep_water);
    let transfer = opened.await;
    let worker = world.as_(&harbour.worker);
    let asked = worker.act(&transfer, "request", json!({})).await;
    asked.with::<Transfer>(200);
    let lead = world.as_(&deep_water.manager);
    let agreed: Transfer = lead.act(&transfer, "accept", json!({})).await.with(200);
    assert_eq!(agreed.summary.state, TransferState::Supported);
    let unwritten = worker.act(&transfer, "close", json!({})).await;
    let unwritten = unwritten.refused(409, "gate-closed");
    assert_eq!(blocked_by(&unwritten), ["advice_written_down"]);
    lead.tick(&transfer, &["advice_written_down"]).await;
    let closed: Transfer = worker.act(&transfer, "close", json!({})).await.with(200);
    assert_eq!(closed.summary.state, TransferState::Closed);
    let holder = worker.case(&case.reference).await.holder;
    assert_eq!(holder.map(|holder| holder.team.id), Some(harbour.team));
}

async fn danger_is_answered_with_a_number_and_silence_is_said(database: &Database) {
    let world = World::start_with_invented_packs(database, "2027-01-11T10:00:00Z").await;
    let quayside = world.quayside().await;
    let worker = world.as_(&quayside.harbour.worker);
    let ask = async |question: &str| -> Answer {
        let body = json!({ "question": question });
        worker.post("/v1/packs/quayside/ask", body).await.with(200)
    };
    let danger = ask("A child has been hurt and is in danger right now, who do I ring?").await;
    assert!(danger.urgent, "{danger:#?}");
    let first = &danger.answers[0];
    assert_eq!(first.entry, "child_in_danger");
    let numbers: Vec<_> = first
        .contact_points
        .iter()
        .filter_map(|point| point.value.as_deref())
        .collect();
    assert_eq!(numbers, ["01632 960101", "01632 960102"]);
    assert_eq!(first.citations[0].rule, "QUAY-40");

    let silent = ask("Who pays the bus fare of the parents?").await;
    assert_eq!(silent.outcome, AskOutcome::NotCovered, "{silent:#?}");
    let tides = ask("They said no, how do I dispute the refusal?").await;
    assert_eq!(tides.answers[0].entry, "disputing", "{tides:#?}");
}
