//! A fictional authority under the built-in pack for stepping across.

use serde_json::json;

use crate::authority::{Authority, Crew, Person};
use crate::world::World;

/// The authority and the teams that its stories need.
#[derive(Debug)]
pub struct SteppingAcross<'w> {
    /// The authority.
    pub authority: Authority<'w>,
    /// YFS.
    pub yfs: Crew,
    /// The safeguarding team.
    pub safeguarding: Crew,
    /// Takes urgent calls where no safeguarding manager is there.
    pub duty_officer: Person,
}

impl World {
    /// An authority under the pack for stepping across.
    pub async fn stepping_across(&self) -> SteppingAcross<'_> {
        let authority = self.authority("Exampleford", "stepping_across").await;
        let safeguarding = authority
            .crew("safeguarding", "safeguarding_team_manager", "social_worker")
            .await;
        let on_duty = json!([{ "role": "duty_officer", "team_id": safeguarding.team }]);
        SteppingAcross {
            yfs: authority.crew("yfs", "yfs_manager", "worker").await,
            duty_officer: authority.person("D. O.", on_duty).await,
            safeguarding,
            authority,
        }
    }
}
