//! Conversations with a stand-in for the API.

#![allow(clippy::unwrap_used)]

use serde_json::{Value, json};

use super::conversation::Conversation;
use super::sample::{self, EAST, ME, OTHER};
use super::stub::Stub;
use super::*;

const ASK: &str = "POST /v1/packs/exampleshire/ask";

fn answer(outcome: &str, urgent: bool, titles: &[&str]) -> Value {
    let entry = |title: &&str| {
        json!({"entry": title.to_lowercase().replace(' ', "_"), "title": title, "steps": ["Do it."],
               "contact_points": [], "do_not": [], "citations": [], "score": 0.9})
    };
    json!({"outcome": outcome, "urgent": urgent, "document": {"title": "The procedure", "dated": "2024", "review_overdue": false}, 
           "pack_version": "1.2.0", "notices": [],
           "answers": titles.iter().map(entry).collect::<Vec<_>>()})
}

/// An API that knows one case, one transfer and one urgent sentence.
fn stub() -> Stub {
    let transfer = json!(sample::transfer());
    Stub::start()
        .on("GET /v1/me", 200, json!(sample::me()))
        .on("GET /v1/packs/exampleshire", 200, json!(sample::pack()))
        .on("GET /v1/teams", 200, sample::teams())
        .on("GET /v1/practitioners", 200, sample::people())
        .on("GET /v1/cases/C-0041", 200, json!(sample::case()))
        .on("GET /v1/transfers/T-0031", 200, transfer.clone())
        .on("POST /v1/transfers", 201, transfer)
        .on(
            "POST /v1/packs/exampleshire/assessments",
            200,
            assessment(&["family_informed"]),
        )
        .on(ASK, 200, answer("not_covered", false, &[]))
        .on(
            &format!("{ASK} he is hitting her now"),
            200,
            answer("answered", true, &["Danger"]),
        )
}

fn assessment(lacking: &[&str]) -> Value {
    let gate = |fact: &&str| {
        json!({"id": fact, "rule": "EXA-12", "rules": ["EXA-12"], "clause": "Section 4", "action": "request",
               "outcome": "lacks_fact", "message": "not told", "remedy": "tell", "overridable_by": [], "missing_facts": [fact]})
    };
    let fact = |fact: &&str| json!({"id": fact, "type": "bool", "question": "Has the family been told?", "choices": []});
    json!({"recommended": [], "gates": lacking.iter().map(gate).collect::<Vec<_>>(), "checklist": [], "deadlines": [],
           "notices": [], "responsibilities": [], "advice": [], "warnings": [],
           "missing_facts": lacking.iter().map(fact).collect::<Vec<_>>()})
}

/// A conversation under test.
struct Talk {
    assistant: Assistant,
    conversation: Conversation,
}

impl Talk {
    fn with(stub: &Stub, audience: Audience) -> Self {
        Self {
            assistant: Assistant::new(stub.client(), None, audience),
            conversation: Conversation::default(),
        }
    }

    async fn say(&mut self, text: &str) -> Vec<Reply> {
        // what is remembered must survive being stored
        let stored = serde_json::to_string(&self.conversation).unwrap();
        self.conversation = serde_json::from_str(&stored).unwrap();
        self.assistant.hear(&mut self.conversation, text).await
    }

    async fn text(&mut self, text: &str) -> String {
        let replies = self.say(text).await;
        replies
            .iter()
            .map(Reply::text)
            .collect::<Vec<_>>()
            .join("\n")
    }

    /// Says each, and expects each answer to hold the words beside it.
    async fn goes(&mut self, lines: &[(&str, &str)]) {
        for (said, expected) in lines {
            let heard = self.text(said).await;
            assert!(heard.contains(expected), "{said}: {heard}");
        }
    }
}

#[tokio::test]
async fn a_transfer_is_opened_one_question_at_a_time() {
    let stub = stub()
        .on(
            "POST /v1/transfers/T-0031/record-discussion",
            200,
            json!(sample::transfer()),
        )
        .on(
            "POST /v1/transfers/T-0031/request",
            200,
            json!(sample::transfer()),
        );
    let mut talk = Talk::with(&stub, Audience::Terminal);
    talk.goes(&[
        ("open a transfer", "Which case is to move?"),
        ("C-9999", "I find no case C-9999"),
        ("c-0041", "Which move is it?"),
        ("help to assessment", "On which day should the case move?"),
        ("20 November 2026", "Have the managers"),
        ("phone", "Who talked for the team that holds the case?"),
        ("A. Sample", "Who talked for the receiving team?"),
        ("1", "Has the family been told?"),
        ("yes", "Shall I send it?"),
        (
            "yes",
            "T-0031 is requested: Assessment East has been asked.",
        ),
    ])
    .await;
    assert_eq!(
        stub.last("POST /v1/transfers"),
        json!({"case": "C-0041", "pathway": "up", "kind": "push", "receiving_team_id": EAST, "planned_on": "2026-11-20",
               "facts": {"family_informed": true}})
    );
    assert_eq!(
        stub.last("POST /v1/transfers/T-0031/record-discussion"),
        json!({"way": "phone", "transferring_manager": ME, "receiving_manager": OTHER})
    );
    assert_eq!(talk.conversation, Conversation::default());
}

#[tokio::test]
async fn a_refused_request_is_explained_and_the_draft_kept() {
    let refusal = json!({"type": "/problems/gate-closed", "title": "Gate closed", "status": 409, "detail": "not told",
        "blocked_by": [{"kind": "gate", "id": "family_informed", "rule": "EXA-12", "clause": "Section 4", "message": "not told",
                        "remedy": "tell the family", "overridable_by": ["team_manager"], "missing_facts": [], "warning": false}]});
    let stub = stub()
        .on(
            "POST /v1/packs/exampleshire/assessments",
            200,
            assessment(&[]),
        )
        .on("POST /v1/transfers/T-0031/record-discussion", 409, refusal);
    let mut talk = Talk::with(&stub, Audience::Terminal);
    for said in ["open a transfer for C-0041", "1", "skip", "phone", "1", "1"] {
        talk.say(said).await;
    }
    let text = talk.text("yes").await;
    assert!(
        text.contains("not told (EXA-12, Section 4)")
            && text.contains("What to do: tell the family")
    );
    assert!(
        text.contains("Team manager may override it") && text.contains("T-0031 is kept as a draft")
    );
}

#[tokio::test]
async fn managers_who_have_not_talked_leave_a_draft() {
    let stub = stub().on(
        "POST /v1/packs/exampleshire/assessments",
        200,
        assessment(&[]),
    );
    let mut talk = Talk::with(&stub, Audience::Terminal);
    talk.goes(&[
        ("open a transfer for C-0041", "Which move is it?"),
        ("1", "On which day"),
        ("skip", "Have the managers"),
        ("not yet", "it stays a draft"),
        (
            "yes",
            "When the managers have talked, say `record discussion T-0031`",
        ),
    ])
    .await;
    assert_eq!(stub.calls("/request"), 0);
}

#[tokio::test]
async fn nothing_is_sent_without_a_yes() {
    let stub = stub().on(
        "POST /v1/packs/exampleshire/assessments",
        200,
        assessment(&[]),
    );
    let mut talk = Talk::with(&stub, Audience::Terminal);
    for said in ["open a transfer for C-0041", "1", "skip", "not yet"] {
        talk.say(said).await;
    }
    assert!(talk.text("no").await.contains("Nothing was sent."));
    assert_eq!(stub.calls("POST /v1/transfers"), 0);
}

#[tokio::test]
async fn personal_facts_are_not_asked_on_a_chat_platform() {
    let stub = stub().on(
        "POST /v1/packs/exampleshire/assessments",
        200,
        assessment(&["harm"]),
    );
    let mut talk = Talk::with(&stub, Audience::ChatPlatform);
    for said in ["open a transfer for C-0041", "1", "skip"] {
        talk.say(said).await;
    }
    let text = talk.text("not yet").await;
    assert!(
        text.contains("Record in Landsafe itself: Harm seen.") && text.contains("Shall I send it?")
    );
    let mut talk = Talk::with(&stub, Audience::Terminal);
    for said in ["open a transfer for C-0041", "1", "skip"] {
        talk.say(said).await;
    }
    assert!(
        talk.text("not yet")
            .await
            .contains("Has the family been told?")
    );
}

#[tokio::test]
async fn danger_comes_first_even_in_the_middle_of_a_dialogue() {
    let stub = stub();
    let mut talk = Talk::with(&stub, Audience::Terminal);
    for before in [
        "open a transfer",
        "open a transfer for C-0041",
        "decline T-0031",
    ] {
        talk.say(before).await;
        let replies = talk.say("he is hitting her now").await;
        assert_eq!(replies[0].tone, Tone::Urgent, "{before}");
        assert!(replies[0].text().contains("999"));
        assert!(replies[1].text().contains("log the call"));
        assert!(
            replies.last().unwrap().prompt.is_some(),
            "the open question is repeated after {before}"
        );
        talk.say("cancel").await;
    }
}

#[tokio::test]
async fn danger_in_a_free_text_is_seen_too() {
    let stub = stub().on(
        "POST /v1/transfers/T-0031/ask-information",
        200,
        json!(sample::transfer()),
    );
    let mut talk = Talk::with(&stub, Audience::Terminal);
    let at_once = talk
        .say("ask information T-0031 he is hitting her now")
        .await;
    assert_eq!(at_once[0].tone, Tone::Urgent);
    talk.goes(&[("ask information T-0031", "What do you want to know?")])
        .await;
    let replies = talk.say("he is hitting her now").await;
    assert_eq!(replies[0].tone, Tone::Urgent);
    assert_eq!(stub.calls("ask-information"), 2);
}

#[tokio::test]
async fn an_urgent_call_is_logged_and_the_dialogue_goes_on() {
    let contact = json!({"id": ME, "reference": "K-0081", "received_at": "2026-11-02T09:00:00Z",
        "recorded_at": "2026-11-02T09:00:00Z", "caller": "school", "concern": "x", "urgent": true,
        "logged_by": {"id": ME, "name": "A. Sample"}});
    let stub = stub().on("POST /v1/contacts", 201, contact);
    let mut talk = Talk::with(&stub, Audience::Terminal);
    talk.goes(&[
        ("open a transfer for C-0041", "Which move is it?"),
        ("he is hitting her now", "Danger"),
        ("log the call", "Who called?"),
        ("school", "What about?"),
        ("injury seen", "Which case is it about?"),
        ("C-0041", "Logged as K-0081"),
        ("1", "On which day should the case move?"),
    ])
    .await;
    let logged = stub.last("POST /v1/contacts");
    assert_eq!(
        logged,
        json!({"case": "C-0041", "caller": "school", "concern": "injury seen", "urgent": true})
    );
}

#[tokio::test]
async fn a_yes_to_the_offer_logs_the_call() {
    let stub = stub();
    let mut talk = Talk::with(&stub, Audience::Terminal);
    talk.goes(&[
        ("he is hitting her now", "log the call"),
        ("yes", "Who called?"),
    ])
    .await;
}

#[tokio::test]
async fn a_close_call_is_offered_as_a_choice() {
    let stub = stub()
        .on(
            &format!("{ASK} who decides"),
            200,
            answer("choice", false, &["Step up", "Step down"]),
        )
        .on(
            &format!("{ASK} what is a gate"),
            200,
            answer("answered", false, &["Gates"]),
        );
    let mut talk = Talk::with(&stub, Audience::Terminal);
    talk.goes(&[
        ("who decides", "Which do you mean?"),
        ("step down", "Step down\n1. Do it."),
        ("who decides", "Which do you mean?"),
        ("what is a gate", "Gates"),
    ])
    .await;
    assert_eq!(talk.conversation.dialogue, None);
}

#[tokio::test]
async fn a_command_in_between_is_answered_and_the_question_repeated() {
    let stub = stub();
    let mut talk = Talk::with(&stub, Audience::Terminal);
    talk.say("open a transfer for C-0041").await;
    let text = talk.text("show T-0031").await;
    assert!(text.contains("T-0031: requested") && text.contains("Which move is it?"));
    let text = talk.text("the blue one").await;
    assert!(text.contains("I take one of the choices") && text.contains("Which move is it?"));
    assert!(
        talk.text("accept T-0031")
            .await
            .contains("One thing at a time")
    );
}

#[tokio::test]
async fn actions_ask_for_what_they_lack() {
    let done = json!(sample::transfer());
    let stub = stub()
        .on("POST /v1/transfers/T-0031/tick", 200, done.clone())
        .on("POST /v1/transfers/T-0031/decline", 200, done.clone())
        .on("POST /v1/transfers/T-0031/accept", 200, done.clone())
        .on("POST /v1/transfers/T-0031/land", 200, done.clone())
        .on("POST /v1/transfers/T-0031/record-fact", 200, done);
    let mut talk = Talk::with(&stub, Audience::Terminal);
    talk.goes(&[
        ("tick T-0031 chronology", "Done: tick."),
        ("tick T-0031", "Which item is done?"),
        ("1", "Done: tick."),
        ("decline T-0031 too busy", "For which reason?"),
        ("threshold not met", "Done: decline."),
        ("accept T-0031", "Done: accept."),
        ("land T-0031 to B. Sample", "Done: land."),
        (
            "record fact T-0031 family_informed yes",
            "Done: record fact.",
        ),
        ("untick T-0031", "Nothing on T-0031 fits"),
    ])
    .await;
    assert_eq!(
        stub.last("POST /v1/transfers/T-0031/tick"),
        json!({"item": "chronology"})
    );
    assert_eq!(stub.last("POST /v1/transfers/T-0031/accept"), json!({}));
    assert_eq!(
        stub.last("POST /v1/transfers/T-0031/decline"),
        json!({"reason": "not_the_threshold", "text": "too busy"})
    );
    assert_eq!(
        stub.last("POST /v1/transfers/T-0031/land"),
        json!({"practitioner_id": OTHER})
    );
    assert_eq!(
        stub.last("POST /v1/transfers/T-0031/record-fact"),
        json!({"facts": {"family_informed": true}})
    );
}

#[tokio::test]
async fn without_the_service_people_are_sent_to_the_phone_and_lose_nothing() {
    let stub = stub();
    let mut talk = Talk::with(&stub, Audience::Terminal);
    talk.say("open a transfer for C-0041").await;
    let before = talk.conversation.clone();
    let gone = std::net::TcpListener::bind("127.0.0.1:0")
        .unwrap()
        .local_addr()
        .unwrap();
    talk.assistant.api = openapi::Client::new(format!("http://{gone}"), None).unwrap();
    let replies = talk.say("he is hitting her now").await;
    assert_eq!(replies[0].tone, Tone::Failure);
    assert!(replies[0].text().contains("999") && replies[0].text().contains("duty team by phone"));
    assert_eq!(talk.conversation, before);
}

#[tokio::test]
async fn duty_in_a_team_that_does_not_exist_is_taken_for_a_question() {
    let stub = stub().on("GET /v1/duty", 200, json!([])).on(
        &format!("{ASK} who is on duty for a child being hit"),
        200,
        answer("answered", true, &["Danger"]),
    );
    let mut talk = Talk::with(&stub, Audience::Terminal);
    talk.goes(&[
        ("who is on duty", "Nobody is entered on the rota"),
        (
            "who is on duty in help north?",
            "Nobody is entered on the rota",
        ),
        ("who is on duty for a child being hit", "Danger"),
    ])
    .await;
}

#[tokio::test]
async fn a_yes_said_twice_because_the_answer_was_lost_is_sent_under_the_same_key() {
    let stub = stub()
        .on(
            "POST /v1/packs/exampleshire/assessments",
            200,
            assessment(&[]),
        )
        .on("POST /v1/transfers", 503, json!("busy"));
    let mut talk = Talk::with(&stub, Audience::Terminal);
    for said in ["open a transfer for C-0041", "1", "skip", "not yet"] {
        talk.say(said).await;
    }
    assert_eq!(talk.say("yes").await[0].tone, Tone::Failure);
    let stub = stub.on("POST /v1/transfers", 201, json!(sample::transfer()));
    assert!(talk.text("yes").await.contains("T-0031 is kept as a draft"));
    let keys = stub.keys("POST /v1/transfers");
    assert_eq!((keys.len(), &keys[0]), (2, &keys[1]));
}

#[tokio::test]
async fn at_the_console_a_matter_is_decided_step_by_step() {
    let stub = stub()
        .on("GET /v1/matters/M-4F7K2", 200, json!(sample::matter()))
        .on("POST /v1/matters/M-4F7K2/decide", 409, json!({
            "type": "/problems/gate-closed", "title": "Gate closed", "status": 409, "detail": "the letter is not written",
            "blocked_by": [{"kind": "item", "id": "letter", "rule": "EXA-41", "clause": "Section 7", "message": "the letter is not written",
                            "remedy": "write it, then tick it", "overridable_by": [], "missing_facts": [], "warning": false}]
        }));
    let mut talk = Talk::with(&stub, Audience::Terminal);
    let asked = talk.text("decide m-4f7k2").await;
    assert!(asked.contains("What is decided?") && asked.contains("1. Close the case"));
    let refused = talk.say("keep it open").await;
    assert!(refused[0].text().contains("EXA-41, Section 7"));
    assert_eq!(refused[0].offers[0].say, "tick M-4F7K2");
    let sent = stub.last("POST /v1/matters/M-4F7K2/decide");
    assert_eq!(sent, json!({"decision": "keep"}));
}
