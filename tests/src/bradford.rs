//! A fictional authority under the built-in Bradford pack: a CYPT, a TCAC team, and those above them.

use openapi::{Case, Transfer};
use serde_json::{Value, json};
use uuid::Uuid;

use crate::authority::{Authority, Child, Crew, Person};
use crate::reading::blocked_by;
use crate::world::World;

/// The authority and its teams.
#[derive(Debug)]
pub struct Bradford<'w> {
    world: &'w World,
    /// The authority.
    pub authority: Authority<'w>,
    /// MASH.
    pub mash: Crew,
    /// Initial assessment.
    pub iat: Crew,
    /// Children and young people's team.
    pub cypt: Crew,
    /// Through care and after care.
    pub tcac: Crew,
    /// Takes up what is missed or disputed.
    pub service_manager: Person,
}

impl World {
    /// An authority under the Bradford pack.
    pub async fn bradford(&self) -> Bradford<'_> {
        let authority = self.authority("Exampleford", "bradford").await;
        let above = json!([{ "role": "service_manager" }]);
        Bradford {
            world: self,
            mash: authority
                .crew("mash", "team_manager", "social_worker")
                .await,
            iat: authority.crew("iat", "team_manager", "social_worker").await,
            cypt: authority
                .crew("cypt", "team_manager", "social_worker")
                .await,
            tcac: authority
                .crew("tcac", "team_manager", "social_worker")
                .await,
            service_manager: authority.person("S. M.", above).await,
            authority,
        }
    }
}

impl Bradford<'_> {
    /// The case of a looked-after child whose final hearing is over and whose plan is long-term fostering.
    pub async fn looked_after(&self, sibling: Option<Uuid>) -> Case {
        let facts = json!({
            "looked_after": true, "family_in_crisis": false, "permanency_plan": "long_term_fostering",
            "final_hearing_on": "2026-11-16", "permanency_plan_approved_on": "2026-11-23",
            "looked_after_sibling_stays": false, "sibling_held_elsewhere": false, "has_disability": false,
            "court_orders_exist": true,
        });
        let child = Child {
            facts: Some(facts),
            sibling,
            ..Child::default()
        };
        self.authority.case(&self.cypt, child).await
    }

    /// A move to TCAC that its manager has agreed to: its reference.
    pub async fn agreed(&self, case: &Case) -> String {
        let transfer = self
            .authority
            .push("cypt_to_tcac", case, &self.cypt, &self.tcac)
            .await;
        let asked = self
            .world
            .as_(&self.cypt.worker)
            .act(&transfer, "request", json!({}));
        asked.await.with::<Transfer>(200);
        let agreed = self
            .world
            .as_(&self.tcac.manager)
            .act(&transfer, "accept", json!({}));
        agreed.await.with::<Transfer>(200);
        transfer
    }

    /// Land a transfer, once whatever holds it is ticked.
    pub async fn land(&self, transfer: &str) -> Transfer {
        let manager = self.world.as_(&self.tcac.manager);
        let tried = manager.act(transfer, "land", json!({})).await;
        if tried.status == 200 {
            return tried.with(200);
        }
        let refused = tried.refused(409, "gate-closed");
        manager.tick(transfer, &blocked_by(&refused)).await;
        manager.act(transfer, "land", json!({})).await.with(200)
    }
}

/// Outstanding tasks named in writing.
pub fn named_in_writing(tasks: &[&str]) -> Value {
    let tasks: Vec<_> = tasks.iter().map(|what| json!({ "what": what })).collect();
    json!({ "list": "left_by_cypt", "tasks": tasks, "in_writing": true })
}
