//! The resources of a server and its templates, as it tells them now.

use leptos::prelude::*;
use model::{Action, McpResource, McpResourceTemplate, Page, PageQuery, ServerId};

use super::template::Template;
use crate::api::ApiResult;
use crate::api::mcp_resource::{list_mcp_resource_templates, list_mcp_resources};
use crate::api::organization::is_allowed;
use crate::i18n::{format, use_i18n};
use crate::pages::params::{Query, list_url, use_query};
use crate::ui::{
    Callout, Column, EmptyState, IconName, LinkButton, Pagination, RowLink, SearchField, Skeleton, SkeletonTable,
    Table, Tone, Toolbar, loaded,
};
use crate::{paths, t};

/// Parameter of the page of templates; `cursor` is that of resources.
const TEMPLATES: &str = "templates";

/// A page of a list, and whether the reader may read what is in it.
type Offered<T> = (Page<T>, bool);

async fn resources(org: String, server: ServerId, query: PageQuery) -> ApiResult<Offered<McpResource>> {
    let page = list_mcp_resources(org.clone(), server, query).await?;
    Ok((page, is_allowed(org, Action::McpToolCall).await?))
}

async fn templates(org: String, server: ServerId, query: PageQuery) -> ApiResult<Offered<McpResourceTemplate>> {
    let page = list_mcp_resource_templates(org.clone(), server, query).await?;
    Ok((page, is_allowed(org, Action::McpToolCall).await?))
}

/// Which page of a list the address asks for.
fn page_at(query: &Query, cursor: &str) -> PageQuery {
    let word = |name: &str| query.get(name).map(str::to_owned);
    PageQuery { limit: None, cursor: word(cursor), q: word("q") }
}

/// The first page of a list, unless that is shown, and the next one, if there is one.
fn pages(path: &str, wanted: &PageQuery, cursor: &str, next: Option<String>) -> (Option<String>, Option<String>) {
    let at = |place: Option<&str>| list_url(path, &[("q", wanted.q.as_deref()), (cursor, place)]);
    (wanted.cursor.as_ref().map(|_| at(None)), next.map(|next| at(Some(&next))))
}

/// Search, resources, templates. Each list fails by itself.
#[component]
pub(super) fn Lists(
    /// Slug of the organization.
    org: String,
    /// The server.
    server: ServerId,
) -> impl IntoView {
    let i18n = use_i18n();
    let query = use_query();
    let path = paths::mcp_resources(&org, server);
    let (of_resources, of_templates) = (org.clone(), org.clone());
    let resources = Resource::new_blocking(
        move || (of_resources.clone(), page_at(&query.read(), "cursor")),
        move |(org, query)| resources(org, server, query),
    );
    let templates = Resource::new_blocking(
        move || (of_templates.clone(), page_at(&query.read(), TEMPLATES)),
        move |(org, query)| templates(org, server, query),
    );
    let (resource_org, resource_path) = (org.clone(), path.clone());
    let template_path = path.clone();
    view! {
        <Toolbar>
            <SearchField action=path label=t!(i18n, "mcp-resource-search") />
        </Toolbar>
        <div class="stack">
            {loaded(
                resources,
                || view! { <SkeletonTable rows=5 columns=4 /> }.into_any(),
                move |(page, may_read)| {
                    let (org, path) = (resource_org.clone(), resource_path.clone());
                    let wanted = page_at(&query.read_untracked(), "cursor");
                    view! { <Resources org path server page wanted may_read /> }.into_any()
                },
            )}
            {loaded(
                templates,
                || view! { <Skeleton lines=4 /> }.into_any(),
                move |(page, may_read)| {
                    let (org, path) = (org.clone(), template_path.clone());
                    let wanted = page_at(&query.read_untracked(), TEMPLATES);
                    view! { <Templates org path server page wanted may_read /> }.into_any()
                },
            )}
        </div>
    }
}

#[component]
fn Resources(
    org: String,
    path: String,
    server: ServerId,
    page: Page<McpResource>,
    wanted: PageQuery,
    may_read: bool,
) -> impl IntoView {
    let i18n = use_i18n();
    let look_only =
        (!may_read).then(|| view! { <Callout tone=Tone::Info>{t!(i18n, "mcp-resource-look-only")}</Callout> });
    if page.items.is_empty() {
        return view! {
            {look_only}
            <NoResources path words=wanted.q />
        }
        .into_any();
    }
    let columns = vec![
        Column::text(t!(i18n, "mcp-resource-name")),
        Column::text(t!(i18n, "mcp-resource-description")),
        Column::text(t!(i18n, "mcp-resource-type")),
        Column::number(t!(i18n, "mcp-resource-size")),
    ];
    let (first, next) = pages(&path, &wanted, "cursor", page.next_cursor);
    let rows: Vec<_> = page
        .items
        .into_iter()
        .map(|resource| {
            let href = may_read.then(|| paths::mcp_resource(&org, server, &resource.uri));
            view! { <Row resource href /> }
        })
        .collect();
    view! {
        {look_only}
        <Table label=t!(i18n, "mcp-resource-title") columns>
            {rows}
        </Table>
        <Pagination first next />
    }
    .into_any()
}

#[component]
fn Row(resource: McpResource, href: Option<String>) -> impl IntoView {
    let lang = use_i18n().lang();
    let name = resource.title.unwrap_or(resource.name);
    let name = match href {
        Some(href) => view! { <RowLink href>{name}</RowLink> }.into_any(),
        None => name.into_any(),
    };
    view! {
        <tr>
            <td class="table__main">
                {name}
                <span class="table__sub">{resource.uri}</span>
            </td>
            <td class="table__description">{resource.description}</td>
            <td>{resource.mime_type}</td>
            <td class="table__number">{resource.size.map(|size| format::bytes(lang, size))}</td>
        </tr>
    }
}

#[component]
fn NoResources(path: String, words: Option<String>) -> impl IntoView {
    let i18n = use_i18n();
    match words {
        Some(q) => view! {
            <EmptyState
                icon=IconName::Search
                title=t!(i18n, "mcp-resource-no-match", q = q)
                text=t!(i18n, "mcp-resource-no-match-text")
            >
                <LinkButton href=path>{t!(i18n, "mcp-resource-all")}</LinkButton>
            </EmptyState>
        }
        .into_any(),
        None => view! {
            <EmptyState
                icon=IconName::FileText
                title=t!(i18n, "mcp-resource-none")
                text=t!(i18n, "mcp-resource-none-text")
            />
        }
        .into_any(),
    }
}

#[component]
fn Templates(
    org: String,
    path: String,
    server: ServerId,
    page: Page<McpResourceTemplate>,
    wanted: PageQuery,
    may_read: bool,
) -> impl IntoView {
    let i18n = use_i18n();
    let (first, next) = pages(&path, &wanted, TEMPLATES, page.next_cursor);
    let cards: Vec<_> = page
        .items
        .into_iter()
        .enumerate()
        .map(|(place, template)| view! { <Template org=org.clone() server template place may_read /> })
        .collect();
    (!cards.is_empty()).then(|| {
        view! {
            <section class="offers" aria-label=t!(i18n, "mcp-resource-templates")>
                <div class="offers__words">
                    <p class="offers__title">{t!(i18n, "mcp-resource-templates")}</p>
                    <p class="offers__text">{t!(i18n, "mcp-resource-templates-text")}</p>
                </div>
                <div class="columns">{cards}</div>
                <Pagination first next />
            </section>
        }
    })
}
