//! A fictional authority under an invented pack, which is loaded from its folder as any authority's own is.

use std::path::Path;

use openapi::{Case, Transfer};
use serde_json::{Value, json};

use crate::authority::{Authority, Child, Crew, Person};
use crate::database::Database;
use crate::world::World;

/// The folder that `--packs` would name.
const PACKS: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/fixtures/packs");

/// The authority and the teams that its stories need.
#[derive(Debug)]
pub struct Quayside<'w> {
    /// The authority.
    pub authority: Authority<'w>,
    /// The Harbour.
    pub harbour: Crew,
    /// Reads for the Harbour whether a child is safe enough.
    pub safety_reader: Person,
    /// Deep Water.
    pub deep_water: Crew,
    /// Works over both sides.
    pub virtual_head: Person,
    /// Who decides on each of the four rungs, lowest first.
    pub tides: [Person; 4],
}

impl World {
    /// Start the server with the invented packs beside the built-in ones.
    pub async fn start_with_invented_packs(database: &Database, now: &str) -> Self {
        Self::start_with_packs(database, now, Path::new(PACKS)).await
    }

    /// An authority under the invented pack.
    pub async fn quayside(&self) -> Quayside<'_> {
        let authority = self.authority("Exampleport", "quayside").await;
        let harbour = authority
            .crew("harbour", "harbour_lead", "harbour_worker")
            .await;
        let reads = json!([{ "role": "safety_reader", "team_id": harbour.team }]);
        let over_all = async |name, role| authority.person(name, json!([{ "role": role }])).await;
        Quayside {
            safety_reader: authority.person("S. R.", reads).await,
            virtual_head: over_all("V. H.", "virtual_head").await,
            tides: [
                over_all("P. L.", "practice_lead").await,
                over_all("S. M.", "service_manager").await,
                over_all("H. S.", "head_of_service").await,
                over_all("D. R.", "director").await,
            ],
            deep_water: authority
                .crew("deep_water", "deep_water_lead", "deep_water_worker")
                .await,
            harbour,
            authority,
        }
    }
}

impl Quayside<'_> {
    /// A case that the Harbour holds.
    pub async fn case(&self, facts: Value) -> Case {
        self.case_of(&self.harbour, facts).await
    }

    /// A case that a crew holds.
    pub async fn case_of(&self, crew: &Crew, facts: Value) -> Case {
        let child = Child {
            facts: Some(facts),
            ..Child::default()
        };
        self.authority.case(crew, child).await
    }

    /// A move into Deep Water, ready to be asked for but for its facts: its reference.
    pub async fn into_deep_water(&self, world: &World, case: &Case) -> String {
        let opened = self
            .authority
            .push("into_deep_water", case, &self.harbour, &self.deep_water);
        let transfer = opened.await;
        let worker = world.as_(&self.harbour.worker);
        worker.tick(&transfer, &["harm_statement"]).await;
        transfer
    }

    /// A move into Deep Water that the Harbour's worker has just asked for: its reference.
    pub async fn asked(&self, world: &World) -> String {
        let case = self.case(school_starts_after_easter()).await;
        let transfer = self.into_deep_water(world, &case).await;
        let asked = world
            .as_(&self.harbour.worker)
            .act(&transfer, "request", json!({}));
        asked.await.with::<Transfer>(200);
        transfer
    }

    /// A move into Deep Water to which all three parties have just agreed: its reference.
    pub async fn agreed(&self, world: &World) -> String {
        let transfer = self.asked(world).await;
        for party in [
            &self.safety_reader,
            &self.deep_water.manager,
            &self.virtual_head,
        ] {
            let agrees = world.as_(party).act(&transfer, "accept", json!({}));
            agrees.await.with::<Transfer>(200);
        }
        transfer
    }
}

/// Easter Monday is 29 March 2027; school begins on the Tuesday of the week after.
pub fn school_starts_after_easter() -> Value {
    json!({ "school_starts_on": "2027-04-06", "level_of_need": 3 })
}
