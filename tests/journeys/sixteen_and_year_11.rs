//! A young person leaves Families First at 16 and after Year 11: both, whichever comes later, to the day.

use openapi::{Transfer, TransferState};
use serde_json::json;
use tests::durham::{BEFORE_LANDING, Durham, open_case_facts};
use tests::reading::blocked_by;
use tests::{Child, Crew, Database, World, on_both_databases};

on_both_databases!(
    born_in_march_the_move_waits_for_the_end_of_year_11,
    born_in_august_the_move_waits_for_the_birthday,
);

/// A move to the Young People's Service that is agreed and lacks nothing but the day.
async fn agreed(world: &World, durham: &Durham<'_>, yps: &Crew, born: &'static str) -> String {
    let mut facts = open_case_facts();
    facts["looked_after"] = json!(false);
    facts["level_of_need"] = json!(4);
    facts["younger_siblings_in_families_first"] = json!(false);
    let child = Child {
        born: Some(born),
        facts: Some(facts),
        ..Child::default()
    };
    let case = durham.authority.case(&durham.families_first, child).await;
    let opened = durham
        .authority
        .push("families_first_to_yps", &case, &durham.families_first, yps);
    let transfer = opened.await;
    let worker = world.as_(&durham.families_first.worker);
    worker
        .act(&transfer, "request", json!({}))
        .await
        .with::<Transfer>(200);
    worker.tick(&transfer, &BEFORE_LANDING).await;
    worker
        .tick(
            &transfer,
            &[
                "year_11_planning_started",
                "summer_tafs_invited",
                "year_11_taf_held",
            ],
        )
        .await;
    worker
        .record(&transfer, json!({ "year_11_taf_decision": "yps" }))
        .await;
    let decision = json!({ "forum": "year_11_taf", "meeting_on": "2027-06-02" });
    let accepted = world.as_(&yps.manager).act(&transfer, "accept", decision);
    assert_eq!(
        accepted.await.with::<Transfer>(200).summary.state,
        TransferState::Accepted
    );
    transfer
}

/// Too early by one day, and right on the day.
async fn check(database: &Database, born: &'static str, day_before: (&str, &[&str]), day: &str) {
    let world = World::start(database, "2027-06-02T09:00:00Z").await;
    let durham = world.durham().await;
    let yps = durham
        .authority
        .crew("yps", "team_manager", "young_peoples_adviser")
        .await;
    let transfer = agreed(&world, &durham, &yps, born).await;
    let receiving = world.as_(&yps.manager);
    let (last_early_instant, gates) = day_before;
    world.travel_to(last_early_instant).await;
    let early = receiving
        .act(&transfer, "land", json!({}))
        .await
        .refused(409, "gate-closed");
    assert_eq!(blocked_by(&early), gates, "{last_early_instant}");
    assert_eq!(early.blocked_by[0].rule, "DUR-72");
    world.travel_to(day).await;
    let landed: Transfer = receiving.act(&transfer, "land", json!({})).await.with(200);
    assert_eq!(landed.summary.state, TransferState::Landed, "{day}");
}

// Local midnight is 23:00 UTC in summer.

/// Shows DUR-72.
async fn born_in_march_the_move_waits_for_the_end_of_year_11(database: &Database) {
    let early = ("2027-06-29T22:58:00Z", &["year_11_completed"][..]);
    check(database, "2011-03-10", early, "2027-06-29T23:01:00Z").await;
}

/// Shows DUR-72.
async fn born_in_august_the_move_waits_for_the_birthday(database: &Database) {
    let early = ("2027-08-19T22:58:00Z", &["sixteen_reached"][..]);
    check(database, "2011-08-20", early, "2027-08-19T23:01:00Z").await;
}
