//! Opening a transfer, one question at a time: case, pathway, receiving team, day, discussion, missing facts, yes.

use std::sync::Arc;

use openapi::{
    AssessmentRequest, Case, GateOutcome, Holder, Me, MissingFact, Pack, PackPathway, Practitioner,
    Team, TransferKind,
};

use super::acting::from_rest;
use super::conversation::{About, Asked, Opening, Task};
use super::members::is_choice;
use super::members::people::talkers;
use super::prompt::{Expected, Prompt};
use super::reply::{Choice, Reply};
use super::{Advance, Assistant, Audience, Heard, found, messages};
use messages::Names;

/// What an opening stands on.
pub(super) struct Ground {
    me: Me,
    pack: Arc<Pack>,
    pub(super) case: Case,
    holder: Holder,
    pub(super) kind: TransferKind,
}

/// An opening whose pathway and team are settled.
pub(super) struct Settled<'a> {
    pub(super) ground: &'a Ground,
    pub(super) pathway: &'a PackPathway,
    pub(super) team: &'a Team,
}

impl Assistant {
    /// Takes an opening to its next question, or to its end.
    pub(super) async fn open(&self, mut opening: Opening) -> Heard<Advance> {
        let Some(reference) = opening.case.clone() else {
            let command = said_so_far(&opening);
            let asked = ask(opening, Vec::new(), About::Case, which_case());
            return Ok(asked.in_form(command, Vec::new()));
        };
        let Some(case) = found(self.api.case(&reference).await)? else {
            opening.case = None;
            return Ok(ask(
                opening,
                vec![messages::no_case(&reference)],
                About::Case,
                which_case(),
            ));
        };
        let Some(holder) = case.holder.clone() else {
            return Ok(Advance::Done(vec![messages::case_closed(&reference)]));
        };
        let ground = self.ground(case, holder).await?;
        self.settle_pathway(opening, &ground).await
    }

    async fn ground(&self, case: Case, holder: Holder) -> Heard<Ground> {
        let me = self.me().await?.clone();
        let pack = self.own_pack().await?.clone();
        let mine = me.teams.iter().any(|team| team.id == holder.team.id);
        let kind = if mine {
            TransferKind::Push
        } else {
            TransferKind::Pull
        };
        Ok(Ground {
            me,
            pack,
            case,
            holder,
            kind,
        })
    }

    async fn settle_pathway(&self, mut opening: Opening, ground: &Ground) -> Heard<Advance> {
        let open = ground.pathways();
        if opening.pathway.is_none() {
            opening.pathway = named(&mut opening.rest, &which_pathway(&open));
        }
        let chosen = open
            .iter()
            .find(|pathway| opening.pathway.as_ref() == Some(&pathway.id));
        match (chosen, open.as_slice()) {
            (Some(pathway), _) => self.settle_team(opening, ground, pathway).await,
            (None, []) => Ok(Advance::Done(vec![messages::no_pathway(
                &ground.holder.team,
                ground.kind,
            )])),
            (None, [only]) => {
                opening.pathway = Some(only.id.clone());
                self.settle_team(opening, ground, only).await
            }
            (None, several) => {
                let command = said_so_far(&opening);
                let said = vec![ground.found(several)];
                let asked = ask(opening, said, About::Pathway, which_pathway(several));
                Ok(asked.in_form(command, Vec::new()))
            }
        }
    }

    async fn settle_team(
        &self,
        mut opening: Opening,
        ground: &Ground,
        pathway: &PackPathway,
    ) -> Heard<Advance> {
        let teams = match ground.kind {
            TransferKind::Push => self.teams().await?,
            TransferKind::Pull => ground.me.teams.clone(),
        };
        let could =
            |team: &&Team| pathway.to.contains(&team.service) && team.id != ground.holder.team.id;
        let open: Vec<&Team> = teams.iter().filter(could).collect();
        if opening.receiving_team.is_none() {
            let named = named(&mut opening.rest, &which_team(&open));
            opening.receiving_team = named.and_then(|team| team.parse().ok());
        }
        let chosen = open
            .iter()
            .find(|team| opening.receiving_team == Some(team.id));
        let team = match (chosen, open.as_slice()) {
            (Some(team), _) => team,
            (None, []) => return Ok(Advance::Done(vec![messages::no_team(pathway)])),
            (None, [only]) => only,
            (None, several) => {
                let command = said_so_far(&opening);
                let asked = ask(
                    opening,
                    Vec::new(),
                    About::ReceivingTeam,
                    which_team(several),
                );
                return Ok(asked.in_form(command, Vec::new()));
            }
        };
        opening.receiving_team = Some(team.id);
        self.settle_rest(
            opening,
            &Settled {
                ground,
                pathway,
                team,
            },
        )
        .await
    }

    async fn settle_rest(&self, opening: Opening, settled: &Settled<'_>) -> Heard<Advance> {
        if opening.planned_on == Asked::NotYet {
            let prompt =
                Prompt::new("On which day should the case move?", Expected::Date).or_skip();
            let further = match opening.in_form {
                true => self.further_facts(&opening, settled).await?,
                false => Vec::new(),
            };
            let command = said_so_far(&opening);
            return Ok(ask(opening, Vec::new(), About::PlannedOn, prompt).in_form(command, further));
        }
        if opening.in_form {
            return self.send(kept_as_draft(opening, settled), settled).await;
        }
        if let Some((about, prompt)) = self.discussion(&opening, settled).await? {
            return Ok(ask(opening, Vec::new(), about, prompt));
        }
        let missing = self.missing(&opening, settled).await?;
        if let Some(fact) = missing
            .iter()
            .find(|fact| self.may_ask(&settled.ground.pack, &fact.id))
        {
            let prompt = Prompt::for_fact(&fact.question, fact.kind, &fact.choices).or_skip();
            return Ok(ask(
                opening,
                Vec::new(),
                About::Fact(fact.id.clone()),
                prompt,
            ));
        }
        match opening.confirmed {
            Some(true) => self.send(opening, settled).await,
            Some(false) => Ok(Advance::Done(vec![messages::cancelled(true)])),
            None => Ok(confirm(opening, settled, &missing)),
        }
    }

    /// What is to be asked about the managers' discussion, where the pathway needs one.
    async fn discussion(
        &self,
        opening: &Opening,
        settled: &Settled<'_>,
    ) -> Heard<Option<(About, Prompt)>> {
        match opening.discussion {
            _ if !settled.pathway.discussion_needed => return Ok(None),
            Asked::NotYet => return Ok(Some((About::Discussion, how_did_they_talk()))),
            Asked::LeftOpen => return Ok(None),
            Asked::Answered(_) => {}
        }
        let (about, side, team) = match (opening.transferring_manager, opening.receiving_manager) {
            (None, _) => (
                About::TransferringManager,
                "the team that holds the case",
                &settled.ground.holder.team,
            ),
            (Some(_), None) => (About::ReceivingManager, "the receiving team", settled.team),
            (Some(_), Some(_)) => return Ok(None),
        };
        let people: Vec<Practitioner> = self.people().await?;
        let talkers = talkers(&people, team, &settled.ground.pack);
        Ok(Some((
            about,
            Prompt::new(format!("Who talked for {side}?"), Expected::OneOf(talkers)),
        )))
    }

    /// Facts that a form may ask; what is chosen from a list is recorded on the draft.
    async fn further_facts(
        &self,
        opening: &Opening,
        settled: &Settled<'_>,
    ) -> Heard<Vec<(About, Prompt)>> {
        let missing = self.missing(opening, settled).await?;
        let asked = missing
            .iter()
            .filter(|fact| self.may_ask(&settled.ground.pack, &fact.id));
        let prompts = asked.map(|fact| {
            let prompt = Prompt::for_fact(&fact.question, fact.kind, &fact.choices).or_skip();
            (About::Fact(fact.id.clone()), prompt)
        });
        Ok(prompts.filter(|(_, prompt)| !is_choice(prompt)).collect())
    }

    /// Facts that conditions on asking lack, and that have not been left open.
    async fn missing(&self, opening: &Opening, settled: &Settled<'_>) -> Heard<Vec<MissingFact>> {
        let ground = settled.ground;
        let mut facts = ground.case.facts.clone();
        facts.retain(|id, _| ground.pack.facts.iter().any(|fact| fact.id == *id));
        facts.extend(opening.facts.clone());
        let request = AssessmentRequest {
            pathway: Some(settled.pathway.id.clone()),
            facts,
            planned_on: opening.planned_on.answer(),
            ..AssessmentRequest::default()
        };
        let assessment = self.api.assess(&ground.pack.id, &request).await?;
        let mut missing = assessment.missing_facts;
        missing.retain(|fact| {
            let lacks = assessment.gates.iter().any(|gate| {
                gate.action == openapi::Stage::Request
                    && gate.outcome == GateOutcome::LacksFact
                    && gate.missing_facts.contains(&fact.id)
            });
            lacks && !opening.skipped.contains(&fact.id) && !opening.facts.contains_key(&fact.id)
        });
        Ok(missing)
    }

    /// Whether a fact may be asked here.
    pub(super) fn may_ask(&self, pack: &Pack, fact: &str) -> bool {
        let personal = pack
            .facts
            .iter()
            .any(|known| known.id == fact && known.personal);
        self.audience == Audience::Terminal || !personal
    }
}

impl Ground {
    /// Moves that the procedure permits from here, for the one who asks.
    fn pathways(&self) -> Vec<&PackPathway> {
        let mine = |service: &String| self.me.teams.iter().any(|team| team.service == *service);
        let open = |pathway: &&PackPathway| {
            pathway.from.contains(&self.holder.team.service)
                && (self.kind == TransferKind::Push || pathway.to.iter().any(mine))
        };
        self.pack.pathways.iter().filter(open).collect()
    }

    fn found(&self, pathways: &[&PackPathway]) -> Reply {
        let triggers = pathways
            .iter()
            .map(|pathway| format!("{}: {}", pathway.name, pathway.trigger));
        messages::found_case(&self.case, &self.holder, self.kind).lines(triggers)
    }
}

/// The command with everything that was chosen.
fn said_so_far(opening: &Opening) -> String {
    let team = opening.receiving_team.map(|team| team.to_string());
    let chosen = [opening.case.clone(), opening.pathway.clone(), team];
    match opening.case {
        Some(_) => format!(
            "transfer {}",
            chosen.into_iter().flatten().collect::<Vec<_>>().join(" ")
        ),
        None => "transfer".into(),
    }
}

/// An opening whose form was filled in: what the managers say is recorded on the draft.
fn kept_as_draft(opening: Opening, settled: &Settled<'_>) -> Opening {
    match settled.pathway.discussion_needed {
        true => Opening {
            discussion: Asked::LeftOpen,
            ..opening
        },
        false => opening,
    }
}

/// What the words behind the reference name of these, if anything.
fn named(rest: &mut String, prompt: &Prompt) -> Option<String> {
    let value = from_rest(rest, prompt)?;
    value.as_str().map(str::to_owned)
}

fn ask(opening: Opening, said: Vec<Reply>, about: About, prompt: Prompt) -> Advance {
    Advance::after(said, Task::Opening(opening), about, prompt)
}

fn which_case() -> Prompt {
    Prompt::new("Which case is to move?", Expected::Reference)
}

fn which_pathway(open: &[&PackPathway]) -> Prompt {
    let choices = open
        .iter()
        .map(|pathway| Choice::new(&pathway.id, &pathway.name))
        .collect();
    Prompt::new("Which move is it?", Expected::OneOf(choices))
}

fn which_team(open: &[&Team]) -> Prompt {
    let choices = open
        .iter()
        .map(|team| Choice::new(team.id.to_string(), &team.name))
        .collect();
    Prompt::new("Which team should take it?", Expected::OneOf(choices))
}

fn how_did_they_talk() -> Prompt {
    let ways = [
        ("phone", "By phone"),
        ("video", "By video"),
        ("in_person", "Face to face"),
        ("email", "By e-mail"),
        ("not_yet", "Not yet"),
    ];
    let choices = ways.map(|(say, label)| Choice::new(say, label)).into();
    Prompt::new(
        "Have the managers of both teams talked about it, and how?",
        Expected::OneOf(choices),
    )
}

fn confirm(opening: Opening, settled: &Settled<'_>, withheld: &[MissingFact]) -> Advance {
    let names = Names(Some(&settled.ground.pack));
    let withheld: Vec<String> = withheld.iter().map(|fact| fact.id.clone()).collect();
    let (summary, prompt) = messages::confirm(
        &opening,
        &settled.ground.case,
        settled.pathway,
        settled.team,
        names,
    );
    let said = [summary]
        .into_iter()
        .chain(messages::withheld_facts(&withheld, names))
        .collect();
    ask(opening, said, About::Confirmation, prompt)
}
