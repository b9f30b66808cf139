//! Pages: how many entries are wanted, after which one, and whether more follow.

use openapi::Page;
use uuid::Uuid;

use crate::error::ApiError;

/// Entries on a page where nobody says how many.
const DEFAULT: u32 = 20;
/// Most entries on a page.
const MOST: u32 = 100;

/// The page that is wanted of a list by id.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Wanted {
    /// The last entry of the page before.
    pub after: Option<Uuid>,
    limit: u32,
}

impl Wanted {
    /// The page that a query asks for.
    ///
    /// # Errors
    ///
    /// [`ApiError::Invalid`] naming `limit` or `cursor`.
    pub fn new(limit: Option<u32>, cursor: Option<&str>) -> Result<Self, ApiError> {
        let after = cursor
            .map(|cursor| cursor.parse().map_err(|_| bad_cursor()))
            .transpose()?;
        Ok(Self {
            after,
            limit: entries(limit)?,
        })
    }

    /// Rows to read: one more than are shown, which tells whether more follow.
    pub fn rows(&self) -> u64 {
        u64::from(self.limit) + 1
    }

    /// The rows to show and the cursor of the page after them.
    pub fn cut<T>(&self, mut rows: Vec<T>, id: impl Fn(&T) -> Uuid) -> (Vec<T>, Option<String>) {
        let next = cut(&mut rows, self.limit, |row| id(row).to_string());
        (rows, next)
    }

    /// A page of rows that are shown each by itself.
    pub fn page<T, U>(
        &self,
        rows: Vec<T>,
        id: impl Fn(&T) -> Uuid,
        show: impl Fn(T) -> U,
    ) -> Page<U> {
        let (rows, next_cursor) = self.cut(rows, id);
        Page {
            items: rows.into_iter().map(show).collect(),
            next_cursor,
        }
    }
}

/// How many entries a page has.
///
/// # Errors
///
/// [`ApiError::Invalid`] where it is not 1 to 100.
pub fn entries(limit: Option<u32>) -> Result<u32, ApiError> {
    match limit.unwrap_or(DEFAULT) {
        limit @ 1..=MOST => Ok(limit),
        other => Err(ApiError::invalid(
            "limit",
            format!("{other} is out of range"),
            format!("1 to {MOST}"),
        )),
    }
}

/// Leave as many rows as are shown; the cursor of the last one where more follow.
pub fn cut<T>(rows: &mut Vec<T>, limit: u32, cursor: impl Fn(&T) -> String) -> Option<String> {
    let limit = limit as usize;
    let has_more = rows.len() > limit;
    rows.truncate(limit);
    rows.last().filter(|_| has_more).map(cursor)
}

/// A cursor that no page gave.
pub fn bad_cursor() -> ApiError {
    ApiError::invalid(
        "cursor",
        "this is no cursor",
        "the `next_cursor` of the page before, as it was given",
    )
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "a test fails by panicking")]
mod tests {
    use super::*;

    #[test]
    fn a_page_without_wishes_has_twenty_entries() {
        let wanted = Wanted::new(None, None).unwrap();
        assert_eq!((wanted.after, wanted.rows()), (None, 21));
    }

    #[test]
    fn a_page_has_1_to_100_entries() {
        for limit in [0, 101] {
            assert!(Wanted::new(Some(limit), None).is_err(), "{limit}");
        }
        assert!(Wanted::new(Some(100), None).is_ok());
    }

    #[test]
    fn a_cursor_that_no_page_gave_is_refused() {
        assert!(Wanted::new(None, Some("")).is_err());
        assert!(Wanted::new(None, Some("page 2")).is_err());
    }

    #[test]
    fn the_last_page_has_no_cursor() {
        let wanted = Wanted::new(Some(2), None).unwrap();
        let ids: Vec<_> = (0..3).map(|_| Uuid::now_v7()).collect();
        let first = wanted.page(ids.clone(), |id| *id, |id| id);
        assert_eq!(
            (first.items, first.next_cursor.as_deref()),
            (ids[..2].to_vec(), Some(ids[1].to_string().as_str()))
        );
        let last = wanted.page(ids[2..].to_vec(), |id| *id, |id| id);
        assert_eq!((last.items, last.next_cursor), (ids[2..].to_vec(), None));
    }
}
