//! Logging a call about a child: who called, what about, which case.

use openapi::NewContact;

use super::conversation::{About, Asked, Logging, Task};
use super::prompt::{Expected, Prompt};
use super::{Advance, Assistant, Heard, found, is_refusal, messages};

impl Assistant {
    /// Asks what is missing of a call, then logs it.
    pub(super) async fn log(&self, mut logging: Logging) -> Heard<Advance> {
        if let Some((about, prompt)) = missing(&logging) {
            return Ok(Advance::ask(Task::Logging(logging), about, prompt));
        }
        if let Some(case) = logging.case.clone().answer()
            && found(self.api.case(&case).await)?.is_none()
        {
            logging.case = Asked::NotYet;
            let said = vec![messages::no_case(&case)];
            return Ok(Advance::after(
                said,
                Task::Logging(logging),
                About::Case,
                which_case(),
            ));
        }
        match self
            .api
            .keyed(logging.key)
            .log_contact(&contact(logging))
            .await
        {
            Ok(contact) => Ok(Advance::Done(messages::contact_logged(&contact))),
            Err(refusal) if is_refusal(&refusal) => {
                Ok(Advance::Done(vec![self.explain(&refusal).await]))
            }
            Err(failure) => Err(failure),
        }
    }
}

fn missing(logging: &Logging) -> Option<(About, Prompt)> {
    if logging.caller.is_none() {
        let prompt = Prompt::new(
            "Who called? Their part, such as school or health visitor, not a name.",
            Expected::Text,
        );
        return Some((About::Caller, prompt));
    }
    if logging.concern.is_none() {
        let prompt = Prompt::new("What about? A few words, without names.", Expected::Text);
        return Some((About::Concern, prompt));
    }
    (logging.case == Asked::NotYet).then(|| (About::Case, which_case()))
}

fn which_case() -> Prompt {
    Prompt::new("Which case is it about?", Expected::Reference).or_skip()
}

fn contact(logging: Logging) -> NewContact {
    NewContact {
        case: logging.case.answer(),
        team_id: None,
        received_at: None,
        caller: logging.caller.unwrap_or_default(),
        concern: logging.concern.unwrap_or_default(),
        urgent: logging.urgent,
    }
}
