//! Services on a test database, and members in it.

use std::sync::Arc;
use std::time::Duration;

use anyhow::{Context as _, Result};
use integrations::seal::Sealer;
use model::{
    ExecutionId, ExecutionView, NewServer, NewTask, Priority, Role, Schedule, ServerAuth, ServerView, TaskAction,
    TaskLimits, TaskView,
};
use studio_core::bus::Bus;
use studio_core::clock::{Clock, SystemClock, SystemRandom};
use studio_core::execution::tail::Tails;
use studio_core::{
    AccessTokens, Actor, Authorizer, Journal, OpCtx, OrgCtx, Recent, Services, Settings, auth, execution, server, task,
};
use studio_mcp::{Connector, ConnectorConfig, EgressPolicy};
use tokio_util::sync::{CancellationToken, DropGuard};

use crate::{TestAgent, TestDatabase};

/// The application on a database of its own.
pub struct TestStudio {
    /// What it works with.
    pub services: Arc<Services>,
    /// Its database.
    pub database: TestDatabase,
    stop: CancellationToken,
    _guard: DropGuard,
}

/// A signed-in member.
#[derive(Clone)]
pub struct Member {
    /// The member in their organization.
    pub ctx: OrgCtx,
    /// Their session's token.
    pub token: String,
}

impl TestStudio {
    /// What its access tokens are signed with, so that tests can forge some.
    pub const ACCESS_KEY: [u8; 32] = [9; 32];

    /// With the machine's clock.
    pub async fn start() -> Result<Self> {
        Self::with_clock(Arc::new(SystemClock)).await
    }

    /// With a clock of the test's.
    pub async fn with_clock(clock: Arc<dyn Clock>) -> Result<Self> {
        // A second installation in the same process is refused, which is fine.
        drop(rustls::crypto::ring::default_provider().install_default());
        let database = TestDatabase::new().await?;
        let allowed_networks = vec!["127.0.0.0/8".parse()?, "::1/128".parse()?];
        let services = Arc::new(Services {
            db: database.db.clone(),
            clock,
            random: Arc::new(SystemRandom),
            sealer: Sealer::new(1, &[7; 32]),
            access_tokens: AccessTokens::new(&Self::ACCESS_KEY),
            authorizer: Authorizer::load().await?,
            connector: Connector::new(ConnectorConfig {
                egress: EgressPolicy { allowed_networks },
                ..Default::default()
            })?,
            bus: Bus::default(),
            tails: Tails::default(),
            recent: Recent::default(),
            journal: Journal::default(),
            settings: Settings::default(),
        });
        let stop = CancellationToken::new();
        let (bus, listening) = (services.clone(), stop.clone());
        tokio::spawn(async move { bus.bus.run(bus.db.clone(), listening).await });
        Ok(Self { services, database, _guard: stop.clone().drop_guard(), stop })
    }

    /// Carries out executions and checks servers in the background; returned token stops this worker alone.
    pub fn work(&self) -> CancellationToken {
        let stop = self.stop.child_token();
        tokio::spawn(studio_core::worker::run(self.services.clone(), stop.clone()));
        tokio::spawn(studio_core::health::run(self.services.clone(), stop.clone()));
        stop
    }

    /// Nobody.
    pub fn anonymous(&self) -> OpCtx {
        OpCtx::new(self.services.clone(), Actor::Anonymous, "test".to_owned())
    }

    /// The owner of a new organization; `name` is unique in the test.
    pub async fn owner(&self, name: &str) -> Result<Member> {
        let new = auth::SignUp {
            name: name.to_owned(),
            email: format!("{name}@example.org"),
            password: "correct horse battery".to_owned().into(),
            organization_name: format!("{name} Ltd"),
            link: None,
        };
        let signed_in = auth::sign_up(&self.anonymous(), new).await?;
        let token = signed_in.token.expose().to_owned();
        let slug = signed_in.session.memberships[0].organization.slug.clone();
        let (actor, _) = auth::resolve(&self.anonymous(), &signed_in.token).await?.context("a fresh session")?;
        let ctx = OpCtx::new(self.services.clone(), actor, "test".to_owned()).organization(&slug).await?;
        Ok(Member { ctx, token })
    }

    /// The owner in another role: their membership is changed in the database.
    pub async fn in_role(&self, member: &Member, role: Role) -> Result<Member> {
        let sql =
            format!("UPDATE memberships SET role = '{role}' WHERE organization_id = '{}'", member.ctx.organization_id);
        self.database.owner().await?.batch_execute(&sql).await?;
        self.services.recent.forget();
        let ctx = member.ctx.op.organization(&member.ctx.slug).await?;
        Ok(Member { ctx, token: member.token.clone() })
    }
}

impl Member {
    /// Registers a master agent and waits until it is found healthy.
    pub async fn add_agent(&self, agent: &TestAgent) -> Result<ServerView> {
        let new = NewServer {
            name: "host".to_owned(),
            description: None,
            url: agent.url(),
            auth: ServerAuth::Bearer { token: agent.token().to_owned().into() },
            labels: Vec::new(),
        };
        let server = server::create(&self.ctx, new).await?;
        Ok(server::check(&self.ctx, server.id).await?)
    }

    /// Writes a task with a command.
    pub async fn task(&self, server: &ServerView, command: &str) -> Result<TaskView> {
        let new = NewTask {
            title: "Say something".to_owned(),
            description: None,
            server_id: Some(server.id),
            labels: Vec::new(),
            action: TaskAction::Command { command: command.to_owned(), pty: false, cwd: None, env: Default::default() },
            priority: Priority::Medium,
            schedule: Schedule::Manual,
            limits: TaskLimits::default(),
            concurrency_key: None,
        };
        Ok(task::create(&self.ctx, new).await?)
    }

    /// Waits (30 s at most) until an execution is as wanted.
    pub async fn until(&self, id: ExecutionId, wanted: impl Fn(&ExecutionView) -> bool) -> Result<ExecutionView> {
        let waiting = async {
            loop {
                let now = execution::get(&self.ctx, id).await?;
                if wanted(&now) {
                    return Ok::<_, anyhow::Error>(now);
                }
                tokio::time::sleep(Duration::from_millis(20)).await;
            }
        };
        match tokio::time::timeout(Duration::from_secs(30), waiting).await {
            Ok(found) => found,
            Err(_) => anyhow::bail!("it never came so far: {:?}", execution::get(&self.ctx, id).await?),
        }
    }

    /// All output of the latest attempt.
    pub async fn output(&self, id: ExecutionId) -> Result<Vec<u8>> {
        let mut bytes = Vec::new();
        loop {
            let piece = execution::output::read(&self.ctx, id, None, bytes.len() as u64).await?;
            if piece.bytes.is_empty() {
                return Ok(bytes);
            }
            bytes.extend_from_slice(&piece.bytes);
        }
    }
}
