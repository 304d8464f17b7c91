// The chart of a campaign's progress: what was covered and handed in each day, and the pace needed.

import { colour, counted, drawChart } from "../foundation/chart.js";

function bars(name, data, color) {
  return { name, type: "bar", data, barMaxWidth: 14, itemStyle: { color } };
}

drawChart("chart-days", (data, text) => {
  const series = [
    bars(data.words.approved, data.approved, colour("--nx-c1")),
    bars(data.words.submitted, data.submitted, colour("--nx-line-strong")),
  ];
  if (data.needed !== null) {
    series.push({
      name: `${data.words.needed} ${data.needed}`,
      type: "line",
      symbol: "none",
      data: data.days.map(() => data.needed),
      lineStyle: { color: colour("--nx-bad"), type: "dashed" },
      itemStyle: { color: colour("--nx-bad") },
    });
  }
  return {
    xAxis: { type: "category", data: data.days, axisLabel: text, axisTick: { show: false } },
    yAxis: counted(text),
    series,
  };
});
