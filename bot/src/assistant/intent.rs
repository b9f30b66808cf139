//! What a person means: a command where the whole text is one, a question otherwise.
//!
//! Commands are read strictly, so that a cry for help that happens to begin like one is still taken for a question.

use openapi::ActionName;

use super::prompt::is_reference;

/// What someone wants.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Intent {
    /// To know what can be said.
    Help,
    /// To stop what is going on.
    Cancel,
    /// To see what waits for them.
    Pending,
    /// To see what is late.
    Overdue,
    /// To see what is due.
    Deadlines,
    /// To know who is on duty, perhaps in one team or service.
    OnDuty(Option<String>),
    /// To see a transfer or case.
    Show(String),
    /// To know what can be done next with a transfer.
    Next(String),
    /// To open a transfer, perhaps of this case.
    Open(Option<String>),
    /// To act on a transfer.
    Act {
        /// The action.
        action: ActionName,
        /// Reference of the transfer.
        reference: String,
        /// What else was said.
        rest: String,
    },
    /// To act, without saying on which transfer.
    ActOnWhat(ActionName),
    /// To log a call.
    LogContact,
    /// To have something answered.
    Question,
}

impl Intent {
    /// What `text` means.
    pub fn read(text: &str) -> Self {
        let words: Vec<&str> = text.split_whitespace().collect();
        let plain = plain(&words);
        phrase(&plain)
            .or_else(|| about_duty(&plain))
            .or_else(|| about_reference(&plain, &words))
            .or_else(|| action(&words))
            .unwrap_or(Self::Question)
    }
}

/// Lower case, one space between words, without courtesies and the marks that end a sentence.
fn plain(words: &[&str]) -> String {
    let text = words.join(" ").to_lowercase().replace('’', "'");
    let mut text = text.trim_end_matches(['.', '!', '?', ' ']);
    for courtesy in [
        "please ",
        "can you ",
        "could you ",
        "i want to ",
        "i need to ",
        "i'd like to ",
        "let's ",
    ] {
        text = text.strip_prefix(courtesy).unwrap_or(text);
    }
    text.trim_end_matches(" please").to_owned()
}

fn phrase(plain: &str) -> Option<Intent> {
    let intent = match plain {
        "help" | "commands" | "what can you do" | "what can i say" => Intent::Help,
        "cancel" | "stop" | "never mind" | "nevermind" | "forget it" => Intent::Cancel,
        "pending"
        | "my work"
        | "mine"
        | "what waits for me"
        | "what is waiting for me"
        | "what's pending" => Intent::Pending,
        "overdue" | "late" | "what is overdue" | "what's overdue" | "what is late" => {
            Intent::Overdue
        }
        "deadlines" | "my deadlines" | "what is due" | "what's due" => Intent::Deadlines,
        "log contact" | "log a contact" | "log the call" | "log a call" | "log it" | "log this" => {
            Intent::LogContact
        }
        "open a transfer"
        | "open transfer"
        | "start a transfer"
        | "new transfer"
        | "request a transfer"
        | "transfer"
        | "open a transfer request"
        | "transfer a case" => Intent::Open(None),
        _ => return None,
    };
    Some(intent)
}

fn about_duty(plain: &str) -> Option<Intent> {
    let asked = [
        "who is on duty",
        "who's on duty",
        "whos on duty",
        "on duty",
        "duty",
        "who is on call",
        "who's on call",
    ];
    let rest = asked.iter().find_map(|phrase| plain.strip_prefix(phrase))?;
    let rest = rest
        .trim_start_matches(" now")
        .trim_start_matches(" today")
        .trim();
    if rest.is_empty() {
        return Some(Intent::OnDuty(None));
    }
    let team = ["in ", "for ", "at "]
        .iter()
        .find_map(|word| rest.strip_prefix(word))?;
    (team.split(' ').count() <= 5).then(|| Intent::OnDuty(Some(team.to_owned())))
}

/// Commands that are a phrase and one reference.
fn about_reference(plain: &str, words: &[&str]) -> Option<Intent> {
    let last = words.last()?.trim_end_matches(['.', '!', '?']);
    let reference = is_reference(last).then(|| last.to_uppercase())?;
    let phrase = plain.strip_suffix(&last.to_lowercase())?.trim();
    match phrase {
        "show" | "show me" | "status" | "status of" | "where is" => Some(Intent::Show(reference)),
        "next" | "next for" | "next steps" | "next steps for" | "what next for"
        | "what is next for" => Some(Intent::Next(reference)),
        "open a transfer for"
        | "open transfer for"
        | "open a transfer of"
        | "transfer"
        | "transfer case"
        | "start a transfer for"
        | "request a transfer for"
        | "new transfer for" => Some(Intent::Open(Some(reference))),
        _ => None,
    }
}

/// `NAME REF …`, the name of one or two words.
fn action(words: &[&str]) -> Option<Intent> {
    let named = |length: usize| {
        let (name, rest) = words.split_at_checked(length)?;
        Some((ActionName::parse(&name.join(" "))?, rest))
    };
    let (action, rest) = named(2).or_else(|| named(1))?;
    match rest.split_first() {
        Some((reference, rest)) if is_reference(reference) => Some(Intent::Act {
            action,
            reference: reference.to_uppercase(),
            rest: rest.join(" "),
        }),
        Some(_) => None,
        None => Some(Intent::ActOnWhat(action)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, intent: Intent) {
        assert_eq!(Intent::read(text), intent, "{text}");
    }

    fn act(action: ActionName, rest: &str) -> Intent {
        Intent::Act {
            action,
            reference: "T-0031".into(),
            rest: rest.into(),
        }
    }

    #[test]
    fn commands_are_plain_words() {
        check("Help", Intent::Help);
        check("what can you do?", Intent::Help);
        check("pending", Intent::Pending);
        check("What is overdue?", Intent::Overdue);
        check("deadlines", Intent::Deadlines);
        check("Who is on duty?", Intent::OnDuty(None));
        check(
            "who’s on duty in family help north?",
            Intent::OnDuty(Some("family help north".into())),
        );
        check("show t-4f7k2", Intent::Show("T-4F7K2".into()));
        check("show T-WHBKM", Intent::Show("T-WHBKM".into()));
        check("show t-shirt", Intent::Question);
        check("show t-0031", Intent::Show("T-0031".into()));
        check("next T-0031", Intent::Next("T-0031".into()));
        check("I want to open a transfer", Intent::Open(None));
        check(
            "please open a transfer for c-0041.",
            Intent::Open(Some("C-0041".into())),
        );
        check("never mind", Intent::Cancel);
    }

    #[test]
    fn any_action_goes_by_its_name() {
        check("accept T-0031", act(ActionName::Accept, ""));
        check(
            "decline t-0031 not_the_threshold",
            act(ActionName::Decline, "not_the_threshold"),
        );
        check(
            "tick T-0031 case chronology",
            act(ActionName::Tick, "case chronology"),
        );
        check(
            "record discussion T-0031",
            act(ActionName::RecordDiscussion, ""),
        );
        check(
            "support-instead T-0031",
            act(ActionName::SupportInstead, ""),
        );
        check("land", Intent::ActOnWhat(ActionName::Land));
    }

    #[test]
    fn what_only_begins_like_a_command_is_a_question() {
        for text in [
            "who is on duty, the child is bleeding",
            "who is on duty in ten minutes because I cannot wait that long",
            "accept the case or not?",
            "show me how to step up",
            "help her she is being hurt",
            "open a transfer for a child who was hit last night",
            "stop him he has a knife",
            "request for support refused, what now?",
        ] {
            check(text, Intent::Question);
        }
    }
}
