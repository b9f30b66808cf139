//! A case moves: opened through a form, accepted or declined by a button, disputed, decided.

use openapi::{Transfer, TransferState};
use serde_json::json;
use tests::discord::{Answered, Discord, User};
use tests::durham::{BEFORE_LANDING, Durham};
use tests::{Database, World, on_both_databases};

use super::{CHIEF, MANAGER, OTHER, Scene, WORKER, tuesday};

on_both_databases!(
    a_case_moves_by_forms_and_buttons,
    a_decline_with_its_reason_is_disputed_and_decided,
    whoever_may_not_is_told_so_and_an_old_button_acts_on_what_is,
);

/// Opens a step up through the command and its form: the reference.
async fn opened(scene: &Scene<'_>, worker: User<'_>) -> String {
    let asked = worker
        .slash("transfer open", json!({"case": scene.case.reference}))
        .await;
    let form = chosen(worker, asked, "Families First").await;
    assert_eq!(form.fields()[0].0, "planned_on");
    let opened = worker
        .submit(&form, json!({"planned_on": "2026-12-01"}))
        .await;
    opened.says("is requested");
    reference_in(&opened.text())
}

/// Picks whatever is asked until a form is shown: the first choice that fits.
async fn chosen(worker: User<'_>, asked: Answered, fits: &str) -> Answered {
    let mut asked = asked;
    while asked.form.is_none() {
        let options = asked.message().options();
        let option = options
            .iter()
            .find(|option| option.contains(fits))
            .or(options.first());
        let option = option
            .unwrap_or_else(|| panic!("nothing to choose: {asked:#?}"))
            .to_string();
        asked = worker.choose(asked.message(), &option).await;
    }
    asked
}

fn reference_in(text: &str) -> String {
    let start = text
        .find("T-")
        .unwrap_or_else(|| panic!("no reference in: {text}"));
    text[start..].chars().take(7).collect()
}

async fn state(world: &World, durham: &Durham<'_>, transfer: &str) -> TransferState {
    world
        .as_(&durham.ops.worker)
        .transfer(transfer)
        .await
        .summary
        .state
}

async fn a_case_moves_by_forms_and_buttons(database: &Database) {
    let world = tuesday(database).await;
    let scene = Scene::set(&world).await;
    let (worker, manager) = (scene.discord.user(WORKER), scene.discord.user(MANAGER));
    let cases = worker
        .autocomplete("transfer open", json!({"case": "C-"}), "case")
        .await;
    assert!(
        cases
            .iter()
            .any(|(_, value)| value == &json!(scene.case.reference)),
        "{cases:?}"
    );
    let transfer = opened(&scene, worker).await;

    manager
        .slash("transfer pending", json!({}))
        .await
        .says(&transfer);
    let seen = manager
        .autocomplete("transfer accept", json!({"reference": ""}), "reference")
        .await;
    assert!(
        seen.iter().any(|(_, value)| value == &json!(transfer)),
        "{seen:?}"
    );
    let shown = manager
        .slash("transfer show", json!({ "reference": transfer }))
        .await;
    let form = manager.press(shown.message(), "Accept").await;
    assert_eq!(form.fields()[0].0, "meeting_on");
    manager
        .submit(&form, json!({"meeting_on": "soon"}))
        .await
        .says("I take a date");
    assert_eq!(
        state(&world, &scene.durham, &transfer).await,
        TransferState::Requested
    );
    let form = manager.press(shown.message(), "Accept").await;
    manager
        .submit(&form, json!({"meeting_on": "24 November 2026"}))
        .await
        .says("is accepted");
    let again = manager
        .submit(&form, json!({"meeting_on": "24 November 2026"}))
        .await;
    again.says("is accepted");

    let blocked = manager
        .slash("transfer land", json!({ "reference": transfer }))
        .await;
    blocked.says("What to do");
    for item in BEFORE_LANDING {
        let ticked = worker
            .slash(
                "transfer tick",
                json!({ "reference": transfer, "item": item }),
            )
            .await;
        ticked.says("Done: tick");
    }
    manager
        .slash(
            "transfer land",
            json!({ "reference": transfer, "to": "me" }),
        )
        .await
        .says("is landed");
    let held = world
        .as_(&scene.durham.ops.worker)
        .case(&scene.case.reference)
        .await
        .holder;
    assert_eq!(
        held.map(|holder| holder.team.id),
        Some(scene.durham.families_first.team)
    );
    scene.ends(&[]).await;
}

const WHY: &str = "Grandmother moved in and takes both to school every morning";

async fn a_decline_with_its_reason_is_disputed_and_decided(database: &Database) {
    let world = tuesday(database).await;
    let scene = Scene::set(&world).await;
    let (worker, manager, chief) = (
        scene.discord.user(WORKER),
        scene.discord.user(MANAGER),
        scene.discord.user(CHIEF),
    );
    let transfer = opened(&scene, worker).await;
    let asked = manager
        .slash("transfer decline", json!({ "reference": transfer }))
        .await;
    let reason = asked.message().options()[0].to_owned();
    let form = manager.choose(asked.message(), &reason).await;
    let declined = manager.submit(&form, json!({ "text": WHY })).await;
    declined.says("is declined");

    let form = worker
        .slash("transfer dispute", json!({ "reference": transfer }))
        .await;
    worker
        .submit(&form, json!({ "text": WHY }))
        .await
        .says("is disputed");
    let shown = chief
        .slash("transfer show", json!({ "reference": transfer }))
        .await;
    let asked = chief.press(shown.message(), "Decide dispute").await;
    let form = chief.choose(asked.message(), "Against the move").await;
    let decided = chief.submit(&form, json!({ "text": WHY })).await;
    decided.says("is declined");
    let kept: Transfer = world
        .as_(&scene.durham.ops.worker)
        .transfer(&transfer)
        .await;
    assert_eq!(kept.summary.state, TransferState::Declined);
    scene.ends(&["Grandmother", "every morning"]).await;
}

async fn whoever_may_not_is_told_so_and_an_old_button_acts_on_what_is(database: &Database) {
    let world = tuesday(database).await;
    let scene = Scene::set(&world).await;
    let discord: &Discord = &scene.discord;
    let (worker, manager, other) = (
        discord.user(WORKER),
        discord.user(MANAGER),
        discord.user(OTHER),
    );
    let transfer = opened(&scene, worker).await;
    let old = manager
        .slash("transfer show", json!({ "reference": transfer }))
        .await;

    let form = other
        .slash("transfer accept", json!({ "reference": transfer }))
        .await;
    let refused = other
        .submit(&form, json!({"meeting_on": "2026-11-24"}))
        .await;
    refused.says("Team Manager").says("DUR-44");
    assert_eq!(
        state(&world, &scene.durham, &transfer).await,
        TransferState::Requested
    );

    let form = worker
        .slash("transfer withdraw", json!({ "reference": transfer }))
        .await;
    let form = chosen(worker, form, "").await;
    worker.submit(&form, json!({})).await.says("is withdrawn");
    let form = manager.press(old.message(), "Accept").await;
    let late = manager
        .submit(&form, json!({"meeting_on": "2026-11-24"}))
        .await;
    late.says("withdrawn");
    let stale = manager
        .press_id(old.message(), "ack:of-an-older-version")
        .await;
    stale.says("out of date");
    scene.ends(&[]).await;
}
