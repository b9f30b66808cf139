//! The chat: accounts linked, the assistant's own account, the places where teams are told.

use actix_web::{HttpResponse, web};
use openapi::{
    BindServer, ChatLease, ChatLink, ChatServer, ChatService, ChatSettings, ChatToken, LinkCode,
    RedeemCode, SpeakFor, TakeChatLease,
};
use utoipa::OpenApi;
use uuid::Uuid;

use super::guards::Repeatable;
use super::problems::{ChangeProblems, ReadProblems, TriedProblems};
use super::{answer, resource};
use crate::app::App;
use crate::auth::Practitioner;
use crate::body::{Body, Guards, Nothing};
use crate::error::ApiError;
use crate::service::chat;
use crate::service::once::once;

/// A code with which you link your account of the chat
///
/// Type it there within ten minutes. A new one makes the one before useless; five in ten minutes are the most.
#[utoipa::path(post, path = "/v1/chat/codes", tag = "chat", responses(
    (status = 201, description = "The code; it is shown once", body = LinkCode),
    TriedProblems,
))]
async fn issue_code(
    app: web::Data<App>,
    caller: Practitioner,
    _body: Body<Nothing>,
) -> Result<HttpResponse, ApiError> {
    Ok(HttpResponse::Created().json(chat::issue(&app, &caller).await?))
}

/// Link the account that typed a code
///
/// For the assistant. Five tries of one account in ten minutes are the most, right or wrong.
#[utoipa::path(post, path = "/v1/chat/links", tag = "chat", request_body = RedeemCode, params(Repeatable), responses(
    (status = 201, description = "The link", body = ChatLink, headers(("Location" = String, description = "Where it is"))),
    TriedProblems,
))]
async fn redeem_code(
    app: web::Data<App>,
    caller: Practitioner,
    guards: Guards,
    body: Body<RedeemCode>,
) -> Result<HttpResponse, ApiError> {
    chat::tried(&app, &caller, &body.value).await?;
    let made = once(&app, &caller, &guards, &body.digest, async |txn| {
        chat::redeem(txn, &app, &caller, body.value).await
    });
    Ok(answer::made(made.await?))
}

/// Your linked accounts
#[utoipa::path(get, path = "/v1/chat/links", tag = "chat", responses(
    (status = 200, description = "The links that stand", body = Vec<ChatLink>),
    ReadProblems,
))]
async fn list_links(
    app: web::Data<App>,
    caller: Practitioner,
) -> Result<web::Json<Vec<ChatLink>>, ApiError> {
    Ok(web::Json(chat::list(&app, &caller).await?))
}

/// End a link
///
/// From either side: signed in, or through the chat; administrators end anyone's. Tokens that rest on it are good for
/// nothing at once.
#[utoipa::path(delete, path = "/v1/chat/links/{id}", tag = "chat",
    params(("id" = Uuid, Path, description = "Id of the link"), Repeatable), responses(
    (status = 200, description = "The link, ended", body = ChatLink),
    ChangeProblems,
))]
async fn unlink(
    app: web::Data<App>,
    caller: Practitioner,
    guards: Guards,
    id: web::Path<Uuid>,
    body: Body<Nothing>,
) -> Result<HttpResponse, ApiError> {
    let made = once(&app, &caller, &guards, &body.digest, async |txn| {
        chat::unlink(txn, &app, &caller, *id).await
    });
    Ok(answer::made(made.await?))
}

/// A token for whoever an account belongs to
///
/// For the assistant. It is good for a few minutes, opens less than the practitioner's own, and no answer to it carries
/// anything personal. `not-linked` where the account is nobody's.
#[utoipa::path(post, path = "/v1/chat/tokens", tag = "chat", request_body = SpeakFor, responses(
    (status = 201, description = "The token", body = ChatToken),
    ChangeProblems,
))]
async fn speak_for(
    app: web::Data<App>,
    caller: Practitioner,
    body: Body<SpeakFor>,
) -> Result<HttpResponse, ApiError> {
    let token = chat::speak_for(&app, &caller, &body.value).await?;
    Ok(HttpResponse::Created().json(token))
}

/// The assistant's own account
///
/// For the assistant: who it is, what its authority has settled, where the teams are.
#[utoipa::path(get, path = "/v1/chat/service", tag = "chat", responses(
    (status = 200, description = "The account", body = ChatService),
    ReadProblems,
))]
async fn show_service(
    app: web::Data<App>,
    caller: Practitioner,
) -> Result<web::Json<ChatService>, ApiError> {
    Ok(web::Json(chat::service(&app, &caller).await?))
}

/// Speak alone for an application
///
/// For the assistant: take the lease at the start, renew it before it ends, give it back with 0 seconds. A conflict names
/// the process that has it.
#[utoipa::path(post, path = "/v1/chat/leases", tag = "chat", request_body = TakeChatLease, params(Repeatable), responses(
    (status = 200, description = "The lease, which is the caller's", body = ChatLease),
    ChangeProblems,
))]
async fn take_lease(
    app: web::Data<App>,
    caller: Practitioner,
    guards: Guards,
    body: Body<TakeChatLease>,
) -> Result<HttpResponse, ApiError> {
    let made = once(&app, &caller, &guards, &body.digest, async |txn| {
        chat::take(txn, &app, &caller, body.value).await
    });
    Ok(answer::made(made.await?))
}

/// What the authority has settled about the chat
#[utoipa::path(get, path = "/v1/chat/settings", tag = "chat", responses(
    (status = 200, description = "The settings", body = ChatSettings),
    ReadProblems,
))]
async fn show_settings(
    app: web::Data<App>,
    caller: Practitioner,
) -> Result<web::Json<ChatSettings>, ApiError> {
    Ok(web::Json(chat::settings(&app, &caller).await?))
}

/// Settle how the chat goes
///
/// For administrators.
#[utoipa::path(put, path = "/v1/chat/settings", tag = "chat", request_body = ChatSettings, params(Repeatable), responses(
    (status = 200, description = "The settings", body = ChatSettings),
    ChangeProblems,
))]
async fn set_settings(
    app: web::Data<App>,
    caller: Practitioner,
    guards: Guards,
    body: Body<ChatSettings>,
) -> Result<HttpResponse, ApiError> {
    let made = once(&app, &caller, &guards, &body.digest, async |txn| {
        chat::set(txn, &app, &caller, body.value).await
    });
    Ok(answer::made(made.await?))
}

/// The authority's servers, and the channels of its teams
#[utoipa::path(get, path = "/v1/chat/servers", tag = "chat", responses(
    (status = 200, description = "The servers", body = Vec<ChatServer>),
    ReadProblems,
))]
async fn list_servers(
    app: web::Data<App>,
    caller: Practitioner,
) -> Result<web::Json<Vec<ChatServer>>, ApiError> {
    Ok(web::Json(chat::servers(&app, &caller).await?))
}

/// Bind a server and the channels of teams to the authority
///
/// For administrators.
#[utoipa::path(put, path = "/v1/chat/servers/{server}", tag = "chat", request_body = BindServer,
    params(("server" = String, Path, description = "Id of the server on the platform"), Repeatable), responses(
    (status = 200, description = "The server", body = ChatServer),
    ChangeProblems,
))]
async fn bind_server(
    app: web::Data<App>,
    caller: Practitioner,
    guards: Guards,
    server: web::Path<String>,
    body: Body<BindServer>,
) -> Result<HttpResponse, ApiError> {
    let made = once(&app, &caller, &guards, &body.digest, async |txn| {
        chat::bind(txn, &app, &caller, &server, body.value).await
    });
    Ok(answer::made(made.await?))
}

/// Let a server go
///
/// For administrators.
#[utoipa::path(delete, path = "/v1/chat/servers/{server}", tag = "chat",
    params(("server" = String, Path, description = "Id of the server on the platform"), Repeatable), responses(
    (status = 200, description = "The server as it was", body = ChatServer),
    ChangeProblems,
))]
async fn unbind_server(
    app: web::Data<App>,
    caller: Practitioner,
    guards: Guards,
    server: web::Path<String>,
    body: Body<Nothing>,
) -> Result<HttpResponse, ApiError> {
    let made = once(&app, &caller, &guards, &body.digest, async |txn| {
        chat::unbind(txn, &app, &caller, &server).await
    });
    Ok(answer::made(made.await?))
}

/// The routes of the chat, as the document describes them.
#[derive(Debug, OpenApi)]
#[openapi(paths(
    issue_code,
    redeem_code,
    list_links,
    unlink,
    speak_for,
    show_service,
    take_lease,
    show_settings,
    set_settings,
    list_servers,
    bind_server,
    unbind_server
))]
pub struct Document;

/// Register every route of the chat.
pub fn configure(config: &mut web::ServiceConfig) {
    config
        .service(resource("/v1/chat/codes", "POST").route(web::post().to(issue_code)))
        .service(
            resource("/v1/chat/links", "GET, POST")
                .route(web::get().to(list_links))
                .route(web::post().to(redeem_code)),
        )
        .service(resource("/v1/chat/links/{id}", "DELETE").route(web::delete().to(unlink)))
        .service(resource("/v1/chat/tokens", "POST").route(web::post().to(speak_for)))
        .service(resource("/v1/chat/service", "GET").route(web::get().to(show_service)))
        .service(resource("/v1/chat/leases", "POST").route(web::post().to(take_lease)))
        .service(
            resource("/v1/chat/settings", "GET, PUT")
                .route(web::get().to(show_settings))
                .route(web::put().to(set_settings)),
        )
        .service(resource("/v1/chat/servers", "GET").route(web::get().to(list_servers)))
        .service(
            resource("/v1/chat/servers/{server}", "PUT, DELETE")
                .route(web::put().to(bind_server))
                .route(web::delete().to(unbind_server)),
        );
}
