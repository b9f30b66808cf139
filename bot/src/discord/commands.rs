//! The commands: what they are called, what they take, and what each of them says to the assistant.

use serde_json::{Value, json};

use super::asked::Typed;

/// A command that says something to the assistant.
struct Command {
    name: &'static str,
    about: &'static str,
    options: &'static [Opt],
    /// What it says: `{reference}` stands for an option, `[ in {team}]` for one that may be left out.
    says: &'static str,
}

/// An option of a command.
struct Opt {
    name: &'static str,
    about: &'static str,
    needed: bool,
    suggested: bool,
}

const fn needed(name: &'static str, about: &'static str) -> Opt {
    Opt {
        name,
        about,
        needed: true,
        suggested: false,
    }
}

const fn may(name: &'static str, about: &'static str) -> Opt {
    Opt {
        name,
        about,
        needed: false,
        suggested: false,
    }
}

const fn suggested(option: Opt) -> Opt {
    Opt {
        suggested: true,
        ..option
    }
}

const CALL: &[Opt] = &[needed(
    "reference",
    "Reference of the call, such as K-4F7K2",
)];
const TRANSFER: &[Opt] = &[suggested(needed("reference", "Reference of the transfer"))];
const WITH_REASON: &[Opt] = &[
    suggested(needed("reference", "Reference of the transfer")),
    suggested(may("reason", "The reason; left out, it is asked")),
];
const WITH_ITEM: &[Opt] = &[
    suggested(needed("reference", "Reference of the transfer")),
    suggested(may("item", "The item; left out, it is asked")),
];

/// Commands by themselves.
const COMMANDS: &[Command] = &[
    Command {
        name: "ask",
        about: "Ask the procedure, in your own words, without names",
        options: &[needed("question", "Your question")],
        says: "",
    },
    Command {
        name: "urgent",
        about: "A child may be in danger: whom to ring, now",
        options: &[],
        says: "",
    },
    Command {
        name: "call",
        about: "Who has been told of an urgent call, and who has acknowledged it",
        options: CALL,
        says: "call {reference}",
    },
    Command {
        name: "duty",
        about: "Who answers, until when",
        options: &[
            suggested(may("team", "Only this team")),
            may("at", "At another time, such as 2026-12-22 09:30"),
        ],
        says: "who is on duty[ in {team}][ at {at}]",
    },
    Command {
        name: "absent",
        about: "Somebody is away: record it, and see what the procedure asks for meanwhile",
        options: &[
            suggested(may("who", "Who; left out, yourself")),
            suggested(may("kind", "Why, in one word; left out, it is asked")),
            may(
                "from",
                "First day, such as 2026-12-22; left out, it is asked",
            ),
            may("until", "Last day, where it is known"),
        ],
        says: "record absence[ of {who}][ from {from}][ until {until}][ {kind}]",
    },
    Command {
        name: "deadlines",
        about: "What you owe, soonest first",
        options: &[],
        says: "deadlines",
    },
    Command {
        name: "meeting",
        about: "When a meeting next sits, and what is on its agenda",
        options: &[suggested(may("meeting", "Which meeting"))],
        says: "next meeting[ of {meeting}]",
    },
    Command {
        name: "define",
        about: "What a word or an abbreviation of the procedure means",
        options: &[suggested(needed("term", "The word"))],
        says: "define {term}",
    },
    Command {
        name: "pack",
        about: "Which procedure answers, in which version, and when it is to be reviewed",
        options: &[],
        says: "which procedure",
    },
    Command {
        name: "help",
        about: "What you can do here",
        options: &[],
        says: "help",
    },
    Command {
        name: "link",
        about: "Link this account to you in Landsafe, by the code that it showed you",
        options: &[needed("code", "The code")],
        says: "",
    },
    Command {
        name: "unlink",
        about: "End the link between this account and you",
        options: &[],
        says: "",
    },
];

/// What is done with a transfer.
const TRANSFERS: &[Command] = &[
    Command {
        name: "open",
        about: "Ask for a case to move",
        options: &[
            suggested(needed("case", "Reference of the case")),
            suggested(may("move", "Which move; left out, it is asked")),
            suggested(may("team", "Which team; left out, it is asked")),
        ],
        says: "transfer {case}[ {move}][ {team}]",
    },
    Command {
        name: "show",
        about: "Where it stands and what can be done",
        options: TRANSFER,
        says: "show {reference}",
    },
    Command {
        name: "next",
        about: "What can be done now, and what stands in the way",
        options: TRANSFER,
        says: "next {reference}",
    },
    Command {
        name: "pending",
        about: "What waits for you",
        options: &[],
        says: "pending",
    },
    Command {
        name: "overdue",
        about: "What is late",
        options: &[],
        says: "overdue",
    },
    Command {
        name: "discuss",
        about: "Record that the managers talked",
        options: TRANSFER,
        says: "record discussion {reference}",
    },
    Command {
        name: "request",
        about: "Ask the other team",
        options: TRANSFER,
        says: "request {reference}",
    },
    Command {
        name: "accept",
        about: "Agree to it",
        options: TRANSFER,
        says: "accept {reference}",
    },
    Command {
        name: "decline",
        about: "Say no, with the reason",
        options: WITH_REASON,
        says: "decline {reference}[ {reason}]",
    },
    Command {
        name: "support",
        about: "Leave the case where it is, with advice or joint work",
        options: WITH_REASON,
        says: "support instead {reference}[ {reason}]",
    },
    Command {
        name: "info",
        about: "Ask the asking team for information",
        options: TRANSFER,
        says: "ask information {reference}",
    },
    Command {
        name: "answer",
        about: "Give the information that was asked for",
        options: TRANSFER,
        says: "supply information {reference}",
    },
    Command {
        name: "fact",
        about: "Record what is known",
        options: TRANSFER,
        says: "record fact {reference}",
    },
    Command {
        name: "tick",
        about: "Mark an item of the checklist as done",
        options: WITH_ITEM,
        says: "tick {reference}[ {item}]",
    },
    Command {
        name: "checklist",
        about: "What has to be done, item by item",
        options: TRANSFER,
        says: "checklist {reference}",
    },
    Command {
        name: "visit",
        about: "Record a visit that was made",
        options: TRANSFER,
        says: "record visit {reference}",
    },
    Command {
        name: "plan-visit",
        about: "Plan a visit to the family",
        options: TRANSFER,
        says: "schedule visit {reference}",
    },
    Command {
        name: "override",
        about: "Let it pass a condition, where your role may",
        options: TRANSFER,
        says: "override {reference}",
    },
    Command {
        name: "agree-date",
        about: "Agree another date with the other side",
        options: TRANSFER,
        says: "agree date {reference}",
    },
    Command {
        name: "hold",
        about: "Wait for a crisis to pass",
        options: WITH_REASON,
        says: "hold {reference}[ {reason}]",
    },
    Command {
        name: "resume",
        about: "Go on after a hold",
        options: TRANSFER,
        says: "resume {reference}",
    },
    Command {
        name: "withdraw",
        about: "Take the request back",
        options: WITH_REASON,
        says: "withdraw {reference}[ {reason}]",
    },
    Command {
        name: "dispute",
        about: "Disagree with the answer",
        options: TRANSFER,
        says: "dispute {reference}",
    },
    Command {
        name: "land",
        about: "Move the case",
        options: &[
            suggested(needed("reference", "Reference of the transfer")),
            suggested(may("to", "Who takes it: me, or a name")),
        ],
        says: "land {reference}[ to {to}]",
    },
    Command {
        name: "act",
        about: "Anything else that can be done with it",
        options: &[
            suggested(needed("reference", "Reference of the transfer")),
            suggested(needed("action", "What to do")),
        ],
        says: "{action} {reference}",
    },
];

/// Everything that is registered, in Discord's own form.
pub(super) fn described() -> Value {
    let mut commands: Vec<_> = COMMANDS
        .iter()
        .map(|command| command.described(&[0, 1]))
        .collect();
    let transfers = TRANSFERS.iter().map(|command| {
        json!({ "type": 1, "name": command.name, "description": command.about, "options": command.described_options() })
    });
    commands.push(json!({
        "type": 1, "name": "transfer", "description": "Cases that move between teams",
        "contexts": [0, 1], "integration_types": [0], "options": transfers.collect::<Vec<_>>(),
    }));
    json!(commands)
}

/// Whether what is registered is what is described: then nothing has to be written.
pub(super) fn are_registered(described: &Value, registered: &Value) -> bool {
    let (ours, theirs) = (described.as_array(), registered.as_array());
    let (Some(ours), Some(theirs)) = (ours, theirs) else {
        return false;
    };
    ours.len() == theirs.len()
        && ours.iter().all(|command| {
            let same_name = theirs.iter().find(|known| known["name"] == command["name"]);
            same_name.is_some_and(|known| says_the_same(command, known))
        })
}

/// What a command says to the assistant; `None` for one that is no sentence.
pub(super) fn sentence(typed: &Typed) -> Option<String> {
    let command = match typed.name.split_once(' ') {
        Some(("transfer", name)) => TRANSFERS.iter().find(|command| command.name == name),
        None => COMMANDS.iter().find(|command| command.name == typed.name),
        Some(_) => None,
    }?;
    (!command.says.is_empty()).then(|| filled(command.says, typed))
}

/// Every member of ours is among theirs; Discord adds ids, and leaves out what is empty or `false`.
fn says_the_same(ours: &Value, theirs: &Value) -> bool {
    match (ours, theirs) {
        (Value::Object(ours), theirs) => ours
            .iter()
            .all(|(name, value)| says_the_same(value, &theirs[name])),
        (Value::Array(ours), Value::Array(theirs)) => {
            ours.len() == theirs.len()
                && ours
                    .iter()
                    .zip(theirs)
                    .all(|(ours, theirs)| says_the_same(ours, theirs))
        }
        (Value::Array(ours), Value::Null) => ours.is_empty(),
        (Value::Bool(false), Value::Null) => true,
        (ours, theirs) => ours == theirs,
    }
}

/// A sentence with the options put in; a part in brackets goes where its option was left out.
fn filled(says: &str, typed: &Typed) -> String {
    let mut text = String::new();
    let mut rest = says;
    while let Some((before, after)) = rest.split_once('[') {
        let (part, after) = after.split_once(']').unwrap_or((after, ""));
        text.push_str(&put_in(before, typed).unwrap_or_default());
        text.push_str(&put_in(part, typed).unwrap_or_default());
        rest = after;
    }
    text + &put_in(rest, typed).unwrap_or_default()
}

fn put_in(part: &str, typed: &Typed) -> Option<String> {
    let Some((before, after)) = part.split_once('{') else {
        return Some(part.to_owned());
    };
    let (name, after) = after.split_once('}')?;
    let value = typed.option(name)?;
    Some(format!("{before}{value}{}", put_in(after, typed)?))
}

impl Command {
    fn described(&self, contexts: &[u8]) -> Value {
        json!({
            "type": 1, "name": self.name, "description": self.about, "contexts": contexts, "integration_types": [0],
            "options": self.described_options(),
        })
    }

    fn described_options(&self) -> Vec<Value> {
        let described = |option: &Opt| {
            json!({
                "type": 3, "name": option.name, "description": option.about, "required": option.needed,
                "autocomplete": option.suggested,
            })
        };
        self.options.iter().map(described).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_discord_adds_is_no_change_and_what_we_change_is() {
        let ours = described();
        let mut theirs = ours.clone();
        theirs[0]["id"] = json!("1");
        let plain = ours.as_array().and_then(|commands| {
            let is_plain =
                |command: &Value| command["options"].as_array().is_some_and(Vec::is_empty);
            commands.iter().position(is_plain)
        });
        theirs[plain.expect("a command without options")]["options"] = Value::Null;
        assert!(are_registered(&ours, &theirs));
        theirs[0]["description"] = json!("Ask something");
        assert!(!are_registered(&ours, &theirs));
        assert!(!are_registered(&ours, &json!([])));
    }

    #[test]
    fn discord_takes_so_many_and_no_required_option_after_another() {
        assert!(TRANSFERS.len() <= 25);
        for command in COMMANDS.iter().chain(TRANSFERS) {
            assert!(command.about.chars().count() <= 100, "{}", command.name);
            let needed: Vec<_> = command.options.iter().map(|option| option.needed).collect();
            assert!(
                needed.is_sorted_by(|before, after| before >= after),
                "{}",
                command.name
            );
        }
    }
}
