//! Dates that are counted back over Easter, and dates that both sides agree.

use openapi::{DeadlineState, NotificationKind, Transfer};
use serde_json::{Value, json};
use tests::reading::{deadline, due_at, messages};
use tests::{Caller, Database, Person, World, on_both_databases};

on_both_databases!(
    seven_working_days_before_school_are_counted_back_over_easter,
    both_sides_agree_another_day_for_the_first_visit,
    what_hangs_on_an_agreed_date_moves_with_it,
    no_day_is_agreed_for_what_belongs_to_another_pathway,
);

async fn seven_working_days_before_school_are_counted_back_over_easter(database: &Database) {
    let world = World::start_with_invented_packs(database, "2027-03-08T10:00:00Z").await;
    let quayside = world.quayside().await;
    let transfer = quayside.asked(&world).await;
    let worker = world.as_(&quayside.harbour.worker);
    // Back from Tuesday 6 April: 5, 2 and 1 April, 31 and 30 March; then, past Easter Monday and Good Friday, the 25th and 24th.
    let asked = worker.transfer(&transfer).await;
    assert_eq!(due_at(&asked, "school_told_by"), "2027-03-24T23:59:59Z");
    let later = worker
        .record(&transfer, json!({ "school_starts_on": "2027-04-07" }))
        .await;
    assert_eq!(due_at(&later, "school_told_by"), "2027-03-25T23:59:59Z");
    let summer = worker
        .record(&transfer, json!({ "school_starts_on": "2027-04-09" }))
        .await;
    assert_eq!(
        due_at(&summer, "school_told_by"),
        "2027-03-31T22:59:59Z",
        "on the other side of Easter, local midnight is 23:00 UTC"
    );
    worker
        .record(&transfer, json!({ "school_starts_on": "2027-04-07" }))
        .await;

    // Reminders come from seven o'clock here.
    world.travel_to("2027-03-24T06:58:00Z").await;
    assert_eq!(reminders_of_school(worker).await, 0);
    world.travel_to("2027-03-24T07:00:01Z").await;
    assert_eq!(reminders_of_school(worker).await, 1);

    worker.tick(&transfer, &["school_told"]).await;
    let met = worker.transfer(&transfer).await;
    assert_eq!(deadline(&met, "school_told_by").state, DeadlineState::Met);
}

async fn reminders_of_school(worker: Caller<'_>) -> usize {
    let told = worker.notifications().await;
    let nudges = messages(&told, NotificationKind::Nudge);
    let of_school = nudges.iter().filter(|text| text.contains("QUAY-23"));
    of_school.count()
}

fn another_day(deadline: &str, with: &Person) -> Value {
    json!({ "deadline": deadline, "date": "2027-03-30", "reason": "The family is away.", "agreed_with": with.id })
}

async fn both_sides_agree_another_day_for_the_first_visit(database: &Database) {
    let world = World::start_with_invented_packs(database, "2027-03-15T10:00:00Z").await;
    let quayside = world.quayside().await;
    let transfer = quayside.agreed(&world).await;
    let (harbour, deep_water) = (&quayside.harbour, &quayside.deep_water);
    let worker = world.as_(&deep_water.worker);
    let papers = ["summary_drafted", "summary_checked"];
    worker.tick(&transfer, &papers).await;
    let landed: Transfer = worker.act(&transfer, "land", json!({})).await.with(200);
    assert_eq!(due_at(&landed, "first_visit_due"), "2027-03-20T23:59:59Z");

    let alone = another_day("first_visit_due", &deep_water.manager);
    let alone = worker.act(&transfer, "agree-date", alone).await;
    assert_eq!(
        alone.refused(422, "not-valid").errors[0].field,
        "agreed_with"
    );
    let both_at_once = another_day("first_visit_due", &quayside.virtual_head);
    let both_at_once = world
        .as_(&quayside.virtual_head)
        .act(&transfer, "agree-date", both_at_once)
        .await;
    assert_eq!(
        both_at_once.refused(422, "not-valid").errors[0].field,
        "agreed_with",
        "nobody agrees with themselves"
    );
    let fixed = another_day("papers_complete", &harbour.manager);
    let fixed = worker.act(&transfer, "agree-date", fixed).await;
    let fixed = fixed.refused(409, "refused-by-procedure");
    assert_eq!(fixed.rule.as_deref(), Some("QUAY-12"));

    let together = another_day("first_visit_due", &harbour.manager);
    let moved = worker.act(&transfer, "agree-date", together).await;
    let moved: Transfer = moved.with(200);
    assert_eq!(due_at(&moved, "first_visit_due"), "2027-03-30T22:59:59Z");
    let original = deadline(&moved, "first_visit_due").original_due_at;
    assert_eq!(original, tests::at("2027-03-20T23:59:59Z"));
    world.travel_to("2027-03-22T09:00:00Z").await;
    let later = worker.transfer(&transfer).await;
    assert_eq!(
        deadline(&later, "first_visit_due").state,
        DeadlineState::Running
    );
}

async fn what_hangs_on_an_agreed_date_moves_with_it(database: &Database) {
    let world = World::start_with_invented_packs(database, "2027-03-15T10:00:00Z").await;
    let quayside = world.quayside().await;
    let transfer = quayside.agreed(&world).await;
    let worker = world.as_(&quayside.harbour.worker);
    let agreed = worker.transfer(&transfer).await;
    assert_eq!(due_at(&agreed, "summary_due"), "2027-03-18T23:59:59Z");
    assert_eq!(due_at(&agreed, "check_due"), "2027-03-20T23:59:59Z");
    for (date, checked_by) in [
        ("2027-03-22", "2027-03-24T23:59:59Z"),
        // Two days on would be the 26th: all papers are complete by the 25th.
        ("2027-03-24", "2027-03-25T23:59:59Z"),
    ] {
        let mut another = another_day("summary_due", &quayside.deep_water.worker);
        another["date"] = json!(date);
        let moved = worker.act(&transfer, "agree-date", another).await;
        let moved: Transfer = moved.with(200);
        assert_eq!(due_at(&moved, "check_due"), checked_by, "drafted by {date}");
        let runs = moved.deadlines.iter().any(|one| one.key == "summary_read");
        assert!(!runs, "agreed, and not drafted yet");
    }
    // Drafted on Monday: read by noon on Tuesday.
    worker.tick(&transfer, &["summary_drafted"]).await;
    let drafted = worker.transfer(&transfer).await;
    assert_eq!(due_at(&drafted, "summary_read"), "2027-03-16T12:00:00Z");
}

async fn no_day_is_agreed_for_what_belongs_to_another_pathway(database: &Database) {
    let world = World::start_with_invented_packs(database, "2027-05-03T10:00:00Z").await;
    let quayside = world.quayside().await;
    let case = quayside.case(json!({})).await;
    let (harbour, deep_water) = (&quayside.harbour, &quayside.deep_water);
    let opened = quayside
        .authority
        .push("advice_at_anchor", &case, harbour, deep_water);
    let transfer = opened.await;
    let worker = world.as_(&harbour.worker);
    let asked = worker.act(&transfer, "request", json!({})).await;
    asked.with::<Transfer>(200);
    let elsewhere = another_day("first_visit_due", &deep_water.manager);
    let elsewhere = worker.act(&transfer, "agree-date", elsewhere).await;
    assert_eq!(
        elsewhere.refused(422, "not-valid").errors[0].field,
        "deadline"
    );
    let gate = json!({ "of": "no_deeper_than_siblings", "reason": "Known to all." });
    let decides = world.as_(&quayside.tides[2]);
    let gate = decides.act(&transfer, "override", gate).await;
    gate.refused(422, "not-valid");
}
