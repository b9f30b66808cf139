//! The front door: what is urgent waits for nothing, and a clash has two sides.

use crate::check;

#[test]
fn nothing_that_is_urgent_is_held() {
    check(
        "routes.toml",
        "[\"north_to_south\"]",
        "[\"danger\"]",
        "routes.toml:21:10: mistake: `danger` is urgent, and what is urgent waits for nothing",
    );
}

#[test]
fn nothing_that_is_urgent_is_talked_over_first() {
    check(
        "routes.toml",
        "[\"to_north\", \"to_south\"]",
        "[\"to_north\", \"danger\"]",
        "routes.toml:26:22: mistake: `danger` is urgent, and what is urgent waits for nothing",
    );
}

#[test]
fn a_route_does_not_hold_itself() {
    check(
        "routes.toml",
        "[\"north_to_south\"]",
        "[\"to_south\"]",
        "routes.toml:21:10: mistake: a route cannot hold itself; expected another route, or a pathway",
    );
}

#[test]
fn a_clash_has_two_doors_and_two_sides() {
    check(
        "routes.toml",
        "[\"to_north\", \"to_south\"]",
        "[\"to_north\"]",
        "routes.toml:26:9: mistake: one door is no clash",
    );
    check(
        "routes.toml",
        "[\"north\", \"manager\"]",
        "[\"north\"]",
        "routes.toml:27:11: mistake: a discussion needs two sides",
    );
}

#[test]
fn doors_are_routes_or_pathways() {
    check(
        "routes.toml",
        "\"to_north\", \"to_south\"",
        "\"to_nroth\", \"to_south\"",
        "routes.toml:26:10: mistake: no route or pathway is named `to_nroth`; expected `to_north`",
    );
}
