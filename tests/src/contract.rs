//! The contract: everything that goes over the wire is held against the document that the server serves.

use std::collections::HashMap;
use std::sync::{Arc, Mutex};

use jsonschema::{Draft, Validator};
use openapi::{Observer, Seen};
use serde_json::{Value, json};

/// The served OpenAPI document, ready to judge.
#[derive(Debug)]
pub struct Contract {
    document: Value,
    validators: Mutex<HashMap<String, Arc<Validator>>>,
}

/// A body as JSON: `Null` where it is empty, a text where it is none.
pub(crate) fn body_of(text: &str) -> Value {
    match text.is_empty() {
        true => Value::Null,
        false => serde_json::from_str(text).unwrap_or_else(|_| Value::String(text.to_owned())),
    }
}

/// One request and its response, as they went over the wire.
#[derive(Debug, Clone, Copy)]
pub struct Exchange<'a> {
    /// In lower case, as the document has it.
    pub method: &'a str,
    /// Without the query.
    pub path: &'a str,
    /// Names of the query's parameters.
    pub parameters: &'a [String],
    /// What was sent, where something was.
    pub sent: Option<&'a Value>,
    /// The status of the response.
    pub status: u16,
    /// The media type of the response, without its parameters; empty where it has none.
    pub media_type: &'a str,
    /// Names of the response's headers, in lower case.
    pub headers: &'a [String],
    /// The body of the response; `Null` where it is empty.
    pub body: &'a Value,
}

impl Contract {
    /// The contract that a document makes.
    pub fn new(document: Value) -> Self {
        Self {
            document,
            validators: Mutex::default(),
        }
    }

    /// Hold an exchange against the document.
    ///
    /// # Panics
    ///
    /// Where the document does not declare the path, the method, the status, the media type or a parameter, or a body is
    /// not as it says. A request that was refused may break the contract; one that was granted may not.
    #[track_caller]
    pub fn check(&self, exchange: &Exchange<'_>) {
        if let Err(broken) = self.broken(exchange) {
            panic!(
                "the contract is broken by {} {} ({}): {broken}\n{:#}",
                exchange.method.to_uppercase(),
                exchange.path,
                exchange.status,
                exchange.body
            );
        }
    }

    /// Somebody who holds everything that a typed client sends and gets against the document.
    pub fn observer(&'static self) -> Observer {
        Arc::new(move |seen: &Seen<'_>| {
            let url = seen.request.url();
            let sent = seen
                .request
                .body()
                .and_then(|body| serde_json::from_slice(body.as_bytes()?).ok());
            let media_type = seen
                .headers
                .get("content-type")
                .and_then(|value| value.to_str().ok());
            let headers: Vec<_> = seen
                .headers
                .keys()
                .map(|name| name.as_str().to_owned())
                .collect();
            let parameters: Vec<_> = url
                .query_pairs()
                .map(|(name, _)| name.into_owned())
                .collect();
            self.check(&Exchange {
                method: &seen.request.method().as_str().to_lowercase(),
                path: url.path(),
                parameters: &parameters,
                sent: sent.as_ref(),
                status: seen.status.as_u16(),
                media_type: media_type
                    .unwrap_or_default()
                    .split(';')
                    .next()
                    .unwrap_or_default()
                    .trim(),
                headers: &headers,
                body: &body_of(seen.body),
            });
        })
    }

    fn broken(&self, exchange: &Exchange<'_>) -> Result<(), String> {
        let path = self.path(exchange)?;
        let operation = &path[exchange.method];
        if operation.is_null() {
            return Err("this method is not declared".into());
        }
        self.response(exchange, operation)?;
        match exchange.status < 400 {
            true => self.request(exchange, path, operation),
            false => Ok(()),
        }
    }

    /// The entry of a path: one without a variable comes before one with.
    fn path(&self, exchange: &Exchange<'_>) -> Result<&Value, String> {
        let paths = self.document["paths"]
            .as_object()
            .ok_or("the document has no paths")?;
        let fitting = paths
            .iter()
            .filter(|(template, _)| fits(template, exchange.path));
        fitting
            .min_by_key(|(template, _)| template.matches('{').count())
            .map(|(_, entry)| entry)
            .ok_or_else(|| "this path is not declared".into())
    }

    fn response(&self, exchange: &Exchange<'_>, operation: &Value) -> Result<(), String> {
        let responses = &operation["responses"];
        let exact = exchange.status.to_string();
        let range = format!("{}XX", exchange.status / 100);
        let declared = [exact.as_str(), &range, "default"]
            .into_iter()
            .map(|key| self.resolve(&responses[key]))
            .find(|response| !response.is_null())
            .ok_or("this status is not declared")?;
        check_headers(exchange, declared)?;
        let Some(content) = declared["content"].as_object() else {
            return match exchange.body.is_null() {
                true => Ok(()),
                false => Err("no body is declared for this status".into()),
            };
        };
        let media = content
            .get(exchange.media_type)
            .ok_or_else(|| format!("`{}` is not declared", exchange.media_type))?;
        self.fits_schema(&media["schema"], exchange.body)
    }

    fn request(
        &self,
        exchange: &Exchange<'_>,
        path: &Value,
        operation: &Value,
    ) -> Result<(), String> {
        let declared = [&path["parameters"], &operation["parameters"]];
        let mut known = declared.into_iter().filter_map(Value::as_array).flatten();
        let undeclared = exchange.parameters.iter().find(|name| {
            !known
                .clone()
                .any(|parameter| parameter["in"] == "query" && parameter["name"] == name.as_str())
        });
        if let Some(name) = undeclared {
            return Err(format!("the parameter `{name}` is not declared"));
        }
        let required = known.find(|parameter| {
            parameter["in"] == "query"
                && parameter["required"] == true
                && !exchange
                    .parameters
                    .iter()
                    .any(|name| parameter["name"] == name.as_str())
        });
        if let Some(parameter) = required {
            return Err(format!("{} was accepted without", parameter["name"]));
        }
        match exchange.sent {
            Some(sent) => {
                let body = self.resolve(&operation["requestBody"]);
                let schema = &body["content"]["application/json"]["schema"];
                self.fits_schema(schema, sent)
                    .map_err(|wrong| format!("what was sent and accepted: {wrong}"))
            }
            None => Ok(()),
        }
    }

    fn fits_schema(&self, schema: &Value, instance: &Value) -> Result<(), String> {
        if schema.is_null() {
            return Err("no schema is declared".into());
        }
        let validator = self.validator(schema)?;
        let wrong: Vec<_> = validator
            .iter_errors(instance)
            .map(|wrong| format!("{}: {wrong}", wrong.instance_path()))
            .collect();
        match wrong.is_empty() {
            true => Ok(()),
            false => Err(wrong.join("; ")),
        }
    }

    /// A schema of the document on its own, with the components that it refers to.
    fn validator(&self, schema: &Value) -> Result<Arc<Validator>, String> {
        let key = schema.to_string();
        let mut validators = self.validators.lock().map_err(|wrong| wrong.to_string())?;
        if let Some(known) = validators.get(&key) {
            return Ok(Arc::clone(known));
        }
        let whole = json!({ "allOf": [schema], "components": self.document["components"] });
        let built = jsonschema::options()
            .with_draft(Draft::Draft202012)
            .should_validate_formats(true)
            .build(&whole)
            .map_err(|wrong| format!("a schema of the document is no schema: {wrong}"))?;
        let built = Arc::new(built);
        validators.insert(key, Arc::clone(&built));
        Ok(built)
    }

    fn resolve<'a>(&'a self, value: &'a Value) -> &'a Value {
        let pointer = value["$ref"]
            .as_str()
            .and_then(|reference| reference.strip_prefix('#'));
        pointer
            .and_then(|pointer| self.document.pointer(pointer))
            .unwrap_or(value)
    }
}

fn check_headers(exchange: &Exchange<'_>, declared: &Value) -> Result<(), String> {
    let mut headers = declared["headers"]
        .as_object()
        .into_iter()
        .flat_map(|headers| headers.keys());
    let missing = headers.find(|name| !exchange.headers.contains(&name.to_lowercase()));
    match missing {
        Some(name) => Err(format!("the header {name} is declared and missing")),
        None => Ok(()),
    }
}

fn fits(template: &str, path: &str) -> bool {
    let (template, path): (Vec<_>, Vec<_>) =
        (template.split('/').collect(), path.split('/').collect());
    template.len() == path.len()
        && template
            .iter()
            .zip(&path)
            .all(|(wanted, given)| wanted.starts_with('{') || wanted == given)
}

#[cfg(test)]
mod tests;
