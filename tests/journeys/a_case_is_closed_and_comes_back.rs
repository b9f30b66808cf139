//! Closing is an act of its own, decided by a manager; a closed case that is referred again is never without a holder.

use openapi::{Case, Contact, DeadlineEntry, Matter, MatterState, Page};
use serde_json::{Value, json};
use tests::answer::Answer;
use tests::bradford::Bradford;
use tests::reading::{blocked_by, count};
use tests::{Caller, Child, Database, Person, World, on_both_databases};

on_both_databases!(
    a_case_is_closed_by_its_manager_and_on_day_42_its_last_team_takes_it_back,
    on_day_43_the_case_is_the_assessment_teams,
    where_the_procedure_is_silent_a_manager_closes_plainly,
    while_an_assessment_is_awaited_the_transferring_team_does_not_close,
);

async fn step(caller: Caller<'_>, matter: &str, action: &str, body: Value) -> Answer {
    caller
        .post(format!("/v1/matters/{matter}/{action}"), body)
        .await
}

async fn tick(caller: Caller<'_>, matter: &str, items: &[&str]) {
    for item in items {
        let ticked = step(caller, matter, "tick", json!({ "item": item })).await;
        ticked.with::<Matter>(200);
    }
}

/// A case of the CYP Team, closed in the way that the procedure asks for.
async fn closed(world: &World, bradford: &Bradford<'_>) -> Case {
    let case = bradford
        .authority
        .case(&bradford.cypt, Child::default())
        .await;
    let (worker, manager) = (
        world.as_(&bradford.cypt.worker),
        world.as_(&bradford.cypt.manager),
    );
    let opened = worker.post(
        "/v1/matters",
        json!({ "matter": "case_closure", "case": case.reference, "facts": { "child_no_longer_needs_service": true } }),
    );
    let matter: Matter = opened.await.with(201);
    let id = matter.reference.as_str();
    let decide = json!({ "decision": "close" });
    let letter = json!({ "item": "closure_letter_family" });
    let surprise = step(worker, id, "tick", letter).await;
    let surprise = surprise.refused(409, "gate-closed");
    assert_eq!(blocked_by(&surprise), ["closure_discussed_with_family"]);

    let alone = step(worker, id, "decide", decide.clone()).await;
    alone.refused(403, "not-your-decision");
    let early = step(manager, id, "decide", decide.clone()).await;
    let early = early.refused(409, "gate-closed");
    assert!(
        blocked_by(&early).contains(&"closure_discussed_in_supervision"),
        "{early:#?}"
    );
    tick(
        worker,
        id,
        &[
            "closure_discussed_with_family",
            "closure_discussed_in_supervision",
        ],
    )
    .await;
    let decided: Matter = step(manager, id, "decide", decide).await.with(200);
    assert_eq!(decided.state, MatterState::Decided);
    assert!(
        worker.case(&case.reference).await.holder.is_some(),
        "decided is not closed yet"
    );

    let unwritten = step(worker, id, "finish", json!({}))
        .await
        .refused(409, "gate-closed");
    assert!(
        blocked_by(&unwritten).contains(&"letter_says_the_way_back"),
        "{unwritten:#?}"
    );
    step(
        worker,
        id,
        "record-fact",
        json!({ "facts": { "letter_to_child_appropriate": false } }),
    )
    .await
    .with::<Matter>(200);
    tick(
        worker,
        id,
        &[
            "closure_told",
            "closure_letter_family",
            "letter_says_the_way_back",
        ],
    )
    .await;
    let finished: Matter = step(worker, id, "finish", json!({})).await.with(200);
    assert_eq!(finished.state, MatterState::Finished);
    let again = step(worker, id, "finish", json!({})).await;
    again.refused(409, "wrong-state");

    let shown = worker.case(&case.reference).await;
    assert!(
        shown.holder.is_none() && shown.closed_at.is_some(),
        "{shown:#?}"
    );
    let journey = worker.journey(&case.reference).await;
    assert_eq!(count(&journey, "case_closed"), 1);
    case
}

async fn refer_again(caller: Caller<'_>, case: &Case) -> Contact {
    let call = json!({
        "case": case.reference, "caller": "school", "concern": "the same worry as before",
        "urgent": false, "referral": true
    });
    caller.post("/v1/contacts", call).await.with(201)
}

async fn holder(world: &World, person: &Person, case: &Case) -> Option<uuid::Uuid> {
    let shown = world.as_(person).case(&case.reference).await;
    shown.holder.map(|holder| holder.team.id)
}

/// Shows BRA-42, BRA-93, BRA-95, BRA-97, BRA-98, BRA-99.
async fn a_case_is_closed_by_its_manager_and_on_day_42_its_last_team_takes_it_back(
    database: &Database,
) {
    let world = World::start(database, "2026-10-12T10:00:00Z").await;
    let bradford = world.bradford().await;
    let case = closed(&world, &bradford).await;
    world.travel_to("2026-11-23T22:00:00Z").await;
    let logged = refer_again(world.as_(&bradford.mash.worker), &case).await;
    assert_eq!(logged.matters.len(), 1, "{logged:#?}");
    let id = logged.matters[0].reference.as_str();
    assert_eq!(
        holder(&world, &bradford.iat.manager, &case).await,
        Some(bradford.iat.team)
    );

    let manager = world.as_(&bradford.iat.manager);
    let matter: Matter = manager.get(format!("/v1/matters/{id}")).await.with(200);
    let due = matter
        .deadlines
        .iter()
        .find(|one| one.key == "referral_decided");
    let due = due.and_then(|one| one.due_at).map(|at| at.to_rfc3339());
    assert_eq!(due.as_deref(), Some("2026-11-24T22:00:00+00:00"));
    let owed: Page<DeadlineEntry> = manager.get("/v1/deadlines?mine=true").await.with(200);
    assert!(
        owed.items.iter().any(|one| one.reference() == id),
        "{owed:#?}"
    );

    let back = json!({ "decision": "last_team" });
    let asked = step(manager, id, "decide", back.clone())
        .await
        .refused(409, "gate-closed");
    assert!(
        blocked_by(&asked).contains(&"re_referral_similarity_known"),
        "{asked:#?}"
    );
    step(
        manager,
        id,
        "record-fact",
        json!({ "facts": { "issues_similar": true } }),
    )
    .await
    .with::<Matter>(200);
    tick(manager, id, &["re_referral_judged"]).await;
    let decided: Matter = step(manager, id, "decide", back).await.with(200);
    assert_eq!(decided.state, MatterState::Finished);
    assert_eq!(
        holder(&world, &bradford.iat.manager, &case).await,
        Some(bradford.cypt.team)
    );
    let told = world.as_(&bradford.cypt.manager).notifications().await;
    assert!(told.iter().any(|one| one.message.contains(id)), "{told:#?}");
    let journey = manager.journey(&case.reference).await;
    assert_eq!(count(&journey, "case_given_back"), 1);
}

/// Shows BRA-42, BRA-93.
async fn on_day_43_the_case_is_the_assessment_teams(database: &Database) {
    let world = World::start(database, "2026-10-12T10:00:00Z").await;
    let bradford = world.bradford().await;
    let case = closed(&world, &bradford).await;
    world.travel_to("2026-11-24T00:10:00Z").await;
    let logged = refer_again(world.as_(&bradford.mash.worker), &case).await;
    let again = refer_again(world.as_(&bradford.iat.worker), &case).await;
    assert!(
        again.matters.is_empty(),
        "a second door starts no second clock: {again:#?}"
    );
    let id = logged.matters[0].reference.as_str();
    let manager = world.as_(&bradford.iat.manager);
    tick(manager, id, &["re_referral_judged"]).await;
    let late = step(manager, id, "decide", json!({ "decision": "last_team" })).await;
    let late = late.refused(409, "gate-closed");
    assert_eq!(blocked_by(&late), ["re_referral_within_six_weeks"]);
    let kept = step(
        manager,
        id,
        "decide",
        json!({ "decision": "assessment_team" }),
    )
    .await;
    kept.with::<Matter>(200);
    assert_eq!(
        holder(&world, &bradford.iat.manager, &case).await,
        Some(bradford.iat.team)
    );
}

async fn where_the_procedure_is_silent_a_manager_closes_plainly(database: &Database) {
    let world = World::start(database, "2026-11-16T09:00:00Z").await;
    let durham = world.durham().await;
    let case = durham.case_of_ops().await;
    let path = format!("/v1/cases/{}/close", case.reference);
    let why = json!({ "text": "The family has moved away." });
    let worker = world.as_(&durham.ops.worker);
    worker
        .post(path.clone(), why.clone())
        .await
        .refused(403, "not-your-decision");
    let empty = world
        .as_(&durham.ops.manager)
        .post(path.clone(), json!({ "text": " " }))
        .await;
    empty.refused(422, "not-valid");
    let closed: Case = world
        .as_(&durham.ops.manager)
        .post(path, why)
        .await
        .with(200);
    assert!(closed.holder.is_none());
    let journey = worker.journey(&case.reference).await;
    let last = journey.last().map(|entry| entry.text.as_str());
    assert_eq!(
        last,
        Some("The case was closed by a manager; the procedure does not cover closing.")
    );
}

/// Shows SUF-42.
async fn while_an_assessment_is_awaited_the_transferring_team_does_not_close(database: &Database) {
    let world = World::start(database, "2026-11-16T09:00:00Z").await;
    let authority = world.authority("Examplefolk", "suffolk").await;
    let early_help = authority
        .crew("early_help", "eh_practice_manager", "lead_professional")
        .await;
    let care = authority
        .crew("social_care", "sc_practice_manager", "social_worker")
        .await;
    let case = authority.case(&early_help, Child::default()).await;
    let transfer = authority
        .push("early_help_to_social_care", &case, &early_help, &care)
        .await;
    let manager = world.as_(&early_help.manager);
    let path = format!("/v1/cases/{}/close", case.reference);
    let why = json!({ "text": "Social Care is assessing the family." });
    let locked = manager.post(path.clone(), why.clone()).await;
    let locked = locked.refused(409, "gate-closed");
    assert_eq!(blocked_by(&locked), ["early_help_not_closed_too_soon"]);
    let blocker = locked.blocked_by.first().expect("what stands before it");
    assert_eq!(blocker.rule, "SUF-42");
    let held = manager.case(&case.reference).await.holder;
    assert_eq!(held.map(|holder| holder.team.id), Some(early_help.team));

    let withdrawn = world
        .as_(&early_help.worker)
        .act(
            &transfer,
            "withdraw",
            json!({ "reason": "opened_in_error" }),
        )
        .await;
    withdrawn.with::<openapi::Transfer>(200);
    let closed: Case = manager.post(path, why).await.with(200);
    assert!(closed.holder.is_none());
}
