//! What was asked is kept without anybody's name, judged, read by administrators, and never made to say what no pack says.

use std::path::Path;

use openapi::{Answer, AskOffer, AskedQuestion, Page};
use serde_json::{Value, json};
use tests::{Caller, Database, World, on_both_databases};
use toml_edit::{Document, Table};

on_both_databases!(
    a_question_is_kept_without_names_and_judged,
    only_administrators_read_what_was_asked,
    a_question_stays_within_its_authority,
    an_urgent_answer_offers_to_log_the_call_and_says_how_old_the_document_is,
    nobody_makes_it_say_what_no_pack_says,
);

const UNANSWERABLE: &str = "does Kayleigh Ormsby get a mileage rate, ring 07700 900123";

async fn ask(caller: Caller<'_>, question: &str) -> Answer {
    let asked = caller.post("/v1/packs/durham/ask", json!({ "question": question }));
    asked.await.with(200)
}

async fn judge(caller: Caller<'_>, answer: &Answer, verdict: Value) -> tests::answer::Answer {
    let id = answer.id.expect("the question was kept");
    caller.post(format!("/v1/asks/{id}/verdict"), verdict).await
}

async fn a_question_is_kept_without_names_and_judged(database: &Database) {
    let world = World::start(database, "2026-11-24T10:00:00Z").await;
    let durham = world.durham().await;
    let (worker, administrator) = (
        world.as_(&durham.ops.worker),
        world.as_(&durham.authority.administrator),
    );
    let unanswered = ask(worker, UNANSWERABLE).await;
    let answered = ask(worker, "how do I step a family down to One Point").await;
    let first = answered.answers[0].entry.clone();

    let listed: Page<AskedQuestion> = administrator
        .get("/v1/asks?outcome=not_covered")
        .await
        .with(200);
    let kept = &listed.items[0];
    assert_eq!((listed.items.len(), Some(kept.id)), (1, unanswered.id));
    for personal in ["Kayleigh", "Ormsby", "07700", "900123"] {
        assert!(!kept.question.contains(personal), "{}", kept.question);
    }

    let down = json!({ "helpful": false, "right_entry": "money" });
    let judged: AskedQuestion = judge(worker, &unanswered, down).await.with(200);
    assert_eq!(
        (judged.helpful, judged.right_entry.as_deref()),
        (Some(false), Some("money"))
    );
    let up: AskedQuestion = judge(worker, &answered, json!({ "helpful": true }))
        .await
        .with(200);
    assert_eq!(
        up.right_entry,
        Some(first),
        "a thumb up says that the first was right"
    );
    let listed: Page<AskedQuestion> = administrator.get("/v1/asks?helpful=false").await.with(200);
    assert_eq!(listed.items, [judged]);
    let all: Vec<AskedQuestion> = administrator.all("/v1/asks?limit=1").await;
    assert_eq!(all.len(), 2, "page by page");

    let problem = judge(
        worker,
        &answered,
        json!({ "helpful": false, "right_entry": "no_such" }),
    );
    let problem = problem.await.refused(422, "not-valid");
    assert_eq!(problem.errors[0].field, "right_entry");
}

async fn only_administrators_read_what_was_asked(database: &Database) {
    let world = World::start(database, "2026-11-24T10:00:00Z").await;
    let durham = world.durham().await;
    world
        .as_(&durham.ops.worker)
        .get("/v1/asks")
        .await
        .refused(403, "forbidden");
}

async fn a_question_stays_within_its_authority(database: &Database) {
    let world = World::start(database, "2026-11-24T10:00:00Z").await;
    let durham = world.durham().await;
    let other = world.authority("Elsewhere", "durham").await;
    let elsewhere = world.as_(&other.administrator);
    let answer = ask(world.as_(&durham.ops.worker), UNANSWERABLE).await;
    judge(elsewhere, &answer, json!({ "helpful": true }))
        .await
        .refused(404, "not-found");
    let listed: Page<AskedQuestion> = elsewhere.get("/v1/asks").await.with(200);
    assert!(listed.items.is_empty());
    let foreign = elsewhere.post("/v1/packs/suffolk/ask", json!({ "question": UNANSWERABLE }));
    let foreign: Answer = foreign.await.with(200);
    assert_eq!(
        foreign.id, None,
        "another authority's procedure learns nothing from it"
    );
}

async fn an_urgent_answer_offers_to_log_the_call_and_says_how_old_the_document_is(
    database: &Database,
) {
    let world = World::start(database, "2026-11-24T10:00:00Z").await;
    let suffolk = world.authority("Suffolk", "suffolk").await;
    let administrator = world.as_(&suffolk.administrator);
    let question = json!({ "question": "he's got a knife, who do I ring" });
    let answer: Answer = administrator
        .post("/v1/packs/suffolk/ask", question)
        .await
        .with(200);
    assert_eq!(answer.offers, [AskOffer::LogContact]);
    assert!(answer.document.review_overdue && answer.document.review_on.is_some());
    assert!(
        answer
            .answers
            .iter()
            .all(|entry| !entry.citations.is_empty())
    );
    let calm = json!({ "question": "how often is the case transfer meeting" });
    let calm: Answer = administrator
        .post("/v1/packs/suffolk/ask", calm)
        .await
        .with(200);
    assert_eq!(calm.offers, []);
}

/// The attempts of `policy/questions/adversarial.toml`.
fn attempts() -> Vec<Table> {
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("../policy/questions/adversarial.toml");
    let text = std::fs::read_to_string(file).expect("the attempts are there");
    let document = Document::parse(text).expect("the attempts are TOML");
    let attempts = document["attempt"].as_array_of_tables().expect("a list");
    attempts.iter().cloned().collect()
}

fn texts(attempt: &Table, key: &str) -> Vec<String> {
    let list = attempt.get(key).and_then(|item| item.as_array());
    let texts = list.into_iter().flatten().filter_map(|text| text.as_str());
    texts.map(str::to_owned).collect()
}

async fn nobody_makes_it_say_what_no_pack_says(database: &Database) {
    let world = World::start(database, "2026-11-24T10:00:00Z").await;
    let durham = world.durham().await;
    let worker = world.as_(&durham.ops.worker);
    for attempt in attempts() {
        let repeat = attempt
            .get("repeat")
            .and_then(|times| times.as_integer())
            .unwrap_or(1);
        let question = attempt["ask"]
            .as_str()
            .expect("a text")
            .repeat(usize::try_from(repeat).expect("a number"));
        let pack = attempt
            .get("pack")
            .and_then(|pack| pack.as_str())
            .unwrap_or("durham");
        let answer = worker
            .post(
                format!("/v1/packs/{pack}/ask"),
                json!({ "question": question }),
            )
            .await;
        if answer.status == 422 && question.chars().any(char::is_control) {
            let problem = answer.refused(422, "not-valid");
            assert!(["body", "question"].contains(&problem.errors[0].field.as_str()));
            continue;
        }
        if attempt.contains_key("refused") {
            let problem = answer.refused(422, "not-valid");
            assert_eq!(problem.errors[0].field, "question");
            assert_eq!(
                problem.errors[0].expected.as_deref(),
                Some("1 to 1000 characters")
            );
            continue;
        }
        assert_eq!(answer.status, 200, "{question}");
        let said = answer.body.to_string();
        for forbidden in texts(&attempt, "must_not_appear") {
            assert!(
                !said.contains(&forbidden),
                "{question}: says {forbidden}: {said}"
            );
        }
    }
}
