//! Waits: until when Discord wants nothing more, for one route or for everything.

use std::collections::HashMap;
use std::sync::{Mutex, MutexGuard};
use std::time::{Duration, Instant};

use reqwest::Response;
use serde_json::Value;
use tokio::time::sleep;

/// Pause where Discord says that it is too much, but not for how long; and the longest that is believed.
const UNTOLD: Duration = Duration::from_secs(1);
const LONGEST: f64 = 600.0;

/// Everything, beside every route.
const EVERYWHERE: &str = "";

/// Until when nothing may be sent, by route.
#[derive(Debug, Default)]
pub(super) struct Waits(Mutex<HashMap<String, Instant>>);

impl Waits {
    /// Waits until something may be sent there, and says whether that was in time. What would be too late is not waited for.
    ///
    /// * `is_own` – an answer to somebody's interaction, which no limit on everything holds back
    /// * `by` – when it is of no use any more
    pub(super) async fn pass(&self, route: &str, is_own: bool, by: Option<Instant>) -> bool {
        let until = {
            let waits = self.known();
            let everywhere = (!is_own).then_some(EVERYWHERE);
            let both = std::iter::once(route).chain(everywhere);
            both.filter_map(|route| waits.get(route).copied()).max()
        };
        if let (Some(until), Some(by)) = (until, by)
            && until > by
        {
            return false;
        }
        if let Some(until) = until {
            sleep(until.saturating_duration_since(Instant::now())).await;
        }
        true
    }

    /// Where this was the last call for a while, the next one waits.
    pub(super) fn learn(&self, route: String, response: &Response) {
        if let (Some(0.0), Some(seconds)) = (
            number(response, "x-ratelimit-remaining"),
            number(response, "x-ratelimit-reset-after"),
        ) {
            self.hold(route, told(seconds));
        }
    }

    /// It was too much: how long Discord said to wait, for this route or for everything.
    pub(super) async fn too_many(&self, route: String, response: Response) -> Duration {
        let header = number(&response, "retry-after");
        let everywhere = response.headers().contains_key("x-ratelimit-global");
        let body: Value = response.json().await.unwrap_or_default();
        let seconds = body["retry_after"].as_f64().or(header);
        let wait = seconds.map_or(UNTOLD, told);
        let route = match everywhere || body["global"] == true {
            true => EVERYWHERE.to_owned(),
            false => route,
        };
        self.hold(route, wait);
        wait
    }

    fn hold(&self, route: String, wait: Duration) {
        let mut waits = self.known();
        let now = Instant::now();
        waits.retain(|_, until| *until > now);
        waits.insert(route, now + wait);
    }

    fn known(&self) -> MutexGuard<'_, HashMap<String, Instant>> {
        self.0
            .lock()
            .unwrap_or_else(|poisoned| poisoned.into_inner())
    }
}

fn told(seconds: f64) -> Duration {
    Duration::from_secs_f64(seconds.clamp(0.0, LONGEST))
}

fn number(response: &Response, name: &str) -> Option<f64> {
    response.headers().get(name)?.to_str().ok()?.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn what_holds_everything_holds_every_route_and_one_route_holds_no_other() {
        let waits = Waits::default();
        let begun = Instant::now();
        waits.hold("POST /channels/1".into(), Duration::from_secs(60));
        waits.pass("POST /channels/2", false, None).await;
        assert!(begun.elapsed() < Duration::from_secs(1));
        waits.hold(EVERYWHERE.into(), Duration::from_millis(80));
        waits.pass("POST /channels/2", false, None).await;
        assert!(begun.elapsed() >= Duration::from_millis(80));
    }

    #[tokio::test]
    async fn an_answer_to_somebody_is_held_by_no_limit_on_everything_and_waits_for_nothing_in_vain()
    {
        let waits = Waits::default();
        let begun = Instant::now();
        waits.hold(EVERYWHERE.into(), Duration::from_secs(60));
        assert!(waits.pass("POST /interactions/1", true, None).await);
        let soon = Some(begun + Duration::from_secs(2));
        assert!(!waits.pass("POST /channels/1", false, soon).await);
        waits.hold("POST /interactions/1".into(), Duration::from_secs(60));
        assert!(!waits.pass("POST /interactions/1", true, soon).await);
        assert!(begun.elapsed() < Duration::from_secs(2));
    }

    #[test]
    fn no_wait_is_longer_than_anybody_would_look_for() {
        assert_eq!(told(-1.0), Duration::ZERO);
        assert_eq!(told(86_400.0), Duration::from_secs(600));
    }
}
