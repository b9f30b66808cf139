//! What a step must be told besides what it is done with, as prompts with its own choices.

mod of_matter;
mod of_transfer;
pub(super) mod people;

use std::sync::Arc;

use openapi::{Blocker, Matter, Pack, Practitioner, Transfer};

use super::prompt::{Expected, Prompt};
use super::reply::Choice;
use super::step::Step;

pub(super) use of_transfer::{pathway, takers};

/// What a step is judged against.
pub(super) struct Scene {
    pub(super) about: Subject,
    pub(super) pack: Arc<Pack>,
    pub(super) people: Vec<Practitioner>,
}

/// What a step is done with.
pub(super) enum Subject {
    Transfer(Box<Transfer>),
    Matter(Box<Matter>),
}

impl Scene {
    /// The facts that can be recorded here; those that something waits for, where there are any, of a matter.
    pub(super) fn facts(&self) -> Vec<String> {
        match &self.about {
            Subject::Transfer(transfer) => {
                transfer.facts.iter().map(|fact| fact.id.clone()).collect()
            }
            Subject::Matter(matter) if matter.missing_facts.is_empty() => {
                self.pack.facts.iter().map(|fact| fact.id.clone()).collect()
            }
            Subject::Matter(matter) => matter.missing_facts.clone(),
        }
    }

    /// Whether something waits for a fact.
    pub(super) fn lacks(&self, fact: &str) -> bool {
        let among = |missing: &[String]| missing.iter().any(|one| one == fact);
        match &self.about {
            Subject::Transfer(transfer) => {
                let mut steps = transfer.next_steps.iter();
                steps.any(|step| among(&step.missing_facts))
            }
            Subject::Matter(matter) => among(&matter.missing_facts),
        }
    }

    /// The pack's own question for a fact.
    pub(super) fn prompt_for(&self, fact: &str) -> Option<Prompt> {
        let fact = self.pack.facts.iter().find(|known| known.id == fact)?;
        Some(Prompt::for_fact(&fact.question, fact.kind, &fact.choices))
    }
}

/// Whether one of several things is to be chosen.
pub(super) fn is_choice(prompt: &Prompt) -> bool {
    matches!(prompt.expected, Expected::OneOf(_))
}

/// A member of a body with the prompt that asks for it.
pub(super) type Member = (&'static str, Prompt);

/// What a step must be told, in the order in which it is asked.
pub(super) fn members(step: Step, scene: &Scene) -> Vec<Member> {
    match (step, &scene.about) {
        (Step::Transfer(action), Subject::Transfer(transfer)) => {
            of_transfer::members(action, transfer, scene)
        }
        (Step::Matter(action), Subject::Matter(matter)) => {
            of_matter::members(action, matter, scene)
        }
        (Step::Transfer(_), Subject::Matter(_)) | (Step::Matter(_), Subject::Transfer(_)) => {
            Vec::new()
        }
    }
}

fn one_of(question: &str, choices: Vec<Choice>) -> Prompt {
    Prompt::new(question, Expected::OneOf(choices))
}

fn text(question: &str) -> Prompt {
    Prompt::new(question, Expected::Text)
}

fn date(question: &str) -> Prompt {
    Prompt::new(question, Expected::Date)
}

fn which_fact(scene: &Scene) -> Member {
    let facts = scene.facts();
    let known = scene
        .pack
        .facts
        .iter()
        .filter(|fact| facts.contains(&fact.id));
    let choices = known.map(|fact| Choice::new(&fact.id, &fact.label));
    ("fact", one_of("Which fact?", choices.collect()))
}

/// What is overridden, of what stands in the way and may be, and why.
fn overriding<'b>(blockers: impl Iterator<Item = &'b Blocker>) -> Vec<Member> {
    let mut choices: Vec<Choice> = Vec::new();
    for blocker in blockers.filter(|blocker| !blocker.overridable_by.is_empty()) {
        if choices.iter().all(|choice| choice.say != blocker.id) {
            choices.push(Choice::new(&blocker.id, &blocker.message));
        }
    }
    vec![
        ("of", one_of("What is overridden?", choices)),
        ("reason", text("Why?")),
    ]
}

/// Another day for what is due, who agreed and why.
fn agreeing(deadlines: Vec<Choice>, agreed_with: Vec<Choice>) -> Vec<Member> {
    vec![
        ("deadline", one_of("Which deadline?", deadlines)),
        ("date", date("What is the new last day?")),
        ("agreed_with", one_of("Who else agreed?", agreed_with)),
        ("reason", text("Why?")),
    ]
}
