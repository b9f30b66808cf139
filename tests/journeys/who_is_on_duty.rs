//! The rota says who answers at any instant: at the change of a shift, through a gap, and in the hour that comes twice.

use openapi::{Answer, DutyShift, OnDuty, Page};
use serde_json::{Value, json};
use tests::durham::Durham;
use tests::{Crew, Database, Person, World, at, on_both_databases};
use uuid::Uuid;

on_both_databases!(
    managers_and_administrators_keep_the_rota,
    what_is_wrong_with_a_shift_is_named,
    a_shift_ends_as_the_next_begins_and_a_gap_has_nobody,
    who_began_first_comes_first_where_shifts_overlap,
    the_hour_that_comes_twice_is_answered_twice,
    an_answer_names_whoever_is_on_duty,
);

fn shift(team: Uuid, person: &Person, starts_at: &str, ends_at: &str) -> Value {
    json!({
        "team_id": team, "practitioner_id": person.id, "role": "lead_professional",
        "starts_at": starts_at, "ends_at": ends_at,
    })
}

/// Shifts of a crew, put on the rota by its manager.
async fn on_the_rota(world: &World, crew: &Crew, shifts: &[(&Person, &str, &str)]) {
    let manager = world.as_(&crew.manager);
    for (person, starts_at, ends_at) in shifts {
        let new = shift(crew.team, person, starts_at, ends_at);
        let added: DutyShift = manager.post("/v1/duty/shifts", new).await.with(201);
        assert_eq!(
            (added.starts_at, added.ends_at),
            (at(starts_at), at(ends_at))
        );
    }
}

/// Who answers for a crew's team at an instant, who began first first.
async fn answering(world: &World, crew: &Crew, at: &str) -> Vec<OnDuty> {
    let instant = at.replace('+', "%2B");
    let asked = format!("/v1/duty?team={}&at={instant}", crew.team);
    world.as_(&crew.worker).get(asked).await.with(200)
}

async fn check(world: &World, crew: &Crew, at: &str, expected: &[&Person]) -> Vec<OnDuty> {
    let found = answering(world, crew, at).await;
    let who: Vec<_> = found.iter().map(|duty| duty.practitioner.id).collect();
    let expected: Vec<_> = expected.iter().map(|person| person.id).collect();
    assert_eq!(who, expected, "at {at}: {found:#?}");
    found
}

async fn managers_and_administrators_keep_the_rota(database: &Database) {
    let world = World::start(database, "2026-11-24T10:00:00Z").await;
    let durham = world.durham().await;
    let other = world.authority("Otherham", "durham").await;
    let ops = &durham.ops;
    let new = shift(
        ops.team,
        &ops.worker,
        "2026-11-24T09:00:00Z",
        "2026-11-24T17:00:00Z",
    );
    for person in [&ops.worker, &durham.families_first.manager] {
        let refused = world.as_(person).post("/v1/duty/shifts", new.clone()).await;
        refused.refused(403, "forbidden");
    }
    let astray = world.as_(&other.administrator);
    let astray = astray.post("/v1/duty/shifts", new.clone()).await;
    assert_eq!(astray.refused(422, "not-valid").errors[0].field, "team_id");
    check(&world, ops, "2026-11-24T10:00:00Z", &[]).await;

    let manager = world.as_(&ops.manager).post("/v1/duty/shifts", new).await;
    let location = manager
        .location
        .clone()
        .expect("it says where it is listed");
    let added: DutyShift = manager.with(201);
    let listed: Page<DutyShift> = world.as_(&ops.worker).get(location).await.with(200);
    assert_eq!(listed.items, [added]);
    let by_administrator = shift(
        ops.team,
        &ops.deputy,
        "2026-11-24T17:00:00Z",
        "2026-11-24T20:00:00Z",
    );
    let administrator = world.as_(&durham.authority.administrator);
    let added = administrator.post("/v1/duty/shifts", by_administrator);
    added.await.with::<DutyShift>(201);

    let now: Vec<OnDuty> = world.as_(&ops.worker).get("/v1/duty").await.with(200);
    let who: Vec<_> = now.iter().map(|duty| duty.practitioner.id).collect();
    assert_eq!(who, [ops.worker.id], "without a moment it is now");
    assert_eq!(
        (now[0].team.id, now[0].until),
        (ops.team, at("2026-11-24T17:00:00Z"))
    );
    let elsewhere: Vec<OnDuty> = world
        .as_(&other.administrator)
        .get("/v1/duty")
        .await
        .with(200);
    assert!(elsewhere.is_empty(), "{elsewhere:#?}");
}

async fn what_is_wrong_with_a_shift_is_named(database: &Database) {
    let world = World::start(database, "2026-11-24T10:00:00Z").await;
    let durham = world.durham().await;
    let other = world.authority("Otherham", "durham").await;
    let ops = &durham.ops;
    let right = shift(
        ops.team,
        &ops.worker,
        "2026-11-24T09:00:00Z",
        "2026-11-24T17:00:00Z",
    );
    let wrong = [
        ("ends_at", json!("2026-11-24T09:00:00Z")),
        ("role", json!("night_watch")),
        ("practitioner_id", json!(other.administrator.id)),
        ("starts_at", json!("2026-11-24T09:00:00")),
        ("starts_at", json!("2026-02-30T09:00:00Z")),
        ("team_id", json!(Uuid::now_v7())),
        ("nights", json!(true)),
    ];
    for (field, value) in wrong {
        let mut new = right.clone();
        new[field] = value;
        let refused = world.as_(&ops.manager).post("/v1/duty/shifts", new).await;
        let refused = refused.refused(422, "not-valid");
        let fields: Vec<_> = refused.errors.iter().map(|error| &error.field).collect();
        assert_eq!(fields, [field], "{refused:#?}");
    }
    let listed = world.as_(&ops.worker).get("/v1/duty/shifts").await;
    assert!(listed.with::<Page<DutyShift>>(200).items.is_empty());
}

async fn a_shift_ends_as_the_next_begins_and_a_gap_has_nobody(database: &Database) {
    let world = World::start(database, "2026-11-24T10:00:00Z").await;
    let durham = world.durham().await;
    let ops = &durham.ops;
    let shifts = [
        (&ops.worker, "2026-11-24T09:00:00Z", "2026-11-24T13:00:00Z"),
        (&ops.deputy, "2026-11-24T13:00:00Z", "2026-11-24T17:00:00Z"),
        (&ops.worker, "2026-11-25T09:00:00Z", "2026-11-25T17:00:00Z"),
    ];
    on_the_rota(&world, ops, &shifts).await;
    check(&world, ops, "2026-11-24T08:59:59Z", &[]).await;
    let morning = check(&world, ops, "2026-11-24T09:00:00Z", &[&ops.worker]).await;
    assert_eq!(morning[0].next_change, Some(at("2026-11-24T13:00:00Z")));
    check(&world, ops, "2026-11-24T12:59:59.999999Z", &[&ops.worker]).await;
    check(&world, ops, "2026-11-24T13:00:00Z", &[&ops.deputy]).await;

    // At night nobody answers; the shift before says when that begins, the rota when it ends.
    let last = check(&world, ops, "2026-11-24T16:59:59Z", &[&ops.deputy]).await;
    assert_eq!(last[0].next_change, Some(at("2026-11-24T17:00:00Z")));
    check(&world, ops, "2026-11-24T17:00:00Z", &[]).await;
    let coming = format!(
        "/v1/duty/shifts?team={}&from=2026-11-24T17:00:00Z",
        ops.team
    );
    let coming: Page<DutyShift> = world.as_(&ops.worker).get(coming).await.with(200);
    let begins: Vec<_> = coming.items.iter().map(|shift| shift.starts_at).collect();
    assert_eq!(begins, [at("2026-11-25T09:00:00Z")]);

    world.travel_to("2026-11-24T13:00:00Z").await;
    let now: Vec<OnDuty> = world.as_(&ops.worker).get("/v1/duty").await.with(200);
    let who: Vec<_> = now.iter().map(|duty| duty.practitioner.id).collect();
    assert_eq!(who, [ops.deputy.id], "now has moved on with the clock");
}

async fn who_began_first_comes_first_where_shifts_overlap(database: &Database) {
    let world = World::start(database, "2026-11-24T10:00:00Z").await;
    let durham = world.durham().await;
    let ops = &durham.ops;
    let shifts = [
        (&ops.deputy, "2026-11-24T12:00:00Z", "2026-11-24T20:00:00Z"),
        (&ops.worker, "2026-11-24T09:00:00Z", "2026-11-24T14:00:00Z"),
    ];
    on_the_rota(&world, ops, &shifts).await;
    let alone = check(&world, ops, "2026-11-24T11:00:00Z", &[&ops.worker]).await;
    assert_eq!(alone[0].until, at("2026-11-24T14:00:00Z"));
    assert_eq!(
        alone[0].next_change,
        Some(at("2026-11-24T12:00:00Z")),
        "someone joins"
    );
    let both = check(
        &world,
        ops,
        "2026-11-24T12:00:00Z",
        &[&ops.worker, &ops.deputy],
    )
    .await;
    let changes: Vec<_> = both.iter().map(|duty| duty.next_change).collect();
    assert_eq!(changes, [Some(at("2026-11-24T14:00:00Z")); 2]);
    let late = check(&world, ops, "2026-11-24T14:00:00Z", &[&ops.deputy]).await;
    assert_eq!(late[0].next_change, Some(at("2026-11-24T20:00:00Z")));
}

async fn the_hour_that_comes_twice_is_answered_twice(database: &Database) {
    let world = World::start(database, "2026-10-24T20:00:00Z").await;
    let durham = world.durham().await;
    let ops = &durham.ops;
    // The clocks go back on 25 October 2026 at 02:00 summer time; half past one comes in summer time and again in winter time.
    let shifts = [
        (
            &ops.worker,
            "2026-10-24T22:00:00+01:00",
            "2026-10-25T01:30:00+01:00",
        ),
        (
            &ops.deputy,
            "2026-10-25T01:30:00+01:00",
            "2026-10-25T01:30:00+00:00",
        ),
        (
            &ops.manager,
            "2026-10-25T01:30:00+00:00",
            "2026-10-25T08:00:00+00:00",
        ),
    ];
    on_the_rota(&world, ops, &shifts).await;
    check(&world, ops, "2026-10-25T01:29:59+01:00", &[&ops.worker]).await;
    let first = check(&world, ops, "2026-10-25T01:30:00+01:00", &[&ops.deputy]).await;
    assert_eq!(first[0].until - first[0].from, chrono::TimeDelta::hours(1));
    check(&world, ops, "2026-10-25T01:29:59+00:00", &[&ops.deputy]).await;
    check(&world, ops, "2026-10-25T01:30:00+00:00", &[&ops.manager]).await;
    check(&world, ops, "2026-10-25T08:00:00Z", &[]).await;

    world.travel_to("2026-10-25T01:00:00Z").await;
    let now: Vec<OnDuty> = world.as_(&ops.worker).get("/v1/duty").await.with(200);
    assert_eq!(
        now[0].practitioner.id, ops.deputy.id,
        "as the clocks go back"
    );
}

/// Whom the answer to an urgent question names beside the number of the front door.
async fn named(world: &World, durham: &Durham<'_>, at: Option<&str>) -> Option<String> {
    let mut question = json!({ "question": "A child is in immediate danger, who do I ring?" });
    if let Some(at) = at {
        question["at"] = json!(at);
    }
    let caller = world.as_(&durham.ops.worker);
    let answer: Answer = caller
        .post("/v1/packs/durham/ask", question)
        .await
        .with(200);
    assert!(answer.urgent, "{answer:#?}");
    let mut points = answer
        .answers
        .into_iter()
        .flat_map(|entry| entry.contact_points);
    let point = points.find(|point| point.id == "first_contact_phone");
    point.expect("the front door comes with it").on_duty
}

async fn an_answer_names_whoever_is_on_duty(database: &Database) {
    let world = World::start(database, "2026-11-24T10:00:00Z").await;
    let durham = world.durham().await;
    let door = durham
        .authority
        .crew("first_contact", "team_manager", "social_worker")
        .await;
    let shifts = [
        (&door.worker, "2026-11-24T09:00:00Z", "2026-11-24T13:00:00Z"),
        (&door.deputy, "2026-11-24T13:00:00Z", "2026-11-24T17:00:00Z"),
        (
            &door.manager,
            "2026-11-24T16:00:00Z",
            "2026-11-24T17:00:00Z",
        ),
    ];
    on_the_rota(&world, &door, &shifts).await;
    assert_eq!(named(&world, &durham, None).await.as_deref(), Some("W. O."));
    let at = async |at| named(&world, &durham, Some(at)).await;
    assert_eq!(at("2026-11-24T13:00:00Z").await.as_deref(), Some("D. E."));
    let both = "D. E. (first_contact north), M. A. (first_contact north)";
    assert_eq!(at("2026-11-24T16:30:00Z").await.as_deref(), Some(both));
    assert_eq!(at("2026-11-24T17:00:00Z").await, None);
    world.travel_to("2026-11-24T13:00:00Z").await;
    assert_eq!(named(&world, &durham, None).await.as_deref(), Some("D. E."));
}
