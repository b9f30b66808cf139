//! Every other step of a transfer: information asked and given, a hold, a visit, a date that both sides agree, support instead.

use serde_json::{Value, json};
use tests::discord::{Answered, User};
use tests::durham::at_allocation_meeting;
use tests::{Database, on_both_databases};

use super::{MANAGER, Scene, WORKER, tuesday};

on_both_databases!(
    information_is_asked_and_given_a_hold_passes_and_support_is_given_instead,
    what_is_planned_and_agreed_after_acceptance_is_recorded,
    a_draft_is_talked_over_and_a_manager_lets_it_pass_what_stops_it,
);

const WORDS: &str = "Grandmother moved in and takes both to school every morning";

/// Chooses whatever is asked, the first each time, and fills in every field: what came of it.
async fn gone_through(user: User<'_>, asked: Answered, date: &str) -> Answered {
    let mut asked = asked;
    loop {
        if asked.form.is_some() {
            let fields = asked
                .hints()
                .into_iter()
                .map(|(name, hint)| (name.to_owned(), json!(fitting(hint, date))));
            let fields: Value = fields.collect::<serde_json::Map<_, _>>().into();
            asked = user.submit(&asked, fields).await;
            continue;
        }
        let options = asked.message().options();
        let Some(first) = options.first().map(|first| (*first).to_owned()) else {
            return asked;
        };
        asked = user.choose(asked.message(), &first).await;
    }
}

fn fitting<'a>(hint: &str, date: &'a str) -> &'a str {
    match hint {
        hint if hint.contains("yes or no") => "no",
        hint if hint.contains("a whole number") => "2",
        hint if hint.contains("a date and time") => "2026-11-24 09:00",
        hint if hint.contains("a date") => date,
        _ => WORDS,
    }
}

async fn does(user: User<'_>, step: &str, transfer: &str, date: &str) -> Answered {
    let typed = json!({ "reference": transfer });
    let asked = user.slash(&format!("transfer {step}"), typed).await;
    gone_through(user, asked, date).await
}

async fn information_is_asked_and_given_a_hold_passes_and_support_is_given_instead(
    database: &Database,
) {
    let world = tuesday(database).await;
    let scene = Scene::set(&world).await;
    let (worker, manager) = (scene.discord.user(WORKER), scene.discord.user(MANAGER));
    let transfer = scene.durham.step_up_requested(&world, &scene.case).await;
    let step = async |user, name| does(user, name, &transfer, "2026-12-01").await;
    step(manager, "info")
        .await
        .says("Done: ask information")
        .says("is information required");
    step(worker, "answer")
        .await
        .says("Done: supply information")
        .says("is requested");
    step(manager, "hold").await.says("is on hold");
    let refused = step(manager, "accept").await;
    refused.says("on hold");
    step(manager, "resume").await.says("is requested");
    step(worker, "checklist")
        .await
        .says("items are done")
        .says("DUR-");
    step(worker, "next").await.says("What can be done");
    let actions = manager
        .autocomplete(
            "transfer act",
            json!({"reference": transfer, "action": "supp"}),
            "action",
        )
        .await;
    assert_eq!(actions.len(), 1, "{actions:?}");
    step(manager, "support").await.says("Done: support instead");
    let late = step(worker, "withdraw").await;
    late.says("Not in this state");
    scene.ends(&[]).await;
}

async fn what_is_planned_and_agreed_after_acceptance_is_recorded(database: &Database) {
    let world = tuesday(database).await;
    let scene = Scene::set(&world).await;
    let (worker, manager) = (scene.discord.user(WORKER), scene.discord.user(MANAGER));
    let transfer = scene.durham.step_up_requested(&world, &scene.case).await;
    let receiving = world.as_(&scene.durham.families_first.manager);
    let accepted = receiving.act(&transfer, "accept", at_allocation_meeting("2026-11-24"));
    accepted.await.with::<openapi::Transfer>(200);
    let planned = does(worker, "plan-visit", &transfer, "2026-11-26").await;
    planned.says("Done: schedule visit");
    let visited = does(worker, "visit", &transfer, "2026-11-24").await;
    visited.says("Done: record visit");
    let agreed = does(manager, "agree-date", &transfer, "2026-12-03").await;
    agreed.says("Keep the date").says("DUR-12");
    let items = worker
        .autocomplete(
            "transfer tick",
            json!({"reference": transfer, "item": ""}),
            "item",
        )
        .await;
    assert!(items.len() > 5, "{items:?}");
    does(worker, "tick", &transfer, "").await.says("Done: tick");
    scene.ends(&[]).await;
}

/// One Point's manager.
const OPS_MANAGER: u64 = 512;

async fn a_draft_is_talked_over_and_a_manager_lets_it_pass_what_stops_it(database: &Database) {
    let world = tuesday(database).await;
    let scene = Scene::set(&world).await;
    let durham = &scene.durham;
    let (ops, taking) = (&durham.ops, &durham.families_first);
    let account = OPS_MANAGER.to_string();
    durham
        .authority
        .link(&scene.secret, &ops.manager, &account)
        .await;
    let (worker, manager) = (scene.discord.user(WORKER), scene.discord.user(OPS_MANAGER));
    let pathway = "ops_to_families_first";
    let draft = durham
        .authority
        .push(pathway, &scene.case, ops, taking)
        .await;
    let step = async |user, name| does(user, name, &draft, "2026-11-24").await;
    step(worker, "discuss")
        .await
        .says("Done: record discussion");
    step(worker, "fact").await.says("Done: record fact");
    let concern = json!({"facts": {"immediate_safeguarding_concern": true}});
    let recorded = world
        .as_(&ops.worker)
        .act(&draft, "record-fact", concern)
        .await;
    recorded.with::<openapi::Transfer>(200);

    let stopped = step(worker, "request").await;
    stopped.says("DUR-37").says("Act now");
    let may_not = step(worker, "override").await;
    may_not.says("Team Manager");
    step(manager, "override").await.says("Done: override");
    let act = json!({ "reference": draft, "action": "request" });
    let requested = worker.slash("transfer act", act).await;
    requested.says("is requested");
    scene.ends(&["Grandmother"]).await;
}
