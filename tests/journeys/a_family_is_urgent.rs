//! An urgent concern never waits: it is asked, answered and logged while the family's transfer can go nowhere.

use openapi::{
    Answer, AskOutcome, Case, Contact, DeadlineState, Matter, MatterState, NotificationKind,
    Transfer, TransferState,
};
use serde_json::json;
use tests::reading::{blocked_by, count};
use tests::{Caller, Child, Database, World, on_both_databases};

on_both_databases!(
    an_urgent_concern_is_logged_while_the_transfer_is_blocked_by_everything,
    an_urgent_call_reaches_the_duty_officer_at_once,
);

const QUESTION: &str = "I think a child has been hurt and is in danger right now, who do I call?";

async fn ask(caller: Caller<'_>, pack: &str) -> Answer {
    let asked = caller.post(
        format!("/v1/packs/{pack}/ask"),
        json!({ "question": QUESTION }),
    );
    let answer: Answer = asked.await.with(200);
    assert!(answer.urgent, "{answer:#?}");
    assert_eq!(answer.outcome, AskOutcome::Answered);
    assert_eq!(
        answer.answers[0].entry, "urgent_concern",
        "the urgent route comes first"
    );
    assert!(
        !answer.answers[0].citations.is_empty(),
        "{:#?}",
        answer.answers[0]
    );
    answer
}

async fn log(caller: Caller<'_>, case: &Case, team: Option<uuid::Uuid>) -> Contact {
    let mut call = json!({ "case": case.reference, "caller": "school", "concern": "an injury seen this morning", "urgent": true });
    if let Some(team) = team {
        call["team_id"] = json!(team);
    }
    let logged: Contact = caller.post("/v1/contacts", call).await.with(201);
    let advice = logged
        .advice
        .as_ref()
        .expect("an urgent call is answered with what to do");
    assert_eq!(advice.entry, "urgent_concern");
    logged
}

/// Shows DUR-37.
async fn an_urgent_concern_is_logged_while_the_transfer_is_blocked_by_everything(
    database: &Database,
) {
    let world = World::start(database, "2026-12-24T16:00:00Z").await;
    let durham = world.durham().await;
    let case = durham.case_of_ops().await;
    let sibling = Child {
        sibling: Some(case.id),
        ..Child::default()
    };
    let sibling = durham.authority.case(&durham.ops, sibling).await;
    let (ops, families_first) = (&durham.ops, &durham.families_first);
    let transfer = durham
        .authority
        .push("ops_to_families_first", &case, ops, families_first)
        .await;
    let worker = world.as_(&ops.worker);
    worker
        .record(&transfer, json!({ "immediate_safeguarding_concern": true }))
        .await;
    let blocked = worker
        .act(&transfer, "request", json!({}))
        .await
        .refused(409, "gate-closed");
    assert_eq!(blocked_by(&blocked), ["immediate_concern_is_no_transfer"]);
    let held = worker
        .act(&transfer, "hold", json!({ "reason": "immediate_concern" }))
        .await;
    assert_eq!(
        held.with::<Transfer>(200).summary.state,
        TransferState::OnHold
    );

    ask(worker, "durham").await;
    for child in [&case, &sibling] {
        let logged = log(worker, child, None).await;
        let answered = json!({ "response": "Referred on by phone; a visit is under way." });
        let answered = worker.post(
            format!("/v1/contacts/{}/respond", logged.reference),
            answered,
        );
        assert!(answered.await.with::<Contact>(200).responded_at.is_some());
        let journey = worker.journey(&child.reference).await;
        assert_eq!(
            (
                count(&journey, "contact_logged"),
                count(&journey, "contact_answered")
            ),
            (1, 1)
        );
        assert!(
            !format!("{journey:?}").contains("injury"),
            "what was said stays with the call"
        );
    }
    assert_eq!(
        worker.transfer(&transfer).await.summary.state,
        TransferState::OnHold
    );
}

/// Shows STEP-15, STEP-16.
async fn an_urgent_call_reaches_the_duty_officer_at_once(database: &Database) {
    let world = World::start(database, "2026-11-23T09:00:00Z").await;
    let town = world.stepping_across().await;
    let case = town.authority.case(&town.yfs, Child::default()).await;
    town.authority
        .push("yfs_to_safeguarding", &case, &town.yfs, &town.safeguarding)
        .await;
    let worker = world.as_(&town.yfs.worker);
    ask(worker, "stepping_across").await;
    let logged = log(worker, &case, Some(town.safeguarding.team)).await;
    let told = world.as_(&town.duty_officer).notifications().await;
    let about_it: Vec<_> = told
        .iter()
        .filter(|told| told.kind == NotificationKind::Contact)
        .collect();
    assert_eq!(about_it.len(), 1, "{told:#?}");
    let message = &about_it[0].message;
    assert!(
        message.contains(&logged.reference) && !message.contains("injury"),
        "{message}"
    );
    let officer = world.as_(&town.duty_officer);
    // What the call asks for is on record by itself, owed at once, and its answer ends it.
    let [asked] = logged.matters.as_slice() else {
        panic!("one matter a call: {logged:#?}");
    };
    let path = format!("/v1/matters/{}", asked.reference);
    let waits: Matter = officer.get(path.clone()).await.with(200);
    assert_eq!(waits.matter, "urgent_call");
    assert_eq!(state(&waits, "urgent_call_logged"), DeadlineState::Met);
    assert_ne!(state(&waits, "urgent_call_answered"), DeadlineState::Met);
    let answered = officer.post(
        format!("/v1/contacts/{}/respond", logged.reference),
        json!({ "response": "On my way." }),
    );
    assert!(answered.await.with::<Contact>(200).responded_at.is_some());
    let done: Matter = officer.get(path).await.with(200);
    assert_eq!(done.state, MatterState::Finished);
    assert_eq!(state(&done, "urgent_call_answered"), DeadlineState::Met);
}

fn state(matter: &Matter, key: &str) -> DeadlineState {
    let found = matter.deadlines.iter().find(|one| one.key == key);
    found.expect("it is on the matter").state
}
