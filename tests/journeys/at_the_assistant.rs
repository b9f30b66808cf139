//! A case moves from draft to closed without anybody leaving the assistant, which speaks to the real server.

use bot::assistant::conversation::Conversation;
use bot::assistant::{Assistant, Audience, Reply, Tone};
use openapi::{Client, TransferState, TransferSummary};
use tests::durham::BEFORE_LANDING;
use tests::{Database, Person, World, on_both_databases};

on_both_databases!(
    a_case_moves_at_the_assistant,
    a_refusal_is_said_with_its_clause,
    danger_comes_first_at_the_assistant,
    the_procedure_is_sent_only_where_it_is_not_known,
);

/// Someone at their terminal.
struct Terminal {
    assistant: Assistant,
    conversation: Conversation,
}

impl Terminal {
    async fn of(world: &World, person: &Person) -> Self {
        let client = Client::new(world.url(""), Some(person.token.clone())).expect("a client");
        let client = client.watched_by(world.contract().await.observer());
        Self {
            assistant: Assistant::new(client, None, Audience::Terminal),
            conversation: Conversation::default(),
        }
    }

    /// What it says to a text.
    async fn hears(&mut self, text: &str) -> Vec<Reply> {
        let said = self.assistant.hear(&mut self.conversation, text).await;
        let works = said.iter().all(|reply| reply.tone != Tone::Failure);
        assert!(works && !said.is_empty(), "to `{text}`: {said:#?}");
        said
    }

    /// Say a text after the other; nothing is refused, and nothing is asked after the last.
    async fn goes_through(&mut self, texts: &[&str]) -> Vec<Reply> {
        let mut said = Vec::new();
        for text in texts {
            said = self.hears(text).await;
            let refused = said.iter().any(|reply| reply.tone == Tone::Refusal);
            assert!(!refused, "to `{text}`: {said:#?}");
        }
        let asks = said.iter().any(|reply| reply.prompt.is_some());
        assert!(!asks, "more is asked after {texts:?}: {said:#?}");
        said
    }
}

fn says(said: &[Reply], part: &str) -> bool {
    format!("{said:?}").contains(part)
}

/// What has to be done before the transfer can be closed, the joint visit among it.
const BEFORE_CLOSING: [&str; 15] = [
    "discussed_with_family_and_taf",
    "up_to_date_review",
    "discussion_record",
    "family_and_taf_consulted",
    "family_letter",
    "meeting_dates_told",
    "meeting_record",
    "meetings_arranged",
    "outstanding_needs_recorded",
    "paper_files_sent",
    "personal_details_updated",
    "significant_information_told",
    "statutory_duties_in_time",
    "taf_informed",
    "views_recorded",
];

async fn a_case_moves_at_the_assistant(database: &Database) {
    let world = World::start(database, "2026-11-24T10:00:00Z").await;
    let durham = world.durham().await;
    let case = durham.case_of_ops().await;
    let mut worker = Terminal::of(&world, &durham.ops.worker).await;
    let mut manager = Terminal::of(&world, &durham.families_first.manager).await;
    let opening = format!("transfer {}", case.reference);
    worker
        .goes_through(&[&opening, "ops_to_families_first", "2026-12-01", "yes"])
        .await;
    let caller = world.as_(&durham.ops.worker);
    let opened: Vec<TransferSummary> = caller.all("/v1/transfers?limit=10").await;
    let transfer = opened[0].reference.as_str();
    assert_eq!(opened[0].state, TransferState::Requested);

    let pending = manager.hears("pending").await;
    assert!(says(&pending, transfer), "{pending:#?}");
    let accepting = format!("accept {transfer}");
    manager
        .goes_through(&[&accepting, "24 November 2026"])
        .await;
    for item in BEFORE_LANDING.into_iter().chain(BEFORE_CLOSING) {
        worker
            .goes_through(&[&format!("tick {transfer} {item}")])
            .await;
    }
    manager.goes_through(&[&format!("land {transfer}")]).await;
    let held = caller
        .case(&case.reference)
        .await
        .holder
        .expect("the case is open");
    assert_eq!(held.team.id, durham.families_first.team);
    manager
        .goes_through(&[&format!("record visit {transfer} joint_visit")])
        .await;
    manager.goes_through(&[&format!("close {transfer}")]).await;
    assert_eq!(
        caller.transfer(transfer).await.summary.state,
        TransferState::Closed
    );
}

async fn a_refusal_is_said_with_its_clause(database: &Database) {
    let world = World::start(database, "2026-11-24T10:00:00Z").await;
    let durham = world.durham().await;
    let transfer = durham
        .step_up_requested(&world, &durham.case_of_ops().await)
        .await;
    let mut worker = Terminal::of(&world, &durham.families_first.worker).await;
    worker.hears(&format!("accept {transfer}")).await;
    let refused = worker.hears("2026-11-24").await;
    assert!(
        refused.iter().any(|reply| reply.tone == Tone::Refusal),
        "{refused:#?}"
    );
    assert!(
        says(&refused, "Team Manager") && says(&refused, "DUR-44"),
        "{refused:#?}"
    );
    assert_eq!(
        world
            .as_(&durham.ops.worker)
            .transfer(&transfer)
            .await
            .summary
            .state,
        TransferState::Requested
    );
}

async fn danger_comes_first_at_the_assistant(database: &Database) {
    let world = World::start(database, "2026-11-24T10:00:00Z").await;
    let durham = world.durham().await;
    let mut worker = Terminal::of(&world, &durham.ops.worker).await;
    let said = worker
        .hears("accept that a child is being hurt right now, who do I call?")
        .await;
    assert_eq!(said[0].tone, Tone::Urgent, "{said:#?}");
}

async fn the_procedure_is_sent_only_where_it_is_not_known(database: &Database) {
    let world = World::start(database, "2026-11-24T10:00:00Z").await;
    let authority = world.authority("Exampleham", "durham").await;
    let client = Client::new(world.url(""), Some(authority.administrator.token.clone()));
    let client = client.expect("a client");
    let client = client.watched_by(world.contract().await.observer());
    let asked = async |known: Option<&str>| {
        let came = client.pack_unless("durham", known).await;
        came.expect("an answer")
    };
    let (pack, edition) = asked(None).await.expect("it is not known yet");
    assert_eq!(pack.id, "durham");
    assert_eq!(asked(Some(&edition)).await, None);
    let older = asked(Some("\"an-older-one\"")).await;
    assert_eq!(older, Some((pack, edition)));
}
