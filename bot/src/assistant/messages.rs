//! Every sentence that the assistant says: pure functions from what the API answered to [`Reply`].
//!
//! References only: nothing here takes a child's initials, date of birth or story.

mod absences;
mod answers;
mod calls;
mod chat;
mod duty;
mod matters;
mod notices;
mod openings;
mod procedure;
mod refusals;
mod steps;
mod transfers;

use chrono::{DateTime, NaiveDate, Utc};
use chrono_tz::Europe::London;
use openapi::{Me, Pack, Side, Standing};

pub use absences::{absence_recorded, nobody_called_so};
pub use answers::{answered, choices, chosen, contact_logged, offer_to_log, which_is_meant};
pub use calls::{
    call, no_call, no_colleague, notice_done, notice_handed_over, notice_put_off, something_waits,
};
pub use chat::{
    answered_privately, as_known_on, asked_too_long_ago, broken_down, came_too_late, judged,
    linked, not_linked, out_of_date, unlinked, urgent_without_route, withheld,
};
pub use duty::{deadlines, on_duty};
pub use matters::{items_of_matter, matter, matter_moved, matters};
pub use notices::notified;
pub use openings::{
    case_closed, confirm, draft_kept, found_case, no_case, no_pathway, no_team, opened,
    withheld_facts,
};
pub use procedure::{agenda, defined, procedure, rule};
pub use refusals::{failed, refused};
pub use steps::{moved, next_steps};
pub use transfers::{case_shown, checklist, shown, transfers};

use super::prompt::Prompt;
use super::reply::{Reply, Tone};
use super::step::Step;

/// What to do where life is at risk, before anything else.
pub const LIFE_AT_RISK: &str = "If a life is at risk, ring 999 first.";

/// What is asked for somebody who has only said that it is urgent.
pub const URGENT_QUESTION: &str = "A child may be in immediate danger right now. Who do I call?";

/// What the assistant can be told.
pub fn help() -> Reply {
    let lines = [
        "Ask anything in your own words: \"who do I call about a child at risk tonight?\"",
        "open a transfer [for CASE]   be led through it, one question at a time",
        "pending                      what waits for you",
        "overdue                      transfers with something late",
        "deadlines                    what you owe, soonest first",
        "matters                      what else the procedure asks of your teams: a case to close, a referral to decide, …",
        "show REF                     a transfer, a matter or a case",
        "checklist REF                what has to be done, item by item",
        "next REF                     what can be done now, and what stands in the way",
        "accept REF, decline REF, tick REF ITEM, land REF",
        "                             act; what is missing is asked",
        "decide REF, finish REF       the same with a matter",
        "any other action by name     withdraw, hold, resume, ask information, record fact, schedule visit, dispute, …",
        "who is on duty [in TEAM]     who answers, until when",
        "define WORD                  what a word of the procedure means",
        "next meeting [of MEETING]    when it sits, and what waits for it",
        "which procedure              which one answers, and how old it is",
        "log a call                   record a call about a child",
        "record absence [of NAME]     somebody is away: since when, until when, and why in one word",
        "call REF, acknowledge REF    who has been told of an urgent call; take it",
        "cancel                       stop what we are in the middle of",
        LIFE_AT_RISK,
    ];
    Reply::plain("What you can say").lines(lines.map(str::to_owned))
}

/// The same, with what the roles of the one who asks are for.
pub fn help_for(me: &Me, pack: &Pack) -> Reply {
    let holds = |standing: Standing| {
        let of_standing = |role: &str| {
            pack.roles
                .iter()
                .any(|known| known.id == role && known.standing == standing)
        };
        me.practitioner
            .roles
            .iter()
            .any(|held| of_standing(&held.role))
    };
    let parts = [
        (
            holds(Standing::Practitioner),
            "You work cases: `open a transfer for CASE` asks for a move, `deadlines` says what you owe.",
        ),
        (
            holds(Standing::Manager),
            "You decide for a team: `pending` shows what waits for you; accept, decline or ask for information from there.",
        ),
        (
            holds(Standing::DutyOfficer),
            "You answer urgent calls: you are told at once, and `acknowledge` says that you have it.",
        ),
        (
            holds(Standing::SeniorManager),
            "You decide what teams cannot agree on: `pending` shows disagreements that have reached you.",
        ),
        (
            me.practitioner.is_administrator,
            "You keep teams, people, the rota and contact points: that is done in Landsafe itself.",
        ),
    ];
    let parts = parts
        .into_iter()
        .filter(|(is_so, _)| *is_so)
        .map(|(_, line)| line.to_owned());
    help()
        .lines(parts)
        .offer("pending", "What waits for me")
        .offer("deadlines", "What is due")
        .offer("who is on duty", "Who is on duty")
}

/// The first thing said at the console.
pub fn welcome() -> Reply {
    Reply::plain("Ask a question, or say `help` for what else I can do; `exit` to leave.")
        .line(LIFE_AT_RISK)
}

/// That what was going on has stopped.
pub fn cancelled(something: bool) -> Reply {
    Reply::plain(match something {
        true => "Stopped. Nothing was sent.",
        false => "There is nothing to stop.",
    })
}

/// That what was said does not answer the open question.
pub fn not_understood(prompt: &Prompt) -> Reply {
    Reply::plain(format!(
        "I take {} here. Say `cancel` to stop.",
        prompt.hint()
    ))
}

/// That one thing must be finished first.
pub fn finish_first() -> Reply {
    Reply::plain("One thing at a time: answer the question below, or say `cancel` first.")
}

/// That an interrupted dialogue goes on.
pub fn where_were_we() -> Reply {
    Reply::plain("Back to where we were.")
}

/// That a step needs a reference.
pub fn on_which(step: Step) -> Reply {
    let (name, what, such_as) = match step {
        Step::Transfer(_) => (step.name(), "transfer", "T-0031"),
        Step::Matter(_) => (step.name(), "matter", "M-4F7K2"),
    };
    Reply::plain(format!(
        "Which {what}? Say `{name} REF`, such as `{name} {such_as}`."
    ))
}

/// That a form was not filled in so that it can be understood; what was written is not repeated.
pub fn filled_in_wrongly(prompt: &Prompt, command: &str) -> Reply {
    Reply::plain(format!(
        "I could not use what you wrote for: {}",
        prompt.question
    ))
    .in_tone(Tone::Refusal)
    .line(format!("I take {} here. Nothing was sent.", prompt.hint()))
    .offer(command, "Try again")
}

/// That there is nothing to choose from.
pub fn nothing_fits(prompt: &Prompt, reference: &str) -> Reply {
    Reply::plain(format!("{} Nothing on {reference} fits.", prompt.question)).in_tone(Tone::Refusal)
}

/// That nudges cannot be fetched at the moment.
pub fn nudges_cut_off() -> Reply {
    Reply::plain(
        "The service cannot be reached, so nudges do not come through at the moment. I keep trying.",
    )
}

/// That nudges come again.
pub fn nudges_back() -> Reply {
    Reply::plain("The service can be reached again.")
}

/// The pack's names for its ids.
#[derive(Debug, Clone, Copy)]
pub struct Names<'a>(pub Option<&'a Pack>);

impl Names<'_> {
    /// The name of a role.
    pub fn role(&self, id: &str) -> String {
        let roles = self.0.into_iter().flat_map(|pack| &pack.roles);
        roles
            .filter(|role| role.id == id)
            .map(|role| role.name.clone())
            .next()
            .unwrap_or_else(|| spaced(id))
    }

    /// The names of several roles: `team manager or practice lead`.
    pub fn roles(&self, ids: &[String]) -> String {
        let names: Vec<String> = ids.iter().map(|id| self.role(id)).collect();
        names.join(" or ")
    }

    /// The clause of a rule.
    pub fn clause(&self, id: &str) -> Option<String> {
        let rules = self.0.into_iter().flat_map(|pack| &pack.rules);
        rules
            .filter(|rule| rule.id == id)
            .map(|rule| rule.clause.clone())
            .next()
    }

    /// The label of a fact.
    pub fn fact(&self, id: &str) -> String {
        let facts = self.0.into_iter().flat_map(|pack| &pack.facts);
        facts
            .filter(|fact| fact.id == id)
            .map(|fact| fact.label.clone())
            .next()
            .unwrap_or_else(|| spaced(id))
    }
}

/// An id of a pack in words.
pub(crate) fn spaced(id: &str) -> String {
    id.replace('_', " ")
}

/// A text with a capital at its beginning.
pub(crate) fn capital(text: &str) -> String {
    let mut letters = text.chars();
    let first = letters.next().map(|first| first.to_uppercase().to_string());
    first.unwrap_or_default() + letters.as_str()
}

/// An instant in local time: `Wed 4 November 2026, 23:59`.
pub(crate) fn moment(instant: DateTime<Utc>) -> String {
    instant
        .with_timezone(&London)
        .format("%a %-d %B %Y, %H:%M")
        .to_string()
}

/// A date: `Wed 4 November 2026`.
pub(crate) fn day(date: NaiveDate) -> String {
    date.format("%a %-d %B %Y").to_string()
}

/// A side in words.
pub(crate) fn side(side: Side) -> &'static str {
    match side {
        Side::Transferring => "the team that holds the case",
        Side::Receiving => "the receiving team",
        Side::Both => "both teams",
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use super::*;
    use crate::assistant::prompt::Expected;

    #[test]
    fn moments_are_told_in_local_time() {
        let summer: DateTime<Utc> = "2026-07-01T22:59:59Z".parse().unwrap();
        assert_eq!(moment(summer), "Wed 1 July 2026, 23:59");
    }

    #[test]
    fn an_id_without_a_name_is_still_readable() {
        assert_eq!(
            Names(None).roles(&["team_manager".into(), "practice_lead".into()]),
            "team manager or practice lead"
        );
    }

    #[test]
    fn help_names_999_and_every_command() {
        let help = help().text();
        for word in [
            "999",
            "pending",
            "overdue",
            "deadlines",
            "show REF",
            "next REF",
            "who is on duty",
            "cancel",
        ] {
            assert!(help.contains(word), "{word}");
        }
    }

    #[test]
    fn a_misunderstanding_says_what_would_be_understood() {
        let reply = not_understood(&Prompt::new("When?", Expected::Date));
        assert!(reply.text().contains("22 December 2026") && reply.text().contains("cancel"));
    }
}
