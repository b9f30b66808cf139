//! Teams: real teams of a kind that the pack names.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

/// A team.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[schema(example = json!({"id": "0199f000-0000-7000-8000-000000000001", "service": "family_help", "name": "Family Help North"}))]
pub struct Team {
    /// Its id.
    pub id: Uuid,
    /// Service of the pack that it belongs to.
    pub service: String,
    /// Its name.
    pub name: String,
}

/// A team to be set up.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"service": "family_help", "name": "Family Help North"}))]
pub struct NewTeam {
    /// Service of the pack that it belongs to.
    #[schema(min_length = 1, max_length = 100)]
    pub service: String,
    /// Its name, unlike that of every other team of the authority.
    #[schema(min_length = 1, max_length = 200)]
    pub name: String,
}
