//! What every request needs: the database, the clock, the procedures, the keys.

use crate::auth::Keys;
use crate::clock::Clock;
use crate::db::Db;
use crate::procedures::Procedures;

/// The server's state; shared by all its threads.
#[derive(Debug)]
pub struct App {
    /// The database.
    pub db: Db,
    /// The clock.
    pub clock: Clock,
    /// Every procedure that was loaded.
    pub procedures: Procedures,
    /// The keys that tokens are signed with.
    pub keys: Keys,
}
