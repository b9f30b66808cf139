//! Suggesting: what may be meant while somebody is still typing.

use serde_json::json;
use tokio::time::timeout_at;

use super::asked::{Asked, Typed};
use super::face::{AT_ONCE, Face};
use super::markdown::cut;
use super::rest::Unsent;
use crate::assistant::Choice;

/// Most that Discord shows, and characters of each.
const MOST: usize = 25;
const LONGEST: usize = 100;

impl Face {
    /// Suggests in time, or nothing.
    pub(super) async fn suggest(&self, asked: &Asked, typed: &Typed) -> Result<(), Unsent> {
        let until = (asked.received + AT_ONCE).into();
        let suggested = timeout_at(until, self.suggestions(asked, typed))
            .await
            .unwrap_or_default();
        let choices: Vec<_> = suggested
            .iter()
            .filter(|choice| choice.say.chars().count() <= LONGEST)
            .take(MOST)
            .map(|choice| json!({ "name": cut(&choice.label, LONGEST), "value": choice.say }))
            .collect();
        self.show_choices(asked, &choices).await
    }

    async fn suggestions(&self, asked: &Asked, typed: &Typed) -> Vec<Choice> {
        let Some(option) = &typed.focused else {
            return Vec::new();
        };
        match self.people.speaker(asked.account, asked.guild).await {
            Ok(Some(speaker)) if speaker.linked => {
                let given = |name: &str| typed.option(name).map(str::to_owned);
                speaker.assistant.suggest(&typed.name, option, given).await
            }
            _ => Vec::new(),
        }
    }
}
