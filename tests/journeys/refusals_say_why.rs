//! Every refusal says what is wrong and what would be right: the version, the state, the member, the role.

use openapi::{ActionName, Problem, Transfer, TransferState};
use serde_json::json;
use tests::durham::at_allocation_meeting;
use tests::{Database, Request, World, on_both_databases};

on_both_databases!(
    a_late_writer_learns_the_present_version,
    an_action_in_the_wrong_state_names_the_state_and_what_is_open,
    what_is_wrong_with_a_request_is_named,
    whoever_may_not_decide_learns_who_may,
    a_case_on_the_move_is_not_moved_twice,
);

async fn a_late_writer_learns_the_present_version(database: &Database) {
    let world = World::start(database, "2026-11-24T10:00:00Z").await;
    let durham = world.durham().await;
    let transfer = durham
        .step_up_requested(&world, &durham.case_of_ops().await)
        .await;
    let manager = world.as_(&durham.families_first.manager);
    let read = manager.get(format!("/v1/transfers/{transfer}")).await;
    let version = read.clone().with::<Transfer>(200).summary.version;
    assert_eq!(read.etag, Some(format!("\"{version}\"")));

    let worker = world.as_(&durham.ops.worker);
    worker
        .record(&transfer, json!({ "need_has": "risen" }))
        .await;
    let path = format!("/v1/transfers/{transfer}/accept");
    let accept = Request::post(path, at_allocation_meeting("2026-11-24"));
    let late = manager
        .send(&accept.clone().version(version))
        .await
        .refused(412, "outdated-version");
    assert_eq!(late.current_version, Some(version + 1));
    assert_eq!(
        worker.transfer(&transfer).await.summary.state,
        TransferState::Requested
    );
    let in_time = manager.send(&accept.version(version + 1)).await;
    assert_eq!(in_time.etag, Some(format!("\"{}\"", version + 2)));
    assert_eq!(in_time.with::<Transfer>(200).summary.version, version + 2);
}

async fn an_action_in_the_wrong_state_names_the_state_and_what_is_open(database: &Database) {
    let world = World::start(database, "2026-11-24T10:00:00Z").await;
    let durham = world.durham().await;
    let transfer = durham
        .step_up_requested(&world, &durham.case_of_ops().await)
        .await;
    let early = world
        .as_(&durham.families_first.manager)
        .act(&transfer, "land", json!({}))
        .await;
    let early = early.refused(409, "wrong-state");
    assert_eq!(early.state, Some(TransferState::Requested));
    use ActionName::{Accept, AskInformation, Close, Decline, Land, Withdraw};
    for open in [Accept, AskInformation, Decline, Withdraw] {
        assert!(early.allowed.contains(&open), "{:?}", early.allowed);
    }
    assert!(
        !early.allowed.contains(&Land) && !early.allowed.contains(&Close),
        "{:?}",
        early.allowed
    );
}

#[track_caller]
fn check_named(problem: &Problem, field: &str) {
    let named: Vec<_> = problem
        .errors
        .iter()
        .map(|error| error.field.as_str())
        .collect();
    assert_eq!(named, [field], "{problem:#?}");
    assert!(
        problem.errors[0].expected.is_some(),
        "and what would be right: {problem:#?}"
    );
}

async fn what_is_wrong_with_a_request_is_named(database: &Database) {
    let world = World::start(database, "2026-11-24T10:00:00Z").await;
    let durham = world.durham().await;
    let case = durham.case_of_ops().await;
    let (ops, families_first) = (&durham.ops, &durham.families_first);
    let transfer = durham
        .authority
        .push("ops_to_families_first", &case, ops, families_first)
        .await;
    let worker = world.as_(&ops.worker);
    let wrong = [
        ("request", json!({ "planed_on": "2026-12-01" }), "planed_on"),
        (
            "request",
            json!({ "planned_on": "1 December" }),
            "planned_on",
        ),
        (
            "request",
            json!({ "facts": { "colour": "red" } }),
            "facts.colour",
        ),
        (
            "record-fact",
            json!({ "facts": { "level_of_need": "four" } }),
            "facts.level_of_need",
        ),
        ("withdraw", json!({ "reason": "bored" }), "reason"),
        ("tick", json!({ "item": "tea" }), "item"),
        (
            "request",
            json!({ "occurred_at": "2027-01-01T00:00:00Z" }),
            "occurred_at",
        ),
    ];
    for (action, body, field) in wrong {
        let refused = worker
            .act(&transfer, action, body)
            .await
            .refused(422, "not-valid");
        check_named(&refused, field);
    }
    let unknown = worker
        .get("/v1/transfers?colour=red")
        .await
        .refused(422, "not-valid");
    check_named(&unknown, "colour");
    let no_cursor = worker
        .get("/v1/transfers?cursor=next")
        .await
        .refused(422, "not-valid");
    check_named(&no_cursor, "cursor");
    worker
        .get("/v1/transfers/T-00000")
        .await
        .refused(404, "not-found");
    assert_eq!(
        worker.transfer(&transfer).await.summary.version,
        1,
        "nothing has changed"
    );
}

async fn whoever_may_not_decide_learns_who_may(database: &Database) {
    let world = World::start(database, "2026-11-24T10:00:00Z").await;
    let durham = world.durham().await;
    let transfer = durham
        .step_up_requested(&world, &durham.case_of_ops().await)
        .await;
    for person in [&durham.families_first.worker, &durham.ops.manager] {
        let decision = at_allocation_meeting("2026-11-24");
        let refused = world.as_(person).act(&transfer, "accept", decision).await;
        assert_eq!(
            refused.refused(403, "not-your-decision").roles_needed,
            ["team_manager"]
        );
    }
}

async fn a_case_on_the_move_is_not_moved_twice(database: &Database) {
    let world = World::start(database, "2026-11-24T10:00:00Z").await;
    let durham = world.durham().await;
    let case = durham.case_of_ops().await;
    let transfer = durham.step_up_requested(&world, &case).await;
    let second = json!({
        "case": case.reference, "pathway": "ops_to_families_first", "kind": "push",
        "receiving_team_id": durham.families_first.team,
    });
    let refused = world
        .as_(&durham.ops.worker)
        .post("/v1/transfers", second)
        .await
        .refused(409, "exists");
    assert!(refused.detail.contains(&transfer), "{}", refused.detail);
}
