//! The commands: as Discord registers them, and what each of them says to the assistant.

mod table;

use serde_json::{Value, json};

use super::asked::Typed;
use table::{COMMANDS, Command, Opt};

/// The commands below which others stand: what is done with a transfer, and with a matter of its own.
const GROUPS: [(&str, &str); 2] = [
    ("transfer", "Cases that move between teams"),
    (
        "matter",
        "What else the procedure asks for: a case to close, a referral to decide",
    ),
];

/// Everything that is registered, in Discord's own form.
pub(super) fn described() -> Value {
    let alone = COMMANDS.iter().filter(|command| command.group().is_none());
    let alone = alone.map(|command| everywhere(command.described()));
    let groups = GROUPS.iter().map(|(name, about)| {
        let below = COMMANDS
            .iter()
            .filter(|command| command.group() == Some(name));
        everywhere(json!({
            "type": 1, "name": name, "description": about,
            "options": below.map(Command::described).collect::<Vec<_>>(),
        }))
    });
    alone.chain(groups).collect()
}

/// The name of every command, those below another with it.
pub(super) fn names() -> impl Iterator<Item = &'static str> {
    COMMANDS.iter().map(|command| command.name)
}

/// A command that can be given in servers where the assistant is installed, and in direct messages with it.
fn everywhere(mut command: Value) -> Value {
    command["contexts"] = json!([0, 1]);
    command["integration_types"] = json!([0]);
    command
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
    let command = COMMANDS.iter().find(|command| command.name == typed.name)?;
    command.says.map(|says| filled(says, typed))
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
    /// The command below which it stands.
    fn group(&self) -> Option<&'static str> {
        self.name.split_once(' ').map(|(group, _)| group)
    }

    fn described(&self) -> Value {
        let name = self
            .name
            .split_once(' ')
            .map_or(self.name, |(_, name)| name);
        let option = |option: &Opt| {
            json!({
                "type": 3, "name": option.name, "description": option.about, "required": option.needed,
                "autocomplete": option.suggested,
            })
        };
        let options: Vec<_> = self.options.iter().map(option).collect();
        json!({ "type": 1, "name": name, "description": self.about, "options": options })
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
        for (name, _) in GROUPS {
            let below = COMMANDS
                .iter()
                .filter(|command| command.group() == Some(name));
            assert!((1..=25).contains(&below.count()), "{name}");
        }
        let groups = COMMANDS.iter().filter_map(Command::group);
        assert!(
            groups
                .into_iter()
                .all(|group| GROUPS.iter().any(|(name, _)| *name == group))
        );
        for command in COMMANDS {
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
