//! The committed contract is the one that the server serves.

use std::fs;

#[test]
fn the_committed_document_is_the_one_that_is_served() {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../openapi/openapi.json");
    let committed: serde_json::Value =
        serde_json::from_str(&fs::read_to_string(path).expect("openapi/openapi.json is committed"))
            .expect("it is JSON");
    let served = serde_json::to_value(api::document::openapi()).expect("it can be written");
    assert!(
        committed == served,
        "the contract has changed: look at the change, then `cargo run -p api -- openapi > openapi/openapi.json`"
    );
}

#[test]
fn every_operation_declares_its_problems() {
    let document = serde_json::to_value(api::document::openapi()).expect("it can be written");
    let paths = document["paths"].as_object().expect("paths");
    let mut operations = 0;
    for (path, methods) in paths {
        for (method, operation) in methods.as_object().expect("methods") {
            operations += 1;
            let declared = operation["responses"].as_object().expect("responses");
            let is_open = path.starts_with("/health");
            assert!(
                is_open || declared.contains_key("401"),
                "{method} {path} says nothing of 401"
            );
            for (status, response) in declared {
                let problem = &response["content"]["application/problem+json"];
                let fails = status.starts_with('4') || status == "500";
                assert!(
                    !fails || problem.is_object(),
                    "{method} {path} {status} is no problem+json"
                );
            }
        }
    }
    assert!(operations > 50, "{operations} operations");
}
