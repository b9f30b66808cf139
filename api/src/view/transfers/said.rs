//! What was said and done about a transfer.

use openapi::{
    Approval, Decision, Discussion, DiscussionWay, GivenReason, Override, Responsibility, Review,
};
use policy::decide::parties_on;
use policy::pack::Pack;
use policy::responsibility;
use policy::transfer as domain;

use super::super::kinds::side;
use super::{Names, person};

pub(super) fn discussion(names: &Names, one: &domain::Discussed) -> Discussion {
    Discussion {
        at: one.at,
        way: match one.way.as_str() {
            "video" => DiscussionWay::Video,
            "in_person" => DiscussionWay::InPerson,
            "email" => DiscussionWay::Email,
            _ => DiscussionWay::Phone,
        },
        transferring_manager: person(names, one.transferring_manager),
        receiving_manager: person(names, one.receiving_manager),
        note: one.note.clone(),
    }
}

pub(super) fn approval(
    pack: &Pack,
    transfer: &domain::Transfer,
    names: &Names,
    one: &domain::Approval,
) -> Approval {
    let pathway = pack.pathway(&transfer.pathway);
    let of = pathway.map(|pathway| {
        let route = one.route.as_deref().and_then(|id| pathway.route(id));
        parties_on(pathway, transfer.kind, route)
    });
    let party = of.as_ref().and_then(|parties| parties.get(one.party));
    Approval {
        side: party.and_then(|party| party.side).map(side),
        service: party.and_then(|party| party.service.clone()),
        route: one.route.clone(),
        role: one.role.clone(),
        by: person(names, one.by),
        at: one.at,
    }
}

pub(super) fn decision(names: &Names, one: &domain::Decided) -> Decision {
    Decision {
        at: one.at,
        by: person(names, one.by),
        role: one.role.clone(),
        route: one.route.clone(),
        route_reason: one.route_reason.clone(),
        forum: one.forum.clone(),
        meeting_on: one.meeting_on,
        note: one.note.clone(),
    }
}

pub(super) fn given(pack: &Pack, event: &str, reason: &str) -> GivenReason {
    let known = pack.reason(reason);
    GivenReason {
        event: event.to_owned(),
        reason: reason.to_owned(),
        label: known.map_or_else(|| reason.to_owned(), |known| known.label.clone()),
        suggests: known.and_then(|known| known.suggests.clone()),
    }
}

pub(super) fn overridden(names: &Names, of: &str, one: &domain::Overridden) -> Override {
    Override {
        gate_or_item: of.to_owned(),
        by: person(names, one.by),
        role: one.role.clone(),
        side: one.side.map(decided_side),
        reason: one.reason.clone(),
        at: one.at,
    }
}

fn decided_side(side: domain::Side) -> openapi::Side {
    match side {
        domain::Side::Transferring => openapi::Side::Transferring,
        domain::Side::Receiving => openapi::Side::Receiving,
    }
}

/// Work that one team owns while another holds the case.
pub fn responsible(
    calendar: &policy::calendar::Calendar,
    one: responsibility::Reading,
) -> Responsibility {
    let until = one.until.map(|at| calendar.local_date(at).to_string());
    Responsibility {
        id: one.id,
        from: one.from,
        ends_at: one.until,
        rule: one.rules.first().cloned().unwrap_or_default(),
        label: one.label,
        owned_by: side(one.owned_by),
        until: until.or(one.until_words),
    }
}

pub(super) fn review(one: &domain::Review) -> Review {
    let (forum, meeting_on) = one.meeting.clone().unzip();
    Review {
        at: one.at,
        outcome: one.outcome.clone(),
        forum,
        meeting_on,
        note: one.note.clone(),
    }
}
