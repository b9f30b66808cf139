//! Matters of their own: a case is closed from the chat, by the same gestures as a transfer.

use openapi::{Case, Matter};
use serde_json::{Value, json};
use tests::bradford::Bradford;
use tests::discord::{Answered, User};
use tests::{Child, Database, Discord, InDiscord, World, on_both_databases};

use super::{MANAGER, OTHER, WORKER, tuesday};

on_both_databases!(
    a_case_is_closed_by_buttons_menus_and_forms,
    a_matter_is_taken_back_or_refused_with_the_reason,
);

const WORDS: &str = "Grandmother asked us to wait until she is settled";

/// Bradford's teams in Discord, with a case that may be closed: its worker, its manager, and somebody of another team.
struct Closing<'w> {
    bradford: Bradford<'w>,
    case: Case,
    matter: String,
    discord: Discord,
    secret: String,
    running: InDiscord,
}

impl<'w> Closing<'w> {
    async fn set(world: &'w World) -> Self {
        let bradford = world.bradford().await;
        let (authority, cypt) = (&bradford.authority, &bradford.cypt);
        let case = authority.case(cypt, Child::default()).await;
        let new = json!({ "matter": "case_closure", "case": case.reference });
        let opened = world.as_(&cypt.worker).post("/v1/matters", new).await;
        let matter: Matter = opened.with(201);
        let discord = Discord::start().await;
        let secret = authority.assistant().await;
        let people = [
            (WORKER, &cypt.worker),
            (MANAGER, &cypt.manager),
            (OTHER, &bradford.tcac.worker),
        ];
        for (account, person) in people {
            authority.link(&secret, person, &account.to_string()).await;
        }
        let running = world.in_discord(&discord, &[&secret]).await;
        Self {
            matter: matter.reference,
            bradford,
            case,
            discord,
            secret,
            running,
        }
    }

    async fn does(&self, user: User<'_>, step: &str, options: Value) -> Answered {
        let mut typed = options;
        typed["reference"] = json!(self.matter);
        user.slash(&format!("matter {step}"), typed).await
    }

    async fn ends(self) {
        self.running.stop().await;
        self.discord.sweep(&["Grandmother", &self.secret]);
        self.discord.stop().await;
    }
}

/// Presses or chooses what marks an item as done, and picks it by its beginning.
async fn ticks(closing: &Closing<'_>, user: User<'_>, beginning: &str) -> Answered {
    let asked = closing.does(user, "tick", json!({})).await;
    let options = asked.message().options();
    let item = options.iter().find(|item| item.starts_with(beginning));
    let item = item.unwrap_or_else(|| panic!("no item {beginning} in {options:?}"));
    user.choose(asked.message(), item).await.says("Done: tick");
    asked
}

async fn a_case_is_closed_by_buttons_menus_and_forms(database: &Database) {
    let world = tuesday(database).await;
    let closing = Closing::set(&world).await;
    let (worker, manager) = (closing.discord.user(WORKER), closing.discord.user(MANAGER));
    let matter = closing.matter.as_str();

    // Only who has to do with it finds it.
    let typed = json!({ "reference": "m-" });
    let found = manager
        .autocomplete("matter decide", typed.clone(), "reference")
        .await;
    assert_eq!(found.len(), 1, "{found:?}");
    assert_eq!(found[0].1, json!(matter));
    let other = closing.discord.user(OTHER);
    let hidden = other
        .autocomplete("matter decide", typed, "reference")
        .await;
    assert!(hidden.is_empty(), "{hidden:?}");
    let unseen = closing.does(other, "decide", json!({})).await;
    unseen.says("Not found");
    let typed = json!({ "reference": matter, "decision": "" });
    let decisions = manager
        .autocomplete("matter decide", typed, "decision")
        .await;
    assert_eq!(decisions, [("Close the case".to_owned(), json!("close"))]);

    // What stands in the way is said with its rule, and what makes it possible is a button.
    let listed = manager.slash("matter list", json!({})).await;
    listed.says("decided by Team Manager");
    let shown = manager
        .press(listed.message(), &format!("Open {matter}"))
        .await;
    shown.says("BRA-94").says(&closing.case.reference);
    let close = "Decide: Close the case";
    let early = manager.press(shown.message(), close).await;
    early.says("Gate closed").says("BRA-").says("What to do");
    let asked = manager.press(early.message(), "Mark an item as done").await;
    let discussed = asked.message().options()[0].to_owned();
    manager
        .choose(asked.message(), &discussed)
        .await
        .says("Done: tick");
    ticks(&closing, manager, "Closure discussed").await;
    let alone = closing
        .does(worker, "decide", json!({"decision": "close"}))
        .await;
    alone.says("Not your decision").says("Team Manager");
    let asked = closing.does(manager, "decide", json!({})).await;
    let decided = manager.choose(asked.message(), "Close the case").await;
    decided
        .says("Done: decide")
        .says("is decided")
        .says("Decided: Close the case");

    // Facts that are missing are asked in a form; finished twice, it is finished once.
    let unwritten = closing.does(worker, "finish", json!({})).await;
    unwritten.says("Gate closed").says("BRA-");
    let form = closing.does(worker, "fact", json!({})).await;
    assert!(form.form.is_some(), "{form:#?}");
    let hints: serde_json::Map<_, _> = form
        .hints()
        .into_iter()
        .map(|(name, _)| (name.to_owned(), json!("no")))
        .collect();
    worker
        .submit(&form, hints.into())
        .await
        .says("Done: record fact");
    for item in ["Everyone", "Closure letter", "Checked"] {
        ticks(&closing, worker, item).await;
    }
    let finished = closing.does(worker, "finish", json!({})).await;
    finished.says("is finished");
    let again = worker.press(decided.message(), "Finish").await;
    again.says("Not in this state");
    let held = world
        .as_(&closing.bradford.cypt.worker)
        .case(&closing.case.reference)
        .await;
    assert!(
        held.holder.is_none() && held.closed_at.is_some(),
        "{held:#?}"
    );
    let listed = manager.slash("matter list", json!({})).await;
    listed.says("No matter of your teams is open");
    closing.ends().await;
}

async fn a_matter_is_taken_back_or_refused_with_the_reason(database: &Database) {
    let world = tuesday(database).await;
    let closing = Closing::set(&world).await;
    let (worker, manager) = (closing.discord.user(WORKER), closing.discord.user(MANAGER));
    let silent = closing.does(manager, "escalate", json!({})).await;
    silent.says("ladder");
    let nothing = closing.does(manager, "override", json!({})).await;
    nothing.says("Nothing on");
    let undated = closing.does(manager, "agree-date", json!({})).await;
    undated.says("Nothing on");
    ticks(&closing, worker, "Closure discussed").await;
    let asked = closing.does(worker, "untick", json!({})).await;
    let done = asked.message().options()[0].to_owned();
    worker
        .choose(asked.message(), &done)
        .await
        .says("Done: untick");
    let form = closing.does(worker, "withdraw", json!({})).await;
    let taken_back = worker.submit(&form, json!({ "text": WORDS })).await;
    taken_back.says("is withdrawn");
    let late = closing.does(manager, "show", json!({})).await;
    late.says("withdrawn");
    assert!(late.message().buttons().is_empty(), "{late:#?}");
    closing.ends().await;
}
