//! The front door in plain words: where matters go, and where rules clash.

use super::{Page, condition, listed, rules, section};
use crate::pack::Pack;

pub(super) fn show(page: &mut Page, pack: &Pack) {
    routes(page, pack);
    conflicts(page, pack);
}

fn routes(page: &mut Page, pack: &Pack) {
    let routes = &pack.entries.route;
    if section(page, "Where matters go", routes.is_empty()) {
        for route in routes {
            let urgent = if route.urgent { "**Urgent**: " } else { "" };
            page.point(&format!("{urgent}{}{}", route.then, rules(&route.rule)));
            page.detail("where", &condition(Some(&route.when)));
            page.detail("holds", &doors(pack, &route.holds));
            page.detail("meanwhile with", holder(pack, route.holder.as_deref()));
            page.detail("see", route.document.as_deref().unwrap_or_default());
            page.detail("ask", route.ask_instead.as_deref().unwrap_or_default());
        }
    }
}

fn conflicts(page: &mut Page, pack: &Pack) {
    let conflicts = &pack.entries.conflict;
    if section(page, "Where rules clash", conflicts.is_empty()) {
        for conflict in conflicts {
            let between: Vec<_> = conflict
                .between
                .iter()
                .map(|id| pack.party_name(id))
                .collect();
            page.point(&format!(
                "Needs a discussion between {}{}",
                listed(&between),
                rules(&conflict.rule)
            ));
            page.detail("doors", &doors(pack, &conflict.among));
            page.detail("read as", &conflict.reading);
            page.detail("meanwhile", &conflict.meanwhile);
            page.detail("meanwhile with", holder(pack, conflict.holder.as_deref()));
            page.detail("settled", &condition(conflict.settled_when.as_deref()));
        }
    }
}

fn holder<'a>(pack: &'a Pack, service: Option<&'a str>) -> &'a str {
    service.map_or("", |id| pack.service_name(id))
}

/// Routes and pathways by what they say.
fn doors(pack: &Pack, ids: &[String]) -> String {
    let name = |id: &String| match (pack.pathway(id), pack.route(id)) {
        (Some(pathway), _) => pathway.name.clone(),
        (None, Some(route)) => route.then.clone(),
        (None, None) => id.clone(),
    };
    ids.iter().map(name).collect::<Vec<_>>().join(" / ")
}
