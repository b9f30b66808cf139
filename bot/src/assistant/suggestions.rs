//! What may be meant while somebody is still typing: only what they may see.

use openapi::{CaseQuery, TransferQuery, TransferSummary};

use super::conversation::{About, Acting, Opening, Task};
use super::intent::Intent;
use super::prompt::Expected;
use super::reply::Choice;
use super::{Advance, Assistant, Heard, messages};

/// Entries looked through.
const AT_MOST: u32 = 100;

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
            "reference" => self.transfers_to_suggest().await,
            "case" => self.cases_to_suggest().await,
            "move" | "team" if given("case").is_some() => {
                let said = [
                    given("case"),
                    (option == "team").then(|| given("move")).flatten(),
                ];
                let said = said.into_iter().flatten().collect::<Vec<_>>().join(" ");
                self.asked_next(&format!("transfer {said}")).await
            }
            "team" | "meeting" | "term" => self.words_to_suggest(option).await,
            "to" => Ok(vec![Choice::new("me", "Me")]),
            "reason" | "item" => {
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

    async fn transfers_to_suggest(&self) -> Heard<Vec<Choice>> {
        let query = |owed: bool| TransferQuery {
            owed_by_me: owed.then_some(true),
            limit: Some(AT_MOST),
            ..TransferQuery::default()
        };
        let mut list = self.api.transfers(&query(true)).await?.items;
        for transfer in self.api.transfers(&query(false)).await?.items {
            if list.iter().all(|known| known.id != transfer.id) {
                list.push(transfer);
            }
        }
        Ok(list.iter().map(in_short).collect())
    }

    async fn cases_to_suggest(&self) -> Heard<Vec<Choice>> {
        let query = CaseQuery {
            limit: Some(AT_MOST),
            ..CaseQuery::default()
        };
        let cases = self.api.cases(&query).await?.items;
        let open = cases.iter().filter_map(|case| {
            let holder = case.holder.as_ref()?;
            Some(Choice::new(
                &case.reference,
                format!("{}, held by {}", case.reference, holder.team.name),
            ))
        });
        Ok(open.collect())
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
                action, reference, ..
            } => Task::Acting(Acting::of(action, reference)),
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
        let pack = self.api.pack(&self.pack_id().await?).await?;
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

/// A transfer so short that it fits a suggestion.
fn in_short(transfer: &TransferSummary) -> Choice {
    let late = if transfer.overdue { ", overdue" } else { "" };
    let state = messages::spaced(transfer.state.name());
    let label = format!(
        "{} · {state}{late} · {} to {}",
        transfer.reference, transfer.transferring_team.name, transfer.receiving_team.name
    );
    Choice::new(&transfer.reference, label)
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
