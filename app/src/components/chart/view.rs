//! The one chart: drawn by ECharts, which is loaded when the first one is on a page, with the same numbers as a table.

use leptos::html;
use leptos::prelude::*;
use leptos::reactive::send_wrapper_ext::SendOption;
use leptos::task::spawn_local;
use wasm_bindgen::JsCast;
use web_sys::HtmlElement;

use super::ChartData;
use super::option::option;
use crate::browser::Drawing;
use crate::i18n::{I18n, format, use_i18n};
use crate::t;
use crate::ui::{Callout, Column, ExactTime, Table, Tone, time_of_day, use_clock};

/// Whether the drawing is there.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Stage {
    Loading,
    Drawn,
    Failed,
}

/// The place of a drawing in the page, empty on the server. What is empty may be dropped on any thread there.
#[derive(Clone, Copy)]
struct Place {
    drawing: StoredValue<SendOption<Drawing>>,
    stage: RwSignal<Stage>,
    /// Grows when the theme changes.
    themes: RwSignal<u32>,
}

/// Stacked bars over time. Its title asks the question it answers.
#[component]
pub fn Chart(
    /// The question.
    #[prop(into)]
    label: String,
    /// What the moments of the data begin, as the head of a column.
    #[prop(into)]
    interval: String,
    /// The numbers.
    #[prop(into)]
    data: Signal<ChartData>,
) -> impl IntoView {
    let i18n = use_i18n();
    let parent = NodeRef::<html::Div>::new();
    let place = Place {
        drawing: StoredValue::new(SendOption::new_local(None)),
        stage: RwSignal::new(Stage::Loading),
        themes: RwSignal::new(0),
    };
    let alive = use_clock().is_alive();
    Effect::new(move || {
        if let Some(parent) = parent.get().filter(|_| alive.get()) {
            spawn_local(place.open(parent.unchecked_into(), i18n));
        }
    });
    on_cleanup(move || _ = place.drawing.try_set_value(SendOption::new_local(None)));
    let moments = Memo::new(move |_| data.with(|data| data.moments.clone()));
    // Asking the browser for a time costs more than drawing it.
    let labels = Memo::new(move |_| -> Vec<String> {
        moments.with(|moments| moments.iter().map(|at| time_of_day(i18n.lang(), *at)).collect())
    });
    Effect::new(move || {
        place.themes.track();
        if place.stage.get() == Stage::Drawn {
            let labels = labels.get();
            data.with(|data| place.draw(data, labels));
        }
    });
    let question = label.clone();
    let table = move || {
        data.with(|data| view! { <ChartTable label=label.clone() interval=interval.clone() data=data.clone() /> })
    };
    view! {
        <div class="chart">
            <div class="chart__place">
                <div class="chart__drawing" role="img" aria-label=question node_ref=parent></div>
                <Note stage=place.stage />
            </div>
            <details class="chart__numbers">
                <summary>{t!(i18n, "ui-chart-table")}</summary>
                {table}
            </details>
        </div>
    }
}

impl Place {
    /// Loads ECharts and puts an empty drawing there, unless the page moved on meanwhile.
    async fn open(self, parent: HtmlElement, i18n: I18n) {
        let number = move |value| format::number(i18n.lang(), value);
        let changed = move || _ = self.themes.try_update(|themes| *themes += 1);
        match Drawing::open(&parent, number, changed).await {
            Ok(drawing) => {
                self.drawing.try_set_value(SendOption::new_local(Some(drawing)));
                self.stage.try_set(Stage::Drawn);
            }
            Err(error) => self.fail(&error),
        }
    }

    fn draw(self, data: &ChartData, labels: Vec<String>) {
        let drawn = self.drawing.with_value(|drawing| {
            let Some(drawing) = &**drawing else { return Ok(()) };
            let option = option(data, labels, |name| drawing.token(name)).map_err(|error| error.to_string())?;
            drawing.draw(&option).map_err(|error| format!("{error:?}"))
        });
        if let Err(error) = drawn {
            self.fail(&error);
        }
    }

    fn fail(self, error: &dyn std::fmt::Debug) {
        leptos::logging::error!("the chart cannot be drawn: {error:?}");
        self.stage.try_set(Stage::Failed);
    }
}

/// Why there is no drawing, and where its numbers are.
#[component]
fn Note(stage: RwSignal<Stage>) -> impl IntoView {
    let i18n = use_i18n();
    move || match stage.get() {
        Stage::Drawn => None,
        Stage::Loading => Some(view! { <p class="chart__note">{t!(i18n, "ui-chart-loading")}</p> }.into_any()),
        Stage::Failed => Some(
            view! {
                <div class="chart__note">
                    <Callout tone=Tone::Warning>{t!(i18n, "ui-chart-failed")}</Callout>
                </div>
            }
            .into_any(),
        ),
    }
}

/// The numbers of the chart, newest first.
#[component]
fn ChartTable(label: String, interval: String, data: ChartData) -> impl IntoView {
    let i18n = use_i18n();
    let lang = i18n.lang();
    let rows: Vec<_> = data
        .rows()
        .into_iter()
        .map(|(at, values)| {
            let cells: Vec<_> = values
                .into_iter()
                .map(|value| view! { <td class="table__number">{format::number(lang, value as f64)}</td> })
                .collect();
            view! {
                <tr>
                    <td>
                        <ExactTime at />
                    </td>
                    {cells}
                </tr>
            }
        })
        .collect();
    if rows.is_empty() {
        return view! { <p class="chart__none">{t!(i18n, "ui-chart-none")}</p> }.into_any();
    }
    let counted = data.series.into_iter().map(|series| Column::number(series.name));
    let columns: Vec<_> = std::iter::once(Column::text(interval)).chain(counted).collect();
    view! {
        <Table label columns>
            {rows}
        </Table>
        <p class="chart__none">{t!(i18n, "ui-chart-left-out")}</p>
    }
    .into_any()
}
