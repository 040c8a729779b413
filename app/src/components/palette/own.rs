//! Pages, and actions that need nothing found: what every palette holds, as far as the reader's role permits it.

use model::{Action, Lang, SessionView, Theme};

use super::entry::{Act, Entry, Group};
use crate::i18n::I18n;
use crate::modules::MODULES;
use crate::ui::IconName;
use crate::{paths, t};

/// What is known of the reader.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Known {
    /// What their role permits here.
    pub(super) permitted: Vec<Action>,
    /// Who they are and where they may go.
    pub(super) session: Option<SessionView>,
}

/// The pages, then the actions.
pub(super) fn own_entries(i18n: I18n, org: &str, known: &Known) -> Vec<Entry> {
    let Some(session) = &known.session else { return Vec::new() };
    let may = |action| known.permitted.contains(&action);
    let mut entries = pages(i18n, org, may);
    let mut add = |key: String, icon, title, act| {
        entries.push(Entry { key, group: Group::Actions, icon, title, hit: None, act });
    };
    if may(Action::ServerCreate) {
        add("server-new".to_owned(), IconName::Plus, t!(i18n, "server-add"), Act::Go(paths::server_new(org)));
        let import = t!(i18n, "server-import-title");
        add("server-import".to_owned(), IconName::Plus, import, Act::Go(paths::server_import(org)));
    }
    if may(Action::TaskCreate) {
        add("task-new".to_owned(), IconName::Plus, t!(i18n, "task-new"), Act::Go(paths::task_new(org)));
    }
    let new = t!(i18n, "organization-new");
    add("organization-new".to_owned(), IconName::Plus, new, Act::Go(paths::organization_new()));
    for membership in session.memberships.iter().filter(|m| m.organization.slug != org) {
        let (slug, name) = (&membership.organization.slug, &membership.organization.name);
        let title = t!(i18n, "palette-organization", name = name);
        add(format!("organization-{slug}"), IconName::Building, title, Act::Load(paths::dashboard(slug)));
    }
    for theme in Theme::ALL {
        let (icon, name) = match theme {
            Theme::System => (IconName::Monitor, t!(i18n, "ui-theme-system")),
            Theme::Light => (IconName::Sun, t!(i18n, "ui-theme-light")),
            Theme::Dark => (IconName::Moon, t!(i18n, "ui-theme-dark")),
        };
        add(format!("theme-{theme}"), icon, t!(i18n, "palette-theme", name = name), Act::Theme(*theme));
    }
    for lang in Lang::ALL.iter().filter(|lang| **lang != i18n.lang()) {
        let title = t!(i18n, "palette-language", name = lang.native_name());
        add(format!("language-{lang}"), IconName::Languages, title, Act::Language(*lang));
    }
    add("sign-out".to_owned(), IconName::LogOut, t!(i18n, "ui-sign-out"), Act::SignOut);
    entries
}

fn pages(i18n: I18n, org: &str, may: impl Fn(Action) -> bool) -> Vec<Entry> {
    let page = |key: String, icon, title, act| Entry { key, group: Group::Pages, icon, title, hit: None, act };
    let modules = MODULES.iter().filter(|module| may(module.permission)).map(|module| {
        let act = Act::Go((module.path)(org));
        page(format!("module-{}", module.id), module.icon, i18n.text(module.name, &[]), act)
    });
    let settings = [
        (IconName::User, t!(i18n, "settings-tab-profile"), paths::settings_profile(org)),
        (IconName::Palette, t!(i18n, "settings-tab-appearance"), paths::settings_appearance(org)),
        (IconName::Building, t!(i18n, "settings-tab-organization"), paths::settings_organization(org)),
    ];
    let settings = settings.into_iter().map(|(icon, name, path)| {
        page(format!("page-{path}"), icon, t!(i18n, "palette-settings", name = name), Act::Go(path))
    });
    let docs = Act::Load(paths::api_docs());
    let docs = page("api-docs".to_owned(), IconName::FileText, t!(i18n, "docs-title"), docs);
    modules.chain(settings).chain([docs]).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn known(permitted: &[Action]) -> Known {
        let organization = |slug: &str| {
            serde_json::json!({
                "organization": {
                    "id": "00000000-0000-7000-8000-000000000000", "slug": slug, "name": slug,
                    "created_at": "2026-01-01T00:00:00Z",
                },
                "role": "viewer",
            })
        };
        let session = serde_json::json!({
            "user": {
                "id": "00000000-0000-7000-8000-000000000000", "name": "Ada", "email": "ada@example.org",
                "lang": null, "theme": "system", "created_at": "2026-01-01T00:00:00Z",
            },
            "memberships": [organization("acme"), organization("other")],
        });
        Known { permitted: permitted.to_vec(), session: serde_json::from_value(session).unwrap() }
    }

    #[test]
    fn a_role_sees_what_it_may_do() {
        let acts = |permitted: &[Action]| {
            let entries = own_entries(I18n::default(), "acme", &known(permitted));
            entries.into_iter().map(|entry| entry.act).collect::<Vec<_>>()
        };
        let all = acts(Action::ALL);
        assert!(all.contains(&Act::Go("/o/acme/servers/new".to_owned())), "{all:?}");
        assert!(all.contains(&Act::Load("/o/other".to_owned())) && !all.contains(&Act::Load("/o/acme".to_owned())));
        let few = acts(&[Action::OrganizationRead, Action::TaskRead]);
        assert!(few.contains(&Act::Go("/o/acme/tasks".to_owned())), "{few:?}");
        for path in ["/o/acme/servers", "/o/acme/servers/new", "/o/acme/tasks/new"] {
            assert!(!few.contains(&Act::Go(path.to_owned())), "{path}");
        }
    }

    #[test]
    fn keys_are_told_apart() {
        let entries = own_entries(I18n::default(), "acme", &known(Action::ALL));
        let keys: std::collections::BTreeSet<_> = entries.iter().map(|entry| &entry.key).collect();
        assert_eq!(keys.len(), entries.len());
    }
}
