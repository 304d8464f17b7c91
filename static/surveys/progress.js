// The chart of a campaign's progress: what was covered and handed in each day, and the pace needed.

const styles = getComputedStyle(document.documentElement);
const read = (name) => styles.getPropertyValue(name).trim();

function bars(name, data, color) {
  return { name, type: "bar", data, barMaxWidth: 14, itemStyle: { color } };
}

function draw() {
  const target = document.getElementById("chart-days");
  const source = document.getElementById("chart-data");
  if (!target || !source || !window.echarts) return;
  const data = JSON.parse(source.textContent);
  const font = getComputedStyle(document.body).fontFamily;
  const size = Math.round(parseFloat(styles.fontSize) * 0.8125);
  const text = { fontFamily: font, fontSize: size, color: read("--nx-ink-2") };
  const series = [
    bars(data.words.approved, data.approved, read("--nx-c1")),
    bars(data.words.submitted, data.submitted, read("--nx-line-strong")),
  ];
  if (data.needed !== null) {
    series.push({
      name: `${data.words.needed} ${data.needed}`,
      type: "line",
      symbol: "none",
      data: data.days.map(() => data.needed),
      lineStyle: { color: read("--nx-bad"), type: "dashed" },
      itemStyle: { color: read("--nx-bad") },
    });
  }
  const chart = window.echarts.init(target, null, { renderer: "canvas" });
  chart.setOption({
    animation: false,
    textStyle: { fontFamily: font },
    tooltip: { trigger: "axis", renderMode: "richText", axisPointer: { type: "shadow" } },
    legend: { top: 0, left: 0, itemWidth: 12, itemHeight: 10, textStyle: text },
    grid: { left: 8, right: 16, top: 32, bottom: 4, containLabel: true },
    xAxis: { type: "category", data: data.days, axisLabel: text, axisTick: { show: false } },
    yAxis: {
      type: "value",
      min: 0,
      minInterval: 1,
      axisLabel: text,
      splitLine: { lineStyle: { color: read("--nx-line") } },
    },
    series,
  });
  const resize = () => chart.resize();
  window.addEventListener("resize", resize);
  window.addEventListener("beforeprint", resize);
}

draw();
