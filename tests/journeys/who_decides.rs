//! Who decides, on which route, in time, and with whom: the routes of a decision, third services, overrides by both sides.

use openapi::{Transfer, TransferState};
use serde_json::{Value, json};
use tests::reading::blocked_by;
use tests::{Authority, Child, Crew, Database, World, on_both_databases};

on_both_databases!(
    the_sending_side_alone_never_accepts_between_meetings,
    an_exception_put_on_record_after_the_conference_does_not_count,
    a_third_service_decides_and_the_case_moves_when_it_is_kept,
    a_case_that_is_not_kept_stays_where_it_was,
    one_service_manager_does_not_let_pass_for_both,
    a_change_of_worker_stays_in_the_team,
);

struct Suffolk<'w> {
    authority: Authority<'w>,
    early_help: Crew,
    social_care: Crew,
}

async fn suffolk(world: &World) -> Suffolk<'_> {
    let authority = world.authority("Exampleshire", "suffolk").await;
    Suffolk {
        early_help: authority
            .crew("early_help", "eh_practice_manager", "practitioner")
            .await,
        social_care: authority.crew("social_care", "csw", "social_worker").await,
        authority,
    }
}

/// A step down that Social Care's Consultant Social Worker has asked for: its reference.
async fn stepping_down(world: &World, place: &Suffolk<'_>, pathway: &str, facts: Value) -> String {
    let child = Child {
        facts: Some(facts),
        ..Child::default()
    };
    let (from, to) = (&place.social_care, &place.early_help);
    let case = place.authority.case(from, child).await;
    let transfer = place.authority.push(pathway, &case, from, to).await;
    let csw = world.as_(&from.manager);
    csw.tick(&transfer, &["decided_with_social_worker"]).await;
    let asked = csw.act(&transfer, "request", json!({})).await;
    asked.with::<Transfer>(200);
    transfer
}

/// Shows SUF-50, SUF-51.
async fn the_sending_side_alone_never_accepts_between_meetings(database: &Database) {
    let world = World::start(database, "2026-11-23T10:00:00Z").await;
    let place = suffolk(&world).await;
    let facts = json!({ "before_cin_plan": "neither", "privacy_notice_told_on": "2026-11-20" });
    let transfer = stepping_down(&world, &place, "cin_plan_to_early_help", facts).await;
    let between =
        json!({ "route": "between_meetings", "route_reason": "The family moves on Friday." });

    let csw = world.as_(&place.social_care.manager);
    let twice = csw
        .act(&transfer, "accept", between.clone())
        .await
        .with::<Transfer>(200);
    assert_eq!(
        twice.summary.state,
        TransferState::Requested,
        "Social Care has agreed already, by asking"
    );

    let early_help = world.as_(&place.early_help.manager);
    let without = early_help.act(&transfer, "accept", json!({})).await;
    assert_eq!(
        blocked_by(&without.refused(409, "gate-closed")),
        ["case_transfer_meeting"]
    );
    let unknown = early_help
        .act(&transfer, "accept", json!({ "route": "by_letter" }))
        .await;
    assert_eq!(unknown.refused(422, "not-valid").errors[0].field, "route");
    let unsaid = early_help
        .act(&transfer, "accept", json!({ "route": "between_meetings" }))
        .await;
    assert_eq!(
        unsaid.refused(422, "not-valid").errors[0].field,
        "route_reason"
    );

    let accepted: Transfer = early_help.act(&transfer, "accept", between).await.with(200);
    assert_eq!(accepted.summary.state, TransferState::Accepted);
    let decision = accepted.decision.expect("it is decided");
    assert_eq!(decision.route.as_deref(), Some("between_meetings"));
    assert_eq!(
        decision.route_reason.as_deref(),
        Some("The family moves on Friday.")
    );
    assert!(
        accepted
            .checklist
            .iter()
            .any(|item| item.id == "consulted_between_meetings"),
        "Social Care and the Named Nurse are consulted on this route"
    );
}

/// Shows SUF-61, SUF-62.
async fn an_exception_put_on_record_after_the_conference_does_not_count(database: &Database) {
    let world = World::start(database, "2026-11-23T10:00:00Z").await;
    let place = suffolk(&world).await;
    let facts = json!({
        "privacy_notice_told_on": "2026-11-20", "cp_plan_ended_on": "2026-11-24", "cin_plan_started_on": "2026-11-24",
        "cp_review_conference_at": "2026-11-24T10:00:00Z", "early_help_at_conference": true, "exception_asked_for": true
    });
    let over = json!([{ "role": "sc_service_manager", "service": "social_care" }]);
    let service_manager = place.authority.person("S. C.", over).await;
    let pathway = "child_protection_ended_to_early_help";
    let in_time = stepping_down(&world, &place, pathway, facts.clone()).await;
    let late = stepping_down(&world, &place, pathway, facts).await;
    let agreed = json!({ "facts": { "exception_agreed": true } });

    let csw = world.as_(&place.social_care.manager);
    let not_theirs = csw.act(&in_time, "record-fact", agreed.clone()).await;
    let not_theirs = not_theirs.refused(403, "not-your-decision");
    assert_eq!(not_theirs.roles_needed, ["sc_service_manager"]);
    assert_eq!(not_theirs.rule.as_deref(), Some("SUF-62"));
    let manager = world.as_(&service_manager);
    manager
        .act(&in_time, "record-fact", agreed.clone())
        .await
        .with::<Transfer>(200);

    world.travel_to("2026-11-24T12:00:00Z").await;
    let backdated =
        json!({ "facts": { "exception_agreed": true }, "occurred_at": "2026-11-24T09:00:00Z" });
    manager
        .act(&late, "record-fact", backdated)
        .await
        .with::<Transfer>(200);
    let early_help = world.as_(&place.early_help.manager);
    let at_meeting = json!({ "forum": "case_transfer_meeting", "meeting_on": "2026-11-24" });
    let accepted: Transfer = early_help
        .act(&in_time, "accept", at_meeting.clone())
        .await
        .with(200);
    assert_eq!(accepted.summary.state, TransferState::Accepted);
    let refused = early_help.act(&late, "accept", at_meeting).await;
    assert_eq!(
        blocked_by(&refused.refused(409, "gate-closed")),
        ["cp_three_months"]
    );
}

/// Shows SUF-69, SUF-42.
async fn a_third_service_decides_and_the_case_moves_when_it_is_kept(database: &Database) {
    let world = World::start(database, "2026-11-23T10:00:00Z").await;
    let place = suffolk(&world).await;
    let role = "mash_decision_maker";
    let mash = place.authority.crew("mash", role, role).await;
    let (from, to) = (&place.early_help, &place.social_care);
    let case = place.authority.case(from, Child::default()).await;
    let pathway = "agency_referral_to_social_care";
    let transfer = place.authority.push(pathway, &case, from, to).await;
    let worker = world.as_(&from.worker);
    worker
        .act(&transfer, "request", json!({}))
        .await
        .with::<Transfer>(200);

    let csw = world.as_(&to.manager);
    let not_theirs = csw.act(&transfer, "accept", json!({})).await;
    assert_eq!(
        not_theirs.refused(403, "not-your-decision").roles_needed,
        [role]
    );
    let decides = world.as_(&mash.manager);
    let undecided = decides.act(&transfer, "accept", json!({})).await;
    assert_eq!(
        blocked_by(&undecided.refused(409, "gate-closed")),
        ["mash_has_decided_on_the_referral"]
    );
    worker
        .record(&transfer, json!({ "mash_takes_it_on": true }))
        .await;
    let accepted: Transfer = decides.act(&transfer, "accept", json!({})).await.with(200);
    assert_eq!(accepted.summary.state, TransferState::Accepted);
    assert_eq!(accepted.approvals[0].service.as_deref(), Some("mash"));
    assert_eq!(accepted.approvals[0].side, None);

    let early = csw.act(&transfer, "land", json!({})).await;
    assert_eq!(
        blocked_by(&early.refused(409, "gate-closed")),
        ["early_help_not_closed_too_soon"]
    );
    let kept = json!({ "facts": { "assessment_completed_on": "2026-11-23", "social_care_keeps_case": true } });
    csw.act(&transfer, "record-fact", kept)
        .await
        .with::<Transfer>(200);
    let landed: Transfer = csw.act(&transfer, "land", json!({})).await.with(200);
    assert_eq!(landed.summary.state, TransferState::Landed);
    let stranger = world.as_(&mash.deputy).act(
        &transfer,
        "withdraw",
        json!({ "reason": "opened_in_error" }),
    );
    stranger.await.refused(409, "wrong-state");
}

async fn a_case_that_is_not_kept_stays_where_it_was(database: &Database) {
    let world = World::start(database, "2026-11-23T10:00:00Z").await;
    let place = suffolk(&world).await;
    let (from, to) = (&place.early_help, &place.social_care);
    let child = Child {
        facts: Some(json!({ "urgency": "urgent", "family_consulted": true })),
        ..Child::default()
    };
    let case = place.authority.case(from, child).await;
    let pathway = "early_help_to_social_care_urgent";
    let transfer = place.authority.push(pathway, &case, from, to).await;
    let worker = world.as_(&from.worker);
    let talk = json!({ "way": "phone", "transferring_manager": from.manager.id, "receiving_manager": to.manager.id });
    worker
        .act(&transfer, "record-discussion", talk)
        .await
        .with::<Transfer>(200);
    worker
        .act(&transfer, "request", json!({}))
        .await
        .with::<Transfer>(200);
    let csw = world.as_(&to.manager);
    csw.act(&transfer, "accept", json!({}))
        .await
        .with::<Transfer>(200);

    let not_kept = json!({ "reason": "not_kept_after_assessment" });
    let too_soon = csw.act(&transfer, "decline", not_kept.clone()).await;
    let too_soon = too_soon.refused(409, "gate-closed");
    assert_eq!(
        too_soon.blocked_by[0].missing_facts,
        ["assessment_completed_on", "social_care_keeps_case"]
    );
    let decided = json!({ "facts": { "assessment_completed_on": "2026-11-23", "social_care_keeps_case": false } });
    csw.act(&transfer, "record-fact", decided)
        .await
        .with::<Transfer>(200);
    let theirs = worker.act(&transfer, "decline", not_kept.clone()).await;
    assert_eq!(
        theirs.refused(403, "not-your-decision").roles_needed,
        ["csw", "sc_practice_manager"]
    );
    let ended: Transfer = csw.act(&transfer, "decline", not_kept).await.with(200);
    assert_eq!(ended.summary.state, TransferState::Declined);
    assert_eq!(ended.decision, None);
    let holder = worker
        .case(&case.reference)
        .await
        .holder
        .expect("the case is open");
    assert_eq!(holder.team.id, from.team);
}

/// Shows BRA-80.
async fn one_service_manager_does_not_let_pass_for_both(database: &Database) {
    let world = World::start(database, "2026-11-23T10:00:00Z").await;
    let authority = world.authority("Examplefield", "bradford").await;
    let from = authority
        .crew("cypt", "team_manager", "social_worker")
        .await;
    let to = authority
        .crew("tcac", "team_manager", "social_worker")
        .await;
    let over = |service: &str| json!([{ "role": "service_manager", "service": service }]);
    let sending = authority.person("S. S.", over("cypt")).await;
    let receiving = authority.person("S. R.", over("tcac")).await;
    let child = Child {
        facts: Some(json!({ "permanency_plan": "placement_with_parents" })),
        ..Child::default()
    };
    let case = authority.case(&from, child).await;
    let transfer = authority.push("cypt_to_tcac", &case, &from, &to).await;
    world
        .as_(&from.worker)
        .act(&transfer, "request", json!({}))
        .await
        .with::<Transfer>(200);
    let gate = "placement_with_parents_stays";
    let lets_pass = json!({ "of": gate, "reason": "Home since March, and settled." });

    let manager = world.as_(&to.manager);
    let stands = manager
        .act(&transfer, "accept", json!({}))
        .await
        .refused(409, "gate-closed");
    let shut = stands
        .blocked_by
        .iter()
        .find(|one| one.id == gate)
        .expect("it stands");
    assert!(shut.override_takes_both);
    let not_theirs = manager.act(&transfer, "override", lets_pass.clone()).await;
    assert_eq!(
        not_theirs.refused(403, "not-your-decision").roles_needed,
        ["service_manager"]
    );
    for _ in 0..2 {
        let half = world
            .as_(&sending)
            .act(&transfer, "override", lets_pass.clone())
            .await;
        assert_eq!(half.with::<Transfer>(200).overrides.len(), 1);
        let still = manager.act(&transfer, "accept", json!({})).await;
        assert!(blocked_by(&still.refused(409, "gate-closed")).contains(&gate));
    }
    let whole = world
        .as_(&receiving)
        .act(&transfer, "override", lets_pass)
        .await;
    assert_eq!(whole.with::<Transfer>(200).overrides.len(), 2);
    let manager = world.as_(&to.manager);
    let passed = manager.transfer(&transfer).await;
    let accept = passed
        .next_steps
        .iter()
        .find(|step| step.path.ends_with("/accept"));
    let accept = accept.expect("it can be agreed");
    assert!(
        accept.blocked_by.iter().all(|one| one.id != gate),
        "{:#?}",
        accept.blocked_by
    );
}

/// Shows WPEH-21.
async fn a_change_of_worker_stays_in_the_team(database: &Database) {
    let world = World::start(database, "2026-11-23T10:00:00Z").await;
    let authority = world.authority("Exampledale", "wpeh").await;
    let team = authority
        .crew("social_work_team", "practice_manager", "social_worker")
        .await;
    let role = json!([{ "role": "social_worker", "team_id": team.team }]);
    let next = authority.person("N. W.", role).await;
    let child = Child {
        facts: Some(json!({
            "case_type": "cin", "future_dates_fixed": false,
            "receiving_worker_off_sick": false, "receiving_worker_on_leave": false
        })),
        ..Child::default()
    };
    let case = authority.case(&team, child).await;
    let transfer = authority.push("within_team", &case, &team, &team).await;
    let worker = world.as_(&team.worker);
    worker
        .act(&transfer, "request", json!({}))
        .await
        .with::<Transfer>(200);
    let manager = world.as_(&team.manager);
    manager
        .act(&transfer, "accept", json!({ "practitioner_id": next.id }))
        .await
        .with::<Transfer>(200);

    let visit = json!({ "item": "handover_visit" });
    let unread = worker.act(&transfer, "record-visit", visit.clone()).await;
    let unread = unread.refused(409, "gate-closed");
    assert_eq!(blocked_by(&unread), ["case_history_read"]);
    assert_eq!(unread.blocked_by[0].rule, "WPEH-21");
    world
        .as_(&next)
        .tick(&transfer, &["case_history_read"])
        .await;
    worker
        .act(&transfer, "record-visit", visit)
        .await
        .with::<Transfer>(200);
    let papers = [
        "chronology",
        "case_summary",
        "plans_up_to_date",
        "visits_up_to_date",
        "case_notes_up_to_date",
        "reports_up_to_date",
    ];
    worker.tick(&transfer, &papers).await;

    let same = manager
        .act(
            &transfer,
            "land",
            json!({ "practitioner_id": team.worker.id }),
        )
        .await;
    assert_eq!(
        same.refused(422, "not-valid").errors[0].field,
        "practitioner_id"
    );
    let landed: Transfer = manager.act(&transfer, "land", json!({})).await.with(200);
    assert_eq!(landed.summary.state, TransferState::Landed);
    let holder = manager
        .case(&case.reference)
        .await
        .holder
        .expect("the case is open");
    let practitioner = holder.practitioner.map(|practitioner| practitioner.id);
    assert_eq!(
        (holder.team.id, practitioner),
        (team.team, Some(next.id)),
        "as named when it was agreed"
    );
}
