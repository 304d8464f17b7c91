// The dashboard's one chart: applications by step. The table beside it holds the same figures.

import { colour, counted, drawChart } from "../foundation/chart.js";

function series(each, index, last) {
  return {
    name: each.name,
    type: "bar",
    stack: "steps",
    data: each.data,
    barMaxWidth: 22,
    cursor: "pointer",
    itemStyle: { color: colour(index === last ? "--nx-bad" : "--nx-c1") },
    label: {
      show: true,
      color: "#fff",
      formatter: (point) => (point.value ? String(point.value) : ""),
    },
  };
}

const drawn = drawChart("chart-applications", (data, text, target) => {
  target.style.height = `${Math.max(11, data.steps.length * 2.1 + 4)}rem`;
  return {
    xAxis: counted(text),
    yAxis: {
      type: "category",
      inverse: true,
      data: data.steps,
      axisLabel: text,
      axisTick: { show: false },
      axisLine: { lineStyle: { color: colour("--nx-line-strong") } },
    },
    series: data.series.map((each, index) => series(each, index, data.series.length - 1)),
  };
});

if (drawn) {
  drawn.chart.on("click", (point) => {
    const address = drawn.data.series[point.seriesIndex].addresses[point.dataIndex];
    if (address) window.location.assign(address);
  });
}
