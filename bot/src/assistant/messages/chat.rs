//! What is said only where people talk with each other: links, buttons that have grown old, things that went wrong.

use chrono::{DateTime, Utc};

use super::super::reply::{Reply, Tone};
use super::{LIFE_AT_RISK, moment};

/// That nobody knows whose account this is, and how to change that.
pub fn not_linked() -> Reply {
    Reply::plain("This account is not linked to anybody in Landsafe yet.")
        .in_tone(Tone::Refusal)
        .line("Sign in to Landsafe, ask there for a code to link a chat account, then use `/link` with it here.")
        .line("`/urgent` works without: it says whom to ring.")
        .line(LIFE_AT_RISK)
}

/// That an account is linked now.
pub fn linked(name: &str) -> Reply {
    Reply::plain(format!("Linked: I act here for {name} now."))
        .line("What you may do is what you may do in Landsafe. `/unlink` ends it.")
        .offer("help", "What can I do here?")
}

/// That a link has ended, or that there was none.
pub fn unlinked(ended: bool) -> Reply {
    Reply::plain(match ended {
        true => "The link has ended. I act for nobody here any more.",
        false => "This account was not linked.",
    })
}

/// That what was used is not known any more.
pub fn out_of_date() -> Reply {
    Reply::plain("This is out of date, and nothing was done.")
        .line("Look at the transfer again, or see what waits for you.")
        .offer("pending", "What waits for me")
        .offer("help", "Help")
}

/// That nobody remembers the question any more.
pub fn asked_too_long_ago() -> Reply {
    Reply::plain("I do not remember that question any more: I keep none for longer than a quarter of an hour.")
        .line("Ask it again, please.")
}

/// That what somebody thinks of an answer was taken down.
pub fn judged(helpful: bool) -> Reply {
    match helpful {
        true => Reply::plain("Thank you, good to know."),
        false => Reply::plain("Thank you, noted: those who look after the answers see it.")
            .line("Try it in other words, or ask your manager.")
            .line(LIFE_AT_RISK),
    }
}

/// That an answer was held back.
pub fn withheld(reference: &str) -> Reply {
    Reply::plain("I cannot show this here, because it would carry something personal.")
        .in_tone(Tone::Refusal)
        .line(format!("Look at it in Landsafe itself. If that should not be so, say the number {reference} to an administrator."))
}

/// That an answer comes here because Discord waited for it no longer.
pub fn came_too_late() -> Reply {
    Reply::plain("Discord waited no longer for an answer to what you did, so it comes here:")
}

/// That something went wrong, with the number under which the log has it.
pub fn broken_down(reference: &str) -> Reply {
    Reply::plain("Something went wrong on my side.")
        .in_tone(Tone::Failure)
        .line(format!(
            "If it happens again, say the number {reference} to an administrator: the log has it."
        ))
        .line(LIFE_AT_RISK)
}

/// That the answer waits for whoever wants to see it.
pub fn answered_privately() -> Reply {
    Reply::plain("I have an answer. It is shown to whoever asks for it, and to nobody else.")
}

/// That what follows was asked a while ago.
pub fn as_known_on(at: DateTime<Utc>) -> Reply {
    Reply::plain(format!(
        "Landsafe cannot be reached. This is how it stood on {}:",
        moment(at)
    ))
    .in_tone(Tone::Failure)
    .line(LIFE_AT_RISK)
}

/// What to do where the route of the authority is not known.
pub fn urgent_without_route() -> Reply {
    Reply::plain("I cannot look up the route of your authority now")
        .in_tone(Tone::Urgent)
        .line(LIFE_AT_RISK)
        .line("Otherwise ring your duty team or your manager by phone now. Do not wait for this to work again.")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn whoever_is_not_linked_is_told_how_and_where_to_ring_meanwhile() {
        let text = not_linked().text();
        assert!(text.contains("/link") && text.contains("/urgent") && text.contains("999"));
    }

    #[test]
    fn an_old_copy_says_how_old_it_is() {
        let at = "2026-11-26T09:30:00Z".parse().unwrap_or_default();
        assert!(
            as_known_on(at)
                .text()
                .contains("Thu 26 November 2026, 09:30")
        );
    }
}
