//! The resources of a server and its templates, as it tells them now.

use futures::join;
use leptos::prelude::*;
use model::{Action, McpResource, McpResourceTemplate, Page, PageQuery, ServerId};
use serde::{Deserialize, Serialize};

use super::template::Template;
use crate::api::mcp_resource::{list_mcp_resource_templates, list_mcp_resources};
use crate::api::organization::is_allowed;
use crate::api::{ApiError, ApiResult};
use crate::i18n::{format, use_i18n};
use crate::pages::params::{Query, list_url, use_query};
use crate::ui::{
    Callout, Column, EmptyState, ErrorPanel, IconName, LinkButton, Pagination, RowLink, SearchField, SkeletonTable,
    Table, Tone, Toolbar, loaded,
};
use crate::{paths, t};

/// Parameter of the page of templates; `cursor` is that of resources.
const TEMPLATES: &str = "templates";

/// What a server offers to read. Each list fails by itself, unless both do for one reason.
#[derive(Clone, Serialize, Deserialize)]
struct Offered {
    resources: ApiResult<Page<McpResource>>,
    templates: ApiResult<Page<McpResourceTemplate>>,
    /// Whether the reader may read what is in them.
    may_read: bool,
}

async fn offered(org: String, server: ServerId, of: (PageQuery, PageQuery)) -> ApiResult<Offered> {
    let (resources, templates, may_read) = join!(
        list_mcp_resources(org.clone(), server, of.0),
        list_mcp_resource_templates(org.clone(), server, of.1),
        is_allowed(org, Action::McpToolCall),
    );
    match (resources, templates) {
        (Err(error), Err(other)) if error == other => Err(error),
        (resources, templates) => Ok(Offered { resources, templates, may_read: may_read? }),
    }
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

/// Search, resources, templates.
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
    let wanted = move |query: &Query| (page_at(query, "cursor"), page_at(query, TEMPLATES));
    let of = org.clone();
    let lists = Resource::new_blocking(
        move || (of.clone(), wanted(&query.read())),
        move |(org, wanted)| offered(org, server, wanted),
    );
    let retry = Callback::new(move |()| lists.refetch());
    let search_path = path.clone();
    view! {
        <Toolbar>
            <SearchField action=search_path label=t!(i18n, "mcp-resource-search") />
        </Toolbar>
        {loaded(
            lists,
            || view! { <SkeletonTable rows=5 columns=4 /> }.into_any(),
            move |Offered { resources, templates, may_read }| {
                let (of_resources, of_templates) = wanted(&query.read_untracked());
                let (org, path) = (org.clone(), path.clone());
                let resources = resources.map(|page| {
                    let (org, path) = (org.clone(), path.clone());
                    view! { <Resources org path server page wanted=of_resources may_read /> }.into_any()
                });
                let templates = templates
                    .map(|page| {
                        view! { <Templates org path server page wanted=of_templates may_read /> }.into_any()
                    });
                let failed = |ApiError(error): ApiError| view! { <ErrorPanel error retry /> }.into_any();
                view! { <div class="stack">{resources.unwrap_or_else(failed)} {templates.unwrap_or_else(failed)}</div> }
                    .into_any()
            },
        )}
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
