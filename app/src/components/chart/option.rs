//! A chart in the words of ECharts.

use charming::component::{Axis, DataZoom, DataZoomType, Grid, Legend, LegendType};
use charming::element::{
    AxisLabel, AxisLine, AxisPointer, AxisPointerType, AxisTick, AxisType, ItemStyle, LineStyle, SplitLine, TextStyle,
    Tooltip, Trigger,
};
use charming::series::Bar;
use serde::Serialize;
use serde_json::json;

use super::ChartData;
use crate::ui::Tone;

/// What of ECharts' option is used. `charming::Chart` would bring everything along that writes the other kinds of chart.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct ChartOption {
    animation: bool,
    grid: Grid,
    legend: Legend,
    tooltip: Tooltip,
    x_axis: Axis,
    y_axis: Axis,
    data_zoom: DataZoom,
    series: Vec<Bar>,
}

/// The option (JSON) that draws `data` as stacked bars over `labels`, one for each interval; `token` gives the value of a
/// token.
pub(super) fn option(
    data: &ChartData,
    labels: Vec<String>,
    token: impl Fn(&str) -> Option<String>,
) -> Result<String, serde_json::Error> {
    let value = |name: &str| token(name).unwrap_or_else(|| "currentColor".to_owned());
    let (text, line) = (value("--color-text-soft"), value("--color-line"));
    let font = token("--font-ui").unwrap_or_else(|| "sans-serif".to_owned());
    let label = || AxisLabel::new().color(text.clone()).font_size(12);
    let series = data.series.iter().map(|series| {
        let style = ItemStyle::new().color(value(color(series.tone)));
        Bar::new().name(series.name.clone()).stack("all").item_style(style).data(series.values.clone())
    });
    let option = ChartOption {
        animation: false,
        grid: Grid::new().left(44).right(8).top(36).bottom(58),
        // Pages through its entries where they do not fit.
        legend: Legend::new()
            .type_(LegendType::Scroll)
            .left(0)
            .top(0)
            .item_width(10)
            .item_height(10)
            .inactive_color(value("--color-line-strong"))
            .text_style(TextStyle::new().color(text.clone()).font_size(12)),
        tooltip: Tooltip::new()
            .trigger(Trigger::Axis)
            .axis_pointer(AxisPointer::new().type_(AxisPointerType::Shadow))
            .background_color(value("--color-raised"))
            .border_color(value("--color-line-strong"))
            .border_width(1),
        x_axis: Axis::new()
            .type_(AxisType::Category)
            .data(labels)
            .axis_line(AxisLine::new().show(false))
            .axis_tick(AxisTick::new().show(false))
            // Off the lowest label of the other axis.
            .offset(4)
            .axis_label(label()),
        y_axis: Axis::new()
            .type_(AxisType::Value)
            .min_interval(1)
            .split_line(SplitLine::new().line_style(LineStyle::new().color(line.clone())))
            .axis_label(label()),
        data_zoom: DataZoom::new()
            .type_(DataZoomType::Slider)
            .left(44)
            .right(8)
            .bottom(4)
            .brush_select(false)
            .border_color(line)
            .text_style(TextStyle::new().color(text).font_size(11)),
        series: series.collect(),
    };
    let mut option = serde_json::to_value(option)?;
    // What charming has no words for.
    option["textStyle"] = json!({ "fontFamily": font });
    option["tooltip"]["confine"] = json!(true);
    option["tooltip"]["textStyle"] = json!({ "color": value("--color-text"), "fontSize": 13 });
    option["dataZoom"]["height"] = json!(18);
    option["legend"]["pageIconColor"] = json!(value("--color-text"));
    option["legend"]["pageIconInactiveColor"] = json!(value("--color-line-strong"));
    option["legend"]["pageIconSize"] = json!(12);
    option["legend"]["pageTextStyle"] = json!({ "color": value("--color-text-soft"), "fontSize": 12 });
    serde_json::to_string(&option)
}

/// The token of a meaning.
fn color(tone: Tone) -> &'static str {
    match tone {
        Tone::Neutral => "--color-control-line",
        Tone::Success => "--color-success",
        Tone::Warning => "--color-warning",
        Tone::Danger => "--color-danger",
        Tone::Info => "--color-info",
    }
}

#[cfg(test)]
mod tests {
    use chrono::DateTime;

    use super::*;
    use crate::components::chart::ChartSeries;

    #[test]
    fn is_what_echarts_reads() {
        let data = ChartData {
            moments: vec![DateTime::UNIX_EPOCH],
            series: vec![ChartSeries { name: "Failed".to_owned(), tone: Tone::Danger, values: vec![3] }],
        };
        let token = |name: &str| (name == "--color-danger").then(|| "#b4242e".to_owned());
        let json = option(&data, vec!["14:15".to_owned()], token).unwrap();
        let option: serde_json::Value = serde_json::from_str(&json).unwrap();
        let bar = &option["series"][0];
        assert_eq!((bar["type"].as_str(), bar["stack"].as_str()), (Some("bar"), Some("all")));
        assert_eq!((&bar["data"], &bar["itemStyle"]["color"]), (&json!([3]), &json!("#b4242e")));
        assert_eq!((&option["xAxis"]["type"], &option["xAxis"]["data"]), (&json!("category"), &json!(["14:15"])));
        assert_eq!(option["dataZoom"]["type"], "slider");
        // The browser puts its functions there.
        assert!(option["tooltip"].is_object() && option["yAxis"]["axisLabel"].is_object());
        // A function as text would need `unsafe-eval`.
        assert!(!json.contains("#*#*#"), "{json}");
    }
}
