//! An account of the chat is linked by a code, speaks for its practitioner and for nobody else, and carries nothing personal.

use openapi::{
    Answer as Answered, BindServer, ChatLease, ChatLink, ChatServer, ChatService, ChatToken,
    Contact, LinkCode, Me,
};
use serde_json::{Value, json};
use tests::answer::Answer;
use tests::durham::Durham;
use tests::{Caller, Child, Database, Person, World, on_both_databases};

on_both_databases!(
    a_linked_account_speaks_for_its_practitioner_until_either_side_ends_it,
    a_code_is_good_once_for_ten_minutes_and_only_the_newest,
    nobody_tries_codes_at_random_or_collects_them,
    an_account_and_a_practitioner_have_one_link,
    someone_suspended_is_not_spoken_for,
    through_the_chat_nothing_is_set_up_and_the_assistant_reads_nothing_for_itself,
    nothing_personal_is_answered_to_the_assistant,
    one_process_speaks_at_a_time,
    someone_unlinked_is_answered_only_where_the_authority_allows_it,
    a_server_belongs_to_one_authority,
);

const MORNING: &str = "2026-11-24T10:00:00Z";
const ACCOUNT: &str = "80351110224678912";

async fn code_of(caller: Caller<'_>) -> String {
    let code: LinkCode = caller.post_empty("/v1/chat/codes").await.with(201);
    code.code
}

async fn redeem(assistant: Caller<'_>, code: &str, account: &str) -> Answer {
    let typed = json!({ "code": code, "account_id": account });
    assistant.post("/v1/chat/links", typed).await
}

async fn speak_for(assistant: Caller<'_>, account: &str) -> Answer {
    let account = json!({ "account_id": account });
    assistant.post("/v1/chat/tokens", account).await
}

async fn a_linked_account_speaks_for_its_practitioner_until_either_side_ends_it(
    database: &Database,
) {
    let world = World::start(database, MORNING).await;
    let durham = world.durham().await;
    let credential = durham.authority.assistant().await;
    let (assistant, worker) = (world.with_token(&credential), world.as_(&durham.ops.worker));
    speak_for(assistant, ACCOUNT)
        .await
        .refused(404, "not-linked");

    let code = code_of(worker).await;
    let typed = code.to_lowercase().replace('-', " ");
    let link: ChatLink = redeem(assistant, &typed, ACCOUNT).await.with(201);
    assert_eq!(link.practitioner.id, durham.ops.worker.id);
    assert_eq!(
        (link.platform.as_str(), link.account_id.as_str()),
        ("discord", ACCOUNT)
    );
    let links: Vec<ChatLink> = worker.get("/v1/chat/links").await.with(200);
    assert_eq!(links, std::slice::from_ref(&link));

    let token: ChatToken = speak_for(assistant, ACCOUNT).await.with(201);
    let spoken_for = world.with_token(&token.token);
    let me: Me = spoken_for.get("/v1/me").await.with(200);
    assert_eq!(me.practitioner.id, durham.ops.worker.id);

    let path = format!("/v1/chat/links/{}", link.id);
    let stranger = world.as_(&durham.families_first.worker);
    stranger.delete(&path).await.refused(404, "not-found");
    spoken_for.delete(&path).await.with::<ChatLink>(200);
    spoken_for
        .get("/v1/me")
        .await
        .refused(401, "unauthenticated");
    speak_for(assistant, ACCOUNT)
        .await
        .refused(404, "not-linked");
    worker.delete(&path).await.refused(409, "exists");

    let again = durham
        .authority
        .link(&credential, &durham.ops.worker, ACCOUNT)
        .await;
    let token: ChatToken = speak_for(assistant, ACCOUNT).await.with(201);
    let ended = worker.delete(format!("/v1/chat/links/{}", again.id)).await;
    assert!(ended.with::<ChatLink>(200).unlinked_at.is_some());
    let spoken_for = world.with_token(&token.token);
    spoken_for
        .get("/v1/me")
        .await
        .refused(401, "unauthenticated");
}

async fn a_code_is_good_once_for_ten_minutes_and_only_the_newest(database: &Database) {
    let world = World::start(database, MORNING).await;
    let durham = world.durham().await;
    let credential = durham.authority.assistant().await;
    let (assistant, worker) = (world.with_token(&credential), world.as_(&durham.ops.worker));
    let (older, newer) = (code_of(worker).await, code_of(worker).await);
    redeem(assistant, &older, ACCOUNT)
        .await
        .refused(422, "not-valid");
    let link: ChatLink = redeem(assistant, &newer, ACCOUNT).await.with(201);
    let spent = redeem(assistant, &newer, "another").await;
    assert_eq!(spent.refused(422, "not-valid").errors[0].field, "code");
    worker
        .delete(format!("/v1/chat/links/{}", link.id))
        .await
        .with::<ChatLink>(200);

    let late = code_of(worker).await;
    world.travel_to("2026-11-24T10:11:00Z").await;
    redeem(assistant, &late, ACCOUNT)
        .await
        .refused(422, "not-valid");
    let other = world.authority("Otherham", "durham").await;
    let elsewhere = other.assistant().await;
    let code = code_of(worker).await;
    let astray = redeem(world.with_token(&elsewhere), &code, ACCOUNT).await;
    astray.refused(422, "not-valid");
    redeem(assistant, &code, ACCOUNT)
        .await
        .with::<ChatLink>(201);
}

async fn nobody_tries_codes_at_random_or_collects_them(database: &Database) {
    let world = World::start(database, MORNING).await;
    let durham = world.durham().await;
    let credential = durham.authority.assistant().await;
    let (assistant, worker) = (world.with_token(&credential), world.as_(&durham.ops.worker));
    for _ in 0..4 {
        code_of(worker).await;
    }
    let code = code_of(worker).await;
    let collected = worker.post_empty("/v1/chat/codes").await;
    collected.refused(429, "too-many");
    for guess in [
        "0000-0000",
        "0000-0001",
        "0000-0002",
        "0000-0003",
        "0000-0004",
    ] {
        redeem(assistant, guess, ACCOUNT)
            .await
            .refused(422, "not-valid");
    }
    redeem(assistant, &code, ACCOUNT)
        .await
        .refused(429, "too-many");
    redeem(assistant, &code, "somebody else")
        .await
        .with::<ChatLink>(201);
    world.travel_to("2026-11-24T10:11:00Z").await;
    redeem(assistant, "0000-0000", ACCOUNT)
        .await
        .refused(422, "not-valid");
    code_of(worker).await;
    // Whoever is not the assistant redeems nothing.
    redeem(worker, &code, ACCOUNT)
        .await
        .refused(403, "forbidden");
}

async fn an_account_and_a_practitioner_have_one_link(database: &Database) {
    let world = World::start(database, MORNING).await;
    let durham = world.durham().await;
    let credential = durham.authority.assistant().await;
    let assistant = world.with_token(&credential);
    let (worker, manager) = (
        world.as_(&durham.ops.worker),
        world.as_(&durham.ops.manager),
    );
    durham
        .authority
        .link(&credential, &durham.ops.worker, ACCOUNT)
        .await;
    let taken = redeem(assistant, &code_of(manager).await, ACCOUNT).await;
    taken.refused(409, "exists");
    let second = redeem(assistant, &code_of(worker).await, "a second account").await;
    second.refused(409, "exists");
}

async fn someone_suspended_is_not_spoken_for(database: &Database) {
    let world = World::start(database, MORNING).await;
    let durham = world.durham().await;
    let credential = durham.authority.assistant().await;
    let assistant = world.with_token(&credential);
    let worker = &durham.ops.worker;
    durham.authority.link(&credential, worker, ACCOUNT).await;
    let token: ChatToken = speak_for(assistant, ACCOUNT).await.with(201);
    let spoken_for = world.with_token(&token.token);
    let administrator = world.as_(&durham.authority.administrator);
    let switch = async |what: &str| {
        let path = format!("/v1/practitioners/{}/{what}", worker.id);
        administrator
            .post_empty(path)
            .await
            .with::<openapi::Practitioner>(200)
    };
    let own = format!("/v1/practitioners/{}/suspend", worker.id);
    world
        .as_(worker)
        .post_empty(&own)
        .await
        .refused(403, "forbidden");
    assert!(switch("suspend").await.suspended);
    spoken_for
        .get("/v1/me")
        .await
        .refused(401, "unauthenticated");
    speak_for(assistant, ACCOUNT)
        .await
        .refused(403, "forbidden");
    assert!(!switch("reinstate").await.suspended);
    speak_for(assistant, ACCOUNT).await.with::<ChatToken>(201);
    spoken_for.get("/v1/me").await.with::<Me>(200);
}

async fn through_the_chat_nothing_is_set_up_and_the_assistant_reads_nothing_for_itself(
    database: &Database,
) {
    let world = World::start(database, MORNING).await;
    let durham = world.durham().await;
    let credential = durham.authority.assistant().await;
    let assistant = world.with_token(&credential);
    let administrator = &durham.authority.administrator;
    durham
        .authority
        .link(&credential, administrator, ACCOUNT)
        .await;
    let token: ChatToken = speak_for(assistant, ACCOUNT).await.with(201);
    let spoken_for = world.with_token(&token.token);
    let team = json!({ "service": "families_first", "name": "South" });
    spoken_for
        .post("/v1/teams", team)
        .await
        .refused(403, "forbidden");
    spoken_for
        .post_empty("/v1/chat/codes")
        .await
        .refused(403, "forbidden");
    speak_for(spoken_for, ACCOUNT)
        .await
        .refused(403, "forbidden");
    let everyones = json!({ "claimant": "chat", "for": "all" });
    spoken_for
        .post("/v1/notifications/claim", everyones)
        .await
        .refused(403, "forbidden");
    spoken_for.get("/v1/teams").await.with::<Value>(200);

    for path in [
        "/v1/transfers",
        "/v1/cases",
        "/v1/me",
        "/v1/teams",
        "/v1/contacts",
    ] {
        assistant.get(path).await.refused(403, "forbidden");
    }
    let service: ChatService = assistant.get("/v1/chat/service").await.with(200);
    assert_eq!(
        (service.platform.as_str(), service.pack.as_str()),
        ("discord", "durham")
    );
    let forged = format!("{credential}0");
    world
        .with_token(&forged)
        .get("/v1/chat/service")
        .await
        .refused(401, "unauthenticated");
}

/// Texts that must never come back through the chat.
const TOLD: [&str; 5] = ["QQNOTE", "QQCONCERN", "QQANSWER", "QQCASE", "2015-04-03"];

/// A transfer with somebody's own words in every place that takes them, and a call about its case.
async fn told_everything(world: &World, durham: &Durham<'_>) -> [String; 3] {
    let child = Child {
        born: Some("2015-04-03"),
        ..Child::default()
    };
    let case = durham.authority.case(&durham.ops, child).await;
    let transfer = durham.step_up_requested(world, &case).await;
    let manager = world.as_(&durham.families_first.manager);
    let note = json!({ "what": "QQNOTE", "note": "QQNOTE" });
    manager.act(&transfer, "ask-information", note).await;
    let declined = json!({ "reason": "threshold_not_met", "note": "QQNOTE", "text": "QQNOTE" });
    manager.act(&transfer, "decline", declined).await;
    let call = json!({ "case": case.reference, "caller": "school", "concern": "QQCONCERN", "urgent": true });
    let worker = world.as_(&durham.ops.worker);
    let call: Contact = worker.post("/v1/contacts", call).await.with(201);
    let path = format!("/v1/contacts/{}/respond", call.reference);
    worker
        .post(path, json!({ "response": "QQANSWER" }))
        .await
        .with::<Contact>(200);
    [case.reference, transfer, call.reference]
}

async fn nothing_personal_is_answered_to_the_assistant(database: &Database) {
    let world = World::start(database, MORNING).await;
    let durham = world.durham().await;
    let credential = durham.authority.assistant().await;
    let [case, transfer, call] = told_everything(&world, &durham).await;
    let worker = &durham.ops.worker;
    durham.authority.link(&credential, worker, ACCOUNT).await;
    let token: ChatToken = speak_for(world.with_token(&credential), ACCOUNT)
        .await
        .with(201);
    let spoken_for = world.with_token(&token.token);
    let paths = every_read(&world, &case, &transfer, &call).await;
    assert!(paths.len() > 20, "{paths:?}");
    let mut kept_back = Vec::new();
    for path in &paths {
        let own = world.as_(worker).get(path).await;
        if found(&own.body).is_some() {
            kept_back.push(path.clone());
        }
        let answer = spoken_for.get(path).await;
        assert_eq!(found(&answer.body), None, "{path}: {:#}", answer.body);
    }
    for told in [
        format!("/v1/cases/{case}"),
        "/v1/cases".into(),
        "/v1/contacts".into(),
        "/v1/tracking".into(),
    ] {
        assert!(kept_back.contains(&told), "{told}: {kept_back:?}");
    }
    let logged =
        json!({ "case": case, "caller": "school", "concern": "QQCONCERN", "urgent": true });
    let logged = spoken_for.post("/v1/contacts", logged).await;
    assert_eq!((logged.status, found(&logged.body)), (201, None));
    let wrong = json!({ "case": case, "caller": "school", "concern": "x", "urgent": "QQCONCERN" });
    let wrong = spoken_for.post("/v1/contacts", wrong).await;
    assert_eq!((wrong.status, found(&wrong.body)), (422, None));
}

/// Whatever the document lets be read, about one case and one transfer.
async fn every_read(world: &World, case: &str, transfer: &str, call: &str) -> Vec<String> {
    let document = world.http().get(world.url("/openapi.json")).send().await;
    let document: Value = document
        .expect("it is served")
        .json()
        .await
        .expect("it is JSON");
    let paths = document["paths"].as_object().expect("it has paths");
    let read = paths
        .iter()
        .filter(|(_, operations)| operations.get("get").is_some());
    read.map(|(path, _)| {
        path.replace("/transfers/{id}", &format!("/transfers/{transfer}"))
            .replace("/cases/{id}", &format!("/cases/{case}"))
            .replace("/contacts/{id}", &format!("/contacts/{call}"))
            .replace("{pack}", "durham")
            .replace("{id}", "0199f000-0000-7000-8000-000000000011")
    })
    .collect()
}

fn found(body: &Value) -> Option<&'static str> {
    let text = body.to_string();
    let initials = format!("\"{}\"", tests::authority::INITIALS);
    let told = TOLD.into_iter().find(|told| text.contains(told));
    told.or(text.contains(&initials).then_some("initials"))
}

async fn one_process_speaks_at_a_time(database: &Database) {
    let world = World::start(database, MORNING).await;
    let durham = world.durham().await;
    let credential = durham.authority.assistant().await;
    let assistant = world.with_token(&credential);
    let take = async |process: &str, seconds: u32| {
        let lease =
            json!({ "process": process, "application_id": "1029", "lease_seconds": seconds });
        assistant.post("/v1/chat/leases", lease).await
    };
    let first: ChatLease = take("one", 60).await.with(200);
    assert_eq!((first.process.as_str(), first.shard), ("one", 0));
    let second = take("two", 60).await.refused(409, "exists");
    assert!(second.detail.contains("`one`"), "{}", second.detail);
    let renewed: ChatLease = take("one", 120).await.with(200);
    assert!(renewed.lease_until > first.lease_until);
    let shard = json!({ "process": "two", "application_id": "1029", "shard": 1 });
    assistant
        .post("/v1/chat/leases", shard)
        .await
        .with::<ChatLease>(200);
    take("one", 0).await.with::<ChatLease>(200);
    take("two", 60).await.with::<ChatLease>(200);
    world.travel_to("2026-11-24T10:05:00Z").await;
    let (one, two) = tokio::join!(take("three", 60), take("four", 60));
    let mut statuses = [one.status, two.status];
    statuses.sort_unstable();
    assert_eq!(
        statuses,
        [200, 409],
        "of two that start at once, one speaks"
    );
}

async fn someone_unlinked_is_answered_only_where_the_authority_allows_it(database: &Database) {
    let world = World::start(database, MORNING).await;
    let durham = world.durham().await;
    let credential = durham.authority.assistant().await;
    let assistant = world.with_token(&credential);
    let asked = json!({ "question": "how long has the receiving team to move the case?" });
    let ask = async || assistant.post("/v1/packs/durham/ask", asked.clone()).await;
    ask().await.refused(404, "not-linked");
    let settings = |ladder: Value| json!({ "public_guidance": true, "call_ladder": ladder });
    let worker = world.as_(&durham.ops.worker);
    let put = worker.put("/v1/chat/settings", settings(json!([]))).await;
    put.refused(403, "forbidden");
    let administrator = world.as_(&durham.authority.administrator);
    let nobody = json!([{ "label": "x", "roles": ["nobody"], "minutes": 0 }]);
    let put = administrator
        .put("/v1/chat/settings", settings(nobody))
        .await;
    let wrong: Vec<_> = put
        .refused(422, "not-valid")
        .errors
        .into_iter()
        .map(|e| e.field)
        .collect();
    assert_eq!(wrong, ["call_ladder.0.minutes", "call_ladder.0.roles"]);
    let put = administrator
        .put("/v1/chat/settings", settings(json!([])))
        .await;
    put.with::<Value>(200);
    ask().await.with::<Answered>(200);
}

async fn a_server_belongs_to_one_authority(database: &Database) {
    let world = World::start(database, MORNING).await;
    let durham = world.durham().await;
    let other = world.authority("Otherham", "durham").await;
    let bind = |team: uuid::Uuid| {
        let channel = openapi::BindChannel {
            team_id: team,
            channel_id: "81384788765712384".into(),
        };
        let bind = BindServer {
            platform: "discord".into(),
            channels: vec![channel],
        };
        serde_json::to_value(bind).expect("it is JSON")
    };
    let put = async |person: &Person, team| {
        world
            .as_(person)
            .put("/v1/chat/servers/4177", bind(team))
            .await
    };
    put(&durham.ops.manager, durham.ops.team)
        .await
        .refused(403, "forbidden");
    let administrator = &durham.authority.administrator;
    let astray = put(administrator, other.team("ops", "Other").await).await;
    assert_eq!(
        astray.refused(422, "not-valid").errors[0].field,
        "channels.0.team_id"
    );
    let bound: ChatServer = put(administrator, durham.ops.team).await.with(200);
    assert_eq!(bound.channels[0].team.id, durham.ops.team);
    let elsewhere = other.team("families_first", "Far").await;
    put(&other.administrator, elsewhere)
        .await
        .refused(409, "exists");
    let moved: ChatServer = put(administrator, durham.families_first.team)
        .await
        .with(200);
    assert_eq!(moved.channels.len(), 1, "what is left out is taken away");
    let gone = world
        .as_(administrator)
        .delete("/v1/chat/servers/4177")
        .await;
    gone.with::<ChatServer>(200);
    put(&other.administrator, elsewhere)
        .await
        .with::<ChatServer>(200);
}
