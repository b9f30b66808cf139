//! Means: through what somebody speaks, and what that opens. It narrows what their roles allow, and never widens it.

use actix_web::http::Method;
use uuid::Uuid;

use crate::error::ApiError;

/// Through what somebody speaks.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Means {
    /// Signed in themselves.
    Session,
    /// Through the assistant in the chat, for whom the account is linked.
    Chat {
        /// The link.
        link: Uuid,
    },
    /// The assistant, for itself.
    Service {
        /// Its credential.
        id: Uuid,
        /// Where it speaks, such as `discord`.
        platform: String,
    },
}

/// Changes that can be made through the chat: methods and the beginnings of routes. Whatever is not here is for those who
/// are signed in themselves: teams, people, numbers, rotas, cases to be opened, settings, codes.
const THROUGH_CHAT: &[(Method, &str)] = &[
    (Method::POST, "/v1/transfers"),
    (Method::POST, "/v1/matters/{id}/"),
    (Method::POST, "/v1/contacts"),
    (Method::POST, "/v1/packs/"),
    (Method::POST, "/v1/asks/{id}/verdict"),
    (Method::POST, "/v1/practitioners/{id}/absences"),
    (Method::POST, "/v1/notifications/{id}/"),
    (Method::DELETE, "/v1/chat/links/"),
];

/// What of the chat is the assistant's own business, and for nobody whom it speaks for.
const NOT_THROUGH_CHAT: &[&str] = &["/v1/chat/service", "/v1/chat/servers", "/v1/chat/settings"];

/// What the assistant may ask and do for itself.
const FOR_ITSELF: &[(Method, &str)] = &[
    (Method::GET, "/v1/chat/service"),
    (Method::POST, "/v1/chat/links"),
    (Method::POST, "/v1/chat/tokens"),
    (Method::POST, "/v1/chat/leases"),
    (Method::POST, "/v1/notifications/"),
    (Method::GET, "/v1/packs"),
    (Method::POST, "/v1/packs/{pack}/ask"),
];

impl Means {
    /// Whether what is answered must carry nothing personal.
    pub fn is_reticent(&self) -> bool {
        *self != Self::Session
    }

    /// Whether a route is open to this means at all.
    ///
    /// * `route` – the pattern of the route, `/v1/transfers/{id}`
    ///
    /// # Errors
    ///
    /// [`ApiError::Forbidden`] with what to do instead.
    pub fn must_open(&self, method: &Method, route: &str) -> Result<(), ApiError> {
        let is_among = |open: &[(Method, &str)]| {
            open.iter()
                .any(|(known, start)| known == method && route.starts_with(start))
        };
        match self {
            Self::Session => Ok(()),
            Self::Chat { .. } => {
                let is_read = method == Method::GET
                    && NOT_THROUGH_CHAT
                        .iter()
                        .all(|closed| !route.starts_with(closed));
                match is_read || is_among(THROUGH_CHAT) {
                    true => Ok(()),
                    false => Err(ApiError::Forbidden(
                        "this is not done through the chat: sign in to Landsafe itself".into(),
                    )),
                }
            }
            Self::Service { .. } => match is_among(FOR_ITSELF) {
                true => Ok(()),
                false => Err(ApiError::Forbidden(
                    "the assistant does not do this for itself: it speaks for somebody who is linked".into(),
                )),
            },
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(means: &Means, method: Method, route: &str, is_open: bool) {
        assert_eq!(
            means.must_open(&method, route).is_ok(),
            is_open,
            "{method} {route}"
        );
    }

    #[test]
    fn through_the_chat_work_is_done_and_nothing_is_set_up() {
        let chat = Means::Chat { link: Uuid::nil() };
        check(&chat, Method::POST, "/v1/transfers/{id}/accept", true);
        check(&chat, Method::POST, "/v1/contacts/{id}/acknowledge", true);
        check(&chat, Method::GET, "/v1/cases/{id}", true);
        check(&chat, Method::POST, "/v1/matters/{id}/{action}", true);
        check(&chat, Method::POST, "/v1/matters", false);
        check(&chat, Method::POST, "/v1/asks/{id}/verdict", true);
        check(&chat, Method::POST, "/v1/practitioners/{id}/absences", true);
        check(&chat, Method::POST, "/v1/practitioners/{id}/roles", false);
        check(&chat, Method::POST, "/v1/cases", false);
        check(&chat, Method::POST, "/v1/practitioners", false);
        check(&chat, Method::PUT, "/v1/contact-points/{slot}", false);
        check(&chat, Method::POST, "/v1/chat/codes", false);
        check(&chat, Method::POST, "/v1/chat/tokens", false);
        check(&chat, Method::POST, "/v1/notifications/claim", false);
    }

    #[test]
    fn the_assistant_for_itself_links_delivers_and_asks() {
        let service = Means::Service {
            id: Uuid::nil(),
            platform: "discord".into(),
        };
        check(&service, Method::POST, "/v1/chat/tokens", true);
        check(&service, Method::POST, "/v1/notifications/claim", true);
        check(&service, Method::POST, "/v1/packs/{pack}/ask", true);
        check(&service, Method::GET, "/v1/transfers", false);
        check(&service, Method::POST, "/v1/transfers/{id}/accept", false);
        check(&service, Method::GET, "/v1/cases", false);
    }
}
