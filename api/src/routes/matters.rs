//! Matters of their own: opening, finding, and one POST per action; and the rotas on which some are given out.

use actix_web::{HttpResponse, web};
use openapi::{
    KeepRota, Matter, MatterActionName, MatterQuery, MatterStep, NewMatter, Page, PageQuery, Rota,
    RotaTurn,
};
use utoipa::OpenApi;

use super::guards::{Repeatable, Versioned};
use super::problems::{ChangeProblems, ReadProblems};
use super::{answer, resource};
use crate::app::App;
use crate::auth::Practitioner;
use crate::body::{Body, Guards};
use crate::error::ApiError;
use crate::query::Query;
use crate::service::once::{Made, once};
use crate::service::{matters, rotas};

/// Matters that your teams have to do with
#[utoipa::path(get, path = "/v1/matters", tag = "matters", params(MatterQuery), responses(
    (status = 200, description = "A page of matters, oldest first", body = Page<Matter>),
    ReadProblems,
))]
async fn list_matters(
    app: web::Data<App>,
    caller: Practitioner,
    query: Query<MatterQuery>,
) -> Result<web::Json<Page<Matter>>, ApiError> {
    Ok(web::Json(matters::list(&app, &caller, &query.0).await?))
}

/// Open a matter by hand
///
/// One of a kind is open about the same thing at a time. Where a rota gives it to a team, the turn is taken and recorded.
#[utoipa::path(post, path = "/v1/matters", tag = "matters", request_body = NewMatter, params(Repeatable), responses(
    (status = 201, description = "The matter, with what is to be done", body = Matter,
        headers(("Location" = String, description = "Where it is"), ("ETag" = String, description = "Its version"))),
    ChangeProblems,
))]
async fn open_matter(
    app: web::Data<App>,
    caller: Practitioner,
    guards: Guards,
    body: Body<NewMatter>,
) -> Result<HttpResponse, ApiError> {
    let made = once(&app, &caller, &guards, &body.digest, async |txn| {
        let loaded = matters::open(txn, &app, &caller, body.value).await?;
        let shown = matters::whole(txn, &app, &loaded).await?;
        let location = format!("/v1/matters/{}", loaded.row.reference);
        Ok(Made::created(&shown, location)?.version(loaded.row.version))
    });
    Ok(answer::made(made.await?))
}

/// One matter, with everything that hangs on it
#[utoipa::path(get, path = "/v1/matters/{id}", tag = "matters",
    params(("id" = String, Path, description = "Reference or id")), responses(
    (status = 200, description = "The matter", body = Matter,
        headers(("ETag" = String, description = "Its version, for `If-Match`"))),
    ReadProblems,
))]
async fn show_matter(
    app: web::Data<App>,
    caller: Practitioner,
    id: web::Path<String>,
) -> Result<HttpResponse, ApiError> {
    let conn = app.db.read();
    let loaded = matters::find(conn, &app, &caller, &id).await?;
    let shown = matters::whole(conn, &app, &loaded).await?;
    Ok(answer::made(
        Made::changed(&shown)?.version(loaded.row.version),
    ))
}

/// Take a step of a matter
///
/// `tick` and `untick` take `item`, `record-fact` takes `facts`, `override` takes `of` and `reason`, `agree-date` takes
/// `deadline`, `date`, `reason` and `agreed_with`, `decide` takes `decision`, `withdraw` takes `text`; `escalate` and
/// `finish` take nothing besides.
#[utoipa::path(post, path = "/v1/matters/{id}/{action}", tag = "matters", request_body = MatterStep,
    params(
        ("id" = String, Path, description = "Reference or id"),
        ("action" = MatterActionName, Path, description = "What is done"),
        Repeatable, Versioned,
    ),
    responses(
    (status = 200, description = "The matter as it stands now", body = Matter,
        headers(("ETag" = String, description = "Its version"))),
    ChangeProblems,
))]
async fn step_matter(
    app: web::Data<App>,
    caller: Practitioner,
    guards: Guards,
    path: web::Path<(String, MatterActionName)>,
    body: Body<MatterStep>,
) -> Result<HttpResponse, ApiError> {
    let (id, action) = path.into_inner();
    let made = once(&app, &caller, &guards, &body.digest, async |txn| {
        let loaded =
            matters::step(txn, &app, &caller, &id, guards.version, action, body.value).await?;
        let shown = matters::whole(txn, &app, &loaded).await?;
        Ok(Made::changed(&shown)?.version(loaded.row.version))
    });
    Ok(answer::made(made.await?))
}

/// A rota, with whose turn is next
#[utoipa::path(get, path = "/v1/rotas/{id}", tag = "matters",
    params(("id" = String, Path, description = "As the pack names it")), responses(
    (status = 200, description = "The rota", body = Rota, headers(("ETag" = String, description = "Its version"))),
    ReadProblems,
))]
async fn show_rota(
    app: web::Data<App>,
    caller: Practitioner,
    id: web::Path<String>,
) -> Result<HttpResponse, ApiError> {
    let shown = rotas::show(&app, &caller, &id).await?;
    Ok(answer::made(Made::changed(&shown)?.version(shown.version)))
}

/// Put teams on a rota, in the order of their turns
#[utoipa::path(put, path = "/v1/rotas/{id}", tag = "matters", request_body = KeepRota,
    params(("id" = String, Path, description = "As the pack names it"), Repeatable, Versioned), responses(
    (status = 200, description = "The rota as it is now", body = Rota, headers(("ETag" = String, description = "Its version"))),
    ChangeProblems,
))]
async fn keep_rota(
    app: web::Data<App>,
    caller: Practitioner,
    guards: Guards,
    id: web::Path<String>,
    body: Body<KeepRota>,
) -> Result<HttpResponse, ApiError> {
    let made = once(&app, &caller, &guards, &body.digest, async |txn| {
        rotas::keep(txn, &app, &caller, &id, guards.version, body.value).await
    });
    Ok(answer::made(made.await?))
}

/// The turns of a rota, taken or passed over
#[utoipa::path(get, path = "/v1/rotas/{id}/turns", tag = "matters",
    params(("id" = String, Path, description = "As the pack names it"), PageQuery), responses(
    (status = 200, description = "A page of turns, in order", body = Page<RotaTurn>),
    ReadProblems,
))]
async fn list_turns(
    app: web::Data<App>,
    caller: Practitioner,
    id: web::Path<String>,
    query: Query<PageQuery>,
) -> Result<web::Json<Page<RotaTurn>>, ApiError> {
    Ok(web::Json(rotas::turns(&app, &caller, &id, &query.0).await?))
}

/// The routes of matters and rotas, as the document describes them.
#[derive(Debug, OpenApi)]
#[openapi(paths(
    list_matters,
    open_matter,
    show_matter,
    step_matter,
    show_rota,
    keep_rota,
    list_turns
))]
pub struct Document;

/// Register every route of matters and rotas.
pub fn configure(config: &mut web::ServiceConfig) {
    config
        .service(
            resource("/v1/matters", "GET, POST")
                .route(web::get().to(list_matters))
                .route(web::post().to(open_matter)),
        )
        .service(resource("/v1/matters/{id}", "GET").route(web::get().to(show_matter)))
        .service(resource("/v1/matters/{id}/{action}", "POST").route(web::post().to(step_matter)))
        .service(
            resource("/v1/rotas/{id}", "GET, PUT")
                .route(web::get().to(show_rota))
                .route(web::put().to(keep_rota)),
        )
        .service(resource("/v1/rotas/{id}/turns", "GET").route(web::get().to(list_turns)));
}
