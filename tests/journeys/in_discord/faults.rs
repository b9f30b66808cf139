//! What goes wrong between Discord, the assistant and the API, and what people see of it: as little as possible.

use std::time::Duration;

use serde_json::json;
use tests::authority::BORN;
use tests::between::Between;
use tests::discord::{Discord, Fault, Message};
use tests::{Database, InDiscord, on_both_databases};

use super::{MANAGER, Scene, WORKER, tuesday};

on_both_databases!(
    the_gateway_fails_in_every_way_and_people_are_answered,
    what_comes_twice_or_too_late_does_no_harm,
    discord_is_slow_and_broken_and_people_are_answered,
    an_api_that_takes_ten_seconds_is_waited_for,
    the_api_is_away_and_comes_back,
);

const QUICK: [&str; 1] = ["transfer pending"];

async fn is_answered(discord: &Discord) {
    let worker = discord.user(WORKER);
    worker
        .slash(QUICK[0], json!({}))
        .await
        .says("Nothing waits for you.");
}

async fn the_gateway_fails_in_every_way_and_people_are_answered(database: &Database) {
    let world = tuesday(database).await;
    let scene = Scene::set(&world).await;
    let discord = &scene.discord;
    is_answered(discord).await;
    discord.close_gateway(4000);
    discord.resumed(1).await;
    is_answered(discord).await;
    discord.ask_to_reconnect();
    discord.resumed(2).await;
    is_answered(discord).await;
    discord.invalid_session(true);
    discord.resumed(3).await;
    is_answered(discord).await;
    discord.heartbeat_every(800);
    discord.close_gateway(4009);
    discord.sessions(2).await;
    is_answered(discord).await;
    discord.heartbeats_answered(false);
    discord.sessions(3).await;
    discord.heartbeats_answered(true);
    is_answered(discord).await;
    discord.invalid_session(false);
    discord.sessions(4).await;
    is_answered(discord).await;
    assert_eq!(
        discord.registrations(),
        1,
        "commands are written once, not at every session"
    );
    scene.ends(&[]).await;
}

async fn what_comes_twice_or_too_late_does_no_harm(database: &Database) {
    let world = tuesday(database).await;
    let scene = Scene::set(&world).await;
    let worker = scene.discord.user(WORKER);
    is_answered(&scene.discord).await;
    scene.discord.deliver_again();
    worker.too_late().slash("help", json!({})).await;
    let direct = scene.discord.direct(WORKER);
    let answer = |said: &Message| said.content.contains("You work cases");
    scene.discord.message(direct, answer).await;
    is_answered(&scene.discord).await;
    let calls = scene.discord.calls();
    let twice = calls.iter().filter(|call| call.status == 400).count();
    assert_eq!(twice, 0, "the second delivery was not answered again");
    scene.ends(&[]).await;
}

async fn discord_is_slow_and_broken_and_people_are_answered(database: &Database) {
    let world = tuesday(database).await;
    let scene = Scene::set(&world).await;
    let discord = &scene.discord;
    discord.next("POST", "/callback", Fault::TooMany { retry_after: 0.4 });
    is_answered(discord).await;
    discord.next(
        "POST",
        "/callback",
        Fault::TooManyEverywhere { retry_after: 0.4 },
    );
    is_answered(discord).await;
    discord.next("POST", "/callback", Fault::Broken(503));
    is_answered(discord).await;
    discord.next("POST", "/callback", Fault::Lost);
    is_answered(discord).await;
    discord.next("POST", "/callback", Fault::Hang(Duration::from_millis(500)));
    is_answered(discord).await;
    scene.ends(&[]).await;
}

async fn an_api_that_takes_ten_seconds_is_waited_for(database: &Database) {
    let world = tuesday(database).await;
    let durham = world.durham().await;
    let discord = Discord::start().await;
    let secret = durham.authority.assistant().await;
    durham
        .authority
        .link(&secret, &durham.ops.worker, &WORKER.to_string())
        .await;
    let line = Between::start(&world.url("")).await;
    let mut settings = tests::in_discord::settings(&discord, &[&secret]);
    settings.guild = Some(tests::discord::GUILD);
    let running = InDiscord::with(settings, line.url());
    discord.ready().await;
    is_answered(&discord).await;
    let in_server = format!("/guilds/{}/commands", tests::discord::GUILD);
    let calls = discord.calls();
    let mut written = calls.iter().filter(|call| call.method == "PUT");
    assert!(
        written.all(|call| call.path.ends_with(&in_server)),
        "while it is developed, its commands are one server's"
    );
    line.slow(Duration::from_secs(2));
    let worker = discord.user(WORKER).outlives_the_token();
    let put_off = worker.slash(QUICK[0], json!({})).await;
    assert_eq!((put_off.kind, put_off.messages.len()), (5, 0));
    let answer = |said: &Message| said.content.contains("Nothing waits for you.");
    discord.message(discord.direct(WORKER), answer).await;
    line.slow(Duration::from_secs(10));
    let answered = discord.user(WORKER).slash(QUICK[0], json!({})).await;
    assert_eq!(answered.kind, 5, "it is put off");
    assert!(answered.after < Duration::from_secs(3), "{answered:#?}");
    answered.says("Nothing waits for you.");
    let suggested = discord
        .user(WORKER)
        .autocomplete("transfer show", json!({"reference": "T"}), "reference")
        .await;
    assert!(suggested.is_empty());
    line.mend();
    discord.close_gateway(4014);
    let told = running.failure().await;
    assert!(told.contains("does not allow"), "{told}");
    discord.stop().await;
}

async fn the_api_is_away_and_comes_back(database: &Database) {
    let world = tuesday(database).await;
    let durham = world.durham().await;
    let discord = Discord::start().await;
    let secret = durham.authority.assistant().await;
    durham
        .authority
        .link(&secret, &durham.ops.worker, &WORKER.to_string())
        .await;
    let line = Between::start(&world.url("")).await;
    let running = InDiscord::start(line.url(), &discord, &[&secret]);
    discord.ready().await;
    let manager = &durham.families_first.manager;
    let account = MANAGER.to_string();
    durham.authority.link(&secret, manager, &account).await;
    let worker = discord.user(WORKER);
    worker.slash("urgent", json!({})).await.says("URGENT");
    line.cut();
    let away = worker.slash("transfer pending", json!({})).await;
    away.says("cannot be reached").says("999");
    let known = worker.slash("urgent", json!({})).await;
    known
        .says("This is how it stood on")
        .says("999")
        .says("First Contact");
    let case = durham.case_of_ops_born(Some(BORN[0])).await;
    let owed = durham.step_up_requested(&world, &case).await;
    line.mend();
    is_answered(&discord).await;
    let tells = |said: &Message| said.content.contains(&owed);
    discord.message(discord.direct(MANAGER), tells).await;
    discord.close_gateway(4004);
    let told = running.failure().await;
    assert!(told.contains("DISCORD_TOKEN"), "{told}");
    discord.stop().await;
}
