//! The server is killed in the middle of its work: what was answered is kept, with its messages, and each comes once.

#![cfg(unix)]
#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::collections::BTreeSet;
use std::net::{SocketAddr, TcpListener};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::sync::LazyLock;
use std::time::Duration;

use api::clock::Clock;
use api::repository::{authorities, practitioners, teams};
use api::server;
use chrono::TimeDelta;
use entity::{authority, practitioner, practitioner_role, team};
use openapi::{
    Accept, Action, ClaimNotifications, Client, NewCase, NewTransfer, Notification,
    RequestTransfer, Transfer, TransferKind, TransferState,
};
use tempfile::TempDir;
use tests::contract::Contract;
use tokio::time::sleep;
use uuid::Uuid;

/// What the server may answer, whether or not it is killed a moment later.
fn contract() -> &'static Contract {
    static CONTRACT: LazyLock<Contract> =
        LazyLock::new(|| Contract::new(serde_json::to_value(api::document::openapi()).unwrap()));
    &CONTRACT
}

/// How long after a request was sent the server is killed, before or while it is written; `None`: once it was answered.
const KILLED_AFTER_MILLIS: [Option<u64>; 6] = [Some(0), Some(4), Some(8), Some(12), Some(16), None];

/// The shortest lease that there is.
const LEASE_SECONDS: u32 = 5;

/// A server in a process of its own. It is killed, never asked to stop.
struct Killed(Child);

impl Drop for Killed {
    fn drop(&mut self) {
        self.0.kill().unwrap();
        self.0.wait().unwrap();
    }
}

/// Someone who outlives the server.
struct Person {
    id: Uuid,
    token: String,
}

/// An authority with two teams on a SQLite file.
struct Place {
    folder: TempDir,
    address: SocketAddr,
    ops: Uuid,
    families_first: Uuid,
    worker: Person,
    manager: Person,
}

impl Place {
    async fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let app = server::app(
            &url(folder.path()),
            &key(folder.path()),
            None,
            Clock::default(),
        )
        .await
        .unwrap();
        let now = app.clock.now();
        let authority = authority::Model {
            id: Uuid::now_v7(),
            name: "Exampleham".into(),
            pack: "durham".into(),
            created_at: now,
        };
        let txn = app.db.begin().await.unwrap();
        authorities::insert(&txn, authority.clone()).await.unwrap();
        let mut people = Vec::new();
        for (service, role) in [
            ("ops", "lead_professional"),
            ("families_first", "team_manager"),
        ] {
            let team = team::Model {
                id: Uuid::now_v7(),
                authority_id: authority.id,
                service: service.into(),
                name: service.into(),
            };
            teams::insert(&txn, team.clone()).await.unwrap();
            let person = practitioner::Model {
                id: Uuid::now_v7(),
                authority_id: authority.id,
                reference: format!("P-{service}"),
                name: "A. B.".into(),
                is_administrator: false,
                suspended_at: None,
                created_at: now,
            };
            practitioners::insert(&txn, person.clone()).await.unwrap();
            practitioners::insert_role(&txn, in_team(&person, role, team.id))
                .await
                .unwrap();
            let token = app
                .keys
                .token(authority.id, person.id, now, now + TimeDelta::hours(1))
                .unwrap();
            people.push((
                team.id,
                Person {
                    id: person.id,
                    token,
                },
            ));
        }
        txn.commit().await.unwrap();
        app.db.clone().close().await.unwrap();
        let (families_first, manager) = people.pop().unwrap();
        let (ops, worker) = people.pop().unwrap();
        // A port that was free a moment ago: every server of this place takes it in turn.
        let address = TcpListener::bind("127.0.0.1:0")
            .unwrap()
            .local_addr()
            .unwrap();
        Self {
            folder,
            address,
            ops,
            families_first,
            worker,
            manager,
        }
    }

    async fn serve(&self) -> Killed {
        let server = Command::new(env!("CARGO_BIN_EXE_landsafe-api"))
            .arg("serve")
            .current_dir(self.folder.path())
            .env("LANDSAFE_DATABASE_URL", url(self.folder.path()))
            .env("LANDSAFE_KEY_FILE", key(self.folder.path()))
            .env("LANDSAFE_LISTEN", self.address.to_string())
            .env("LANDSAFE_LOG", "off")
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn();
        let server = Killed(server.unwrap());
        for _ in 0..600 {
            if self.client(&self.worker).ready().await.is_ok() {
                return server;
            }
            sleep(Duration::from_millis(50)).await;
        }
        panic!("the server does not start");
    }

    fn client(&self, person: &Person) -> Client {
        Client::new(
            format!("http://{}", self.address),
            Some(person.token.clone()),
        )
        .unwrap()
        .watched_by(contract().observer())
    }

    /// A step up that waits for the manager's answer: its reference.
    async fn requested(&self) -> String {
        let worker = self.client(&self.worker);
        let case = NewCase {
            initials: "QZ".into(),
            team_id: self.ops,
            practitioner_id: Some(self.worker.id),
            ..NewCase::default()
        };
        let transfer = NewTransfer {
            case: worker.open_case(&case).await.unwrap().reference,
            pathway: "ops_to_families_first".into(),
            kind: TransferKind::Push,
            receiving_team_id: self.families_first,
            planned_on: None,
            facts: None,
            note: None,
        };
        let transfer = worker
            .open_transfer(&transfer)
            .await
            .unwrap()
            .summary
            .reference;
        worker
            .act(&transfer, &RequestTransfer::default().into())
            .await
            .unwrap();
        transfer
    }

    async fn claim(&self, person: &Person) -> Vec<Notification> {
        let claim = ClaimNotifications {
            claimant: "test".into(),
            limit: Some(500),
            lease_seconds: Some(LEASE_SECONDS),
            whose: None,
        };
        self.client(person)
            .claim_notifications(&claim)
            .await
            .unwrap()
    }
}

fn url(folder: &Path) -> String {
    format!("sqlite://{}", folder.join("landsafe.db").display())
}

fn key(folder: &Path) -> std::path::PathBuf {
    folder.join("landsafe.key")
}

fn in_team(of: &practitioner::Model, role: &str, team: Uuid) -> practitioner_role::Model {
    practitioner_role::Model {
        id: Uuid::now_v7(),
        authority_id: of.authority_id,
        practitioner_id: of.id,
        role: role.into(),
        team_id: Some(team),
        service: None,
    }
}

fn acceptance() -> Action {
    Accept {
        forum: Some("allocation_meeting".into()),
        ..Accept::default()
    }
    .into()
}

fn about<'a>(told: &'a [Notification], transfer: &str) -> Vec<&'a Notification> {
    let agreed = |told: &&Notification| {
        told.message.starts_with(transfer) && told.message.contains("now accepted")
    };
    told.iter().filter(agreed).collect()
}

/// A transfer that was being accepted under a key when the server was killed: its reference.
async fn killed_while_accepting(place: &Place, key: Uuid, after: Option<u64>) -> String {
    let server = place.serve().await;
    let transfer = place.requested().await;
    let (client, asked) = (place.client(&place.manager).keyed(key), transfer.clone());
    let sent = tokio::spawn(async move { client.act(&asked, &acceptance()).await.ok() });
    match after {
        Some(millis) => sleep(Duration::from_millis(millis)).await,
        None => assert!(sent.await.unwrap().is_some(), "nobody was killed yet"),
    }
    drop(server);
    transfer
}

/// How many messages tell the worker of the decision; all of them are acknowledged.
async fn told(place: &Place, transfer: &str) -> usize {
    let told = place.claim(&place.worker).await;
    for told in &told {
        place
            .client(&place.worker)
            .acknowledge_notification(told.id)
            .await
            .unwrap();
    }
    about(&told, transfer).len()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn whenever_the_server_is_killed_a_decision_and_its_messages_are_both_there_or_neither_is() {
    let place = Place::new().await;
    let mut seen = BTreeSet::new();
    for after in KILLED_AFTER_MILLIS {
        let key = Uuid::new_v4();
        let transfer = killed_while_accepting(&place, key, after).await;
        let _server = place.serve().await;
        let found: Transfer = place
            .client(&place.worker)
            .transfer(&transfer)
            .await
            .unwrap();
        let was_written = found.summary.state == TransferState::Accepted;
        assert_eq!(
            told(&place, &transfer).await,
            usize::from(was_written),
            "{after:?}"
        );

        // Whoever heard no answer sends the request again under its key: it happens now, or it happened once.
        let again = place
            .client(&place.manager)
            .keyed(key)
            .act(&transfer, &acceptance())
            .await
            .unwrap();
        assert_eq!(again.summary.state, TransferState::Accepted, "{after:?}");
        assert_eq!(
            told(&place, &transfer).await,
            usize::from(!was_written),
            "{after:?}"
        );
        seen.insert(was_written);
    }
    assert_eq!(
        seen,
        BTreeSet::from([false, true]),
        "it was killed before the write and after it"
    );
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_message_that_was_claimed_when_the_server_was_killed_comes_again_and_then_never_more() {
    let place = Place::new().await;
    let server = place.serve().await;
    let transfer = place.requested().await;
    let accepted = place
        .client(&place.manager)
        .act(&transfer, &acceptance())
        .await;
    assert_eq!(accepted.unwrap().summary.state, TransferState::Accepted);
    let first = place.claim(&place.worker).await;
    let [first] = about(&first, &transfer)[..] else {
        panic!("{first:#?}");
    };
    drop(server);

    let server = place.serve().await;
    sleep(Duration::from_secs(LEASE_SECONDS.into())).await;
    let again = place.claim(&place.worker).await;
    let [again] = about(&again, &transfer)[..] else {
        panic!("{again:#?}");
    };
    assert_eq!((again.id, again.attempts), (first.id, first.attempts + 1));
    place
        .client(&place.worker)
        .acknowledge_notification(again.id)
        .await
        .unwrap();
    drop(server);

    let _server = place.serve().await;
    sleep(Duration::from_secs(LEASE_SECONDS.into())).await;
    assert!(
        about(&place.claim(&place.worker).await, &transfer).is_empty(),
        "it was acknowledged"
    );
}
