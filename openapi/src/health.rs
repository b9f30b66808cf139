//! Health: whether the service runs, and whether it can work.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// How the service is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[schema(example = json!({"status": "ok", "database": "ok", "version": "0.1.0"}))]
pub struct Health {
    /// The service as a whole.
    pub status: HealthStatus,
    /// The database; absent from liveness, which does not ask it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub database: Option<HealthStatus>,
    /// Version of the service.
    pub version: String,
}

/// Whether something works.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum HealthStatus {
    /// It works.
    Ok,
    /// It does not.
    Unavailable,
}
