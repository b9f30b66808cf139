//! The assistant in Discord, with a stand-in Discord and the real server: what people see, press and write there.

mod absences;
mod asking;
mod faults;
mod looking_up;
mod matters;
mod moving;
mod stepping;
mod telling;

use openapi::Case;
use tests::authority::BORN;
use tests::durham::Durham;
use tests::{Database, Discord, InDiscord, World};

/// Accounts of Discord.
pub(crate) const WORKER: u64 = 501;
pub(crate) const MANAGER: u64 = 502;
pub(crate) const OTHER: u64 = 503;
pub(crate) const CHIEF: u64 = 504;
pub(crate) const STRANGER: u64 = 599;

/// Durham's teams in Discord: the worker of One Point, the manager of Families First, the one who decides disputes.
pub(crate) struct Scene<'w> {
    pub(crate) durham: Durham<'w>,
    pub(crate) discord: Discord,
    pub(crate) case: Case,
    pub(crate) secret: String,
    running: InDiscord,
}

impl<'w> Scene<'w> {
    pub(crate) async fn set(world: &'w World) -> Self {
        let durham = world.durham().await;
        let case = durham.case_of_ops_born(Some(BORN[0])).await;
        let discord = Discord::start().await;
        let secret = durham.authority.assistant().await;
        let people = [
            (WORKER, &durham.ops.worker),
            (MANAGER, &durham.families_first.manager),
            (OTHER, &durham.families_first.worker),
            (CHIEF, &durham.operations_manager),
        ];
        for (account, person) in people {
            durham
                .authority
                .link(&secret, person, &account.to_string())
                .await;
        }
        let running = world.in_discord(&discord, &[&secret]).await;
        Self {
            durham,
            discord,
            case,
            secret,
            running,
        }
    }

    /// The assistant is stopped as it stands, and another one started.
    pub(crate) async fn restarted(self, world: &World) -> Self {
        self.running.stop().await;
        let running = world.in_discord(&self.discord, &[&self.secret]).await;
        self.discord.sessions(2).await;
        Self { running, ..self }
    }

    /// The assistant stops, and nothing personal or secret was ever sent.
    pub(crate) async fn ends(self, written: &[&str]) {
        self.running.stop().await;
        self.discord
            .sweep(&[written, &[self.secret.as_str()]].concat());
        self.discord.stop().await;
    }
}

/// A world at ten o'clock on a Tuesday.
pub(crate) async fn tuesday(database: &Database) -> World {
    World::start(database, "2026-11-24T10:00:00Z").await
}

/// What these journeys say, in their own words.
const TOLD: [&str; 8] = [
    include_str!("in_discord/absences.rs"),
    include_str!("in_discord/asking.rs"),
    include_str!("in_discord/faults.rs"),
    include_str!("in_discord/looking_up.rs"),
    include_str!("in_discord/matters.rs"),
    include_str!("in_discord/moving.rs"),
    include_str!("in_discord/stepping.rs"),
    include_str!("in_discord/telling.rs"),
];

#[test]
fn every_command_is_used_in_a_journey() {
    let is_used = |command: &&str| {
        let name = command.rsplit(' ').next().unwrap_or(command);
        let typed = [format!("\"{command}\""), format!("\"{name}\"")];
        TOLD.iter()
            .any(|told| typed.iter().any(|typed| told.contains(typed)))
    };
    let unused: Vec<_> = bot::discord::command_names()
        .filter(|command| !is_used(command))
        .collect();
    assert!(unused.is_empty(), "{unused:?}");
}
