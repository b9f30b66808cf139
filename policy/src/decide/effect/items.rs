//! Items and dates: done, not done, let pass, agreed otherwise, visited.

use chrono::NaiveDate;
use uuid::Uuid;

use super::{Change, invalid, said};
use crate::pack::format::{Deadline, ItemKind, OverrideTakes, PartySide};
use crate::refusal::Refusal;
use crate::role::Actor;
use crate::setting::Subject;
use crate::task;
use crate::transfer::{Agreed, Entry, Overridden, Side, Team, Transfer};

impl Change<'_> {
    pub(super) fn known_item(&self, subject: &impl Subject, id: &str) -> Result<ItemKind, Refusal> {
        let found = self.setting.pack.item(id);
        let found = found.filter(|item| subject.place().has(*item));
        found.map(|item| item.kind).ok_or_else(|| {
            invalid(
                "item",
                &format!("there is no item `{id}` here"),
                "an item of its checklist",
            )
        })
    }

    pub(crate) fn tick(&self, subject: &mut impl Subject, item: &str) -> Result<(), Refusal> {
        self.known_item(subject, item)?;
        self.check_attested(subject, item)?;
        if task::holds_open(self.setting.pack, subject.record(), item) {
            return Err(invalid(
                "item",
                "tasks that this item speaks of are still open",
                "complete or cancel them: the last one ticks it",
            ));
        }
        let entry = Entry {
            at: self.at,
            recorded_at: Some(self.setting.now),
            by: self.actor.practitioner,
            note: self.note.clone(),
        };
        subject.record_mut().ticks.insert(item.to_owned(), entry);
        Ok(())
    }

    /// What somebody answers for by name is not said by another in their place.
    fn check_attested(&self, subject: &impl Subject, id: &str) -> Result<(), Refusal> {
        let pack = self.setting.pack;
        let Some(item) = pack.item(id).filter(|item| item.attested) else {
            return Ok(());
        };
        let teams = subject.teams();
        let theirs = match (teams.as_slice(), item.owed_by) {
            ([transferring, _], PartySide::Transferring) => vec![*transferring],
            ([_, receiving], PartySide::Receiving) => vec![*receiving],
            (teams, _) => teams.to_vec(),
        };
        let roles: Vec<String> = item.role.iter().cloned().collect();
        let may = theirs.iter().any(|team| match roles.as_slice() {
            [] => self.actor.works_for(team, pack),
            roles => self
                .actor
                .roles_over(team)
                .any(|role| roles.iter().any(|named| named == role)),
        });
        if may {
            return Ok(());
        }
        let who = roles.first().map_or("someone", |role| pack.role_name(role));
        Err(Refusal::NotYours {
            message: format!("\"{}\" is for the {who} who owes it to confirm", item.label),
            side: None,
            roles,
            rule: Some(item.rule.first().to_owned()),
        })
    }

    pub(crate) fn untick(&self, subject: &mut impl Subject, item: &str) -> Result<(), Refusal> {
        self.known_item(subject, item)?;
        match subject.record_mut().ticks.remove(item) {
            Some(_) => Ok(()),
            None => Err(invalid(
                "item",
                &format!("`{item}` is not ticked"),
                "an item that is done",
            )),
        }
    }

    pub(crate) fn let_pass(
        &self,
        subject: &mut impl Subject,
        of: &str,
        reason: &str,
    ) -> Result<(), Refusal> {
        said("reason", reason)?;
        let pack = self.setting.pack;
        let gate = pack.gate(of).filter(|gate| subject.place().has(*gate));
        let item = pack.item(of).filter(|item| subject.place().has(*item));
        let Some((rule, roles, takes)) = gate
            .map(|gate| (&gate.rule, &gate.overridable_by, gate.override_takes))
            .or_else(|| item.map(|item| (&item.rule, &item.overridable_by, item.override_takes)))
        else {
            return Err(invalid(
                "of",
                &format!("there is no gate or item `{of}` here"),
                "a gate or an item of the checklist",
            ));
        };
        if roles.is_empty() {
            return Err(Refusal::Forbidden {
                message: format!("the procedure lets nobody override {}", rule.first()),
                rule: Some(rule.first().to_owned()),
                remedy: "Do what it asks.".into(),
            });
        }
        let Some(role) = self.actor.role_over(&subject.teams(), roles) else {
            let names: Vec<_> = roles.iter().map(|role| pack.role_name(role)).collect();
            return Err(Refusal::NotYours {
                message: format!("to override this takes a {}", names.join(" or ")),
                side: None,
                roles: roles.clone(),
                rule: Some(rule.first().to_owned()),
            });
        };
        let one = |side, role| Overridden {
            by: self.actor.practitioner,
            role,
            side,
            reason: reason.to_owned(),
            at: self.at,
        };
        let kept = subject.record().overrides.get(of);
        let spoken: Vec<_> = kept.into_iter().flatten().cloned().collect();
        let overrides = match takes {
            OverrideTakes::One => vec![one(self.capacity.side, role)],
            OverrideTakes::BothSides => {
                let sides = self.sides_in(&subject.sides(), roles);
                let side = open_side(&sides, &spoken, self.actor.practitioner);
                let (side, role) = side.ok_or_else(|| Refusal::NotYours {
                    message: "this takes one person of each team: somebody else has to let it pass for the other team".into(),
                    side: sides.first().map(|(side, _)| side.other()),
                    roles: roles.clone(),
                    rule: Some(rule.first().to_owned()),
                })?;
                let others = spoken.into_iter().filter(|other| other.side != Some(side));
                others.chain([one(Some(side), role)]).collect()
            }
        };
        subject
            .record_mut()
            .overrides
            .insert(of.to_owned(), overrides);
        Ok(())
    }

    /// The sides for which the actor holds one of the roles, and in which.
    fn sides_in(&self, sides: &[(Side, &Team)], roles: &[String]) -> Vec<(Side, String)> {
        sides
            .iter()
            .filter_map(|(side, team)| Some((*side, self.actor.role_over(&[team], roles)?)))
            .collect()
    }

    pub(super) fn agree_date(
        &self,
        transfer: &mut Transfer,
        key: &str,
        date: NaiveDate,
        reason: &str,
        with: Uuid,
    ) -> Result<(), Refusal> {
        said("reason", reason)?;
        self.check_agreement(transfer, key, with)?;
        let agreed = self.agreed(date, reason, with);
        transfer.record.agreed.insert(key.to_owned(), agreed);
        Ok(())
    }

    /// Another day as it is put on record.
    pub(crate) fn agreed(&self, date: NaiveDate, reason: &str, with: Uuid) -> Agreed {
        Agreed {
            date,
            reason: reason.to_owned(),
            by: self.actor.practitioner,
            with,
            at: self.at,
        }
    }

    /// Whether another date may be agreed for a deadline, by the actor for one side and by somebody for the other.
    pub(super) fn check_agreement(
        &self,
        transfer: &Transfer,
        key: &str,
        with: Uuid,
    ) -> Result<(), Refusal> {
        let pack = self.setting.pack;
        if task::of_key(&transfer.record, key).is_some_and(|task| {
            task.is_open() && task.key(pack) == key && pack.deadline(task::declared(key)).is_none()
        }) {
            return self.check_both_agree(transfer, &[], with);
        }
        let deadline = self.may_be_agreed(transfer, key)?;
        self.check_both_agree(transfer, &deadline.agreed_by, with)
    }

    /// The deadline of a subject for which the procedure lets people agree another day.
    pub(crate) fn may_be_agreed(
        &self,
        subject: &impl Subject,
        key: &str,
    ) -> Result<&Deadline, Refusal> {
        let found = self.setting.pack.deadline(task::declared(key));
        let Some(deadline) = found.filter(|deadline| subject.place().has(*deadline)) else {
            return Err(invalid(
                "deadline",
                &format!("there is no deadline `{key}` here"),
                "a deadline that runs here",
            ));
        };
        match deadline.may_be_agreed {
            true => Ok(deadline),
            false => Err(Refusal::Forbidden {
                message: format!(
                    "the procedure lets nobody agree another date for \"{}\"",
                    deadline.label
                ),
                rule: Some(deadline.rule.first().to_owned()),
                remedy: "Keep the date, or record why it was missed.".into(),
            }),
        }
    }

    /// One of each side, in one of the roles where any are named. Whoever works over both teams still does not agree with themselves.
    fn check_both_agree(
        &self,
        transfer: &Transfer,
        roles: &[String],
        with: Uuid,
    ) -> Result<(), Refusal> {
        let pack = self.setting.pack;
        let speaks_for = |person: &Actor, side: Side| match roles {
            [] => person.works_for(transfer.team(side), pack),
            roles => person.role_on(transfer, side, roles).is_some(),
        };
        let both = [Side::Transferring, Side::Receiving];
        let other = self.setting.person(with);
        let agrees = both.iter().any(|side| {
            let mine = speaks_for(self.actor, *side);
            mine && other.is_some_and(|other| speaks_for(other, side.other()))
        });
        if agrees && with != self.actor.practitioner {
            return Ok(());
        }
        Err(self.takes_two(
            "both sides",
            roles,
            "a practitioner of the other team",
            "one of each team: ",
        ))
    }

    /// The refusal of another date to which only one agrees.
    ///
    /// * `whom` – who has to agree, in a word
    /// * `roles` – those who may; `anybody` is expected where it is everybody, else `one_of` and their names
    pub(crate) fn takes_two(
        &self,
        whom: &str,
        roles: &[String],
        anybody: &str,
        one_of: &str,
    ) -> Refusal {
        let pack = self.setting.pack;
        let names: Vec<_> = roles.iter().map(|role| pack.role_name(role)).collect();
        let expected = match names.as_slice() {
            [] => anybody.to_owned(),
            names => format!("{one_of}{}", names.join(" or ")),
        };
        let message = format!("another date takes {whom}");
        invalid("agreed_with", &message, &expected)
    }

    pub(super) fn visit_item(&self, transfer: &Transfer, item: &str) -> Result<(), Refusal> {
        match self.known_item(transfer, item)? {
            ItemKind::Visit | ItemKind::Meeting => Ok(()),
            _ => Err(invalid(
                "item",
                &format!("`{item}` is no visit"),
                "an item that is a visit or a meeting",
            )),
        }
    }

    pub(super) fn schedule_visit(
        &self,
        transfer: &mut Transfer,
        item: &str,
        visit_on: NaiveDate,
    ) -> Result<(), Refusal> {
        self.visit_item(transfer, item)?;
        transfer
            .record
            .visits
            .entry(item.to_owned())
            .or_default()
            .scheduled_for = Some(visit_on);
        Ok(())
    }

    pub(super) fn record_visit(&self, transfer: &mut Transfer, item: &str) -> Result<(), Refusal> {
        self.visit_item(transfer, item)?;
        transfer
            .record
            .visits
            .entry(item.to_owned())
            .or_default()
            .made_at = Some(self.at);
        self.tick(transfer, item)
    }
}

/// The side for which somebody can let something pass that takes both: one for which nobody else has, and nobody speaks for both.
fn open_side(sides: &[(Side, String)], spoken: &[Overridden], who: Uuid) -> Option<(Side, String)> {
    let mine = spoken.iter().find(|one| one.by == who);
    if let Some(mine) = mine {
        return sides
            .iter()
            .find(|(side, _)| mine.side == Some(*side))
            .cloned();
    }
    let is_open = |side: Side| spoken.iter().all(|one| one.side != Some(side));
    sides
        .iter()
        .find(|(side, _)| is_open(*side))
        .or(sides.first())
        .cloned()
}
