//! Answers: what a service made, as HTTP.

use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use actix_web::http::header::{CONTENT_TYPE, ETAG, LOCATION};

use crate::service::once::Made;

/// The response to a change.
pub fn made(made: Made) -> HttpResponse {
    let mut response =
        HttpResponse::build(StatusCode::from_u16(made.status).unwrap_or(StatusCode::OK));
    response.insert_header((CONTENT_TYPE, "application/json"));
    if let Some(location) = made.location {
        response.insert_header((LOCATION, location));
    }
    if let Some(etag) = made.etag {
        response.insert_header((ETAG, etag));
    }
    response.body(made.body)
}
