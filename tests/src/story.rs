//! Stories: a pathway as a practitioner tells it, in a file, lived through over HTTP.
//!
//! A file of `tests/stories` tells one of each family of a pack's pathways: who, what is known, what is refused first and
//! by which rule, what makes it possible, who agrees, by when, and where the case is in the end.

use std::collections::BTreeMap;
use std::path::Path;

use openapi::{Case, Holding, ItemKind, ItemState, Side, Stage, Transfer};
use serde::Deserialize;
use serde_json::{Map, Value, json};
use uuid::Uuid;

use crate::answer::Answer;
use crate::authority::{Authority, INITIALS, Person};
use crate::reading::{check_unbroken, due_at};
use crate::world::World;

/// The stories of a pack.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Book {
    /// The pack.
    pub pack: String,
    /// When the first story begins; one follows the other.
    pub begins_at: String,
    /// Who works in a team, where a story does not say otherwise: by service a role, `_` for any.
    pub workers: BTreeMap<String, String>,
    /// Who manages a team, likewise.
    pub managers: BTreeMap<String, String>,
    /// The stories, in order of time.
    pub story: Vec<Story>,
}

/// One way along a pathway.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Story {
    /// What happens, in a sentence.
    pub name: String,
    /// The rules that it shows.
    pub rules: Vec<String>,
    /// The pathway.
    pub pathway: String,
    /// The service whose team holds the case.
    pub from: String,
    /// The service that is asked.
    pub to: String,
    /// Whether the case only gets another worker of the same team.
    #[serde(default)]
    pub within_team: bool,
    /// When it begins; absent means as the story before.
    pub at: Option<String>,
    /// The child's date of birth.
    pub born: Option<String>,
    /// What is known of the child from the beginning.
    #[serde(default)]
    pub facts: Map<String, Value>,
    /// What happens, step by step.
    pub steps: Vec<Step>,
    /// The service that holds the case in the end.
    pub held_by: String,
}

/// One step; its first member says what.
#[derive(Debug, Deserialize)]
#[serde(untagged, deny_unknown_fields)]
pub enum Step {
    /// Facts are told.
    Told {
        /// By id.
        told: Map<String, Value>,
    },
    /// The managers talk.
    Discussed {
        /// How.
        discussed: String,
        /// Roles of the two managers, the holding team's first; absent means as the book says.
        between: Option<[String; 2]>,
    },
    /// Items are done.
    Done {
        /// Which.
        done: Vec<String>,
    },
    /// Every item that an action still waits for is done; nothing but items may stand in the way.
    Ready {
        /// The stage: `request`, `accept`, `land` or `close`.
        ready: String,
    },
    /// An action is tried and refused.
    Refused {
        /// The action.
        refused: String,
        /// The rule that the refusal names.
        rule: String,
        /// Who tries: `transferring ROLE`, `receiving ROLE`, or `over ROLE`.
        by: Option<String>,
        /// What they send.
        #[serde(default)]
        with: Map<String, Value>,
    },
    /// An action is taken.
    Does {
        /// The action.
        does: String,
        /// Who takes it.
        by: Option<String>,
        /// What they send.
        #[serde(default)]
        with: Map<String, Value>,
        /// Role of somebody new in the receiving team to whom the case is given.
        gives_to: Option<String>,
        /// The state that it leads to.
        then: Option<String>,
    },
    /// Deadlines stand at these instants.
    Due {
        /// By id, in UTC.
        due: BTreeMap<String, String>,
    },
    /// Time passes.
    Until {
        /// Until this instant, in UTC.
        until: String,
    },
}

impl Book {
    /// Read a file of stories.
    ///
    /// # Panics
    ///
    /// Where it is none.
    pub fn open(pack: &str) -> Self {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("stories");
        let path = folder.join(format!("{pack}.toml"));
        let text = std::fs::read_to_string(&path).expect("a file of stories");
        toml_edit::de::from_str(&text).unwrap_or_else(|wrong| panic!("{pack}.toml: {wrong}"))
    }

    /// Live through every story in one world.
    pub async fn live(&self, world: &World) {
        let authority = world.authority("Exampleborough", &self.pack).await;
        let mut cast = Cast {
            world,
            authority,
            book: self,
            teams: BTreeMap::new(),
            people: BTreeMap::new(),
        };
        for story in &self.story {
            if let Some(at) = &story.at {
                world.skip_to(at);
            }
            Box::pin(cast.live(story)).await;
        }
    }
}

/// Who plays: teams by service, people by role and team, made as they are needed.
struct Cast<'w> {
    world: &'w World,
    authority: Authority<'w>,
    book: &'w Book,
    teams: BTreeMap<String, Uuid>,
    people: BTreeMap<(String, Option<Uuid>), Person>,
}

/// The two sides of a story, and what it is about.
struct Scene {
    case: Case,
    transfer: String,
    from: (String, Uuid),
    to: (String, Uuid),
    place: String,
}

impl Cast<'_> {
    async fn live(&mut self, story: &Story) {
        let mut scene = self.open(story).await;
        for (number, step) in story.steps.iter().enumerate() {
            let pack = &self.book.pack;
            scene.place = format!("{pack}: {}, step {}", story.name, number + 1);
            self.take(&scene, step).await;
        }
        let holds = match story.held_by == story.from && story.from != story.to {
            true => scene.from.clone(),
            false => scene.to.clone(),
        };
        let manager = self
            .person(&role(&self.book.managers, &holds.0), Some(holds.1))
            .await;
        let caller = self.world.as_(&manager);
        let case = caller.case(&scene.case.reference).await;
        let team = case.holder.map(|holder| holder.team.id);
        assert_eq!(team, Some(holds.1), "{}: who holds the case", scene.place);
        let path = format!("/v1/cases/{}/holdings", scene.case.reference);
        check_unbroken(&caller.get(path).await.with::<Vec<Holding>>(200));
    }

    async fn open(&mut self, story: &Story) -> Scene {
        let from = self.team(&story.from, "north").await;
        let to = match story.from == story.to && !story.within_team {
            true => self.team(&story.to, "south").await,
            false => self.team(&story.to, "north").await,
        };
        let worker = self
            .person(&role(&self.book.workers, &story.from), Some(from))
            .await;
        let caller = self.world.as_(&worker);
        let mut child = json!({
            "initials": INITIALS, "team_id": from, "practitioner_id": worker.id, "facts": story.facts,
        });
        if let Some(born) = &story.born {
            child["date_of_birth"] = json!(born);
        }
        let case: Case = caller.post("/v1/cases", child).await.with(201);
        let asked = json!({
            "case": case.reference, "pathway": story.pathway, "kind": "push", "receiving_team_id": to,
        });
        let opened: Transfer = caller.post("/v1/transfers", asked).await.with(201);
        Scene {
            case,
            transfer: opened.summary.reference,
            from: (story.from.clone(), from),
            to: (story.to.clone(), to),
            place: String::new(),
        }
    }

    async fn take(&mut self, scene: &Scene, step: &Step) {
        let transfer = &scene.transfer;
        match step {
            Step::Told { told } => {
                let worker = self.side(scene, "worker", "transferring").await;
                let told = json!({ "facts": told });
                let answer = self
                    .world
                    .as_(&worker)
                    .act(transfer, "record-fact", told)
                    .await;
                took(answer, &scene.place);
            }
            Step::Discussed { discussed, between } => {
                let [here, there] = match between {
                    Some(roles) => roles.clone(),
                    None => [&scene.from.0, &scene.to.0]
                        .map(|service| role(&self.book.managers, service)),
                };
                let here = self.person(&here, Some(scene.from.1)).await;
                let there = self.person(&there, Some(scene.to.1)).await;
                let talked = json!({
                    "way": discussed, "transferring_manager": here.id, "receiving_manager": there.id,
                });
                let answer = self
                    .world
                    .as_(&here)
                    .act(transfer, "record-discussion", talked)
                    .await;
                took(answer, &scene.place);
            }
            Step::Done { done } => {
                for item in done {
                    self.tick(scene, item).await;
                }
            }
            Step::Ready { ready } => self.ready(scene, ready).await,
            Step::Refused {
                refused,
                rule,
                by,
                with,
            } => {
                let answer = self.act(scene, refused, by.as_deref(), with).await;
                let said = &answer.body;
                assert!(
                    answer.status >= 400 && said.to_string().contains(&format!("\"{rule}\"")),
                    "{}: {refused} is refused by {rule}, not so: {said:#}",
                    scene.place
                );
            }
            Step::Does {
                does,
                by,
                with,
                gives_to,
                then,
            } => {
                let mut with = with.clone();
                if let Some(role) = gives_to {
                    let next = self.new_worker(scene, role).await;
                    with.insert("practitioner_id".into(), json!(next.id));
                }
                let answer = self.act(scene, does, by.as_deref(), &with).await;
                let now = took(answer, &scene.place);
                if let Some(then) = then {
                    assert_eq!(now.summary.state.name(), then, "{}", scene.place);
                }
            }
            Step::Due { due } => {
                let manager = self.side(scene, "manager", "receiving").await;
                let now = self.world.as_(&manager).transfer(transfer).await;
                for (key, at) in due {
                    assert_eq!(&due_at(&now, key), at, "{}: {key}", scene.place);
                }
            }
            Step::Until { until } => self.world.skip_to(until),
        }
    }

    /// Take an action; where nobody is named, whoever usually does.
    async fn act(
        &mut self,
        scene: &Scene,
        action: &str,
        by: Option<&str>,
        with: &Map<String, Value>,
    ) -> Answer {
        let person = match (by, action) {
            (Some(who), _) => self.who(scene, who).await,
            (None, "request" | "withdraw") => self.side(scene, "worker", "transferring").await,
            (None, _) => self.side(scene, "manager", "receiving").await,
        };
        let action = action.replace('_', "-");
        let body = Value::Object(with.clone());
        self.world
            .as_(&person)
            .act(&scene.transfer, &action, body)
            .await
    }

    /// Do every item that an action waits for, each by the side that owes it.
    async fn ready(&mut self, scene: &Scene, stage: &str) {
        let manager = self.side(scene, "manager", "receiving").await;
        let now = self.world.as_(&manager).transfer(&scene.transfer).await;
        let last: Stage = serde_json::from_value(json!(stage)).expect("a stage");
        let order = [Stage::Request, Stage::Accept, Stage::Land, Stage::Close];
        let until = order.iter().position(|stage| *stage == last);
        let open = now.checklist.iter().filter(|item| {
            let at = order.iter().position(|stage| *stage == item.before);
            item.blocking && item.state == ItemState::Open && at <= until
        });
        for item in open {
            self.tick(scene, &item.id).await;
        }
    }

    async fn tick(&mut self, scene: &Scene, item: &str) {
        let manager = self.side(scene, "manager", "transferring").await;
        let now = self.world.as_(&manager).transfer(&scene.transfer).await;
        let owed = now.checklist.iter().find(|one| one.id == item);
        let owed = owed.unwrap_or_else(|| panic!("{}: no item `{item}`", scene.place));
        let side = match owed.owed_by {
            Side::Receiving => "receiving",
            _ => "transferring",
        };
        let person = self.side(scene, "manager", side).await;
        let action = match owed.kind {
            ItemKind::Visit => "record-visit",
            _ => "tick",
        };
        let body = json!({ "item": item });
        took(
            self.world
                .as_(&person)
                .act(&scene.transfer, action, body)
                .await,
            &scene.place,
        );
    }

    /// `transferring ROLE`, `receiving ROLE` or `over ROLE`.
    async fn who(&mut self, scene: &Scene, who: &str) -> Person {
        let (side, role) = who.split_once(' ').expect("a side and a role");
        match side {
            "over" => self.person(role, None).await,
            "receiving" => self.person(role, Some(scene.to.1)).await,
            _ => self.person(role, Some(scene.from.1)).await,
        }
    }

    /// Somebody of the receiving team who is nobody's usual worker.
    async fn new_worker(&mut self, scene: &Scene, role: &str) -> Person {
        let roles = json!([{ "role": role, "team_id": scene.to.1 }]);
        self.authority.person("N. W.", roles).await
    }

    /// The usual worker or manager of a side.
    async fn side(&mut self, scene: &Scene, what: &str, side: &str) -> Person {
        let (service, team) = match side {
            "receiving" => &scene.to,
            _ => &scene.from,
        };
        let usual = match what {
            "worker" => &self.book.workers,
            _ => &self.book.managers,
        };
        self.person(&role(usual, service), Some(*team)).await
    }

    async fn team(&mut self, service: &str, name: &str) -> Uuid {
        let key = format!("{service} {name}");
        if let Some(team) = self.teams.get(&key) {
            return *team;
        }
        let team = self.authority.team(service, &key).await;
        self.teams.insert(key, team);
        team
    }

    async fn person(&mut self, role: &str, team: Option<Uuid>) -> Person {
        let key = (role.to_owned(), team);
        if let Some(person) = self.people.get(&key) {
            return person.clone();
        }
        let mut roles = json!([{ "role": role }]);
        if let Some(team) = team {
            roles[0]["team_id"] = json!(team);
        }
        let person = self.authority.person("P. E.", roles).await;
        self.people.insert(key, person.clone());
        person
    }
}

/// The usual role of a service.
fn role(usual: &BTreeMap<String, String>, service: &str) -> String {
    let found = usual.get(service).or_else(|| usual.get("_"));
    found
        .cloned()
        .unwrap_or_else(|| panic!("nobody usually works for {service}"))
}

#[track_caller]
fn took(answer: Answer, place: &str) -> Transfer {
    let asked = format!("{place}: {}", answer.asked);
    Answer { asked, ..answer }.granted()
}
