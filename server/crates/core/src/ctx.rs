//! Who acts, where, with what at hand: the first argument of everything.

use std::num::NonZeroU32;
use std::path::PathBuf;
use std::sync::Arc;

use base64::Engine as _;
use chrono::{DateTime, Utc};
use integrations::seal::Sealer;
use model::{Action, Error, Lang, Noun, OrganizationId, Role, Secret, SessionId, UserId};
use studio_db::models::{organization, user_session};
use studio_db::{Db, TenantTx};
use studio_mcp::Connector;

use crate::bus::Bus;
use crate::clock::{Clock, Random};
use crate::execution::tail::Tails;
use crate::{AccessTokens, Authorizer, Journal, Recent, Result};

/// What the application works with; one a process.
pub struct Services {
    /// The database.
    pub db: Db,
    /// Time.
    pub clock: Arc<dyn Clock>,
    /// Randomness.
    pub random: Arc<dyn Random>,
    /// Secrets at rest.
    pub sealer: Sealer,
    /// What programs sign in with.
    pub access_tokens: AccessTokens,
    /// Rules.
    pub authorizer: Authorizer,
    /// Remote MCP servers.
    pub connector: Connector,
    /// Tells where to look.
    pub bus: Bus,
    /// The newest output of what is being watched.
    pub tails: Tails,
    /// What was just read and holds for a moment.
    pub recent: Recent,
    /// Audit rows on their way.
    pub journal: Journal,
    /// What the operator of the installation decided.
    pub settings: Settings,
}

/// What the operator of the installation decided.
#[derive(Clone, Debug, Default)]
pub struct Settings {
    /// Set the `Secure` attribute of cookies: the Studio is reached over https.
    pub secure_cookies: bool,
    /// Requests a minute of one user or address to REST; `None` leaves the default.
    pub api_rate: Option<NonZeroU32>,
    /// Seconds between two health checks of a server that works, and until what it offers is asked for again; `None` leaves
    /// the default.
    pub check_interval: Option<u32>,
    /// A master agent on the Studio's own host that members may add in one click.
    pub local_agent: Option<LocalAgent>,
}

/// The master agent beside the Studio.
#[derive(Clone, Debug)]
pub struct LocalAgent {
    /// Its MCP endpoint.
    pub url: String,
    /// File that holds its token.
    pub token_file: PathBuf,
}

/// Who acts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Actor {
    /// Nobody known yet.
    Anonymous,
    /// A person, in a browser or through a program.
    User {
        /// Who.
        id: UserId,
        /// In which session.
        session: SessionId,
    },
    /// The Studio itself.
    System,
}

/// Who acts, in which request, with what at hand. Cheap to clone.
#[derive(Clone)]
pub struct OpCtx {
    services: Arc<Services>,
    /// Who.
    pub actor: Actor,
    /// Id of the request, for logs and audit.
    pub request_id: String,
    /// Address of the caller, as far as it is known; the key of rate limits.
    pub client: String,
    /// Browser, as it calls itself.
    pub user_agent: Option<String>,
    /// Language of the reader.
    pub lang: Lang,
}

impl OpCtx {
    /// A context for a request.
    pub fn new(services: Arc<Services>, actor: Actor, request_id: String) -> Self {
        Self { services, actor, request_id, client: String::new(), user_agent: None, lang: Lang::En }
    }

    /// What the application works with.
    pub fn services(&self) -> &Arc<Services> {
        &self.services
    }

    /// The current moment, to the microsecond, as Postgres stores it.
    pub fn now(&self) -> DateTime<Utc> {
        let now = self.services.clock.now();
        DateTime::from_timestamp_micros(now.timestamp_micros()).unwrap_or(now)
    }

    /// A fresh id, ordered by time (UUIDv7, RFC 9562).
    pub fn new_id<T: From<uuid::Uuid>>(&self) -> T {
        let mut random = [0_u8; 10];
        self.services.random.fill(&mut random);
        let millis = u64::try_from(self.now().timestamp_millis()).unwrap_or_default();
        uuid::Builder::from_unix_timestamp_millis(millis, &random).into_uuid().into()
    }

    /// A fresh token of 256 bits, in base64url.
    pub fn new_token(&self) -> Secret {
        let mut random = [0_u8; 32];
        self.services.random.fill(&mut random);
        base64::engine::general_purpose::URL_SAFE_NO_PAD.encode(random).into()
    }

    /// The user, or an error that says to sign in.
    pub fn user(&self) -> Result<(UserId, SessionId), Error> {
        match self.actor {
            Actor::User { id, session } => Ok((id, session)),
            _ => Err(Error::Unauthenticated),
        }
    }

    /// The same request within an organization (slug or id) the user is a member of. What one is no member of does not
    /// exist.
    pub async fn organization(&self, slug_or_id: &str) -> Result<OrgCtx> {
        let (user, _) = self.user()?;
        let read = async {
            let mut db = self.services.db.system_each().await?;
            let found = organization::membership(&mut db, user, slug_or_id).await?;
            let (organization, role) = found.ok_or(Error::NotFound { noun: Noun::Organization })?;
            Ok(Membership { id: organization.id, slug: organization.slug, role })
        };
        let membership = self.services.recent.memberships.or_read(self, (user, slug_or_id.to_owned()), read).await?;
        let Membership { id, slug, role } = membership;
        Ok(OrgCtx { op: self.clone(), organization_id: id, slug, role })
    }
}

/// A user's part in an organization.
#[derive(Clone)]
pub(crate) struct Membership {
    id: OrganizationId,
    slug: String,
    role: Role,
}

/// A context within one organization.
#[derive(Clone)]
pub struct OrgCtx {
    /// Who and with what.
    pub op: OpCtx,
    /// Where.
    pub organization_id: OrganizationId,
    /// The organization's word in URLs.
    pub slug: String,
    /// The actor's role there.
    pub role: Role,
}

impl OrgCtx {
    /// A context of the Studio itself in an organization, for background work; it is not asked for rights.
    pub(crate) fn system(op: &OpCtx, organization_id: OrganizationId) -> Self {
        Self { op: op.clone(), organization_id, slug: organization_id.to_string(), role: Role::Viewer }
    }

    /// The first line of every core function: may the actor's role do this here?
    pub fn authorize(&self, action: Action) -> Result<(), Error> {
        if self.op.services.authorizer.allows(self.role, action) { Ok(()) } else { Err(Error::Forbidden { action }) }
    }

    /// Looks again who this is, for what outlasts a request: an error when the session is over or its user no member any
    /// more.
    pub async fn again(&self) -> Result<Self> {
        let (_, session) = self.op.user()?;
        let mut db = self.op.services.db.system_each().await?;
        user_session::by_id(&mut db, session, self.op.now()).await?.ok_or(Error::Unauthenticated)?;
        drop(db);
        self.op.organization(&self.organization_id.to_string()).await
    }

    /// A transaction in which only this organization's rows exist.
    pub async fn tx(&self) -> Result<TenantTx> {
        Ok(self.op.services.db.tenant(self.organization_id).await?)
    }
}

impl std::ops::Deref for OrgCtx {
    type Target = OpCtx;
    fn deref(&self) -> &OpCtx {
        &self.op
    }
}
