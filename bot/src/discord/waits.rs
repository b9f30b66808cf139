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
    /// Waits until something may be sent there.
    pub(super) async fn pass(&self, route: &str) {
        let until = {
            let waits = self.known();
            let both = [route, EVERYWHERE].into_iter();
            both.filter_map(|route| waits.get(route).copied()).max()
        };
        if let Some(until) = until {
            sleep(until.saturating_duration_since(Instant::now())).await;
        }
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
        waits.pass("POST /channels/2").await;
        assert!(begun.elapsed() < Duration::from_secs(1));
        waits.hold(EVERYWHERE.into(), Duration::from_millis(80));
        waits.pass("POST /channels/2").await;
        assert!(begun.elapsed() >= Duration::from_millis(80));
    }

    #[test]
    fn no_wait_is_longer_than_anybody_would_look_for() {
        assert_eq!(told(-1.0), Duration::ZERO);
        assert_eq!(told(86_400.0), Duration::from_secs(600));
    }
}
