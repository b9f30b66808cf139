//! One Point steps a case up to Families First: asked in Advent, decided on 22 December, landed before New Year.

use openapi::{BlockerKind, Case, DeadlineState, Holding, Transfer, TransferState, Visit};
use serde_json::json;
use tests::durham::{BEFORE_LANDING, Durham, at_allocation_meeting};
use tests::reading::{blocked_by, check_unbroken, deadline, due_at, states};
use tests::{Database, World, at, on_both_databases};

on_both_databases!(a_step_up_agreed_before_christmas_lands_before_new_year);

/// Shows DUR-36, DUR-12, DUR-25.
async fn a_step_up_agreed_before_christmas_lands_before_new_year(database: &Database) {
    let world = World::start(database, "2026-12-14T09:00:00Z").await;
    let durham = world.durham().await;
    let sits = durham
        .authority
        .sits("allocation_meeting", "2026-12-15T10:00:00Z", "FREQ=WEEKLY");
    sits.await;
    let case = durham.case_of_ops().await;
    let transfer = requested(&world, &durham, &case).await;
    decided(&world, &durham, &transfer).await;
    landed(&world, &durham, &case, &transfer).await;
    visited_and_reviewed(&world, &durham, &transfer).await;
    closed(&world, &durham, &transfer).await;
    told_alike_to_both_sides(&world, &durham, &case).await;
}

async fn requested(world: &World, durham: &Durham<'_>, case: &Case) -> String {
    let worker = world.as_(&durham.ops.worker);
    let from_to = (&durham.ops, &durham.families_first);
    let transfer = durham
        .authority
        .push("ops_to_families_first", case, from_to.0, from_to.1)
        .await;
    let talk = json!({
        "way": "phone", "transferring_manager": durham.ops.manager.id,
        "receiving_manager": durham.families_first.manager.id,
    });
    let talked = worker.act_at("2026-12-14T08:30:00Z", &transfer, "record-discussion", talk);
    assert_eq!(talked.await.with::<Transfer>(200).discussions.len(), 1);
    worker
        .tick(
            &transfer,
            &["discussed_with_family_and_taf", "up_to_date_review"],
        )
        .await;

    world.travel_to("2026-12-16T10:00:00Z").await;
    let asked = worker.act(&transfer, "request", json!({ "planned_on": "2026-12-29" }));
    let asked: Transfer = asked.await.with(200);
    assert_eq!(asked.summary.state, TransferState::Requested);
    let meeting = &asked.waiting_for[0];
    assert_eq!(
        meeting.due_at,
        Some(at("2026-12-22T10:00:00Z")),
        "the meeting of the 15th has been"
    );
    assert!(meeting.meeting.is_some(), "{meeting:#?}");
    transfer
}

async fn decided(world: &World, durham: &Durham<'_>, transfer: &str) {
    world.travel_to("2026-12-22T11:00:00Z").await;
    let manager = world.as_(&durham.families_first.manager);
    let alone = manager
        .act(transfer, "accept", json!({}))
        .await
        .refused(409, "gate-closed");
    assert_eq!(blocked_by(&alone), ["allocation_meeting"]);
    assert_eq!(alone.blocked_by[0].kind, BlockerKind::Meeting);

    let decision = at_allocation_meeting("2026-12-22");
    let accepted = manager.act_at("2026-12-22T10:00:00Z", transfer, "accept", decision);
    let accepted: Transfer = accepted.await.with(200);
    assert_eq!(accepted.summary.state, TransferState::Accepted);
    // 23, 24, 29, 30 and 31 December: Christmas Day, the weekend and the substitute Boxing Day do not count.
    assert_eq!(due_at(&accepted, "case_moves"), "2026-12-31T23:59:59Z");
}

async fn landed(world: &World, durham: &Durham<'_>, case: &Case, transfer: &str) {
    world.travel_to("2026-12-29T11:00:00Z").await;
    let receiving = world.as_(&durham.families_first.worker);
    let taken = json!({ "practitioner_id": durham.families_first.worker.id });
    let early = receiving
        .act(transfer, "land", taken.clone())
        .await
        .refused(409, "gate-closed");
    let mut open = BEFORE_LANDING;
    open.sort_unstable();
    assert_eq!(blocked_by(&early), open);
    assert_eq!(
        receiving.case(&case.reference).await.holder,
        case.holder,
        "nothing has moved"
    );

    world
        .as_(&durham.ops.worker)
        .tick(transfer, &BEFORE_LANDING)
        .await;
    let landed: Transfer = receiving
        .act_at("2026-12-29T11:00:00Z", transfer, "land", taken)
        .await
        .with(200);
    assert_eq!(landed.summary.state, TransferState::Landed);
    assert_eq!(deadline(&landed, "case_moves").state, DeadlineState::Met);
    assert_eq!(
        due_at(&landed, "joint_visit_made"),
        "2027-01-01T23:59:59Z",
        "plain days, New Year's Day too"
    );
    assert_eq!(
        due_at(&landed, "paper_files_follow"),
        "2027-01-06T23:59:59Z",
        "30, 31 December, 4, 5, 6 January"
    );

    let holder = receiving
        .case(&case.reference)
        .await
        .holder
        .expect("the case is open");
    assert_eq!(holder.team.id, durham.families_first.team);
    assert_eq!(
        holder.practitioner.map(|held| held.id),
        Some(durham.families_first.worker.id)
    );
    let holdings: Vec<Holding> = receiving
        .get(format!("/v1/cases/{}/holdings", case.reference))
        .await
        .with(200);
    check_unbroken(&holdings);
    let teams: Vec<_> = holdings.iter().map(|holding| holding.team.id).collect();
    assert_eq!(teams, [durham.ops.team, durham.families_first.team]);
    assert_eq!(holdings[1].starts_at, at("2026-12-29T11:00:00Z"));
}

async fn visited_and_reviewed(world: &World, durham: &Durham<'_>, transfer: &str) {
    let receiving = world.as_(&durham.families_first.worker);
    let plan = json!({ "item": "joint_visit", "visit_on": "2026-12-30" });
    receiving
        .act(transfer, "schedule-visit", plan)
        .await
        .with::<Transfer>(200);
    world.travel_to("2026-12-30T16:00:00Z").await;
    let visit = json!({ "item": "joint_visit" });
    let visited = receiving.act_at("2026-12-30T14:00:00Z", transfer, "record-visit", visit);
    let visited: Transfer = visited.await.with(200);
    assert_eq!(
        deadline(&visited, "joint_visit_made").state,
        DeadlineState::Met
    );
    let made = Visit {
        item: Some("joint_visit".into()),
        scheduled_for: Some("2026-12-30".parse().expect("a day")),
        made_at: Some(at("2026-12-30T14:00:00Z")),
    };
    assert_eq!(visited.visits, [made]);

    world.travel_to("2027-01-05T11:00:00Z").await;
    let review = json!({ "text": "It goes well." });
    let reviewed = world
        .as_(&durham.families_first.manager)
        .act(transfer, "record-review", review);
    let reviewed: Transfer = reviewed.await.with(200);
    assert_eq!(reviewed.reviews[0].note.as_deref(), Some("It goes well."));
}

async fn closed(world: &World, durham: &Durham<'_>, transfer: &str) {
    let receiving = world.as_(&durham.families_first.worker);
    let early = receiving
        .act(transfer, "close", json!({}))
        .await
        .refused(409, "gate-closed");
    let still_owed = [
        "discussion_record",
        "family_and_taf_consulted",
        "family_letter",
        "meeting_dates_told",
        "meeting_record",
        "meetings_arranged",
        "outstanding_needs_recorded",
        "paper_files_sent",
        "personal_details_updated",
        "significant_information_told",
        "statutory_duties_in_time",
        "taf_informed",
        "views_recorded",
    ];
    assert_eq!(blocked_by(&early), still_owed);
    world
        .as_(&durham.ops.worker)
        .tick(transfer, &still_owed)
        .await;
    let closed: Transfer = receiving.act(transfer, "close", json!({})).await.with(200);
    assert_eq!(closed.summary.state, TransferState::Closed);
    assert!(closed.next_steps.is_empty(), "{:#?}", closed.next_steps);
    assert_eq!(
        deadline(&closed, "paper_files_follow").state,
        DeadlineState::Met
    );
}

async fn told_alike_to_both_sides(world: &World, durham: &Durham<'_>, case: &Case) {
    let before = world.as_(&durham.ops.worker).journey(&case.reference).await;
    let after = world
        .as_(&durham.families_first.worker)
        .journey(&case.reference)
        .await;
    assert_eq!(before, after);
    use TransferState::{Accepted, Closed, Draft, Landed, Requested};
    assert_eq!(
        states(&before),
        [Draft, Requested, Accepted, Landed, Closed]
    );
    let ordered = before.is_sorted_by_key(|entry| entry.recorded_at);
    assert!(
        ordered,
        "{:#?}",
        before
            .iter()
            .map(|entry| (&entry.kind, entry.recorded_at))
            .collect::<Vec<_>>()
    );
    assert!(
        before.iter().all(|entry| !entry.text.is_empty()),
        "each is said in a sentence"
    );
}
