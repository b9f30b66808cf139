//! Rotas: whose turn it is. Strict and auditable: the team that has waited longest is next, and whoever is passed over has
//! had that turn.

use std::collections::BTreeMap;

use uuid::Uuid;

use crate::refusal::Refusal;

/// A turn, taken or passed over.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Turn {
    /// Whose it was.
    pub team: Uuid,
    /// Why it was passed over; nothing where it was taken.
    pub skipped: Option<String>,
}

/// The team whose turn is next: the one whose last turn lies furthest back, those that never had one first, in the order
/// of the rota. None where nobody is on it.
///
/// * `had` – whose turn each was, in order, passed over or not
pub fn next(order: &[Uuid], had: &[Uuid]) -> Option<Uuid> {
    let last: BTreeMap<_, _> = had
        .iter()
        .enumerate()
        .map(|(at, team)| (team, at))
        .collect();
    order
        .iter()
        .copied()
        .min_by_key(|team| last.get(team).map(|at| at + 1).unwrap_or(0))
}

/// The turns that one request takes: those passed over, in the order of the rota, and the one that gets it.
///
/// # Errors
///
/// [`Refusal::Invalid`], naming `skip`, where somebody is passed over whose turn it is not, or everybody is;
/// [`Refusal::Forbidden`] where nobody is on the rota.
pub fn take(order: &[Uuid], had: &[Uuid], skips: &[(Uuid, String)]) -> Result<Vec<Turn>, Refusal> {
    let mut had = had.to_vec();
    let mut turns = Vec::new();
    for (team, reason) in skips {
        if next(order, &had) != Some(*team) || turns.len() + 1 >= order.len() {
            return Err(Refusal::Invalid {
                field: "skip".into(),
                message: match turns.len() + 1 >= order.len() {
                    true => "every team would be passed over".into(),
                    false => "it is not this team's turn, so it cannot be passed over".into(),
                },
                expected: "the team whose turn it is, then the one after it".into(),
            });
        }
        had.push(*team);
        turns.push(Turn {
            team: *team,
            skipped: Some(reason.clone()),
        });
    }
    let team = next(order, &had).ok_or_else(|| Refusal::Forbidden {
        message: "the procedure gives this to a rota, and nobody is on it yet".into(),
        rule: None,
        remedy: "Let whoever keeps the rota put the teams on it.".into(),
    })?;
    turns.push(Turn {
        team,
        skipped: None,
    });
    Ok(turns)
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "a test fails by panicking")]
mod tests {
    use super::*;

    fn teams() -> Vec<Uuid> {
        (1..=5).map(Uuid::from_u128).collect()
    }

    #[test]
    fn five_teams_take_turns_in_their_order_and_begin_again() {
        let order = teams();
        let mut had = Vec::new();
        for round in 0..12 {
            let turn = next(&order, &had).unwrap();
            assert_eq!(turn, order[round % 5]);
            had.push(turn);
        }
    }

    #[test]
    fn a_team_that_is_passed_over_waits_for_the_next_round() {
        let order = teams();
        let turns = take(&order, &[], &[(order[0], "knows the family".into())]).unwrap();
        assert_eq!(turns[0].skipped.as_deref(), Some("knows the family"));
        assert_eq!((turns[1].team, turns.len()), (order[1], 2));
        let had: Vec<_> = turns.iter().map(|turn| turn.team).collect();
        assert_eq!(next(&order, &had), Some(order[2]));
    }

    #[test]
    fn nobody_is_passed_over_out_of_turn_and_never_everybody() {
        let order = teams();
        assert!(take(&order, &[], &[(order[2], "busy".into())]).is_err());
        let all: Vec<_> = order
            .iter()
            .map(|team| (*team, "busy".to_owned()))
            .collect();
        assert!(take(&order, &[], &all).is_err());
        assert!(take(&order, &[], &all[..4]).is_ok());
    }

    #[test]
    fn a_team_that_joins_is_next_and_one_that_leaves_is_forgotten() {
        let mut order = teams();
        let had = order.clone();
        let joined = Uuid::from_u128(9);
        order.push(joined);
        assert_eq!(next(&order, &had), Some(joined));
        let left: Vec<_> = order[1..5].to_vec();
        assert_eq!(next(&left, &had), Some(order[1]));
    }
}
