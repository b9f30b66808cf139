//! A worker is away: the duty worker is told in time, then the family; at last the whole caseload goes to others.

use openapi::{Absence, Contact, DutyShift, Matter, OnDuty, Page, Reallocation};
use serde_json::json;
use tests::{Child, Database, World, at, on_both_databases};

on_both_databases!(
    from_the_first_of_june_the_duty_worker_is_told_on_the_third_and_the_family_on_the_eighth,
    a_caseload_is_given_to_others_in_one_job_with_a_result_a_case,
    whoever_stands_in_is_on_duty_and_told_what_the_other_would_be_told,
);

/// Shows WPEH-35, WPEH-36.
async fn from_the_first_of_june_the_duty_worker_is_told_on_the_third_and_the_family_on_the_eighth(
    database: &Database,
) {
    let world = World::start(database, "2026-06-01T07:30:00Z").await;
    let authority = world.authority("Exampleland", "wpeh").await;
    let crew = authority
        .crew("social_work_team", "team_manager", "social_worker")
        .await;
    let on_duty = json!([{ "role": "duty_social_worker", "team_id": crew.team }]);
    let duty = authority.person("D. S.", on_duty).await;
    let case = authority.case(&crew, Child::default()).await;
    let manager = world.as_(&crew.manager);
    let path = format!("/v1/practitioners/{}/absences", crew.worker.id);
    let sick = json!({ "from_on": "2026-06-01", "kind": "sick" });
    let stranger = world.as_(&duty);
    let backwards = json!({ "from_on": "2026-06-02", "until_on": "2026-06-01", "kind": "sick" });
    manager
        .post(path.clone(), backwards)
        .await
        .refused(422, "not-valid");
    let recorded: Absence = manager.post(path.clone(), sick.clone()).await.with(201);
    assert!(
        recorded.matters.is_empty(),
        "the first day is no couple of days: {recorded:#?}"
    );
    manager
        .post(path.clone(), sick)
        .await
        .refused(409, "exists");

    world.travel_to("2026-06-03T08:00:00Z").await;
    let told = stranger.notifications().await;
    assert!(
        told.iter().any(|one| one.message.contains("is away")),
        "{told:#?}"
    );
    world.travel_to("2026-06-07T22:59:59Z").await;
    let of_case = format!("/v1/matters?case={}", case.reference);
    let none: Page<Matter> = manager.get(of_case.clone()).await.with(200);
    assert!(none.items.is_empty(), "{none:#?}");
    world.travel_to("2026-06-07T23:00:00Z").await;
    let one: Page<Matter> = manager.get(of_case.clone()).await.with(200);
    assert_eq!(one.items.len(), 1, "{one:#?}");
    assert_eq!(one.items[0].matter, "family_told_of_long_absence");
    assert!(
        one.items[0]
            .deadlines
            .iter()
            .any(|one| one.key == "family_told_in_time"
                && one.due_at == Some(at("2026-06-08T22:59:59Z")))
    );
    world.travel_to("2026-06-09T08:00:00Z").await;
    let still: Page<Matter> = manager.get(of_case).await.with(200);
    assert_eq!(still.items.len(), 1, "it opens once: {still:#?}");
}

async fn a_caseload_is_given_to_others_in_one_job_with_a_result_a_case(database: &Database) {
    let world = World::start(database, "2026-06-15T08:00:00Z").await;
    let authority = world.authority("Exampleland", "wpeh").await;
    let crew = authority
        .crew("social_work_team", "team_manager", "social_worker")
        .await;
    let works = json!([{ "role": "social_worker", "team_id": crew.team }]);
    let colleague = authority.person("C. O.", works).await;
    let elsewhere = authority
        .crew("wpeh", "team_manager", "early_help_worker")
        .await;
    let first = authority.case(&crew, Child::default()).await;
    let second = authority.case(&crew, Child::default()).await;
    let manager = world.as_(&crew.manager);
    let path = format!("/v1/practitioners/{}/reallocation", crew.worker.id);
    let wrong = json!({ "to": colleague.id, "reason": "long-term", "cases": [{ "case": "C-00000", "to": colleague.id }] });
    manager
        .post(path.clone(), wrong)
        .await
        .refused(422, "not-valid");
    let asked = json!({
        "to": colleague.id, "reason": "long-term sickness",
        "cases": [{ "case": second.reference, "to": elsewhere.worker.id }]
    });
    let done: Reallocation = manager.post(path, asked).await.with(200);
    let of = |id: uuid::Uuid| {
        done.cases
            .iter()
            .find(|one| one.case.id == id)
            .expect("a result a case")
    };
    assert!(
        of(first.id).moved && !of(first.id).matters.is_empty(),
        "{done:#?}"
    );
    assert!(
        !of(second.id).moved && of(second.id).why_not.is_some(),
        "{done:#?}"
    );
    let shown = manager.case(&first.reference).await;
    let worker = shown
        .holder
        .and_then(|holder| holder.practitioner)
        .map(|worker| worker.id);
    assert_eq!(worker, Some(colleague.id));
    let id = &of(first.id).matters[0].reference;
    let owed: Matter = manager.get(format!("/v1/matters/{id}")).await.with(200);
    assert_eq!(owed.matter, "reallocated_after_absence");
    assert_eq!(owed.items.len(), 6, "{owed:#?}");
}

async fn whoever_stands_in_is_on_duty_and_told_what_the_other_would_be_told(database: &Database) {
    let world = World::start(database, "2026-11-24T09:00:00Z").await;
    let durham = world.durham().await;
    let taking = &durham.families_first;
    let manager = world.as_(&taking.manager);
    let shift = json!({
        "team_id": taking.team, "practitioner_id": taking.manager.id, "role": "team_manager",
        "starts_at": "2026-11-24T08:00:00Z", "ends_at": "2026-11-24T18:00:00Z"
    });
    let added = manager.post("/v1/duty/shifts", shift).await;
    added.with::<DutyShift>(201);
    let path = format!("/v1/practitioners/{}/absences", taking.manager.id);
    let away = |covered_by: uuid::Uuid| json!({ "from_on": "2026-11-24", "until_on": "2026-11-24", "kind": "sick", "covered_by": covered_by });
    let herself = manager.post(path.clone(), away(taking.manager.id)).await;
    let herself = herself.refused(422, "not-valid");
    assert_eq!(herself.errors[0].field, "covered_by");
    let recorded: Absence = manager
        .post(path.clone(), away(taking.worker.id))
        .await
        .with(201);
    let stands_in = recorded.covered_by.expect("somebody stands in");
    assert_eq!(stands_in.id, taking.worker.id);

    let duty = format!("/v1/duty?team={}", taking.team);
    let now: Vec<OnDuty> = manager.get(duty.clone()).await.with(200);
    assert_eq!(now.len(), 1, "{now:#?}");
    assert_eq!(now[0].practitioner.id, taking.worker.id);
    let whose = now[0].stands_in_for.as_ref().map(|whose| whose.id);
    assert_eq!(whose, Some(taking.manager.id));

    let case = durham.case_of_ops().await;
    let transfer = durham.step_up_requested(&world, &case).await;
    let own = manager.notifications().await;
    let own: Vec<_> = own
        .iter()
        .filter(|one| one.message.contains(&transfer))
        .collect();
    assert!(!own.is_empty(), "hers wait for her return");
    let told = world.as_(&taking.worker).notifications().await;
    for hers in own {
        let copy = format!("{} (You stand in for", hers.message);
        let copies = told.iter().filter(|one| one.message.starts_with(&copy));
        assert_eq!(copies.count(), 1, "{copy}: {told:#?}");
    }

    let of_worker = format!("/v1/practitioners/{}/absences", durham.ops.worker.id);
    let recorded = world
        .as_(&durham.ops.manager)
        .post(of_worker, away(taking.worker.id))
        .await;
    recorded.with::<Absence>(201);
    let call = json!({ "case": case.reference, "caller": "school", "concern": "invented", "urgent": false });
    let logged = world
        .as_(&durham.ops.manager)
        .post("/v1/contacts", call)
        .await;
    let logged: Contact = logged.with(201);
    let told = world.as_(&taking.worker).notifications().await;
    let of_call = told.iter().filter(|one| {
        one.message.contains(&logged.reference) && one.message.contains("You stand in for")
    });
    assert_eq!(
        of_call.count(),
        1,
        "whoever holds the case is away: {told:#?}"
    );

    world.travel_to("2026-11-25T00:10:00Z").await;
    let again = json!({
        "team_id": taking.team, "practitioner_id": taking.manager.id, "role": "team_manager",
        "starts_at": "2026-11-25T08:00:00Z", "ends_at": "2026-11-25T18:00:00Z"
    });
    let added = manager.post("/v1/duty/shifts", again).await;
    added.with::<DutyShift>(201);
    let alone = json!({ "from_on": "2026-11-25", "until_on": "2026-11-25", "kind": "sick" });
    let recorded = manager.post(path, alone).await;
    recorded.with::<Absence>(201);
    world.travel_to("2026-11-25T09:00:00Z").await;
    let gap: Vec<OnDuty> = manager.get(duty).await.with(200);
    assert!(gap.is_empty(), "nobody stands in: {gap:#?}");
}
