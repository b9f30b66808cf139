//! Without a token nothing is served but health, the documentation and the document itself.

use openapi::{Health, HealthStatus, Problem};
use serde_json::{Value, json};
use tests::{Database, Request, World, on_both_databases};

on_both_databases!(without_a_token_there_is_nothing_but_health_and_the_documentation);

const STRANGER: &str = "0199f000-0000-7000-8000-000000000011";

async fn without_a_token_there_is_nothing_but_health_and_the_documentation(database: &Database) {
    let world = World::start(database, "2026-11-24T10:00:00Z").await;
    let nobody = world.nobody();
    let ready: Health = nobody.get("/health/ready").await.with(200);
    assert_eq!(ready.database, Some(HealthStatus::Ok));
    nobody.get("/health/live").await.with::<Health>(200);
    let docs = world
        .http()
        .get(world.url("/docs/"))
        .send()
        .await
        .expect("the page is served");
    assert_eq!(docs.status().as_u16(), 200);

    let document = world
        .http()
        .get(world.url("/openapi.json"))
        .send()
        .await
        .expect("the document is served");
    let document: Value = document.json().await.expect("it is JSON");
    assert_eq!(document["openapi"], "3.1.0");
    let paths = document["paths"].as_object().expect("it has paths");
    let mut closed = 0;
    for (template, operations) in paths
        .iter()
        .filter(|(path, _)| !path.starts_with("/health"))
    {
        let path = fill_in(template);
        for method in ["get", "post", "put", "delete", "patch"] {
            if operations.get(method).is_some() {
                check_closed(&world, method, &path).await;
                closed += 1;
            }
        }
    }
    assert!(closed > 40, "{closed} operations");
}

/// A path with something in the place of its variables.
fn fill_in(template: &str) -> String {
    let filled = template.split('/').map(|part| match part.starts_with('{') {
        true => STRANGER,
        false => part,
    });
    filled.collect::<Vec<_>>().join("/")
}

async fn check_closed(world: &World, method: &str, path: &str) {
    for caller in [world.nobody(), world.with_token("not.a.token")] {
        let answer = match method {
            "get" => caller.get(path).await,
            "put" => caller.put(path, json!({})).await,
            "delete" => caller.delete(path).await,
            _ => caller.send(&Request::post(path, json!({}))).await,
        };
        let refused: Problem = answer.with(401);
        assert_eq!(refused.kind, "/problems/unauthenticated", "{method} {path}");
    }
}
