//! A new version of a procedure: open transfers keep theirs, unless one is taken to the new one with a reason.

use std::fs;
use std::path::Path;

use openapi::{NotificationKind, Transfer, VersionDifference};
use serde_json::json;
use tests::reading::{due_at, messages};
use tests::{Database, World, on_both_databases};

on_both_databases!(
    an_open_transfer_keeps_its_version_until_it_is_taken_to_the_new_one,
    a_transfer_whose_pathway_is_gone_stays_where_it_is,
);

/// The invented pack, changed as a new version would be.
fn changed(by: impl Fn(&str, String) -> String) -> tempfile::TempDir {
    let packs = tempfile::tempdir().expect("a folder");
    let own = packs.path().join("quayside");
    fs::create_dir(&own).expect("a folder");
    let from = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/packs/quayside");
    for entry in fs::read_dir(from).expect("the invented pack") {
        let path = entry.expect("a file").path();
        let name = path
            .file_name()
            .expect("a name")
            .to_string_lossy()
            .into_owned();
        let text = fs::read_to_string(&path).expect("a text");
        fs::write(own.join(&name), by(&name, text)).expect("a file");
    }
    packs
}

/// Version 1.1.0: fifteen days for the papers instead of ten, and the level of need is told before the request and the landing.
fn longer_papers(file: &str, text: String) -> String {
    match file {
        "pack.toml" => text.replacen("1.0.0", "1.1.0", 1),
        "deadlines.toml" => text.replacen("length = 10", "length = 15", 1),
        "gates.toml" => {
            text + &of_level("level_is_told", "land")
                + &of_level("level_is_told_in_asking", "request")
        }
        _ => text,
    }
}

/// A gate that lets only a level of need of four or more pass an action.
fn of_level(id: &str, action: &str) -> String {
    format!(
        r#"
[[gate]]
id = "{id}"
rule = "QUAY-8"
pathways = ["into_deep_water"]
on = ["{action}"]
require = "level_of_need >= 4"
outcome = "block"
message = "The level of need is below four."
remedy = "Look at the level again."
"#
    )
}

async fn an_open_transfer_keeps_its_version_until_it_is_taken_to_the_new_one(database: &Database) {
    let world = World::start_with_invented_packs(database, "2027-03-08T10:00:00Z").await;
    let quayside = world.quayside().await;
    let transfer = quayside.asked(&world).await;
    world.stop().await;

    let packs = changed(longer_papers);
    let world = World::start_with_packs(database, "2027-03-09T10:00:00Z", packs.path()).await;
    let worker = world.as_(&quayside.harbour.worker);
    let kept = worker.transfer(&transfer).await;
    assert_eq!(kept.pack.version, "1.0.0");
    assert_eq!(due_at(&kept, "papers_complete"), "2027-03-18T23:59:59Z");

    let path = format!("/v1/transfers/{transfer}/version");
    let found: VersionDifference = worker.get(&path).await.with(200);
    assert_eq!(found.current_version, "1.1.0");
    assert!(!found.same && found.refused.is_none(), "{found:#?}");
    let gates: Vec<_> = found.gates.iter().map(|flip| flip.id.as_str()).collect();
    assert_eq!(
        gates,
        ["level_is_told"],
        "what stands before asking is past"
    );
    let moved: Vec<_> = found
        .deadlines
        .iter()
        .map(|moved| moved.key.as_str())
        .collect();
    assert_eq!(moved, ["papers_complete"]);

    let change = json!({ "version": "1.1.0", "reason": "The papers take longer." });
    worker
        .post(&path, change.clone())
        .await
        .refused(403, "forbidden");
    let manager = world.as_(&quayside.harbour.manager);
    let silent = json!({ "version": "1.1.0", "reason": " " });
    let silent = manager.post(&path, silent).await;
    assert_eq!(silent.refused(422, "not-valid").errors[0].field, "reason");
    let other = json!({ "version": "2.0.0", "reason": "The papers take longer." });
    let other = manager.post(&path, other).await;
    assert_eq!(other.refused(422, "not-valid").errors[0].field, "version");

    let changed: Transfer = manager.post(&path, change.clone()).await.with(200);
    assert_eq!(changed.pack.version, "1.1.0");
    assert_eq!(due_at(&changed, "papers_complete"), "2027-03-23T23:59:59Z");
    let again = manager.post(&path, change).await;
    assert_eq!(again.refused(422, "not-valid").errors[0].field, "version");

    let journey = worker.journey(&changed.summary.case.reference).await;
    let entry = journey.iter().find(|entry| entry.kind == "change_version");
    let entry = entry.expect("the journey tells of it");
    assert_eq!(entry.detail["from"], "1.0.0");
    assert_eq!(entry.detail["to"], "1.1.0");
    let told = world
        .as_(&quayside.deep_water.manager)
        .notifications()
        .await;
    let told = messages(&told, NotificationKind::Notice);
    assert!(
        told.iter().any(|text| text.contains("version 1.1.0")),
        "the other side is told: {told:#?}"
    );
}

async fn a_transfer_whose_pathway_is_gone_stays_where_it_is(database: &Database) {
    let world = World::start_with_invented_packs(database, "2027-03-08T10:00:00Z").await;
    let quayside = world.quayside().await;
    let transfer = quayside.asked(&world).await;
    world.stop().await;

    let packs = changed(|file, text| match file {
        "pack.toml" => text.replacen("1.0.0", "2.0.0", 1),
        _ => text.replace("into_deep_water", "down_the_slipway"),
    });
    let world = World::start_with_packs(database, "2027-03-09T10:00:00Z", packs.path()).await;
    let manager = world.as_(&quayside.harbour.manager);
    let path = format!("/v1/transfers/{transfer}/version");
    let found: VersionDifference = manager.get(&path).await.with(200);
    let why = found.refused.expect("it cannot go on there");
    assert!(why.contains("no such pathway"), "{why}");
    let change = json!({ "version": "2.0.0", "reason": "Everything else is there." });
    manager.post(&path, change).await.refused(422, "not-valid");
    let kept = manager.transfer(&transfer).await;
    assert_eq!(kept.pack.version, "1.0.0", "nothing has changed");
}
