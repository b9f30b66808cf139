//! Every example in the contract is a true one: it reads as its type, and its schema allows it.

#![allow(clippy::unwrap_used)]

use serde::{Serialize, de::DeserializeOwned};
use serde_json::{Value, json};
use utoipa::{PartialSchema, ToSchema};

use crate::*;

/// The type's example reads as the type, is written back as it was, and satisfies the schema.
fn check<T: ToSchema + Serialize + DeserializeOwned>() {
    let name = T::name();
    let schema = serde_json::to_value(<T as PartialSchema>::schema()).unwrap();
    let example = schema
        .get("example")
        .unwrap_or_else(|| panic!("{name} has no example"))
        .clone();
    let read: T = serde_json::from_value(example.clone()).unwrap_or_else(|e| panic!("{name}: {e}"));
    assert_eq!(serde_json::to_value(read).unwrap(), example, "{name}");
    allows::<T>(&example);
}

/// The schema of `T` allows `value`.
fn allows<T: ToSchema>(value: &Value) {
    let mut parts = Vec::new();
    T::schemas(&mut parts);
    let parts: serde_json::Map<_, _> = parts
        .into_iter()
        .map(|(name, schema)| (name, serde_json::to_value(schema).unwrap()))
        .collect();
    let mut root = serde_json::to_value(<T as PartialSchema>::schema()).unwrap();
    root["components"] = json!({ "schemas": parts });
    let validator = jsonschema::validator_for(&root).unwrap();
    if let Err(error) = validator.validate(value) {
        panic!("{}: {error} at {}", T::name(), error.instance_path());
    }
}

macro_rules! check_examples {
    ($($type:ty),+ $(,)?) => { $(check::<$type>();)+ };
}

#[test]
fn every_example_reads_as_its_type() {
    check_examples!(
        Reference,
        PractitionerRef,
        Advice,
        Problem,
        Blocker,
        FieldError,
        PackSummary,
        Pack,
        AskRequest,
        Answer,
        AskedQuestion,
        Verdict,
        AnswerDocument,
        UseNow,
        AnswerEntry,
        AnswerContact,
        Citation,
        NewMatter,
        RotaSkip,
        MatterStep,
        Matter,
        MatterOutcome,
        MatterDecision,
        MatterItem,
        MatterDeadline,
        CloseCase,
        Rota,
        KeepRota,
        RotaTurn,
        Meeting,
        NewAbsence,
        EndAbsence,
        Absence,
        Reallocate,
        ReallocatedTo,
        Reallocation,
        ReallocatedCase,
        AssessmentEvent,
        Assessment,
        Team,
        NewTeam,
        Practitioner,
        Me,
        NewPractitioner,
        OnDuty,
        DutyShift,
        NewDutyShift,
        ContactPoint,
        SetContactPoint,
        Case,
        NewCase,
        JourneyEntry,
        Holding,
        LinkCode,
        RedeemCode,
        ChatLink,
        SpeakFor,
        ChatToken,
        ChatService,
        ChatSettings,
        CallRung,
        TakeChatLease,
        ChatLease,
        BindServer,
        ChatServer,
        NewContact,
        Contact,
        CallProgress,
        RespondToContact,
        DeadlineEntry,
        Notification,
        AcknowledgeNotification,
        HandOver,
        Digest,
        Suggestion,
        FailedDelivery,
        ClaimNotifications,
        SnoozeNotification,
        Health,
        SetClock,
        Clock,
        NewTransfer,
        TransferSummary,
        Transfer,
        Dispute,
        NewTask,
        Task,
        WorkEntry,
        NewFamilyTransfer,
        TrackingRow,
        ActTogether,
    );
}

#[test]
fn every_example_of_an_action_reads_as_its_body() {
    check_examples!(
        RecordDiscussion,
        RequestTransfer,
        AskInformation,
        SupplyInformation,
        Accept,
        Decline,
        SupportInstead,
        Withdraw,
        Hold,
        Resume,
        Tick,
        Untick,
        RecordFact,
        OverrideBlock,
        AgreeDate,
        ScheduleVisit,
        RecordVisit,
        RaiseDispute,
        DecideDispute,
        Escalate,
        Land,
        RecordReview,
        RaiseTasks,
        CompleteTask,
        CancelTask,
        DisputeTask,
        DecideTask,
        PlanLanding,
        EndResponsibility,
        Consider,
        Split,
        Close,
    );
}

#[test]
fn an_assessment_may_be_asked_with_facts_alone() {
    let alone = json!({"facts": {"family_informed": true}});
    allows::<AssessmentRequest>(&alone);
    let asked: AssessmentRequest = serde_json::from_value(alone).unwrap();
    assert_eq!(asked.facts["family_informed"], json!(true));
    assert!(asked.events.is_empty() && asked.siblings.is_empty());
}

#[test]
fn a_problem_without_extensions_stays_small() {
    let small = json!({"type": "/problems/not-found", "title": "Not found", "status": 404, "detail": "no such case"});
    let problem: Problem = serde_json::from_value(small.clone()).unwrap();
    assert_eq!(serde_json::to_value(&problem).unwrap(), small);
    allows::<Problem>(&small);
}

#[test]
fn a_page_carries_its_cursor_only_when_there_is_more() {
    let page = json!({"items": [{"id": "0199f000-0000-7000-8000-000000000001", "service": "a", "name": "b"}]});
    let last: Page<Team> = serde_json::from_value(page.clone()).unwrap();
    assert_eq!(last.next_cursor, None);
    assert_eq!(serde_json::to_value(&last).unwrap(), page);
}

#[utoipa::path(get, path = "/v1/teams", responses((status = 200, description = "Teams", body = Page<Team>)))]
#[expect(dead_code, reason = "only its document is wanted")]
fn teams() {}

#[derive(utoipa::OpenApi)]
#[openapi(paths(teams))]
struct Document;

#[test]
fn a_page_brings_the_schema_of_its_entries_into_the_document() {
    let document = serde_json::to_value(<Document as utoipa::OpenApi>::openapi()).unwrap();
    let schemas = document["components"]["schemas"].as_object().unwrap();
    assert!(
        schemas.contains_key("Page_Team") && schemas.contains_key("Team"),
        "{schemas:?}"
    );
}

#[test]
fn requests_refuse_members_that_they_do_not_know() {
    let mistake: Result<NewTeam, _> =
        serde_json::from_value(json!({"service": "a", "name": "b", "nmae": "c"}));
    assert!(mistake.is_err());
    let both: Result<SetClock, _> =
        serde_json::from_value(json!({"at": "2026-11-03T09:00:00Z", "forward_minutes": 5}));
    assert!(both.is_err());
}

#[test]
fn states_are_listed_with_commas() {
    let states = TransferStates::try_from("requested,on_hold".to_owned()).unwrap();
    assert_eq!(states.0, [TransferState::Requested, TransferState::OnHold]);
    assert_eq!(String::from(states), "requested,on_hold");
    assert!(TransferStates::try_from("requested,lost".to_owned()).is_err());
    for state in TransferState::ALL {
        assert_eq!(serde_json::to_value(state).unwrap(), json!(state.name()));
    }
}

#[test]
fn what_is_optional_is_not_required_by_the_schema() {
    let schema = serde_json::to_value(<TransferSummary as PartialSchema>::schema()).unwrap();
    let required: Vec<&str> = schema["required"]
        .as_array()
        .unwrap()
        .iter()
        .filter_map(Value::as_str)
        .collect();
    assert!(required.contains(&"state") && required.contains(&"overdue"));
    assert!(!required.contains(&"planned_on") && !required.contains(&"next_due_at"));
}
