//! Three parties over both sides have to agree; from the draft to the last record.

use openapi::{NotificationKind, Side, Transfer, TransferState};
use serde_json::json;
use tests::quayside::school_starts_after_easter;
use tests::reading::{blocked_by, due_at, messages, states};
use tests::{Database, World, on_both_databases};

on_both_databases!(
    two_of_three_parties_are_not_enough,
    a_case_goes_from_draft_to_closed,
    a_party_of_the_asking_side_hears_of_the_request,
);

async fn two_of_three_parties_are_not_enough(database: &Database) {
    let world = World::start_with_invented_packs(database, "2027-03-08T10:00:00Z").await;
    let quayside = world.quayside().await;
    let transfer = quayside.asked(&world).await;
    let lead = world.as_(&quayside.harbour.manager);
    let no_party = lead.act(&transfer, "accept", json!({})).await;
    let no_party = no_party.refused(403, "not-your-decision");
    assert_eq!(no_party.rule.as_deref(), Some("QUAY-4"));
    let parties = [
        (&quayside.deep_water.manager, TransferState::Requested),
        (&quayside.safety_reader, TransferState::Requested),
        (&quayside.virtual_head, TransferState::Accepted),
    ];
    for (index, (party, state)) in parties.into_iter().enumerate() {
        let agrees = world.as_(party).act(&transfer, "accept", json!({}));
        let agreed: Transfer = agrees.await.with(200);
        assert_eq!(agreed.approvals.len(), index + 1);
        assert_eq!(agreed.summary.state, state, "{:#?}", agreed.approvals);
        assert_eq!(agreed.decision.is_some(), state == TransferState::Accepted);
    }
}

async fn a_case_goes_from_draft_to_closed(database: &Database) {
    let world = World::start_with_invented_packs(database, "2027-03-08T10:00:00Z").await;
    let quayside = world.quayside().await;
    let case = quayside.case(school_starts_after_easter()).await;
    let (harbour, deep_water) = (&quayside.harbour, &quayside.deep_water);
    let opened = quayside
        .authority
        .push("into_deep_water", &case, harbour, deep_water);
    let transfer = opened.await;
    let worker = world.as_(&harbour.worker);
    let unready = worker.act(&transfer, "request", json!({})).await;
    let unready = unready.refused(409, "gate-closed");
    assert_eq!(blocked_by(&unready), ["harm_statement"]);
    assert_eq!(unready.blocked_by[0].rule, "QUAY-7");
    worker.tick(&transfer, &["harm_statement"]).await;
    let lead = world.as_(&harbour.manager);
    let not_theirs = lead.act(&transfer, "request", json!({})).await;
    let not_theirs = not_theirs.refused(403, "not-your-decision");
    assert_eq!(not_theirs.roles_needed, ["harbour_worker"]);
    let asked: Transfer = worker.act(&transfer, "request", json!({})).await.with(200);
    assert_eq!(asked.approvals, [], "whoever asks is no party here");
    let visits = &asked.responsibilities[0];
    assert_eq!(visits.owned_by, Side::Transferring);

    world.travel_to("2027-03-12T10:00:00Z").await;
    for party in [
        &quayside.virtual_head,
        &quayside.safety_reader,
        &deep_water.manager,
    ] {
        let agrees = world.as_(party).act(&transfer, "accept", json!({}));
        agrees.await.with::<Transfer>(200);
    }
    let agreed = worker.transfer(&transfer).await;
    assert_eq!(agreed.summary.state, TransferState::Accepted);
    // Asked on Monday the 8th: all papers by the 18th. Agreed on Friday: three working days are Wednesday the 17th.
    assert_eq!(due_at(&agreed, "papers_complete"), "2027-03-18T23:59:59Z");
    assert_eq!(due_at(&agreed, "summary_due"), "2027-03-17T23:59:59Z");
    assert_eq!(
        due_at(&agreed, "check_due"),
        "2027-03-18T23:59:59Z",
        "two days on would be the 19th: the cap comes first"
    );

    let receiving = world.as_(&deep_water.worker);
    let unchecked = receiving.act(&transfer, "land", json!({})).await;
    let unchecked = unchecked.refused(409, "gate-closed");
    assert_eq!(
        blocked_by(&unchecked),
        ["summary_checked", "summary_drafted"],
        "the farewell letter only warns"
    );
    worker
        .tick(&transfer, &["summary_drafted", "summary_checked"])
        .await;
    let landed: Transfer = receiving.act(&transfer, "land", json!({})).await.with(200);
    assert_eq!(landed.summary.state, TransferState::Landed);
    let told = world.as_(&quayside.virtual_head).notifications().await;
    let notices = messages(&told, NotificationKind::Notice);
    let landing = notices.iter().filter(|text| text.contains("another berth"));
    assert_eq!(landing.count(), 1, "{notices:#?}");

    let unvisited = receiving.act(&transfer, "close", json!({})).await;
    let unvisited = unvisited.refused(409, "gate-closed");
    assert_eq!(
        blocked_by(&unvisited),
        ["first_visit", "school_told"],
        "and nothing that belongs to support"
    );
    worker.tick(&transfer, &["school_told"]).await;
    let visit = json!({ "item": "first_visit" });
    let visited = receiving.act(&transfer, "record-visit", visit).await;
    visited.with::<Transfer>(200);
    let closed: Transfer = receiving.act(&transfer, "close", json!({})).await.with(200);
    assert_eq!(closed.summary.state, TransferState::Closed);

    let journey = receiving.journey(&case.reference).await;
    use TransferState::{Accepted, Closed, Draft, Landed, Requested};
    assert_eq!(
        states(&journey),
        [Draft, Requested, Accepted, Landed, Closed]
    );
    let case = receiving.case(&case.reference).await;
    assert_eq!(
        case.holder.map(|holder| holder.team.id),
        Some(deep_water.team)
    );
}

async fn a_party_of_the_asking_side_hears_of_the_request(database: &Database) {
    let world = World::start_with_invented_packs(database, "2027-03-08T10:00:00Z").await;
    let quayside = world.quayside().await;
    let transfer = quayside.asked(&world).await;
    for party in [
        &quayside.safety_reader,
        &quayside.deep_water.manager,
        &quayside.virtual_head,
    ] {
        let told = world.as_(party).notifications().await;
        let notices: Vec<_> = messages(&told, NotificationKind::Notice)
            .into_iter()
            .filter(|text| text.contains("is now requested"))
            .collect();
        assert_eq!(notices.len(), 1, "{told:#?}");
        assert!(notices[0].starts_with(&transfer), "{notices:#?}");
    }
}
