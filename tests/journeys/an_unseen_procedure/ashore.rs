//! What moves no case: going ashore by a small ladder, and calling again, where a rota says who takes the family.

use openapi::{Case, Contact, Matter, MatterState, Rota};
use serde_json::json;
use tests::answer::Answer;
use tests::reading::blocked_by;
use tests::{Caller, Database, World, on_both_databases};

on_both_databases!(
    a_case_goes_ashore_and_the_berth_whose_turn_it_is_has_it_when_the_family_calls_again
);

async fn step(
    caller: Caller<'_>,
    matter: &Matter,
    action: &str,
    body: serde_json::Value,
) -> Answer {
    let path = format!("/v1/matters/{}/{action}", matter.reference);
    caller.post(path, body).await
}

async fn opened(caller: Caller<'_>, case: &Case) -> Matter {
    let asked = json!({ "matter": "going_ashore", "case": case.reference });
    caller.post("/v1/matters", asked).await.with(201)
}

async fn calls_again(caller: Caller<'_>, reader: Caller<'_>, case: &Case) -> Matter {
    let call = json!({
        "case": case.reference, "caller": "family", "concern": "the wind has turned", "urgent": false, "referral": true,
    });
    let logged: Contact = caller.post("/v1/contacts", call).await.with(201);
    assert_eq!(logged.matters.len(), 1, "{logged:#?}");
    let path = format!("/v1/matters/{}", logged.matters[0].reference);
    reader.get(path).await.with(200)
}

async fn a_case_goes_ashore_and_the_berth_whose_turn_it_is_has_it_when_the_family_calls_again(
    database: &Database,
) {
    let world = World::start_with_invented_packs(database, "2027-05-04T09:00:00Z").await;
    let quayside = world.quayside().await;
    let moorings = quayside
        .authority
        .crew("moorings", "moorings_lead", "moorings_worker")
        .await;
    let (harbour, practice_lead) = (&quayside.harbour, world.as_(&quayside.tides[0]));
    let (worker, lead) = (world.as_(&harbour.worker), world.as_(&harbour.manager));
    let case = quayside.case(json!({})).await;
    let holder = async || {
        let shown = practice_lead.case(&case.reference).await;
        shown.holder.map(|holder| holder.team.id)
    };
    let (ashore, afloat) = (
        json!({ "decision": "ashore" }),
        json!({ "decision": "afloat" }),
    );

    // The lead has two days, then it is the practice lead's as well.
    let first = opened(worker, &case).await;
    let early = step(practice_lead, &first, "decide", afloat.clone()).await;
    early.refused(403, "not-your-decision");
    world.travel_to("2027-05-06T23:00:00Z").await;
    let stays = step(practice_lead, &first, "decide", afloat).await;
    assert_eq!(stays.with::<Matter>(200).state, MatterState::Finished);

    let second = opened(worker, &case).await;
    let unknown = step(lead, &second, "decide", ashore.clone()).await;
    let unknown = unknown.refused(409, "gate-closed");
    assert_eq!(blocked_by(&unknown), ["calm_before_ashore"]);
    let calm = json!({ "facts": { "calm_since": "2027-01-11" } });
    step(worker, &second, "record-fact", calm)
        .await
        .with::<Matter>(200);
    step(lead, &second, "decide", ashore)
        .await
        .with::<Matter>(200);
    let unwritten = step(worker, &second, "finish", json!({})).await;
    let unwritten = unwritten.refused(409, "gate-closed");
    assert_eq!(blocked_by(&unwritten), ["letter_with_way_back"]);
    let letter = json!({ "item": "letter_with_way_back" });
    step(worker, &second, "tick", letter)
        .await
        .with::<Matter>(200);
    step(worker, &second, "finish", json!({}))
        .await
        .with::<Matter>(200);
    assert_eq!(holder().await, None);

    // A call about something else asks to be called back, and that is the end of it.
    let other =
        json!({ "case": case.reference, "caller": "family", "concern": "a form", "urgent": false });
    let other: Contact = worker.post("/v1/contacts", other).await.with(201);
    let [waits] = other.matters.as_slice() else {
        panic!("it asks for one thing: {other:#?}");
    };
    let answer = json!({ "response": "Sent by post." });
    let path = format!("/v1/contacts/{}/respond", other.reference);
    worker.post(path, answer).await.with::<Contact>(200);
    let path = format!("/v1/matters/{}", waits.reference);
    let called_back: Matter = worker.get(path).await.with(200);
    assert_eq!(called_back.matter, "call_back");
    assert_eq!(called_back.state, MatterState::Finished);

    // Nobody has entered the rota yet: the call is logged all the same, and stays with the berth that it reached.
    let reached = calls_again(worker, practice_lead, &case).await;
    assert_eq!(holder().await, Some(harbour.team), "{reached:#?}");
    let again = json!({ "decision": "ashore_again" });
    step(lead, &reached, "decide", again)
        .await
        .with::<Matter>(200);
    assert_eq!(holder().await, None);

    let turns = json!({ "teams": [moorings.team, harbour.team] });
    let keeper = world.as_(&quayside.tides[1]);
    keeper
        .put("/v1/rotas/turns_on_the_quay", turns)
        .await
        .with::<Rota>(200);
    let taken = calls_again(worker, practice_lead, &case).await;
    assert_eq!(holder().await, Some(moorings.team), "{taken:#?}");
    let due = taken
        .deadlines
        .iter()
        .find(|one| one.key == "called_again_decided");
    let due = due.and_then(|one| one.due_at).map(|at| at.to_rfc3339());
    assert_eq!(
        due.as_deref(),
        Some("2027-05-12T22:59:59+00:00"),
        "three working days from Friday"
    );
    let back = json!({ "decision": "as_before" });
    let theirs = world.as_(&moorings.manager);
    step(theirs, &taken, "decide", back)
        .await
        .with::<Matter>(200);
    assert_eq!(holder().await, Some(harbour.team));
}
