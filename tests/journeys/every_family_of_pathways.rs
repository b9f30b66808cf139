//! Every family of pathways of every pack, as its file in `tests/stories` tells it: who, what is refused first and by
//! which rule, what makes it possible, who agrees, by when, and who holds the case in the end.

use tests::story::Book;
use tests::{Database, World, on_both_databases};

on_both_databases!(
    in_durham,
    stepping_across,
    in_suffolk,
    in_bradford,
    with_well_being_and_early_help,
    at_the_quayside,
);

async fn live(database: &Database, pack: &str) {
    let book = Book::open(pack);
    let world = World::start(database, &book.begins_at).await;
    book.live(&world).await;
}

async fn in_durham(database: &Database) {
    live(database, "durham").await;
}

async fn stepping_across(database: &Database) {
    live(database, "stepping_across").await;
}

async fn in_suffolk(database: &Database) {
    live(database, "suffolk").await;
}

async fn in_bradford(database: &Database) {
    live(database, "bradford").await;
}

async fn with_well_being_and_early_help(database: &Database) {
    live(database, "wpeh").await;
}

async fn at_the_quayside(database: &Database) {
    let book = Book::open("quayside");
    let world = World::start_with_invented_packs(database, &book.begins_at).await;
    book.live(&world).await;
}
