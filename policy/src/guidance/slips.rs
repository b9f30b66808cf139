//! How a hand errs: what it costs to have typed one word and meant another.

/// The rows of a keyboard.
const ROWS: [&[u8]; 3] = [b"qwertyuiop", b"asdfghjkl", b"zxcvbnm"];

/// Slips up to this cost happen to everybody.
pub(super) const USUAL: f64 = 2.5;

/// The natural logarithm of how rare each slip is.
const EXCHANGED: f64 = 2.0;
const DOUBLED: f64 = 1.8;
const LEFT_OUT: f64 = 2.4;
const KEY_BESIDE: f64 = 2.2;
const PUT_IN: f64 = 4.0;
const ANOTHER: f64 = 5.0;
/// A first letter is seldom wrong.
const FIRST: f64 = 1.0;

/// What it costs to type `typed` where `meant` was meant: the cheapest way from one to the other.
pub(super) fn cost(meant: &str, typed: &str) -> f64 {
    let (meant, typed): (Vec<char>, Vec<char>) = (meant.chars().collect(), typed.chars().collect());
    let mut rows: Vec<Vec<f64>> = Vec::with_capacity(meant.len() + 1);
    for i in 0..=meant.len() {
        let mut row = vec![f64::INFINITY; typed.len() + 1];
        for j in 0..=typed.len() {
            let first = if i <= 1 && j <= 1 { FIRST } else { 0.0 };
            let mut best = if i + j == 0 { 0.0 } else { f64::INFINITY };
            if i > 0 {
                best = best.min(rows[i - 1][j] + left_out(&meant, i - 1) + first);
            }
            if j > 0 {
                best = best.min(row[j - 1] + put_in(&typed, j - 1) + first);
            }
            if i > 0 && j > 0 {
                let step = another(meant[i - 1], typed[j - 1]);
                let first = if step > 0.0 { first } else { 0.0 };
                best = best.min(rows[i - 1][j - 1] + step + first);
            }
            if i > 1 && j > 1 && meant[i - 1] == typed[j - 2] && meant[i - 2] == typed[j - 1] {
                best = best.min(rows[i - 2][j - 2] + EXCHANGED);
            }
            row[j] = best;
        }
        rows.push(row);
    }
    rows[meant.len()][typed.len()]
}

/// Whether two words of one length differ in one letter, by the key beside it.
pub(super) fn is_slip(word: &str, other: &str) -> bool {
    let mut unlike = word.bytes().zip(other.bytes()).filter(|(a, b)| a != b);
    let (one, more) = (unlike.next(), unlike.next());
    word.len() == other.len() && more.is_none() && one.is_some_and(|(a, b)| is_beside(a, b))
}

/// The set of letters, one bit each, in which a distance can be bounded quickly.
pub(super) fn letters(word: &str) -> u32 {
    word.bytes().fold(0, |set, byte| match byte {
        b'a'..=b'z' => set | 1 << (byte - b'a'),
        _ => set | 1 << 26,
    })
}

/// The word with no letter more than `most` times in a row.
pub(super) fn squeeze(word: &str, most: usize) -> String {
    let mut calmer = String::new();
    let mut run = 0;
    for character in word.chars() {
        run = if calmer.ends_with(character) {
            run + 1
        } else {
            1
        };
        if run <= most {
            calmer.push(character);
        }
    }
    calmer
}

/// A letter that was meant and not typed: more easily one of two alike.
fn left_out(meant: &[char], at: usize) -> f64 {
    if at > 0 && meant[at] == meant[at - 1] {
        DOUBLED
    } else {
        LEFT_OUT
    }
}

fn put_in(typed: &[char], at: usize) -> f64 {
    if at > 0 && typed[at] == typed[at - 1] {
        DOUBLED
    } else {
        PUT_IN
    }
}

fn another(meant: char, typed: char) -> f64 {
    let byte = |letter: char| u8::try_from(letter).ok();
    match (byte(meant), byte(typed)) {
        _ if meant == typed => 0.0,
        (Some(one), Some(other)) if is_beside(one, other) => KEY_BESIDE,
        _ if is_vowel(meant) && is_vowel(typed) => PUT_IN,
        _ => ANOTHER,
    }
}

fn is_vowel(letter: char) -> bool {
    matches!(letter, 'a' | 'e' | 'i' | 'o' | 'u')
}

fn is_beside(one: u8, other: u8) -> bool {
    ROWS.iter().any(|row| {
        row.windows(2)
            .any(|pair| pair == [one, other] || pair == [other, one])
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_slip_that_happens_to_everybody_costs_less_than_one_that_seldom_does() {
        assert!(cost("from", "form") < cost("farm", "form"));
        assert!(cost("meeting", "meetting") < cost("meeting", "meeating"));
        assert!(cost("child", "chuld") < cost("child", "chxld"));
        assert!(cost("hurt", "hurt") == 0.0);
    }
}
