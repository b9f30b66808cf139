//! What can stop the assistant itself; refusals of the API are answers, not errors.

use openapi::ApiError;

/// Why the assistant stopped.
#[derive(Debug, thiserror::Error)]
pub enum BotError {
    /// The API refused, or could not be reached.
    #[error(transparent)]
    Api(#[from] ApiError),
    /// The terminal could not be read or written.
    #[error("the terminal cannot be read or written")]
    Terminal(#[from] std::io::Error),
    /// A line of a batch could not be answered.
    #[error("{failed} of {lines} lines could not be answered")]
    Batch {
        /// Lines that failed.
        failed: usize,
        /// Lines read.
        lines: usize,
    },
}
