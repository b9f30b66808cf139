//! The planned day of a move slips, or days go by: what looks at them is read again, and both sides are told what flipped.

use openapi::{NotificationKind, Transfer};
use serde_json::json;
use tests::reading::{count, messages};
use tests::{Child, Database, World, on_both_databases};

on_both_databases!(
    a_birth_comes_within_six_weeks_of_a_day_that_slipped,
    a_hearing_that_was_ahead_is_behind_and_both_sides_are_told
);

/// Shows BRA-69.
async fn a_birth_comes_within_six_weeks_of_a_day_that_slipped(database: &Database) {
    let world = World::start(database, "2026-11-02T10:00:00Z").await;
    let bradford = world.bradford().await;
    let child = Child {
        facts: Some(
            json!({ "expected_delivery_date": "2027-02-01", "child_born": false, "family_in_crisis": false, "removed_or_in_proceedings": false }),
        ),
        ..Child::default()
    };
    let case = bradford.authority.case(&bradford.iat, child).await;
    let push = bradford.authority.push(
        "iat_to_cypt_pre_birth",
        &case,
        &bradford.iat,
        &bradford.cypt,
    );
    let transfer = push.await;
    let sending = world.as_(&bradford.iat.worker);
    // 43 days before 1 February 2027 is 20 December, the last day that is far enough away.
    sending
        .act(
            &transfer,
            "plan-landing",
            json!({ "planned_on": "2026-12-20" }),
        )
        .await
        .with::<Transfer>(200);
    sending
        .act(&transfer, "request", json!({}))
        .await
        .with::<Transfer>(200);
    for manager in [&bradford.iat.manager, &bradford.cypt.manager] {
        world.as_(manager).notifications().await;
    }
    let silent = sending
        .act(
            &transfer,
            "plan-landing",
            json!({ "planned_on": "2026-12-21" }),
        )
        .await;
    silent.refused(422, "not-valid");
    let slips =
        json!({ "planned_on": "2026-12-21", "reason": "The assessment takes a day longer." });
    let moved: Transfer = sending
        .act(&transfer, "plan-landing", slips)
        .await
        .with(200);
    assert_eq!(
        moved
            .summary
            .planned_on
            .map(|day| day.to_string())
            .as_deref(),
        Some("2026-12-21")
    );
    for manager in [&bradford.iat.manager, &bradford.cypt.manager] {
        let told = world.as_(manager).notifications().await;
        let flips: Vec<_> = messages(&told, NotificationKind::Notice)
            .into_iter()
            .filter(|text| text.contains("read again"))
            .collect();
        assert_eq!(flips.len(), 1, "{told:#?}");
        assert!(
            flips[0].contains("birth not within six weeks of planned day"),
            "{flips:?}"
        );
        assert!(
            flips[0].contains("(BRA-69) warns, before: passes"),
            "{flips:?}"
        );
    }
    let back = json!({ "planned_on": "2026-12-18", "reason": "It is ready after all." });
    sending
        .act(&transfer, "plan-landing", back)
        .await
        .with::<Transfer>(200);
    let told = world.as_(&bradford.cypt.manager).notifications().await;
    let passes = messages(&told, NotificationKind::Notice);
    assert!(
        passes
            .iter()
            .any(|text| text.contains("(BRA-69) passes, before: warns")),
        "{told:#?}"
    );
}

async fn a_hearing_that_was_ahead_is_behind_and_both_sides_are_told(database: &Database) {
    let world = World::start(database, "2026-11-20T10:00:00Z").await;
    let bradford = world.bradford().await;
    let case = bradford.looked_after(None).await;
    let transfer = bradford.agreed(&case).await;
    let both = [&bradford.cypt.manager, &bradford.tcac.manager];
    for manager in both {
        world.as_(manager).notifications().await;
    }
    world.travel_to("2026-11-22T12:00:00Z").await;
    for manager in both {
        let told = world.as_(manager).notifications().await;
        assert!(
            messages(&told, NotificationKind::Notice).is_empty(),
            "{told:#?}"
        );
    }
    // The plan is approved on 23 November: from that day on nothing but the move itself is awaited.
    world.travel_to("2026-11-23T08:00:00Z").await;
    for manager in both {
        let told = world.as_(manager).notifications().await;
        let flips = messages(&told, NotificationKind::Notice);
        assert!(
            flips.iter().any(|text| text
                .contains("final hearing and plan approved\" (BRA-88) passes, before: stops")),
            "{told:#?}"
        );
    }
    let journey = world
        .as_(&bradford.cypt.worker)
        .journey(&case.reference)
        .await;
    assert_eq!(count(&journey, "read_again"), 1, "{journey:#?}");
    assert!(journey.iter().all(|entry| {
        entry
            .transfer
            .as_ref()
            .is_none_or(|one| one.reference == transfer)
    }));
}
