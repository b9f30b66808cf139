//! Looking at transfers and cases.

use openapi::{TransferQuery, TransferSummary};

use super::reply::Reply;
use super::{Assistant, Heard, found, messages};
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
        if let Some(transfer) = found(self.api.transfer(reference).await)? {
            let pack = self.own_pack().await?;
            return Ok(messages::shown(&transfer, Names(Some(pack))));
        }
        match found(self.api.matter(reference).await)? {
            Some(matter) => {
                let pack = self.own_pack().await?;
                Ok(messages::matter(&matter, Names(Some(pack))))
            }
            None => self.show_case(reference).await,
        }
    }

    /// What can be done with a transfer.
    pub(super) async fn next(&self, reference: &str) -> Heard<Reply> {
        let transfer = self.api.transfer(reference).await?;
        let pack = self.own_pack().await?;
        Ok(messages::next_steps(&transfer, Names(Some(pack))))
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
