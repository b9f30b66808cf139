//! A case moves from the first question to the last without anybody leaving the assistant.

use bot::assistant::conversation::Conversation;
use bot::assistant::{Assistant, Audience, Reply, Tone};
use openapi::{Client, Transfer, TransferState, TransferSummary};
use serde_json::json;
use tests::durham::BEFORE_LANDING;
use tests::{Database, Person, World, on_both_databases};

on_both_databases!(a_case_moves_at_the_assistant, danger_comes_first_at_the_assistant);

/// Someone at their terminal.
struct Terminal {
    assistant: Assistant,
    conversation: Conversation,
}

impl Terminal {
    fn of(world: &World, person: &Person) -> Self {
        let client = Client::new(world.url(""), Some(person.token.clone())).expect("a client");
        Self {
            assistant: Assistant::new(client, None, Audience::Terminal),
            conversation: Conversation::default(),
        }
    }

    async fn hears(&mut self, text: &str) -> Vec<Reply> {
        let said = self.assistant.hear(&mut self.conversation, text).await;
        assert!(!said.is_empty(), "it says nothing to `{text}`");
        assert!(said.iter().all(|reply| reply.tone != Tone::Failure), "to `{text}`: {said:#?}");
        said
    }

    /// Answer whatever is asked, until nothing is.
    async fn answers(&mut self, text: &str, answer: impl Fn(&Reply) -> String) -> Vec<Reply> {
        let mut said = self.hears(text).await;
        for _ in 0..30 {
            let asked = said.iter().rev().find(|reply| reply.prompt.is_some()).cloned();
            match asked {
                Some(asked) => said = self.hears(&answer(&asked)).await,
                None => return said,
            }
        }
        panic!("it asks without end: {said:#?}");
    }
}

async fn a_case_moves_at_the_assistant(database: &Database) {
    let world = World::start(database, "2026-11-24T10:00:00Z").await;
    let durham = world.durham().await;
    let case = durham.case_of_ops().await;
    let mut worker = Terminal::of(&world, &durham.ops.worker);
    let mut manager = Terminal::of(&world, &durham.families_first.manager);
    let said = worker.answers(&format!("transfer {}", case.reference), |asked| { eprintln!("ASKED {asked:?}"); asked.choices.first().map_or("skip".into(), |c| c.say.clone()) }).await;
    eprintln!("{said:#?}");
    let all: Vec<TransferSummary> = world.as_(&durham.ops.worker).all("/v1/transfers?limit=10").await;
    let transfer = &all[0].reference;
    let said = manager.hears("pending").await;
    eprintln!("{said:#?}");
    let said = manager.answers(&format!("accept {transfer}"), |asked| { eprintln!("ASKED {asked:?}"); asked.choices.first().map_or("skip".into(), |c| c.say.clone()) }).await;
    eprintln!("{said:#?}");
}

async fn danger_comes_first_at_the_assistant(database: &Database) {
    let world = World::start(database, "2026-11-24T10:00:00Z").await;
    let durham = world.durham().await;
    let mut worker = Terminal::of(&world, &durham.ops.worker);
    let said = worker.hears("accept that a child is being hurt right now, who do I call?").await;
    assert_eq!(said[0].tone, Tone::Urgent, "{said:#?}");
}
