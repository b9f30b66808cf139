//! The receiving manager audits and names outstanding tasks in writing: each has its clock, none holds the move.

use openapi::{
    DeadlineState, ItemState, NotificationKind, Page, TaskState, Transfer, WorkEntry, WorkKind,
};
use serde_json::json;
use tests::bradford::named_in_writing;
use tests::reading::{blocked_by, deadline, due_at, messages};
use tests::{Database, World, on_both_databases};

on_both_databases!(
    outstanding_tasks_run_five_working_days_from_the_writing_and_never_hold_the_move,
    a_task_that_is_missed_or_disputed_climbs_to_the_service_manager
);

/// Shows BRA-91, BRA-92, BRA-112.
async fn outstanding_tasks_run_five_working_days_from_the_writing_and_never_hold_the_move(
    database: &Database,
) {
    let world = World::start(database, "2026-12-18T10:00:00Z").await;
    let bradford = world.bradford().await;
    let case = bradford.looked_after(None).await;
    let transfer = bradford.agreed(&case).await;
    let receiving = world.as_(&bradford.tcac.manager);
    let sending = world.as_(&bradford.cypt.manager);

    let named = named_in_writing(&["Complete the chronology", "File the last review"]);
    let by_worker = world
        .as_(&bradford.tcac.worker)
        .act(&transfer, "raise-tasks", named.clone());
    let refused = by_worker.await.refused(403, "not-your-decision");
    assert_eq!(refused.roles_needed, ["team_manager"]);
    let mut spoken = named.clone();
    spoken["in_writing"] = json!(false);
    let refused = receiving
        .act(&transfer, "raise-tasks", spoken)
        .await
        .refused(409, "refused-by-procedure");
    assert_eq!(refused.rule.as_deref(), Some("BRA-91"));

    // Friday 18 December is day 0; 21, 22, 23 and 24 are the first four, Christmas and its substitute do not count: the 29th.
    let after: Transfer = receiving
        .act(&transfer, "raise-tasks", named)
        .await
        .with(200);
    assert_eq!(
        due_at(&after, "cypt_completes_tasks#1"),
        "2026-12-29T23:59:59Z"
    );
    assert_eq!(
        due_at(&after, "cypt_completes_tasks#2"),
        "2026-12-29T23:59:59Z"
    );
    let done = |item: &str| {
        after
            .checklist
            .iter()
            .any(|one| one.id == item && one.state == ItemState::Done)
    };
    assert!(done("tcac_audit") && done("tcac_tasks_notice") && !done("tcac_tasks_completed"));
    let told = sending.notifications().await;
    assert!(
        messages(&told, NotificationKind::Notice)
            .iter()
            .any(|text| text.contains("raise tasks")),
        "{told:#?}"
    );

    let early = sending
        .act(&transfer, "tick", json!({ "item": "tcac_tasks_completed" }))
        .await;
    early.refused(422, "not-valid");
    let other_day = |with| json!({ "deadline": "cypt_completes_tasks#2", "date": "2027-01-08", "reason": "The file is at court.", "agreed_with": with });
    let by_one_manager = sending
        .act(&transfer, "agree-date", other_day(bradford.tcac.worker.id))
        .await;
    by_one_manager.refused(422, "not-valid");
    let agreed: Transfer = sending
        .act(&transfer, "agree-date", other_day(bradford.tcac.manager.id))
        .await
        .with(200);
    assert_eq!(
        due_at(&agreed, "cypt_completes_tasks#2"),
        "2027-01-08T23:59:59Z"
    );
    assert_eq!(
        due_at(&agreed, "cypt_completes_tasks#1"),
        "2026-12-29T23:59:59Z"
    );

    // Open tasks never keep the case from moving; they are owed by a team that no longer holds it.
    bradford.land(&transfer).await;
    let owed: Page<WorkEntry> = sending
        .get("/v1/work?holding=false&kind=task")
        .await
        .with(200);
    let numbers: Vec<_> = owed.items.iter().map(|work| work.key.as_str()).collect();
    assert_eq!(numbers, ["task:1", "task:2"]);
    assert!(owed.items.iter().all(|work| work.kind == WorkKind::Task));
    assert_eq!(
        owed.items[0].held_by.as_ref().map(|team| team.id),
        Some(bradford.tcac.team)
    );
    assert_eq!(
        owed.items[0].what.as_deref(),
        Some("Complete the chronology")
    );

    let theirs = receiving
        .act(&transfer, "complete-task", json!({ "task": 1 }))
        .await;
    theirs.refused(403, "not-your-decision");
    let first: Transfer = sending
        .act(&transfer, "complete-task", json!({ "task": 1 }))
        .await
        .with(200);
    assert_eq!(
        deadline(&first, "cypt_completes_tasks#1").state,
        DeadlineState::Met
    );
    let held = receiving
        .act(&transfer, "close", json!({}))
        .await
        .refused(409, "gate-closed");
    assert!(
        blocked_by(&held).contains(&"task_2"),
        "{:?}",
        blocked_by(&held)
    );
    let both: Transfer = sending
        .act(&transfer, "complete-task", json!({ "task": 2 }))
        .await
        .with(200);
    let ticked = both
        .checklist
        .iter()
        .find(|item| item.id == "tcac_tasks_completed");
    assert_eq!(ticked.map(|item| item.state), Some(ItemState::Done));
    assert!(both.tasks.iter().all(|task| task.state == TaskState::Done));
    let left: Page<WorkEntry> = sending
        .get("/v1/work?holding=false&kind=task")
        .await
        .with(200);
    assert!(left.items.is_empty(), "{left:#?}");
}

/// Shows BRA-91, BRA-112.
async fn a_task_that_is_missed_or_disputed_climbs_to_the_service_manager(database: &Database) {
    let world = World::start(database, "2026-11-23T10:00:00Z").await;
    let bradford = world.bradford().await;
    let case = bradford.looked_after(None).await;
    let transfer = bradford.agreed(&case).await;
    let sending = world.as_(&bradford.cypt.manager);
    let above = world.as_(&bradford.service_manager);
    let named = named_in_writing(&["Complete the chronology", "Repeat the whole assessment"]);
    world
        .as_(&bradford.tcac.manager)
        .act(&transfer, "raise-tasks", named)
        .await
        .with::<Transfer>(200);
    above.notifications().await;

    let disputed = json!({ "task": 2, "text": "It was completed in October." });
    let disputed: Transfer = sending
        .act(&transfer, "dispute-task", disputed)
        .await
        .with(200);
    assert_eq!(disputed.tasks[1].state, TaskState::Disputed);
    let told = above.notifications().await;
    let waits = messages(&told, NotificationKind::Notice);
    assert!(
        waits
            .iter()
            .any(|text| text.contains("waits for your decision")),
        "{told:#?}"
    );
    let falls = json!({ "task": 2, "outcome": "falls", "text": "Nothing is missing." });
    sending
        .act(&transfer, "decide-task", falls.clone())
        .await
        .refused(403, "not-your-decision");
    let decided: Transfer = above.act(&transfer, "decide-task", falls).await.with(200);
    assert_eq!(decided.tasks[1].state, TaskState::Cancelled);
    assert_eq!(
        deadline(&decided, "cypt_completes_tasks#2").state,
        DeadlineState::Cancelled
    );

    // Named on Monday 23 November: due on Monday 30 November, and missed after that.
    world.travel_to("2026-12-03T12:00:00Z").await;
    let told = above.notifications().await;
    let missed = messages(&told, NotificationKind::Escalation);
    assert!(
        missed
            .iter()
            .any(|text| text.contains("task 1") && text.contains("BRA-112")),
        "{told:#?}"
    );
    let late = sending.transfer(&transfer).await;
    assert_eq!(
        deadline(&late, "cypt_completes_tasks#1").state,
        DeadlineState::Breached
    );
}
