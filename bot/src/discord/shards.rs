//! Shards: which of them this process runs, out of how many.

use std::ops::Range;
use std::str::FromStr;

use anyhow::Context;

use super::call::Call;
use super::guard::Guard;
use super::patiently;
use super::rest::Rest;
use super::settings::DiscordSettings;

/// Some of the shards, `0-3`: the first and the last.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ShardRange {
    first: u32,
    last: u32,
}

impl FromStr for ShardRange {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let (first, last) = text.split_once('-').unwrap_or((text, text));
        let number = |text: &str| text.trim().parse().ok();
        match (number(first), number(last)) {
            (Some(first), Some(last)) if first <= last => Ok(Self { first, last }),
            _ => Err("the first and the last shard are wanted, such as 0-3".into()),
        }
    }
}

/// The shards of this process.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Shards {
    /// Which.
    pub(super) these: Range<u32>,
    /// Out of how many.
    pub(super) of: u32,
}

impl Shards {
    /// As the settings say, or as many as Discord proposes; with another gateway than Discord's own, one.
    ///
    /// # Errors
    ///
    /// Where Discord does not say, or the settings name shards that there are not.
    pub(super) async fn of(settings: &DiscordSettings, rest: &Rest) -> anyhow::Result<Self> {
        let of = match (settings.shards, &settings.gateway) {
            (Some(of), _) => of,
            (None, Some(_)) => 1,
            (None, None) => proposed(rest).await?,
        };
        Self::within(of.max(1), settings.shard_range)
    }

    /// From the first to the last, as serenity takes a range of shards: the last is among them.
    pub(super) fn inclusive(&self) -> Range<u32> {
        self.these.start..self.these.end - 1
    }

    fn within(of: u32, some: Option<ShardRange>) -> anyhow::Result<Self> {
        let some = some.unwrap_or(ShardRange {
            first: 0,
            last: of - 1,
        });
        anyhow::ensure!(
            some.last < of,
            "there is no shard {}: they are counted from 0, and there are {of}",
            some.last
        );
        Ok(Self {
            these: some.first..some.last + 1,
            of,
        })
    }
}

async fn proposed(rest: &Rest) -> anyhow::Result<u32> {
    let nothing = Guard::default();
    let ask = || rest.send(Call::get("/gateway/bot"), &nothing);
    let said = patiently("knowing how many shards there are", ask)
        .await
        .context("Discord does not say how many shards it proposes")?;
    let shards = said["shards"].as_u64().and_then(|of| of.try_into().ok());
    shards.context("Discord answered without a number of shards")
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use super::*;

    #[test]
    fn a_process_runs_all_shards_or_those_that_it_is_told() {
        let one = Shards::within(1, None).unwrap();
        assert_eq!(one.inclusive(), 0..0, "serenity starts the last as well");
        let all = Shards::within(4, None).unwrap();
        assert_eq!((all.these, all.of), (0..4, 4));
        let two = Shards::within(4, Some("2-3".parse().unwrap())).unwrap();
        assert_eq!((two.these, two.of), (2..4, 4));
        let one = Shards::within(4, Some("1".parse().unwrap())).unwrap();
        assert_eq!(one.these, 1..2);
    }

    #[test]
    fn shards_that_there_are_not_are_named() {
        let wrong = Shards::within(2, Some("1-2".parse().unwrap())).unwrap_err();
        assert!(wrong.to_string().contains("no shard 2"), "{wrong}");
        for text in ["", "a-b", "3-1", "-1"] {
            assert!(text.parse::<ShardRange>().is_err(), "{text}");
        }
    }
}
