//! Two managers of the receiving team accept the same transfer at once: one does, the other learns that it is done.

use openapi::{Problem, TransferState};
use tests::durham::at_allocation_meeting;
use tests::reading::count;
use tests::{Database, World, on_both_databases};

on_both_databases!(of_two_managers_who_accept_at_once_one_does);

/// One round could come out right by luck.
const ROUNDS: usize = 6;

async fn of_two_managers_who_accept_at_once_one_does(database: &Database) {
    let world = World::start(database, "2026-11-24T10:00:00Z").await;
    let durham = world.durham().await;
    let (manager, deputy) = (
        &durham.families_first.manager,
        &durham.families_first.deputy,
    );
    for round in 0..ROUNDS {
        let case = durham.case_of_ops().await;
        let transfer = durham.step_up_requested(&world, &case).await;
        let accept = async |person| {
            world
                .as_(person)
                .act(&transfer, "accept", at_allocation_meeting("2026-11-24"))
                .await
        };
        let (first, second) = tokio::join!(accept(manager), accept(deputy));
        let (winner, loser) = match first.status {
            200 => (manager, second),
            _ => (deputy, first),
        };
        let refused: Problem = loser.with(409);
        assert!(
            ["/problems/changed-meanwhile", "/problems/wrong-state"]
                .contains(&refused.kind.as_str()),
            "{refused:#?}"
        );

        let worker = world.as_(&durham.ops.worker);
        let accepted = worker.transfer(&transfer).await;
        assert_eq!(
            accepted.summary.state,
            TransferState::Accepted,
            "round {round}"
        );
        assert_eq!(
            accepted.decision.map(|decision| decision.by.id),
            Some(winner.id)
        );
        assert_eq!(accepted.approvals.len(), 1);
        assert_eq!(count(&worker.journey(&case.reference).await, "accept"), 1);
        let told = worker.notifications().await;
        let agreed = told.iter().filter(|told| {
            told.message.starts_with(&transfer) && told.message.contains("now accepted")
        });
        assert_eq!(agreed.count(), 1, "{told:#?}");
    }
}
