//! The demonstration's clock: moved forwards, and what has become due by then happens at once.

use chrono::{DateTime, Duration, Utc};
use openapi::{Clock, SetClock};
use policy::fact::utc;

use crate::app::App;
use crate::error::ApiError;
use crate::worker;

/// Farthest that the clock goes in one move, in minutes: ten years.
const FARTHEST_MINUTES: u32 = 5_256_000;

/// Move the clock, and deal with everything that is due by then.
///
/// # Errors
///
/// [`ApiError::NotFound`] where the clock cannot be moved, [`ApiError::Invalid`] where it would go back or too far.
pub async fn set_clock(app: &App, to: &SetClock) -> Result<Clock, ApiError> {
    if !app.clock.may_travel() {
        return Err(ApiError::NotFound("page"));
    }
    app.clock.travel_to(target(app.clock.now(), to)?);
    worker::tick(app).await?;
    Ok(Clock {
        now: app.clock.now(),
    })
}

fn target(now: DateTime<Utc>, to: &SetClock) -> Result<DateTime<Utc>, ApiError> {
    let farthest = now + Duration::minutes(FARTHEST_MINUTES.into());
    match to {
        SetClock::At { at } if (now..=farthest).contains(at) => Ok(*at),
        SetClock::At { .. } => Err(ApiError::invalid(
            "at",
            "the clock goes forwards, ten years at most",
            format!("{} to {}", utc(now), utc(farthest)),
        )),
        SetClock::Forward {
            forward_minutes: minutes @ 1..=FARTHEST_MINUTES,
        } => Ok(now + Duration::minutes((*minutes).into())),
        SetClock::Forward { .. } => Err(ApiError::invalid(
            "forward_minutes",
            "this is out of range",
            format!("1 to {FARTHEST_MINUTES}"),
        )),
    }
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "a test fails by panicking")]
mod tests {
    use super::*;

    fn at(text: &str) -> DateTime<Utc> {
        text.parse().unwrap()
    }

    #[test]
    fn the_clock_goes_forwards_only() {
        let now = at("2026-12-01T09:00:00Z");
        let later = at("2026-12-01T10:30:00Z");
        assert_eq!(target(now, &SetClock::At { at: later }).unwrap(), later);
        assert_eq!(
            target(
                now,
                &SetClock::Forward {
                    forward_minutes: 90
                }
            )
            .unwrap(),
            later
        );
        assert!(target(later, &SetClock::At { at: now }).is_err());
        assert!(target(now, &SetClock::Forward { forward_minutes: 0 }).is_err());
        assert!(
            target(
                now,
                &SetClock::At {
                    at: at("2046-12-01T09:00:00Z")
                }
            )
            .is_err()
        );
    }
}
