// The charts' module: imported when the first chart is on a page, never before. In it is only what our charts use.
import { use } from "echarts/core";
import { BarChart } from "echarts/charts";
import { DataZoomSliderComponent, GridComponent, LegendScrollComponent, TooltipComponent } from "echarts/components";
import { SVGRenderer } from "echarts/renderers";

use([BarChart, DataZoomSliderComponent, GridComponent, LegendScrollComponent, SVGRenderer, TooltipComponent]);

export { init } from "echarts/core";
