//! The demonstration's clock: only there, time can be moved.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// Where to move the demonstration's clock: to an instant, or on by some minutes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(untagged, deny_unknown_fields)]
#[schema(example = json!({"forward_minutes": 1440}))]
pub enum SetClock {
    /// To an instant.
    At {
        /// The instant, not before the clock's present one.
        at: DateTime<Utc>,
    },
    /// On by some minutes.
    Forward {
        /// How many.
        #[schema(minimum = 1, maximum = 5_256_000)]
        forward_minutes: u32,
    },
}

/// The demonstration's clock.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[schema(example = json!({"now": "2026-11-03T09:00:00Z"}))]
pub struct Clock {
    /// Its present instant.
    pub now: DateTime<Utc>,
}
