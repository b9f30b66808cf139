//! What somebody did in Discord, as this face takes it.

use std::time::Instant;

use serenity::model::application::CommandInteraction;
use serenity::model::application::{
    ActionRowComponent, CommandDataOption, CommandDataOptionValue, ComponentInteraction,
    ComponentInteractionDataKind, Interaction, ModalInteraction,
};

use super::custom_id::long;
use crate::assistant::turn::Filled;

/// An interaction.
#[derive(Debug, Clone)]
pub(super) struct Asked {
    /// Its id.
    pub(super) id: u64,
    /// What answers it.
    pub(super) token: String,
    /// Whose account it comes from; 0 where Discord did not say, and then it is nobody's.
    pub(super) account: u64,
    /// The server, where it was not in direct messages.
    pub(super) guild: Option<u64>,
    /// The channel.
    pub(super) channel: u64,
    /// When it came.
    pub(super) received: Instant,
    /// What was done.
    pub(super) what: What,
}

/// What was done.
#[derive(Debug, Clone)]
pub(super) enum What {
    /// A command was typed.
    Command(Typed),
    /// A command is being typed, and suggestions are wanted for one option.
    Suggest(Typed),
    /// A button was pressed, or something chosen from a menu.
    Used {
        /// Its id.
        id: String,
        /// What was chosen.
        chosen: Option<String>,
        /// The message below which it stands, and its text.
        message: u64,
        /// Its text.
        text: String,
    },
    /// A form was sent.
    Filled {
        /// Its id.
        id: String,
        /// What was filled in.
        filled: Vec<Filled>,
    },
}

/// A command with its options.
#[derive(Debug, Clone, Default)]
pub(super) struct Typed {
    /// Its name, `transfer show`.
    pub(super) name: String,
    options: Vec<(String, String)>,
    /// The option that is being typed.
    pub(super) focused: Option<String>,
}

/// Serenity's stand-in for an account that Discord left out.
const NOBODY: u64 = 1;

impl Asked {
    /// What an interaction is; `None` for a kind that this face never asks for.
    pub(super) fn read(interaction: &Interaction) -> Option<Self> {
        match interaction {
            Interaction::Command(command) => Some(Self::of_command(command, What::Command)),
            Interaction::Autocomplete(command) => Some(Self::of_command(command, What::Suggest)),
            Interaction::Component(used) => Some(Self::of_component(used)),
            Interaction::Modal(form) => Some(Self::of_form(form)),
            _ => None,
        }
    }

    fn of_command(command: &CommandInteraction, what: fn(Typed) -> What) -> Self {
        Self {
            id: command.id.get(),
            token: command.token.clone(),
            account: account(command.user.id.get()),
            guild: command.guild_id.map(|guild| guild.get()),
            channel: command.channel_id.get(),
            received: Instant::now(),
            what: what(Typed::read(&command.data.name, &command.data.options)),
        }
    }

    fn of_component(used: &ComponentInteraction) -> Self {
        let chosen = match &used.data.kind {
            ComponentInteractionDataKind::StringSelect { values } => {
                values.first().map(|value| long(value))
            }
            _ => None,
        };
        Self {
            id: used.id.get(),
            token: used.token.clone(),
            account: account(used.user.id.get()),
            guild: used.guild_id.map(|guild| guild.get()),
            channel: used.channel_id.get(),
            received: Instant::now(),
            what: What::Used {
                id: used.data.custom_id.clone(),
                chosen,
                message: used.message.id.get(),
                text: used.message.content.clone(),
            },
        }
    }

    fn of_form(form: &ModalInteraction) -> Self {
        let parts = form.data.components.iter().flat_map(|row| &row.components);
        let filled = parts.filter_map(|part| match part {
            ActionRowComponent::InputText(input) => Some((
                input.custom_id.clone(),
                input.value.clone().unwrap_or_default(),
            )),
            _ => None,
        });
        Self {
            id: form.id.get(),
            token: form.token.clone(),
            account: account(form.user.id.get()),
            guild: form.guild_id.map(|guild| guild.get()),
            channel: form.channel_id.get(),
            received: Instant::now(),
            what: What::Filled {
                id: form.data.custom_id.clone(),
                filled: filled.collect(),
            },
        }
    }
}

impl Typed {
    /// What was given for an option.
    pub(super) fn option(&self, name: &str) -> Option<&str> {
        let option = self.options.iter().find(|(known, _)| known == name);
        option
            .map(|(_, value)| value.as_str())
            .filter(|value| !value.is_empty())
    }

    fn read(name: &str, options: &[CommandDataOption]) -> Self {
        let mut typed = Self {
            name: name.to_owned(),
            ..Self::default()
        };
        for option in options {
            typed.take(option);
        }
        typed
    }

    fn take(&mut self, option: &CommandDataOption) {
        let value = match &option.value {
            CommandDataOptionValue::SubCommand(inner) => {
                self.name = format!("{} {}", self.name, option.name);
                return inner.iter().for_each(|option| self.take(option));
            }
            CommandDataOptionValue::String(text) => text.trim().to_owned(),
            CommandDataOptionValue::Autocomplete { value, .. } => {
                self.focused = Some(option.name.clone());
                value.clone()
            }
            CommandDataOptionValue::Integer(number) => number.to_string(),
            CommandDataOptionValue::Boolean(yes) => yes.to_string(),
            _ => return,
        };
        self.options.push((option.name.clone(), value));
    }
}

fn account(id: u64) -> u64 {
    if id == NOBODY { 0 } else { id }
}
