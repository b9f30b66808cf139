//! Forms: several questions at once, by name, and what was written in answer to them.

use super::conversation::{About, Task};
use super::prompt::{Given, Prompt};
use super::turn::{Field, Filled};

impl Field {
    /// The question about something, as a form asks it.
    pub(super) fn asking((about, prompt): (About, Prompt)) -> Self {
        Self {
            name: name_of(&about),
            prompt,
        }
    }
}

/// The task with what was filled in, or the question that was not answered.
pub(super) fn taken(
    mut task: Task,
    fields: Vec<(About, Prompt)>,
    filled: &[Filled],
) -> Result<Task, Prompt> {
    if let Task::Acting(acting) = &mut task {
        acting.in_form = false;
    }
    for (about, prompt) in fields {
        let name = name_of(&about);
        let text = filled
            .iter()
            .find(|(of, _)| *of == name)
            .map(|(_, text)| text.trim());
        let given = match text.filter(|text| !text.is_empty()) {
            None if prompt.may_skip => Given::Skipped,
            Some(text) => prompt.read(text).ok_or(prompt)?,
            None => return Err(prompt),
        };
        task.take(about, given);
    }
    Ok(task)
}

/// The name of a question in a form.
fn name_of(about: &About) -> String {
    match about {
        About::Case => "case".into(),
        About::Pathway => "pathway".into(),
        About::ReceivingTeam => "receiving_team".into(),
        About::PlannedOn => "planned_on".into(),
        About::Discussion => "discussion".into(),
        About::TransferringManager => "transferring_manager".into(),
        About::ReceivingManager => "receiving_manager".into(),
        About::Fact(id) => id.clone(),
        About::Member(name) => name.clone(),
        About::Confirmation => "confirmation".into(),
        About::Caller => "caller".into(),
        About::Concern => "concern".into(),
        About::Entry => "entry".into(),
    }
}
