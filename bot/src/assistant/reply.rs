//! What the assistant says, in a form that any platform can show.

use serde::{Deserialize, Serialize};

/// One thing said: a title, lines below it, what may be chosen, and what is asked.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Reply {
    /// How it is meant.
    pub tone: Tone,
    /// What it is about.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub title: Option<String>,
    /// It, line by line.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub lines: Vec<String>,
    /// What may be chosen; buttons or a numbered list.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub choices: Vec<Choice>,
    /// What can be said next, for a face that shows buttons; the lines name it too.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub offers: Vec<Choice>,
    /// What is asked; the next thing heard may answer it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub prompt: Option<String>,
}

/// How something is meant.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Tone {
    /// As it stands.
    #[default]
    Plain,
    /// Before everything else.
    Urgent,
    /// Something was not done, and why.
    Refusal,
    /// Something does not work.
    Failure,
}

/// Something that may be chosen.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Choice {
    /// What to say for it.
    pub say: String,
    /// What it is, for people.
    pub label: String,
}

impl Choice {
    /// A choice.
    pub fn new(say: impl Into<String>, label: impl Into<String>) -> Self {
        Self {
            say: say.into(),
            label: label.into(),
        }
    }
}

impl Reply {
    /// Something said, with its first line as the title.
    pub fn plain(title: impl Into<String>) -> Self {
        Self {
            title: Some(title.into()),
            ..Self::default()
        }
    }

    /// The same in another tone.
    pub fn in_tone(mut self, tone: Tone) -> Self {
        self.tone = tone;
        self
    }

    /// The same with one line more.
    pub fn line(mut self, line: impl Into<String>) -> Self {
        self.lines.push(line.into());
        self
    }

    /// The same with more lines.
    pub fn lines(mut self, lines: impl IntoIterator<Item = String>) -> Self {
        self.lines.extend(lines);
        self
    }

    /// The same with more that can be said next.
    pub fn offers(mut self, offers: impl IntoIterator<Item = Choice>) -> Self {
        self.offers.extend(offers);
        self
    }

    /// The same with something more that can be said next.
    pub fn offer(mut self, say: impl Into<String>, label: impl Into<String>) -> Self {
        self.offers.push(Choice::new(say, label));
        self
    }

    /// Everything as plain text.
    pub fn text(&self) -> String {
        let choices = self.choices.iter().enumerate();
        let choices = choices.map(|(at, choice)| format!("  {}. {}", at + 1, choice.label));
        let parts = self.title.iter().cloned().chain(self.lines.iter().cloned());
        let parts: Vec<String> = parts
            .chain(choices)
            .chain(self.prompt.iter().cloned())
            .collect();
        parts.join("\n")
    }
}
