//! What a reminder is about is handed over or done where it is shown; the morning tells what waits, once.

use openapi::{
    DeadlineState, Notification, NotificationButton, NotificationKind, Suggestion, Transfer,
};
use serde_json::{Value, json};
use tests::durham::{Durham, at_allocation_meeting};
use tests::reading::count;
use tests::{Caller, Database, Person, World, on_both_databases};
use uuid::Uuid;

on_both_databases!(
    what_is_handed_over_is_told_to_both_and_reminds_the_colleague,
    what_an_item_meets_is_done_where_it_is_shown,
    what_only_an_action_meets_is_not_done_by_saying_so,
    the_morning_digest_comes_once_a_working_day_to_each_person_and_team,
    several_reminders_of_one_morning_are_one_digest,
    what_somebody_types_is_suggested_from_what_they_may_see,
);

const REMINDED_AT: &str = "2026-11-20T09:00:01Z";

/// A transfer that is to move by the end of 23 November.
async fn accepted(world: &World, durham: &Durham<'_>) -> Transfer {
    let transfer = durham
        .step_up_requested(world, &durham.case_of_ops().await)
        .await;
    let manager = world.as_(&durham.families_first.manager);
    let accepted = manager
        .act(&transfer, "accept", at_allocation_meeting("2026-11-16"))
        .await;
    accepted.with(200)
}

async fn nudge_of(caller: Caller<'_>) -> Notification {
    let told = caller.notifications().await;
    let nudge = told
        .into_iter()
        .find(|told| told.kind == NotificationKind::Nudge);
    nudge.expect("a reminder")
}

async fn hand_over(caller: Caller<'_>, id: Uuid, to: &Person) -> tests::answer::Answer {
    let path = format!("/v1/notifications/{id}/hand-over");
    caller.post(path, json!({ "to": to.id })).await
}

async fn what_is_handed_over_is_told_to_both_and_reminds_the_colleague(database: &Database) {
    let world = World::start(database, "2026-11-16T09:00:00Z").await;
    let durham = world.durham().await;
    let role = json!([{ "role": "lead_professional", "team_id": durham.ops.team }]);
    let colleague = durham.authority.person("L. P.", role).await;
    let transfer = accepted(&world, &durham).await;
    let worker = world.as_(&durham.ops.worker);
    worker.notifications().await;
    world.travel_to(REMINDED_AT).await;
    let nudge = nudge_of(worker).await;
    assert!(
        nudge.buttons.contains(&NotificationButton::HandOver),
        "{:?}",
        nudge.buttons
    );

    let astray = hand_over(worker, nudge.id, &durham.families_first.worker).await;
    assert_eq!(astray.refused(422, "not-valid").errors[0].field, "to");
    hand_over(worker, nudge.id, &durham.ops.worker)
        .await
        .refused(422, "not-valid");
    let stranger = world.as_(&durham.lac.worker);
    hand_over(stranger, nudge.id, &colleague)
        .await
        .refused(404, "not-found");
    hand_over(worker, nudge.id, &colleague)
        .await
        .with::<Notification>(200);
    for person in [&durham.ops.worker, &colleague] {
        let told = world.as_(person).notifications().await;
        assert!(
            told.iter()
                .any(|told| told.message.contains("W. O. has handed this over to L. P.")),
            "{told:#?}"
        );
    }
    world.travel_to("2026-11-24T09:00:01Z").await;
    let overdue = nudge_of(world.as_(&colleague)).await;
    assert!(overdue.due.is_some_and(|due| due.overdue));
    let label = &nudge.due.expect("something is due").label;
    let worker_told = worker.notifications().await;
    let still = worker_told
        .iter()
        .filter(|told| told.kind == NotificationKind::Nudge);
    assert!(
        still
            .into_iter()
            .all(|told| told.due.as_ref().is_some_and(|due| due.label != *label)),
        "{worker_told:#?}"
    );
    let journey = worker.journey(&transfer.summary.case.reference).await;
    assert_eq!(count(&journey, "deadline_handed_over"), 1);
}

async fn what_an_item_meets_is_done_where_it_is_shown(database: &Database) {
    // Agreed on a Monday: the summary is due at the end of Thursday, the working day before is Wednesday.
    let world = World::start_with_invented_packs(database, "2027-03-08T09:30:00Z").await;
    let port = world.quayside().await;
    let transfer = port.agreed(&world).await;
    let worker = world.as_(&port.harbour.worker);
    worker.notifications().await;
    world.travel_to("2027-03-10T10:00:00Z").await;
    let told = worker.notifications().await;
    let is_summary = |told: &&Notification| {
        told.due
            .as_ref()
            .is_some_and(|due| due.label == "Draft the summary")
    };
    let nudge = told
        .iter()
        .find(is_summary)
        .expect("a reminder of the summary");
    assert!(
        nudge.buttons.contains(&NotificationButton::Done),
        "{:?}",
        nudge.buttons
    );
    let path = format!("/v1/notifications/{}/done", nudge.id);
    let stranger = world.as_(&port.deep_water.worker);
    stranger.post_empty(&path).await.refused(404, "not-found");
    let done: Notification = worker.post_empty(&path).await.with(200);
    assert!(!done.buttons.contains(&NotificationButton::Done));
    let transfer = worker.transfer(&transfer).await;
    let summary = transfer
        .deadlines
        .iter()
        .find(|due| due.key == "summary_due");
    assert_eq!(summary.map(|due| due.state), Some(DeadlineState::Met));
    let again = worker.post_empty(&path).await.refused(409, "exists");
    assert!(
        again.detail.contains("waits for nobody"),
        "{}",
        again.detail
    );
}

async fn what_only_an_action_meets_is_not_done_by_saying_so(database: &Database) {
    let world = World::start(database, "2026-11-16T09:00:00Z").await;
    let durham = world.durham().await;
    accepted(&world, &durham).await;
    let worker = world.as_(&durham.ops.worker);
    worker.notifications().await;
    world.travel_to(REMINDED_AT).await;
    let nudge = nudge_of(worker).await;
    assert!(
        !nudge.buttons.contains(&NotificationButton::Done),
        "{:?}",
        nudge.buttons
    );
    let done = worker
        .post_empty(format!("/v1/notifications/{}/done", nudge.id))
        .await;
    assert!(
        done.refused(422, "not-valid")
            .detail
            .contains("another step")
    );
}

/// The credential of the assistant; the worker of One Point is linked and their team has a channel.
async fn in_the_chat(world: &World, durham: &Durham<'_>) -> String {
    let channels = json!([{ "team_id": durham.ops.team, "channel_id": "8138" }]);
    let bind = json!({ "platform": "discord", "channels": channels });
    let administrator = world.as_(&durham.authority.administrator);
    administrator
        .put("/v1/chat/servers/4177", bind)
        .await
        .with::<Value>(200);
    let credential = durham.authority.assistant().await;
    durham
        .authority
        .link(&credential, &durham.ops.worker, "80351110224678912")
        .await;
    credential
}

/// Claim and acknowledge what can be shown now; the digests of it.
async fn digests(bot: Caller<'_>) -> Vec<Notification> {
    let claim = json!({ "claimant": "bot", "for": "all", "limit": 500 });
    let claimed: Vec<Notification> = bot.post("/v1/notifications/claim", claim).await.with(200);
    for told in &claimed {
        bot.acknowledge(told.id).await.with::<Notification>(200);
    }
    claimed
        .into_iter()
        .filter(|told| told.kind == NotificationKind::Digest)
        .collect()
}

async fn the_morning_digest_comes_once_a_working_day_to_each_person_and_team(database: &Database) {
    let world = World::start(database, "2026-11-16T09:30:00Z").await;
    let durham = world.durham().await;
    let credential = in_the_chat(&world, &durham).await;
    // Somebody over the whole authority, who owes nothing of this, is not told of it.
    durham
        .authority
        .link(&credential, &durham.operations_manager, "80351110224678913")
        .await;
    let bot = world.with_token(&credential);
    let transfer = accepted(&world, &durham).await;
    assert!(
        digests(bot).await.is_empty(),
        "the first comes with the next morning"
    );

    world.skip_to("2026-11-17T09:00:05Z");
    tokio::join!(world.tick(), world.tick(), world.tick());
    let morning = digests(bot).await;
    assert_eq!(
        morning.len(),
        2,
        "one to the worker, one to the team: {morning:#?}"
    );
    for digest in &morning {
        let listed = digest.digest.as_ref().expect("it lists something");
        assert_eq!(
            (listed.pending, listed.overdue.len()),
            (1, 0),
            "{listed:#?}"
        );
        assert_eq!(listed.transfers[0].reference, transfer.summary.reference);
    }
    world.travel_to("2026-11-17T15:00:00Z").await;
    assert!(digests(bot).await.is_empty(), "once a day");
    world.travel_to("2026-11-21T10:00:00Z").await;
    world.travel_to("2026-11-22T10:00:00Z").await;
    assert!(digests(bot).await.is_empty(), "not at the weekend");
    world.travel_to("2026-11-24T09:00:05Z").await;
    let late = digests(bot).await;
    assert_eq!(late.len(), 2, "{late:#?}");
    let listed = late[0].digest.as_ref().expect("it lists something");
    assert!(
        listed.transfers[0].overdue && !listed.overdue.is_empty(),
        "{listed:#?}"
    );
    assert_eq!(listed.transfers[0].age_days, 7);
}

async fn several_reminders_of_one_morning_are_one_digest(database: &Database) {
    let world = World::start(database, "2026-11-16T09:30:00Z").await;
    let durham = world.durham().await;
    let credential = in_the_chat(&world, &durham).await;
    for _ in 0..2 {
        accepted(&world, &durham).await;
    }
    let worker = world.as_(&durham.ops.worker);
    worker.notifications().await;
    world.travel_to("2026-11-24T09:00:05Z").await;
    let told = worker.notifications().await;
    let nudges = told
        .iter()
        .filter(|told| told.kind == NotificationKind::Nudge)
        .count();
    let digests: Vec<_> = told
        .iter()
        .filter_map(|told| told.digest.as_ref())
        .collect();
    assert_eq!((nudges, digests.len()), (0, 1), "{told:#?}");
    let folded: Vec<_> = digests[0]
        .overdue
        .iter()
        .filter_map(|entry| entry.notification)
        .collect();
    assert_eq!(folded.len(), 2, "{digests:#?}");
    let role = json!([{ "role": "lead_professional", "team_id": durham.ops.team }]);
    let colleague = durham.authority.person("L. P.", role).await;
    hand_over(worker, folded[0], &colleague)
        .await
        .with::<Notification>(200);
    drop(credential);
}

async fn what_somebody_types_is_suggested_from_what_they_may_see(database: &Database) {
    let world = World::start(database, "2026-11-16T09:00:00Z").await;
    let durham = world.durham().await;
    let transfer = accepted(&world, &durham).await;
    let suggest = async |person: &Person, query: &str| -> Vec<Suggestion> {
        world
            .as_(person)
            .get(format!("/v1/suggestions?{query}"))
            .await
            .with(200)
    };
    let worker = &durham.ops.worker;
    let typed = transfer.summary.reference[..4].to_lowercase();
    let found = suggest(worker, &format!("what=transfer&q={typed}")).await;
    assert_eq!(found[0].value, transfer.summary.reference);
    assert!(found[0].label.contains("accepted"), "{found:?}");
    assert!(
        suggest(&durham.lac.worker, "what=transfer")
            .await
            .is_empty()
    );
    let cases = suggest(worker, "what=case&q=C-").await;
    assert_eq!(cases[0].value, transfer.summary.case.reference);
    assert_eq!(suggest(worker, "what=team&q=families").await.len(), 1);
    assert_eq!(
        suggest(worker, "what=practitioner&q=w.%20o&limit=2")
            .await
            .len(),
        2
    );
    assert!(!suggest(worker, "what=pathway").await.is_empty());
    let nothing = world.as_(worker).get("/v1/suggestions").await;
    assert_eq!(nothing.refused(422, "not-valid").errors[0].field, "what");
}
