//! Acting on a transfer: what is missing is asked, then the action is sent.

use openapi::{Action, ActionName};
use serde_json::{Map, Value, json};

use super::conversation::{About, Acting, Task};
use super::members::{Member, Scene, is_choice, members, names_people, pathway, takers};
use super::prompt::{Expected, Given, Prompt};
use super::{Advance, Assistant, Heard, is_refusal, messages};
use messages::Names;

impl Assistant {
    /// Takes an action to its next question, or sends it.
    pub(super) async fn act(&self, mut acting: Acting) -> Heard<Advance> {
        let scene = self.scene(&acting).await?;
        if let Some(advance) = self.facts_in_form(&acting, &scene) {
            return Ok(advance);
        }
        let mut missing = missing(&mut acting, &scene);
        self.leave_out_personal(&mut missing, &scene);
        missing.extend(optional(&acting));
        if let Some(at) = missing.iter().position(|(_, prompt)| is_choice(prompt)) {
            missing.swap(0, at);
        }
        if !missing.is_empty() {
            let command = said_so_far(&acting, &scene);
            let first = missing.remove(0);
            let further = missing
                .into_iter()
                .map(|(name, prompt)| (About::Member(name.to_owned()), prompt));
            return Ok(ask(acting, first).in_form(command, further.collect()));
        }
        if acting.action == ActionName::RecordFact
            && let Some(advance) = self.value_of_fact(&mut acting, &scene)
        {
            return Ok(advance);
        }
        if acting.action == ActionName::Land
            && let Some(prompt) = self.taker(&mut acting, &scene).await?
        {
            return Ok(ask(acting, ("practitioner_id", prompt)));
        }
        finish_body(&mut acting, &scene);
        self.do_it(acting, &scene).await
    }

    /// A fact that may not be asked here is not offered either.
    fn leave_out_personal(&self, missing: &mut [Member], scene: &Scene) {
        for (name, prompt) in missing {
            if let ("fact", Expected::OneOf(facts)) = (*name, &mut prompt.expected) {
                facts.retain(|fact| self.may_ask(&scene.pack, &fact.say));
            }
        }
    }

    pub(super) async fn scene(&self, acting: &Acting) -> Heard<Scene> {
        let transfer = self.api.transfer(&acting.reference).await?;
        let pack = self.own_pack().await?.clone();
        let people = match names_people(acting.action) {
            true => self.people().await?,
            false => Vec::new(),
        };
        Ok(Scene {
            transfer,
            pack,
            people,
        })
    }

    /// In a form, all the facts that the next steps lack, where none was named; what is chosen comes first.
    fn facts_in_form(&self, acting: &Acting, scene: &Scene) -> Option<Advance> {
        let named =
            acting.fact.is_some() || acting.body.contains_key("facts") || !acting.rest.is_empty();
        if acting.action != ActionName::RecordFact || !acting.in_form || named {
            return None;
        }
        let lacking = |id: &str| {
            let mut steps = scene.transfer.next_steps.iter();
            steps.any(|step| step.missing_facts.iter().any(|missing| missing == id))
        };
        let facts = scene.transfer.facts.iter();
        let asked = facts.filter(|fact| lacking(&fact.id) && self.may_ask(&scene.pack, &fact.id));
        let mut prompts: Vec<_> = asked
            .map(|fact| (fact.id.clone(), scene.prompt_for(fact).or_skip()))
            .collect();
        prompts.sort_by_key(|(_, prompt)| !is_choice(prompt));
        let mut prompts = prompts.into_iter();
        let (id, prompt) = prompts.next()?;
        let mut acting = acting.clone();
        let mut command = said_so_far(&acting, scene);
        if is_choice(&prompt) {
            command = format!("{command} {id}");
            acting.fact = Some(id.clone());
        }
        let further = prompts
            .map(|(id, prompt)| (About::Fact(id), prompt))
            .collect();
        Some(Advance::ask(Task::Acting(acting), About::Fact(id), prompt).in_form(command, further))
    }

    /// What must still be asked, or said, before a fact can be recorded.
    fn value_of_fact(&self, acting: &mut Acting, scene: &Scene) -> Option<Advance> {
        let id = acting
            .fact
            .clone()
            .filter(|_| !acting.body.contains_key("facts"))?;
        if !self.may_ask(&scene.pack, &id) {
            return Some(Advance::Done(
                messages::withheld_facts(&[id], Names(Some(&scene.pack)))
                    .into_iter()
                    .collect(),
            ));
        }
        let fact = scene.transfer.facts.iter().find(|fact| fact.id == id)?;
        let prompt = scene.prompt_for(fact);
        match from_rest(&mut acting.rest, &prompt) {
            Some(value) => {
                acting.body.insert("facts".into(), json!({ id: value }));
                None
            }
            None => Some(
                Advance::ask(
                    Task::Acting(acting.clone()),
                    About::Fact(id.clone()),
                    prompt,
                )
                .in_form(said_so_far(acting, scene), Vec::new()),
            ),
        }
    }

    /// Who takes the case: `to me`, `to NAME`, or nobody for the duty tray. A name that fits nobody is asked back.
    async fn taker(&self, acting: &mut Acting, scene: &Scene) -> Heard<Option<Prompt>> {
        let Some(name) = acting.rest.strip_prefix("to ").map(str::to_owned) else {
            return Ok(None);
        };
        acting.rest.clear();
        if name == "me" {
            let me = self.me().await?.practitioner.id;
            acting.body.insert("practitioner_id".into(), json!(me));
            return Ok(None);
        }
        let prompt = Prompt::new("Who takes the case?", Expected::OneOf(takers(scene)));
        match prompt.read(&name) {
            Some(Given::Value(id)) => {
                acting.body.insert("practitioner_id".into(), id);
                Ok(None)
            }
            _ => Ok(Some(prompt)),
        }
    }

    async fn do_it(&self, acting: Acting, scene: &Scene) -> Heard<Advance> {
        let names = Names(Some(&scene.pack));
        let Ok(action) = Action::from_body(acting.action, Value::Object(acting.body)) else {
            return Ok(Advance::Done(vec![messages::on_which(&messages::spaced(
                acting.action.snake(),
            ))]));
        };
        match self
            .api
            .keyed(acting.key)
            .act(&acting.reference, &action)
            .await
        {
            Ok(transfer) => {
                let done = messages::spaced(acting.action.snake());
                Ok(Advance::Done(vec![messages::moved(
                    &done, &transfer, names,
                )]))
            }
            Err(refusal) if is_refusal(&refusal) => {
                Ok(Advance::Done(vec![messages::failed(&refusal, names)]))
            }
            Err(failure) => Err(failure),
        }
    }
}

/// The members that are neither known nor among the words said with the command.
pub(super) fn missing(acting: &mut Acting, scene: &Scene) -> Vec<Member> {
    let mut missing = Vec::new();
    for (name, prompt) in members(acting.action, scene) {
        let known = acting.body.contains_key(name)
            || (name == "fact" && (acting.fact.is_some() || acting.body.contains_key("facts")));
        if known {
            continue;
        }
        match from_rest(&mut acting.rest, &prompt) {
            Some(value) if name == "fact" => acting.fact = value.as_str().map(str::to_owned),
            Some(value) => drop(acting.body.insert(name.to_owned(), value)),
            None => missing.push((name, prompt)),
        }
    }
    missing
}

/// What may be added to an action by whoever fills in a form.
fn optional(acting: &Acting) -> Option<Member> {
    let open = acting.in_form && takes_text(acting.action) && !acting.body.contains_key("text");
    let prompt = Prompt::new("Anything to add, in your own words?", Expected::Text).or_skip();
    open.then_some(("text", prompt))
}

/// The command with everything that was chosen.
fn said_so_far(acting: &Acting, scene: &Scene) -> String {
    let chosen = members(acting.action, scene)
        .into_iter()
        .filter_map(|(name, prompt)| {
            let value = match name {
                "fact" => acting.fact.as_deref(),
                name => acting.body.get(name).and_then(Value::as_str),
            };
            is_choice(&prompt).then_some(value?.to_owned())
        });
    let command = [
        messages::spaced(acting.action.snake()),
        acting.reference.clone(),
    ];
    command
        .into_iter()
        .chain(chosen)
        .collect::<Vec<_>>()
        .join(" ")
}

/// Asks for a member; where there is nothing to choose from, says so.
fn ask(acting: Acting, (name, prompt): Member) -> Advance {
    if prompt.expected == Expected::OneOf(Vec::new()) {
        return Advance::Done(vec![messages::nothing_fits(&prompt, &acting.reference)]);
    }
    Advance::ask(Task::Acting(acting), About::Member(name.to_owned()), prompt)
}

/// The longest beginning of `rest` that answers the prompt; what follows it stays. A bare number is not taken for a
/// choice, because nobody has seen the list yet.
pub(super) fn from_rest(rest: &mut String, prompt: &Prompt) -> Option<Value> {
    let words: Vec<&str> = rest.split_whitespace().collect();
    let read = |length: usize| {
        let beginning = words[..length].join(" ");
        let chosen =
            matches!(prompt.expected, Expected::OneOf(_)) && beginning.parse::<usize>().is_ok();
        match prompt.read(&beginning) {
            Some(Given::Value(value)) if !chosen => Some((value, words[length..].join(" "))),
            _ => None,
        }
    };
    let (value, left) = (1..=words.len()).rev().find_map(read)?;
    *rest = left;
    Some(value)
}

/// The meeting that decides, and the words left over: as the reason in words where there is one, as a note otherwise.
fn finish_body(acting: &mut Acting, scene: &Scene) {
    if acting.action == ActionName::Accept
        && let Some(pathway) = pathway(scene).filter(|pathway| pathway.forum_decides)
    {
        acting.body.insert("forum".into(), json!(pathway.forum));
    }
    if acting.action == ActionName::Consider
        && let Some(pathway) = pathway(scene)
    {
        acting.body.insert("forum".into(), json!(pathway.forum));
    }
    name_tasks(&mut acting.body);
    let left = std::mem::take(&mut acting.rest);
    if !left.is_empty() {
        let name = if takes_text(acting.action) && !acting.body.contains_key("text") {
            "text"
        } else {
            "note"
        };
        acting.body.insert(name.into(), json!(left));
    }
}

/// What was said word by word as the contract wants it: a task's number, or the one task that was told.
fn name_tasks(body: &mut Map<String, Value>) {
    if let Some(number) = body.get("task").and_then(Value::as_str) {
        let number = number.parse::<u32>().ok();
        body.insert("task".into(), json!(number));
    }
    if let Some(what) = body.remove("what") {
        let owed_by = body.remove("owed_by");
        body.insert(
            "tasks".into(),
            json!([{ "what": what, "owed_by": owed_by }]),
        );
    }
}

pub(super) fn takes_text(action: ActionName) -> bool {
    matches!(
        action,
        ActionName::Decline
            | ActionName::SupportInstead
            | ActionName::Withdraw
            | ActionName::Hold
            | ActionName::Escalate
            | ActionName::RecordReview
            | ActionName::Close
    )
}

#[cfg(test)]
mod tests {
    use super::super::reply::Choice;
    use super::*;

    fn reasons() -> Prompt {
        let reasons = vec![
            Choice::new("crisis", "A crisis"),
            Choice::new("not_the_threshold", "Threshold not met"),
        ];
        Prompt::new("For which reason?", Expected::OneOf(reasons))
    }

    #[track_caller]
    fn check(rest: &str, prompt: &Prompt, value: Option<Value>, left: &str) {
        let mut rest = rest.to_owned();
        assert_eq!(from_rest(&mut rest, prompt), value);
        assert_eq!(rest, left);
    }

    #[test]
    fn words_after_the_reference_answer_what_they_can() {
        check(
            "not_the_threshold support goes on",
            &reasons(),
            Some(json!("not_the_threshold")),
            "support goes on",
        );
        check(
            "threshold not met",
            &reasons(),
            Some(json!("not_the_threshold")),
            "",
        );
        check("too busy", &reasons(), None, "too busy");
        check("2", &reasons(), None, "2");
        let date = Prompt::new("When?", Expected::Date);
        check(
            "22 December 2026 as agreed",
            &date,
            Some(json!("2026-12-22")),
            "as agreed",
        );
    }
}
