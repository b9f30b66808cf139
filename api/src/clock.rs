//! The clock: the one place where the server asks what time it is.

use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};

use chrono::{DateTime, Duration, Utc};

use crate::db;

/// The present, which a demonstration may move.
#[derive(Debug, Clone, Default)]
pub struct Clock {
    ahead_micros: Arc<AtomicI64>,
    may_travel: bool,
}

impl Clock {
    /// A clock that can be moved: for demonstrations and tests only.
    pub fn travelling() -> Self {
        Self {
            may_travel: true,
            ..Self::default()
        }
    }

    /// Now, UTC, to the microsecond.
    pub fn now(&self) -> DateTime<Utc> {
        db::now() + Duration::microseconds(self.ahead_micros.load(Ordering::SeqCst))
    }

    /// Whether it can be moved.
    pub fn may_travel(&self) -> bool {
        self.may_travel
    }

    /// Make it this instant now; it runs on from there. Nothing happens to a clock that cannot be moved.
    pub fn travel_to(&self, at: DateTime<Utc>) {
        if self.may_travel {
            let ahead = (at - db::now()).num_microseconds().unwrap_or(0);
            self.ahead_micros.store(ahead, Ordering::SeqCst);
        }
    }
}
