//! Pathways in plain words, each with its gates, items, deadlines and shared work.

use super::{
    Page, clock, condition, moment, moments, role_names, rules, service_names, side, stage, stages,
};
use crate::pack::Pack;
use crate::pack::format::{
    Deadline, DecisionRoute, Direction, Gate, GateOutcome, Item, ItemKind, OverrideTakes, Party,
    Pathway, PathwayOutcome, Responsibility,
};
use crate::place::{Place, Placed};

/// Whether an entry belongs here: to one pathway or matter by name, or to all pathways.
#[derive(Clone, Copy)]
pub(super) enum Of<'a> {
    Pathway(&'a str),
    Matter(&'a str),
    All,
}

impl Of<'_> {
    pub(super) fn has(self, entry: &impl Placed) -> bool {
        match self {
            Self::Pathway(id) => entry.pathways().iter().any(|pathway| pathway == id),
            Self::Matter(id) => Place::Matter(id).has(entry),
            Self::All => Place::Anywhere.has(entry),
        }
    }
}

pub(super) fn show(page: &mut Page, pack: &Pack) {
    page.heading(2, "Pathways");
    for pathway in &pack.entries.pathway {
        show_pathway(page, pack, pathway);
        belongings(page, pack, Of::Pathway(&pathway.id));
    }
    let mut everywhere = Page::default();
    belongings(&mut everywhere, pack, Of::All);
    if !everywhere.0.is_empty() {
        page.heading(2, "On every pathway");
        page.0.push_str(&everywhere.0);
    }
}

fn show_pathway(page: &mut Page, pack: &Pack, pathway: &Pathway) {
    page.heading(3, &pathway.name);
    let direction = match (pathway.outcome, pathway.direction) {
        (PathwayOutcome::Support, _) => "support, the case stays where it is",
        (_, Direction::StepUp) => "step up",
        (_, Direction::StepDown) => "step down",
        (_, Direction::Across) => "across",
    };
    let from = service_names(pack, &pathway.from);
    let to = service_names(pack, &pathway.to);
    page.say(&format!(
        "From {from} to {to} ({direction}){}.",
        rules(&pathway.rule)
    ));
    page.point(&format!("Set off by: {}", pathway.trigger));
    page.point(&format!("The moment it moves: {}", pathway.transfer_point));
    who(page, pack, pathway);
    if let Some(discussion) = &pathway.discussion {
        let ways = discussion.ways.join(", ").replace('_', " ");
        let transferring = role_names(pack, &discussion.transferring);
        let receiving = role_names(pack, &discussion.receiving);
        page.point(&format!(
            "First talk ({ways}): {transferring} with {receiving}{}",
            rules(&discussion.rule)
        ));
        page.detail("anything else", &discussion.message);
    }
    if let Some(forum) = pathway.forum.as_deref().and_then(|id| pack.forum(id)) {
        let part = if pathway.forum_decides {
            "Decided at"
        } else {
            "Considered at"
        };
        page.point(&format!("{part}: {}", forum.name));
    }
    match pathway.ladder.as_deref().and_then(|id| pack.ladder(id)) {
        Some(ladder) => page.point(&format!("Disagreements climb: {}", ladder.name)),
        None => page.point("Disagreements: the procedure is silent"),
    }
    for special in &pathway.ladder_when {
        let name = pack
            .ladder(&special.ladder)
            .map_or(special.ladder.as_str(), |ladder| ladder.name.as_str());
        let when = condition(Some(&special.when));
        page.detail("where", &format!("{when}, {name}"));
    }
    if pathway.within_team {
        page.point("The case stays in its team and gets another worker");
    }
    if let Some(decline) = &pathway.decline_after_accept {
        page.point(&format!(
            "What was agreed may still be declined before the case moves{}",
            rules(&decline.rule)
        ));
        page.detail("where", &condition(Some(&decline.when)));
    }
    if pathway.recommend_when.is_some() {
        page.point(&format!(
            "Recommended where {}",
            condition(pathway.recommend_when.as_deref())
        ));
    }
    if pathway.open_when.is_some() {
        page.point(&format!(
            "Open only where {}",
            condition(pathway.open_when.as_deref())
        ));
    }
}

fn who(page: &mut Page, pack: &Pack, pathway: &Pathway) {
    match role_names(pack, &pathway.requested_by).as_str() {
        "" => page.point("May ask: any practitioner of the asking team"),
        names => page.point(&format!("May ask: {names}")),
    }
    let parties: Vec<_> = pathway
        .decided_by
        .iter()
        .map(|party| agrees(pack, party))
        .collect();
    page.point(&format!("Must agree: {}", parties.join("; and ")));
    for route in &pathway.decision_routes {
        show_route(page, pack, route);
    }
    if !pathway.released_by.is_empty() {
        page.point(&format!(
            "Where the receiving team asks, let go by: {}",
            role_names(pack, &pathway.released_by)
        ));
    }
}

fn agrees(pack: &Pack, party: &Party) -> String {
    let roles = role_names(pack, &party.roles).replace(", ", " or ");
    let condition = match &party.when {
        Some(when) => format!(" (where {})", condition(Some(when))),
        None => String::new(),
    };
    format!("{roles} for {}{condition}", speaks_for(pack, party))
}

fn speaks_for(pack: &Pack, party: &Party) -> String {
    match (&party.side, &party.service) {
        (Some(of), _) => side(*of).to_owned(),
        (None, Some(service)) => service_names(pack, std::slice::from_ref(service)),
        (None, None) => String::new(),
    }
}

fn show_route(page: &mut Page, pack: &Pack, route: &DecisionRoute) {
    page.point(&format!(
        "Another route of the decision: {}{}",
        route.name,
        rules(&route.rule)
    ));
    let parties: Vec<_> = route
        .decided_by
        .iter()
        .map(|party| agrees(pack, party))
        .collect();
    page.detail("must agree", &parties.join("; and "));
    let forum = route.forum.as_deref().and_then(|id| pack.forum(id));
    page.detail(
        "decided at",
        forum.map_or("no meeting", |forum| forum.name.as_str()),
    );
    page.detail("open where", &condition(route.when.as_deref()));
    if route.reason_needed {
        page.detail("and", "why this route is taken is recorded");
    }
}

pub(super) fn belongings(page: &mut Page, pack: &Pack, of: Of<'_>) {
    let entries = &pack.entries;
    for gate in entries.gate.iter().filter(|gate| of.has(*gate)) {
        show_gate(page, pack, gate);
    }
    for item in entries.item.iter().filter(|item| of.has(*item)) {
        show_item(page, pack, item);
    }
    for deadline in entries.deadline.iter().filter(|deadline| of.has(*deadline)) {
        show_deadline(page, pack, deadline);
    }
    for work in entries.responsibility.iter().filter(|work| of.has(*work)) {
        show_responsibility(page, pack, work);
    }
    super::work::show(page, pack, of);
    for notice in entries.notice.iter().filter(|notice| of.has(*notice)) {
        let told = role_names(pack, &notice.tell);
        page.point(&format!(
            "Told when {}: {told}{}",
            moment(pack, &notice.on),
            rules(&notice.rule)
        ));
        page.detail("where", &condition(notice.when.as_deref()));
        page.detail("what", &notice.message);
    }
    for advice in entries.advice.iter().filter(|advice| of.has(*advice)) {
        page.point(&format!(
            "To bear in mind: {}{}",
            advice.text,
            rules(&advice.rule)
        ));
        page.detail("where", &condition(advice.when.as_deref()));
        page.detail("at", &stages(&advice.at));
    }
}

fn show_gate(page: &mut Page, pack: &Pack, gate: &Gate) {
    let what = match gate.outcome {
        GateOutcome::Block => "Stops",
        GateOutcome::Warn => "Warns before",
    };
    page.point(&format!(
        "{what} {}: {}{}",
        stages(&gate.on),
        gate.message,
        rules(&gate.rule)
    ));
    page.detail("applies where", &condition(gate.when.as_deref()));
    page.detail("passes where", &condition(Some(&gate.require)));
    page.detail("remedy", &gate.remedy);
    page.detail(
        "may be overridden, with a reason, by",
        &overriding(pack, &gate.overridable_by, gate.override_takes),
    );
}

fn show_item(page: &mut Page, pack: &Pack, item: &Item) {
    let kind = match item.kind {
        ItemKind::Document => "Document",
        ItemKind::Task => "Task",
        ItemKind::Visit => "Visit",
        ItemKind::Letter => "Letter",
        ItemKind::Notice => "Notice",
        ItemKind::Meeting => "Meeting",
        ItemKind::Record => "Record",
    };
    let weight = if pack.is_blocking(item) {
        "required"
    } else {
        "advised"
    };
    let before = stage(item.before);
    page.point(&format!(
        "{kind} {weight} before {before}: {}{}",
        item.label,
        rules(&item.rule)
    ));
    let role = item
        .role
        .as_deref()
        .map(|role| format!(", {}", pack.role_name(role)))
        .unwrap_or_default();
    page.detail("owed by", &format!("{}{role}", side(item.owed_by)));
    page.detail("where", &condition(item.when.as_deref()));
    page.detail("to", &item.to.join(", "));
    page.detail("must include", &item.must_include.join("; "));
    page.detail("by", item.by.as_deref().unwrap_or_default());
    page.detail("help", item.help.as_deref().unwrap_or_default());
    page.detail(
        "may be overridden, with a reason, by",
        &overriding(pack, &item.overridable_by, item.override_takes),
    );
    for order in &item.after {
        let first = moment(pack, &order.needs);
        let how = match order.outcome {
            GateOutcome::Block => "only after",
            GateOutcome::Warn => "best after",
        };
        page.detail(how, &format!("{first}{}", rules(&order.rule)));
        page.detail("where", &condition(order.when.as_deref()));
    }
}

fn overriding(pack: &Pack, roles: &[String], takes: OverrideTakes) -> String {
    match (takes, roles.is_empty()) {
        (OverrideTakes::BothSides, false) => {
            format!(
                "one person of each team, {}",
                role_names(pack, roles).replace(", ", " or ")
            )
        }
        _ => role_names(pack, roles),
    }
}

fn show_deadline(page: &mut Page, pack: &Pack, deadline: &Deadline) {
    let kind = match (deadline.lapses, deadline.advisory) {
        (true, _) => "Chance until",
        (_, true) => "Advised",
        _ => "Due",
    };
    let clock = clock(
        pack,
        deadline.length,
        deadline.unit,
        deadline.direction,
        &deadline.starts_from,
    );
    page.point(&format!(
        "{kind}: {} {clock}{}",
        deadline.label,
        rules(&deadline.rule)
    ));
    let role = deadline
        .role
        .as_deref()
        .map(|role| format!(", {}", pack.role_name(role)))
        .unwrap_or_default();
    page.detail("owed by", &format!("{}{role}", side(deadline.owed_by)));
    page.detail("where", &condition(deadline.when.as_deref()));
    let joined = if deadline.met_by_all { "and" } else { "or" };
    page.detail("met when", &moments(pack, &deadline.met_by, joined));
    if let Some(cap) = deadline
        .no_later_than
        .as_deref()
        .and_then(|id| pack.deadline(id))
    {
        page.detail("never later than", &format!("\"{}\"", cap.label));
    }
    if let Some(time) = &deadline.by_time {
        page.detail("by", &format!("{time} on the last day"));
    }
    if deadline.strictly {
        page.detail("and", "before that moment, which itself is too late");
    }
    if deadline.may_be_agreed {
        page.detail("both sides may agree", "another date, with a reason");
    }
    page.detail(
        "when missed, told",
        &role_names(pack, &deadline.on_breach.tell),
    );
    page.detail(
        "when missed",
        deadline.on_breach.then.as_deref().unwrap_or_default(),
    );
}

fn show_responsibility(page: &mut Page, pack: &Pack, work: &Responsibility) {
    page.point(&format!(
        "Work of {}: {}{}",
        side(work.owned_by),
        work.label,
        rules(&work.rule)
    ));
    page.detail("where", &condition(work.when.as_deref()));
    let from = work
        .starts_from
        .as_deref()
        .map(|at| moment(pack, at))
        .unwrap_or_default();
    page.detail("from when", &from);
    let until = work
        .until
        .as_deref()
        .map(|at| moment(pack, at))
        .unwrap_or_default();
    page.detail("until", work.until_words.as_deref().unwrap_or(&until));
}
