// The arithmetic of the form while it is filled in: exact, in 1/1200 of a fen a month.

const PARTS_OF_A_FEN = 1200n;

/** Fen of a typed amount, or 0 while it cannot be read. */
export function fen(typed) {
  const plain = String(typed || "")
    .replace(/[\uff10-\uff19]/g, (digit) => String.fromCharCode(digit.charCodeAt(0) - 0xfee0))
    .replace(/[,\uff0c\s\u5143]/g, "")
    .replace("\u3002", ".");
  const match = /^(\d{1,10})(?:\.(\d{1,2})0*)?$/.exec(plain);
  if (!match) return 0n;
  return BigInt(match[1]) * 100n + BigInt((match[2] || "").padEnd(2, "0"));
}

/** Every counted or uncounted income as {category, parts, isCounted}. */
export function incomeLines(content, uncounted) {
  const lines = [];
  const add = (category, parts, isCounted = true) => lines.push({ category, parts, isCounted });
  for (const row of Object.values(content.incomes)) {
    const scale = row.period === "year" ? 100n : PARTS_OF_A_FEN;
    const isCounted = !uncounted.includes(row.kind);
    const category = isCounted ? (row.kind || "5").slice(0, 1) : "4";
    add(category, (fen(row.amount) - fen(row.cost)) * scale, isCounted);
  }
  for (const row of Object.values(content.land)) {
    if (row.use === "self") add("2", fen(row.area) * fen(row.yield_per_mu));
    if (row.use === "rented_out") add("3", fen(row.rent) * 100n);
  }
  for (const row of Object.values(content.livestock)) add("2", fen(row.heads) * fen(row.net_per_head));
  for (const row of Object.values(content.businesses)) {
    const net = fen(row.turnover) - fen(row.cost);
    add("2", (net > 0n ? net : 0n) * 100n);
  }
  return lines;
}

/** {people, byCategory, uncounted, monthly, perCapita}: texts with two decimals. */
export function figures(content, uncounted) {
  const people = Object.values(content.members).filter((row) => row.is_counted === true).length;
  const byCategory = { 1: 0n, 2: 0n, 3: 0n, 4: 0n, 5: 0n };
  let left = 0n;
  for (const line of incomeLines(content, uncounted)) {
    if (line.isCounted) byCategory[line.category] = (byCategory[line.category] || 0n) + line.parts;
    else left += line.parts;
  }
  const total = Object.values(byCategory).reduce((sum, parts) => sum + parts, 0n);
  return {
    people,
    byCategory: Object.fromEntries(
      Object.entries(byCategory).map(([category, parts]) => [category, yuan(parts)]),
    ),
    uncounted: yuan(left),
    hasUncounted: left !== 0n,
    monthly: yuan(total),
    perCapita: people ? yuan(total, BigInt(people)) : yuan(0n),
  };
}

/** Rounded to the fen, halves away from zero, with thousands separators. */
function yuan(parts, among = 1n) {
  const divisor = PARTS_OF_A_FEN * among;
  const size = parts < 0n ? -parts : parts;
  const cents = (2n * size + divisor) / (2n * divisor);
  const whole = String(cents / 100n).replace(/\B(?=(\d{3})+$)/g, ",");
  const sign = parts < 0n && cents ? "-" : "";
  return `${sign}${whole}.${String(cents % 100n).padStart(2, "0")}`;
}
