//! The output to take along.

use leptos::prelude::*;
use model::ExecutionId;
use model::execution::OutputFormat;

use crate::i18n::use_i18n;
use crate::ui::{IconName, Menu, MenuLink};
use crate::{paths, t};

/// A menu of the forms.
#[component]
pub(super) fn DownloadMenu(org: String, id: ExecutionId) -> impl IntoView {
    let i18n = use_i18n();
    let links = OutputFormat::ALL.iter().map(|format| {
        let href = paths::execution_output_as(&org, id, *format);
        let words = i18n.text(&format!("execution-download-{format}"), &[]);
        view! {
            <MenuLink href download=true>
                {words}
            </MenuLink>
        }
    });
    let links: Vec<_> = links.collect();
    view! {
        <Menu label=t!(i18n, "execution-download") icon=IconName::Download end=true>
            {links}
        </Menu>
    }
}
