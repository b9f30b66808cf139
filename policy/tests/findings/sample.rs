//! A small sound pack, in which the tests break one thing at a time.

use policy::pack::read::Files;

pub(super) const PACK: &str = r#"[pack]
id = "sample"
title = "Moving between two teams"
version = "1.0.0"
ask_instead = "your manager"
urgent_silence = "Ring 999 where life is at risk."
rule = "S-1"

[pack.source]
document = "A sample procedure"
dated = "2026"
review_on = 2027-06-01
"#;

pub(super) const RULES: &str = r#"[[rule]]
id = "S-1"
clause = "1"
strength = "must"
text = "A case moves once the receiving manager agrees."

[[rule]]
id = "S-2"
clause = "2"
strength = "should"
text = "Consent is sought first."
"#;

pub(super) const TEAMS: &str = r#"[[service]]
id = "north"
name = "North"
rule = "S-1"

[[service]]
id = "south"
name = "South"
rule = "S-1"

[[role]]
id = "manager"
name = "Manager"
rule = "S-1"
standing = "manager"
"#;

pub(super) const FACTS: &str = r#"[[fact]]
id = "consent"
type = "bool"
label = "Consent"
question = "Does the family agree?"
rule = "S-2"

[[fact]]
id = "born_on"
type = "date"
label = "Date of birth"
question = "When was the child born?"
rule = "S-1"
personal = true

[[fact]]
id = "plan"
type = "choice"
label = "Plan"
question = "Which plan is there?"
rule = "S-1"
choices = [{ id = "cin", label = "Child in need" }, { id = "cp", label = "Child protection" }]
"#;

pub(super) const PATHWAYS: &str = r#"[[pathway]]
id = "north_to_south"
name = "North to south"
rule = "S-1"
from = ["north"]
to = ["south"]
direction = "across"
trigger = "The family moves house."
transfer_point = "The receiving manager agrees."
decided_by = [{ side = "receiving", roles = ["manager"] }]
released_by = ["manager"]
ladder = "upwards"
recommend_when = 'plan == "cp"'
"#;

pub(super) const GATES: &str = r#"[[gate]]
id = "consent_sought"
rule = "S-2"
on = ["request"]
when = 'age_on(born_on, today) >= 16'
require = "consent"
outcome = "warn"
message = "The family has not agreed."
remedy = "Ask the family."
"#;

pub(super) const DEADLINES: &str = r#"[[deadline]]
id = "answer"
rule = "S-1"
label = "Answer the request"
starts_from = "requested"
length = 5
unit = "working_days"
met_by = ["accepted", "declined"]
owed_by = "receiving"
role = "manager"

[[ladder]]
id = "upwards"
name = "Upwards"
rule = "S-1"
rungs = [{ roles = ["manager"], deadline = "decide" }]

[[forum]]
id = "weekly"
name = "Weekly meeting"
rule = "S-1"
rrule = "FREQ=WEEKLY"

[[deadline]]
id = "decide"
rule = "S-1"
label = "Decide the disagreement"
starts_from = "disputed"
length = 2
unit = "days"
met_by = "dispute_decided"
owed_by = "both"
"#;

pub(super) const ROUTES: &str = r#"[[route]]
id = "danger"
rule = "S-1"
when = 'plan == "cp"'
then = "Ring now."
urgent = true

[[route]]
id = "to_north"
rule = "S-1"
when = 'plan == "cin"'
then = "To the north."
service = "north"

[[route]]
id = "to_south"
rule = "S-1"
when = 'plan == "cin"'
then = "To the south."
service = "south"
holds = ["north_to_south"]

[[conflict]]
id = "which_way"
rule = "S-1"
among = ["to_north", "to_south"]
between = ["north", "manager"]
reading = "Both hold."
meanwhile = "Nothing moves."
"#;

/// The files of the sample.
pub(super) fn sample() -> Files {
    [
        ("pack.toml", PACK),
        ("rules.toml", RULES),
        ("teams.toml", TEAMS),
        ("facts.toml", FACTS),
        ("pathways.toml", PATHWAYS),
        ("gates.toml", GATES),
        ("deadlines.toml", DEADLINES),
        ("routes.toml", ROUTES),
    ]
    .map(|(name, text)| (name.to_owned(), text.to_owned()))
    .into()
}
