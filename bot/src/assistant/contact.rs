//! Logging a call about a child: who called, what about, which case.

use openapi::NewContact;

use super::conversation::{About, Asked, Logging, Task};
use super::prompt::{Expected, Prompt};
use super::{Advance, Assistant, Heard, found, is_refusal, messages};

impl Assistant {
    /// Asks what is missing of a call, then logs it.
    pub(super) async fn log(&self, mut logging: Logging) -> Heard<Advance> {
        if let Some((about, prompt)) = missing(&logging) {
            let command = if logging.urgent {
                "log an urgent call"
            } else {
                "log a call"
            };
            let further = further(&logging, &about);
            let asked = Advance::ask(Task::Logging(logging), about, prompt);
            return Ok(asked.in_form(command.into(), further));
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
    all_missing(logging).into_iter().next()
}

/// Whatever else a form may ask with the first question.
fn further(logging: &Logging, first: &About) -> Vec<(About, Prompt)> {
    let mut all = all_missing(logging);
    all.retain(|(about, _)| about != first);
    all
}

fn all_missing(logging: &Logging) -> Vec<(About, Prompt)> {
    let caller = logging.caller.is_none().then(|| {
        let question = "Who called? Their part, such as school or neighbour, not a name.";
        (About::Caller, Prompt::new(question, Expected::Text))
    });
    let concern = logging.concern.is_none().then(|| {
        let question = "What about? A few words, without names.";
        (About::Concern, Prompt::new(question, Expected::Text))
    });
    let case = (logging.case == Asked::NotYet).then(|| (About::Case, which_case()));
    [caller, concern, case].into_iter().flatten().collect()
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
        ..NewContact::default()
    }
}
