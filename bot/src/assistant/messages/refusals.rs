//! Refusals and failures: the rule, the clause and the remedy, or what to do without the service.

use openapi::{ApiError, Blocker, Problem};

use super::super::reply::{Reply, Tone};
use super::{LIFE_AT_RISK, Names, spaced};

/// What the service refused, why, and what would make it possible.
pub fn refused(problem: &Problem, names: Names<'_>) -> Reply {
    let state = problem
        .state
        .map(|state| format!("The transfer is {}.", spaced(state.name())));
    let blockers = problem
        .blocked_by
        .iter()
        .flat_map(|blocker| stands_in_the_way(blocker, names));
    let errors = problem.errors.iter().map(|error| {
        let expected = error
            .expected
            .as_ref()
            .map(|right| format!(", expected {right}"))
            .unwrap_or_default();
        format!("{}: {}{expected}", error.field, error.message)
    });
    Reply::plain(format!("{}: {}", problem.title, problem.detail))
        .in_tone(Tone::Refusal)
        .lines(blockers)
        .lines(errors)
        .lines(rule(problem))
        .lines(roles(problem, names))
        .lines(state)
        .lines(allowed(problem))
}

/// One thing that stands in the way, with its rule, clause and remedy.
pub(super) fn stands_in_the_way(blocker: &Blocker, names: Names<'_>) -> Vec<String> {
    let word = if blocker.warning { "Careful: " } else { "" };
    let mut lines = vec![format!(
        "- {word}{} ({}, {})",
        blocker.message, blocker.rule, blocker.clause
    )];
    lines.push(format!("  What to do: {}", blocker.remedy));
    if !blocker.missing_facts.is_empty() {
        let facts: Vec<String> = blocker
            .missing_facts
            .iter()
            .map(|id| names.fact(id))
            .collect();
        lines.push(format!("  Not known yet: {}", facts.join(", ")));
    }
    if !blocker.overridable_by.is_empty() && !blocker.warning {
        let roles = names.roles(&blocker.overridable_by);
        lines.push(format!(
            "  {roles} may override it with a reason (`override REF {}`).",
            blocker.id
        ));
    }
    lines
}

/// Why nothing came back, and what to do meanwhile.
pub fn failed(failure: &ApiError, names: Names<'_>) -> Reply {
    match failure {
        ApiError::Problem(problem) if problem.status == 401 => {
            broken("The service does not know you.")
                .line("Check your token (`--token` or LANDSAFE_TOKEN), or ask an administrator.")
        }
        ApiError::Problem(problem) if problem.status == 429 || problem.status >= 500 => broken(
            &format!("The service cannot answer now: {}.", problem.detail),
        ),
        ApiError::Problem(problem) => refused(problem, names),
        ApiError::Unreachable(_) => broken("The service cannot be reached, so I cannot answer."),
        ApiError::Unexpected { status, .. } => broken(&format!(
            "The service answered something I do not understand (status {status})."
        )),
    }
}

fn broken(what: &str) -> Reply {
    Reply::plain(what)
        .in_tone(Tone::Failure)
        .line(LIFE_AT_RISK)
        .line("If it is urgent, ring your duty team by phone now; do not wait for this to work again.")
        .line("Otherwise try again in a moment. Nothing that was confirmed before is lost.")
}

fn rule(problem: &Problem) -> Option<String> {
    let rule = problem.rule.as_ref()?;
    let clause = problem
        .clause
        .as_ref()
        .map(|clause| format!(", {clause}"))
        .unwrap_or_default();
    Some(format!("The rule is {rule}{clause}."))
}

fn roles(problem: &Problem, names: Names<'_>) -> Option<String> {
    let needed = !problem.roles_needed.is_empty();
    needed.then(|| {
        format!(
            "This is for {}: ask one of them.",
            names.roles(&problem.roles_needed)
        )
    })
}

fn allowed(problem: &Problem) -> Option<String> {
    let allowed: Vec<String> = problem
        .allowed
        .iter()
        .map(|action| spaced(action.snake()))
        .collect();
    (!allowed.is_empty()).then(|| format!("What is possible now: {}.", allowed.join(", ")))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use serde_json::json;

    use super::*;

    #[test]
    fn a_refusal_says_the_rule_the_clause_and_the_remedy() {
        let problem: Problem = serde_json::from_value(json!({
            "type": "/problems/gate-closed", "title": "Gate closed", "status": 409, "detail": "the family has not been told",
            "state": "draft", "allowed": ["withdraw", "record_fact"],
            "blocked_by": [{"kind": "gate", "id": "family_informed", "rule": "EXA-12", "clause": "Section 4",
                "message": "the family has not been told", "remedy": "tell the family, then record it",
                "overridable_by": ["team_manager"], "missing_facts": ["family_informed"], "warning": false}]
        }))
        .unwrap();
        let reply = refused(&problem, Names(None));
        assert_eq!(reply.tone, Tone::Refusal);
        assert_eq!(
            reply.text(),
            "Gate closed: the family has not been told\n\
             - the family has not been told (EXA-12, Section 4)\n\
             \x20 What to do: tell the family, then record it\n\
             \x20 Not known yet: family informed\n\
             \x20 team manager may override it with a reason (`override REF family_informed`).\n\
             The transfer is draft.\n\
             What is possible now: withdraw, record fact."
        );
    }

    #[test]
    fn a_refusal_says_which_role_is_needed_and_what_was_mistyped() {
        let problem: Problem = serde_json::from_value(json!({
            "type": "/problems/forbidden", "title": "Not yours", "status": 403, "detail": "another role decides",
            "roles_needed": ["team_manager"], "rule": "EXA-9", "clause": "Section 3",
            "errors": [{"field": "planned_on", "message": "is in the past", "expected": "a later day"}]
        }))
        .unwrap();
        let text = refused(&problem, Names(None)).text();
        assert!(text.contains("This is for team manager"));
        assert!(text.contains("The rule is EXA-9, Section 3."));
        assert!(text.contains("planned_on: is in the past, expected a later day"));
    }

    #[test]
    fn a_service_that_is_ill_or_does_not_know_the_caller_sends_people_to_the_phone_too() {
        for status in [401, 429, 503] {
            let problem = Problem {
                status,
                detail: "not now".into(),
                ..Problem::default()
            };
            let reply = failed(&ApiError::Problem(Box::new(problem)), Names(None));
            assert_eq!(reply.tone, Tone::Failure);
            assert!(reply.text().contains("duty team by phone"), "{status}");
        }
    }

    #[test]
    fn without_the_service_people_are_sent_to_the_phone() {
        let failure = ApiError::Unexpected {
            status: 502,
            body: "a stack trace".into(),
        };
        let reply = failed(&failure, Names(None));
        assert_eq!(reply.tone, Tone::Failure);
        assert!(reply.text().contains("999") && reply.text().contains("duty team by phone"));
        assert!(!reply.text().contains("stack trace"));
    }
}
