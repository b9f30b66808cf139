//! Routes: HTTP into a call, the answer into a body; nothing else happens here.

use actix_web::error::{PathError, QueryPayloadError};
use actix_web::{Error, HttpRequest, HttpResponse, web};

use crate::body::LONGEST_BODY;
use crate::document;
use crate::error::ApiError;

pub mod absences;
pub mod answer;
pub mod asked;
pub mod asks;
pub mod assessments;
pub mod cases;
pub mod chat;
pub mod contact_points;
pub mod contacts;
pub mod deadlines;
pub mod demo;
pub mod duty;
pub mod family_transfers;
pub mod guards;
pub mod health;
pub mod matters;
pub mod meetings;
pub mod notifications;
pub mod packs;
pub mod practitioners;
pub mod problems;
pub mod suggestions;
pub mod teams;
pub mod transfers;
pub mod versions;
pub mod work;

/// Register every route, and the answers to what is none.
///
/// * `demo` – whether the clock may be moved
pub fn configure(config: &mut web::ServiceConfig, demo: bool) {
    config
        .app_data(web::PayloadConfig::new(LONGEST_BODY))
        .app_data(web::PathConfig::default().error_handler(wrong_path))
        .app_data(web::QueryConfig::default().error_handler(wrong_query))
        .configure(health::configure)
        .configure(packs::configure)
        .configure(asks::configure)
        .configure(asked::configure)
        .configure(assessments::configure)
        .configure(suggestions::configure)
        .configure(teams::configure)
        .configure(absences::configure)
        .configure(practitioners::configure)
        .configure(duty::configure)
        .configure(contact_points::configure)
        .configure(cases::configure)
        .configure(chat::configure)
        .configure(transfers::configure)
        .configure(versions::configure)
        .configure(family_transfers::configure)
        .configure(contacts::configure)
        .configure(matters::configure)
        .configure(meetings::configure)
        .configure(deadlines::configure)
        .configure(work::configure)
        .configure(notifications::configure)
        .configure(document::configure);
    if demo {
        config.configure(demo::configure);
    }
    config.default_service(web::route().to(nowhere));
}

async fn nowhere() -> Result<HttpResponse, ApiError> {
    Err(ApiError::NotFound("page"))
}

/// A resource that answers any other method than those that it takes as such.
///
/// * `allowed` – the methods that it takes, as in the header `Allow`
fn resource(path: &str, allowed: &'static str) -> actix_web::Resource {
    let refuse = move || async move { Err::<HttpResponse, _>(ApiError::NoSuchMethod(allowed)) };
    web::resource(path).default_service(web::route().to(refuse))
}

fn wrong_path(wrong: PathError, request: &HttpRequest) -> Error {
    let name = request
        .match_info()
        .iter()
        .next()
        .map_or("path", |(name, _)| name)
        .to_owned();
    ApiError::invalid(&name, wrong.to_string(), "an id as the answers give it").into()
}

fn wrong_query(wrong: QueryPayloadError, _: &HttpRequest) -> Error {
    ApiError::invalid(
        "query",
        wrong.to_string(),
        "parameters as the documentation at /docs describes them",
    )
    .into()
}
