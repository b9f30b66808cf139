//! What must hold of every action that is taken, looked at afresh and not through the engine's own gates and checklist.

use policy::action::Action;
use policy::decide::{Decision, parties};
use policy::expression::Verdict;
use policy::pack::format::{GateOutcome, Item, PartOf, PathwayOutcome, Stage, Strength};
use policy::role::Actor;
use policy::setting::decided_at;
use policy::transfer::{ActionKind, Next, Side, State, Transfer, transition};

use super::ground::Ground;
use super::people::{CLOCKWORK, OUTSIDER, PARTNER};
use super::refusals::in_table;
use super::world::World;

/// The promises that an action, taken, has broken.
pub(crate) fn broken(
    ground: &Ground,
    before: &World,
    actor: &Actor,
    action: &Action,
    taken: &Decision,
) -> Vec<String> {
    let after = before.after(taken);
    let mut broken = Vec::new();
    broken.extend(off_the_table(before, action, taken, ground.pathway.outcome));
    broken.extend(holding(before, &after, taken));
    broken.extend(landing(ground, &after.transfer));
    broken.extend(climbing(ground, before, action, &after.transfer));
    broken.extend(by_whom(ground, before, actor, action));
    broken.extend(what_stood(ground, before, action, taken));
    broken.extend(overrides(ground, &after.transfer));
    broken.extend(refused_reason(ground, action));
    broken.extend(rules(ground, taken));
    broken
}

fn off_the_table(
    before: &World,
    action: &Action,
    taken: &Decision,
    outcome: PathwayOutcome,
) -> Option<String> {
    let (from, to) = (before.transfer.state, taken.transfer.state);
    let support = outcome == PathwayOutcome::Support;
    let fits = match (transition(from, action.kind())?.1, action) {
        (Next::Stay, _) => to == from,
        (Next::Back, _) => Some(to) == before.transfer.record.held_from,
        (Next::To(State::Accepted), _) if support => to == State::Supported || to == from,
        (Next::To(State::Accepted), _) => to == State::Accepted || to == from,
        (Next::To(state), _) => to == state,
        (Next::AsDecided, Action::DecideDispute { accept: true, .. }) if support => {
            to == State::Supported
        }
        (Next::AsDecided, Action::DecideDispute { accept: true, .. }) => to == State::Accepted,
        (Next::AsDecided, _) => to == State::Declined,
    };
    (!fits || !in_table(from, action.kind())).then(|| {
        format!(
            "it leads from {} to {}, which the table does not have",
            from.name(),
            to.name()
        )
    })
}

/// Invariant 1: one holder, who changes on landing and at no other moment.
fn holding(before: &World, after: &World, taken: &Decision) -> Option<String> {
    let transfer = &after.transfer;
    let landed = transfer.record.events.contains_key("landed");
    let expected = if landed {
        transfer.receiving.id
    } else {
        transfer.transferring.id
    };
    let lands = taken.action == ActionKind::Land && transfer.state == State::Landed;
    let moved = before.holder != after.holder;
    (after.holder != expected || moved != lands || taken.moves.is_some() != lands)
        .then(|| "the holder changes otherwise than by landing".to_owned())
}

/// Invariant 2: everybody who must agree has, in a role that the pack names, or the ladder has decided.
fn landing(ground: &Ground, transfer: &Transfer) -> Option<String> {
    if transfer.state != State::Landed {
        return None;
    }
    let by_ladder = transfer.record.dispute.as_ref().is_some_and(|dispute| {
        let rung = ground
            .pack
            .ladder(&dispute.ladder)
            .and_then(|ladder| ladder.rungs.get(dispute.rung));
        let decided_by = transfer
            .record
            .decision
            .as_ref()
            .map(|decision| &decision.role);
        dispute.decided
            && rung
                .zip(decided_by)
                .is_some_and(|(rung, role)| rung.roles.contains(role))
    });
    let by_all = parties(ground.pathway, transfer.kind)
        .iter()
        .enumerate()
        .all(|(number, party)| {
            let mut agreed = transfer
                .record
                .approvals
                .iter()
                .filter(|approval| approval.party == number);
            agreed.any(|approval| party.roles.contains(&approval.role))
        });
    let decided = transfer.record.decision.is_some() && (by_ladder || by_all);
    (!decided).then(|| {
        "it landed without an accepted decision by the roles that the pack names".to_owned()
    })
}

/// Invariant 5: the ladder is climbed one rung at a time and ends, and what it decided is not asked again.
fn climbing(ground: &Ground, before: &World, action: &Action, after: &Transfer) -> Option<String> {
    let was = before.transfer.record.dispute.as_ref();
    let is = after.record.dispute.as_ref();
    let holds = match (was, is) {
        (None, None) => true,
        (None, Some(is)) => is.rung == 0 && !is.decided && matches!(action, Action::Dispute { .. }),
        (Some(_), None) => false,
        (Some(was), Some(is)) => {
            let climbed = usize::from(matches!(action, Action::Escalate));
            let decides = matches!(action, Action::DecideDispute { .. });
            let on_ladder = ground
                .pack
                .ladder(&is.ladder)
                .is_some_and(|ladder| is.rung < ladder.rungs.len());
            on_ladder
                && is.ladder == was.ladder
                && is.rung == was.rung + climbed
                && is.decided == (was.decided || decides)
        }
    };
    (!holds).then(|| "the dispute left its ladder, or is asked again".to_owned())
}

/// Outsiders and partners do nothing, time only climbs, and decisions are taken in the roles that the pack names.
fn by_whom(ground: &Ground, before: &World, actor: &Actor, action: &Action) -> Option<String> {
    let transfer = &before.transfer;
    let named: Vec<String> = match action.kind() {
        ActionKind::Accept | ActionKind::Decline | ActionKind::SupportInstead => {
            parties(ground.pathway, transfer.kind)
                .into_iter()
                .flat_map(|party| party.roles)
                .collect()
        }
        ActionKind::DecideDispute => {
            policy::ladder::rung_roles(&ground.setting(before.at), transfer)
        }
        ActionKind::Escalate if actor.practitioner == CLOCKWORK => return None,
        _ => {
            let works = [Side::Transferring, Side::Receiving]
                .iter()
                .any(|side| actor.works_for(ground.team(*side), ground.pack));
            let stranger = [OUTSIDER, PARTNER, CLOCKWORK].contains(&actor.practitioner);
            return (stranger || !works).then(|| "somebody of neither team did it".to_owned());
        }
    };
    actor
        .role_on_either(transfer, &named)
        .is_none()
        .then(|| format!("it was decided by none of {named:?}"))
}

/// Invariant 3: gates, items, the discussion, the meeting and the pathway's own condition, each evaluated again.
fn what_stood(ground: &Ground, before: &World, action: &Action, taken: &Decision) -> Vec<String> {
    let Some(stage) = stage(action) else {
        return Vec::new();
    };
    let mut transfer = before.transfer.clone();
    transfer
        .record
        .facts
        .clone_from(&taken.transfer.record.facts);
    transfer.planned_on = taken.transfer.planned_on;
    let setting = ground.setting(taken.occurred_at);
    let by_ladder = matches!(action, Action::DecideDispute { .. });
    let forum = match by_ladder {
        true => ground.pathway.forum.as_deref(),
        false => action.forum(),
    };
    let forum = forum.unwrap_or_else(|| decided_at(&transfer));
    let knowledge = setting.knowledge(
        &transfer,
        taken.occurred_at,
        forum,
        action.reason().unwrap_or(""),
    );
    let overridden = |id: &str| transfer.record.overrides.contains_key(id);
    let mut stood = Vec::new();
    for gate in ground
        .pack
        .entries
        .gate
        .iter()
        .filter(|gate| gate.outcome == GateOutcome::Block)
    {
        let applies =
            gate.on.contains(&stage) && ground.belongs(&gate.pathways) && !overridden(&gate.id);
        if applies
            && knowledge.holds(gate.when.as_deref()) != Verdict::No
            && knowledge.holds(Some(&gate.require)) != Verdict::Yes
        {
            stood.push(format!("gate `{}` stood", gate.id));
        }
    }
    for item in ground
        .pack
        .entries
        .item
        .iter()
        .filter(|item| is_due(ground, item, stage, transfer.state))
    {
        let open = !transfer.record.ticks.contains_key(&item.id) && !overridden(&item.id);
        if open && knowledge.holds(item.when.as_deref()) != Verdict::No {
            stood.push(format!("item `{}` was open", item.id));
        }
    }
    let pathway = ground.pathway;
    let asks = stage == Stage::Request;
    if asks && pathway.discussion.is_some() && transfer.record.discussions.is_empty() {
        stood.push("the managers had not talked".into());
    }
    if asks && knowledge.holds(pathway.open_when.as_deref()) != Verdict::Yes {
        stood.push("the pathway was not open".into());
    }
    if stage == Stage::Accept && pathway.forum_decides && pathway.forum.as_deref() != Some(forum) {
        stood.push("the meeting had not decided".into());
    }
    stood
}

/// A dispute decided for the move is an agreement like any other; the ladder takes the place of the meeting.
fn stage(action: &Action) -> Option<Stage> {
    match action {
        Action::Request { .. } => Some(Stage::Request),
        Action::Accept { .. } | Action::DecideDispute { accept: true, .. } => Some(Stage::Accept),
        Action::Decline { .. } => Some(Stage::Decline),
        Action::Land { .. } => Some(Stage::Land),
        Action::Close => Some(Stage::Close),
        _ => None,
    }
}

fn is_due(ground: &Ground, item: &Item, stage: Stage, state: State) -> bool {
    const ORDER: [Stage; 4] = [Stage::Request, Stage::Accept, Stage::Land, Stage::Close];
    let place = |stage: Stage| ORDER.iter().position(|each| *each == stage);
    let due = place(item.before)
        .zip(place(stage))
        .is_some_and(|(item, action)| item <= action);
    let is_part = match item.part_of {
        PartOf::Move => state != State::Supported,
        PartOf::Support => state == State::Supported,
        PartOf::Either => true,
    };
    let strength = ground
        .pack
        .rule(item.rule.first())
        .map(|rule| rule.strength);
    let binds = matches!(strength, Some(Strength::Must | Strength::FirmShould));
    due && is_part && ground.belongs(&item.pathways) && item.blocking.unwrap_or(binds)
}

/// Invariant 3, the other half: only roles that the pack names let something pass, and they say why.
fn overrides(ground: &Ground, transfer: &Transfer) -> Vec<String> {
    let mut broken = Vec::new();
    for (id, overridden) in &transfer.record.overrides {
        let gate = ground.pack.gate(id).map(|gate| &gate.overridable_by);
        let roles = gate.or_else(|| ground.pack.item(id).map(|item| &item.overridable_by));
        let permitted = roles.is_some_and(|roles| roles.contains(&overridden.role));
        if !permitted || overridden.reason.trim().is_empty() {
            broken.push(format!(
                "`{id}` was let pass by a {} with the reason \"{}\"",
                overridden.role, overridden.reason
            ));
        }
    }
    broken
}

/// Invariant 6: no reason that the pack refuses is ever taken, capacity among them where the pack says so.
fn refused_reason(ground: &Ground, action: &Action) -> Option<String> {
    let reason = ground.pack.reason(action.reason()?)?;
    reason
        .refused
        .as_ref()
        .map(|why| format!("`{}` was taken as a reason, although: {why}", reason.id))
}

/// Whatever is decided rests on rules of the pack.
fn rules(ground: &Ground, taken: &Decision) -> Vec<String> {
    let unknown = taken
        .rules
        .iter()
        .filter(|rule| ground.pack.rule(rule).is_none());
    unknown
        .map(|rule| format!("it rests on {rule}, which is no rule of the pack"))
        .collect()
}
