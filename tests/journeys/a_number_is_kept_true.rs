//! A number is shown with the day on which someone checked it, and with a warning where nobody has, or not for long.

use openapi::{Answer, AnswerContact, ContactPoint};
use serde_json::{Value, json};
use tests::{Caller, Database, World, on_both_databases};

on_both_databases!(
    a_number_is_shown_with_the_day_of_its_check,
    a_check_is_good_for_six_months,
    a_new_number_is_not_verified_by_an_old_check,
    only_administrators_keep_numbers,
    what_cannot_be_right_is_refused,
    a_number_stays_within_its_authority,
);

const SLOT: &str = "first_contact_phone";
const NUMBER: &str = "01632 960001";
const NEVER: &str = "nobody has verified this number yet: check it before you rely on it";

async fn set(caller: Caller<'_>, new: Value) -> ContactPoint {
    let path = format!("/v1/contact-points/{SLOT}");
    caller.put(path, new).await.with(200)
}

/// The number in the directory.
async fn listed(caller: Caller<'_>) -> ContactPoint {
    let points: Vec<ContactPoint> = caller.get("/v1/contact-points").await.with(200);
    let mut points = points.into_iter();
    let found = points.find(|point| point.slot == SLOT);
    found.expect("every slot of the procedure is listed")
}

/// The number in the answer to an urgent question.
async fn answered(caller: Caller<'_>) -> AnswerContact {
    let question = json!({ "question": "A child is in immediate danger, who do I ring?" });
    let answer = caller.post("/v1/packs/durham/ask", question).await;
    let answer: Answer = answer.with(200);
    let entries = answer.answers.into_iter();
    let mut points = entries.flat_map(|entry| entry.contact_points);
    let found = points.find(|point| point.id == SLOT);
    found.expect("the answer names the front door")
}

/// Check that directory and answer warn alike.
async fn check_warning(caller: Caller<'_>, expected: Option<&str>) {
    assert_eq!(listed(caller).await.warning.as_deref(), expected);
    assert_eq!(answered(caller).await.warning.as_deref(), expected);
}

async fn a_number_is_shown_with_the_day_of_its_check(database: &Database) {
    let world = World::start(database, "2026-11-24T10:00:00Z").await;
    let durham = world.durham().await;
    let administrator = world.as_(&durham.authority.administrator);
    let worker = world.as_(&durham.ops.worker);
    check_warning(worker, Some("no number has been entered")).await;
    let missing = answered(worker).await;
    assert_eq!(missing.value, None);
    assert_eq!(
        missing.instead,
        Some(listed(worker).await.unset),
        "what to do instead"
    );

    set(administrator, json!({ "value": NUMBER })).await;
    check_warning(worker, Some(NEVER)).await;
    let unverified = answered(worker).await;
    assert_eq!(unverified.value.as_deref(), Some(NUMBER));
    assert_eq!(
        (unverified.instead, unverified.last_verified_on),
        (None, None)
    );

    let day = "2026-11-23".parse().expect("a day");
    let checked = json!({ "last_verified_on": day, "hours": "Monday to Friday, nine to five" });
    let verified = set(administrator, checked).await;
    assert_eq!(
        verified.value.as_deref(),
        Some(NUMBER),
        "left out, it stays"
    );
    let by = verified.verified_by.as_ref().map(|person| person.id);
    assert_eq!(by, Some(durham.authority.administrator.id));
    assert_eq!(listed(worker).await, verified);
    check_warning(worker, None).await;
    let shown = answered(worker).await;
    assert_eq!(
        (shown.value.as_deref(), shown.last_verified_on),
        (Some(NUMBER), Some(day))
    );
    assert_eq!(
        shown.hours.as_deref(),
        Some("Monday to Friday, nine to five")
    );
}

async fn a_check_is_good_for_six_months(database: &Database) {
    let world = World::start(database, "2026-11-24T10:00:00Z").await;
    let durham = world.durham().await;
    let administrator = world.as_(&durham.authority.administrator);
    let worker = world.as_(&durham.ops.worker);
    let checked = json!({ "value": NUMBER, "last_verified_on": "2026-11-24" });
    set(administrator, checked).await;

    // The last minutes of 24 May is in summer time.
    world.travel_to("2027-05-24T22:50:00Z").await;
    check_warning(worker, None).await;
    world.travel_to("2027-05-24T23:00:00Z").await;
    let old =
        "last verified on 24 November 2026, more than 6 months ago: check it before you rely on it";
    check_warning(worker, Some(old)).await;
    let still = answered(worker).await;
    assert_eq!(
        still.value.as_deref(),
        Some(NUMBER),
        "an old number is better than none"
    );

    set(administrator, json!({ "last_verified_on": "2027-05-25" })).await;
    check_warning(worker, None).await;
}

async fn a_new_number_is_not_verified_by_an_old_check(database: &Database) {
    let world = World::start(database, "2026-11-24T10:00:00Z").await;
    let durham = world.durham().await;
    let administrator = world.as_(&durham.authority.administrator);
    let worker = world.as_(&durham.ops.worker);
    let checked = json!({ "value": NUMBER, "last_verified_on": "2026-11-24" });
    let verified = set(administrator, checked).await;
    let same = set(administrator, json!({ "value": NUMBER })).await;
    assert_eq!(same, verified, "the same number again changes nothing");
    let changed = set(administrator, json!({ "value": "01632 960002" })).await;
    assert_eq!(
        (changed.last_verified_on, changed.verified_by),
        (None, None)
    );
    check_warning(worker, Some(NEVER)).await;
}

async fn only_administrators_keep_numbers(database: &Database) {
    let world = World::start(database, "2026-11-24T10:00:00Z").await;
    let durham = world.durham().await;
    let before = listed(world.as_(&durham.ops.worker)).await;
    for person in [
        &durham.ops.worker,
        &durham.ops.manager,
        &durham.operations_manager,
    ] {
        let path = format!("/v1/contact-points/{SLOT}");
        let refused = world
            .as_(person)
            .put(path, json!({ "value": NUMBER }))
            .await;
        refused.refused(403, "forbidden");
    }
    assert_eq!(listed(world.as_(&durham.ops.worker)).await, before);
}

async fn what_cannot_be_right_is_refused(database: &Database) {
    let world = World::start(database, "2026-11-24T10:00:00Z").await;
    let durham = world.durham().await;
    let administrator = world.as_(&durham.authority.administrator);
    let before = set(administrator, json!({ "value": NUMBER })).await;
    let wrong = [
        ("value", json!({ "value": "ask at reception" })),
        ("value", json!({ "value": "  " })),
        ("value", json!({ "value": NUMBER, "kind": "email" })),
        ("kind", json!({ "kind": "pigeon" })),
        (
            "last_verified_on",
            json!({ "last_verified_on": "2026-11-25" }),
        ),
        (
            "last_verified_on",
            json!({ "last_verified_on": "2026-02-30" }),
        ),
        ("verified_on", json!({ "verified_on": "2026-11-24" })),
    ];
    for (field, new) in wrong {
        let path = format!("/v1/contact-points/{SLOT}");
        let refused = administrator.put(path, new).await.refused(422, "not-valid");
        let is_named = refused.errors.iter().all(|error| error.field == field);
        assert!(is_named && !refused.errors.is_empty(), "{refused:#?}");
    }
    let unknown = administrator.put("/v1/contact-points/tea_room", json!({ "value": NUMBER }));
    unknown.await.refused(404, "not-found");
    assert_eq!(listed(administrator).await, before);
}

async fn a_number_stays_within_its_authority(database: &Database) {
    let world = World::start(database, "2026-11-24T10:00:00Z").await;
    let durham = world.durham().await;
    let other = world.authority("Otherham", "durham").await;
    let beyond = world.authority("Beyondham", "stepping_across").await;
    let mine = json!({ "value": NUMBER, "last_verified_on": "2026-11-24" });
    set(world.as_(&durham.authority.administrator), mine).await;

    let administrator = world.as_(&other.administrator);
    assert_eq!(listed(administrator).await.value, None);
    assert_eq!(answered(administrator).await.value, None);
    set(administrator, json!({ "value": "01632 960003" })).await;
    let shown = answered(world.as_(&durham.ops.worker)).await;
    assert_eq!(shown.value.as_deref(), Some(NUMBER), "each has its own");
    let reader = answered(world.as_(&beyond.administrator)).await;
    assert_eq!(
        reader.value, None,
        "whoever reads another's procedure sees no number"
    );
}
