//! The binary itself: what it says at the start, and how it ends.

#![allow(clippy::unwrap_used)]

use std::process::Stdio;
use std::time::Duration;

use serde_json::json;
use tests::discord::TOKEN;
use tests::{Database, Discord, World, on_both_databases};
use tokio::process::{Child, Command};
use tokio::time::timeout;

const GRACE: Duration = Duration::from_secs(10);

/// The account of the worker.
const WORKER: u64 = 501;

fn binary(settings: &[(&str, &str)]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_landsafe-bot"));
    command
        .arg("discord")
        .env_clear()
        .current_dir(std::env::temp_dir());
    command.envs(settings.iter().copied());
    command
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .kill_on_drop(true);
    command
}

/// What it says and how it ends, by itself.
async fn ends(mut command: Command) -> (i32, String) {
    let output = timeout(GRACE, command.output()).await.unwrap().unwrap();
    let said = [output.stdout, output.stderr].concat();
    (
        output.status.code().unwrap(),
        String::from_utf8(said).unwrap(),
    )
}

async fn is_terminated(child: Child) -> i32 {
    let id = child.id().unwrap().to_string();
    assert!(
        Command::new("kill")
            .args(["-TERM", &id])
            .status()
            .await
            .unwrap()
            .success()
    );
    let output = timeout(GRACE, child.wait_with_output())
        .await
        .unwrap()
        .unwrap();
    output.status.code().unwrap()
}

#[tokio::test]
async fn without_a_token_it_names_the_console() {
    let (code, said) = ends(binary(&[])).await;
    assert_eq!(code, 1);
    assert!(
        said.contains("DISCORD_TOKEN") && said.contains("landsafe-bot console"),
        "{said}"
    );
    let (code, said) = ends(binary(&[("DISCORD_TOKEN", TOKEN)])).await;
    assert_eq!(code, 1);
    assert!(said.contains("LANDSAFE_SERVICE_SECRETS"), "{said}");
    let mut check = binary(&[]);
    check.arg("--check");
    let (code, said) = ends(check).await;
    assert_eq!(code, 1);
    let both = ["landsafe-bot console", "LANDSAFE_SERVICE_SECRETS"];
    assert!(both.iter().all(|what| said.contains(what)), "{said}");
}

on_both_databases!(it_checks_starts_answers_and_stops);

async fn it_checks_starts_answers_and_stops(database: &Database) {
    let world = World::start(database, "2026-11-24T10:00:00Z").await;
    let durham = world.durham().await;
    let discord = Discord::start().await;
    let secret = durham.authority.assistant().await;
    durham
        .authority
        .link(&secret, &durham.ops.worker, &WORKER.to_string())
        .await;
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("bot.env");
    let api = world.url("");
    std::fs::write(
        &file,
        format!(
            "LANDSAFE_API={}\nDISCORD_GATEWAY={}\n",
            api.trim_end_matches('/'),
            discord.gateway_url()
        ),
    )
    .unwrap();
    let settings = [
        ("LANDSAFE_CONFIG", file.to_str().unwrap()),
        ("DISCORD_API", discord.url()),
        ("DISCORD_TOKEN", TOKEN),
        ("LANDSAFE_SERVICE_SECRETS", secret.as_str()),
    ];

    let mut check = binary(&settings);
    check.arg("--check");
    let (code, said) = ends(check).await;
    assert_eq!(code, 0, "{said}");
    assert!(
        said.contains("Discord takes the token") && said.contains("Exampleham (durham)"),
        "{said}"
    );

    let running = binary(&settings).spawn().unwrap();
    discord.ready().await;
    let answered = discord
        .user(WORKER)
        .slash("transfer pending", json!({}))
        .await;
    answered.says("Nothing waits for you.");

    let second = ends(binary(&settings)).await;
    assert_eq!(
        second.0, 2,
        "one process speaks for an application: {}",
        second.1
    );
    assert_eq!(is_terminated(running).await, 0);

    let again = binary(&settings).spawn().unwrap();
    discord.sessions(2).await;
    assert_eq!(
        discord.registrations(),
        1,
        "commands that have not changed are not written again"
    );
    assert_eq!(is_terminated(again).await, 0);

    let mut wrong = settings;
    wrong[2].1 = "not.the.token";
    wrong[3].1 = "not-the-secret";
    let mut check = binary(&wrong);
    check.arg("--check");
    let (code, said) = ends(check).await;
    assert_eq!(code, 1);
    let both = [
        "is DISCORD_TOKEN right?",
        "does not take secret 1 of LANDSAFE_SERVICE_SECRETS",
    ];
    assert!(both.iter().all(|what| said.contains(what)), "{said}");
    let (code, said) = ends(binary(&wrong)).await;
    assert_eq!(code, 2);
    assert!(said.contains("DISCORD_TOKEN"), "{said}");
    discord.sweep(&[]);
    discord.stop().await;
}
