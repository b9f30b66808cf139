//! Words as Discord shows them: its markdown, and its limits.

use crate::assistant::{Reply, Tone};

/// Characters of a message; a little less than Discord takes.
const TEXT: usize = 1900;

/// A reply in Discord's markdown; what is urgent stands out without a colour.
pub(super) fn in_markdown(reply: &Reply) -> String {
    let mark = match reply.tone {
        Tone::Urgent => "🚨 URGENT: ",
        Tone::Failure => "⚠️ ",
        Tone::Refusal | Tone::Plain => "",
    };
    let title = reply
        .title
        .as_ref()
        .map(|title| format!("**{mark}{}**", escaped(title)));
    let lines = reply.lines.iter().map(|line| escaped(line));
    let prompt = reply.prompt.as_ref().map(|prompt| escaped(prompt));
    title
        .into_iter()
        .chain(lines)
        .chain(prompt)
        .collect::<Vec<_>>()
        .join("\n")
}

/// What would be taken for markdown, shown as it is; commands between backticks stay.
pub(super) fn escaped(text: &str) -> String {
    let mut safe = String::with_capacity(text.len());
    let mut code = false;
    for letter in text.chars() {
        code ^= letter == '`';
        if !code && matches!(letter, '*' | '_' | '~' | '|' | '<' | '\\') {
            safe.push('\\');
        }
        safe.push(letter);
    }
    safe
}

/// The first so many characters; `…` says that there was more.
pub(super) fn cut(text: &str, most: usize) -> String {
    match text.chars().count() > most {
        true => text.chars().take(most - 1).chain(['…']).collect(),
        false => text.to_owned(),
    }
}

/// The text in pieces that fit, broken between lines where that is possible.
pub(super) fn split(text: &str) -> Vec<String> {
    let mut pieces = vec![String::new()];
    for line in text.lines() {
        for part in parts(line) {
            let last = pieces.last_mut().expect("there is always a piece");
            if last.chars().count() + part.chars().count() + 1 > TEXT {
                pieces.push(part);
            } else {
                if !last.is_empty() {
                    last.push('\n');
                }
                last.push_str(&part);
            }
        }
    }
    pieces
}

fn parts(line: &str) -> Vec<String> {
    let letters: Vec<char> = line.chars().collect();
    match letters.is_empty() {
        true => vec![String::new()],
        false => letters
            .chunks(TEXT)
            .map(|part| part.iter().collect())
            .collect(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_of_the_pack_are_not_taken_for_markdown() {
        assert_eq!(
            escaped("family_told, say `record fact T-1 family_told`"),
            "family\\_told, say `record fact T-1 family_told`"
        );
        assert_eq!(escaped("<@123>"), "\\<@123>");
    }
}
