//! The document: what the service offers, as OpenAPI 3.1, and a page that shows it.

use actix_web::web;
use openapi::Problem;
use utoipa::openapi::security::{HttpAuthScheme, HttpBuilder, SecurityScheme};
use utoipa::{Modify, OpenApi};
use utoipa_swagger_ui::SwaggerUi;

use crate::routes;

/// What all routes have in common.
#[derive(Debug, OpenApi)]
#[openapi(
    info(
        title = "Landsafe",
        description = "Every child's case that moves between teams lands safely: transfers under the authority's own procedure, \
                       questions answered from it, deadlines reckoned by it.\n\n\
                       Instants are RFC 3339 in UTC, civil dates `2026-12-22`. A change takes an `Idempotency-Key`: a repeat \
                       under it gets the first answer. Every refusal is a problem (RFC 9457): match on `type`. Lists come in \
                       pages: pass `next_cursor` on as `cursor`.",
    ),
    servers((url = "/")),
    components(schemas(Problem)),
    modifiers(&Bearer),
    security(("bearer" = [])),
    tags(
        (name = "packs", description = "Procedures as data: read them, ask them, have facts judged by them"),
        (name = "cases", description = "Children's cases: who holds them, who held them, what happened"),
        (name = "transfers", description = "Moving a case between teams: one POST for each action"),
        (name = "matters", description = "What the procedure binds without moving a case: closing one, a referral to decide, duties that a call or an absence brings, rotas"),
        (name = "deadlines", description = "What is due across transfers"),
        (name = "work", description = "Tasks and responsibilities around moves, on cases held by whichever team"),
        (name = "contacts", description = "Calls about a child, logged and answered"),
        (name = "notifications", description = "Messages owed to people, delivered under a lease"),
        (name = "chat", description = "Accounts of the chat, the assistant's own, and the places where teams are told"),
        (name = "duty", description = "Who answers now, and the rota"),
        (name = "directory", description = "Teams, practitioners, numbers and addresses"),
        (name = "health", description = "Whether the service runs and can work"),
        (name = "demo", description = "The clock of a demonstration"),
    )
)]
struct Common;

/// Whoever calls bears a token.
struct Bearer;

impl Modify for Bearer {
    fn modify(&self, document: &mut utoipa::openapi::OpenApi) {
        let bearer = HttpBuilder::new()
            .scheme(HttpAuthScheme::Bearer)
            .bearer_format("JWT")
            .description(Some("A token that says who is calling"))
            .build();
        document
            .components
            .get_or_insert_default()
            .add_security_scheme("bearer", SecurityScheme::Http(bearer));
    }
}

/// The whole document.
pub fn openapi() -> utoipa::openapi::OpenApi {
    let parts = [
        routes::packs::Document::openapi(),
        routes::asks::Document::openapi(),
        routes::asked::Document::openapi(),
        routes::assessments::Document::openapi(),
        routes::cases::Document::openapi(),
        routes::transfers::Document::openapi(),
        routes::versions::Document::openapi(),
        routes::family_transfers::Document::openapi(),
        routes::matters::Document::openapi(),
        routes::meetings::Document::openapi(),
        routes::absences::Document::openapi(),
        routes::deadlines::Document::openapi(),
        routes::work::Document::openapi(),
        routes::contacts::Document::openapi(),
        routes::notifications::Document::openapi(),
        routes::chat::Document::openapi(),
        routes::duty::Document::openapi(),
        routes::teams::Document::openapi(),
        routes::suggestions::Document::openapi(),
        routes::practitioners::Document::openapi(),
        routes::contact_points::Document::openapi(),
        routes::health::Document::openapi(),
        routes::demo::Document::openapi(),
    ];
    parts
        .into_iter()
        .fold(Common::openapi(), |whole, part| whole.merge_from(part))
}

/// Register the document at `/openapi.json` and the page at `/docs/`.
pub fn configure(config: &mut web::ServiceConfig) {
    config
        .service(web::redirect("/docs", "/docs/"))
        .service(SwaggerUi::new("/docs/{_:.*}").url("/openapi.json", openapi()));
}
