//! How long an answer in Discord takes, and how much of that is the assistant's own: what is not spent waiting for the API.
//!
//! `cargo bench -p tests --bench discord` prints the median, the 99th percentile and the longest of several hundred
//! commands and suggestions against the stand-in, the real server and a SQLite file, all on this machine. The stand-in's own part counts as
//! the assistant's.

use std::time::Duration;

use serde_json::json;
use tests::between::Between;
use tests::in_discord::settings;
use tests::{Database, Discord, InDiscord, World, database};

/// Commands that are measured, after some to warm up; and what `cargo test` runs to see that it still works.
const MEASURED: usize = 500;
const TRIED: usize = 3;
const WARM_UP: usize = 20;

/// Milliseconds between two looks for notifications: none while something is measured.
const SELDOM: u64 = 600_000;

/// The account of the worker.
const WORKER: u64 = 501;

fn main() {
    let runtime = tokio::runtime::Runtime::new().expect("a runtime");
    runtime.block_on(database::on_sqlite(measure));
}

async fn measure(database: &Database) {
    let is_measured = std::env::args().any(|argument| argument == "--bench");
    let (warm_up, measured) = if is_measured {
        (WARM_UP, MEASURED)
    } else {
        (0, TRIED)
    };
    let world = World::start(database, "2026-11-24T10:00:00Z").await;
    let durham = world.durham().await;
    let discord = Discord::start().await;
    let secret = durham.authority.assistant().await;
    durham
        .authority
        .link(&secret, &durham.ops.worker, &WORKER.to_string())
        .await;
    let transfer = durham
        .step_up_requested(&world, &durham.case_of_ops().await)
        .await;
    let line = Between::start(&world.url("")).await;
    let mut settings = settings(&discord, &[&secret]);
    settings.look_ms = SELDOM;
    let running = InDiscord::with(settings, line.url());
    discord.ready().await;
    let worker = discord.user(WORKER);
    let question = "how long has the receiving team to move the case?";
    let given = [
        ("help", json!({}), None),
        ("define", json!({"term": "CIN"}), None),
        ("ask", json!({ "question": question }), None),
        ("transfer pending", json!({}), None),
        ("transfer show", json!({ "reference": transfer }), None),
        (
            "transfer accept",
            json!({"reference": "t-"}),
            Some("reference"),
        ),
        (
            "transfer decline",
            json!({"reference": transfer, "reason": ""}),
            Some("reason"),
        ),
        ("define", json!({"term": "c"}), Some("term")),
    ];
    for (command, options, focused) in given {
        let (mut took, mut own) = (Vec::with_capacity(measured), Vec::with_capacity(measured));
        for at in 0..warm_up + measured {
            let before = line.waited();
            let options = options.clone();
            let answered = match focused {
                Some(option) => worker.suggested(command, options, option).await,
                None => worker.slash(command, options).await,
            };
            if at >= warm_up {
                took.push(answered.after);
                own.push(answered.after.saturating_sub(line.waited() - before));
            }
        }
        let what = match focused {
            Some(option) => format!("suggestions for `{option}` of /{command}"),
            None => format!("/{command}"),
        };
        report(&format!("{what}, in all"), took);
        report(&format!("{what}, the assistant's own"), own);
    }
    running.stop().await;
    discord.stop().await;
}

fn report(what: &str, mut took: Vec<Duration>) {
    took.sort_unstable();
    let share = |percent: usize| took[(took.len() - 1) * percent / 100].as_secs_f64() * 1000.0;
    println!(
        "{what}: median {:.1} ms, p99 {:.1} ms, longest {:.1} ms over {}",
        share(50),
        share(99),
        share(100),
        took.len()
    );
}
