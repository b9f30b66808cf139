//! Practitioners: anyone who signs in, and what they may decide where.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

use crate::Team;

/// A practitioner.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[schema(example = json!({
    "id": "0199f000-0000-7000-8000-000000000011", "reference": "P-0011", "name": "A. Sample",
    "is_administrator": false, "suspended": false,
    "roles": [{"role": "team_manager",
               "team": {"id": "0199f000-0000-7000-8000-000000000001", "service": "family_help", "name": "Family Help North"}}]
}))]
pub struct Practitioner {
    /// Id.
    pub id: Uuid,
    /// Reference that people use.
    pub reference: String,
    /// Name.
    pub name: String,
    /// Whether they keep the authority's teams, people, rota and contact points.
    pub is_administrator: bool,
    /// Whether their access is switched off.
    pub suspended: bool,
    /// What they may decide, and where.
    pub roles: Vec<HeldRole>,
}

/// A role that someone holds: in one team, across a service, or (neither) across the authority.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct HeldRole {
    /// Role of the pack.
    pub role: String,
    /// Team in which it is held.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub team: Option<Team>,
    /// Service across which it is held.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub service: Option<String>,
}

/// The caller.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[schema(example = json!({
    "id": "0199f000-0000-7000-8000-000000000011", "reference": "P-0011", "name": "A. Sample",
    "is_administrator": false, "suspended": false, "roles": [], "teams": [], "pack": "exampleshire"
}))]
pub struct Me {
    /// The caller as a practitioner.
    #[serde(flatten)]
    pub practitioner: Practitioner,
    /// Teams in which the caller holds a role.
    pub teams: Vec<Team>,
    /// Pack under which the caller's authority opens new transfers.
    pub pack: String,
}

/// A practitioner to be added.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({
    "name": "B. Sample",
    "roles": [{"role": "team_manager", "team_id": "0199f000-0000-7000-8000-000000000001"}]
}))]
pub struct NewPractitioner {
    /// Name.
    #[schema(min_length = 1, max_length = 200)]
    pub name: String,
    /// What they may decide, and where.
    #[schema(max_items = 50)]
    pub roles: Vec<NewRole>,
    /// Whether they keep the authority's teams, people, rota and contact points; absent means no.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub is_administrator: Option<bool>,
}

/// A role to be held: in a team, across a service, or (neither) across the authority.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewRole {
    /// Role of the pack.
    #[schema(min_length = 1, max_length = 100)]
    pub role: String,
    /// Team in which it is held.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub team_id: Option<Uuid>,
    /// Service across which it is held.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(max_length = 100)]
    pub service: Option<String>,
}
