//! Linking, asking, urgent questions, and what is said to strangers.

use openapi::{AskedQuestion, ChatServer, ChatSettings, LinkCode, Page};
use serde_json::json;
use tests::{Database, Discord, on_both_databases};

use super::{OTHER, STRANGER, Scene, WORKER, tuesday};

on_both_databases!(
    an_account_is_linked_and_asks,
    a_stranger_is_told_how_to_link_and_whom_to_ring,
    a_mention_is_answered_to_whoever_wants_to_see_it,
    what_an_answer_turns_on_is_asked_back_and_the_answer_is_judged,
);

async fn an_account_is_linked_and_asks(database: &Database) {
    let world = tuesday(database).await;
    let durham = world.durham().await;
    let discord = Discord::start().await;
    let secret = durham.authority.assistant().await;
    let running = world.in_discord(&discord, &[&secret]).await;
    let worker = discord.user(WORKER);

    let before = worker.slash("transfer pending", json!({})).await;
    before.says("not linked").says("/link");
    worker
        .slash("link", json!({"code": "0000-0000"}))
        .await
        .says("code");
    let code = world
        .as_(&durham.ops.worker)
        .post_empty("/v1/chat/codes")
        .await;
    let code = code.with::<LinkCode>(201).code;
    worker
        .slash("link", json!({ "code": code }))
        .await
        .says("Linked: I act here for W. O.");
    worker
        .slash("transfer pending", json!({}))
        .await
        .says("Nothing waits for you.");
    assert!(
        discord
            .user(STRANGER)
            .slash("link", json!({ "code": code }))
            .await
            .text()
            .contains("code")
    );

    let answered = worker
        .slash(
            "ask",
            json!({"question": "who decides whether a case steps up?"}),
        )
        .await;
    assert_eq!(answered.kind, 4);
    assert!(answered.message().ephemeral, "{answered:#?}");
    assert!(!answered.text().is_empty() && answered.message().buttons().contains(&"Log this call"));

    worker
        .slash("unlink", json!({}))
        .await
        .says("The link has ended");
    worker
        .slash("transfer pending", json!({}))
        .await
        .says("not linked");
    running.stop().await;
    discord.sweep(&[]);
    discord.stop().await;
}

async fn a_stranger_is_told_how_to_link_and_whom_to_ring(database: &Database) {
    let world = tuesday(database).await;
    let scene = Scene::set(&world).await;
    let stranger = scene.discord.user(STRANGER);
    stranger
        .slash("ask", json!({"question": "who decides?"}))
        .await
        .says("not linked")
        .says("999");
    stranger
        .slash("transfer show", json!({"reference": "T-4F7K2"}))
        .await
        .says("not linked");
    assert!(
        stranger
            .autocomplete("transfer show", json!({"reference": "T"}), "reference")
            .await
            .is_empty()
    );
    stranger
        .slash("urgent", json!({}))
        .await
        .says("URGENT")
        .says("999");

    // Where the authority gives public guidance, the procedure is answered, and nothing of anybody's work.
    let administrator = world.as_(&scene.durham.authority.administrator);
    let public = json!({"public_guidance": true, "call_ladder": []});
    let put = administrator.put("/v1/chat/settings", public).await;
    put.with::<ChatSettings>(200);
    let server = format!("/v1/chat/servers/{}", tests::discord::GUILD);
    let ours = json!({"platform": "discord", "channels": []});
    let bound = administrator.put(server, ours).await;
    bound.with::<ChatServer>(200);
    let scene = scene.restarted(&world).await;
    let stranger = scene.discord.user(STRANGER);
    let question = json!({"question": "how long has the receiving team to move the case?"});
    let answered = stranger.slash("ask", question).await;
    answered.says("DUR-12");
    let offered = answered.message().buttons();
    assert!(!offered.contains(&"Log this call"), "{offered:?}");
    stranger
        .slash("transfer pending", json!({}))
        .await
        .says("not linked");
    scene.ends(&[]).await;
}

async fn a_mention_is_answered_to_whoever_wants_to_see_it(database: &Database) {
    let world = tuesday(database).await;
    let scene = Scene::set(&world).await;
    let worker = scene.discord.user(WORKER);
    worker.writes(&format!(
        "<@{}> who decides whether a case steps up?",
        tests::discord::APPLICATION
    ));
    let shown = scene
        .discord
        .message(worker.channel(), |said| {
            said.buttons().contains(&"Show the answer")
        })
        .await;
    let answered = worker.press(&shown, "Show the answer").await;
    assert!(answered.message().ephemeral && !answered.text().is_empty());
    worker.writes("a message that is nobody's business");

    worker.writes(&format!(
        "<@{}> a child is being hurt right now, who do I call?",
        tests::discord::APPLICATION
    ));
    let urgent = scene
        .discord
        .message(worker.channel(), |said| said.content.contains("URGENT"))
        .await;
    assert!(urgent.content.contains("999"), "{urgent:#?}");

    let direct = worker.in_private();
    direct.writes("pending");
    scene
        .discord
        .message(direct.channel(), |said| {
            said.content.contains("Nothing waits for you.")
        })
        .await;
    scene.ends(&["nobody's business"]).await;
}

async fn what_an_answer_turns_on_is_asked_back_and_the_answer_is_judged(database: &Database) {
    let world = tuesday(database).await;
    let scene = Scene::set(&world).await;
    let other = scene.discord.user(OTHER);
    let asked = other
        .slash("ask", json!({"question": "FF to LAC process"}))
        .await;
    asked.says("What is the care plan?");
    let answered = other.choose(asked.message(), "Adoption").await;
    answered.says("To LAC3");
    let clause = answered.message().buttons();
    let clause = clause.into_iter().find(|label| label.contains("lause"));
    let clause = clause.expect("the clause can be seen").to_owned();
    other.press(answered.message(), &clause).await.says("DUR-");
    other
        .press(answered.message(), "This helped")
        .await
        .says("Thank you");
    let worker = scene.discord.user(WORKER);
    let asked = worker
        .slash(
            "ask",
            json!({"question": "does anybody get a mileage rate"}),
        )
        .await;
    worker
        .press(asked.message(), "This did not help")
        .await
        .says("noted");
    let administrator = world.as_(&scene.durham.authority.administrator);
    for helpful in [true, false] {
        let judged: Page<AskedQuestion> = administrator
            .get(format!("/v1/asks?helpful={helpful}"))
            .await
            .with(200);
        assert_eq!(judged.items.len(), 1, "{judged:#?}");
    }
    let forgotten = "s:go on 0199f000-0000-7000-8000-0000000000a1 yes";
    let late = other.press_id(answered.message(), forgotten).await;
    late.says("Ask it again");
    scene.ends(&["mileage"]).await;
}
