//! What may be meant while somebody is still typing: only what they may see.

use openapi::{Suggested, SuggestionQuery};

use super::conversation::{About, Acting, Opening, Task};
use super::intent::Intent;
use super::prompt::Expected;
use super::reply::Choice;
use super::{Advance, Assistant, Heard, absence, messages};

impl Assistant {
    /// What may be meant by an option of a command, with what was typed so far and what other options say.
    pub async fn suggest(
        &self,
        command: &str,
        option: &str,
        given: impl Fn(&str) -> Option<String>,
    ) -> Vec<Choice> {
        let typed = given(option).unwrap_or_default().to_lowercase();
        let found = match option {
            "reference" | "case" | "who" | "cover" => {
                return self
                    .suggested(kind_of(command, option), &typed)
                    .await
                    .unwrap_or_default();
            }
            "move" | "team" if given("case").is_some() => {
                let said = [
                    given("case"),
                    (option == "team").then(|| given("move")).flatten(),
                ];
                let said = said.into_iter().flatten().collect::<Vec<_>>().join(" ");
                self.asked_next(&format!("transfer {said}")).await
            }
            "team" | "meeting" | "term" => self.words_to_suggest(option).await,
            "kind" => Ok(absence::kinds()),
            "to" => Ok(vec![Choice::new("me", "Me")]),
            "reason" | "item" | "decision" => {
                let reference = given("reference").unwrap_or_default();
                self.asked_next(&format!("{} {reference}", action_of(command)))
                    .await
            }
            "action" => self.actions_to_suggest(given("reference")).await,
            _ => Ok(Vec::new()),
        };
        let mut found = found.unwrap_or_default();
        found.retain(|choice| {
            choice.label.to_lowercase().contains(&typed)
                || choice.say.to_lowercase().contains(&typed)
        });
        found
    }

    /// What the API suggests: only what the caller may see.
    async fn suggested(&self, what: Suggested, typed: &str) -> Heard<Vec<Choice>> {
        let query = SuggestionQuery {
            what: Some(what),
            q: Some(typed.chars().take(100).collect()),
            limit: None,
        };
        let suggested = self.api.suggestions(&query).await?;
        Ok(suggested
            .into_iter()
            .map(|one| Choice::new(one.value, one.label))
            .collect())
    }

    /// What would be asked next if a command were said.
    async fn asked_next(&self, command: &str) -> Heard<Vec<Choice>> {
        let task = match Intent::read(command) {
            Intent::Open { case, rest } => Task::Opening(Opening {
                case,
                rest,
                in_form: true,
                ..Opening::default()
            }),
            Intent::Act {
                step, reference, ..
            } => Task::Acting(Acting::of(step, reference)),
            _ => return Ok(Vec::new()),
        };
        match self.advance(task).await? {
            Advance::Ask { dialogue, .. } if dialogue.about != About::Case => {
                match dialogue.prompt.expected {
                    Expected::OneOf(choices) => Ok(choices),
                    _ => Ok(Vec::new()),
                }
            }
            _ => Ok(Vec::new()),
        }
    }

    async fn actions_to_suggest(&self, reference: Option<String>) -> Heard<Vec<Choice>> {
        let Some(reference) = reference else {
            return Ok(Vec::new());
        };
        let transfer = self.api.transfer(&reference).await?;
        let named = transfer.next_steps.iter().map(|step| {
            let name = messages::spaced(step.action.snake());
            let label = if step.possible {
                name.clone()
            } else {
                format!("{name} (not yet)")
            };
            Choice::new(name, label)
        });
        Ok(named.collect())
    }

    async fn words_to_suggest(&self, option: &str) -> Heard<Vec<Choice>> {
        if option == "team" {
            let teams = self.teams().await?;
            return Ok(teams
                .iter()
                .map(|team| Choice::new(&team.name, &team.name))
                .collect());
        }
        let pack = self.answering_pack().await?;
        Ok(match option {
            "meeting" => pack
                .forums
                .iter()
                .map(|forum| Choice::new(&forum.name, &forum.name))
                .collect(),
            _ => pack
                .terms
                .iter()
                .map(|term| Choice::new(&term.term, &term.term))
                .collect(),
        })
    }
}

/// What kind of thing an option of a command names.
fn kind_of(command: &str, option: &str) -> Suggested {
    match option {
        "case" => Suggested::Case,
        "who" | "cover" => Suggested::Practitioner,
        _ if command.starts_with("matter ") => Suggested::Matter,
        _ => Suggested::Transfer,
    }
}

/// The action that a command of the chat is about.
fn action_of(command: &str) -> &str {
    match command
        .split_once(' ')
        .map_or(command, |(_, action)| action)
    {
        "support" => "support instead",
        action => action,
    }
}
