//! What is recorded is checked: a value that cannot be right is refused by its name, and nothing has changed.

use openapi::{Case, Page, Problem, Transfer};
use reqwest::header::CONTENT_TYPE;
use serde_json::{Value, json};
use tests::durham::Durham;
use tests::{Child, Database, Person, World, on_both_databases};

on_both_databases!(
    a_fact_that_cannot_be_right_is_refused_by_its_name,
    one_wrong_fact_keeps_the_others_out,
    a_case_is_not_opened_with_wrong_facts,
    what_is_no_body_is_refused,
    what_is_given_twice_is_refused,
);

const JSON: &str = "application/json";

/// The bytes of the longest body that is read.
const LONGEST_BODY: usize = 256 * 1024;

/// A transfer of a case that is well known.
async fn draft(durham: &Durham<'_>) -> String {
    let case = durham.case_of_ops().await;
    let (ops, families_first) = (&durham.ops, &durham.families_first);
    let opened = durham
        .authority
        .push("ops_to_families_first", &case, ops, families_first);
    opened.await
}

#[track_caller]
fn check_named(refused: &Problem, field: &str) {
    let fields: Vec<_> = refused.errors.iter().map(|error| &error.field).collect();
    assert_eq!(fields, [field], "{refused:#?}");
    let expected = refused.errors[0].expected.as_ref();
    assert!(
        expected.is_some_and(|expected| !expected.is_empty()),
        "{refused:#?}"
    );
}

async fn a_fact_that_cannot_be_right_is_refused_by_its_name(database: &Database) {
    let world = World::start(database, "2026-11-24T10:00:00Z").await;
    let durham = world.durham().await;
    let transfer = draft(&durham).await;
    let worker = world.as_(&durham.ops.worker);
    let before = worker.transfer(&transfer).await;
    let wrong = [
        ("lar_booked", json!("yes")),
        ("lar_booked", json!(1)),
        ("lar_booked", Value::Null),
        ("lar_booked", json!({ "value": true })),
        ("lar_booked", json!([true])),
        ("level_of_need", json!("4")),
        ("level_of_need", json!(4.5)),
        ("level_of_need", json!(u64::MAX)),
        ("need_has", json!("doubled")),
        ("need_has", json!("Risen")),
        ("adm_date", json!("2027-02-29")),
        ("adm_date", json!("1 March 2027")),
        ("adm_date", json!("2027-03-01T09:00:00Z")),
        ("adm_date", json!(20270301)),
        ("shoe_size", json!(5)),
        ("", json!(true)),
    ];
    for (fact, value) in wrong {
        let body = json!({ "facts": { fact: value } });
        let refused = worker.act(&transfer, "record-fact", body).await;
        let refused = refused.refused(422, "not-valid");
        check_named(&refused, &format!("facts.{fact}"));
    }
    for facts in [Value::Null, json!([]), json!("lar_booked"), json!(true)] {
        let body = json!({ "facts": facts });
        let refused = worker.act(&transfer, "record-fact", body).await;
        check_named(&refused.refused(422, "not-valid"), "facts");
    }
    let without = worker.act(&transfer, "record-fact", json!({})).await;
    check_named(&without.refused(422, "not-valid"), "facts");
    assert_eq!(
        worker.transfer(&transfer).await,
        before,
        "nothing has changed"
    );
}

async fn one_wrong_fact_keeps_the_others_out(database: &Database) {
    let world = World::start(database, "2026-11-24T10:00:00Z").await;
    let durham = world.durham().await;
    let transfer = draft(&durham).await;
    let worker = world.as_(&durham.ops.worker);
    let before = worker.transfer(&transfer).await;
    let facts = json!({ "need_has": "risen", "level_of_need": "four", "paper_files_exist": false });
    let mixed = worker
        .act(&transfer, "record-fact", json!({ "facts": facts }))
        .await;
    check_named(&mixed.refused(422, "not-valid"), "facts.level_of_need");
    assert_eq!(worker.transfer(&transfer).await, before);
    let right = json!({ "need_has": "risen", "level_of_need": 4, "adm_date": "2028-02-29" });
    let recorded = worker.record(&transfer, right).await;
    assert_eq!(recorded.summary.version, before.summary.version + 1);
}

async fn a_case_is_not_opened_with_wrong_facts(database: &Database) {
    let world = World::start(database, "2026-11-24T10:00:00Z").await;
    let durham = world.durham().await;
    let worker = world.as_(&durham.ops.worker);
    let facts = json!({ "need_has": "doubled", "shoe_size": 5, "lar_booked": false });
    let new = json!({ "initials": "U.I.", "team_id": durham.ops.team, "facts": facts });
    let refused = worker
        .post("/v1/cases", new)
        .await
        .refused(422, "not-valid");
    let fields: Vec<_> = refused.errors.iter().map(|error| &error.field).collect();
    assert_eq!(
        fields,
        ["facts.need_has", "facts.shoe_size"],
        "all that is wrong at once"
    );
    let no_day =
        json!({ "initials": "U.I.", "team_id": durham.ops.team, "date_of_birth": "2011-02-29" });
    let refused = worker
        .post("/v1/cases", no_day)
        .await
        .refused(422, "not-valid");
    check_named(&refused, "date_of_birth");
    let cases: Page<Case> = worker.get("/v1/cases").await.with(200);
    assert!(cases.items.is_empty(), "{cases:#?}");
    durham.authority.case(&durham.ops, Child::default()).await;
}

/// The refusal of a body as it stands, whatever it is: status, kind and problem.
async fn refused(
    world: &World,
    person: &Person,
    path: &str,
    kind: &str,
    body: impl Into<reqwest::Body>,
) -> Problem {
    let sent = world
        .http()
        .post(world.url(path))
        .bearer_auth(&person.token);
    let sent = sent.header(CONTENT_TYPE, kind).body(body).send();
    let answer = sent.await.expect("the server answers");
    let status = answer.status().as_u16();
    let media_type = answer.headers().get(CONTENT_TYPE).cloned();
    assert_eq!(
        media_type.expect("it says what it is"),
        "application/problem+json"
    );
    let problem: Problem = answer.json().await.expect("the answer is a problem");
    assert_eq!(problem.status, status, "{problem:#?}");
    problem
}

async fn what_is_no_body_is_refused(database: &Database) {
    let world = World::start(database, "2026-11-24T10:00:00Z").await;
    let durham = world.durham().await;
    let transfer = draft(&durham).await;
    let worker = world.as_(&durham.ops.worker);
    let before = worker.transfer(&transfer).await;
    let path = format!("/v1/transfers/{transfer}/record-fact");
    let send = async |kind: &str, body: String| {
        refused(&world, &durham.ops.worker, &path, kind, body).await
    };
    let right = r#"{"facts": {"lar_booked": true}}"#;

    let long = json!({ "facts": { "need_has": "x".repeat(300 * 1024) } }).to_string();
    let long = send(JSON, long).await;
    assert_eq!(
        (long.status, long.kind.as_str()),
        (413, "/problems/too-long")
    );
    let padded = format!("{right}{}", " ".repeat(LONGEST_BODY + 1 - right.len()));
    assert_eq!(send(JSON, padded).await.status, 413, "one byte too many");
    for kind in [
        "text/plain",
        "application/x-www-form-urlencoded",
        "application/jsonp",
        "",
    ] {
        let other = send(kind, right.into()).await;
        assert_eq!(
            (other.status, other.kind.as_str()),
            (415, "/problems/not-json"),
            "{kind}"
        );
    }
    let malformed = [
        (r#"{"facts": {"lar_booked": true}"#, "body"),
        (r#"{"facts": {"lar_booked": true}} {}"#, "body"),
        (r#"[]"#, "body"),
        (r#"null"#, "body"),
        (r#"[{"lar_booked": true}]"#, "body"),
        (r#"{"facts": {"lar_booked": tru}}"#, "body"),
        (r#"{"facts": {"need_has": "ri\u0000sen"}}"#, "body"),
    ];
    for (body, field) in malformed {
        let problem = send(JSON, body.into()).await;
        assert_eq!(
            (problem.status, problem.kind.as_str()),
            (422, "/problems/not-valid"),
            "{body}"
        );
        check_named(&problem, field);
    }
    let deep = format!(r#"{{"facts": {}{}}}"#, "[".repeat(5000), "]".repeat(5000));
    assert_eq!(send(JSON, deep).await.status, 422, "as deep as it is");
    assert_eq!(
        worker.transfer(&transfer).await,
        before,
        "nothing has changed"
    );
}

async fn what_is_given_twice_is_refused(database: &Database) {
    let world = World::start(database, "2026-11-24T10:00:00Z").await;
    let durham = world.durham().await;
    let transfer = draft(&durham).await;
    let worker = world.as_(&durham.ops.worker);
    let before: Transfer = worker.transfer(&transfer).await;
    let path = format!("/v1/transfers/{transfer}/record-fact");
    let twice = [
        (
            r#"{"facts": {"lar_booked": true, "lar_booked": false}}"#,
            "facts.lar_booked",
        ),
        (
            r#"{"facts": {"lar_booked": true, "lar_booked": true}}"#,
            "facts.lar_booked",
        ),
        (r#"{"facts": {"lar_booked": true}, "facts": {}}"#, "facts"),
    ];
    for (body, field) in twice {
        let problem = refused(&world, &durham.ops.worker, &path, JSON, body).await;
        assert_eq!(problem.kind, "/problems/not-valid", "{problem:#?}");
        check_named(&problem, field);
    }
    assert_eq!(
        worker.transfer(&transfer).await,
        before,
        "nothing has changed"
    );
}
