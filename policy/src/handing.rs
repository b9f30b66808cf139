//! Handing over: a colleague takes on what somebody owes. The duty stays with the team; only who is reminded changes.

use thiserror::Error;

use crate::pack::Pack;
use crate::pack::format::Standing;
use crate::role::Actor;
use crate::transfer::Team;

/// Why something is not handed over.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum Unfit {
    /// Whoever hands it over neither owes it nor manages the team.
    #[error(
        "it is handed over by those who are reminded of it and by managers of the team that owes it"
    )]
    NotTheirs,
    /// They have it already.
    #[error("they have it already")]
    TheSame,
    /// They do not work for the team that owes it.
    #[error("they do not work for the team that owes it")]
    AnotherTeam,
    /// It is owed in a role that they do not hold.
    #[error("it is owed as {0}, which they are not in this team")]
    AnotherRole(String),
}

/// What is handed over.
#[derive(Debug, Clone, Copy)]
pub struct Handing<'a> {
    /// Teams that owe it.
    pub teams: &'a [Team],
    /// Role in which it is owed, where the procedure names one.
    pub role: Option<&'a str>,
    /// Whether whoever hands it over is the one who was reminded.
    pub is_theirs: bool,
}

/// Whether somebody may hand something over to a colleague.
///
/// # Errors
///
/// [`Unfit`], whichever comes first.
pub fn may_take(pack: &Pack, what: Handing<'_>, from: &Actor, to: &Actor) -> Result<(), Unfit> {
    let manages = what.teams.iter().any(|team| {
        from.roles_over(team).any(|role| {
            pack.role(role)
                .is_some_and(|role| role.standing == Standing::Manager)
        })
    });
    if !what.is_theirs && !manages {
        return Err(Unfit::NotTheirs);
    }
    if from.practitioner == to.practitioner && what.is_theirs {
        return Err(Unfit::TheSame);
    }
    let of: Vec<_> = what
        .teams
        .iter()
        .filter(|team| to.works_for(team, pack))
        .collect();
    if of.is_empty() {
        return Err(Unfit::AnotherTeam);
    }
    match what.role {
        Some(role)
            if !of
                .iter()
                .any(|team| to.roles_over(team).any(|held| held == role)) =>
        {
            Err(Unfit::AnotherRole(pack.role_name(role).to_owned()))
        }
        _ => Ok(()),
    }
}
