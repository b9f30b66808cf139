//! Problems: the answers that every route has in common, for the document.

use std::collections::BTreeMap;

use openapi::Problem;
use utoipa::openapi::{ContentBuilder, Ref, RefOr, Response, ResponseBuilder};
use utoipa::{IntoResponses, ToSchema};

const UNAUTHENTICATED: (u16, &str) = (
    401,
    "Nobody is signed in, or the token is not valid any more",
);
const FORBIDDEN: (u16, &str) = (403, "You may not do this; `roles_needed` says who may");
const NOT_FOUND: (u16, &str) = (404, "There is no such thing, or it is not yours to see");
const CONFLICT: (u16, &str) = (
    409,
    "It does not fit what is there: `state`, `allowed` and `blocked_by` say why",
);
const OUTDATED: (u16, &str) = (
    412,
    "It has changed since the version in `If-Match`; `current_version` is the present one",
);
const TOO_LONG: (u16, &str) = (413, "The body is too long");
const NOT_JSON: (u16, &str) = (415, "The body is not application/json");
const NOT_VALID: (u16, &str) = (
    422,
    "What was sent is not right: `errors` names every member that is wrong",
);
const TOO_MANY: (u16, &str) = (
    429,
    "This was tried too often: `Retry-After` says how many seconds to wait",
);
const BROKEN: (u16, &str) = (500, "The server made a mistake; nothing has changed");
const UNAVAILABLE: (u16, &str) = (503, "The database does not answer; nothing has changed");

/// What may go wrong where something is read.
#[derive(Debug)]
pub struct ReadProblems;

impl IntoResponses for ReadProblems {
    fn responses() -> BTreeMap<String, RefOr<Response>> {
        problems(&[
            UNAUTHENTICATED,
            FORBIDDEN,
            NOT_FOUND,
            NOT_VALID,
            BROKEN,
            UNAVAILABLE,
        ])
    }
}

/// What may go wrong where something is sent to be judged, and nothing changes.
#[derive(Debug)]
pub struct AskProblems;

impl IntoResponses for AskProblems {
    fn responses() -> BTreeMap<String, RefOr<Response>> {
        problems(&[
            UNAUTHENTICATED,
            FORBIDDEN,
            NOT_FOUND,
            TOO_LONG,
            NOT_JSON,
            NOT_VALID,
            BROKEN,
            UNAVAILABLE,
        ])
    }
}

/// What may go wrong where something is changed.
#[derive(Debug)]
pub struct ChangeProblems;

impl IntoResponses for ChangeProblems {
    fn responses() -> BTreeMap<String, RefOr<Response>> {
        problems(&[
            UNAUTHENTICATED,
            FORBIDDEN,
            NOT_FOUND,
            CONFLICT,
            OUTDATED,
            TOO_LONG,
            NOT_JSON,
            NOT_VALID,
            BROKEN,
            UNAVAILABLE,
        ])
    }
}

/// What may go wrong where something is changed that nobody may try too often.
#[derive(Debug)]
pub struct TriedProblems;

impl IntoResponses for TriedProblems {
    fn responses() -> BTreeMap<String, RefOr<Response>> {
        let mut problems = ChangeProblems::responses();
        problems.extend(self::problems(&[TOO_MANY]));
        problems
    }
}

fn problems(list: &[(u16, &str)]) -> BTreeMap<String, RefOr<Response>> {
    list.iter()
        .map(|(status, description)| (status.to_string(), RefOr::T(problem(description))))
        .collect()
}

fn problem(description: &str) -> Response {
    let schema = RefOr::Ref(Ref::from_schema_name(Problem::name()));
    let content = ContentBuilder::new().schema(Some(schema)).build();
    ResponseBuilder::new()
        .description(description)
        .content("application/problem+json", content)
        .build()
}
