//! The REST API: what a bot may do, and the errors that Discord gives for the rest.

use std::collections::HashMap;
use std::sync::Arc;
use std::time::Duration;

use actix_web::http::{Method, StatusCode, header};
use actix_web::{HttpRequest, HttpResponse, web};
use serde_json::{Value, json};

use super::fault::Fault;
use super::state::{Answer, Call, Interaction, State, direct_channel};
use super::{APPLICATION, TOKEN, parts, rules};

/// How long an interaction waits to be acknowledged.
const ACKNOWLEDGED_WITHIN: Duration = Duration::from_secs(3);

/// What a call is answered with: a status and a body.
type Given = (u16, Value);

/// Takes any call.
pub(crate) async fn answer(
    request: HttpRequest,
    body: web::Bytes,
    state: web::Data<State>,
) -> HttpResponse {
    let state = state.into_inner();
    let path = request.path().trim_start_matches("/api/v10").to_owned();
    let method = request.method().to_string();
    let content_type = header_of(&request, header::CONTENT_TYPE);
    let fault = state.faults().of(&method, &path);
    let read = parts::read(&content_type, &body);
    let is_read = read.is_some();
    let (json, files) = read.unwrap_or_default();
    let mut call = Call {
        method,
        path,
        body: json,
        status: 0,
        files,
        raw: body.to_vec(),
    };
    let (status, answer) = match fault {
        _ if !is_read => error(400, 50_109, "The request body contains invalid JSON."),
        Some(Fault::TooMany { retry_after }) => {
            call.status = 429;
            state.keep(call);
            return too_many(retry_after, false);
        }
        Some(Fault::TooManyEverywhere { retry_after }) => {
            call.status = 429;
            state.keep(call);
            return too_many(retry_after, true);
        }
        Some(Fault::Broken(status)) => (status, json!({"code": 0, "message": "Internal"})),
        fault => {
            if let Some(Fault::Hang(time)) = fault {
                tokio::time::sleep(time).await;
            }
            let authorised = header_of(&request, header::AUTHORIZATION) == format!("Bot {TOKEN}");
            done(&state, request.method(), &call, authorised)
        }
    };
    call.status = status;
    state.keep(call);
    let (status, answer) = match fault {
        Some(Fault::Lost) if is_read => (502, json!({"code": 0, "message": "Bad gateway"})),
        _ => (status, answer),
    };
    let status = StatusCode::from_u16(status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    match answer {
        Value::Null => HttpResponse::new(status),
        answer => HttpResponse::build(status).json(answer),
    }
}

fn too_many(retry_after: f64, everywhere: bool) -> HttpResponse {
    let told = json!({"message": "You are being rate limited.", "retry_after": retry_after, "global": everywhere});
    let mut answer = HttpResponse::TooManyRequests();
    answer.insert_header(("Retry-After", retry_after.to_string()));
    if everywhere {
        answer.insert_header(("X-RateLimit-Global", "true"));
    }
    answer.json(told)
}

fn header_of(request: &HttpRequest, name: header::HeaderName) -> String {
    let value = request.headers().get(name);
    value
        .and_then(|value| value.to_str().ok())
        .unwrap_or_default()
        .to_owned()
}

/// Does what a call asks for.
fn done(state: &Arc<State>, method: &Method, call: &Call, authorised: bool) -> Given {
    let (body, files) = (&call.body, call.files.len());
    let segments: Vec<&str> = call.path.trim_start_matches('/').split('/').collect();
    let application = APPLICATION.to_string();
    let is_ours = |id: &str| id == application;
    match (method.as_str(), segments.as_slice()) {
        ("POST", ["interactions", id, token, "callback"]) => {
            acknowledge(state, id, token, body, files)
        }
        ("POST", ["webhooks", app, token]) if is_ours(app) => follow_up(state, token, body, files),
        ("PATCH", ["webhooks", app, token, "messages", id]) if is_ours(app) => {
            edit_answer(state, token, id, body)
        }
        _ if !authorised => error(401, 0, "401: Unauthorized"),
        ("GET", ["gateway"]) => (200, json!({ "url": state.gateway_url })),
        ("GET", ["gateway", "bot"]) => (
            200,
            json!({"url": state.gateway_url, "shards": 1,
                   "session_start_limit": {"total": 1000, "remaining": 999, "reset_after": 1, "max_concurrency": 1}}),
        ),
        ("GET", ["applications", "@me"] | ["oauth2", "applications", "@me"]) => (
            200,
            json!({"id": application, "name": "landsafe", "flags": 0}),
        ),
        (
            "GET",
            ["applications", app, "commands"] | ["applications", app, "guilds", _, "commands"],
        ) if is_ours(app) => (200, json!(*state.commands())),
        ("PUT", ["applications", app, "commands"]) if is_ours(app) => {
            (200, state.register(body, None))
        }
        ("PUT", ["applications", app, "guilds", guild, "commands"]) if is_ours(app) => {
            (200, state.register(body, guild.parse().ok()))
        }
        ("POST", ["users", "@me", "channels"]) => match number(&body["recipient_id"]) {
            Some(user) => (
                200,
                json!({"id": direct_channel(user).to_string(), "type": 1}),
            ),
            None => error(400, 50_035, "Invalid Form Body"),
        },
        ("POST", ["channels", channel, "messages"]) => post(state, channel, body, files),
        ("PATCH", ["channels", _, "messages", id]) => edit(state, id, body),
        ("GET", ["channels", _, "messages", id]) => match known(state, id) {
            Some(message) => (200, message.shown(APPLICATION)),
            None => error(404, 10_008, "Unknown Message"),
        },
        _ => error(404, 0, "404: Not Found"),
    }
}

fn post(state: &State, channel: &str, body: &Value, files: usize) -> Given {
    let Ok(channel) = channel.parse() else {
        return error(404, 10_003, "Unknown Channel");
    };
    if state.refuses(channel) {
        return error(403, 50_007, "Cannot send messages to this user");
    }
    if let Err(wrong) = rules::message(body, true) {
        return invalid(&wrong);
    }
    (200, state.write(channel, body, files).shown(APPLICATION))
}

fn edit(state: &State, id: &str, body: &Value) -> Given {
    if let Err(wrong) = rules::message(body, false) {
        return invalid(&wrong);
    }
    let edited = id.parse().ok().and_then(|id| state.edit(id, body));
    match edited {
        Some(message) => (200, message.shown(APPLICATION)),
        None => error(404, 10_008, "Unknown Message"),
    }
}

fn acknowledge(state: &State, id: &str, token: &str, body: &Value, files: usize) -> Given {
    let mut interactions = state.interactions();
    let found = interactions.get_mut(token);
    let Some(interaction) = found.filter(|known| known.id.to_string() == id) else {
        return error(404, 10_062, "Unknown interaction");
    };
    if interaction.answer.is_some() {
        return error(400, 40_060, "Interaction has already been acknowledged.");
    }
    let after = interaction.created.elapsed();
    if after > ACKNOWLEDGED_WITHIN {
        return error(404, 10_062, "Unknown interaction");
    }
    if let Err(wrong) = rules::answer(interaction.kind, body) {
        return invalid(&wrong);
    }
    let kind = body["type"].as_u64().unwrap_or_default() as u8;
    let data = body["data"].clone();
    interaction.original = original(state, interaction, kind, &data, files);
    interaction.answer = Some(Answer { kind, data, after });
    (204, Value::Null)
}

/// The message that an acknowledgement writes or changes.
fn original(
    state: &State,
    interaction: &Interaction,
    kind: u8,
    data: &Value,
    files: usize,
) -> Option<u64> {
    match kind {
        4 => Some(state.write(interaction.channel, data, files).id),
        6 => interaction.message,
        7 => interaction
            .message
            .inspect(|id| drop(state.edit(*id, data))),
        _ => None,
    }
}

fn follow_up(state: &State, token: &str, body: &Value, files: usize) -> Given {
    let mut interactions = state.interactions();
    let interaction = match acknowledged(&mut interactions, token) {
        Ok(interaction) => interaction,
        Err(given) => return given,
    };
    if let Err(wrong) = rules::message(body, true) {
        return invalid(&wrong);
    }
    let message = state.write(interaction.channel, body, files);
    interaction.follow_ups.push(message.id);
    (200, message.shown(APPLICATION))
}

/// Changes the answer; after it was put off, this is the answer.
fn edit_answer(state: &State, token: &str, id: &str, body: &Value) -> Given {
    let mut interactions = state.interactions();
    let interaction = match acknowledged(&mut interactions, token) {
        Ok(interaction) => interaction,
        Err(given) => return given,
    };
    if let Err(wrong) = rules::message(body, false) {
        return invalid(&wrong);
    }
    let message = match (id, interaction.original) {
        ("@original", Some(original)) => state.edit(original, body),
        ("@original", None) => {
            let put_off = interaction
                .answer
                .as_ref()
                .map(|answer| answer.data["flags"].clone());
            let mut body = body.clone();
            body["flags"] = put_off.unwrap_or_default();
            Some(state.write(interaction.channel, &body, 0))
        }
        _ => None,
    };
    match message {
        Some(message) => {
            interaction.original = Some(message.id);
            (200, message.shown(APPLICATION))
        }
        None => error(404, 10_008, "Unknown Message"),
    }
}

/// The interaction of a token that takes more: it was acknowledged, and its fifteen minutes are not over.
fn acknowledged<'i>(
    interactions: &'i mut HashMap<String, Interaction>,
    token: &str,
) -> Result<&'i mut Interaction, Given> {
    let known = interactions.get_mut(token);
    match known.filter(|known| known.answer.is_some()) {
        Some(known) if known.dies => Err(error(401, 50_027, "Invalid Webhook Token")),
        Some(known) => Ok(known),
        None => Err(error(404, 10_015, "Unknown Webhook")),
    }
}

fn known(state: &State, id: &str) -> Option<super::Message> {
    state.message(id.parse().ok()?)
}

fn number(value: &Value) -> Option<u64> {
    value.as_u64().or_else(|| value.as_str()?.parse().ok())
}

fn invalid(wrong: &str) -> Given {
    error(400, 50_035, &format!("Invalid Form Body: {wrong}"))
}

fn error(status: u16, code: u32, message: &str) -> Given {
    (status, json!({ "code": code, "message": message }))
}
