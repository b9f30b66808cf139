#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::collections::BTreeSet;

use policy::pack::format::PathwayOutcome;
use policy::transfer::State;

use super::*;
use crate::repository::transfers;

async fn filled(folder: &std::path::Path) -> App {
    let url = format!("sqlite://{}/demo.db", folder.display());
    let app = server::app(&url, &folder.join("demo.key"), None, Clock::travelling()).await.unwrap();
    fill(&app).await.unwrap();
    app
}

/// The states that some transfer of a procedure can reach.
fn reachable(world: &World) -> BTreeSet<String> {
    let has_ladder = world.pack().entries.pathway.iter().any(|pathway| pathway.ladder.is_some());
    let moves = world.pack().entries.pathway.iter().any(|pathway| pathway.outcome == PathwayOutcome::Transfer);
    policy::transfer::ALL_STATES
        .into_iter()
        .filter(|state| *state != State::Disputed || has_ladder)
        .filter(|state| moves || !matches!(state, State::Accepted | State::Landed))
        .map(|state| state.name().replace('_', ""))
        .collect()
}

#[tokio::test]
async fn every_procedure_shows_a_transfer_in_every_state_and_some_that_are_late() {
    let folder = tempfile::tempdir().unwrap();
    let app = filled(folder.path()).await;
    for procedure in app.procedures.all() {
        let world = World::find(&app, procedure).await.unwrap().unwrap();
        let conn = app.db.read();
        let all = transfers::Wanted { receiving: world.teams.iter().map(|team| team.id).collect(), ..Default::default() };
        let rows = transfers::list(conn, world.authority.id, &all, None, 100).await.unwrap();
        let late = transfers::Wanted { overdue: Some(true), ..all };
        assert!(!transfers::list(conn, world.authority.id, &late, None, 100).await.unwrap().is_empty());
        let states: BTreeSet<_> = rows.iter().map(|row| format!("{:?}", row.state).to_lowercase()).collect();
        assert_eq!(states, reachable(&world), "{}", world.authority.name);
        assert!(rows.len() >= 20, "{}: {}", world.authority.name, rows.len());
        assert!(personas::cast(&app, &world).await.unwrap().is_some_and(|cast| cast.request.is_some()));
    }
    assert!((app.clock.now() - db::now()).abs() < chrono::Duration::seconds(1), "the clock shows real time again");
}
