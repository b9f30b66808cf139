//! Whose an action is: the side and the role in which someone takes it.

use crate::pack::format::Pathway;
use crate::party::taking_part;
use crate::refusal::Refusal;
use crate::role::Actor;
use crate::setting::Setting;
use crate::transfer::{ActionKind, Kind, RECORDING, Side, State, Transfer, Whose};

/// In what capacity someone acts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Capacity {
    /// For which side; none above both, and none for a third service.
    pub side: Option<Side>,
    /// In which role.
    pub role: String,
    /// Which party to the decision, from 0.
    pub party: Option<usize>,
}

/// In what capacity an actor may take an action.
///
/// # Errors
///
/// [`Refusal::NotYours`], naming the side and the roles that may.
pub fn capacity(
    setting: &Setting,
    transfer: &Transfer,
    actor: &Actor,
    kind: ActionKind,
    whose: Whose,
) -> Result<Capacity, Refusal> {
    let pathway = setting.pathway(transfer)?;
    if actor.is_clockwork {
        return by_clockwork(kind);
    }
    match whose {
        Whose::Asking if kind == ActionKind::Request => asking(setting, transfer, actor, pathway),
        Whose::Asking => member(setting, transfer, actor, pathway, &[transfer.asking()]),
        Whose::Answering => member(
            setting,
            transfer,
            actor,
            pathway,
            &[transfer.asking().other()],
        ),
        Whose::Receiving => member(setting, transfer, actor, pathway, &[Side::Receiving]),
        Whose::Either => member(
            setting,
            transfer,
            actor,
            pathway,
            &[Side::Transferring, Side::Receiving],
        )
        .or_else(|refusal| third_service(setting, transfer, actor, pathway, kind).ok_or(refusal)),
        Whose::Deciding => deciding(setting, transfer, actor, pathway, kind),
        Whose::Rung => on_rung(setting, transfer, actor),
    }
}

fn by_clockwork(kind: ActionKind) -> Result<Capacity, Refusal> {
    match kind {
        ActionKind::Escalate => Ok(Capacity {
            side: None,
            role: String::new(),
            party: None,
        }),
        _ => Err(Refusal::NotYours {
            message: "time passing decides nothing".into(),
            side: None,
            roles: Vec::new(),
            rule: None,
        }),
    }
}

fn asking(
    setting: &Setting,
    transfer: &Transfer,
    actor: &Actor,
    pathway: &Pathway,
) -> Result<Capacity, Refusal> {
    let side = transfer.asking();
    let named = match transfer.kind {
        Kind::Push => &pathway.requested_by,
        Kind::Pull => return member(setting, transfer, actor, pathway, &[side]),
    };
    if named.is_empty() {
        return member(setting, transfer, actor, pathway, &[side]);
    }
    match actor.role_on(transfer, side, named) {
        Some(role) => Ok(Capacity {
            side: Some(side),
            role,
            party: None,
        }),
        None => Err(not_yours(
            setting,
            "request this transfer",
            Some(side),
            named,
            pathway.rule.first(),
        )),
    }
}

/// The first side of those given that the actor works for.
fn member(
    setting: &Setting,
    transfer: &Transfer,
    actor: &Actor,
    pathway: &Pathway,
    among: &[Side],
) -> Result<Capacity, Refusal> {
    let side = among
        .iter()
        .copied()
        .find(|side| actor.works_for(transfer.team(*side), setting.pack));
    let role = side.and_then(|side| actor.roles_over(transfer.team(side)).next());
    match (side, role) {
        (Some(side), Some(role)) => Ok(Capacity {
            side: Some(side),
            role: role.to_owned(),
            party: None,
        }),
        _ => Err(Refusal::NotYours {
            message: match among {
                [one] => format!("this is for the {} team to do", side_name(*one)),
                _ => "this is for one of the two teams to do".into(),
            },
            side: (among.len() == 1).then(|| among[0]),
            roles: Vec::new(),
            rule: Some(pathway.rule.first().to_owned()),
        }),
    }
}

/// Whoever decides for a third service may record what they do about it.
fn third_service(
    setting: &Setting,
    transfer: &Transfer,
    actor: &Actor,
    pathway: &Pathway,
    kind: ActionKind,
) -> Option<Capacity> {
    let parties = pathway.all_parties().filter(|_| RECORDING.contains(&kind));
    let (side, role) = parties
        .filter(|party| party.service.is_some())
        .find_map(|party| party.of(setting, transfer, actor))?;
    let party = None;
    Some(Capacity { side, role, party })
}

/// A party that has not agreed yet comes before one that has; nobody agrees for two parties of one decision.
fn deciding(
    setting: &Setting,
    transfer: &Transfer,
    actor: &Actor,
    pathway: &Pathway,
    kind: ActionKind,
) -> Result<Capacity, Refusal> {
    let giving_up = pathway
        .decline_after_accept
        .as_ref()
        .filter(|_| transfer.state == State::Accepted && kind == ActionKind::Decline);
    if let Some(decline) = giving_up.filter(|decline| !decline.decided_by.is_empty()) {
        let (side, named) = (Side::Receiving, &decline.decided_by);
        return match actor.role_on(transfer, side, named) {
            Some(role) => Ok(Capacity {
                side: Some(side),
                role,
                party: None,
            }),
            None => Err(not_yours(
                setting,
                DECIDE,
                Some(side),
                named,
                decline.rule.first(),
            )),
        };
    }
    let route = transfer.record.route.as_deref();
    let on = route.and_then(|id| pathway.route(id));
    let parties = taking_part(setting, transfer, pathway, on);
    let on_route = || {
        let approvals = transfer.record.approvals.iter();
        approvals.filter(|approval| approval.route.as_deref() == route)
    };
    let agreed = |index: usize| on_route().any(|approval| approval.party == index);
    let spoke = on_route().any(|approval| approval.by == actor.practitioner);
    let mine: Vec<_> = parties
        .iter()
        .filter_map(|(number, party)| {
            let (side, role) = party.of(setting, transfer, actor)?;
            let party = Some(*number);
            Some((agreed(*number), Capacity { side, role, party }))
        })
        .collect();
    let may = |(agreed, _): &&(bool, Capacity)| kind != ActionKind::Accept || *agreed || !spoke;
    let first = mine.iter().filter(may).min_by_key(|(agreed, _)| *agreed);
    if let Some((_, capacity)) = first {
        return Ok(capacity.clone());
    }
    let roles: Vec<String> = parties
        .iter()
        .filter(|(number, _)| !spoke || !agreed(*number))
        .flat_map(|(_, party)| party.roles.clone())
        .collect();
    if !mine.is_empty() {
        return Err(Refusal::NotYours {
            message: "you have agreed for one party already: each party of the decision, and each team, speaks through a person of its own".into(),
            side: None,
            roles,
            rule: Some(pathway.rule.first().to_owned()),
        });
    }
    let answering = transfer.asking().other();
    let theirs: Vec<String> = parties
        .iter()
        .filter(|(_, party)| party.sides().contains(&answering))
        .flat_map(|(_, party)| party.roles.clone())
        .collect();
    Err(match theirs.is_empty() {
        true => not_yours(setting, DECIDE, None, &roles, pathway.rule.first()),
        false => not_yours(
            setting,
            DECIDE,
            Some(answering),
            &theirs,
            pathway.rule.first(),
        ),
    })
}

const DECIDE: &str = "decide on this transfer";

fn on_rung(setting: &Setting, transfer: &Transfer, actor: &Actor) -> Result<Capacity, Refusal> {
    let dispute = transfer.record.dispute.as_ref();
    let rung = dispute.and_then(|d| Some((setting.pack.ladder(&d.ladder)?, d.rung)));
    let Some((ladder, rung)) = rung.and_then(|(ladder, n)| Some((ladder, ladder.rungs.get(n)?)))
    else {
        return Err(not_yours(setting, "decide this dispute", None, &[], ""));
    };
    match actor.role_on_either(transfer, &rung.roles) {
        Some(role) => Ok(Capacity {
            side: None,
            role,
            party: None,
        }),
        None => Err(not_yours(
            setting,
            "decide this dispute",
            None,
            &rung.roles,
            ladder.rule.first(),
        )),
    }
}

fn not_yours(
    setting: &Setting,
    what: &str,
    side: Option<Side>,
    roles: &[String],
    rule: &str,
) -> Refusal {
    let names: Vec<_> = roles
        .iter()
        .map(|role| setting.pack.role_name(role))
        .collect();
    let whose = side.map_or(String::new(), |side| {
        format!(" of the {} team", side_name(side))
    });
    Refusal::NotYours {
        message: format!("to {what} takes a {}{whose}", names.join(" or ")),
        side,
        roles: roles.to_vec(),
        rule: (!rule.is_empty()).then(|| rule.to_owned()),
    }
}

/// `transferring` or `receiving`.
pub fn side_name(side: Side) -> &'static str {
    match side {
        Side::Transferring => "transferring",
        Side::Receiving => "receiving",
    }
}
