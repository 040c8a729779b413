//! The fields of a task.

use leptos::prelude::*;
use model::{FieldError, Priority};

use super::action_fields::ActionFields;
use super::values::TaskValues;
use crate::i18n::use_i18n;
use crate::t;
use crate::ui::{Card, Choice, FilteredSelect, Select, TextArea, TextInput, submitted_value};

/// What, where, and with which limits.
#[component]
pub(super) fn TaskFields(values: TaskValues, servers: Vec<Choice>, told: Signal<Vec<FieldError>>) -> impl IntoView {
    let i18n = use_i18n();
    let priorities: Vec<_> =
        Priority::ALL.iter().map(|p| Choice::new(p.as_str(), i18n.text(&format!("task-priority-{p}"), &[]))).collect();
    let server = RwSignal::new(submitted_value("task[server_id]").unwrap_or(values.server_id));
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
            <Card title=t!(i18n, "task-section-limits")>
                <div class="form">
                    <TextInput
                        name="task[timeout_s]"
                        label=t!(i18n, "task-timeout")
                        help=t!(i18n, "task-timeout-help")
                        value=values.timeout_s
                        kind="number"
                    />
                    <TextInput
                        name="task[idle_timeout_s]"
                        label=t!(i18n, "task-idle-timeout")
                        help=t!(i18n, "task-idle-timeout-help")
                        value=values.idle_timeout_s
                        kind="number"
                    />
                    <Select
                        name="task[priority]"
                        label=t!(i18n, "task-priority")
                        help=t!(i18n, "task-priority-help")
                        choices=priorities
                        value=values.priority.as_str()
                        required=true
                    />
                </div>
            </Card>
        </div>
    }
    .into_any()
}
