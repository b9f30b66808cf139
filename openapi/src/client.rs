//! The typed client: one method for each endpoint, named by its verb.

mod transport;

use std::time::Duration;

use reqwest::{Method, RequestBuilder, header};
use serde::{Serialize, de::DeserializeOwned};
use uuid::Uuid;

use transport::{Answered, call, segment, unless_known};
pub use transport::{ApiError, Observer, Seen};

use crate::*;

/// Longest wait for an answer.
const TIMEOUT: Duration = Duration::from_secs(15);

/// A client of one service, as one caller. Cheap to clone.
#[derive(Clone)]
pub struct Client {
    http: reqwest::Client,
    base_url: String,
    token: Option<String>,
    key: Option<Uuid>,
    observer: Option<Observer>,
}

impl std::fmt::Debug for Client {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Client")
            .field("base_url", &self.base_url)
            .finish_non_exhaustive()
    }
}

impl Client {
    /// A client of the service at `base_url` (`http://127.0.0.1:8080`), with the caller's bearer token.
    ///
    /// # Errors
    ///
    /// [`ApiError::Unreachable`] where the TLS back end cannot be started.
    pub fn new(base_url: impl Into<String>, token: Option<String>) -> Answered<Self> {
        let http = reqwest::Client::builder()
            .no_proxy()
            .timeout(TIMEOUT)
            .build()?;
        let base_url = base_url.into().trim_end_matches('/').to_owned();
        Ok(Self {
            http,
            base_url,
            token,
            key: None,
            observer: None,
        })
    }

    /// The same client for one POST under a key of the caller's: sent again under the same key, it is done once.
    pub fn keyed(&self, key: Uuid) -> Self {
        Self {
            key: Some(key),
            ..self.clone()
        }
    }

    /// The same client, speaking as the caller whose token this is.
    pub fn speaking_with(&self, token: Option<String>) -> Self {
        Self {
            token,
            ..self.clone()
        }
    }

    /// The same client, with somebody who watches what is sent and what comes.
    pub fn watched_by(self, observer: Observer) -> Self {
        Self {
            observer: Some(observer),
            ..self
        }
    }

    /// The packs of the service.
    pub async fn packs(&self) -> Answered<Vec<PackSummary>> {
        self.get("/v1/packs", &()).await
    }

    /// One pack in readable form.
    pub async fn pack(&self, pack: &str) -> Answered<Pack> {
        self.get(&format!("/v1/packs/{}", segment(pack)), &()).await
    }

    /// One pack with its edition; `None` where that is `known`, the edition that the caller has.
    pub async fn pack_unless(
        &self,
        pack: &str,
        known: Option<&str>,
    ) -> Answered<Option<(Pack, String)>> {
        let mut request = self.request(Method::GET, &format!("/v1/packs/{}", segment(pack)));
        if let Some(known) = known {
            request = request.header(header::IF_NONE_MATCH, known);
        }
        unless_known(request, self.observer.as_ref()).await
    }

    /// Ask a question.
    pub async fn ask(&self, pack: &str, question: &AskRequest) -> Answered<Answer> {
        self.post(&format!("/v1/packs/{}/ask", segment(pack)), question)
            .await
    }

    /// Say what an answer was worth, by the answer's `id`.
    pub async fn judge_answer(&self, id: Uuid, verdict: &Verdict) -> Answered<AskedQuestion> {
        self.post(&format!("/v1/asks/{id}/verdict"), verdict).await
    }

    /// A page of what was asked; for administrators.
    pub async fn asked(&self, query: &AskedQuery) -> Answered<Page<AskedQuestion>> {
        self.get("/v1/asks", query).await
    }

    /// What the procedure says about given facts.
    pub async fn assess(&self, pack: &str, facts: &AssessmentRequest) -> Answered<Assessment> {
        self.post(&format!("/v1/packs/{}/assessments", segment(pack)), facts)
            .await
    }

    /// The authority's teams.
    pub async fn teams(&self, page: &PageQuery) -> Answered<Page<Team>> {
        self.get("/v1/teams", page).await
    }

    /// One team.
    pub async fn team(&self, id: Uuid) -> Answered<Team> {
        self.get(&format!("/v1/teams/{id}"), &()).await
    }

    /// Set up a team.
    pub async fn create_team(&self, team: &NewTeam) -> Answered<Team> {
        self.post("/v1/teams", team).await
    }

    /// The authority's practitioners.
    pub async fn practitioners(&self, page: &PageQuery) -> Answered<Page<Practitioner>> {
        self.get("/v1/practitioners", page).await
    }

    /// One practitioner.
    pub async fn practitioner(&self, id: Uuid) -> Answered<Practitioner> {
        self.get(&format!("/v1/practitioners/{id}"), &()).await
    }

    /// Add a practitioner.
    pub async fn create_practitioner(
        &self,
        practitioner: &NewPractitioner,
    ) -> Answered<Practitioner> {
        self.post("/v1/practitioners", practitioner).await
    }

    /// The caller.
    pub async fn me(&self) -> Answered<Me> {
        self.get("/v1/me", &()).await
    }

    /// Matters that the caller's teams have to do with.
    pub async fn matters(&self, query: &MatterQuery) -> Answered<Page<Matter>> {
        self.get("/v1/matters", query).await
    }

    /// One matter, by reference or id.
    pub async fn matter(&self, id: &str) -> Answered<Matter> {
        self.get(&format!("/v1/matters/{}", segment(id)), &()).await
    }

    /// Open a matter by hand.
    pub async fn open_matter(&self, matter: &NewMatter) -> Answered<Matter> {
        self.post("/v1/matters", matter).await
    }

    /// Take a step of a matter.
    pub async fn step_matter(
        &self,
        id: &str,
        action: MatterActionName,
        said: &MatterStep,
    ) -> Answered<Matter> {
        let path = format!("/v1/matters/{}/{}", segment(id), action.kebab());
        self.post(&path, said).await
    }

    /// Record that a practitioner is, was or will be away.
    pub async fn record_absence(&self, of: Uuid, absence: &NewAbsence) -> Answered<Absence> {
        let path = format!("/v1/practitioners/{of}/absences");
        self.post(&path, absence).await
    }

    /// When the meetings of the procedure sit next.
    pub async fn meetings(&self) -> Answered<Vec<Meeting>> {
        self.get("/v1/meetings", &()).await
    }

    /// Who is on duty.
    pub async fn on_duty(&self, query: &DutyQuery) -> Answered<Vec<OnDuty>> {
        self.get("/v1/duty", query).await
    }

    /// The shifts of the rota.
    pub async fn duty_shifts(&self, query: &DutyShiftQuery) -> Answered<Page<DutyShift>> {
        self.get("/v1/duty/shifts", query).await
    }

    /// Add a shift to the rota.
    pub async fn create_duty_shift(&self, shift: &NewDutyShift) -> Answered<DutyShift> {
        self.post("/v1/duty/shifts", shift).await
    }

    /// The authority's contact points.
    pub async fn contact_points(&self) -> Answered<Vec<ContactPoint>> {
        self.get("/v1/contact-points", &()).await
    }

    /// Enter what belongs in a slot.
    pub async fn set_contact_point(
        &self,
        slot: &str,
        point: &SetContactPoint,
    ) -> Answered<ContactPoint> {
        self.put(&format!("/v1/contact-points/{}", segment(slot)), point)
            .await
    }

    /// Cases that the caller may see.
    pub async fn cases(&self, query: &CaseQuery) -> Answered<Page<Case>> {
        self.get("/v1/cases", query).await
    }

    /// Open a case.
    pub async fn open_case(&self, case: &NewCase) -> Answered<Case> {
        self.post("/v1/cases", case).await
    }

    /// One case, by id or reference.
    pub async fn case(&self, id: &str) -> Answered<Case> {
        self.get(&format!("/v1/cases/{}", segment(id)), &()).await
    }

    /// Everything that happened to a case, in order.
    pub async fn journey(&self, case: &str, page: &PageQuery) -> Answered<Page<JourneyEntry>> {
        self.get(&format!("/v1/cases/{}/journey", segment(case)), page)
            .await
    }

    /// Who held a case when.
    pub async fn holdings(&self, case: &str) -> Answered<Vec<Holding>> {
        self.get(&format!("/v1/cases/{}/holdings", segment(case)), &())
            .await
    }

    /// Transfers that the caller may see.
    pub async fn transfers(&self, query: &TransferQuery) -> Answered<Page<TransferSummary>> {
        self.get("/v1/transfers", query).await
    }

    /// Open a transfer as a draft.
    pub async fn open_transfer(&self, transfer: &NewTransfer) -> Answered<Transfer> {
        self.post("/v1/transfers", transfer).await
    }

    /// One transfer, by id or reference.
    pub async fn transfer(&self, id: &str) -> Answered<Transfer> {
        self.get(&format!("/v1/transfers/{}", segment(id)), &())
            .await
    }

    /// Act on a transfer, by id or reference.
    pub async fn act(&self, id: &str, action: &Action) -> Answered<Transfer> {
        self.post(&action_path(id, action), &action.body()).await
    }

    /// Act on a transfer only if nobody changed it since `version`.
    pub async fn act_on_version(
        &self,
        id: &str,
        action: &Action,
        version: i64,
    ) -> Answered<Transfer> {
        let request = self
            .request(Method::POST, &action_path(id, action))
            .header(header::IF_MATCH, format!("\"{version}\""))
            .json(&action.body());
        self.send_with_key(request).await
    }

    /// Log a call.
    pub async fn log_contact(&self, contact: &NewContact) -> Answered<Contact> {
        self.post("/v1/contacts", contact).await
    }

    /// Logged calls.
    pub async fn contacts(&self, query: &ContactQuery) -> Answered<Page<Contact>> {
        self.get("/v1/contacts", query).await
    }

    /// Record that a logged call was answered.
    pub async fn respond_to_contact(
        &self,
        id: &str,
        response: &RespondToContact,
    ) -> Answered<Contact> {
        self.post(&format!("/v1/contacts/{}/respond", segment(id)), response)
            .await
    }

    /// Acknowledge an urgent call: somebody has been reached.
    pub async fn acknowledge_contact(&self, id: &str) -> Answered<Contact> {
        let path = format!("/v1/contacts/{}/acknowledge", segment(id));
        self.send_with_key(self.request(Method::POST, &path)).await
    }

    /// What is due.
    pub async fn deadlines(&self, query: &DeadlineQuery) -> Answered<Page<DeadlineEntry>> {
        self.get("/v1/deadlines", query).await
    }

    /// The caller's own notifications.
    pub async fn notifications(&self, page: &PageQuery) -> Answered<Page<Notification>> {
        self.get("/v1/notifications", page).await
    }

    /// Claim notifications for delivery.
    pub async fn claim_notifications(
        &self,
        claim: &ClaimNotifications,
    ) -> Answered<Vec<Notification>> {
        self.post("/v1/notifications/claim", claim).await
    }

    /// Say that a notification was delivered.
    pub async fn acknowledge_notification(&self, id: Uuid) -> Answered<Notification> {
        let path = format!("/v1/notifications/{id}/acknowledge");
        self.send_with_key(self.request(Method::POST, &path)).await
    }

    /// Say that a notification was shown, and where.
    pub async fn notification_shown(
        &self,
        id: Uuid,
        shown: &AcknowledgeNotification,
    ) -> Answered<Notification> {
        self.post(&format!("/v1/notifications/{id}/acknowledge"), shown)
            .await
    }

    /// Say that a notification could not be shown, and why.
    pub async fn notification_failed(
        &self,
        id: Uuid,
        failed: &FailedDelivery,
    ) -> Answered<Notification> {
        self.post(&format!("/v1/notifications/{id}/fail"), failed)
            .await
    }

    /// Say that what a notification reminds of is done.
    pub async fn notification_done(&self, id: Uuid) -> Answered<Notification> {
        let path = format!("/v1/notifications/{id}/done");
        self.send_with_key(self.request(Method::POST, &path)).await
    }

    /// Give what a notification reminds of to a colleague.
    pub async fn hand_over(&self, id: Uuid, to: &HandOver) -> Answered<Notification> {
        self.post(&format!("/v1/notifications/{id}/hand-over"), to)
            .await
    }

    /// What somebody may mean who has begun to type.
    pub async fn suggestions(&self, query: &SuggestionQuery) -> Answered<Vec<Suggestion>> {
        self.get("/v1/suggestions", query).await
    }

    /// Put a notification off.
    pub async fn snooze_notification(
        &self,
        id: Uuid,
        snooze: &SnoozeNotification,
    ) -> Answered<Notification> {
        self.post(&format!("/v1/notifications/{id}/snooze"), snooze)
            .await
    }

    /// A code by which the caller links an account of the chat.
    pub async fn link_code(&self) -> Answered<LinkCode> {
        self.send_with_key(self.request(Method::POST, "/v1/chat/codes"))
            .await
    }

    /// Link an account by a code; for the assistant.
    pub async fn redeem_code(&self, redeem: &RedeemCode) -> Answered<ChatLink> {
        self.post("/v1/chat/links", redeem).await
    }

    /// The caller's linked accounts.
    pub async fn chat_links(&self) -> Answered<Vec<ChatLink>> {
        self.get("/v1/chat/links", &()).await
    }

    /// End a link.
    pub async fn unlink(&self, id: Uuid) -> Answered<ChatLink> {
        self.delete(&format!("/v1/chat/links/{id}")).await
    }

    /// A token for the practitioner of a linked account; for the assistant.
    pub async fn chat_token(&self, account: &SpeakFor) -> Answered<ChatToken> {
        self.post("/v1/chat/tokens", account).await
    }

    /// The assistant's own account, the authority's settings and its servers; for the assistant.
    pub async fn chat_service(&self) -> Answered<ChatService> {
        self.get("/v1/chat/service", &()).await
    }

    /// Take, renew or give back the lease of a process; for the assistant.
    pub async fn take_chat_lease(&self, take: &TakeChatLease) -> Answered<ChatLease> {
        self.post("/v1/chat/leases", take).await
    }

    /// What the authority has settled about the chat.
    pub async fn chat_settings(&self) -> Answered<ChatSettings> {
        self.get("/v1/chat/settings", &()).await
    }

    /// Settle how the chat goes.
    pub async fn set_chat_settings(&self, settings: &ChatSettings) -> Answered<ChatSettings> {
        self.put("/v1/chat/settings", settings).await
    }

    /// The authority's servers.
    pub async fn chat_servers(&self) -> Answered<Vec<ChatServer>> {
        self.get("/v1/chat/servers", &()).await
    }

    /// Bind a server and the channels of teams to the authority.
    pub async fn bind_chat_server(&self, server: &str, bind: &BindServer) -> Answered<ChatServer> {
        self.put(&format!("/v1/chat/servers/{}", segment(server)), bind)
            .await
    }

    /// Whether the service runs.
    pub async fn live(&self) -> Answered<Health> {
        self.get("/health/live", &()).await
    }

    /// Whether the service can work.
    pub async fn ready(&self) -> Answered<Health> {
        self.get("/health/ready", &()).await
    }

    /// Move the demonstration's clock.
    pub async fn set_clock(&self, to: &SetClock) -> Answered<Clock> {
        self.put("/demo/clock", to).await
    }

    async fn get<T: DeserializeOwned>(&self, path: &str, query: &impl Serialize) -> Answered<T> {
        call(
            self.request(Method::GET, path).query(query),
            self.observer.as_ref(),
        )
        .await
    }

    async fn put<T: DeserializeOwned>(&self, path: &str, body: &impl Serialize) -> Answered<T> {
        call(
            self.request(Method::PUT, path).json(body),
            self.observer.as_ref(),
        )
        .await
    }

    async fn delete<T: DeserializeOwned>(&self, path: &str) -> Answered<T> {
        self.send_with_key(self.request(Method::DELETE, path)).await
    }

    async fn post<T: DeserializeOwned>(&self, path: &str, body: &impl Serialize) -> Answered<T> {
        self.send_with_key(self.request(Method::POST, path).json(body))
            .await
    }

    async fn send_with_key<T: DeserializeOwned>(&self, request: RequestBuilder) -> Answered<T> {
        let key = self.key.unwrap_or_else(Uuid::new_v4).to_string();
        call(
            request.header("Idempotency-Key", key),
            self.observer.as_ref(),
        )
        .await
    }

    fn request(&self, method: Method, path: &str) -> RequestBuilder {
        let request = self
            .http
            .request(method, format!("{}{path}", self.base_url));
        match &self.token {
            Some(token) => request.bearer_auth(token),
            None => request,
        }
    }
}

fn action_path(id: &str, action: &Action) -> String {
    format!("/v1/transfers/{}/{}", segment(id), action.name())
}
