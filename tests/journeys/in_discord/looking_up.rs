//! What is only looked up: duty, deadlines, meetings, words, the procedure.

use openapi::DutyShift;
use serde_json::json;
use tests::{Database, on_both_databases};

use super::{MANAGER, Scene, WORKER, tuesday};

on_both_databases!(
    whoever_asks_is_told_who_answers_what_is_due_and_what_words_mean,
    a_meeting_is_told_with_its_next_date_and_agenda,
);

async fn whoever_asks_is_told_who_answers_what_is_due_and_what_words_mean(database: &Database) {
    let world = tuesday(database).await;
    let scene = Scene::set(&world).await;
    let ops = &scene.durham.ops;
    let shift = json!({"team_id": ops.team, "practitioner_id": ops.deputy.id, "role": "team_manager",
                       "starts_at": "2026-11-25T08:00:00Z", "ends_at": "2026-11-25T17:00:00Z"});
    let administrator = world.as_(&scene.durham.authority.administrator);
    let made = administrator.post("/v1/duty/shifts", shift).await;
    made.with::<DutyShift>(201);
    let (worker, manager) = (scene.discord.user(WORKER), scene.discord.user(MANAGER));
    let now = worker.slash("duty", json!({})).await;
    now.says("Nobody is entered").says("999");
    let teams = worker
        .autocomplete("duty", json!({"team": "ops"}), "team")
        .await;
    let (team, _) = &teams[0];
    let then = json!({"team": team, "at": "2026-11-25 09:30"});
    worker
        .slash("duty", then)
        .await
        .says("ops north: D. E.")
        .says("17:00");

    let transfer = scene.durham.step_up_requested(&world, &scene.case).await;
    manager.slash("deadlines", json!({})).await.says(&transfer);
    let words = worker
        .autocomplete("define", json!({"term": "cyps"}), "term")
        .await;
    let (word, _) = &words[0];
    worker
        .slash("define", json!({ "term": word }))
        .await
        .says("DUR-");
    worker
        .slash("pack", json!({}))
        .await
        .says("Pack durham, version");
    worker.slash("help", json!({})).await.says("You work cases");
    manager
        .slash("help", json!({}))
        .await
        .says("You decide for a team");
    scene.ends(&[]).await;
}

async fn a_meeting_is_told_with_its_next_date_and_agenda(database: &Database) {
    let world = tuesday(database).await;
    let scene = Scene::set(&world).await;
    let authority = &scene.durham.authority;
    authority
        .sits("allocation_meeting", "2026-11-18T10:00:00Z", "FREQ=WEEKLY")
        .await;
    let transfer = scene.durham.step_up_requested(&world, &scene.case).await;
    let manager = scene.discord.user(MANAGER);
    let known = manager
        .autocomplete("meeting", json!({"meeting": "allocation"}), "meeting")
        .await;
    let (meeting, _) = &known[0];
    let told = manager
        .slash("meeting", json!({ "meeting": meeting }))
        .await;
    told.says("next on Wed 25 November 2026, 10:00")
        .says(&transfer);
    let all = manager.slash("meeting", json!({})).await;
    all.says("nobody has entered when it sits next");
    scene.ends(&[]).await;
}
