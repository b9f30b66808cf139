//! A holiday is proclaimed, and an authority shuts for a day: what is agreed from then on is due later, in that authority alone.

use api::db::Db;
use api::repository::authorities;
use entity::authority_closure::{self, ClosureKind};
use openapi::Transfer;
use serde_json::json;
use tests::durham::{Durham, at_allocation_meeting};
use tests::reading::due_at;
use tests::{Database, World, on_both_databases};
use uuid::Uuid;

on_both_databases!(
    a_proclaimed_holiday_and_a_closure_move_what_is_agreed_after_them,
    what_was_agreed_before_is_reckoned_again_at_its_next_action,
    a_closure_on_a_weekend_moves_nothing,
    a_day_proclaimed_twice_counts_once,
);

/// Five working days from Tuesday 24 November: 25, 26, 27, 30 November, 1 December.
const USUALLY_DUE: &str = "2026-12-01T23:59:59Z";

/// A day on which an authority does not work, written from beside the running server, as the command line does it.
async fn close(database: &Database, authority: &str, on: &str, kind: ClosureKind) {
    let written = async {
        let db = Db::connect(database.url()).await?;
        let found = authorities::find_by_name(db.read(), authority).await?;
        let row = authority_closure::Model {
            id: Uuid::now_v7(),
            authority_id: found.expect("the authority is there").id,
            closed_on: on.parse()?,
            label: "A day off".into(),
            kind,
        };
        let txn = db.begin().await?;
        authorities::save_closures(&txn, vec![row]).await?;
        txn.commit().await?;
        db.close().await?;
        anyhow::Ok(())
    };
    written.await.expect("a closure can be written");
}

/// A second authority under the Durham pack.
async fn otherham(world: &World) -> Durham<'_> {
    let authority = world.authority("Otherham", "durham").await;
    let decides = json!([{ "role": "operations_manager" }]);
    Durham {
        ops: authority
            .crew("ops", "team_manager", "lead_professional")
            .await,
        families_first: authority
            .crew("families_first", "team_manager", "social_worker")
            .await,
        lac: authority.crew("lac", "team_manager", "social_worker").await,
        operations_manager: authority.person("O. M.", decides).await,
        authority,
    }
}

/// A step up that is agreed on 24 November.
async fn accepted(world: &World, at: &Durham<'_>) -> Transfer {
    let transfer = at.step_up_requested(world, &at.case_of_ops().await).await;
    let manager = world.as_(&at.families_first.manager);
    let decision = at_allocation_meeting("2026-11-24");
    manager.act(&transfer, "accept", decision).await.with(200)
}

async fn a_proclaimed_holiday_and_a_closure_move_what_is_agreed_after_them(database: &Database) {
    let world = World::start(database, "2026-11-24T10:00:00Z").await;
    let (durham, other) = (world.durham().await, otherham(&world).await);
    close(
        database,
        "Exampleham",
        "2026-11-27",
        ClosureKind::BankHoliday,
    )
    .await;
    let holiday = accepted(&world, &durham).await;
    assert_eq!(due_at(&holiday, "case_moves"), "2026-12-02T23:59:59Z");
    close(
        database,
        "Exampleham",
        "2026-11-30",
        ClosureKind::LocalClosure,
    )
    .await;
    let both = accepted(&world, &durham).await;
    assert_eq!(due_at(&both, "case_moves"), "2026-12-03T23:59:59Z");

    let elsewhere = accepted(&world, &other).await;
    assert_eq!(due_at(&elsewhere, "case_moves"), USUALLY_DUE);
    close(
        database,
        "Otherham",
        "2026-11-25",
        ClosureKind::LocalClosure,
    )
    .await;
    let elsewhere = accepted(&world, &other).await;
    assert_eq!(due_at(&elsewhere, "case_moves"), "2026-12-02T23:59:59Z");
    let here = accepted(&world, &durham).await;
    assert_eq!(
        due_at(&here, "case_moves"),
        "2026-12-03T23:59:59Z",
        "nor the other way round"
    );
}

async fn what_was_agreed_before_is_reckoned_again_at_its_next_action(database: &Database) {
    let world = World::start(database, "2026-11-24T10:00:00Z").await;
    let (durham, other) = (world.durham().await, otherham(&world).await);
    let (ours, theirs) = (
        accepted(&world, &durham).await,
        accepted(&world, &other).await,
    );
    assert_eq!(due_at(&ours, "case_moves"), USUALLY_DUE);
    close(
        database,
        "Exampleham",
        "2026-11-27",
        ClosureKind::LocalClosure,
    )
    .await;
    let worker = world.as_(&durham.ops.worker);
    let fact = json!({ "need_has": "risen" });
    let recorded = worker.record(&ours.summary.reference, fact.clone()).await;
    assert_eq!(due_at(&recorded, "case_moves"), "2026-12-02T23:59:59Z");
    assert_eq!(worker.transfer(&ours.summary.reference).await, recorded);
    let worker = world.as_(&other.ops.worker);
    let recorded = worker.record(&theirs.summary.reference, fact).await;
    assert_eq!(due_at(&recorded, "case_moves"), USUALLY_DUE);
}

async fn a_closure_on_a_weekend_moves_nothing(database: &Database) {
    let world = World::start(database, "2026-11-24T10:00:00Z").await;
    let durham = world.durham().await;
    for day in ["2026-11-28", "2026-11-29"] {
        close(database, "Exampleham", day, ClosureKind::BankHoliday).await;
    }
    let agreed = accepted(&world, &durham).await;
    assert_eq!(due_at(&agreed, "case_moves"), USUALLY_DUE);
}

async fn a_day_proclaimed_twice_counts_once(database: &Database) {
    let world = World::start(database, "2026-11-24T10:00:00Z").await;
    let durham = world.durham().await;
    for kind in [ClosureKind::LocalClosure, ClosureKind::BankHoliday] {
        close(database, "Exampleham", "2026-11-27", kind).await;
    }
    let agreed = accepted(&world, &durham).await;
    assert_eq!(due_at(&agreed, "case_moves"), "2026-12-02T23:59:59Z");
}
