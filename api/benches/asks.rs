//! How long one question takes in the server where 100,000 are kept: `cargo bench -p api --bench asks`.
//!
//! Over HTTP on this machine, on a SQLite file, keeping each question as the server always does.

#![allow(missing_docs)]
#![allow(
    clippy::unwrap_used,
    clippy::print_stdout,
    reason = "a measurement prints"
)]

use std::time::{Duration, Instant};

use api::db::Db;
use api::repository::asked;
use chrono::Utc;
use entity::asked_question::{AskedOutcome, Model};
use entity::authority;
use sea_orm::EntityTrait;
use serde_json::json;
use tests::database::on_sqlite;
use tests::{Database, World};
use uuid::Uuid;

/// Questions kept and questions asked: the measurement, and what `cargo test` runs to see that it still works.
const MEASURED: (usize, usize) = (100_000, 2_000);
const TRIED: (usize, usize) = (100, 10);
const QUESTIONS: [&str; 5] = [
    "how quickly must a case move once it is agreed",
    "he's got a knife who do I ring",
    "what does LAR mean",
    "wen can yps take a lad of sixteen who isnt looked after",
    "what is the mileage rate",
];

fn main() {
    let runtime = tokio::runtime::Runtime::new().unwrap();
    runtime.block_on(on_sqlite(measure));
}

async fn measure(database: &Database) {
    let is_measured = std::env::args().any(|argument| argument == "--bench");
    let (kept, asked) = if is_measured { MEASURED } else { TRIED };
    let world = World::start(database, "2026-11-24T10:00:00Z").await;
    let durham = world.durham().await;
    fill(database, kept).await;
    let worker = world.as_(&durham.ops.worker);
    let mut times = Vec::with_capacity(asked);
    for at in 0..asked {
        let question = json!({ "question": QUESTIONS[at % QUESTIONS.len()] });
        let begun = Instant::now();
        let answer = worker.post("/v1/packs/durham/ask", question).await;
        times.push(begun.elapsed());
        assert_eq!(answer.status, 200);
    }
    times.sort();
    let of_hundred = |hundredths: usize| times[(asked * hundredths / 100).saturating_sub(1)];
    println!(
        "{asked} questions with {kept} kept, over HTTP: half within {:?}, 99 of 100 within {:?}, the slowest {:?}",
        of_hundred(50),
        of_hundred(99),
        times.last().copied().unwrap_or(Duration::ZERO)
    );
}

async fn fill(database: &Database, kept: usize) {
    let db = Db::connect(database.url()).await.unwrap();
    let authority = authority::Entity::find()
        .one(db.read())
        .await
        .unwrap()
        .unwrap()
        .id;
    let txn = db.begin().await.unwrap();
    for at in 0..kept {
        let row = Model {
            id: Uuid::now_v7(),
            authority_id: authority,
            pack: "durham".into(),
            question: format!("question {at} about a move"),
            outcome: AskedOutcome::NotCovered,
            urgent: false,
            first_entry: None,
            asked_at: Utc::now(),
            helpful: None,
            right_entry: None,
            judged_at: None,
            learnt_at: None,
        };
        asked::insert(&txn, row).await.unwrap();
    }
    txn.commit().await.unwrap();
}
