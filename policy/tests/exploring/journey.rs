//! The straight way through: from the draft to the end, doing what each block asks and waiting where only time helps.

use chrono::Duration;
use policy::action::Action;
use policy::pack::format::{PathwayOutcome, ReasonFor};
use policy::refusal::Refusal;
use policy::transfer::State;
use uuid::Uuid;

use super::ground::Ground;
use super::world::World;
use super::{learning, payloads};

/// Days that are waited, one after the other, where nothing else helps.
const WAITS: [i64; 6] = [0, 1, 6, 30, 100, 400];

/// Where a transfer got stuck, and before what.
#[derive(Debug)]
pub(crate) struct Stuck(pub(crate) String);

/// One transfer on its way.
pub(crate) struct Journey<'a, 'g> {
    ground: &'a Ground<'g>,
    /// Every action that led on: the world before it, by whom, and what.
    pub(crate) taken: Vec<(World, Uuid, Action)>,
}

impl<'a, 'g> Journey<'a, 'g> {
    pub(crate) fn on(ground: &'a Ground<'g>) -> Self {
        Self {
            ground,
            taken: Vec::new(),
        }
    }

    /// Ask, agree, land, close; or ask, agree on support, close.
    pub(crate) fn through(&mut self) -> Result<World, Stuck> {
        let agreed = self.agreed()?;
        self.finished(agreed)
    }

    /// Ask, be declined, dispute, win, and go on from there.
    pub(crate) fn through_a_dispute(&mut self) -> Result<World, Stuck> {
        let declined = self.answered(ReasonFor::Decline)?;
        let disputed = self.bring(
            &declined,
            &[Action::Dispute {
                text: "it fits".into(),
            }],
            State::Disputed,
        )?;
        let decide = Action::DecideDispute {
            accept: true,
            text: "it fits".into(),
        };
        let to = self.agreed_state();
        let decided = self.bring(&disputed, &[decide], to)?;
        self.finished(decided)
    }

    /// Ask, agree on support instead of a move, close.
    pub(crate) fn through_support(&mut self) -> Result<World, Stuck> {
        let supported = self.answered(ReasonFor::Support)?;
        self.bring(&supported, &[Action::Close], State::Closed)
    }

    fn requested(&mut self) -> Result<World, Stuck> {
        let mut world = World::opened(self.ground);
        learning::learn(self.ground, &mut world, None, &Action::Close);
        let request = Action::Request {
            planned_on: None,
            facts: Default::default(),
        };
        self.bring(&world, &[request], State::Requested)
    }

    fn agreed(&mut self) -> Result<World, Stuck> {
        let requested = self.requested()?;
        let accept: Vec<_> = payloads::moving(self.ground, requested.at)
            .into_iter()
            .filter(|action| matches!(action, Action::Accept { .. }))
            .collect();
        self.bring(&requested, &accept, self.agreed_state())
    }

    fn answered(&mut self, purpose: ReasonFor) -> Result<World, Stuck> {
        let requested = self.requested()?;
        let answers: Vec<_> = payloads::everything(self.ground, requested.at)
            .into_iter()
            .filter(|action| match purpose {
                ReasonFor::Decline => {
                    matches!(action, Action::Decline { .. }) && !self.climbs(action)
                }
                _ => matches!(action, Action::SupportInstead { .. }),
            })
            .collect();
        let to = if purpose == ReasonFor::Decline {
            State::Declined
        } else {
            State::Supported
        };
        self.bring(&requested, &answers, to)
    }

    /// Whether a no is a disagreement by itself.
    fn climbs(&self, no: &Action) -> bool {
        let reason = no.reason().and_then(|id| self.ground.pack.reason(id));
        reason.is_some_and(|reason| reason.climbs)
    }

    fn agreed_state(&self) -> State {
        match self.ground.pathway.outcome {
            PathwayOutcome::Transfer => State::Accepted,
            PathwayOutcome::Support => State::Supported,
        }
    }

    fn finished(&mut self, agreed: World) -> Result<World, Stuck> {
        let done = match agreed.transfer.state {
            State::Accepted => {
                self.bring(&agreed, &[payloads::landing(self.ground)], State::Landed)?
            }
            _ => agreed,
        };
        self.bring(&done, &[Action::Close], State::Closed)
    }

    /// Take one of the actions, by whoever may, until the transfer stands where it should.
    fn bring(&mut self, from: &World, actions: &[Action], to: State) -> Result<World, Stuck> {
        let mut world = from.clone();
        let mut why = String::from("nobody may");
        for days in WAITS {
            world.at += Duration::days(days) + Duration::hours(1);
            // Several parties, and several things in the way of each: a few rounds are enough for any.
            for _ in 0..8 {
                let Some(next) = actions
                    .iter()
                    .find_map(|action| self.one_step(&world, action, &mut why))
                else {
                    break;
                };
                world = next;
                if world.transfer.state == to {
                    return Ok(world);
                }
            }
        }
        let facts: Vec<_> = world
            .transfer
            .record
            .facts
            .iter()
            .map(|(id, fact)| format!("{id} = {}", fact.value))
            .collect();
        let state = world.transfer.state.name();
        Err(Stuck(format!(
            "{}: {state} never becomes {}: {why}; known: {}",
            self.ground,
            to.name(),
            facts.join(", ")
        )))
    }

    /// An action that leads on, or what it asks for first.
    fn one_step(&mut self, world: &World, action: &Action, why: &mut String) -> Option<World> {
        let mut blocked = None;
        for actor in &self.ground.people {
            match world.try_action(self.ground, actor, action, world.at) {
                Ok(taken) => {
                    let after = world.after(&taken);
                    let agreed = after.transfer.record.approvals.len()
                        > world.transfer.record.approvals.len();
                    if agreed || after.transfer.state != world.transfer.state {
                        self.taken
                            .push((world.clone(), actor.practitioner, action.clone()));
                        return Some(after);
                    }
                }
                Err(Refusal::Blocked(blockers)) => blocked = Some(blockers),
                Err(Refusal::NotYours { .. }) => {}
                Err(other) => *why = other.to_string(),
            }
        }
        let blockers = blocked?;
        *why = Refusal::Blocked(blockers.clone()).to_string();
        learning::clear(self.ground, world, action, &blockers)
    }
}
