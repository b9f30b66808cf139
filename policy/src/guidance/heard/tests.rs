//! What questions tell of facts.

use serde::Deserialize;

use super::*;
use crate::guidance::tests::{pack, table};

/// Questions, and what each tells of one fact of a pack.
#[derive(Deserialize)]
struct Telling {
    pack: String,
    fact: String,
    value: Option<Value>,
    asks: Vec<String>,
}

#[test]
fn a_question_tells_what_is_so_and_what_is_not_and_of_two_neither() {
    let language = Language::english();
    let tellings: Vec<Telling> = table(include_str!("../../../tests/guidance/heard.toml"), "told");
    for telling in tellings {
        let hearing = Hearing::new(&pack(&telling.pack), language);
        for ask in telling.asks {
            let told = hearing.facts(&words::known(&ask, language), language);
            assert_eq!(told.get(&telling.fact), telling.value.as_ref(), "{ask}");
        }
    }
}
