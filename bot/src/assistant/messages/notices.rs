//! What people are told: notifications with their buttons, and what a morning's digest lists.

use openapi::{Digest, DigestEntry, DigestPending, Notification, NotificationButton};

use super::super::reply::{Choice, Reply};
use super::moment;

/// Most lines of a digest: it is one message, and the picture has everything. Most of its entries that can be opened at
/// once, and of those that can be put off or handed over.
const MOST_LISTED: usize = 10;
const MOST_OPENED: usize = 10;
const MOST_OFFERED: usize = 5;

/// A notification, as it comes, with what can be done about it at once.
pub fn notified(notification: &Notification) -> Reply {
    let next = about(notification).map(|about| format!("Say `show {about}` to see it."));
    let buttons = notification.buttons.iter();
    let digest = notification.digest.as_ref();
    Reply::plain(notification.message.clone())
        .lines(digest.into_iter().flat_map(listed))
        .lines(next)
        .offers(buttons.filter_map(|button| offer(*button, notification)))
        .offers(digest.into_iter().flat_map(offered))
}

/// Reference of what it is about.
fn about(notification: &Notification) -> Option<&str> {
    let about = notification.transfer.as_ref();
    let about = about.or(notification.matter.as_ref())?;
    Some(&about.reference)
}

/// What can be said for a button.
fn offer(button: NotificationButton, notification: &Notification) -> Option<Choice> {
    let id = notification.id;
    let offer = match button {
        NotificationButton::Done => Choice::new(format!("done {id}"), "Done"),
        NotificationButton::Snooze => Choice::new(format!("snooze {id}"), "Snooze"),
        NotificationButton::Open => Choice::new(format!("show {}", about(notification)?), "Open"),
        NotificationButton::HandOver => Choice::new(format!("hand over {id}"), "Hand over"),
        NotificationButton::Acknowledge => {
            let call = notification.contact.as_ref()?;
            Choice::new(format!("acknowledge {}", call.reference), "Acknowledge")
        }
    };
    Some(offer)
}

/// What can be done at once about what a digest lists: looked at, and where a reminder was folded in, what that one offered.
fn offered(digest: &Digest) -> Vec<Choice> {
    let entries = || entries(digest);
    let others = digest.transfers.iter().chain(&digest.matters);
    let references = entries()
        .map(DigestEntry::reference)
        .chain(others.map(|other| other.reference.as_str()));
    let mut opened: Vec<&str> = Vec::new();
    for reference in references {
        if !opened.contains(&reference) && opened.len() < MOST_OPENED {
            opened.push(reference);
        }
    }
    let opened = opened
        .into_iter()
        .map(|reference| Choice::new(format!("show {reference}"), format!("Open {reference}")));
    let folded = entries().filter_map(|entry| Some((entry, entry.notification?)));
    let reminders = folded.take(MOST_OFFERED).flat_map(|(entry, id)| {
        let reference = entry.reference();
        [
            Choice::new(format!("snooze {id}"), format!("Snooze {reference}")),
            Choice::new(format!("hand over {id}"), format!("Hand over {reference}")),
        ]
    });
    opened.chain(reminders).collect()
}

/// Everything that a digest lists one by one, what is late first.
fn entries(digest: &Digest) -> impl Iterator<Item = &DigestEntry> {
    let owed = digest.overdue.iter().chain(&digest.due_this_week);
    owed.chain(&digest.advised)
}

/// What a digest lists: what is late first, and at the end what is not yet due.
fn listed(digest: &Digest) -> Vec<String> {
    let line = |word: &'static str| move |entry: &DigestEntry| listed_entry(word, entry);
    let named: Vec<_> = entries(digest).map(DigestEntry::reference).collect();
    let others = digest.transfers.iter().chain(&digest.matters);
    let waiting = others
        .filter(|other| !named.contains(&other.reference.as_str()))
        .map(waits);
    let late = digest.overdue.iter().map(line("Overdue"));
    let this_week = digest.due_this_week.iter().map(line("Due this week"));
    let advised = digest.advised.iter().map(line("Still advised"));
    let mut lines: Vec<_> = late
        .chain(this_week)
        .chain(advised)
        .chain(waiting)
        .collect();
    if let Some(more) = lines
        .len()
        .checked_sub(MOST_LISTED)
        .filter(|more| *more > 0)
    {
        lines.truncate(MOST_LISTED);
        lines.push(format!("And {more} more: say `pending` or `deadlines`."));
    }
    lines
}

fn listed_entry(word: &str, entry: &DigestEntry) -> String {
    let rule = entry.rule.as_ref().map(|rule| format!(" ({rule})"));
    let (reference, label, due) = (entry.reference(), &entry.label, moment(entry.due_at));
    format!(
        "{word}: {reference}, {label}, {due}{}",
        rule.unwrap_or_default()
    )
}

fn waits(other: &DigestPending) -> String {
    let days = if other.age_days == 1 { "day" } else { "days" };
    let (reference, age, due) = (&other.reference, other.age_days, moment(other.due_at));
    format!("Waiting: {reference}, {age} {days} old, due {due}")
}
