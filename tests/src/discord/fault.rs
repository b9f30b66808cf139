//! Faults: what goes wrong with a call, once or regularly.

use std::time::Duration;

/// What goes wrong with one call.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Fault {
    /// 429: not done, to be tried again after so many seconds.
    TooMany {
        /// Seconds to wait.
        retry_after: f64,
    },
    /// The same for everything that the bot sends.
    TooManyEverywhere {
        /// Seconds to wait.
        retry_after: f64,
    },
    /// Refused or broken with this status: not done.
    Broken(u16),
    /// Done, but the answer is a 502.
    Lost,
    /// The answer takes so long.
    Hang(Duration),
}

/// The faults that are to come.
#[derive(Debug, Default)]
pub(crate) struct Faults {
    once: Vec<(&'static str, &'static str, Fault)>,
    every: Option<usize>,
    sent: usize,
}

impl Faults {
    pub(crate) fn next(&mut self, method: &'static str, part: &'static str, fault: Fault) {
        self.once.push((method, part, fault));
    }

    pub(crate) fn every(&mut self, nth: usize) {
        self.every = Some(nth);
        self.sent = 0;
    }

    /// Whether one is still to come once.
    pub(crate) fn is_to_come(&self) -> bool {
        !self.once.is_empty()
    }

    /// What goes wrong with this call, if anything.
    pub(crate) fn of(&mut self, method: &str, path: &str) -> Option<Fault> {
        let fits = |(of, part, _): &(&str, &str, Fault)| *of == method && path.contains(part);
        if let Some(at) = self.once.iter().position(fits) {
            return Some(self.once.remove(at).2);
        }
        let nth = self.every?;
        if method != "POST" || !path.ends_with("/messages") {
            return None;
        }
        self.sent += 1;
        let turn = self.sent / nth;
        (self.sent.is_multiple_of(nth)).then_some(match turn % 3 {
            0 => Fault::TooMany { retry_after: 0.05 },
            1 => Fault::Broken(500),
            _ => Fault::Lost,
        })
    }
}
