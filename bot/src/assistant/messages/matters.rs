//! Matters of their own: what the procedure binds without moving a case.

use openapi::{Matter, MatterState};

use super::super::reply::Reply;
use super::{Names, moment};

/// A matter as it stands.
pub fn matter(matter: &Matter, names: Names<'_>) -> Reply {
    let (reference, name) = (&matter.reference, &matter.name);
    let state = match matter.state {
        MatterState::Open => "open",
        MatterState::Decided => "decided",
        MatterState::Finished => "finished",
        MatterState::Withdrawn => "withdrawn",
    };
    let about = [&matter.case, &matter.contact];
    let about = about
        .into_iter()
        .flatten()
        .map(|about| format!("About {}.", about.reference));
    let team = matter
        .team
        .iter()
        .map(|team| format!("Team: {}.", team.name));
    let decision = matter
        .decision
        .iter()
        .map(|decision| format!("Decided: {}.", decision.label));
    let blocked = matter
        .blocked_by
        .iter()
        .map(|blocker| format!("In the way: {} ({}).", blocker.message, blocker.rule));
    Reply::plain(format!("{reference}: {name}, {state}"))
        .lines(about)
        .lines(team)
        .lines(decision)
        .lines(duty(matter, names).into_iter().skip(1))
        .lines(blocked)
        .line("It is decided and finished in Landsafe itself.")
}

/// A matter with what it owes.
pub(super) fn duty(matter: &Matter, names: Names<'_>) -> Vec<String> {
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
