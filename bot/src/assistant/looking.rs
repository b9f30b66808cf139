//! Looking at transfers, matters of their own and cases.

use openapi::{MatterQuery, TransferQuery, TransferSummary};

use super::members::Subject;
use super::reply::Reply;
use super::{Assistant, Heard, found, is_missing, messages};
use messages::Names;

/// Most transfers shown at once.
const AT_MOST: u32 = 50;

impl Assistant {
    /// Transfers whose next step the caller owes.
    pub(super) async fn pending(&self) -> Heard<Reply> {
        let query = TransferQuery {
            owed_by_me: Some(true),
            ..TransferQuery::default()
        };
        self.list("Waiting for you", "Nothing waits for you.", query)
            .await
    }

    /// Transfers with something late.
    pub(super) async fn overdue(&self) -> Heard<Reply> {
        let query = TransferQuery {
            overdue: Some(true),
            ..TransferQuery::default()
        };
        self.list("Overdue", "Nothing is overdue.", query).await
    }

    /// A transfer, or where there is none of that reference, a matter of its own or a case.
    pub(super) async fn show(&self, reference: &str) -> Heard<Reply> {
        let about = found(self.looked_up(reference).await)?;
        let names = Names(Some(self.own_pack().await?));
        match about {
            Some(Subject::Transfer(transfer)) => Ok(messages::shown(&transfer, names)),
            Some(Subject::Matter(matter)) => Ok(messages::matter(&matter, names)),
            None => self.show_case(reference).await,
        }
    }

    /// What can be done with a transfer or a matter.
    pub(super) async fn next(&self, reference: &str) -> Heard<Reply> {
        let about = self.looked_up(reference).await?;
        let names = Names(Some(self.own_pack().await?));
        Ok(match about {
            Subject::Transfer(transfer) => messages::next_steps(&transfer, names),
            Subject::Matter(matter) => messages::matter(&matter, names),
        })
    }

    /// What has to be done before a transfer or a matter can go on, item by item.
    pub(super) async fn checklist(&self, reference: &str) -> Heard<Reply> {
        Ok(match self.looked_up(reference).await? {
            Subject::Transfer(transfer) => messages::checklist(&transfer),
            Subject::Matter(matter) => messages::items_of_matter(&matter),
        })
    }

    /// Matters of their own on which the caller's teams still owe something.
    pub(super) async fn matters(&self) -> Heard<Reply> {
        let query = MatterQuery {
            open: Some(true),
            limit: Some(AT_MOST),
            ..MatterQuery::default()
        };
        let page = self.api.matters(&query).await?;
        let names = Names(Some(self.own_pack().await?));
        Ok(messages::matters(
            &page.items,
            page.next_cursor.is_some(),
            names,
        ))
    }

    /// The transfer of a reference, or else the matter.
    async fn looked_up(&self, reference: &str) -> Heard<Subject> {
        match self.api.transfer(reference).await {
            Err(nothing) if is_missing(&nothing) => {
                let matter = found(self.api.matter(reference).await)?;
                let matter = matter.map(|matter| Subject::Matter(Box::new(matter)));
                matter.ok_or(nothing)
            }
            transfer => Ok(Subject::Transfer(Box::new(transfer?))),
        }
    }

    async fn show_case(&self, reference: &str) -> Heard<Reply> {
        let case = self.api.case(reference).await?;
        let query = TransferQuery {
            case: Some(case.id.to_string()),
            ..TransferQuery::default()
        };
        Ok(messages::case_shown(&case, &self.page(query).await?.0))
    }

    async fn list(&self, title: &str, none: &str, query: TransferQuery) -> Heard<Reply> {
        let (list, more) = self.page(query).await?;
        Ok(messages::transfers(title, none, &list, more))
    }

    async fn page(&self, query: TransferQuery) -> Heard<(Vec<TransferSummary>, bool)> {
        let query = TransferQuery {
            limit: Some(AT_MOST),
            ..query
        };
        let page = self.api.transfers(&query).await?;
        Ok((page.items, page.next_cursor.is_some()))
    }
}
