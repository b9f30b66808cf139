//! What must hold of every action that is taken, looked at afresh and not through the engine's own gates and checklist.

use std::collections::BTreeSet;

use policy::action::Action;
use policy::decide::{Decision, parties_on};
use policy::expression::Verdict;
use policy::pack::format::{GateOutcome, Item, PartOf, PathwayOutcome, Stage, Strength};
use policy::role::Actor;
use policy::setting::decided_at;
use policy::transfer::{
    ActionKind, Next, Overridden, RECORDING, Side, State, Transfer, transition,
};

use super::ground::{Ground, HOLDER};
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
    broken.extend(off_the_table(ground, before, action, taken));
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
    ground: &Ground,
    before: &World,
    action: &Action,
    taken: &Decision,
) -> Option<String> {
    let (from, to) = (before.transfer.state, taken.transfer.state);
    let support = ground.pathway.outcome == PathwayOutcome::Support;
    let fits = match (transition(from, action.kind())?.1, action) {
        (Next::Stay, _) => to == from,
        (Next::Back, _) => Some(to) == before.transfer.record.held_from,
        (Next::To(State::Accepted), _) if support => to == State::Supported || to == from,
        (Next::To(State::Accepted), _) => to == State::Accepted || to == from,
        (Next::To(state), _) => to == state,
        (Next::AsReasoned, _) if to == State::Disputed => climbs_at_once(ground, before, action),
        (Next::AsReasoned, _) => to == State::Declined,
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

/// Whether a no is a disagreement by itself: its reason says so, and nobody has decided one about this move.
fn climbs_at_once(ground: &Ground, before: &World, action: &Action) -> bool {
    let reason = action.reason().and_then(|id| ground.pack.reason(id));
    let dispute = before.transfer.record.dispute.as_ref();
    reason.is_some_and(|reason| reason.climbs) && !dispute.is_some_and(|dispute| dispute.decided)
}

/// Invariant 1: one holder, who changes on landing and at no other moment.
fn holding(before: &World, after: &World, taken: &Decision) -> Option<String> {
    let transfer = &after.transfer;
    let landed = transfer.record.events.contains_key("landed");
    let expected = if landed {
        (transfer.receiving.id, transfer.record.receiving_worker)
    } else {
        (transfer.transferring.id, Some(HOLDER))
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
    let decision = transfer.record.decision.as_ref();
    let route = decision.and_then(|decision| decision.route.as_deref());
    let on = route.and_then(|id| ground.pathway.route(id));
    let parties = parties_on(ground.pathway, transfer.kind, on);
    let spoke = |number: usize| {
        let approvals = transfer.record.approvals.iter();
        approvals.filter(move |one| one.party == number && one.route.as_deref() == route)
    };
    // One with a condition may have had no part in it.
    let bound = || {
        let numbered = parties.iter().enumerate();
        numbered.filter(|(_, party)| party.when.is_none())
    };
    let by_all = bound()
        .all(|(number, party)| spoke(number).any(|approval| party.roles.contains(&approval.role)));
    let voices: BTreeSet<_> = (0..parties.len())
        .flat_map(spoke)
        .map(|one| one.by)
        .collect();
    let by_all = by_all && !voices.is_empty() && voices.len() >= bound().count();
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
        (None, Some(is)) => {
            let raised = matches!(action, Action::Dispute { .. });
            let climbs = || climbs_at_once(ground, before, action);
            is.rung == 0 && !is.decided && (raised || climbs())
        }
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
            let setting = ground.setting(before.at);
            let agreed = transfer.state == State::Accepted && action.kind() == ActionKind::Decline;
            let giving_up = ground.pathway.decline_after_accept.as_ref();
            let named = giving_up.filter(|_| agreed).map(|it| &it.decided_by);
            if let Some(named) = named.filter(|named| !named.is_empty()) {
                let speaks = actor.role_on(transfer, Side::Receiving, named).is_some();
                return (!speaks).then(|| "it was given up by nobody whom the pack names".into());
            }
            let route = action.route().or(before.transfer.record.route.as_deref());
            let route = route.and_then(|id| ground.pathway.route(id));
            let parties = parties_on(ground.pathway, transfer.kind, route);
            let speaks = parties
                .iter()
                .any(|party| party.of(&setting, transfer, actor).is_some());
            return (!speaks).then(|| "it was decided by no party to the decision".to_owned());
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
            let third = RECORDING.contains(&action.kind())
                && ground
                    .others
                    .iter()
                    .any(|team| actor.works_for(team, ground.pack));
            return (stranger || !(works || third))
                .then(|| "somebody of neither team did it".to_owned());
        }
    };
    actor
        .role_on_either(transfer, &named)
        .is_none()
        .then(|| format!("it was decided by none of {named:?}"))
}

/// Invariant 3: gates, items, the discussion, the meeting and the pathway's own condition, each evaluated again.
fn what_stood(ground: &Ground, before: &World, action: &Action, taken: &Decision) -> Vec<String> {
    if let Action::Tick { item } | Action::RecordVisit { item } = action {
        return out_of_order(ground, before, item, taken);
    }
    let Some(stage) = stage(action) else {
        return Vec::new();
    };
    let mut transfer = before.transfer.clone();
    transfer
        .record
        .facts
        .clone_from(&taken.transfer.record.facts);
    transfer.planned_on = taken.transfer.planned_on;
    transfer
        .record
        .route
        .clone_from(&taken.transfer.record.route);
    transfer.record.receiving_worker = taken.transfer.record.receiving_worker;
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
    let overridden = |id: &str, takes| transfer.record.lets_pass(id, takes);
    let mut stood = Vec::new();
    for gate in ground
        .pack
        .entries
        .gate
        .iter()
        .filter(|gate| gate.outcome == GateOutcome::Block)
    {
        let applies = gate.on.contains(&stage)
            && ground.has(gate)
            && !overridden(&gate.id, gate.override_takes);
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
        let passed = overridden(&item.id, item.override_takes);
        let open = !transfer.record.ticks.contains_key(&item.id) && !passed;
        if open && knowledge.holds(item.when.as_deref()) != Verdict::No {
            stood.push(format!("item `{}` was open", item.id));
        }
    }
    let open_tasks = transfer
        .record
        .tasks
        .iter()
        .filter(|task| task.is_open())
        .count();
    if stage == Stage::Close && open_tasks > 0 {
        stood.push(format!("{open_tasks} tasks were open"));
    }
    let pathway = ground.pathway;
    let asks = stage == Stage::Request;
    if asks && pathway.discussion.is_some() && transfer.record.discussions.is_empty() {
        stood.push("the managers had not talked".into());
    }
    if asks && knowledge.holds(pathway.open_when.as_deref()) != Verdict::Yes {
        stood.push("the pathway was not open".into());
    }
    let route = action.route().and_then(|id| pathway.route(id));
    let needs = match route {
        Some(route) => route.forum.as_deref(),
        None => pathway.forum.as_deref().filter(|_| pathway.forum_decides),
    };
    if stage == Stage::Accept && needs.is_some_and(|needed| needed != forum) {
        stood.push("the meeting had not decided".into());
    }
    if route.is_some_and(|route| knowledge.holds(route.when.as_deref()) != Verdict::Yes) {
        stood.push("the route of the decision was not open".into());
    }
    let agreed = stage == Stage::Decline && before.transfer.state == State::Accepted;
    let declining = pathway.decline_after_accept.as_ref().filter(|_| agreed);
    if declining.is_some_and(|it| knowledge.holds(Some(&it.when)) != Verdict::Yes) {
        stood.push("what was agreed was declined, and the procedure does not let it".into());
    }
    stood
}

/// What comes before an item by the pack's word, and was not done.
fn out_of_order(ground: &Ground, before: &World, item: &str, taken: &Decision) -> Vec<String> {
    let record = &before.transfer.record;
    let setting = ground.setting(taken.occurred_at);
    let knowledge = setting.knowledge(&before.transfer, taken.occurred_at, "", "");
    let orders = ground
        .pack
        .item(item)
        .into_iter()
        .flat_map(|item| &item.after);
    let strict = orders.filter(|order| {
        order.outcome == GateOutcome::Block && knowledge.holds(order.when.as_deref()) != Verdict::No
    });
    let missing = strict.filter(|order| {
        let Some(needed) = order
            .needs
            .strip_prefix("item:")
            .and_then(|id| ground.pack.item(id))
        else {
            return false;
        };
        let applies = ground.has(needed) && knowledge.holds(needed.when.as_deref()) != Verdict::No;
        applies
            && !record.ticks.contains_key(&needed.id)
            && !record.lets_pass(&needed.id, needed.override_takes)
    });
    missing
        .map(|order| format!("`{}` was not done first", order.needs))
        .collect()
}

/// A dispute decided for the move is an agreement like any other; the ladder takes the place of the meeting.
fn stage(action: &Action) -> Option<Stage> {
    match action {
        Action::Request { .. } => Some(Stage::Request),
        Action::Accept { .. } | Action::DecideDispute { accept: true, .. } => Some(Stage::Accept),
        Action::Decline { .. } => Some(Stage::Decline),
        Action::SupportInstead { .. } => Some(Stage::Support),
        Action::Withdraw { .. } => Some(Stage::Withdraw),
        Action::Hold { .. } => Some(Stage::Hold),
        Action::Resume => Some(Stage::Resume),
        Action::Dispute { .. } => Some(Stage::Dispute),
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
    due && is_part && ground.has(item) && item.blocking.unwrap_or(binds)
}

/// Invariant 3, the other half: only roles that the pack names let something pass, and they say why.
fn overrides(ground: &Ground, transfer: &Transfer) -> Vec<String> {
    let mut broken = Vec::new();
    for (id, overridden) in each_override(transfer) {
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
    for (id, each) in &transfer.record.overrides {
        let voices: BTreeSet<_> = each.iter().map(|one| one.by).collect();
        if voices.len() < each.len() {
            broken.push(format!("one person let `{id}` pass for both sides"));
        }
    }
    broken
}

/// Every override.
fn each_override(transfer: &Transfer) -> impl Iterator<Item = (&String, &Overridden)> {
    let overrides = transfer.record.overrides.iter();
    overrides.flat_map(|(id, each)| each.iter().map(move |one| (id, one)))
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
