/** The one place that knows ECharts; it is loaded only when a chart is on the screen. */

import { BarChart, LineChart } from "echarts/charts";
import { GridComponent, LegendComponent, TooltipComponent } from "echarts/components";
import { init, use, type EChartsType } from "echarts/core";
import { CanvasRenderer } from "echarts/renderers";

use([BarChart, LineChart, GridComponent, LegendComponent, TooltipComponent, CanvasRenderer]);

export interface HourlySeries {
  hours: string[];
  conversations: { name: string; values: number[] };
  human: { name: string; values: number[] };
}

export function openChart(element: HTMLElement): EChartsType {
  return init(element);
}

export function drawHourly(chart: EChartsType, series: HourlySeries): void {
  const still = window.matchMedia("(prefers-reduced-motion: reduce)").matches;
  const axisText = { color: "#5d687b", fontSize: 12 };
  chart.setOption(
    {
      animation: !still,
      grid: { left: 36, right: 12, top: 36, bottom: 26 },
      legend: { top: 0, right: 0, itemWidth: 14, textStyle: { color: "#465063" } },
      tooltip: { trigger: "axis" },
      xAxis: {
        type: "category",
        data: series.hours,
        axisTick: { show: false },
        axisLine: { lineStyle: { color: "#cdd5e1" } },
        axisLabel: axisText,
      },
      yAxis: { type: "value", minInterval: 1, axisLabel: axisText, splitLine: { lineStyle: { color: "#e2e7ef" } } },
      series: [
        {
          type: "bar",
          name: series.conversations.name,
          data: series.conversations.values,
          barMaxWidth: 18,
          itemStyle: { color: "#7ba7ea", borderRadius: [3, 3, 0, 0] },
        },
        {
          type: "line",
          name: series.human.name,
          data: series.human.values,
          symbolSize: 5,
          lineStyle: { width: 2, color: "#b25e09" },
          itemStyle: { color: "#b25e09" },
        },
      ],
    },
    { notMerge: true },
  );
}

export interface BarSeries {
  names: string[];
  series: { name: string; values: number[]; color: string }[];
}

/** Bars side by side, a group a name. */
export function drawBars(chart: EChartsType, bars: BarSeries): void {
  const still = window.matchMedia("(prefers-reduced-motion: reduce)").matches;
  const axisText = { color: "#5d687b", fontSize: 12 };
  chart.setOption(
    {
      animation: !still,
      grid: { left: 36, right: 12, top: 36, bottom: 26 },
      legend: { top: 0, right: 0, itemWidth: 14, textStyle: { color: "#465063" } },
      tooltip: { trigger: "axis" },
      xAxis: { type: "category", data: bars.names, axisTick: { show: false }, axisLine: { lineStyle: { color: "#cdd5e1" } }, axisLabel: axisText },
      yAxis: { type: "value", minInterval: 1, axisLabel: axisText, splitLine: { lineStyle: { color: "#e2e7ef" } } },
      series: bars.series.map((one) => ({
        type: "bar",
        name: one.name,
        data: one.values,
        barMaxWidth: 28,
        itemStyle: { color: one.color, borderRadius: [3, 3, 0, 0] },
      })),
    },
    { notMerge: true },
  );
}
