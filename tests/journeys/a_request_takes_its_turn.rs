//! Subject access requests go round a rota: strict, recorded, and fair when many ask at once.

use openapi::{Matter, Page, Rota, RotaTurn};
use serde_json::json;
use tests::{Database, World, on_both_databases};

on_both_databases!(
    requests_go_round_the_rota_and_a_skip_says_why,
    many_at_once_take_a_turn_each,
);

const ROTA: &str = "/v1/rotas/subject_access_rota";

/// Shows BRA-39, BRA-40.
async fn requests_go_round_the_rota_and_a_skip_says_why(database: &Database) {
    let world = World::start(database, "2026-11-16T09:00:00Z").await;
    let bradford = world.bradford().await;
    let tcac = bradford.authority.team("tcac", "Through Care").await;
    let admin = bradford
        .authority
        .person("A. A.", json!([{ "role": "social_care_admin_officer" }]))
        .await;
    let (admin, keeper) = (world.as_(&admin), world.as_(&bradford.service_manager));
    let request = json!({ "matter": "subject_access_request" });
    let nobody = admin.post("/v1/matters", request.clone()).await;
    nobody.refused(409, "refused-by-procedure");

    let order = json!({ "teams": [bradford.cypt.team, tcac] });
    let worker = world.as_(&bradford.cypt.worker);
    worker
        .put(ROTA, order.clone())
        .await
        .refused(403, "not-your-decision");
    let wrong = keeper
        .put(ROTA, json!({ "teams": [bradford.iat.team] }))
        .await;
    wrong.refused(422, "not-valid");
    keeper.put(ROTA, order).await.with::<Rota>(200);

    let first: Matter = admin.post("/v1/matters", request.clone()).await.with(201);
    assert_eq!(first.team.map(|team| team.id), Some(bradford.cypt.team));
    let second: Matter = admin.post("/v1/matters", request.clone()).await.with(201);
    assert_eq!(second.team.map(|team| team.id), Some(tcac));
    let out_of_turn = json!({ "matter": "subject_access_request", "skip": [{ "team_id": tcac, "reason": "busy" }] });
    admin
        .post("/v1/matters", out_of_turn)
        .await
        .refused(422, "not-valid");
    let skipped = json!({
        "matter": "subject_access_request",
        "skip": [{ "team_id": bradford.cypt.team, "reason": "the request is about its own work" }]
    });
    let third: Matter = admin.post("/v1/matters", skipped).await.with(201);
    assert_eq!(third.team.map(|team| team.id), Some(tcac));

    let turns: Page<RotaTurn> = admin.get(format!("{ROTA}/turns")).await.with(200);
    let said: Vec<_> = turns
        .items
        .iter()
        .map(|one| (one.turn, one.team.id, one.skipped.is_some()))
        .collect();
    assert_eq!(
        said,
        [
            (1, bradford.cypt.team, false),
            (2, tcac, false),
            (3, bradford.cypt.team, true),
            (4, tcac, false),
        ]
    );
    let rota: Rota = admin.get(ROTA).await.with(200);
    assert_eq!(
        (rota.turns, rota.next.map(|team| team.id)),
        (4, Some(bradford.cypt.team))
    );
}

async fn many_at_once_take_a_turn_each(database: &Database) {
    let world = World::start(database, "2026-11-16T09:00:00Z").await;
    let bradford = world.bradford().await;
    let mut teams = vec![bradford.cypt.team];
    for name in ["South", "East", "West"] {
        teams.push(bradford.authority.team("cypt", name).await);
    }
    let admin = bradford
        .authority
        .person("A. A.", json!([{ "role": "social_care_admin_officer" }]))
        .await;
    let keeper = world.as_(&bradford.service_manager);
    keeper
        .put(ROTA, json!({ "teams": teams }))
        .await
        .with::<Rota>(200);
    let ask = || {
        world
            .as_(&admin)
            .post("/v1/matters", json!({ "matter": "subject_access_request" }))
    };
    let (a, b, c, d) = tokio::join!(ask(), ask(), ask(), ask());
    let (e, f, g, h) = tokio::join!(ask(), ask(), ask(), ask());
    let given: Vec<Matter> = [a, b, c, d, e, f, g, h].map(|one| one.with(201)).into();
    for team in &teams {
        let times = given
            .iter()
            .filter(|one| one.team.as_ref().map(|team| team.id) == Some(*team));
        assert_eq!(times.count(), 2, "two rounds of four");
    }
    let turns: Page<RotaTurn> = keeper.get(format!("{ROTA}/turns")).await.with(200);
    let order: Vec<_> = turns.items.iter().map(|one| one.turn).collect();
    assert_eq!(order, [1, 2, 3, 4, 5, 6, 7, 8]);
}
