//! Turns, one after the other, as a face without a memory takes them.

#![allow(clippy::unwrap_used)]

use serde_json::json;
use uuid::Uuid;

use super::prompt::Expected;
use super::stub::Stub;
use super::turn::{Asks, Filled, Turn};
use super::{Assistant, Audience, Tone, sample};

const ASK: &str = "POST /v1/packs/exampleshire/ask";

fn stub() -> Stub {
    let transfer = json!(sample::transfer());
    let calm = json!({"outcome": "not_covered", "urgent": false, "document": {"title": "The procedure", "dated": "2024", "review_overdue": false}, "pack_version": "1.2.0", "notices": [], "answers": []});
    Stub::start()
        .on("GET /v1/me", 200, json!(sample::me()))
        .on("GET /v1/packs/exampleshire", 200, json!(sample::pack()))
        .on("GET /v1/practitioners", 200, sample::people())
        .on("GET /v1/transfers/T-0031", 200, transfer.clone())
        .on("POST /v1/transfers/T-0031/decline", 200, transfer.clone())
        .on("POST /v1/transfers/T-0031/record-discussion", 200, transfer)
        .on(ASK, 200, calm.clone())
        .on(&format!("{ASK} he is hitting her now"), 200, {
            let mut urgent = calm;
            urgent["urgent"] = json!(true);
            urgent
        })
}

async fn turn(stub: &Stub, text: &str, filled: &[(&str, &str)]) -> Turn {
    let assistant = Assistant::new(stub.client(), None, Audience::ChatPlatform);
    let filled: Vec<Filled> = filled
        .iter()
        .map(|(name, text)| ((*name).into(), (*text).into()))
        .collect();
    assistant.turn(text, &filled, Uuid::nil()).await
}

/// The next thing to say after the first choice was picked.
fn picked(turn: &Turn) -> String {
    match &turn.asks {
        Some(Asks::Choice { command, prompt }) => match &prompt.expected {
            Expected::OneOf(choices) => format!("{command} {}", choices[0].say),
            other => panic!("{other:?}"),
        },
        other => panic!("nothing to choose: {other:?}"),
    }
}

fn fields(turn: &Turn) -> Vec<&str> {
    match &turn.asks {
        Some(Asks::Form { fields, .. }) => fields.iter().map(|field| field.name.as_str()).collect(),
        other => panic!("no form: {other:?}"),
    }
}

#[tokio::test]
async fn what_was_picked_stands_in_what_is_said_next() {
    let stub = stub();
    let first = turn(&stub, "record discussion T-0031", &[]).await;
    assert_eq!(picked(&first), "record discussion T-0031 phone");
    let second = turn(&stub, &picked(&first), &[]).await;
    let third = turn(&stub, &picked(&second), &[]).await;
    let done = turn(&stub, &picked(&third), &[]).await;
    assert!(
        done.asks.is_none() && done.said[0].text().contains("Done: record discussion"),
        "{done:#?}"
    );
    assert_eq!(stub.calls("POST /v1/transfers/T-0031/record-discussion"), 1);
}

#[tokio::test]
async fn a_form_asks_what_is_missing_and_takes_what_may_be_left_out() {
    let stub = stub();
    let form = turn(&stub, "decline T-0031 not_the_threshold", &[]).await;
    assert_eq!(fields(&form), ["text"]);
    let done = turn(&stub, "decline T-0031 not_the_threshold", &[("text", "")]).await;
    assert!(done.said[0].text().contains("Done: decline"), "{done:#?}");
    assert_eq!(
        stub.last("POST /v1/transfers/T-0031/decline"),
        json!({"reason": "not_the_threshold"})
    );
    assert_eq!(
        stub.keys("POST /v1/transfers/T-0031/decline"),
        [Uuid::nil().to_string()]
    );
}

#[tokio::test]
async fn danger_in_a_form_comes_first() {
    let stub = stub();
    let done = turn(
        &stub,
        "decline T-0031 not_the_threshold",
        &[("text", "he is hitting her now")],
    )
    .await;
    assert_eq!(done.said[0].tone, Tone::Urgent);
    assert!(
        done.said.last().unwrap().text().contains("Done: decline"),
        "and it is done all the same"
    );
}

#[tokio::test]
async fn a_call_is_logged_by_one_form_and_a_missing_part_is_named() {
    let stub = stub();
    let form = turn(&stub, "log an urgent call", &[]).await;
    assert_eq!(fields(&form), ["caller", "concern", "case"]);
    let wrong = turn(&stub, "log an urgent call", &[("caller", "school")]).await;
    assert_eq!(wrong.said[0].tone, Tone::Refusal);
    assert!(
        wrong.said[0].text().contains("What about?") && !wrong.said[0].text().contains("school")
    );
    assert_eq!(wrong.said[0].offers[0].say, "log an urgent call");
    assert_eq!(stub.calls("POST /v1/contacts"), 0);
}

#[tokio::test]
async fn one_of_several_answers_is_chosen_and_judged_and_no_question_stands_in_a_button() {
    let question = "can he go at fifteen";
    let entry = |id: &str, title: &str| json!({"entry": id, "title": title, "steps": [format!("Do as {id} says.")], "contact_points": [], "do_not": [], "citations": [], "score": 0.5});
    let close = json!({"id": "0199f000-0000-7000-8000-0000000000a1", "outcome": "choice", "urgent": false, "pack_version": "1.2.0", "notices": [],
        "document": {"title": "The procedure", "dated": "2024", "review_overdue": false},
        "answers": [entry("looked_after", "A looked-after child"), entry("at_home", "A child at home")]});
    let stub = stub().on(&format!("{ASK} {question}"), 200, close);
    let assistant = Assistant::new(stub.client(), None, Audience::ChatPlatform);
    let asked = assistant.question_turn(question).await;
    let command = picked(&asked);
    assert!(
        command.starts_with("go on ") && !command.contains("fifteen"),
        "{command}"
    );
    let chosen = assistant.turn(&command, &[], Uuid::nil()).await;
    assert!(chosen.said[0].text().contains("Do as looked_after says."));
    let offers = &chosen.said[0].offers;
    let helped = offers
        .iter()
        .find(|offer| offer.label == "This helped")
        .unwrap();
    assert_eq!(
        helped.say,
        "helped 0199f000-0000-7000-8000-0000000000a1 looked_after"
    );
    let other = turn(&stub, &command, &[]).await;
    assert!(other.said[0].text().contains("Ask it again"), "{other:#?}");
}

#[tokio::test]
async fn what_an_answer_turns_on_goes_along_with_the_same_question() {
    let question = "when does it move";
    let turns = json!({"outcome": "answered", "urgent": false, "pack_version": "1.2.0", "notices": [],
        "document": {"title": "The procedure", "dated": "2024", "review_overdue": false}, "answers": [],
        "missing": {"id": "settled", "type": "bool", "question": "Is it settled?", "choices": []}});
    let stub = stub().on(&format!("{ASK} {question}"), 200, turns);
    let assistant = Assistant::new(stub.client(), None, Audience::ChatPlatform);
    let asked = assistant.question_turn(question).await;
    assistant.turn(&picked(&asked), &[], Uuid::nil()).await;
    let again = stub.last(ASK);
    assert_eq!(
        (&again["question"], &again["facts"]),
        (&json!(question), &json!({"settled": true}))
    );
}

#[tokio::test]
async fn a_matter_is_decided_by_a_choice_and_only_facts_that_may_be_asked_here_are() {
    let stub = stub()
        .on("GET /v1/matters/M-4F7K2", 200, json!(sample::matter()))
        .on(
            "POST /v1/matters/M-4F7K2/decide",
            200,
            json!(sample::matter()),
        );
    let asked = turn(&stub, "decide M-4F7K2", &[]).await;
    assert_eq!(picked(&asked), "decide M-4F7K2 close");
    let decided = turn(&stub, "decide M-4F7K2 close", &[]).await;
    assert!(decided.is_settled(), "{decided:?}");
    let sent = stub.last("POST /v1/matters/M-4F7K2/decide");
    assert_eq!(sent, json!({"decision": "close"}));
    let says: Vec<_> = decided.said[0]
        .offers
        .iter()
        .map(|offer| offer.say.as_str())
        .collect();
    let offered = [
        "record fact M-4F7K2",
        "tick M-4F7K2",
        "decide M-4F7K2 close",
        "decide M-4F7K2 keep",
        "withdraw M-4F7K2",
    ];
    assert_eq!(says, offered);
    let facts = turn(&stub, "record fact M-4F7K2", &[]).await;
    assert_eq!(fields(&facts), ["family_informed"], "harm is personal");
}
