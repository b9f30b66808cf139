//! Calls: how word of an urgent call climbs until somebody acknowledges it.
//!
//! Whoever is told has not been reached until they say so. A rung on which there is nobody is passed over at once.

use serde::{Deserialize, Serialize};

use crate::pack::Pack;
use crate::pack::format::{CallRung, Standing};

/// Minutes that each rung has where neither the authority nor the procedure says how many.
const ON_DUTY_MINUTES: u32 = 5;
const MANAGER_MINUTES: u32 = 10;
const SENIOR_MINUTES: u32 = 15;

/// Longest time of a rung: a day.
pub const MOST_MINUTES: u32 = 24 * 60;

/// Who says how a call climbs.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum Says {
    /// The authority has settled it.
    Authority,
    /// The procedure does, by this rule.
    Procedure(String),
    /// Nobody does: this is what Landsafe proposes, and it is shown as that.
    Landsafe,
}

/// The rungs, lowest first, and who says so.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Ladder {
    /// At least one.
    pub rungs: Vec<CallRung>,
    /// Who says so.
    pub says: Says,
}

/// What to do next about a call that nobody has acknowledged.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Climb {
    /// Tell a rung; those below it from `from` on have nobody.
    Tell {
        /// Its place, counted from 0.
        rung: usize,
        /// Rungs that were passed over because nobody stands on them.
        passed: Vec<usize>,
    },
    /// No rung is left.
    End {
        /// Rungs that were passed over because nobody stands on them.
        passed: Vec<usize>,
    },
}

/// How a call climbs: as the authority has settled, else as the procedure says, else as Landsafe proposes.
///
/// * `settled` – the authority's own rungs; empty means that it has settled nothing
pub fn ladder(pack: &Pack, settled: &[CallRung]) -> Ladder {
    if !settled.is_empty() {
        return Ladder {
            rungs: settled.to_vec(),
            says: Says::Authority,
        };
    }
    match pack.entries.call_ladder.first() {
        Some(own) => Ladder {
            rungs: own.rungs.clone(),
            says: Says::Procedure(own.rule.first().to_owned()),
        },
        None => Ladder {
            rungs: proposed(pack),
            says: Says::Landsafe,
        },
    }
}

/// Whoever is on duty, then those who decide for the team, then those above teams.
fn proposed(pack: &Pack) -> Vec<CallRung> {
    let rung = |label: &str, on_duty, standing, minutes| CallRung {
        label: label.to_owned(),
        on_duty,
        roles: roles(pack, standing),
        minutes,
    };
    vec![
        rung("On duty", true, Standing::DutyOfficer, ON_DUTY_MINUTES),
        rung(
            "Managers and their deputies",
            false,
            Standing::Manager,
            MANAGER_MINUTES,
        ),
        rung(
            "Senior managers",
            false,
            Standing::SeniorManager,
            SENIOR_MINUTES,
        ),
    ]
}

/// The roles of a standing; ids of the pack.
pub fn roles(pack: &Pack, standing: Standing) -> Vec<String> {
    let these = pack
        .entries
        .role
        .iter()
        .filter(|role| role.standing == standing);
    these.map(|role| role.id.clone()).collect()
}

/// The next rung from `from` on where anybody stands.
///
/// * `stands` – for each rung of the ladder, whether anybody can be told there
pub fn climb(from: usize, stands: &[bool]) -> Climb {
    let rung = (from..stands.len()).find(|rung| stands[*rung]);
    let passed = (from..rung.unwrap_or(stands.len())).collect();
    match rung {
        Some(rung) => Climb::Tell { rung, passed },
        None => Climb::End { passed },
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(from: usize, stands: &[bool], expected: Climb) {
        assert_eq!(climb(from, stands), expected, "from {from} of {stands:?}");
    }

    #[test]
    fn a_rung_with_nobody_on_it_is_passed_over() {
        let tell = |rung, passed: &[usize]| Climb::Tell {
            rung,
            passed: passed.to_vec(),
        };
        check(0, &[true, true, true], tell(0, &[]));
        check(0, &[false, false, true], tell(2, &[0, 1]));
        check(1, &[true, false, true], tell(2, &[1]));
    }

    #[test]
    fn a_ladder_ends() {
        let end = |passed: &[usize]| Climb::End {
            passed: passed.to_vec(),
        };
        check(3, &[true, true, true], end(&[]));
        check(1, &[true, false, false], end(&[1, 2]));
        check(0, &[], end(&[]));
    }
}
