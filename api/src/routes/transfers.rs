//! Transfers: opening, finding, and one POST per action.

use actix_web::{HttpResponse, web};
use openapi::{Action, NewTransfer, Page, Transfer, TransferQuery, TransferSummary};
use utoipa::OpenApi;

use super::answer;
use super::problems::{ChangeProblems, ReadProblems};
use crate::app::App;
use crate::auth::Practitioner;
use crate::body::{Body, Guards};
use crate::error::ApiError;
use crate::query::Query;
use crate::service::once::{Made, once};
use crate::service::transfers::{self, refusals};
use crate::view;

/// Transfers that your teams are part of
#[utoipa::path(get, path = "/v1/transfers", tag = "transfers", params(TransferQuery), responses(
    (status = 200, description = "A page of transfers, oldest first", body = Page<TransferSummary>),
    ReadProblems,
))]
async fn list_transfers(
    app: web::Data<App>,
    caller: Practitioner,
    query: Query<TransferQuery>,
) -> Result<web::Json<Page<TransferSummary>>, ApiError> {
    Ok(web::Json(transfers::list(&app, &caller, query.0).await?))
}

/// Open a transfer, as a draft
///
/// The team that holds the case pushes it; a team that should hold it pulls it. What is still needed stands in `next_steps`.
#[utoipa::path(post, path = "/v1/transfers", tag = "transfers", request_body = NewTransfer,
    params(("Idempotency-Key" = Option<String>, Header, description = "Makes a repeat safe: it gets the first answer")),
    responses(
    (status = 201, description = "The draft, with what is still needed", body = Transfer,
        headers(("Location" = String, description = "Where it is"), ("ETag" = String, description = "Its version"))),
    ChangeProblems,
))]
async fn open_transfer(
    app: web::Data<App>,
    caller: Practitioner,
    guards: Guards,
    body: Body<NewTransfer>,
) -> Result<HttpResponse, ApiError> {
    let made = once(&app, &caller, &guards, &body.digest, async |txn| {
        let loaded = transfers::open(txn, &app, &caller, body.value).await?;
        let shown = transfers::whole(txn, &app, &caller, &loaded).await?;
        let location = format!("/v1/transfers/{}", loaded.row.reference);
        Ok(Made::created(&shown, location)?.version(loaded.row.version))
    });
    Ok(answer::made(made.await?))
}

/// One transfer, with everything that hangs on it and what you can do next
#[utoipa::path(get, path = "/v1/transfers/{id}", tag = "transfers",
    params(("id" = String, Path, description = "Reference or id")), responses(
    (status = 200, description = "The transfer as it stands for you", body = Transfer,
        headers(("ETag" = String, description = "Its version, for `If-Match`"))),
    ReadProblems,
))]
async fn show_transfer(
    app: web::Data<App>,
    caller: Practitioner,
    id: web::Path<String>,
) -> Result<HttpResponse, ApiError> {
    let conn = app.db.read();
    let loaded = transfers::find(conn, &app, &caller, &id).await?;
    let shown = transfers::whole(conn, &app, &caller, &loaded).await?;
    Ok(answer::made(
        Made::changed(&shown)?.version(loaded.row.version),
    ))
}

async fn act(
    app: &App,
    caller: &Practitioner,
    guards: &Guards,
    id: &str,
    digest: &str,
    body: Action,
) -> Result<HttpResponse, ApiError> {
    let asked = view::actions::asked(body);
    let action = asked.action.clone();
    let made = once(app, caller, guards, digest, async |txn| {
        let loaded = transfers::apply(txn, app, caller, id, guards.version, asked).await?;
        let shown = transfers::whole(txn, app, caller, &loaded).await?;
        Ok(Made::changed(&shown)?.version(loaded.row.version))
    });
    match made.await {
        Ok(made) => Ok(answer::made(made)),
        Err(refused) => Err(refusals::opened(app, caller, id, &action, refused).await),
    }
}

/// One handler for each action: its name, its path, its body.
macro_rules! actions {
    ($($(#[doc = $doc:literal])+ $handler:ident = $path:literal : $body:ident,)+) => {
        $(
            $(#[doc = $doc])+
            #[utoipa::path(post, path = $path, tag = "transfers", request_body = openapi::action_bodies::$body,
                params(
                    ("id" = String, Path, description = "Reference or id"),
                    ("Idempotency-Key" = Option<String>, Header, description = "Makes a repeat safe: it gets the first answer"),
                    ("If-Match" = Option<String>, Header, description = "The ETag that you read: refused where the transfer has changed since"),
                ),
                responses(
                    (status = 200, description = "The transfer as it stands now", body = Transfer,
                        headers(("ETag" = String, description = "Its version"))),
                    ChangeProblems,
            ))]
            async fn $handler(
                app: web::Data<App>,
                caller: Practitioner,
                guards: Guards,
                id: web::Path<String>,
                body: Body<openapi::action_bodies::$body>,
            ) -> Result<HttpResponse, ApiError> {
                act(&app, &caller, &guards, &id, &body.digest, Action::from(body.value)).await
            }
        )+

        /// The routes of transfers, as the document describes them.
        #[derive(Debug, OpenApi)]
        #[openapi(paths(list_transfers, open_transfer, show_transfer, $($handler),+))]
        pub struct Document;

        /// Register every route of transfers.
        pub fn configure(config: &mut web::ServiceConfig) {
            config
                .service(
                    super::resource("/v1/transfers", "GET, POST")
                        .route(web::get().to(list_transfers))
                        .route(web::post().to(open_transfer)),
                )
                .service(super::resource("/v1/transfers/{id}", "GET").route(web::get().to(show_transfer)))
                $(.service(super::resource($path, "POST").route(web::post().to($handler))))+;
        }
    };
}

actions! {
    /// Record the managers' discussion
    record_discussion = "/v1/transfers/{id}/record-discussion": RecordDiscussion,
    /// Ask the other team to agree
    request = "/v1/transfers/{id}/request": RequestTransfer,
    /// Ask the asking team for information before answering
    ask_information = "/v1/transfers/{id}/ask-information": AskInformation,
    /// Give the information that was asked for
    supply_information = "/v1/transfers/{id}/supply-information": SupplyInformation,
    /// Agree to the transfer, or add your party's agreement to a joint decision
    accept = "/v1/transfers/{id}/accept": Accept,
    /// Say no, with a coded reason
    decline = "/v1/transfers/{id}/decline": Decline,
    /// Leave the case where it is and agree on help instead
    support_instead = "/v1/transfers/{id}/support-instead": SupportInstead,
    /// Take the request back
    withdraw = "/v1/transfers/{id}/withdraw": Withdraw,
    /// Stop for a crisis
    hold = "/v1/transfers/{id}/hold": Hold,
    /// Go on after a crisis
    resume = "/v1/transfers/{id}/resume": Resume,
    /// Mark a checklist item as done
    tick = "/v1/transfers/{id}/tick": Tick,
    /// Mark a checklist item as open again
    untick = "/v1/transfers/{id}/untick": Untick,
    /// Record what is known
    record_fact = "/v1/transfers/{id}/record-fact": RecordFact,
    /// Let an action pass a block, with a reason, where the procedure lets you
    override_block = "/v1/transfers/{id}/override": OverrideBlock,
    /// Agree another date with the other side, where the procedure allows
    agree_date = "/v1/transfers/{id}/agree-date": AgreeDate,
    /// Plan a visit
    schedule_visit = "/v1/transfers/{id}/schedule-visit": ScheduleVisit,
    /// Record that a visit was made
    record_visit = "/v1/transfers/{id}/record-visit": RecordVisit,
    /// Raise a disagreement
    dispute = "/v1/transfers/{id}/dispute": RaiseDispute,
    /// Decide a disagreement
    decide_dispute = "/v1/transfers/{id}/decide-dispute": DecideDispute,
    /// Take a disagreement a rung higher
    escalate = "/v1/transfers/{id}/escalate": Escalate,
    /// Move the case: the receiving team holds it from then on
    land = "/v1/transfers/{id}/land": Land,
    /// Record how it goes after the move
    record_review = "/v1/transfers/{id}/record-review": RecordReview,
    /// Name tasks to the other side, or agree them
    raise_tasks = "/v1/transfers/{id}/raise-tasks": RaiseTasks,
    /// Say that a task is done
    complete_task = "/v1/transfers/{id}/complete-task": CompleteTask,
    /// Cancel a task, with a reason
    cancel_task = "/v1/transfers/{id}/cancel-task": CancelTask,
    /// Dispute a task: it climbs to those who decide about it
    dispute_task = "/v1/transfers/{id}/dispute-task": DisputeTask,
    /// Decide whether a disputed task stands
    decide_task = "/v1/transfers/{id}/decide-task": DecideTask,
    /// Plan the day of landing, or move it; everything that looks at it is read again
    plan_landing = "/v1/transfers/{id}/plan-landing": PlanLanding,
    /// Say that work which one team kept is finished
    end_responsibility = "/v1/transfers/{id}/end-responsibility": EndResponsibility,
    /// Record that a meeting considered the transfer without deciding
    consider = "/v1/transfers/{id}/consider": Consider,
    /// Take the child out of the family's request, with a reason
    split = "/v1/transfers/{id}/split": Split,
    /// Finish the transfer
    close = "/v1/transfers/{id}/close": Close,
}
