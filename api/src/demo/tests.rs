#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::collections::BTreeSet;

use policy::pack::format::{PathwayOutcome, ReasonFor};
use policy::transfer::{ALL_STATES, EVENTS, State};

use super::*;
use crate::repository::transfers;

/// When the demonstrations of these tests are filled in.
const PRESENT: &str = "2027-07-01T13:00:00Z";

async fn filled(folder: &std::path::Path) -> App {
    let url = format!("sqlite://{}/demo.db", folder.display());
    let app = server::app(&url, &folder.join("demo.key"), None, Clock::travelling())
        .await
        .unwrap();
    app.clock.travel_to(PRESENT.parse().unwrap());
    fill(&app).await.unwrap();
    app
}

/// The states that some transfer of a procedure can reach: it needs coded reasons for some, and a ladder for a dispute.
fn reachable(world: &World) -> BTreeSet<String> {
    let entries = &world.pack().entries;
    let is_a_reason = |purpose| {
        entries
            .reason
            .iter()
            .any(|reason| reason.on.contains(&purpose) && reason.refused.is_none())
    };
    let has_ladder = entries
        .pathway
        .iter()
        .any(|pathway| pathway.ladder.is_some());
    let has_outcome = |outcome| {
        entries
            .pathway
            .iter()
            .any(|pathway| pathway.outcome == outcome)
    };
    let can_reach = |state: &State| match state {
        State::OnHold => is_a_reason(ReasonFor::Hold),
        State::Withdrawn => is_a_reason(ReasonFor::Withdraw),
        State::Declined => is_a_reason(ReasonFor::Decline),
        State::Disputed => is_a_reason(ReasonFor::Decline) && has_ladder,
        State::Supported => is_a_reason(ReasonFor::Support) || has_outcome(PathwayOutcome::Support),
        State::Accepted | State::Landed => has_outcome(PathwayOutcome::Transfer),
        State::Draft | State::Requested | State::InformationRequired | State::Closed => true,
    };
    ALL_STATES
        .into_iter()
        .filter(can_reach)
        .map(|state| state.name().replace('_', ""))
        .collect()
}

/// Whether an event of the transfer itself starts a clock: the stories record nothing only to be late with it.
fn has_a_clock(world: &World) -> bool {
    let is_an_event = |start: &String| EVENTS.iter().any(|(event, _)| event == start);
    let mut deadlines = world.pack().entries.deadline.iter();
    deadlines.any(|deadline| {
        !deadline.lapses
            && deadline.matters.is_empty()
            && deadline.starts_from.all().iter().any(is_an_event)
    })
}

#[tokio::test]
async fn every_procedure_shows_a_transfer_in_every_state_and_some_that_are_late() {
    let folder = tempfile::tempdir().unwrap();
    let app = filled(folder.path()).await;
    for procedure in app.procedures.all() {
        let world = World::find(&app, procedure).await.unwrap().unwrap();
        let conn = app.db.read();
        let all = transfers::Wanted {
            receiving: world.teams.iter().map(|team| team.id).collect(),
            ..Default::default()
        };
        let rows = transfers::list(conn, world.authority.id, &all, None, 100)
            .await
            .unwrap();
        let late = transfers::Wanted {
            overdue: Some(true),
            ..all
        };
        if has_a_clock(&world) {
            let late = transfers::list(conn, world.authority.id, &late, None, 100).await;
            assert!(!late.unwrap().is_empty(), "{}", world.authority.name);
        }
        let states: BTreeSet<_> = rows
            .iter()
            .map(|row| format!("{:?}", row.state).to_lowercase())
            .collect();
        assert_eq!(states, reachable(&world), "{}", world.authority.name);
        assert!(rows.len() >= 20, "{}: {}", world.authority.name, rows.len());
        assert!(
            personas::cast(&app, &world)
                .await
                .unwrap()
                .is_some_and(|cast| cast.request.is_some()),
            "{}",
            world.authority.name
        );
    }
    let present: chrono::DateTime<chrono::Utc> = PRESENT.parse().unwrap();
    assert!(
        app.clock.now() - present < chrono::Duration::minutes(5),
        "the clock goes on from where it was"
    );
}
