//! The fields of a task.

use leptos::prelude::*;
use model::FieldError;

use super::action_fields::ActionFields;
use super::limits::LimitFields;
use super::schedule_fields::ScheduleFields;
use super::values::TaskValues;
use crate::i18n::use_i18n;
use crate::t;
use crate::ui::{Card, Choice, FilteredSelect, TextArea, TextInput, submitted_value};

/// What, where, when, and with which limits.
#[component]
pub(super) fn TaskFields(values: TaskValues, servers: Vec<Choice>, told: Signal<Vec<FieldError>>) -> impl IntoView {
    let i18n = use_i18n();
    let server = RwSignal::new(submitted_value("task[server_id]").unwrap_or_else(|| values.server_id.clone()));
    view! {
        <div class="stack">
            <Card title=t!(i18n, "task-section-what")>
                <div class="form">
                    <TextInput
                        name="task[title]"
                        label=t!(i18n, "task-field-title")
                        help=t!(i18n, "task-field-title-help")
                        value=values.title
                        maxlength=120_u32
                        required=true
                        autocomplete="off"
                    />
                    <FilteredSelect
                        name="task[server_id]"
                        label=t!(i18n, "task-server")
                        filter=t!(i18n, "task-server-filter")
                        help=t!(i18n, "task-server-help")
                        empty=t!(i18n, "task-server-choose")
                        choices=servers
                        chosen=server
                    />
                    <div class="task-labels">
                        <TextInput
                            name="task[labels]"
                            label=t!(i18n, "task-labels")
                            help=t!(i18n, "task-labels-help")
                            value=values.labels
                            autocomplete="off"
                            mono=true
                        />
                    </div>
                    <ActionFields server values=values.action told />
                    <TextArea
                        name="task[description]"
                        label=t!(i18n, "task-description")
                        value=values.description
                        rows=2
                        maxlength=2000_u32
                    />
                </div>
            </Card>
            <Card title=t!(i18n, "task-section-when")>
                <div class="form">
                    <ScheduleFields values=values.schedule />
                </div>
            </Card>
            <LimitFields values=values.limits priority=values.priority />
        </div>
    }
    .into_any()
}
