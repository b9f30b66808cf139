//! What came back over the wire, after it was held against the contract.

use openapi::Problem;
use serde::de::DeserializeOwned;
use serde_json::Value;

/// The answer to one request.
#[derive(Debug, Clone, PartialEq)]
pub struct Answer {
    /// HTTP status.
    pub status: u16,
    /// The `ETag`, where there is one.
    pub etag: Option<String>,
    /// The `Location`, where there is one.
    pub location: Option<String>,
    /// JSON; `Null` where the body is empty.
    pub body: Value,
    /// Method and path, for messages.
    pub(crate) asked: String,
}

impl Answer {
    /// The body, where the status is the expected one.
    ///
    /// # Panics
    ///
    /// Where it is another, with the whole answer.
    #[track_caller]
    pub fn with<T: DeserializeOwned>(self, status: u16) -> T {
        assert_eq!(self.status, status, "{}: {:#}", self.asked, self.body);
        match serde_json::from_value(self.body) {
            Ok(body) => body,
            Err(wrong) => panic!("{}: {wrong}", self.asked),
        }
    }

    /// The body of a request that was granted: 200 or 201.
    ///
    /// # Panics
    ///
    /// Where it was refused, with the problem.
    #[track_caller]
    pub fn granted<T: DeserializeOwned>(self) -> T {
        let status = match self.status {
            201 => 201,
            _ => 200,
        };
        self.with(status)
    }

    /// The problem of a request that was refused with this status and kind (`gate-closed`).
    ///
    /// # Panics
    ///
    /// Where it was granted, or refused otherwise.
    #[track_caller]
    pub fn refused(self, status: u16, kind: &str) -> Problem {
        let asked = self.asked.clone();
        let problem: Problem = self.with(status);
        assert_eq!(
            problem.kind,
            format!("/problems/{kind}"),
            "{asked}: {problem:#?}"
        );
        assert_eq!(problem.status, status, "{asked}");
        problem
    }
}
