//! Absences: who is away, and what the procedure asks for meanwhile.

use openapi::{Absence, Matter};

use super::super::reply::{Reply, Tone};
use super::matters::duty;
use super::{Names, day};

/// That an absence is recorded, with what it asks for now.
pub fn absence_recorded(absence: &Absence, asked: &[Matter], names: Names<'_>) -> Reply {
    let until = match absence.until_on {
        Some(until) => format!("until {}", day(until)),
        None => "for as long as nobody says when it ends".into(),
    };
    let (name, from) = (&absence.practitioner.name, day(absence.from_on));
    let cover = absence.covered_by.as_ref().map(|cover| {
        let cover = &cover.name;
        format!(
            "{cover} stands in: named on duty in their place, and told what they would be told."
        )
    });
    let reply = Reply::plain(format!("Recorded: {name} is away from {from}, {until}."));
    let reply = reply.lines(cover);
    match asked {
        [] => reply.line("The procedure asks for nothing about it yet. Should that change, those who owe it are told."),
        asked => reply
            .line("The procedure asks for this meanwhile:")
            .lines(asked.iter().flat_map(|matter| duty(matter, names))),
    }
}

/// That nobody, or more than one, has that name.
pub fn nobody_called_so() -> Reply {
    Reply::plain("I find nobody of exactly that name, or more than one.")
        .in_tone(Tone::Refusal)
        .line("Choose from the suggestions, or leave it out for yourself.")
}
