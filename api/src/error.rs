//! Errors: one list of what can go wrong, and one table from each to its problem.

use actix_web::http::StatusCode;
use actix_web::http::header::{ALLOW, CONTENT_TYPE, HeaderValue, RETRY_AFTER, WWW_AUTHENTICATE};
use actix_web::{HttpResponse, ResponseError};
use openapi::{FieldError, Problem};
use policy::pack::Pack;
use policy::refusal::Refusal;
use sea_orm::DbErr;
use thiserror::Error;
use tracing::error;

use crate::view;

/// Why a request was not carried out; nothing has changed.
#[derive(Debug, Error)]
pub enum ApiError {
    /// Nobody is signed in, or the token is not right.
    #[error("{0}")]
    Unauthenticated(&'static str),
    /// Someone is signed in who may not.
    #[error("{0}")]
    Forbidden(String),
    /// It is not there, or not theirs to see: the two are told apart for nobody.
    #[error("there is no such {0}, or it is not yours to see")]
    NotFound(&'static str),
    /// It is there, and does not take this method; with those that it takes.
    #[error("this takes {0} only")]
    NoSuchMethod(&'static str),
    /// The procedure refuses; with the clause of the rule that does.
    #[error("{refusal}")]
    Refused {
        /// Why.
        refusal: Refusal,
        /// The paragraph of the rule.
        clause: Option<String>,
    },
    /// What was sent is not right.
    #[error("{}", summary(.0))]
    Invalid(Vec<FieldError>),
    /// Somebody else was first.
    #[error("somebody changed this in the meantime: look at it again")]
    ChangedMeanwhile,
    /// `If-Match` names an older version.
    #[error("this has changed since you read it: version {current} is the present one")]
    OutdatedVersion {
        /// The present version.
        current: i64,
    },
    /// The same `Idempotency-Key` came with another request.
    #[error("this Idempotency-Key was used for another request: take a new one")]
    KeyReused,
    /// What exists already was to be made again.
    #[error("{0}")]
    Exists(String),
    /// It was tried too often; with the seconds to wait.
    #[error("this was tried too often: wait {0} seconds")]
    TooMany(i64),
    /// The account of the chat belongs to nobody.
    #[error(
        "this account is not linked: sign in to Landsafe, take a code there, and type it here with /link"
    )]
    NotLinked,
    /// The body is too long.
    #[error("the body is longer than {0} bytes")]
    TooLong(usize),
    /// The body is not JSON.
    #[error("send the body as application/json")]
    NotJson,
    /// The database did not do it.
    #[error("the database did not answer as it should")]
    Database(#[from] DbErr),
    /// The server's own mistake.
    #[error("something is wrong in the server")]
    Broken(String),
}

impl ApiError {
    /// A refusal, with the clause of its rule.
    pub fn refused(refusal: Refusal, pack: &Pack) -> Self {
        let rule = match &refusal {
            Refusal::NotYours { rule, .. } | Refusal::Forbidden { rule, .. } => rule.as_deref(),
            _ => None,
        };
        let clause = rule.map(|rule| pack.clause(rule).to_owned());
        Self::Refused { refusal, clause }
    }

    /// One field that is not right.
    pub fn invalid(field: &str, message: impl Into<String>, expected: impl Into<String>) -> Self {
        Self::Invalid(vec![FieldError {
            field: field.into(),
            message: message.into(),
            expected: Some(expected.into()),
        }])
    }

    /// Type, title and status of each.
    fn kind(&self) -> (&'static str, &'static str, StatusCode) {
        match self {
            Self::Unauthenticated(_) => {
                ("unauthenticated", "Sign in first", StatusCode::UNAUTHORIZED)
            }
            Self::Forbidden(_) => ("forbidden", "Not yours to do", StatusCode::FORBIDDEN),
            Self::NotFound(_) => ("not-found", "Not found", StatusCode::NOT_FOUND),
            Self::NoSuchMethod(_) => (
                "no-such-method",
                "No such method",
                StatusCode::METHOD_NOT_ALLOWED,
            ),
            Self::Refused { refusal, .. } => match refusal {
                Refusal::WrongState { .. } | Refusal::MatterState { .. } => {
                    ("wrong-state", "Not in this state", StatusCode::CONFLICT)
                }
                Refusal::NotYours { .. } => (
                    "not-your-decision",
                    "Not your decision",
                    StatusCode::FORBIDDEN,
                ),
                Refusal::Blocked(_) => ("gate-closed", "Gate closed", StatusCode::CONFLICT),
                Refusal::Invalid { .. } => {
                    ("not-valid", "Not valid", StatusCode::UNPROCESSABLE_ENTITY)
                }
                Refusal::Forbidden { .. } => (
                    "refused-by-procedure",
                    "The procedure refuses this",
                    StatusCode::CONFLICT,
                ),
            },
            Self::Invalid(_) => ("not-valid", "Not valid", StatusCode::UNPROCESSABLE_ENTITY),
            Self::ChangedMeanwhile => (
                "changed-meanwhile",
                "Changed meanwhile",
                StatusCode::CONFLICT,
            ),
            Self::OutdatedVersion { .. } => (
                "outdated-version",
                "Outdated version",
                StatusCode::PRECONDITION_FAILED,
            ),
            Self::KeyReused => (
                "key-reused",
                "Idempotency-Key used before",
                StatusCode::UNPROCESSABLE_ENTITY,
            ),
            Self::Exists(_) => ("exists", "Exists already", StatusCode::CONFLICT),
            Self::TooMany(_) => ("too-many", "Tried too often", StatusCode::TOO_MANY_REQUESTS),
            Self::NotLinked => ("not-linked", "Not linked", StatusCode::NOT_FOUND),
            Self::TooLong(_) => ("too-long", "Too long", StatusCode::PAYLOAD_TOO_LARGE),
            Self::NotJson => ("not-json", "Not JSON", StatusCode::UNSUPPORTED_MEDIA_TYPE),
            Self::Database(_) => (
                "unavailable",
                "Unavailable",
                StatusCode::SERVICE_UNAVAILABLE,
            ),
            Self::Broken(_) => ("broken", "Broken", StatusCode::INTERNAL_SERVER_ERROR),
        }
    }

    /// The problem as callers get it.
    pub fn problem(&self) -> Problem {
        let (kind, title, status) = self.kind();
        let mut problem = Problem {
            kind: format!("/problems/{kind}"),
            title: title.into(),
            status: status.as_u16(),
            detail: self.to_string(),
            ..Problem::default()
        };
        match self {
            Self::Refused { refusal, clause } => {
                view::refusals::extend(&mut problem, refusal);
                problem.clause.clone_from(clause);
            }
            Self::Invalid(errors) => problem.errors.clone_from(errors),
            Self::OutdatedVersion { current } => problem.current_version = Some(*current),
            _ => {}
        }
        problem
    }
}

impl ResponseError for ApiError {
    fn status_code(&self) -> StatusCode {
        self.kind().2
    }

    fn error_response(&self) -> HttpResponse {
        match self {
            Self::Database(cause) => error!(%cause, "the database failed"),
            Self::Broken(cause) => error!(%cause, "the server is broken"),
            _ => {}
        }
        let mut response = HttpResponse::build(self.status_code()).json(self.problem());
        let headers = response.headers_mut();
        headers.insert(
            CONTENT_TYPE,
            HeaderValue::from_static("application/problem+json"),
        );
        match self {
            Self::Unauthenticated(_) => {
                drop(headers.insert(WWW_AUTHENTICATE, HeaderValue::from_static("Bearer")))
            }
            Self::TooMany(seconds) => {
                drop(headers.insert(RETRY_AFTER, HeaderValue::from(*seconds)))
            }
            Self::NoSuchMethod(allowed) => {
                drop(headers.insert(ALLOW, HeaderValue::from_static(allowed)))
            }
            _ => {}
        }
        response
    }
}

fn summary(errors: &[FieldError]) -> String {
    let all: Vec<_> = errors
        .iter()
        .map(|error| match &error.expected {
            Some(expected) => format!("`{}`: {}; expected {expected}", error.field, error.message),
            None => format!("`{}`: {}", error.field, error.message),
        })
        .collect();
    all.join("; ")
}
