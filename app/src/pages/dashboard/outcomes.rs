//! How executions ended in the last 24 hours, as a chart.

use chrono::{DateTime, TimeDelta, Utc};
use leptos::prelude::*;
use model::dashboard::{DashboardView, Outcomes, Quarter};

use crate::components::chart::{Chart, ChartData, ChartSeries};
use crate::i18n::use_i18n;
use crate::t;
use crate::ui::{Card, Tone};

/// Quarters of an hour in a day.
const QUARTERS: i32 = 96;

/// The chart with its question.
#[component]
pub(super) fn OutcomesCard(
    /// What is shown.
    view: Signal<DashboardView>,
) -> impl IntoView {
    let i18n = use_i18n();
    let names = [
        (t!(i18n, "dashboard-outcome-succeeded"), Tone::Success),
        (t!(i18n, "dashboard-outcome-failed"), Tone::Danger),
        (t!(i18n, "dashboard-outcome-lost"), Tone::Warning),
        (t!(i18n, "dashboard-outcome-stopped"), Tone::Neutral),
    ];
    let data = Memo::new(move |_| view.with(|view| chart_data(&names, &view.quarters, view.quarters_until)));
    let question = t!(i18n, "dashboard-outcomes");
    view! {
        <Card title=question.clone()>
            <Chart label=question interval=t!(i18n, "dashboard-outcomes-quarter") data />
        </Card>
    }
}

/// The day before `until` without gaps; `names` are those of the outcomes in the order of [`Outcomes`].
fn chart_data(names: &[(String, Tone); 4], quarters: &[Quarter], until: DateTime<Utc>) -> ChartData {
    let moments: Vec<_> = (1..=QUARTERS).rev().map(|back| until - TimeDelta::minutes(15) * back).collect();
    let ended = |at: &DateTime<Utc>| match quarters.binary_search_by_key(at, |quarter| quarter.at) {
        Ok(i) => quarters[i].ended,
        Err(_) => Outcomes::default(),
    };
    let counts: [fn(Outcomes) -> i64; 4] =
        [|o: Outcomes| o.succeeded, |o: Outcomes| o.failed, |o: Outcomes| o.lost, |o: Outcomes| o.stopped];
    let series = names.iter().zip(counts).map(|((name, tone), count)| ChartSeries {
        name: name.clone(),
        tone: *tone,
        values: moments.iter().map(|at| count(ended(at))).collect(),
    });
    ChartData { series: series.collect(), moments }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_day_has_no_gaps_and_ends_with_the_quarter_under_way() {
        let until = DateTime::from_timestamp(1_795_000_500, 0).unwrap();
        let quarter = |back, ended| Quarter { at: until - TimeDelta::minutes(15) * back, ended };
        let quarters = [
            quarter(96, Outcomes { failed: 2, ..Default::default() }),
            quarter(1, Outcomes { succeeded: 1, stopped: 3, ..Default::default() }),
        ];
        let names = [Tone::Success, Tone::Danger, Tone::Warning, Tone::Neutral].map(|tone| (String::new(), tone));
        let data = chart_data(&names, &quarters, until);
        assert_eq!(data.moments.len(), 96);
        assert_eq!(data.moments.last().copied(), Some(until - TimeDelta::minutes(15)));
        let sums: Vec<i64> = data.series.iter().map(|series| series.values.iter().sum()).collect();
        assert_eq!(sums, [1, 2, 0, 3]);
        assert_eq!((data.series[1].values[0], data.series[3].values[95]), (2, 3));
    }
}
