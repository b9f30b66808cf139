//! Cases, their journeys and their holdings.

use actix_web::{HttpResponse, web};
use openapi::{Case, CaseQuery, CloseCase, Holding, JourneyEntry, NewCase, Page, PageQuery};
use utoipa::OpenApi;

use super::guards::Repeatable;
use super::problems::{ChangeProblems, ReadProblems};
use super::{answer, resource};
use crate::app::App;
use crate::auth::Practitioner;
use crate::body::{Body, Guards};
use crate::error::ApiError;
use crate::query::Query;
use crate::service::cases;
use crate::service::once::{Made, once};

/// Cases in which your teams are or were involved
#[utoipa::path(get, path = "/v1/cases", tag = "cases", params(CaseQuery), responses(
    (status = 200, description = "A page of cases, oldest first", body = Page<Case>),
    ReadProblems,
))]
async fn list_cases(
    app: web::Data<App>,
    caller: Practitioner,
    query: Query<CaseQuery>,
) -> Result<web::Json<Page<Case>>, ApiError> {
    Ok(web::Json(cases::list(&app, &caller, &query.0).await?))
}

/// Open a case for your team
///
/// Without a family it starts one, which siblings' cases can join.
#[utoipa::path(post, path = "/v1/cases", tag = "cases", request_body = NewCase, params(Repeatable), responses(
    (status = 201, description = "The case, held by the team", body = Case,
        headers(("Location" = String, description = "Where it is"), ("ETag" = String, description = "Its version"))),
    ChangeProblems,
))]
async fn open_case(
    app: web::Data<App>,
    caller: Practitioner,
    guards: Guards,
    body: Body<NewCase>,
) -> Result<HttpResponse, ApiError> {
    let made = once(&app, &caller, &guards, &body.digest, async |txn| {
        cases::open(txn, &app, &caller, body.value).await
    });
    Ok(answer::made(made.await?))
}

/// One case
#[utoipa::path(get, path = "/v1/cases/{id}", tag = "cases", params(("id" = String, Path, description = "Reference or id")), responses(
    (status = 200, description = "The case", body = Case, headers(("ETag" = String, description = "Its version"))),
    ReadProblems,
))]
async fn show_case(
    app: web::Data<App>,
    caller: Practitioner,
    id: web::Path<String>,
) -> Result<HttpResponse, ApiError> {
    let conn = app.db.read();
    let case = cases::show(conn, &cases::find(conn, &app, &caller, &id).await?).await?;
    Ok(answer::made(Made::changed(&case)?.version(case.version)))
}

/// Close a case where the procedure says nothing about closing
///
/// A manager of the team that holds it does so, with a reason. Where the procedure has a way of its own, that is the way.
#[utoipa::path(post, path = "/v1/cases/{id}/close", tag = "cases", request_body = CloseCase,
    params(("id" = String, Path, description = "Reference or id"), Repeatable), responses(
    (status = 200, description = "The case, which nobody holds any more", body = Case,
        headers(("ETag" = String, description = "Its version"))),
    ChangeProblems,
))]
async fn close_case(
    app: web::Data<App>,
    caller: Practitioner,
    guards: Guards,
    id: web::Path<String>,
    body: Body<CloseCase>,
) -> Result<HttpResponse, ApiError> {
    let made = once(&app, &caller, &guards, &body.digest, async |txn| {
        cases::close(txn, &app, &caller, &id, body.value).await
    });
    Ok(answer::made(made.await?))
}

/// Everything that happened to a case, in the order in which it was recorded
#[utoipa::path(get, path = "/v1/cases/{id}/journey", tag = "cases",
    params(("id" = String, Path, description = "Reference or id"), PageQuery), responses(
    (status = 200, description = "A page of the journey", body = Page<JourneyEntry>),
    ReadProblems,
))]
async fn show_journey(
    app: web::Data<App>,
    caller: Practitioner,
    id: web::Path<String>,
    query: Query<PageQuery>,
) -> Result<web::Json<Page<JourneyEntry>>, ApiError> {
    Ok(web::Json(
        cases::journey(&app, &caller, &id, &query.0).await?,
    ))
}

/// Who held a case when, earliest first
#[utoipa::path(get, path = "/v1/cases/{id}/holdings", tag = "cases",
    params(("id" = String, Path, description = "Reference or id")), responses(
    (status = 200, description = "The holdings, without a gap and without an overlap", body = Vec<Holding>),
    ReadProblems,
))]
async fn list_holdings(
    app: web::Data<App>,
    caller: Practitioner,
    id: web::Path<String>,
) -> Result<web::Json<Vec<Holding>>, ApiError> {
    Ok(web::Json(cases::holdings(&app, &caller, &id).await?))
}

/// The routes of cases, as the document describes them.
#[derive(Debug, OpenApi)]
#[openapi(paths(
    list_cases,
    open_case,
    show_case,
    close_case,
    show_journey,
    list_holdings
))]
pub struct Document;

/// Register every route of cases.
pub fn configure(config: &mut web::ServiceConfig) {
    config
        .service(
            resource("/v1/cases", "GET, POST")
                .route(web::get().to(list_cases))
                .route(web::post().to(open_case)),
        )
        .service(resource("/v1/cases/{id}", "GET").route(web::get().to(show_case)))
        .service(resource("/v1/cases/{id}/close", "POST").route(web::post().to(close_case)))
        .service(resource("/v1/cases/{id}/journey", "GET").route(web::get().to(show_journey)))
        .service(resource("/v1/cases/{id}/holdings", "GET").route(web::get().to(list_holdings)));
}
