//! What people are told: urgent calls, nudges with their buttons, the morning's digest, each exactly once.

use std::collections::HashMap;
use std::time::Duration;

use serde_json::json;
use tests::discord::{Discord, Fault, Message};
use tests::durham::at_allocation_meeting;
use tests::{Database, World, on_both_databases};

use super::{Scene, WORKER, tuesday};

on_both_databases!(
    an_urgent_call_is_acknowledged_by_a_button,
    an_urgent_call_that_nobody_acknowledges_climbs,
    a_nudge_is_put_off_and_comes_again_and_what_is_late_climbs,
    the_morning_digest_comes_with_a_picture,
    two_hundred_are_told_through_a_failing_discord_each_once,
);

/// Accounts of those who answer One Point's calls, and the channel of that team.
const ON_DUTY: u64 = 511;
const TEAM_MANAGER: u64 = 512;
const TEAM_CHANNEL: u64 = 900_000_000_000_000_030;
const TEAM_MESSAGES: &str = "/channels/900000000000000030/messages";

const CONCERN: &str = "Bruises on both arms, mother says she fell down the stairs";

/// One Point's deputy is on duty, its manager stands above; both are linked, and the team has a channel.
async fn answering(world: &World, scene: &Scene<'_>) {
    let (ops, authority) = (&scene.durham.ops, &scene.durham.authority);
    authority
        .link(&scene.secret, &ops.deputy, &ON_DUTY.to_string())
        .await;
    authority
        .link(&scene.secret, &ops.manager, &TEAM_MANAGER.to_string())
        .await;
    let administrator = world.as_(&authority.administrator);
    let shift = json!({"team_id": ops.team, "practitioner_id": ops.deputy.id, "role": "team_manager",
                       "starts_at": "2026-11-24T08:00:00Z", "ends_at": "2026-11-24T20:00:00Z"});
    administrator
        .post("/v1/duty/shifts", shift)
        .await
        .with::<openapi::DutyShift>(201);
    let ladder = json!({"public_guidance": false, "call_ladder": [
        {"label": "On duty", "on_duty": true, "roles": [], "minutes": 5},
        {"label": "Manager", "roles": ["team_manager"], "minutes": 10}]});
    administrator
        .put("/v1/chat/settings", ladder)
        .await
        .with::<openapi::ChatSettings>(200);
    has_channel(world, scene).await;
}

/// One Point has a channel in the server.
async fn has_channel(world: &World, scene: &Scene<'_>) {
    let team = scene.durham.ops.team;
    let channels = json!({"platform": "discord", "channels": [{"team_id": team, "channel_id": TEAM_CHANNEL.to_string()}]});
    let server = format!("/v1/chat/servers/{}", tests::discord::GUILD);
    let administrator = world.as_(&scene.durham.authority.administrator);
    administrator
        .put(server, channels)
        .await
        .with::<openapi::ChatServer>(200);
}

/// The worker asks whom to ring, rings, and logs the call: its reference.
async fn logged(scene: &Scene<'_>) -> String {
    let worker = scene.discord.user(WORKER);
    let route = worker.slash("urgent", json!({})).await;
    route.says("URGENT").says("999");
    let form = worker.press(route.message(), "Log this call").await;
    let filled = json!({"caller": "school", "concern": CONCERN, "case": scene.case.reference});
    let logged = worker.submit(&form, filled).await;
    logged.says("nobody has been reached");
    let text = logged.text();
    let start = text
        .find("K-")
        .unwrap_or_else(|| panic!("no call in: {text}"));
    text[start..].chars().take(7).collect()
}

async fn told(discord: &Discord, channel: u64, part: &str) -> Message {
    discord
        .message(channel, |said| said.content.contains(part))
        .await
}

async fn an_urgent_call_is_acknowledged_by_a_button(database: &Database) {
    let world = tuesday(database).await;
    let scene = Scene::set(&world).await;
    answering(&world, &scene).await;
    let discord = &scene.discord;
    let call = logged(&scene).await;
    let officer = discord.user(ON_DUTY).in_private();
    let message = told(discord, officer.channel(), &call).await;
    let in_channel = told(discord, TEAM_CHANNEL, &call).await;
    let worker = discord.user(WORKER);
    let stranger = discord.user(super::STRANGER);
    let refused = stranger.press(&in_channel, "Acknowledge").await;
    assert!(refused.says("not linked").message().ephemeral);
    worker
        .slash("call", json!({ "reference": call }))
        .await
        .says("nobody has acknowledged");
    officer.press(&message, "Acknowledge").await;
    let after = told(discord, officer.channel(), &call).await;
    assert!(!after.buttons().contains(&"Acknowledge"), "{after:#?}");
    worker
        .slash("call", json!({ "reference": call }))
        .await
        .says("acknowledged by D. E.");
    // Pressed again, on the message as it was and on the one in the channel: both say what is so now.
    officer.press(&in_channel, "Acknowledge").await;
    officer
        .press_id(&message, &format!("s:acknowledge {call}"))
        .await
        .says("acknowledged");
    world.travel_to("2026-11-24T11:00:00Z").await;
    assert!(
        discord.messages(discord.direct(TEAM_MANAGER)).is_empty(),
        "it has not climbed"
    );
    scene.ends(&["Bruises", "stairs"]).await;
}

async fn an_urgent_call_that_nobody_acknowledges_climbs(database: &Database) {
    let world = tuesday(database).await;
    let scene = Scene::set(&world).await;
    answering(&world, &scene).await;
    let discord = &scene.discord;
    // Whoever is on duty takes no direct messages, and the server does not let the assistant post at first.
    discord.refuses_direct_messages(ON_DUTY);
    discord.next("POST", TEAM_MESSAGES, Fault::Broken(403));
    let call = logged(&scene).await;
    told(discord, TEAM_CHANNEL, "could not be sent to them directly").await;
    assert!(discord.messages(discord.direct(ON_DUTY)).is_empty());
    world.travel_to("2026-11-24T10:05:30Z").await;
    told(discord, TEAM_CHANNEL, &call).await;
    told(discord, discord.direct(TEAM_MANAGER), &call).await;
    let worker = discord.user(WORKER);
    let progress = worker.slash("call", json!({ "reference": call })).await;
    progress
        .says("(On duty)")
        .says("(Manager)")
        .says("nobody has acknowledged");
    world.travel_to("2026-11-24T10:20:00Z").await;
    let progress = worker.slash("call", json!({ "reference": call })).await;
    progress
        .says("nobody further to tell")
        .says("nobody has been reached");
    scene.ends(&["Bruises", "stairs"]).await;
}

async fn a_nudge_is_put_off_and_comes_again_and_what_is_late_climbs(database: &Database) {
    let world = World::start(database, "2026-11-16T09:00:00Z").await;
    let scene = Scene::set(&world).await;
    has_channel(&world, &scene).await;
    let discord = &scene.discord;
    let role = json!([{ "role": "lead_professional", "team_id": scene.durham.ops.team }]);
    scene.durham.authority.person("L. P.", role).await;
    let transfer = scene.durham.step_up_requested(&world, &scene.case).await;
    let manager = world.as_(&scene.durham.families_first.manager);
    let accepted = manager.act(&transfer, "accept", at_allocation_meeting("2026-11-16"));
    accepted.await.with::<openapi::Transfer>(200);
    world.travel_to("2026-11-20T09:00:01Z").await;
    let worker = discord.user(WORKER).in_private();
    let has_snooze =
        |said: &Message| said.content.contains(&transfer) && said.buttons().contains(&"Snooze");
    let nudge = discord.message(worker.channel(), has_snooze).await;
    let asked = worker.press(&nudge, "Snooze").await;
    let form = worker.choose(asked.message(), "Until another time").await;
    // Landing is due on the 23rd.
    worker
        .submit(&form, json!({"until": "2026-11-24 09:00"}))
        .await
        .says("due");
    worker
        .submit(&form, json!({"until": "2026-11-20 14:00"}))
        .await
        .says("Put off until Fri 20 November 2026, 14:00");
    let before = discord.messages(worker.channel()).len();
    world.travel_to("2026-11-20T14:00:01Z").await;
    discord
        .wait_for(|| discord.messages(worker.channel()).len() > before)
        .await;
    let again = discord.message(worker.channel(), has_snooze).await;
    let shown = worker.press(&again, "Open").await;
    shown.says(&format!("{transfer}: accepted"));
    world.travel_to("2026-11-24T09:30:00Z").await;
    let to_give = |said: &Message| {
        let label = said
            .buttons()
            .into_iter()
            .find(|label| label.starts_with("Hand over"));
        label.map(str::to_owned)
    };
    let late = discord
        .message(worker.channel(), |said| {
            said.content.contains("overdue") && to_give(said).is_some()
        })
        .await;
    let listed = worker.slash("transfer overdue", json!({})).await;
    listed.says(&transfer);
    told(discord, TEAM_CHANNEL, "overdue").await;
    let is_picture = |said: &Message| said.files == 1 && said.content.contains(&transfer);
    discord.message(TEAM_CHANNEL, is_picture).await;
    let give = to_give(&late).unwrap_or_default();
    let asked = worker.press(&late, &give).await;
    let given = worker.choose(asked.message(), "L. P.").await;
    given.says("Handed over to L. P.");
    scene.ends(&[]).await;
}

async fn the_morning_digest_comes_with_a_picture(database: &Database) {
    let world = World::start(database, "2026-11-16T09:00:00Z").await;
    let scene = Scene::set(&world).await;
    let transfer = scene.durham.step_up_requested(&world, &scene.case).await;
    // The assistant is stopped in the middle of it: what comes after tells it, and Discord shows it once.
    scene
        .discord
        .next("POST", "/messages", Fault::Hang(Duration::from_millis(400)));
    world.travel_to("2026-11-17T09:00:30Z").await;
    scene.discord.faults_begun().await;
    let scene = scene.restarted(&world).await;
    world.travel_to("2026-11-17T09:04:00Z").await;
    let discord = &scene.discord;
    let manager = discord.direct(super::MANAGER);
    let digest = discord.message(manager, |said| said.files == 1).await;
    assert!(digest.content.contains(&transfer), "{digest:#?}");
    let digests = discord.messages(manager);
    let digests = digests.iter().filter(|said| said.files == 1);
    assert_eq!(digests.count(), 1);
    let open = format!("Open {transfer}");
    let reader = discord.user(super::MANAGER).in_private();
    reader.press(&digest, &open).await.says("requested");
    let alt = digest.attachments[0]["description"]
        .as_str()
        .unwrap_or_default();
    assert!(
        alt.starts_with("Bar chart of 1 transfer") && alt.contains(&transfer),
        "{alt}"
    );
    let calls = discord.calls();
    let picture = calls.iter().flat_map(|call| &call.files).next();
    assert!(picture.is_some_and(|picture| picture.starts_with(b"\x89PNG")));
    scene.ends(&[]).await;
}

/// Calls of one morning: each is told to whoever is on duty and in the team's channel.
const CALLS: usize = 100;

async fn two_hundred_are_told_through_a_failing_discord_each_once(database: &Database) {
    let world = tuesday(database).await;
    let scene = Scene::set(&world).await;
    answering(&world, &scene).await;
    let discord = &scene.discord;
    discord.fails_every(3);
    let worker = world.as_(&scene.durham.ops.worker);
    let mut calls = Vec::with_capacity(CALLS);
    for _ in 0..CALLS {
        let call = json!({"case": scene.case.reference, "caller": "school", "concern": CONCERN, "urgent": true});
        calls.push(
            worker
                .post("/v1/contacts", call)
                .await
                .with::<openapi::Contact>(201)
                .reference,
        );
    }
    let places = [discord.direct(ON_DUTY), TEAM_CHANNEL];
    // The wait is for the next of them, so that a slow machine is not taken for a lost message.
    for shown in 1..=CALLS {
        let is_shown = |place: &u64| discord.messages(*place).len() >= shown;
        discord.wait_for(|| places.iter().all(is_shown)).await;
    }
    for place in places {
        let mut seen: HashMap<&str, usize> = HashMap::new();
        let messages = discord.messages(place);
        for call in &calls {
            let times = messages
                .iter()
                .filter(|said| said.content.contains(call.as_str()))
                .count();
            seen.insert(call, times);
        }
        assert!(seen.values().all(|times| *times == 1), "{seen:?}");
    }
    scene.ends(&["Bruises", "stairs"]).await;
}
