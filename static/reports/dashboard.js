// The dashboard's one chart: applications by step. The table beside it holds the same figures.

const styles = getComputedStyle(document.documentElement);
const read = (name) => styles.getPropertyValue(name).trim();

function series(each, index, last) {
  return {
    name: each.name,
    type: "bar",
    stack: "steps",
    data: each.data,
    barMaxWidth: 22,
    cursor: "pointer",
    itemStyle: { color: read(index === last ? "--nx-bad" : "--nx-c1") },
    label: {
      show: true,
      color: "#fff",
      formatter: (point) => (point.value ? String(point.value) : ""),
    },
  };
}

function draw() {
  const target = document.getElementById("chart-applications");
  const source = document.getElementById("chart-data");
  if (!target || !source || !window.echarts) return;
  const data = JSON.parse(source.textContent);
  const font = getComputedStyle(document.body).fontFamily;
  const size = Math.round(parseFloat(styles.fontSize) * 0.8125);
  const text = { fontFamily: font, fontSize: size, color: read("--nx-ink-2") };
  target.style.height = `${Math.max(11, data.steps.length * 2.1 + 4)}rem`;
  const chart = window.echarts.init(target, null, { renderer: "canvas" });
  chart.setOption({
    animation: false,
    textStyle: { fontFamily: font },
    tooltip: { trigger: "axis", renderMode: "richText", axisPointer: { type: "shadow" } },
    legend: { top: 0, left: 0, itemWidth: 12, itemHeight: 10, textStyle: text },
    grid: { left: 8, right: 16, top: 32, bottom: 4, containLabel: true },
    xAxis: {
      type: "value",
      min: 0,
      minInterval: 1,
      axisLabel: text,
      splitLine: { lineStyle: { color: read("--nx-line") } },
    },
    yAxis: {
      type: "category",
      inverse: true,
      data: data.steps,
      axisLabel: text,
      axisTick: { show: false },
      axisLine: { lineStyle: { color: read("--nx-line-strong") } },
    },
    series: data.series.map((each, index) => series(each, index, data.series.length - 1)),
  });
  chart.on("click", (point) => {
    const address = data.series[point.seriesIndex].addresses[point.dataIndex];
    if (address) window.location.assign(address);
  });
  const resize = () => chart.resize();
  window.addEventListener("resize", resize);
  window.addEventListener("beforeprint", resize);
}

draw();
