//! Entries that do not fit together, or say too little or too much.

use crate::sample::{PATHWAYS, sample};
use crate::{check, findings};

#[test]
fn names_are_there_once_and_can_be_written_in_conditions() {
    check(
        "rules.toml",
        "S-2",
        "S-1",
        "rules.toml:8:6: mistake: another rule is named `S-1` already, in rules.toml",
    );
    check(
        "teams.toml",
        "\"south\"",
        "\"north\"",
        "teams.toml:7:6: mistake: another service is named `north` already",
    );
    check(
        "facts.toml",
        "\"consent\"",
        "\"Consent\"",
        "facts.toml:2:6: mistake: `Consent` cannot be a name; expected small letters",
    );
    check(
        "facts.toml",
        "\"consent\"",
        "\"today\"",
        "facts.toml:2:6: mistake: conditions know `today` as something else",
    );
    check(
        "facts.toml",
        "\"cp\"",
        "\"cin\"",
        "facts.toml:22:60: mistake: another choice is named `cin` already",
    );
    check(
        "gates.toml",
        "consent_sought",
        "meeting",
        "gates.toml:2:6: mistake: pathways have a gate `meeting` of their own",
    );
}

#[test]
fn there_is_one_header() {
    check(
        "rules.toml",
        "[[rule]]",
        "[pack]\nid = \"other\"\n[[rule]]",
        "rules.toml:1:1: mistake: the pack has another header already",
    );
    let mut files = sample();
    files.remove("pack.toml");
    let said = findings(&files)[0].to_string();
    assert_eq!(
        said,
        "pack.toml:1:1: mistake: the pack has no header; expected a table `[pack]` in one of the files"
    );
}

#[test]
fn every_name_is_the_name_of_something() {
    check(
        "pathways.toml",
        "from = [\"north\"]",
        "from = [\"nort\"]",
        "pathways.toml:5:9: mistake: no service is named `nort`; expected `north`",
    );
    check(
        "pathways.toml",
        "roles = [\"manager\"]",
        "roles = [\"head\"]",
        "pathways.toml:10:46: mistake: no role is named `head`; expected `manager`",
    );
    check(
        "pathways.toml",
        "ladder = \"upwards\"",
        "ladder = \"up\"",
        "pathways.toml:12:10: mistake: no ladder is named `up`",
    );
    check(
        "gates.toml",
        "rule = \"S-2\"",
        "rule = [\"S-2\", \"S-9\"]",
        "gates.toml:3:16: mistake: no rule is named `S-9`",
    );
    check(
        "gates.toml",
        "on =",
        "pathways = [\"south_to_north\"]\non =",
        "gates.toml:4:13: mistake: no pathway is named `south_to_north`",
    );
    check(
        "deadlines.toml",
        "\"requested\"",
        "\"request\"",
        "deadlines.toml:5:15: mistake: no event is named `request`; expected `requested`",
    );
    check(
        "deadlines.toml",
        "\"accepted\"",
        "\"item:letter\"",
        "deadlines.toml:8:11: mistake: no item is named `letter`; expected nothing",
    );
    check(
        "deadlines.toml",
        "\"accepted\"",
        "\"deadline:answer\"",
        "deadlines.toml:8:11: mistake: `deadline:answer` is no moment; expected an event, `item:ID` or `fact:ID`",
    );
    check(
        "deadlines.toml",
        "owed_by",
        "nudges = \"usual\"\nowed_by",
        "deadlines.toml:9:10: mistake: no nudge plan is named `usual`",
    );
    check(
        "deadlines.toml",
        "deadline = \"decide\"",
        "deadline = \"reply\"",
        "deadlines.toml:16:44: mistake: no deadline is named `reply`",
    );
    check(
        "pack.toml",
        "urgent_silence =",
        "urgent_guidance = \"danger\"\nurgent_silence =",
        "pack.toml:6:19: mistake: no guidance is named `danger`",
    );
}

#[test]
fn every_rule_is_served_and_every_entry_serves_one() {
    let third = "[[rule]]\nid = \"S-3\"\nclause = \"3\"\nstrength = \"info\"\ntext = \"Nothing more.\"\n\n[[rule]]";
    check(
        "rules.toml",
        "[[rule]]",
        third,
        "rules.toml:2:6: mistake: no entry serves S-3: it would be neither executed nor shown",
    );
    check(
        "gates.toml",
        "rule = \"S-2\"",
        "rule = []",
        "gates.toml:3:8: mistake: this entry serves no rule",
    );
}

#[test]
fn choices_belong_to_a_choice() {
    check(
        "facts.toml",
        "type = \"bool\"",
        "type = \"choice\"",
        "facts.toml:1:1: mistake: a choice without choices",
    );
    check(
        "facts.toml",
        "type = \"choice\"",
        "type = \"text\"",
        "facts.toml:22:11: mistake: only a `choice` has choices",
    );
}

#[test]
fn lists_that_decide_are_not_empty() {
    check(
        "pathways.toml",
        "decided_by = [{ side = \"receiving\", roles = [\"manager\"] }]",
        "decided_by = []",
        "pathways.toml:10:14: mistake: this list is empty",
    );
    check(
        "pathways.toml",
        "roles = [\"manager\"]",
        "roles = []",
        "pathways.toml:10:45: mistake: this list is empty",
    );
    check(
        "pathways.toml",
        "released_by = [\"manager\"]",
        "released_by = []",
        "pathways.toml:11:15: mistake: nobody may let go of the case",
    );
    check(
        "deadlines.toml",
        "rungs = [{ roles = [\"manager\"], deadline = \"decide\" }]",
        "rungs = []",
        "deadlines.toml:16:9: mistake: this list is empty; expected at least one rung",
    );
    check(
        "deadlines.toml",
        "{ roles = [\"manager\"],",
        "{ roles = [],",
        "deadlines.toml:16:20: mistake: this list is empty",
    );
}

#[test]
fn deadlines_end_and_have_a_length() {
    check(
        "deadlines.toml",
        "\"requested\"",
        "\"deadline:answer\"",
        "deadlines.toml:2:6: mistake: `answer` waits for itself through `answer`",
    );
    let capped = "no_later_than = \"answer\"\nowed_by";
    check(
        "deadlines.toml",
        "owed_by",
        capped,
        "deadlines.toml:2:6: mistake: `answer` waits for itself",
    );
    check(
        "deadlines.toml",
        "length = 5",
        "length = 0",
        "deadlines.toml:6:10: mistake: the length is 0",
    );
    check(
        "deadlines.toml",
        "length = 5",
        "length = 50000",
        "deadlines.toml:6:10: mistake: nothing is due after 50000 of these; expected `length` of at most 10000",
    );
    check(
        "deadlines.toml",
        "\"working_days\"",
        "\"immediate\"",
        "deadlines.toml:6:10: mistake: this unit has no number",
    );
}

#[test]
fn a_meeting_has_one_cadence() {
    check(
        "deadlines.toml",
        "rrule =",
        "max_gap_days = 7\nrrule =",
        "deadlines.toml:23:9: mistake: two cadences",
    );
    check(
        "deadlines.toml",
        "\"FREQ=WEEKLY\"",
        "\"every week\"",
        "deadlines.toml:22:9: mistake: `every week` is no RRULE: no FREQ; expected RFC 5545",
    );
}

#[test]
fn conventions_make_sense() {
    let conventions = |text: &str| format!("[pack.conventions]\n{text}\n\n[pack.source]");
    check(
        "pack.toml",
        "[pack.source]",
        &conventions("zone = \"Europe/Durham\""),
        "pack.toml:10:8: mistake: no time zone is called `Europe/Durham`",
    );
    check(
        "pack.toml",
        "[pack.source]",
        &conventions("nudge_hours = { from = 17, to = 9 }"),
        "pack.toml:10:15: mistake: no hour lies between 17 and 9",
    );
    check(
        "pack.toml",
        "\"1.0.0\"",
        "\"1\"",
        "pack.toml:4:11: mistake: `1` is no version",
    );
}

#[test]
fn a_telephone_number_in_a_text_is_a_mistake() {
    check(
        "gates.toml",
        "Ask the family.",
        "Ring 01632 960001.",
        "gates.toml:9:10: mistake: the number 01632 960001 stands in a text, where nobody verifies it",
    );
}

#[test]
fn what_comes_after_itself_can_never_be_done() {
    let item = |id: &str, needs: &str| {
        format!(
            "[[item]]\nid = \"{id}\"\nrule = \"S-1\"\nlabel = \"{id}\"\nkind = \"task\"\nbefore = \"land\"\n\
             after = [{{ needs = \"item:{needs}\", outcome = \"block\" }}]\n\n"
        )
    };
    let both = format!(
        "{}{}[[gate]]",
        item("visit", "letter"),
        item("letter", "visit")
    );
    check(
        "gates.toml",
        "[[gate]]",
        &both,
        "gates.toml:2:6: mistake: `visit` comes after itself through `letter`, `visit`",
    );
    let advised = both.replace("\"block\"", "\"warn\"");
    let mut files = sample();
    files.insert(
        "gates.toml".into(),
        files["gates.toml"].replacen("[[gate]]", &advised, 1),
    );
    assert_eq!(findings(&files), [], "advice ties nobody's hands");
    let point = |id: &str, fallback: &str| {
        format!(
            "[[contact_point]]\nid = \"{id}\"\nname = \"{id}\"\nrule = \"S-1\"\nkind = \"phone\"\n\
             unset = \"Ask.\"\nfallback = \"{fallback}\"\n\n"
        )
    };
    check(
        "gates.toml",
        "[[gate]]",
        &format!("{}{}[[gate]]", point("day", "night"), point("night", "day")),
        "gates.toml:2:6: mistake: `day` falls back on itself through `day`, `night`",
    );
}

#[test]
fn a_text_that_says_nothing_is_a_mistake() {
    check(
        "rules.toml",
        "clause = \"1\"",
        "clause = \"\"",
        "rules.toml:3:10: mistake: nothing stands here; expected words, or no such key",
    );
    check(
        "gates.toml",
        "\"Ask the family.\"",
        "\" \"",
        "gates.toml:9:10: mistake: nothing stands here",
    );
}

#[test]
fn a_decision_that_a_meeting_takes_names_the_meeting() {
    check(
        "pathways.toml",
        "ladder =",
        "forum_decides = true\nladder =",
        "pathways.toml:12:17: mistake: a meeting decides, and none is named; expected `forum`",
    );
}

#[test]
fn ladders_have_rungs_that_are_reached() {
    let rungs = ["{ roles = [\"manager\"] }"; 7].join(", ");
    check(
        "deadlines.toml",
        "rungs = [{ roles = [\"manager\"], deadline = \"decide\" }]",
        &format!("rungs = [{rungs}]"),
        "deadlines.toml:16:160: mistake: no ladder is so long; expected at most 6 rungs",
    );
    check(
        "deadlines.toml",
        "deadline = \"decide\"",
        "deadline = \"answer\"",
        "deadlines.toml:16:44: suspicion: `answer` does not start when this rung is reached; \
         expected a deadline that starts from `disputed` or `opened`",
    );
}

#[test]
fn what_a_decision_makes_known_is_a_fact_with_a_value_that_it_can_have() {
    let decides = |tells: &str| {
        let outcome = format!("{{ id = \"yes\", label = \"Yes\", {tells} }}");
        format!(
            "[[matter]]\nid = \"ask\"\nname = \"Ask\"\nrule = \"S-1\"\nabout = \"case\"\npurpose = \"Asked.\"\n\
             decided_by = [\"manager\"]\ndecisions = [{outcome}]\n\n[[gate]]"
        )
    };
    for (tells, wanted) in [
        (
            "makes_known = { plan = \"none\" }",
            "gates.toml:8:66: mistake: `plan` cannot have this value; expected one of \"cin\", \"cp\"",
        ),
        (
            "makes_known = { agreed = true }",
            "gates.toml:8:68: mistake: no fact is named `agreed`; expected a declared fact",
        ),
        (
            "moment_as = \"consent\"",
            "gates.toml:8:55: mistake: `consent` is no fact that can be a moment; expected a fact of the type `date` or `instant`",
        ),
    ] {
        check("gates.toml", "[[gate]]", &decides(tells), wanted);
    }
}

#[test]
fn a_reason_that_is_a_disagreement_is_for_declining_and_has_a_ladder_to_climb() {
    let full = |on: &str| {
        let reason = format!("id = \"full\"\nlabel = \"Full\"\non = [\"{on}\"]\nclimbs = true");
        format!("[[reason]]\n{reason}\n\n[[pathway]]")
    };
    check(
        "pathways.toml",
        "[[pathway]]",
        &full("hold"),
        "pathways.toml:5:10: mistake: only a reason that may be given for declining can climb; \
         expected no `climbs`, or `on` with `decline`",
    );
    let mut files = sample();
    let silent = PATHWAYS.replace("ladder = \"upwards\"\n", "");
    let silent = silent.replace("[[pathway]]", &full("decline"));
    files.insert("pathways.toml".into(), silent);
    let said = findings(&files)[0].to_string();
    let wanted = "pathways.toml:5:10: mistake: `north_to_south` has no ladder to climb; \
                  expected a `ladder` on each of its pathways";
    assert_eq!(said, wanted);
}

#[test]
fn a_task_that_must_name_its_day_may_name_another_than_its_clock() {
    let list = "[[item]]\nid = \"told\"\nrule = \"S-1\"\nlabel = \"Told\"\nkind = \"notice\"\nbefore = \"close\"\n\n\
                [[item]]\nid = \"done\"\nrule = \"S-1\"\nlabel = \"Done\"\nkind = \"task\"\nbefore = \"close\"\n\n\
                [[deadline]]\nid = \"each\"\nrule = \"S-1\"\nlabel = \"Do it\"\nstarts_from = \"item:told\"\nlength = 3\n\
                unit = \"days\"\nmet_by = \"item:done\"\nowed_by = \"transferring\"\n\n\
                [[task_list]]\nid = \"left\"\nrule = \"S-1\"\nlabel = \"Left\"\nraised_by = \"receiving\"\n\
                owed_by = \"transferring\"\nnotice = \"told\"\ncompleted = \"done\"\ndeadline = \"each\"\n\
                must_say_when = true\n\n[[gate]]";
    check(
        "gates.toml",
        "[[gate]]",
        list,
        "gates.toml:33:12: mistake: `each` cannot run for each task; expected a deadline with `may_be_agreed`",
    );
}

#[test]
fn whoever_takes_part_from_outside_cannot_decide_alone() {
    check(
        "teams.toml",
        "standing = \"manager\"",
        "standing = \"partner\"",
        "pathways.toml:10:45: mistake: nobody could decide this: these take part from outside; expected a role that has access",
    );
}

#[test]
fn a_closed_case_is_held_by_somebody_and_time_takes_no_turns() {
    let matter = |more: &str| {
        format!(
            "[[rota]]\nid = \"turns\"\nname = \"Turns\"\nrule = \"S-1\"\nservices = [\"north\"]\nkept_by = [\"manager\"]\n\n\
             [[matter]]\nid = \"again\"\nname = \"Again\"\nrule = \"S-1\"\nabout = \"case\"\npurpose = \"Back.\"\n{more}\n\n[[gate]]"
        )
    };
    let held = "holds_case = true\nopens_on = \"contact\"";
    check(
        "gates.toml",
        "[[gate]]",
        &matter(held),
        "gates.toml:8:1: mistake: nobody is named who holds the case; expected `given_to` with a service that holds cases, or a `rota`",
    );
    let mut files = sample();
    let by_turns = matter(&format!("{held}\nrota = \"turns\""));
    files.insert(
        "gates.toml".into(),
        files["gates.toml"].replacen("[[gate]]", &by_turns, 1),
    );
    assert_eq!(findings(&files), []);
    check(
        "gates.toml",
        "[[gate]]",
        &matter("opens_on = \"absence\"\nrota = \"turns\""),
        "gates.toml:15:8: mistake: time opens this by itself, and a turn on a rota is somebody's to take",
    );
}

#[test]
fn a_time_of_day_belongs_to_a_last_day() {
    let due = |unit: &str, more: &str| {
        format!(
            "[[deadline]]\nid = \"read\"\nrule = \"S-1\"\nlabel = \"Read it\"\nstarts_from = \"requested\"\nlength = 1\n\
             unit = \"{unit}\"\nmet_by = \"accepted\"\nowed_by = \"receiving\"\n{more}\n\n[[gate]]"
        )
    };
    for (wrong, finding) in [
        (
            due("days", "by_time = \"noon\""),
            "gates.toml:10:11: mistake: `noon` is no time of day; expected hours and minutes, such as `12:00`",
        ),
        (
            due("hours", "by_time = \"12:00\""),
            "gates.toml:10:11: mistake: no last day has a time of its own here",
        ),
        (
            due("days", "by_time = \"12:00\"\nstrictly = true"),
            "gates.toml:10:11: mistake: no last day has a time of its own here",
        ),
    ] {
        check("gates.toml", "[[gate]]", &wrong, finding);
    }
}

#[test]
fn only_what_one_call_opens_ends_when_it_is_answered() {
    let matter = |about: &str, more: &str| {
        format!(
            "[[matter]]\nid = \"ring\"\nname = \"Ring\"\nrule = \"S-1\"\nabout = \"{about}\"\npurpose = \"Rung.\"\n\
             opens_on = \"contact\"\nends_on = \"answer\"\n{more}\n\n[[gate]]"
        )
    };
    let mut files = sample();
    let sound = matter("contact", "");
    files.insert(
        "gates.toml".into(),
        files["gates.toml"].replacen("[[gate]]", &sound, 1),
    );
    assert_eq!(findings(&files), []);
    let decided = "decided_by = [\"manager\"]\ndecisions = [{ id = \"yes\", label = \"Yes\" }]";
    for wrong in [matter("case", ""), matter("contact", decided)] {
        check(
            "gates.toml",
            "[[gate]]",
            &wrong,
            "gates.toml:8:11: mistake: only what one call opens, and what nobody decides, ends when it is answered",
        );
    }
}
