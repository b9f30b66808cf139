//! A fictional authority under the built-in Durham pack, and what its transfers take.

use openapi::{Case, Transfer};
use serde_json::{Value, json};

use crate::authority::{Authority, Child, Crew, Person};
use crate::world::World;

/// What has to be done before any open case moves, where no meeting falls soon after the move.
pub const BEFORE_LANDING: [&str; 8] = [
    "rationale_recorded",
    "transfer_summary",
    "outcome_focussed_plan",
    "record_updated",
    "documents_uploaded",
    "case_file_checklist",
    "business_support_told",
    "case_file_checked",
];

/// The authority and its teams; each service has one.
#[derive(Debug)]
pub struct Durham<'w> {
    /// The authority.
    pub authority: Authority<'w>,
    /// One Point.
    pub ops: Crew,
    /// Families First.
    pub families_first: Crew,
    /// The looked-after service.
    pub lac: Crew,
    /// Decides disagreements, over the whole authority.
    pub operations_manager: Person,
}

impl World {
    /// An authority under the Durham pack.
    pub async fn durham(&self) -> Durham<'_> {
        let authority = self.authority("Exampleham", "durham").await;
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
}

impl Durham<'_> {
    /// A case that One Point has long worked.
    pub async fn case_of_ops(&self) -> Case {
        self.case_of_ops_born(None).await
    }

    /// The same, of a child whose date of birth is known.
    pub async fn case_of_ops_born(&self, born: Option<&'static str>) -> Case {
        let child = Child {
            born,
            facts: Some(open_case_facts()),
            ..Child::default()
        };
        self.authority.case(&self.ops, child).await
    }

    /// A step up to Families First that the worker of One Point has just asked for: its reference.
    pub async fn step_up_requested(&self, world: &World, case: &Case) -> String {
        let transfer = self
            .authority
            .push(
                "ops_to_families_first",
                case,
                &self.ops,
                &self.families_first,
            )
            .await;
        let requested = world
            .as_(&self.ops.worker)
            .act(&transfer, "request", json!({}));
        requested.await.with::<Transfer>(200);
        transfer
    }
}

/// The allocation meeting's decision to take a case, on a day.
pub fn at_allocation_meeting(meeting_on: &str) -> Value {
    json!({ "forum": "allocation_meeting", "meeting_on": meeting_on })
}

/// What is known of a case that has long been open, with no meeting booked.
pub fn open_case_facts() -> Value {
    json!({
        "already_receiving_cyps_service": true, "paper_files_exist": true, "transferring_team_keeps_tasks": false,
        "lar_booked": false, "rcpc_booked": false, "core_group_booked": false,
    })
}
