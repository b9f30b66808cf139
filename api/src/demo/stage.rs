//! A transfer on its way: one step after the other, each taken by someone who may, once what stands before it is done.

use chrono::{DateTime, Duration, Utc};
use openapi::action_bodies as bodies;
use openapi::{Action, DiscussionWay};
use policy::decide::capacity;
use policy::fact::utc;
use policy::pack::format::{FactKind, ItemKind, Pathway, ReasonFor, Standing, Unit};
use policy::transfer::{ActionKind, Side, State, Whose, transition};
use sea_orm::DatabaseTransaction;

use super::answers::{Goal, plan};
use super::world::World;
use crate::app::App;
use crate::auth::Practitioner;
use crate::error::ApiError;
use crate::service::transfers::{self, Loaded};
use crate::view;

/// Why a story ends before its end.
#[derive(Debug)]
pub(super) enum Halt {
    /// This pathway does not lead there for this child.
    Stuck,
    /// Something is broken.
    Broken(ApiError),
}

impl From<ApiError> for Halt {
    fn from(wrong: ApiError) -> Self {
        match wrong {
            ApiError::Refused { .. } | ApiError::Invalid(_) | ApiError::Forbidden(_) => Self::Stuck,
            other => Self::Broken(other),
        }
    }
}

/// A step of a story.
#[derive(Debug, Clone, Copy)]
pub(super) enum Step {
    Request,
    AskInformation,
    Hold,
    Agree,
    Decline,
    Support,
    Dispute,
    Withdraw,
    Land,
    Close,
}

/// One transfer, and the world in which it moves.
pub(super) struct Stage<'a> {
    pub(super) app: &'a App,
    pub(super) txn: &'a DatabaseTransaction,
    pub(super) world: &'a World,
    pub(super) pathway: &'a Pathway,
    /// Number of the story.
    pub(super) turn: usize,
    /// The real present: nothing happens later.
    pub(super) until: DateTime<Utc>,
    pub(super) loaded: Loaded,
}

impl<'a> Stage<'a> {
    /// Take a step on the next working day.
    pub(super) async fn step(&mut self, step: Step) -> Result<(), Halt> {
        match step {
            // The chance to raise a dispute does not last: it comes on the same day.
            Step::Dispute => self.wait_until(self.app.clock.now() + Duration::hours(2)),
            _ => self.wait_for_next_day(),
        }
        match step {
            Step::Request => self.request().await,
            Step::AskInformation => self.ask_information().await,
            Step::Hold => self.hold().await,
            Step::Agree => self.agree().await,
            Step::Decline => self.decline().await,
            Step::Support => self.support().await,
            Step::Dispute => self.dispute().await,
            Step::Withdraw => self.withdraw().await,
            Step::Land => self.land().await,
            Step::Close => self.close().await,
        }
    }

    async fn request(&mut self) -> Result<(), Halt> {
        self.clear(ActionKind::Request, None, "").await?;
        let planned_on = self.world.calendar.plus_working_days(self.today(), 8);
        self.act(bodies::RequestTransfer {
            planned_on: Some(planned_on),
            ..Default::default()
        })
        .await
    }

    async fn ask_information(&mut self) -> Result<(), Halt> {
        let question =
            "Which visits are planned in the coming fortnight, and who makes them?".to_owned();
        self.act(bodies::AskInformation {
            question,
            ..Default::default()
        })
        .await
    }

    async fn hold(&mut self) -> Result<(), Halt> {
        let reason = self.reason(ReasonFor::Hold)?;
        self.act(bodies::Hold {
            reason,
            ..Default::default()
        })
        .await
    }

    /// Every party agrees in turn, at the meeting where the procedure wants one.
    async fn agree(&mut self) -> Result<(), Halt> {
        let forum = self
            .pathway
            .forum
            .clone()
            .filter(|_| self.pathway.forum_decides);
        for _ in 0..=self.pathway.decided_by.len() {
            if self.loaded.transfer.state != State::Requested {
                break;
            }
            self.clear(ActionKind::Accept, forum.as_deref(), "").await?;
            let meeting_on = forum.as_ref().map(|_| self.today());
            self.act(bodies::Accept {
                forum: forum.clone(),
                meeting_on,
                ..Default::default()
            })
            .await?;
        }
        Ok(())
    }

    async fn decline(&mut self) -> Result<(), Halt> {
        let reason = self.reason(ReasonFor::Decline)?;
        self.clear(ActionKind::Decline, None, &reason).await?;
        self.act(bodies::Decline {
            reason,
            ..Default::default()
        })
        .await
    }

    async fn support(&mut self) -> Result<(), Halt> {
        let reason = self.reason(ReasonFor::Support)?;
        let tasks = ["Advice on the plan", "One joint visit"].map(str::to_owned);
        self.act(bodies::SupportInstead {
            reason,
            tasks: Some(tasks.into()),
            ..Default::default()
        })
        .await
    }

    async fn dispute(&mut self) -> Result<(), Halt> {
        let text = "We read the family's needs otherwise and ask for a decision.".to_owned();
        self.act(bodies::RaiseDispute {
            text,
            ..Default::default()
        })
        .await
    }

    async fn withdraw(&mut self) -> Result<(), Halt> {
        let reason = self.reason(ReasonFor::Withdraw)?;
        self.act(bodies::Withdraw {
            reason,
            ..Default::default()
        })
        .await
    }

    /// Now and then the case lands in the duty tray.
    async fn land(&mut self) -> Result<(), Halt> {
        self.clear(ActionKind::Land, None, "").await?;
        let takes_it = self
            .world
            .worker_of(&self.loaded.receiving, self.turn)
            .filter(|_| self.turn % 4 != 3);
        self.act(bodies::Land {
            practitioner_id: takes_it.map(|person| person.row.id),
            ..Default::default()
        })
        .await
    }

    async fn close(&mut self) -> Result<(), Halt> {
        self.clear(ActionKind::Close, None, "").await?;
        self.act(bodies::Close::default()).await
    }

    /// A call comes that has to be answered at once, where the procedure knows of such calls, and nobody has answered yet.
    pub(super) async fn urgent_call(&mut self) -> Result<(), Halt> {
        let here = |named: &Vec<String>| named.is_empty() || named.contains(&self.pathway.id);
        let immediate = self
            .world
            .pack()
            .entries
            .deadline
            .iter()
            .filter(|due| due.unit == Unit::Immediate && here(&due.pathways));
        let mut starts = immediate
            .flat_map(|due| due.starts_from.all())
            .filter_map(|name| name.strip_prefix("fact:"));
        let fact = starts
            .find(|id| {
                self.world
                    .pack()
                    .fact(id)
                    .is_some_and(|fact| fact.kind == FactKind::Instant)
            })
            .ok_or(Halt::Stuck)?;
        let facts = [(fact.to_owned(), utc(self.app.clock.now()).into())].into();
        self.act(bodies::RecordFact {
            facts,
            ..Default::default()
        })
        .await
    }

    /// Do everything that stands before an action.
    async fn clear(
        &mut self,
        action: ActionKind,
        forum: Option<&str>,
        reason: &str,
    ) -> Result<(), Halt> {
        let goal = Goal {
            action,
            forum,
            reason,
            turn: self.turn,
        };
        let plan = plan(&self.loaded, &goal, self.app.clock.now()).ok_or(Halt::Stuck)?;
        if plan.discussion {
            self.discuss().await?;
        }
        if !plan.facts.is_empty() {
            self.act(bodies::RecordFact {
                facts: plan.facts,
                ..Default::default()
            })
            .await?;
        }
        for item in plan.items {
            let kind = self.world.pack().item(&item).map(|item| item.kind);
            match kind {
                Some(ItemKind::Visit | ItemKind::Meeting) => {
                    self.act(bodies::RecordVisit {
                        item,
                        ..Default::default()
                    })
                    .await?
                }
                _ => {
                    self.act(bodies::Tick {
                        item,
                        ..Default::default()
                    })
                    .await?
                }
            }
        }
        Ok(())
    }

    async fn discuss(&mut self) -> Result<(), Halt> {
        let needed = self.pathway.discussion.as_ref().ok_or(Halt::Stuck)?;
        let way: Option<DiscussionWay> = needed
            .ways
            .first()
            .and_then(|way| serde_json::from_value(way.clone().into()).ok());
        let body = bodies::RecordDiscussion {
            way: way.ok_or(Halt::Stuck)?,
            transferring_manager: self
                .holder(Side::Transferring, &needed.transferring)?
                .row
                .id,
            receiving_manager: self.holder(Side::Receiving, &needed.receiving)?.row.id,
            occurred_at: None,
            note: None,
        };
        self.act(body).await
    }

    fn holder(&self, side: Side, roles: &[String]) -> Result<&'a Practitioner, Halt> {
        let holds = |person: &&Practitioner| {
            person
                .actor
                .role_on(&self.loaded.transfer, side, roles)
                .is_some()
        };
        self.world.people.iter().find(holds).ok_or(Halt::Stuck)
    }

    /// Take an action, by someone who may, a few minutes later.
    async fn act(&mut self, body: impl Into<Action>) -> Result<(), Halt> {
        let asked = view::actions::asked(body.into());
        let who = self.who(asked.action.kind())?;
        self.wait_until(self.app.clock.now() + Duration::minutes(7));
        self.loaded = transfers::apply(
            self.txn,
            self.app,
            who,
            &self.loaded.row.reference,
            None,
            asked,
        )
        .await?;
        Ok(())
    }

    /// Who takes an action: whoever opened the transfer where they may, or else the nearest to the work who may.
    fn who(&self, action: ActionKind) -> Result<&'a Practitioner, Halt> {
        let (whose, _) = transition(self.loaded.transfer.state, action).ok_or(Halt::Stuck)?;
        let able = self
            .world
            .people
            .iter()
            .filter(|person| self.may(person, action, whose));
        able.min_by_key(|person| self.distance(person))
            .ok_or(Halt::Stuck)
    }

    /// Whether someone may; a party that has agreed need not agree again.
    fn may(&self, person: &Practitioner, action: ActionKind, whose: Whose) -> bool {
        let setting = self.loaded.setting(&[], self.app.clock.now());
        let approvals = &self.loaded.transfer.record.approvals;
        capacity(
            &setting,
            &self.loaded.transfer,
            &person.actor,
            action,
            whose,
        )
        .is_ok_and(|capacity| {
            action != ActionKind::Accept
                || approvals
                    .iter()
                    .all(|one| Some(one.party) != capacity.party)
        })
    }

    fn distance(&self, person: &Practitioner) -> u8 {
        match person.row.id == self.loaded.transfer.opened_by {
            true => 0,
            false if self.world.is_in_team(person, Standing::Practitioner) => 1,
            false if self.world.is_in_team(person, Standing::Manager) => 2,
            false => 3,
        }
    }

    /// A coded reason of the pack that it does not refuse.
    fn reason(&self, purpose: ReasonFor) -> Result<String, Halt> {
        let fits = |reason: &&policy::pack::format::Reason| {
            let is_plain = reason.refused.is_none() && !reason.climbs;
            is_plain && reason.is_for(purpose, &self.pathway.id)
        };
        let reasons: Vec<_> = self
            .world
            .pack()
            .entries
            .reason
            .iter()
            .filter(fits)
            .collect();
        reasons
            .get(self.turn % reasons.len().max(1))
            .map(|reason| reason.id.clone())
            .ok_or(Halt::Stuck)
    }

    fn today(&self) -> chrono::NaiveDate {
        self.world.calendar.local_date(self.app.clock.now())
    }

    fn wait_for_next_day(&self) {
        let day = self.world.calendar.plus_working_days(self.today(), 1);
        let turn = u32::try_from(self.turn).unwrap_or(0);
        self.wait_until(self.world.at(day, 9 + turn % 4, turn * 13 % 60));
    }

    /// Move the clock on, never back and never beyond the present.
    fn wait_until(&self, at: DateTime<Utc>) {
        let at = at.min(self.until);
        if at > self.app.clock.now() {
            self.app.clock.travel_to(at);
        }
    }
}
