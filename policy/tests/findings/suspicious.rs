//! What may stand, and someone should look at.

use crate::sample::{GATES, RULES, sample};
use crate::{check, findings};

#[test]
fn what_someone_should_look_at_is_a_suspicion() {
    check(
        "pack.toml",
        "2027-06-01",
        "2026-06-01",
        "pack.toml:12:13: suspicion: the document's review was due on 2026-06-01",
    );
    check(
        "pack.toml",
        "urgent_silence = \"Ring 999 where life is at risk.\"\n",
        "",
        "pack.toml:1:1: suspicion: the pack does not say what to answer where danger shows",
    );
    check(
        "teams.toml",
        "rule = \"S-1\"",
        "rule = \"S-1\"\nholds_cases = false",
        "pathways.toml:5:8: suspicion: nobody can reach `north_to_south`",
    );
    check(
        "pathways.toml",
        "'plan == \"cp\"'",
        "'consent && !consent'",
        "pathways.toml:13:18: suspicion: this can never hold",
    );
    check(
        "gates.toml",
        "\"consent\"",
        "\"consent || !consent\"",
        "gates.toml:6:11: suspicion: this always holds, so the gate stops nobody",
    );
    check(
        "gates.toml",
        "\"warn\"",
        "\"block\"",
        "gates.toml:7:11: suspicion: `consent_sought` blocks, and S-2 does not bind",
    );
    check(
        "gates.toml",
        "require = \"consent\"",
        "require = \"plan == 'cp'\"",
        "facts.toml:2:6: suspicion: nothing looks at `consent`",
    );
    check(
        "facts.toml",
        "\"Does the family agree?\"",
        "\"\"",
        "facts.toml:5:12: suspicion: conditions need `consent`, and nobody can be asked for it",
    );
    check(
        "rules.toml",
        "Consent is sought first.",
        "A case moves once the receiving manager agrees.",
        "rules.toml:11:8: suspicion: `S-1` says the same in `text`",
    );
    check(
        "teams.toml",
        "standing = \"manager\"",
        "standing = \"partner\"",
        "deadlines.toml:10:8: suspicion: nobody can owe `answer`: `manager` takes part from outside",
    );
}

#[test]
fn a_firm_should_can_be_overridden() {
    let mut files = sample();
    files.insert(
        "rules.toml".into(),
        RULES.replace("\"should\"", "\"should*\""),
    );
    files.insert("gates.toml".into(), GATES.replace("\"warn\"", "\"block\""));
    let said: Vec<_> = findings(&files).iter().map(ToString::to_string).collect();
    assert_eq!(
        said,
        [
            "gates.toml:1:1: suspicion: nobody can override `consent_sought`, and S-2 is `should*`; \
          expected `overridable_by`, or `enforced` on the rule"
        ]
    );
}

#[test]
fn guidance_and_contact_points_are_kept_true() {
    let answer = "[[guidance]]\nid = \"start\"\nrule = \"S-1\"\ntitle = \"Starting\"\nsteps = [\"Ask.\"]\nexamples = []\n";
    check(
        "gates.toml",
        "[[gate]]",
        &format!("{answer}\n[[gate]]"),
        "gates.toml:6:12: suspicion: no question is known that `start` answers",
    );
    let point = "[[contact_point]]\nid = \"desk\"\nname = \"Desk\"\nrule = \"S-1\"\nkind = \"phone\"\nunset = \"Ask your manager.\"\n";
    check(
        "gates.toml",
        "[[gate]]",
        &format!("{point}\n[[gate]]"),
        "gates.toml:1:1: suspicion: `desk` has no value",
    );
    let value = format!("{point}value = \"01632 960001\"\n\n[[gate]]");
    check(
        "gates.toml",
        "[[gate]]",
        &value,
        "gates.toml:1:1: suspicion: nobody has verified `desk`",
    );
}

#[test]
fn a_gate_over_whole_numbers_that_can_never_hold_is_found() {
    let level = "[[fact]]\nid = \"level\"\ntype = \"integer\"\nlabel = \"Level\"\nquestion = \"Which?\"\nrule = \"S-2\"\n\n";
    let said = |require: &str| {
        let mut files = sample();
        files.insert(
            "facts.toml".into(),
            format!("{level}{}", files["facts.toml"]),
        );
        let gate = GATES.replace("\"consent\"", &format!("\"consent && {require}\""));
        files.insert("gates.toml".into(), gate);
        let said = findings(&files)
            .iter()
            .map(ToString::to_string)
            .collect::<Vec<_>>();
        said.join("\n")
    };
    assert_eq!(said("level > 3 && level <= 5"), "");
    let never = "gates.toml:6:11: suspicion: this can never hold";
    assert!(said("level > 5 && level < 2").starts_with(never));
    assert_eq!(
        said("level * 2 > 5 && level < 2"),
        "",
        "what is reckoned with is not tried in full"
    );
}

#[test]
fn a_question_that_an_entry_answers_is_no_silence() {
    let entry = "[[guidance]]\nid = \"start\"\nrule = \"S-1\"\ntitle = \"Starting\"\nsteps = [\"Ask.\"]\nexamples = [\"how do I start\"]\n\n[[gate]]";
    let silent = "[[pack.silent_on]]\ntopic = \"Cost\"\nwords = [\"cost\"]\nexamples = [\"How do I start\", \"who pays\"]\n";
    let mut files = sample();
    let with_entry = files["gates.toml"].replacen("[[gate]]", entry, 1);
    files.insert("gates.toml".into(), with_entry);
    let with_silence = format!("{}\n{silent}", files["pack.toml"]);
    files.insert("pack.toml".into(), with_silence);
    let said: Vec<_> = findings(&files).iter().map(ToString::to_string).collect();
    let of_silence = said.iter().filter(|line| line.contains("answers \""));
    let of_silence: Vec<_> = of_silence.collect();
    assert_eq!(of_silence.len(), 1, "{said:?}");
    assert!(
        of_silence[0].contains("suspicion: `start` answers \"How do I start\""),
        "{said:?}"
    );
}
