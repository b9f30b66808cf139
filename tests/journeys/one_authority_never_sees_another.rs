//! Two authorities share a service and nothing else: neither sees, reads, touches or hears of what is the other's.

use openapi::{Contact, Page, Transfer, TransferSummary};
use serde_json::json;
use tests::durham::at_allocation_meeting;
use tests::{Child, Database, World, on_both_databases};

on_both_databases!(what_belongs_to_one_authority_is_invisible_to_another);

async fn what_belongs_to_one_authority_is_invisible_to_another(database: &Database) {
    let world = World::start(database, "2026-11-24T10:00:00Z").await;
    let durham = world.durham().await;
    let case = durham.case_of_ops().await;
    let transfer = durham.step_up_requested(&world, &case).await;
    let worker = world.as_(&durham.ops.worker);
    let id = worker.transfer(&transfer).await.summary.id;
    let call = json!({ "case": case.reference, "caller": "school", "concern": "a question", "urgent": true });
    let call: Contact = worker.post("/v1/contacts", call).await.with(201);

    let other = world.authority("Otherham", "durham").await;
    let crew = other
        .crew("families_first", "team_manager", "social_worker")
        .await;
    let over_all = json!([{ "role": "operations_manager" }, { "role": "team_manager" }]);
    let stranger = other.person("S. T.", over_all).await;
    for person in [&stranger, &crew.manager, &other.administrator] {
        let caller = world.as_(person);
        for path in [
            format!("/v1/transfers/{transfer}"),
            format!("/v1/transfers/{id}"),
            format!("/v1/cases/{}", case.reference),
            format!("/v1/cases/{}", case.id),
            format!("/v1/cases/{}/journey", case.id),
            format!("/v1/cases/{}/holdings", case.id),
            format!("/v1/teams/{}", durham.ops.team),
            format!("/v1/practitioners/{}", durham.ops.worker.id),
        ] {
            caller.get(path).await.refused(404, "not-found");
        }
        let accepted = caller
            .act(
                &id.to_string(),
                "accept",
                at_allocation_meeting("2026-11-24"),
            )
            .await;
        accepted.refused(404, "not-found");
        let answered = caller
            .post(format!("/v1/contacts/{}/respond", call.id), json!({}))
            .await;
        answered.refused(404, "not-found");
        assert!(
            caller
                .all::<serde_json::Value>("/v1/transfers?limit=100")
                .await
                .is_empty()
        );
        assert!(
            caller
                .all::<serde_json::Value>("/v1/cases?limit=100")
                .await
                .is_empty()
        );
        assert!(
            caller
                .all::<serde_json::Value>("/v1/contacts?limit=100")
                .await
                .is_empty()
        );
        assert!(
            caller
                .all::<serde_json::Value>("/v1/deadlines?limit=100")
                .await
                .is_empty()
        );
        assert!(caller.notifications().await.is_empty());
        assert_eq!(
            caller
                .all::<openapi::Team>("/v1/teams?limit=100")
                .await
                .len(),
            1
        );
        assert_eq!(
            caller
                .all::<openapi::Practitioner>("/v1/practitioners?limit=100")
                .await
                .len(),
            5
        );
    }
    let everyones = json!({ "claimant": "stranger", "for": "all" });
    let claimed = world
        .as_(&other.administrator)
        .post("/v1/notifications/claim", everyones)
        .await;
    assert!(claimed.with::<Vec<serde_json::Value>>(200).is_empty());

    let own = other.case(&crew, Child::default()).await;
    let astray = json!({
        "case": own.reference, "pathway": "families_first_to_ops", "kind": "push", "receiving_team_id": durham.ops.team,
    });
    let astray = world
        .as_(&crew.worker)
        .post("/v1/transfers", astray)
        .await
        .refused(422, "not-valid");
    assert_eq!(astray.errors[0].field, "receiving_team_id");
    let mine: Page<TransferSummary> = worker.get("/v1/transfers").await.with(200);
    assert_eq!(mine.items.len(), 1);
    assert_eq!(
        worker.transfer(&transfer).await,
        worker
            .get(format!("/v1/transfers/{id}"))
            .await
            .with::<Transfer>(200)
    );
}
