//! The headers that make a change safe to repeat, for the document.

use utoipa::IntoParams;

/// Refuses a change of what has changed since it was read.
#[derive(Debug, IntoParams)]
#[into_params(parameter_in = Header)]
pub struct Versioned {
    /// The ETag that you read: refused where it has changed since.
    #[param(rename = "If-Match", max_length = 200)]
    pub if_match: Option<String>,
}

/// Makes a change safe to send again.
#[derive(Debug, IntoParams)]
#[into_params(parameter_in = Header)]
pub struct Repeatable {
    /// A key of the caller's own, new for each change: a repeat under it gets the first answer, and nothing happens twice.
    #[param(rename = "Idempotency-Key", min_length = 1, max_length = 200)]
    pub idempotency_key: Option<String>,
}
