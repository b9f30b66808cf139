//! An invented authority: its teams, its people, its cases, all set up over the API.

use api::repository::{authorities, forums, practitioners};
use entity::{authority, forum_schedule, practitioner};
use openapi::{Case, ChatLink, LinkCode, Transfer};
use serde_json::{Value, json};
use uuid::Uuid;

use crate::caller::at;
use crate::world::World;

/// The initials of every child: no reference contains a U or an I, so that nobody finds them in one by chance.
pub const INITIALS: &str = "U.I.";

/// A date of birth as it is recorded, and as people write it.
pub const BORN: [&str; 5] = [
    "2015-04-03",
    "3 April 2015",
    "3 Apr 2015",
    "03/04/2015",
    "03.04.2015",
];

/// Someone who signs in.
#[derive(Debug, Clone)]
pub struct Person {
    /// Their id.
    pub id: Uuid,
    /// Their token.
    pub token: String,
}

/// A team and the people in it.
#[derive(Debug, Clone)]
pub struct Crew {
    /// The team.
    pub team: Uuid,
    /// Who manages it.
    pub manager: Person,
    /// Who manages it too.
    pub deputy: Person,
    /// Who works its cases.
    pub worker: Person,
}

/// An authority, kept by its administrator.
#[derive(Debug)]
pub struct Authority<'w> {
    world: &'w World,
    id: Uuid,
    /// Who keeps its teams and people.
    pub administrator: Person,
}

/// A child's case to be opened; everyone in it is invented.
#[derive(Debug, Clone, Default)]
pub struct Child {
    /// Date of birth, `2011-03-10`.
    pub born: Option<&'static str>,
    /// What is known, by fact.
    pub facts: Option<Value>,
    /// The case of a brother or sister.
    pub sibling: Option<Uuid>,
}

impl World {
    /// An authority that works by a pack.
    ///
    /// # Panics
    ///
    /// Where the database refuses.
    pub async fn authority(&self, name: &str, pack: &str) -> Authority<'_> {
        let now = self.app.clock.now();
        let authority = authority::Model {
            id: Uuid::now_v7(),
            name: name.to_owned(),
            pack: pack.to_owned(),
            created_at: now,
        };
        let administrator = practitioner::Model {
            id: Uuid::now_v7(),
            authority_id: authority.id,
            reference: "P-00000".into(),
            name: "A. D.".into(),
            is_administrator: true,
            suspended_at: None,
            created_at: now,
        };
        let (id, person) = (authority.id, administrator.id);
        let written = async {
            let txn = self.app.db.begin().await?;
            authorities::insert(&txn, authority).await?;
            practitioners::insert(&txn, administrator).await?;
            txn.commit().await
        };
        written.await.expect("an authority can be written");
        let token = self.token(id, person);
        self.traveller.get_or_init(|| token.clone());
        Authority {
            world: self,
            id,
            administrator: Person { id: person, token },
        }
    }
}

impl Authority<'_> {
    /// A team of a service.
    ///
    /// # Panics
    ///
    /// Where the API refuses.
    pub async fn team(&self, service: &str, name: &str) -> Uuid {
        let body = json!({ "service": service, "name": name });
        let caller = self.world.as_(&self.administrator);
        caller
            .post("/v1/teams", body)
            .await
            .with::<openapi::Team>(201)
            .id
    }

    /// Someone with roles, as the API takes them.
    ///
    /// # Panics
    ///
    /// Where the API refuses.
    pub async fn person(&self, name: &str, roles: Value) -> Person {
        let body = json!({ "name": name, "roles": roles });
        let caller = self.world.as_(&self.administrator);
        let added = caller.post("/v1/practitioners", body).await;
        let id = added.with::<openapi::Practitioner>(201).id;
        Person {
            id,
            token: self.world.token(self.id, id),
        }
    }

    /// A team with two managers and a worker, in these roles.
    ///
    /// # Panics
    ///
    /// Where the API refuses.
    pub async fn crew(&self, service: &str, manages: &str, works: &str) -> Crew {
        let team = self.team(service, &format!("{service} north")).await;
        let role = |role: &str| json!([{ "role": role, "team_id": team }]);
        Crew {
            team,
            manager: self.person("M. A.", role(manages)).await,
            deputy: self.person("D. E.", role(manages)).await,
            worker: self.person("W. O.", role(works)).await,
        }
    }

    /// A case that the crew's worker holds.
    ///
    /// # Panics
    ///
    /// Where the API refuses.
    pub async fn case(&self, crew: &Crew, child: Child) -> Case {
        let caller = self.world.as_(&crew.worker);
        let family = match child.sibling {
            Some(sibling) => caller.case(&sibling.to_string()).await.family,
            None => None,
        };
        let mut body = json!({
            "initials": INITIALS, "team_id": crew.team, "practitioner_id": crew.worker.id,
            "date_of_birth": child.born, "facts": child.facts, "family_id": family.map(|family| family.id),
        });
        if let Some(members) = body.as_object_mut() {
            members.retain(|_, value| !value.is_null());
        }
        caller.post("/v1/cases", body).await.with(201)
    }

    /// The credential of the assistant on a chat platform, as the command line prints it.
    ///
    /// # Panics
    ///
    /// Where the database refuses.
    pub async fn assistant(&self) -> String {
        let credential = api::cli::chat::add(&self.world.app, self.id, "discord");
        credential.await.expect("a credential can be kept")
    }

    /// Link a practitioner to an account of the chat; gives the link.
    ///
    /// # Panics
    ///
    /// Where the API refuses.
    pub async fn link(&self, assistant: &str, person: &Person, account: &str) -> ChatLink {
        let caller = self.world.as_(person);
        let code: LinkCode = caller.post_empty("/v1/chat/codes").await.with(201);
        let typed = json!({ "code": code.code, "account_id": account });
        let assistant = self.world.with_token(assistant);
        assistant.post("/v1/chat/links", typed).await.with(201)
    }

    /// A forum sits from an instant on, by an RFC 5545 rule.
    ///
    /// # Panics
    ///
    /// Where the database refuses.
    pub async fn sits(&self, forum: &str, first_at: &str, rrule: &str) {
        let row = forum_schedule::Model {
            id: Uuid::now_v7(),
            authority_id: self.id,
            forum: forum.into(),
            first_at: at(first_at),
            rrule: rrule.into(),
        };
        let written = async {
            let txn = self.world.app.db.begin().await?;
            forums::save(&txn, row).await?;
            txn.commit().await
        };
        written.await.expect("a forum can be written");
    }

    /// A transfer pushed by the worker who holds the case, as a draft.
    ///
    /// # Panics
    ///
    /// Where the API refuses.
    pub async fn push(&self, pathway: &str, case: &Case, from: &Crew, to: &Crew) -> String {
        let body = json!({ "case": case.reference, "pathway": pathway, "kind": "push", "receiving_team_id": to.team });
        let opened = self.world.as_(&from.worker).post("/v1/transfers", body);
        opened.await.with::<Transfer>(201).summary.reference
    }
}
