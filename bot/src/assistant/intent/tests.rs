//! What people say, and what it means.

use openapi::{ActionName, MatterActionName};

use super::*;

#[track_caller]
fn check(text: &str, intent: Intent) {
    assert_eq!(Intent::read(text), intent, "{text}");
}

fn act(action: ActionName, rest: &str) -> Intent {
    Intent::Act {
        step: Step::Transfer(action),
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
    let duty = |team: Option<&str>, at: Option<&str>| Intent::OnDuty {
        team: team.map(str::to_owned),
        at: at.and_then(|at| at.parse().ok()),
    };
    check("Who is on duty?", duty(None, None));
    check(
        "who is on duty in family help north at 2026-12-22 09:30",
        duty(Some("family help north"), Some("2026-12-22T09:30:00Z")),
    );
    let id = "0199f000-0000-7000-8000-0000000000a1";
    let notice = id.parse().unwrap_or_default();
    check(
        &format!("done {id}"),
        Intent::AboutNotice(AboutNotice::Done(notice)),
    );
    check(
        &format!("snooze {id} tomorrow"),
        Intent::AboutNotice(AboutNotice::Snooze {
            id: notice,
            until: "tomorrow".into(),
        }),
    );
    check("acknowledge K-4F7K2", Intent::Acknowledge("K-4F7K2".into()));
    check("rule DUR-37", Intent::Rule("DUR-37".into()));
    check("define CIN", Intent::Define("cin".into()));
    check(
        "next meeting of transfer meeting",
        Intent::Meeting(Some("transfer meeting".into())),
    );
    check(
        "who’s on duty in family help north?",
        duty(Some("family help north"), None),
    );
    check("show t-4f7k2", Intent::Show("T-4F7K2".into()));
    check("show T-WHBKM", Intent::Show("T-WHBKM".into()));
    check("show t-shirt", Intent::Question);
    check("show t-0031", Intent::Show("T-0031".into()));
    check("next T-0031", Intent::Next("T-0031".into()));
    let open = |case: Option<&str>, rest: &str| Intent::Open {
        case: case.map(str::to_owned),
        rest: rest.into(),
    };
    check("I want to open a transfer", open(None, ""));
    check(
        "please open a transfer for c-0041.",
        open(Some("C-0041"), ""),
    );
    check(
        "open a transfer for c-0041 up_to_assessment Assessment East",
        open(Some("C-0041"), "up_to_assessment Assessment East"),
    );
    check("never mind", Intent::Cancel);
    check(
        &format!("go on {id} step_up"),
        Intent::GoOn {
            question: notice,
            with: "step_up".into(),
        },
    );
    check(
        &format!("did not help {id}"),
        Intent::Judge {
            answer: notice,
            helpful: false,
            entry: None,
        },
    );
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
    check("land", Intent::ActOnWhat(Step::Transfer(ActionName::Land)));
}

#[test]
fn a_matter_is_decided_and_finished_by_the_same_kind_of_sentence() {
    let on_matter = |action, rest: &str| Intent::Act {
        step: Step::Matter(action),
        reference: "M-4F7K2".into(),
        rest: rest.into(),
    };
    check("matters", Intent::Matters);
    check(
        "decide m-4F7K2 close",
        on_matter(MatterActionName::Decide, "close"),
    );
    check("finish M-4F7K2", on_matter(MatterActionName::Finish, ""));
    check(
        "record fact M-4F7K2",
        on_matter(MatterActionName::RecordFact, ""),
    );
    check(
        "decide dispute T-0031 accept",
        act(ActionName::DecideDispute, "accept"),
    );
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
        "decide what to do about a bruise",
        "finish the assessment when?",
    ] {
        check(text, Intent::Question);
    }
}
