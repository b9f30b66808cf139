//! Checks: everything that is wrong with a request, told at once.

use std::collections::BTreeMap;

use openapi::FieldError;
use policy::fact;
use policy::pack::Pack;
use serde_json::Value;

use crate::error::ApiError;

/// What is wrong so far.
#[derive(Debug, Default)]
pub struct Checks(Vec<FieldError>);

impl Checks {
    /// A member that is not right.
    pub fn wrong(&mut self, field: &str, message: impl Into<String>, expected: impl Into<String>) {
        self.0.push(FieldError {
            field: field.into(),
            message: message.into(),
            expected: Some(expected.into()),
        });
    }

    /// A text of one line, 1 to `most` characters, not blank.
    pub fn line(&mut self, field: &str, text: &str, most: usize) {
        if text.chars().any(char::is_control) {
            self.wrong(
                field,
                "there are line breaks or control characters",
                "one line of text",
            );
        }
        self.text(field, text, most);
    }

    /// A text of 1 to `most` characters, not blank.
    pub fn text(&mut self, field: &str, text: &str, most: usize) {
        let length = text.chars().count();
        if text.trim().is_empty() {
            self.wrong(field, "this is empty", format!("1 to {most} characters"));
        } else if length > most {
            self.wrong(
                field,
                format!("{length} characters are too many"),
                format!("1 to {most} characters"),
            );
        }
    }

    /// Facts that the procedure declares, each of its type; gives them as they are kept.
    ///
    /// * `within` – name of the member that holds them, `facts`
    pub fn facts(
        &mut self,
        within: &str,
        pack: &Pack,
        facts: &BTreeMap<String, Value>,
    ) -> fact::Facts {
        let mut read = fact::Facts::new();
        for (id, value) in facts {
            let field = format!("{within}.{id}");
            match pack.fact(id) {
                None => self.wrong(
                    &field,
                    format!("the procedure knows no fact `{id}`"),
                    "a fact of the procedure, as the pack lists them",
                ),
                Some(declared) => match fact::read(declared, value) {
                    Ok(value) => drop(read.insert(id.clone(), value)),
                    Err(wrong) => self.wrong(&field, wrong.to_string(), fact::expected(declared)),
                },
            }
        }
        read
    }

    /// Nothing, where nothing is wrong.
    ///
    /// # Errors
    ///
    /// [`ApiError::Invalid`] with everything that is.
    pub fn done(self) -> Result<(), ApiError> {
        match self.0.is_empty() {
            true => Ok(()),
            false => Err(ApiError::Invalid(self.0)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fields(checks: Checks) -> Vec<String> {
        match checks.done() {
            Err(ApiError::Invalid(errors)) => errors.into_iter().map(|error| error.field).collect(),
            _ => Vec::new(),
        }
    }

    #[test]
    fn everything_that_is_wrong_is_told_at_once() {
        let mut checks = Checks::default();
        checks.line("name", " ", 10);
        checks.line("caller", "school\nnurse", 20);
        checks.text("concern", "too long", 3);
        assert_eq!(fields(checks), ["name", "caller", "concern"]);
    }

    #[test]
    fn what_is_right_passes() {
        let mut checks = Checks::default();
        checks.line("name", "Ärzte 1", 7);
        checks.text("concern", "two\nlines", 9);
        assert!(checks.done().is_ok());
    }
}
