//! Queries of requests: read once, with the parameter named where something is wrong.

use std::future::{Ready, ready};

use actix_web::dev::Payload;
use actix_web::{FromRequest, HttpRequest, web};
use serde::de::DeserializeOwned;

use crate::error::ApiError;

/// The parameters after the `?`. Every member of `T` is optional, so that each can be judged by itself.
#[derive(Debug)]
pub struct Query<T>(pub T);

impl<T: DeserializeOwned + 'static> FromRequest for Query<T> {
    type Error = ApiError;
    type Future = Ready<Result<Self, ApiError>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        ready(read(request.query_string()).map(Self))
    }
}

fn read<T: DeserializeOwned>(query: &str) -> Result<T, ApiError> {
    let expected = "a parameter as the documentation at /docs describes it";
    if query.contains("%00") {
        return Err(ApiError::invalid(
            "query",
            "there is a NUL character in a parameter",
            expected,
        ));
    }
    problem_of::<T>(query)
        .map_err(|message| ApiError::invalid(&wrong_parameter::<T>(query), message, expected))
}

fn problem_of<T: DeserializeOwned>(query: &str) -> Result<T, String> {
    let read = web::Query::<T>::from_query(query);
    let sentence = |wrong: String| {
        wrong
            .trim_start_matches("Query deserialize error: ")
            .to_owned()
    };
    read.map(web::Query::into_inner)
        .map_err(|wrong| sentence(wrong.to_string()))
}

/// The first parameter that cannot be read by itself; `query` where each can, as when one comes twice.
fn wrong_parameter<T: DeserializeOwned>(query: &str) -> String {
    let wrong = query.split('&').find(|pair| problem_of::<T>(pair).is_err());
    let named = wrong.and_then(|pair| web::Query::<Vec<(String, String)>>::from_query(pair).ok());
    let name = named.and_then(|pairs| Some(pairs.first()?.0.clone()));
    name.unwrap_or_else(|| "query".into())
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "a test fails by panicking")]
mod tests {
    use openapi::CaseQuery;

    use super::*;

    #[track_caller]
    fn check(query: &str, expected: &str) {
        match read::<CaseQuery>(query).unwrap_err() {
            ApiError::Invalid(errors) => assert_eq!(errors[0].field, expected, "{query}"),
            other => panic!("{other}"),
        }
    }

    #[test]
    fn the_wrong_parameter_is_named() {
        check("open=true&team=7", "team");
        check("open=perhaps", "open");
        check("opne=true", "opne");
        check("limit=2&limit=3", "query");
        check("limit=-1", "limit");
        check("reference=a%00", "query");
    }

    #[test]
    fn what_is_right_is_read() {
        let query: CaseQuery = read("open=true&limit=5&reference=C-4F7K2").unwrap();
        assert_eq!(
            (query.open, query.limit, query.reference.as_deref()),
            (Some(true), Some(5), Some("C-4F7K2"))
        );
        assert_eq!(read::<CaseQuery>("").unwrap(), CaseQuery::default());
    }
}
