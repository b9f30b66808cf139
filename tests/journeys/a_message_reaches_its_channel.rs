//! Messages reach people through the chat: where they are linked, at hours they keep, once; otherwise their team is told.

use std::collections::HashMap;

use openapi::{Notification, NotificationButton, NotificationKind, Transfer};
use serde_json::{Value, json};
use tests::durham::{Durham, at_allocation_meeting};
use tests::{Caller, Database, World, on_both_databases};
use uuid::Uuid;

on_both_databases!(
    a_reminder_goes_to_the_account_in_office_hours_and_to_the_channel_when_overdue,
    a_call_goes_through_at_night_and_a_notice_waits_for_the_morning,
    someone_who_cannot_be_reached_is_told_of_through_the_team_without_what,
    two_hundred_messages_through_a_platform_that_fails_are_each_shown_once,
    a_reminder_of_what_is_done_is_not_shown,
    a_channel_that_takes_nothing_is_not_tried_for_ever,
);

const ACCOUNT: &str = "80351110224678912";
const CHANNEL: &str = "81384788765712384";

/// The credential of the assistant, with the channel of One Point bound.
async fn assistant(world: &World, durham: &Durham<'_>) -> String {
    let channels = json!([{ "team_id": durham.ops.team, "channel_id": CHANNEL }]);
    let bind = json!({ "platform": "discord", "channels": channels });
    let administrator = world.as_(&durham.authority.administrator);
    administrator
        .put("/v1/chat/servers/4177", bind)
        .await
        .with::<Value>(200);
    durham.authority.assistant().await
}

async fn claim(assistant: Caller<'_>, limit: u32) -> Vec<Notification> {
    let claim = json!({ "claimant": "bot", "for": "all", "limit": limit, "lease_seconds": 60 });
    assistant
        .post("/v1/notifications/claim", claim)
        .await
        .with(200)
}

async fn show(assistant: Caller<'_>, told: &Notification) -> Notification {
    let shown =
        json!({ "shown": { "channel_id": "1", "message_id": told.id.simple().to_string() } });
    let path = format!("/v1/notifications/{}/acknowledge", told.id);
    assistant.post(path, shown).await.with(200)
}

async fn fail(assistant: Caller<'_>, id: Uuid, failed: Value) {
    let path = format!("/v1/notifications/{id}/fail");
    assistant.post(path, failed).await.with::<Notification>(200);
}

/// A transfer that is to move by the end of 23 November.
async fn accepted(world: &World, durham: &Durham<'_>) -> String {
    let transfer = durham
        .step_up_requested(world, &durham.case_of_ops().await)
        .await;
    let manager = world.as_(&durham.families_first.manager);
    let accepted = manager
        .act(&transfer, "accept", at_allocation_meeting("2026-11-16"))
        .await;
    accepted.with::<Transfer>(200);
    transfer
}

async fn a_reminder_goes_to_the_account_in_office_hours_and_to_the_channel_when_overdue(
    database: &Database,
) {
    let world = World::start(database, "2026-11-16T09:00:00Z").await;
    let durham = world.durham().await;
    let credential = assistant(&world, &durham).await;
    let bot = world.with_token(&credential);
    durham
        .authority
        .link(&credential, &durham.ops.worker, ACCOUNT)
        .await;
    accepted(&world, &durham).await;
    for told in claim(bot, 100).await {
        show(bot, &told).await;
    }
    world.travel_to("2026-11-20T09:00:01Z").await;
    let nudges = claim(bot, 100).await;
    let nudge = nudges
        .iter()
        .find(|told| told.kind == NotificationKind::Nudge)
        .expect("a reminder");
    let to = nudge.to.as_ref().expect("it goes somewhere");
    assert_eq!(
        (to.account_id.as_deref(), to.withheld),
        (Some(ACCOUNT), false)
    );
    let due = nudge.due.as_ref().expect("something is due");
    assert!(!due.overdue && due.rule.is_some(), "{due:#?}");
    assert!(
        nudge.buttons.contains(&NotificationButton::Snooze),
        "{:?}",
        nudge.buttons
    );
    let shown = show(bot, nudge).await;
    assert_eq!(
        shown.shown.map(|shown| shown.message_id),
        Some(nudge.id.simple().to_string())
    );

    world.travel_to("2026-11-24T09:00:01Z").await;
    let claimed = claim(bot, 100).await;
    let channel: Vec<_> = claimed
        .iter()
        .filter(|told| told.team.is_some() && told.kind == NotificationKind::Nudge)
        .collect();
    assert_eq!(channel.len(), 1, "{claimed:#?}");
    assert_eq!(
        channel[0]
            .to
            .as_ref()
            .and_then(|to| to.channel_id.as_deref()),
        Some(CHANNEL)
    );
    assert!(channel[0].due.as_ref().is_some_and(|due| due.overdue));
    assert!(!channel[0].buttons.contains(&NotificationButton::Snooze));
}

async fn a_call_goes_through_at_night_and_a_notice_waits_for_the_morning(database: &Database) {
    let world = World::start(database, "2026-11-16T21:00:00Z").await;
    let durham = world.durham().await;
    let credential = assistant(&world, &durham).await;
    let bot = world.with_token(&credential);
    durham
        .authority
        .link(&credential, &durham.ops.manager, ACCOUNT)
        .await;
    let worker = world.as_(&durham.families_first.worker);
    let call = |urgent: bool| json!({ "caller": "school", "concern": "x", "urgent": urgent, "team_id": durham.ops.team });
    worker
        .post("/v1/contacts", call(false))
        .await
        .with::<Value>(201);
    assert!(claim(bot, 100).await.is_empty(), "it is night");
    worker
        .post("/v1/contacts", call(true))
        .await
        .with::<Value>(201);
    let urgent = claim(bot, 100).await;
    assert!(
        urgent
            .iter()
            .any(|told| told.to.as_ref().is_some_and(|to| to.account_id.is_some())),
        "{urgent:#?}"
    );
    assert!(
        urgent.iter().any(|told| told.team.is_some()),
        "the channel is told too: {urgent:#?}"
    );
    assert!(
        urgent
            .iter()
            .filter(|told| told.to.as_ref().is_some_and(|to| !to.withheld))
            .all(|told| told.buttons.contains(&NotificationButton::Acknowledge))
    );
    for told in &urgent {
        show(bot, told).await;
    }
    world.travel_to("2026-11-17T09:30:00Z").await;
    let morning = claim(bot, 100).await;
    assert!(
        morning
            .iter()
            .any(|told| told.message.contains("a call was logged")),
        "{morning:#?}"
    );
}

async fn someone_who_cannot_be_reached_is_told_of_through_the_team_without_what(
    database: &Database,
) {
    let world = World::start(database, "2026-11-16T10:00:00Z").await;
    let durham = world.durham().await;
    let credential = assistant(&world, &durham).await;
    let bot = world.with_token(&credential);
    durham
        .authority
        .link(&credential, &durham.ops.manager, ACCOUNT)
        .await;
    let worker = world.as_(&durham.families_first.worker);
    let call =
        json!({ "caller": "school", "concern": "x", "urgent": false, "team_id": durham.ops.team });
    worker.post("/v1/contacts", call).await.with::<Value>(201);
    let claimed = claim(bot, 100).await;
    let (direct, told): (Vec<_>, Vec<_>) = claimed
        .iter()
        .partition(|told| told.to.as_ref().is_some_and(|to| to.account_id.is_some()));
    assert_eq!(
        (direct.len(), told.len()),
        (1, 1),
        "the deputy has no account: {claimed:#?}"
    );
    assert!(told[0].to.as_ref().is_some_and(|to| to.withheld));
    assert!(
        !told[0].message.contains("a call") && told[0].buttons.is_empty(),
        "{:#?}",
        told[0]
    );
    show(bot, told[0]).await;
    let deputy = world.as_(&durham.ops.deputy).notifications().await;
    assert_eq!(
        deputy.len(),
        1,
        "the message itself waits elsewhere: {deputy:#?}"
    );

    fail(
        bot,
        direct[0].id,
        json!({ "reason": "direct_messages_refused" }),
    )
    .await;
    let again = claim(bot, 100).await;
    assert_eq!(again.len(), 1, "{again:#?}");
    let to = again[0].to.as_ref().expect("it goes somewhere");
    assert_eq!(
        (again[0].id, to.withheld, to.channel_id.as_deref()),
        (direct[0].id, true, Some(CHANNEL))
    );
    show(bot, &again[0]).await;
    world.travel_to("2026-11-16T12:00:00Z").await;
    assert!(claim(bot, 100).await.is_empty(), "the team is told once");
    assert_eq!(
        world.as_(&durham.ops.manager).notifications().await.len(),
        1
    );
}

async fn two_hundred_messages_through_a_platform_that_fails_are_each_shown_once(
    database: &Database,
) {
    let world = World::start(database, "2026-11-16T10:00:00Z").await;
    let durham = world.durham().await;
    let credential = assistant(&world, &durham).await;
    let bot = world.with_token(&credential);
    for (person, account) in [(&durham.ops.manager, "1"), (&durham.ops.deputy, "2")] {
        durham.authority.link(&credential, person, account).await;
    }
    let worker = world.as_(&durham.families_first.worker);
    for _ in 0..100 {
        let call = json!({ "caller": "school", "concern": "x", "urgent": false, "team_id": durham.ops.team });
        worker.post("/v1/contacts", call).await.with::<Value>(201);
    }
    let mut shown: HashMap<Uuid, u32> = HashMap::new();
    let mut calls = 0;
    loop {
        let (one, other) = tokio::join!(claim(bot, 15), claim(bot, 15));
        if one.is_empty() && other.is_empty() {
            break;
        }
        for told in one.iter().chain(&other) {
            calls += 1;
            if calls % 3 == 0 {
                fail(
                    bot,
                    told.id,
                    json!({ "reason": "server_error", "after_seconds": 0 }),
                )
                .await;
            } else {
                *shown.entry(told.id).or_default() += 1;
                show(bot, told).await;
            }
        }
    }
    assert_eq!(shown.len(), 200);
    assert!(shown.values().all(|times| *times == 1), "{shown:?}");
}

async fn a_reminder_of_what_is_done_is_not_shown(database: &Database) {
    let world = World::start(database, "2026-11-16T09:00:00Z").await;
    let durham = world.durham().await;
    let transfer = accepted(&world, &durham).await;
    let worker = world.as_(&durham.ops.worker);
    worker.notifications().await;
    world.travel_to("2026-11-20T09:00:01Z").await;
    let withdrawn = worker
        .act(
            &transfer,
            "withdraw",
            json!({ "reason": "not_in_best_interests" }),
        )
        .await;
    assert_eq!(withdrawn.status, 200, "{:#}", withdrawn.body);
    let told = worker.notifications().await;
    assert!(
        told.iter().all(|told| told.kind != NotificationKind::Nudge),
        "{told:#?}"
    );
}

/// So often a message is tried at most.
const TRIES: usize = 100;

async fn a_channel_that_takes_nothing_is_not_tried_for_ever(database: &Database) {
    let world = World::start(database, "2026-11-24T10:00:00Z").await;
    let durham = world.durham().await;
    let credential = assistant(&world, &durham).await;
    let bot = world.with_token(&credential);
    let worker = world.as_(&durham.ops.worker);
    let call = json!({ "caller": "school", "concern": "a bruise", "urgent": true });
    worker.post("/v1/contacts", call).await.with::<Value>(201);
    let gone = json!({ "reason": "channel_missing", "after_seconds": 0 });
    let mut tries = 0;
    while let Some(told) = claim(bot, 100)
        .await
        .iter()
        .find(|told| told.team.is_some())
    {
        fail(bot, told.id, gone.clone()).await;
        tries += 1;
        assert!(tries <= TRIES, "it is tried for ever");
    }
    assert_eq!(tries, TRIES);
}
