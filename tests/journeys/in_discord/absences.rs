//! Absences: recorded with what the procedure asks for, and whoever owes that is reminded of it where they talk.

use openapi::{Absence, Case, Matter, Page};
use serde_json::json;
use tests::discord::Message;
use tests::{Authority, Child, Crew, Database, Discord, InDiscord, World, on_both_databases};

use super::{MANAGER, WORKER};

on_both_databases!(
    an_absence_is_recorded_with_what_the_procedure_asks_for,
    what_is_due_at_once_is_told_at_night_and_handed_over_and_done,
);

/// The accounts of the duty social worker and of a colleague.
const DUTY: u64 = 513;
const COLLEAGUE: u64 = 514;

/// A team in whose authority an absence asks for something, with the case of its worker.
struct Away<'w> {
    authority: Authority<'w>,
    crew: Crew,
    case: Case,
    discord: Discord,
    secret: String,
    running: InDiscord,
}

impl<'w> Away<'w> {
    async fn set(world: &'w World) -> Self {
        let authority = world.authority("Exampleland", "wpeh").await;
        let crew = authority
            .crew("social_work_team", "team_manager", "social_worker")
            .await;
        let case = authority.case(&crew, Child::default()).await;
        let discord = Discord::start().await;
        let secret = authority.assistant().await;
        let duty = json!([{ "role": "duty_social_worker", "team_id": crew.team }]);
        let on_duty = authority.person("D. U.", duty.clone()).await;
        let people = [
            (MANAGER, &crew.manager),
            (WORKER, &crew.worker),
            (DUTY, &on_duty),
        ];
        for (account, person) in people {
            authority.link(&secret, person, &account.to_string()).await;
        }
        let running = world.in_discord(&discord, &[&secret]).await;
        Self {
            authority,
            crew,
            case,
            discord,
            secret,
            running,
        }
    }

    async fn ends(self) {
        self.running.stop().await;
        self.discord.sweep(&[&self.secret]);
        self.discord.stop().await;
    }
}

async fn an_absence_is_recorded_with_what_the_procedure_asks_for(database: &Database) {
    let world = World::start(database, "2026-06-10T09:00:00Z").await;
    let away = Away::set(&world).await;
    let (manager, worker) = (away.discord.user(MANAGER), away.discord.user(WORKER));
    let people = manager
        .autocomplete("absent", json!({"who": ""}), "who")
        .await;
    let id = json!(away.crew.worker.id.to_string());
    assert!(people.iter().any(|(_, value)| *value == id), "{people:?}");
    let sick = json!({"who": id, "kind": "sick", "from": "2026-06-01"});
    let recorded = manager.slash("absent", sick.clone()).await;
    recorded
        .says("away from Mon 1 June 2026")
        .says("WPEH-35")
        .says("WPEH-36")
        .says("by Mon 8 June 2026, 23:59");
    let again = manager.slash("absent", sick).await;
    again.says("is recorded already");
    let of_case = format!("/v1/matters?case={}", away.case.reference);
    let opened: Page<Matter> = world.as_(&away.crew.manager).get(of_case).await.with(200);
    assert_eq!(opened.items.len(), 1, "{opened:#?}");

    let asked = manager.slash("absent", json!({})).await;
    let asked = manager.choose(asked.message(), "On leave").await;
    asked.says("Who stands in meanwhile?");
    let form = manager.choose(asked.message(), "D. U.").await;
    let wrong = manager
        .submit(&form, json!({"from": "after the summer"}))
        .await;
    wrong.says("Nothing was sent");
    let days = json!({"from": "3 August 2026", "until": "2026-08-04"});
    let kept = manager.submit(&form, days).await;
    kept.says("until Tue 4 August 2026")
        .says("D. U. stands in")
        .says("asks for nothing");
    let path = format!("/v1/practitioners/{}/absences", away.crew.manager.id);
    let absences: Vec<Absence> = world.as_(&away.crew.manager).get(path).await.with(200);
    assert_eq!(absences.len(), 1);
    let refused = worker
        .slash(
            "absent",
            json!({"who": away.crew.manager.id.to_string(), "kind": "leave", "from": "2026-09-01"}),
        )
        .await;
    refused.says("manager");
    away.ends().await;
}

/// Shows WPEH-36.
async fn what_is_due_at_once_is_told_at_night_and_handed_over_and_done(database: &Database) {
    // Saturday, eleven at night by local clocks.
    let world = World::start(database, "2026-06-13T22:00:00Z").await;
    let away = Away::set(&world).await;
    let discord = &away.discord;
    let duty = json!([{ "role": "duty_social_worker", "team_id": away.crew.team }]);
    let colleague = away.authority.person("L. P.", duty).await;
    away.authority
        .link(&away.secret, &colleague, &COLLEAGUE.to_string())
        .await;
    let manager = discord.user(MANAGER);
    let known = json!({"who": away.crew.worker.id.to_string(), "kind": "sick", "from": "2026-06-13", "until": "2026-06-30"});
    manager
        .slash("absent", known)
        .await
        .says("WPEH-36")
        .says("at once");
    world.travel_to("2026-06-13T22:05:00Z").await;
    let officer = discord.user(DUTY).in_private();
    let to_do = |said: &Message| said.buttons().contains(&"Done");
    let nudge = discord.message(officer.channel(), to_do).await;
    assert_eq!(nudge.buttons(), ["Done", "Open", "Hand over"]);
    officer
        .press(&nudge, "Open")
        .await
        .says("The worker of this case is away for more than a week, open");
    let asked = officer.press(&nudge, "Hand over").await;
    let given = officer.choose(asked.message(), "L. P.").await;
    given.says("Handed over to L. P.");

    // Monday morning: what is still to be done is in the morning's digest of whoever has it now.
    world.travel_to("2026-06-15T08:00:05Z").await;
    let takes = discord.user(COLLEAGUE).in_private();
    let matters: Page<Matter> = world
        .as_(&colleague)
        .get(format!("/v1/matters?case={}", away.case.reference))
        .await
        .with(200);
    let reference = &matters.items[0].reference;
    let row = format!("Still advised: {reference}");
    let is_digest = |said: &Message| said.content.contains(&row);
    let digest = discord.message(takes.channel(), is_digest).await;
    takes
        .press(&digest, &format!("Open {reference}"))
        .await
        .says("whom to turn to");
    let reminder = discord.message(takes.channel(), to_do).await;
    takes.press(&reminder, "Done").await.says("Noted as done.");
    away.ends().await;
}
