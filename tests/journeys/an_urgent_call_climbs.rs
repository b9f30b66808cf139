//! Word of an urgent call climbs until somebody acknowledges it, at any hour; nobody says before that a human was reached.

use openapi::{CallProgress, CallStepKind, Contact, Notification, NotificationKind, SettledBy};
use serde_json::{Value, json};
use tests::reading::count;
use tests::{Caller, Child, Database, Person, World, on_both_databases};
use uuid::Uuid;

on_both_databases!(
    a_call_that_nobody_acknowledges_climbs_and_stops_where_somebody_does,
    a_call_that_nobody_ever_acknowledges_ends_and_says_so,
    where_nobody_is_on_duty_the_next_rung_is_told_and_that_is_said,
    the_authority_settles_its_own_ladder,
    the_procedure_says_how_a_call_climbs,
    a_call_that_the_duty_officer_took_has_reached_somebody,
    an_answer_is_an_acknowledgement,
);

/// Three in the morning, on a Sunday.
const NIGHT: &str = "2026-11-22T03:00:00Z";

async fn log(caller: Caller<'_>, team: Uuid, case: Option<&str>) -> Contact {
    let mut call =
        json!({ "caller": "school", "concern": "an injury", "urgent": true, "team_id": team });
    if let Some(case) = case {
        call["case"] = json!(case);
    }
    caller.post("/v1/contacts", call).await.with(201)
}

async fn progress(caller: Caller<'_>) -> CallProgress {
    let urgent: Vec<Contact> = caller.all("/v1/contacts?urgent=true").await;
    urgent[0].call.clone().expect("an urgent call climbs")
}

async fn acknowledge(caller: Caller<'_>, call: &Contact) -> tests::answer::Answer {
    let path = format!("/v1/contacts/{}/acknowledge", call.reference);
    caller.post_empty(path).await
}

/// What somebody is told about calls.
async fn told(world: &World, person: &Person) -> Vec<Notification> {
    let told = world.as_(person).notifications().await;
    let about_calls = told
        .into_iter()
        .filter(|told| told.kind == NotificationKind::Contact);
    about_calls.collect()
}

async fn a_call_that_nobody_acknowledges_climbs_and_stops_where_somebody_does(database: &Database) {
    let world = World::start(database, NIGHT).await;
    let town = world.stepping_across().await;
    let case = town.authority.case(&town.yfs, Child::default()).await;
    let worker = world.as_(&town.yfs.worker);
    let team = town.safeguarding.team;
    let call = log(worker, team, Some(&case.reference)).await;
    let first = call.call.clone().expect("it climbs");
    assert!(
        !first.reached && first.settled_by == SettledBy::Landsafe,
        "{first:#?}"
    );
    assert_eq!(first.rung.as_deref(), Some("On duty"));
    assert_eq!(first.steps[0].people[0].id, town.duty_officer.id);
    assert_eq!(told(&world, &town.duty_officer).await.len(), 1);
    assert!(told(&world, &town.safeguarding.manager).await.is_empty());

    world.travel_to("2026-11-22T03:04:50Z").await;
    assert!(
        told(&world, &town.safeguarding.manager).await.is_empty(),
        "there is time left"
    );
    world.travel_to("2026-11-22T03:05:10Z").await;
    world.tick().await;
    for manager in [&town.safeguarding.manager, &town.safeguarding.deputy] {
        let climbed = told(&world, manager).await;
        assert_eq!(climbed.len(), 1, "{climbed:#?}");
        assert!(!climbed[0].message.contains("injury"));
    }
    let logger = told(&world, &town.yfs.worker).await;
    assert!(
        logger
            .iter()
            .any(|told| told.message.contains("nobody has acknowledged")),
        "{logger:#?}"
    );
    assert!(!progress(worker).await.reached);

    acknowledge(worker, &call).await.refused(403, "forbidden");
    let taken: Contact = acknowledge(world.as_(&town.safeguarding.deputy), &call)
        .await
        .with(200);
    let reached = taken.call.expect("it climbed");
    assert!(
        reached.reached && reached.climbs_at.is_none(),
        "{reached:#?}"
    );
    let by = reached.acknowledged_by.expect("somebody acknowledged it");
    assert_eq!(by.id, town.safeguarding.deputy.id);
    let again = acknowledge(world.as_(&town.safeguarding.manager), &call).await;
    assert!(again.refused(409, "exists").detail.contains("D. E."));
    let logger = told(&world, &town.yfs.worker).await;
    assert!(
        logger
            .iter()
            .any(|told| told.message.contains("D. E. has acknowledged")),
        "{logger:#?}"
    );

    world.travel_to("2026-11-22T06:00:00Z").await;
    assert!(
        told(&world, &town.safeguarding.manager).await.is_empty(),
        "it climbs no further"
    );
    let journey = worker.journey(&case.reference).await;
    let counted = ["contact_logged", "contact_told", "contact_acknowledged"]
        .map(|kind| count(&journey, kind));
    assert_eq!(counted, [1, 2, 1]);
}

async fn a_call_that_nobody_ever_acknowledges_ends_and_says_so(database: &Database) {
    let world = World::start(database, NIGHT).await;
    let durham = world.durham().await;
    let worker = world.as_(&durham.ops.worker);
    log(worker, durham.families_first.team, None).await;
    world.skip_to("2026-11-22T09:00:00Z");
    world.tick().await;
    world.travel_to("2026-11-22T12:00:00Z").await;
    world.travel_to("2026-11-22T15:00:00Z").await;
    world.travel_to("2026-11-22T18:00:00Z").await;
    let ended = progress(worker).await;
    assert!(!ended.reached && ended.climbs_at.is_none(), "{ended:#?}");
    let last = ended.steps.last().expect("there were steps");
    assert_eq!(last.what, CallStepKind::Ended);
    let logger = told(&world, &durham.ops.worker).await;
    assert!(
        logger
            .last()
            .is_some_and(|told| told.message.contains("999")),
        "{logger:#?}"
    );
}

async fn where_nobody_is_on_duty_the_next_rung_is_told_and_that_is_said(database: &Database) {
    let world = World::start(database, NIGHT).await;
    let durham = world.durham().await;
    let call = log(
        world.as_(&durham.ops.worker),
        durham.families_first.team,
        None,
    )
    .await;
    let progress = call.call.expect("it climbs");
    assert_eq!(
        progress.rung.as_deref(),
        Some("Managers and their deputies")
    );
    assert_eq!(progress.steps[0].passed, ["On duty"]);
    let manager = told(&world, &durham.families_first.manager).await;
    assert!(
        manager[0]
            .message
            .contains("Nobody is there to tell as: On duty"),
        "{manager:#?}"
    );
    let logger = told(&world, &durham.ops.worker).await;
    assert_eq!(
        logger.len(),
        1,
        "whoever logged it is told that nobody is on duty: {logger:#?}"
    );
}

async fn the_authority_settles_its_own_ladder(database: &Database) {
    let world = World::start(database, NIGHT).await;
    let durham = world.durham().await;
    let ladder =
        json!([{ "label": "The head of it all", "roles": ["operations_manager"], "minutes": 2 }]);
    let settings = json!({ "public_guidance": false, "call_ladder": ladder });
    let administrator = world.as_(&durham.authority.administrator);
    administrator
        .put("/v1/chat/settings", settings)
        .await
        .with::<Value>(200);
    let call = log(
        world.as_(&durham.ops.worker),
        durham.families_first.team,
        None,
    )
    .await;
    let progress = call.call.expect("it climbs");
    assert_eq!(
        (progress.settled_by, progress.rung.as_deref()),
        (SettledBy::Authority, Some("The head of it all"))
    );
    assert_eq!(told(&world, &durham.operations_manager).await.len(), 1);
    assert!(
        told(&world, &durham.families_first.manager)
            .await
            .is_empty()
    );
}

async fn the_procedure_says_how_a_call_climbs(database: &Database) {
    let world = World::start_with_invented_packs(database, NIGHT).await;
    let port = world.quayside().await;
    let call = log(world.as_(&port.harbour.worker), port.deep_water.team, None).await;
    let progress = call.call.expect("it climbs");
    let said = (progress.settled_by, progress.rule.as_deref());
    assert_eq!(said, (SettledBy::Procedure, Some("QUAY-90")));
    assert_eq!(progress.rung.as_deref(), Some("The lead"));
    assert_eq!(
        progress.steps[0].passed,
        ["The watch"],
        "nobody has the watch"
    );
    let minutes = (progress.climbs_at.expect("it climbs on") - call.recorded_at).num_minutes();
    assert_eq!(minutes, 4);
}

async fn a_call_that_the_duty_officer_took_has_reached_somebody(database: &Database) {
    let world = World::start(database, NIGHT).await;
    let town = world.stepping_across().await;
    let officer = world.as_(&town.duty_officer);
    let call = log(officer, town.safeguarding.team, None).await;
    let progress = call.call.expect("it is urgent");
    assert!(
        progress.reached && progress.climbs_at.is_none(),
        "{progress:#?}"
    );
    world.travel_to("2026-11-22T04:00:00Z").await;
    assert!(told(&world, &town.safeguarding.manager).await.is_empty());
}

async fn an_answer_is_an_acknowledgement(database: &Database) {
    let world = World::start(database, NIGHT).await;
    let town = world.stepping_across().await;
    let call = log(world.as_(&town.yfs.worker), town.safeguarding.team, None).await;
    let path = format!("/v1/contacts/{}/respond", call.reference);
    let officer = world.as_(&town.duty_officer);
    let answered: Contact = officer
        .post(path, json!({ "response": "On my way." }))
        .await
        .with(200);
    assert!(
        answered
            .call
            .is_some_and(|call| call.reached && call.climbs_at.is_none())
    );
    world.travel_to("2026-11-22T04:00:00Z").await;
    assert!(told(&world, &town.safeguarding.manager).await.is_empty());
}
