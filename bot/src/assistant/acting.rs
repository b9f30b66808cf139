//! Acting on a transfer or a matter: what is missing is asked, then the step is sent.

use openapi::{Action, ActionName, ApiError, BlockerKind, MatterActionName, MatterStep};
use serde_json::{Map, Value, json};

use super::conversation::{About, Acting, Task};
use super::members::{Member, Scene, Subject, is_choice, members, pathway, takers};
use super::prompt::{Expected, Given, Prompt};
use super::reply::{Choice, Reply};
use super::step::Step;
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
        let is_asked = |name: &str| missing.iter().any(|(asked, _)| *asked == name);
        let optional = optional(&acting).filter(|(name, _)| !is_asked(name));
        missing.extend(optional);
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
        if acting.step.records_facts()
            && let Some(advance) = self.value_of_fact(&mut acting, &scene)
        {
            return Ok(advance);
        }
        if acting.step == Step::Transfer(ActionName::Land)
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
        let about = match acting.step {
            Step::Transfer(_) => {
                Subject::Transfer(Box::new(self.api.transfer(&acting.reference).await?))
            }
            Step::Matter(_) => Subject::Matter(Box::new(self.api.matter(&acting.reference).await?)),
        };
        let pack = self.own_pack().await?.clone();
        let people = match acting.step.names_people() {
            true => self.people().await?,
            false => Vec::new(),
        };
        Ok(Scene {
            about,
            pack,
            people,
        })
    }

    /// In a form, all the facts that the next steps lack, where none was named; what is chosen comes first.
    fn facts_in_form(&self, acting: &Acting, scene: &Scene) -> Option<Advance> {
        let named =
            acting.fact.is_some() || acting.body.contains_key("facts") || !acting.rest.is_empty();
        if !acting.step.records_facts() || !acting.in_form || named {
            return None;
        }
        let facts = scene.facts().into_iter();
        let asked = facts.filter(|fact| scene.lacks(fact) && self.may_ask(&scene.pack, fact));
        let mut prompts: Vec<_> = asked
            .filter_map(|fact| Some((scene.prompt_for(&fact)?.or_skip(), fact)))
            .map(|(prompt, fact)| (fact, prompt))
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
        let prompt = scene.prompt_for(&id)?;
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
        let sent = match acting.step {
            Step::Transfer(action) => self.act_on_transfer(action, &acting, names).await,
            Step::Matter(action) => self.act_on_matter(action, &acting, names).await,
        };
        match sent {
            Ok(done) => Ok(Advance::Done(vec![done])),
            Err(refusal) if is_refusal(&refusal) => {
                let reply = messages::failed(&refusal, names);
                let remedies = remedies(&refusal, &acting.reference);
                Ok(Advance::Done(vec![reply.offers(remedies)]))
            }
            Err(failure) => Err(failure),
        }
    }

    async fn act_on_transfer(
        &self,
        action: ActionName,
        acting: &Acting,
        names: Names<'_>,
    ) -> Heard<Reply> {
        let Ok(body) = Action::from_body(action, Value::Object(acting.body.clone())) else {
            return Ok(messages::on_which(acting.step));
        };
        let api = self.api.keyed(acting.key);
        let transfer = api.act(&acting.reference, &body).await?;
        Ok(messages::moved(&acting.step.name(), &transfer, names))
    }

    async fn act_on_matter(
        &self,
        action: MatterActionName,
        acting: &Acting,
        names: Names<'_>,
    ) -> Heard<Reply> {
        let Ok(said) = serde_json::from_value::<MatterStep>(Value::Object(acting.body.clone()))
        else {
            return Ok(messages::on_which(acting.step));
        };
        let api = self.api.keyed(acting.key);
        let matter = api.step_matter(&acting.reference, action, &said).await?;
        Ok(messages::matter_moved(&acting.step.name(), &matter, names))
    }
}

/// What can be said at once to make a refused step possible: facts to be told, items to be done.
fn remedies(refusal: &ApiError, reference: &str) -> Vec<Choice> {
    let ApiError::Problem(problem) = refusal else {
        return Vec::new();
    };
    let blockers = || problem.blocked_by.iter();
    let lacks = blockers().any(|one| !one.missing_facts.is_empty());
    let open = blockers().any(|one| one.kind == BlockerKind::Item);
    let facts = Choice::new(format!("record fact {reference}"), "Answer what is missing");
    let items = Choice::new(format!("tick {reference}"), "Mark an item as done");
    let offers = [(lacks, facts), (open, items)];
    offers
        .into_iter()
        .filter(|(is_so, _)| *is_so)
        .map(|(_, offer)| offer)
        .collect()
}

/// The members that are neither known nor among the words said with the command.
pub(super) fn missing(acting: &mut Acting, scene: &Scene) -> Vec<Member> {
    let mut missing = Vec::new();
    for (name, prompt) in members(acting.step, scene) {
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
    let open = acting.in_form && acting.step.takes_text() && !acting.body.contains_key("text");
    let prompt = Prompt::new("Anything to add, in your own words?", Expected::Text).or_skip();
    open.then_some(("text", prompt))
}

/// The command with everything that was chosen.
fn said_so_far(acting: &Acting, scene: &Scene) -> String {
    let chosen = members(acting.step, scene)
        .into_iter()
        .filter_map(|(name, prompt)| {
            let value = match name {
                "fact" => acting.fact.as_deref(),
                name => acting.body.get(name).and_then(Value::as_str),
            };
            is_choice(&prompt).then_some(value?.to_owned())
        });
    let command = [acting.step.name(), acting.reference.clone()];
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
    if acting.step == Step::Transfer(ActionName::Accept)
        && let Some(pathway) = pathway(scene).filter(|pathway| pathway.forum_decides)
    {
        acting.body.insert("forum".into(), json!(pathway.forum));
    }
    if acting.step == Step::Transfer(ActionName::Consider)
        && let Some(pathway) = pathway(scene)
    {
        acting.body.insert("forum".into(), json!(pathway.forum));
    }
    name_tasks(&mut acting.body);
    let left = std::mem::take(&mut acting.rest);
    if !left.is_empty() {
        let name = if acting.step.takes_text() && !acting.body.contains_key("text") {
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

#[cfg(test)]
mod tests {
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
