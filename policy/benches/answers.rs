//! How long an index takes to build and a question to be answered: `cargo bench -p policy --bench answers`.
//!
//! For each built-in pack, without a server: the index (built when a procedure is loaded; at most 200 ms is wanted) and the
//! answers to all its questions (at most 5 ms for 99 of 100).

#![allow(missing_docs)]
#![allow(
    clippy::unwrap_used,
    clippy::print_stdout,
    reason = "a measurement prints"
)]

use std::path::Path;
use std::sync::Arc;
use std::time::{Duration, Instant};

use chrono::{DateTime, NaiveDate, Utc};
use policy::calendar::Calendar;
use policy::evaluation::questions;
use policy::fact::Facts;
use policy::guidance::{Asked, Index, answer};
use policy::pack::builtin;
use policy::pack::read::{Borrowed, read};

/// How often each question is asked: in the measurement, and once in `cargo test`, which only sees that it works.
const TIMES: usize = 20;

fn main() {
    let is_measured = std::env::args().any(|argument| argument == "--bench");
    let at: DateTime<Utc> = "2026-11-24T10:00:00Z".parse().unwrap();
    for (id, files) in builtin::files() {
        let borrowed = Borrowed {
            rrule: |_| Ok(()),
            today: at.date_naive(),
        };
        let pack = read(&files, &borrowed).0.unwrap();
        let no_days: [NaiveDate; 0] = [];
        let calendar = Arc::new(Calendar::new(&pack.header.conventions, no_days, []).unwrap());
        // The language is read once, with the first index.
        drop(Index::new(&pack));
        let began = Instant::now();
        let index = Index::new(&pack);
        let built = began.elapsed();
        let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(format!("questions/{id}.toml"));
        let questions = questions(&std::fs::read_to_string(path).unwrap()).unwrap();
        let mut took = Vec::new();
        for question in questions
            .iter()
            .take(if is_measured { usize::MAX } else { 3 })
        {
            for _ in 0..if is_measured { TIMES } else { 1 } {
                let asked = Asked {
                    question: &question.ask,
                    service: None,
                    facts: Facts::new(),
                    at,
                };
                let began = Instant::now();
                drop(answer(&pack, &index, &calendar, &asked));
                took.push(began.elapsed());
            }
        }
        report(&id, built, took);
    }
}

fn report(id: &str, built: Duration, mut took: Vec<Duration>) {
    took.sort_unstable();
    let share = |percent: usize| took[(took.len() - 1) * percent / 100];
    println!(
        "{id}: index built in {built:?}; {} answers: half within {:?}, 99 of 100 within {:?}, the slowest {:?}",
        took.len(),
        share(50),
        share(99),
        share(100)
    );
}
