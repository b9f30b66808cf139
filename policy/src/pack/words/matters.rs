//! Matters of their own and rotas in plain words.

use super::moves::{Of, belongings};
use super::{Page, condition, role_names, rules, service_names};
use crate::pack::Pack;
use crate::pack::format::{CaseIs, Does, Matter, OpensOn};

pub(super) fn show(page: &mut Page, pack: &Pack) {
    if !pack.entries.matter.is_empty() {
        page.heading(2, "Matters of their own");
    }
    for matter in &pack.entries.matter {
        show_matter(page, pack, matter);
        belongings(page, pack, Of::Matter(&matter.id));
    }
    for rota in &pack.entries.rota {
        page.heading(3, &rota.name);
        let teams = service_names(pack, &rota.services);
        page.say(&format!(
            "Teams of {teams} take turns{}.",
            rules(&rota.rule)
        ));
        page.point(&format!("Kept by: {}", role_names(pack, &rota.kept_by)));
    }
}

fn show_matter(page: &mut Page, pack: &Pack, matter: &Matter) {
    page.heading(3, &matter.name);
    page.say(&format!("{}{}", matter.purpose, rules(&matter.rule)));
    page.point(match (matter.opens_on, matter.opened_by.is_empty()) {
        (Some(OpensOn::Contact), _) => "Opens by itself when a call is logged",
        (Some(OpensOn::Absence), _) => "Opens by itself when somebody is absent",
        (Some(OpensOn::Reallocation), _) => "Opens by itself when a case gets another worker",
        (None, false) => "Opened by hand, by those named",
        (None, true) => "Opened by hand, by the team",
    });
    if matter.ends_on.is_some() {
        page.detail("ends", "by itself, when the call is answered");
    }
    page.detail("where", &condition(matter.opens_when.as_deref()));
    page.detail("by", &role_names(pack, &matter.opened_by));
    match matter.case {
        Some(CaseIs::Open) => page.detail("for", "open cases"),
        Some(CaseIs::Closed) => page.detail("for", "closed cases"),
        None => {}
    }
    page.detail("given to", &service_names(pack, &matter.given_to));
    if matter.holds_case {
        page.detail("holding", "that team holds the case from then on");
    }
    if !matter.decided_by.is_empty() {
        page.point(&format!(
            "Decided by: {}",
            role_names(pack, &matter.decided_by)
        ));
    }
    for decision in &matter.decisions {
        let does = match decision.does {
            Does::Nothing => "",
            Does::ClosesCase => "; the case is then closed",
            Does::GivesCaseToLastTeam => "; the case then goes to the team that held it last",
        };
        page.point(&format!("May be decided: {}{does}", decision.label));
        let facts = decision.makes_known.keys().chain(&decision.moment_as);
        let labels: Vec<_> = facts
            .filter_map(|id| pack.fact(id))
            .map(|fact| fact.label.as_str())
            .collect();
        page.detail("then known of the case", &labels.join(", "));
    }
    if let Some(ladder) = matter.ladder.as_deref().and_then(|id| pack.ladder(id)) {
        page.point(&format!("Climbs: {}", ladder.name));
    }
}
