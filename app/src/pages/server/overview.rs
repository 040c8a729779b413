//! What is known of a server.

use leptos::prelude::*;
use model::{MasterAgentView, ServerAuthKind, ServerHealthView, ServerView};

use super::health::Health;
use super::steps::Steps;
use crate::components::server::facts::{capability_names, implementation};
use crate::components::server::{IssueText, LiveChecks};
use crate::i18n::{I18n, use_i18n};
use crate::ui::{Callout, Card, Code, CopyButton, IconName, KeyValue, KeyValues, LinkButton, Status, Time, Tone};
use crate::{paths, t};

/// The three facts with their reasons, the health over time, the checks one by one, the connection, the master agent, the
/// capabilities.
#[component]
pub(super) fn Overview(
    /// Slug of the organization.
    org: String,
    /// The server.
    server: ServerView,
    /// Its health over a range.
    health: ServerHealthView,
    /// A run of its checks one by one.
    live: LiveChecks,
) -> impl IntoView {
    let (agent, known) = (server.master_agent.clone(), server.protocol_version.is_some());
    let capabilities = server.capabilities.clone();
    let works = server.enabled && agent.is_some();
    let id = server.id;
    view! {
        <div class="stack">
            <Problem server=server.clone() />
            <Facts server=server.clone() />
            <Health org=org.clone() id health />
            <Steps org=org.clone() id name=server.name.clone() live />
            <div class="columns">
                <Connection server />
                <MasterAgent agent known />
                <Capabilities capabilities />
                <Work org id works />
            </div>
        </div>
    }
}

/// Why it is not healthy, what to do, and when it is tried again.
#[component]
fn Problem(server: ServerView) -> impl IntoView {
    let i18n = use_i18n();
    let issue = server.last_error.filter(|_| server.enabled)?;
    let next = server.next_check_at.filter(|_| server.attempt > 0).map(|at| {
        view! {
            <p class="issue__next">
                {t!(i18n, "server-attempt", attempt = server.attempt)} " " <Time at />
            </p>
        }
    });
    Some(view! {
        <Callout tone=Tone::Danger>
            <IssueText issue />
            {next}
        </Callout>
    })
}

/// Enabled, reachable, authenticated: three facts, not one.
#[component]
fn Facts(server: ServerView) -> impl IntoView {
    let i18n = use_i18n();
    let facts = [
        (t!(i18n, "server-fact-enabled"), Some(server.enabled), "server-fact-enabled"),
        (t!(i18n, "server-fact-reachable"), server.reachable, "server-fact-reachable"),
        (t!(i18n, "server-fact-authenticated"), server.authenticated, "server-fact-authenticated"),
    ];
    let items: Vec<_> = facts
        .into_iter()
        .map(|(label, fact, key)| {
            let (tone, icon, word, end) = match fact {
                Some(true) => (Tone::Success, IconName::CircleCheck, t!(i18n, "server-yes"), "yes"),
                Some(false) => (Tone::Danger, IconName::CircleX, t!(i18n, "server-no"), "no"),
                None => (Tone::Neutral, IconName::CircleDashed, t!(i18n, "server-unknown"), "unknown"),
            };
            // Switched off on purpose is no alarm.
            let tone = if key == "server-fact-enabled" && fact == Some(false) { Tone::Neutral } else { tone };
            let why = i18n.text(&format!("{key}-{end}"), &[]);
            view! {
                <div class="facts__fact">
                    <dt class="facts__name">{label}</dt>
                    <dd class="facts__state">
                        <Status tone icon>{word}</Status>
                        <span class="facts__why">{why}</span>
                    </dd>
                </div>
            }
        })
        .collect();
    view! { <dl class="facts">{items}</dl> }
}

#[component]
fn Connection(server: ServerView) -> impl IntoView {
    let i18n = use_i18n();
    let none = t!(i18n, "server-none");
    let implementation = server.server_info.as_ref().and_then(implementation).unwrap_or_else(|| none.clone());
    let protocol = server.protocol_version.unwrap_or(none);
    let url = server.url.clone();
    let description = server.description.map(|text| {
        view! { <KeyValue label=t!(i18n, "server-description")>{text}</KeyValue> }
    });
    let next = server.next_check_at.filter(|_| server.enabled).map(|at| {
        view! {
            <KeyValue label=t!(i18n, "server-next-check")>
                <Time at />
            </KeyValue>
        }
    });
    view! {
        <Card title=t!(i18n, "server-connection")>
            <KeyValues>
                {description}
                <KeyValue label=t!(i18n, "server-url")>
                    <span class="with-button">
                        <Code>{url}</Code>
                        <CopyButton text=Signal::stored(server.url) />
                    </span>
                </KeyValue>
                <KeyValue label=t!(i18n, "server-auth")>{auth_name(&i18n, server.auth_kind)}</KeyValue>
                <KeyValue label=t!(i18n, "server-protocol")>{protocol}</KeyValue>
                <KeyValue label=t!(i18n, "server-implementation")>{implementation}</KeyValue>
                {next}
                <KeyValue label=t!(i18n, "server-created")>
                    <Time at=server.created_at />
                </KeyValue>
            </KeyValues>
        </Card>
    }
}

#[component]
fn MasterAgent(agent: Option<MasterAgentView>, known: bool) -> impl IntoView {
    let i18n = use_i18n();
    let body = match agent {
        None if known => view! { <p>{t!(i18n, "server-master-agent-none")}</p> }.into_any(),
        None => view! { <p>{t!(i18n, "server-not-checked")}</p> }.into_any(),
        Some(agent) => {
            let system: Vec<_> = [agent.os, agent.arch].into_iter().flatten().collect();
            let host = agent.hostname.unwrap_or_else(|| t!(i18n, "server-none"));
            view! {
                <KeyValues>
                    <KeyValue label=t!(i18n, "server-master-agent-version")>{agent.version}</KeyValue>
                    <KeyValue label=t!(i18n, "server-master-agent-host")>{host}</KeyValue>
                    <KeyValue label=t!(i18n, "server-master-agent-system")>{system.join(", ")}</KeyValue>
                    <KeyValue label=t!(i18n, "server-master-agent-instance")>
                        <Code>{agent.instance_id}</Code>
                    </KeyValue>
                </KeyValues>
            }
            .into_any()
        }
    };
    view! { <Card title=t!(i18n, "server-master-agent")>{body}</Card> }
}

#[component]
fn Capabilities(capabilities: Option<serde_json::Value>) -> impl IntoView {
    let i18n = use_i18n();
    let names = capabilities.as_ref().map(capability_names).unwrap_or_default();
    let body = if names.is_empty() {
        view! { <p>{t!(i18n, "server-not-checked")}</p> }.into_any()
    } else {
        let items: Vec<_> = names.into_iter().map(|name| view! { <li><Code>{name}</Code></li> }).collect();
        view! { <ul class="tags">{items}</ul> }.into_any()
    };
    view! { <Card title=t!(i18n, "server-capabilities")>{body}</Card> }
}

/// Where its executions are, and how to make another.
#[component]
fn Work(org: String, id: model::ServerId, works: bool) -> impl IntoView {
    let i18n = use_i18n();
    let new = works.then(|| {
        view! {
            <LinkButton href=paths::task_new_on(&org, id) icon=IconName::Plus>
                {t!(i18n, "server-create-task")}
            </LinkButton>
        }
    });
    view! {
        <Card title=t!(i18n, "server-work")>
            <div class="card__buttons">
                {new}
                <LinkButton href=paths::server_executions(&org, id) icon=IconName::History>
                    {t!(i18n, "server-see-executions")}
                </LinkButton>
            </div>
        </Card>
    }
}

pub(super) fn auth_name(i18n: &I18n, kind: ServerAuthKind) -> String {
    match kind {
        ServerAuthKind::None => t!(i18n, "server-auth-none"),
        ServerAuthKind::Bearer => t!(i18n, "server-auth-bearer"),
        ServerAuthKind::Headers => t!(i18n, "server-auth-headers"),
        ServerAuthKind::Basic => t!(i18n, "server-auth-basic"),
    }
}
