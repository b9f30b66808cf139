//! What is only looked up: duty, deadlines, meetings, words, the procedure; and absences, which are recorded.

use openapi::{Absence, DutyShift, Matter, Page};
use serde_json::json;
use tests::{Child, Database, Discord, World, on_both_databases};

use super::{MANAGER, Scene, WORKER, tuesday};

/// The account of the duty social worker.
const DUTY: u64 = 513;

on_both_databases!(
    whoever_asks_is_told_who_answers_what_is_due_and_what_words_mean,
    a_meeting_is_told_with_its_next_date_and_agenda,
    an_absence_is_recorded_with_what_the_procedure_asks_for,
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

async fn an_absence_is_recorded_with_what_the_procedure_asks_for(database: &Database) {
    let world = World::start(database, "2026-06-10T09:00:00Z").await;
    let authority = world.authority("Exampleland", "wpeh").await;
    let crew = authority
        .crew("social_work_team", "team_manager", "social_worker")
        .await;
    let case = authority.case(&crew, Child::default()).await;
    let discord = Discord::start().await;
    let secret = authority.assistant().await;
    authority
        .link(&secret, &crew.manager, &MANAGER.to_string())
        .await;
    authority
        .link(&secret, &crew.worker, &WORKER.to_string())
        .await;
    let duty = json!([{ "role": "duty_social_worker", "team_id": crew.team }]);
    let duty = authority.person("D. U.", duty).await;
    authority.link(&secret, &duty, &DUTY.to_string()).await;
    let running = world.in_discord(&discord, &[&secret]).await;
    let (manager, worker) = (discord.user(MANAGER), discord.user(WORKER));
    let people = manager
        .autocomplete("absent", json!({"who": ""}), "who")
        .await;
    let id = json!(crew.worker.id.to_string());
    assert!(people.iter().any(|(_, value)| *value == id), "{people:?}");
    let sick = json!({"who": id, "kind": "sick", "from": "2026-06-01"});
    let recorded = manager.slash("absent", sick.clone()).await;
    recorded
        .says("away from Mon 1 June 2026")
        .says("WPEH-35")
        .says("WPEH-36")
        .says("by Mon 8 June 2026, 23:59");
    let again = manager.slash("absent", sick).await;
    again.says("is recorded already");
    let of_case = format!("/v1/matters?case={}", case.reference);
    let opened: Page<Matter> = world.as_(&crew.manager).get(of_case).await.with(200);
    assert_eq!(opened.items.len(), 1, "{opened:#?}");

    let asked = manager.slash("absent", json!({})).await;
    let asked = manager.choose(asked.message(), "On leave").await;
    asked.says("Who stands in meanwhile?");
    let form = manager.choose(asked.message(), "D. U.").await;
    let wrong = manager
        .submit(&form, json!({"from": "after the summer"}))
        .await;
    wrong.says("Nothing was sent");
    let days = json!({"from": "3 August 2026", "until": "2026-08-04"});
    let kept = manager.submit(&form, days).await;
    kept.says("until Tue 4 August 2026")
        .says("D. U. stands in")
        .says("asks for nothing");
    let path = format!("/v1/practitioners/{}/absences", crew.manager.id);
    let absences: Vec<Absence> = world.as_(&crew.manager).get(path).await.with(200);
    assert_eq!(absences.len(), 1);
    let refused = worker
        .slash(
            "absent",
            json!({"who": crew.manager.id.to_string(), "kind": "leave", "from": "2026-09-01"}),
        )
        .await;
    refused.says("manager");
    running.stop().await;
    discord.sweep(&[&secret]);
    discord.stop().await;
}
