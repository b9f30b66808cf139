//! Where a matter goes: routes and pathways whose conditions hold.

use std::collections::BTreeSet;

use super::Recommendation;
use crate::expression::{Knowledge, Verdict};
use crate::pack::Pack;

/// Routes first, the urgent ones before all; then pathways. Where no pathway is meant, what is lacking is asked for.
pub(super) fn recommended(
    pack: &Pack,
    knowledge: &Knowledge,
    missing: &mut BTreeSet<String>,
    ask: bool,
) -> Vec<Recommendation> {
    let mut found = Vec::new();
    let mut consider = |verdict: Verdict, recommendation: Recommendation| match verdict {
        Verdict::Yes => found.push(recommendation),
        Verdict::Lacks(facts) if ask => missing.extend(facts),
        _ => {}
    };
    for route in &pack.entries.route {
        let recommendation = Recommendation {
            pathway: route.pathway.clone(),
            service: route.service.clone(),
            advice: route.then.clone(),
            urgent: route.urgent,
            rules: route.rule.ids().to_vec(),
        };
        consider(knowledge.holds(Some(&route.when)), recommendation);
    }
    for pathway in pack
        .entries
        .pathway
        .iter()
        .filter(|pathway| pathway.recommend_when.is_some())
    {
        let recommendation = Recommendation {
            pathway: Some(pathway.id.clone()),
            service: pathway.to.first().cloned(),
            advice: format!("{}: {}", pathway.name, pathway.trigger),
            urgent: false,
            rules: pathway.rule.ids().to_vec(),
        };
        consider(
            knowledge.holds(pathway.recommend_when.as_deref()),
            recommendation,
        );
    }
    found.sort_by_key(|recommendation| !recommendation.urgent);
    found
}
