//! Absences: who is away, and what the procedure asks for meanwhile.

use openapi::{Absence, Matter};

use super::super::reply::{Reply, Tone};
use super::{Names, day, moment};

/// That an absence is recorded, with what it asks for now.
pub fn absence_recorded(absence: &Absence, asked: &[Matter], names: Names<'_>) -> Reply {
    let until = match absence.until_on {
        Some(until) => format!("until {}", day(until)),
        None => "for as long as nobody says when it ends".into(),
    };
    let (name, from) = (&absence.practitioner.name, day(absence.from_on));
    let reply = Reply::plain(format!("Recorded: {name} is away from {from}, {until}."));
    match asked {
        [] => reply.line("The procedure asks for nothing about it yet. Should that change, those who owe it are told."),
        asked => reply
            .line("The procedure asks for this meanwhile:")
            .lines(asked.iter().flat_map(|matter| duty(matter, names))),
    }
}

/// A matter with what it owes.
fn duty(matter: &Matter, names: Names<'_>) -> Vec<String> {
    let rules = matter.rules.join(", ");
    let mut lines = vec![format!("{}: {} ({rules})", matter.reference, matter.name)];
    lines.push(matter.purpose.clone());
    lines.extend(matter.items.iter().filter(|item| !item.done).map(|item| {
        let due = matter
            .deadlines
            .iter()
            .find(|deadline| deadline.rule == item.rule);
        let due = due.map(|due| match due.due_at {
            Some(at) => format!(", by {}", moment(at)),
            None => ", at once".to_owned(),
        });
        format!(
            "- {}{} ({})",
            item.label,
            due.unwrap_or_default(),
            item.rule
        )
    }));
    let roles = (!matter.decided_by.is_empty())
        .then(|| format!("Finished by: {}.", names.roles(&matter.decided_by)));
    lines.extend(roles);
    lines
}

/// That nobody, or more than one, has that name.
pub fn nobody_called_so() -> Reply {
    Reply::plain("I find nobody of exactly that name, or more than one.")
        .in_tone(Tone::Refusal)
        .line("Choose from the suggestions, or leave it out for yourself.")
}
