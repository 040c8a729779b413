//! Language and theme.

use leptos::prelude::*;
use leptos::server_fn::ServerFn;
use model::{Lang, Theme};

use super::frame::SettingsFrame;
use crate::api::user::UpdateAppearance;
use crate::i18n::{I18n, use_appearance, use_i18n};
use crate::layouts::use_org;
use crate::ui::{Button, Card, Choice, FormActions, FormFrame, RadioGroup, Variant};
use crate::{paths, t};

/// Language and theme. A plain form: another language needs the whole page again.
#[component]
pub fn SettingsAppearancePage() -> impl IntoView {
    let i18n = use_i18n();
    let appearance = use_appearance();
    let next = paths::settings_appearance(&use_org().get_untracked());
    let languages = Lang::ALL.iter().map(|lang| Choice::new(lang.as_str(), lang.native_name())).collect();
    let themes = Theme::ALL.iter().map(|theme| Choice::new(theme.as_str(), theme_name(&i18n, *theme))).collect();
    view! {
        <SettingsFrame>
            <Card title=t!(i18n, "settings-appearance-title") text=t!(i18n, "settings-appearance-intro")>
                <form method="post" action=UpdateAppearance::url()>
                    <FormFrame id="appearance" error=Signal::stored(None)>
                        <input type="hidden" name="next" value=next />
                        <RadioGroup
                            name="lang"
                            legend=t!(i18n, "settings-lang")
                            choices=languages
                            value=appearance.lang.as_str()
                        />
                        <RadioGroup
                            name="theme"
                            legend=t!(i18n, "settings-theme")
                            choices=themes
                            value=appearance.theme.as_str()
                        />
                        <FormActions>
                            <Button submit=true variant=Variant::Primary>
                                {t!(i18n, "settings-save")}
                            </Button>
                        </FormActions>
                    </FormFrame>
                </form>
            </Card>
        </SettingsFrame>
    }
}

fn theme_name(i18n: &I18n, theme: Theme) -> String {
    match theme {
        Theme::System => t!(i18n, "ui-theme-system"),
        Theme::Light => t!(i18n, "ui-theme-light"),
        Theme::Dark => t!(i18n, "ui-theme-dark"),
    }
}
