//! The table of commands: what each is called, takes, and says to the assistant.

/// A command.
pub(super) struct Command {
    /// Its name; below another it is `transfer NAME`.
    pub(super) name: &'static str,
    /// What it is for, in at most a hundred characters.
    pub(super) about: &'static str,
    /// What it takes, the needed first.
    pub(super) options: &'static [Opt],
    /// The sentence that it says: `{reference}` stands for an option, `[ in {team}]` for one that may be left out. None for a
    /// command that is no sentence.
    pub(super) says: Option<&'static str>,
}

/// An option of a command.
pub(super) struct Opt {
    /// Its name.
    pub(super) name: &'static str,
    /// What it is.
    pub(super) about: &'static str,
    /// Whether it must be given.
    pub(super) needed: bool,
    /// Whether values are suggested while it is typed.
    pub(super) suggested: bool,
}

const CASE: Opt = suggested(needed("case", "Reference of the case"));
const CALL: &[Opt] = &[needed(
    "reference",
    "Reference of the call, such as K-4F7K2",
)];
const REFERENCE: Opt = suggested(needed("reference", "Reference of the transfer"));
const TRANSFER: &[Opt] = &[REFERENCE];
const WITH_REASON: &[Opt] = &[
    REFERENCE,
    suggested(may("reason", "The reason; left out, it is asked")),
];
const WITH_ITEM: &[Opt] = &[
    REFERENCE,
    suggested(may("item", "The item; left out, it is asked")),
];

const MATTER_REFERENCE: Opt = suggested(needed("reference", "Reference of the matter"));
const MATTER: &[Opt] = &[MATTER_REFERENCE];
const MATTER_ITEM: &[Opt] = &[
    MATTER_REFERENCE,
    suggested(may("item", "The item; left out, it is asked")),
];

/// Every command.
pub(super) const COMMANDS: &[Command] = &[
    command(
        "ask",
        "Ask the procedure, in your own words, without names",
        &[needed("question", "Your question")],
        None,
    ),
    command(
        "urgent",
        "A child may be in danger: whom to ring, now",
        &[],
        None,
    ),
    command(
        "call",
        "Who has been told of an urgent call, and who has acknowledged it",
        CALL,
        Some("call {reference}"),
    ),
    command(
        "duty",
        "Who answers, until when",
        &[
            suggested(may("team", "Only this team")),
            may("at", "At another time, such as 2026-12-22 09:30"),
        ],
        Some("who is on duty[ in {team}][ at {at}]"),
    ),
    command(
        "absent",
        "Somebody is away: record it, and see what the procedure asks for meanwhile",
        &[
            suggested(may("who", "Who; left out, yourself")),
            suggested(may("kind", "Why, in one word; left out, it is asked")),
            may(
                "from",
                "First day, such as 2026-12-22; left out, it is asked",
            ),
            may("until", "Last day, where it is known"),
            suggested(may(
                "cover",
                "Who stands in; left out, it is asked with the days",
            )),
        ],
        Some(
            "record absence[ of {who}][ from {from}][ until {until}][ {kind}][ covered by {cover}]",
        ),
    ),
    command(
        "deadlines",
        "What you owe, soonest first",
        &[],
        Some("deadlines"),
    ),
    command(
        "meeting",
        "When a meeting next sits, and what is on its agenda",
        &[suggested(may("meeting", "Which meeting"))],
        Some("next meeting[ of {meeting}]"),
    ),
    command(
        "define",
        "What a word or an abbreviation of the procedure means",
        &[suggested(needed("term", "The word"))],
        Some("define {term}"),
    ),
    command(
        "pack",
        "Which procedure answers, in which version, and when it is to be reviewed",
        &[],
        Some("which procedure"),
    ),
    command("help", "What you can do here", &[], Some("help")),
    command(
        "link",
        "Link this account to you in Landsafe, by the code that it showed you",
        &[needed("code", "The code")],
        None,
    ),
    command(
        "unlink",
        "End the link between this account and you",
        &[],
        None,
    ),
    command(
        "transfer open",
        "Ask for a case to move",
        &[
            CASE,
            suggested(may("move", "Which move; left out, it is asked")),
            suggested(may("team", "Which team; left out, it is asked")),
        ],
        Some("transfer {case}[ {move}][ {team}]"),
    ),
    command(
        "transfer show",
        "Where it stands and what can be done",
        TRANSFER,
        Some("show {reference}"),
    ),
    command(
        "transfer next",
        "What can be done now, and what stands in the way",
        TRANSFER,
        Some("next {reference}"),
    ),
    command(
        "transfer pending",
        "What waits for you",
        &[],
        Some("pending"),
    ),
    command("transfer overdue", "What is late", &[], Some("overdue")),
    command(
        "transfer discuss",
        "Record that the managers talked",
        TRANSFER,
        Some("record discussion {reference}"),
    ),
    command(
        "transfer request",
        "Ask the other team",
        TRANSFER,
        Some("request {reference}"),
    ),
    command(
        "transfer accept",
        "Agree to it",
        TRANSFER,
        Some("accept {reference}"),
    ),
    command(
        "transfer decline",
        "Say no, with the reason",
        WITH_REASON,
        Some("decline {reference}[ {reason}]"),
    ),
    command(
        "transfer support",
        "Leave the case where it is, with advice or joint work",
        WITH_REASON,
        Some("support instead {reference}[ {reason}]"),
    ),
    command(
        "transfer info",
        "Ask the asking team for information",
        TRANSFER,
        Some("ask information {reference}"),
    ),
    command(
        "transfer answer",
        "Give the information that was asked for",
        TRANSFER,
        Some("supply information {reference}"),
    ),
    command(
        "transfer fact",
        "Record what is known",
        TRANSFER,
        Some("record fact {reference}"),
    ),
    command(
        "transfer tick",
        "Mark an item of the checklist as done",
        WITH_ITEM,
        Some("tick {reference}[ {item}]"),
    ),
    command(
        "transfer checklist",
        "What has to be done, item by item",
        TRANSFER,
        Some("checklist {reference}"),
    ),
    command(
        "transfer visit",
        "Record a visit that was made",
        TRANSFER,
        Some("record visit {reference}"),
    ),
    command(
        "transfer plan-visit",
        "Plan a visit to the family",
        TRANSFER,
        Some("schedule visit {reference}"),
    ),
    command(
        "transfer override",
        "Let it pass a condition, where your role may",
        TRANSFER,
        Some("override {reference}"),
    ),
    command(
        "transfer agree-date",
        "Agree another date with the other side",
        TRANSFER,
        Some("agree date {reference}"),
    ),
    command(
        "transfer hold",
        "Wait for a crisis to pass",
        WITH_REASON,
        Some("hold {reference}[ {reason}]"),
    ),
    command(
        "transfer resume",
        "Go on after a hold",
        TRANSFER,
        Some("resume {reference}"),
    ),
    command(
        "transfer withdraw",
        "Take the request back",
        WITH_REASON,
        Some("withdraw {reference}[ {reason}]"),
    ),
    command(
        "transfer dispute",
        "Disagree with the answer",
        TRANSFER,
        Some("dispute {reference}"),
    ),
    command(
        "transfer land",
        "Move the case",
        &[
            REFERENCE,
            suggested(may("to", "Who takes it: me, or a name")),
        ],
        Some("land {reference}[ to {to}]"),
    ),
    command(
        "transfer act",
        "Anything else that can be done with it",
        &[REFERENCE, suggested(needed("action", "What to do"))],
        Some("{action} {reference}"),
    ),
    command(
        "matter list",
        "What is open in your teams",
        &[],
        Some("matters"),
    ),
    command(
        "matter show",
        "Where it stands, what stands in the way and what can be done",
        MATTER,
        Some("show {reference}"),
    ),
    command(
        "matter decide",
        "Decide it",
        &[
            MATTER_REFERENCE,
            suggested(may("decision", "What is decided; left out, it is asked")),
        ],
        Some("decide {reference}[ {decision}]"),
    ),
    command(
        "matter finish",
        "What it asked for is done",
        MATTER,
        Some("finish {reference}"),
    ),
    command(
        "matter fact",
        "Record what is known",
        MATTER,
        Some("record fact {reference}"),
    ),
    command(
        "matter tick",
        "Mark an item as done",
        MATTER_ITEM,
        Some("tick {reference}[ {item}]"),
    ),
    command(
        "matter untick",
        "Mark an item as open again",
        MATTER,
        Some("untick {reference}"),
    ),
    command(
        "matter override",
        "Let it pass a condition, where your role may",
        MATTER,
        Some("override {reference}"),
    ),
    command(
        "matter agree-date",
        "Agree another date with somebody else",
        MATTER,
        Some("agree date {reference}"),
    ),
    command(
        "matter escalate",
        "Take it to the next who decides, where there is one",
        MATTER,
        Some("escalate {reference}"),
    ),
    command(
        "matter withdraw",
        "Take it back",
        MATTER,
        Some("withdraw {reference}"),
    ),
];

const fn command(
    name: &'static str,
    about: &'static str,
    options: &'static [Opt],
    says: Option<&'static str>,
) -> Command {
    Command {
        name,
        about,
        options,
        says,
    }
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
        needed: false,
        ..needed(name, about)
    }
}

const fn suggested(option: Opt) -> Opt {
    Opt {
        suggested: true,
        ..option
    }
}
