// What every chart of the site shares: the page's fonts and colours, the legend, resizing, printing.

const styles = getComputedStyle(document.documentElement);

/** A colour of the stylesheet by the name of its custom property. */
export const colour = (name) => styles.getPropertyValue(name).trim();

/** The axis along which things are counted. */
export function counted(text) {
  return {
    type: "value",
    min: 0,
    minInterval: 1,
    axisLabel: text,
    splitLine: { lineStyle: { color: colour("--nx-line") } },
  };
}

/**
 * Draws into the element of that id what `options(data, text, target)` makes of the page's data.
 * Answers with {chart, data}, or with nothing where the page has no such chart.
 */
export function drawChart(id, options) {
  const target = document.getElementById(id);
  const source = document.getElementById("chart-data");
  if (!target || !source || !window.echarts) return null;
  const data = JSON.parse(source.textContent);
  const font = getComputedStyle(document.body).fontFamily;
  const size = Math.round(parseFloat(styles.fontSize) * 0.8125);
  const text = { fontFamily: font, fontSize: size, color: colour("--nx-ink-2") };
  const own = options(data, text, target);
  const chart = window.echarts.init(target, null, { renderer: "canvas" });
  chart.setOption({
    animation: false,
    textStyle: { fontFamily: font },
    tooltip: { trigger: "axis", renderMode: "richText", axisPointer: { type: "shadow" } },
    legend: { top: 0, left: 0, itemWidth: 12, itemHeight: 10, textStyle: text },
    grid: { left: 8, right: 16, top: 32, bottom: 4, containLabel: true },
    ...own,
  });
  const resize = () => chart.resize();
  window.addEventListener("resize", resize);
  window.addEventListener("beforeprint", resize);
  return { chart, data };
}
