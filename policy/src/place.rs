//! Places: where entries of a pack belong, on a pathway, in a matter of its own, or wherever they say nothing.

use crate::pack::format::{
    Advice, Deadline, Family, Gate, Item, Notice, Responsibility, TaskList, Tracking,
};

/// What is looked at.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Place<'a> {
    /// Nothing in particular: only what belongs to every pathway.
    Anywhere,
    /// A move along this pathway.
    Pathway(&'a str),
    /// A matter of this kind.
    Matter(&'a str),
}

impl<'a> Place<'a> {
    /// Whether an entry belongs here.
    pub fn has(self, entry: &impl Placed) -> bool {
        match self {
            Self::Matter(id) => entry.matters().iter().any(|name| name == id),
            _ if entry.pathways().is_empty() && !entry.matters().is_empty() => false,
            Self::Anywhere => entry.pathways().is_empty(),
            Self::Pathway(id) => {
                entry.pathways().is_empty() || entry.pathways().iter().any(|name| name == id)
            }
        }
    }
}

impl<'a> From<Option<&'a str>> for Place<'a> {
    fn from(pathway: Option<&'a str>) -> Self {
        pathway.map_or(Self::Anywhere, Self::Pathway)
    }
}

impl<'a> From<Option<&'a String>> for Place<'a> {
    fn from(pathway: Option<&'a String>) -> Self {
        Self::from(pathway.map(String::as_str))
    }
}

/// An entry that names pathways (none means all, unless it names matters) and matters (none means none).
pub trait Placed {
    /// The pathways that it names.
    fn pathways(&self) -> &[String];
    /// The matters that it names.
    fn matters(&self) -> &[String];
}

macro_rules! placed {
    ($($kind:ty),+) => {
        $(impl Placed for $kind {
            fn pathways(&self) -> &[String] {
                &self.pathways
            }
            fn matters(&self) -> &[String] {
                &self.matters
            }
        })+
    };
}

/// What belongs to moves only.
macro_rules! placed_on_pathways {
    ($($kind:ty),+) => {
        $(impl Placed for $kind {
            fn pathways(&self) -> &[String] {
                &self.pathways
            }
            fn matters(&self) -> &[String] {
                &[]
            }
        })+
    };
}

placed_on_pathways!(TaskList, Tracking, Family);
placed!(Gate, Item, Deadline, Notice, Responsibility, Advice);
