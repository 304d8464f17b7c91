// The arithmetic of the form while it is filled in: exact, as surveys/counting.py and the rules do it.
// Money is whole grains of a yuan, so fine that every division comes out even.

const PER_YUAN = 144403552893600n * 10000000000n;
const FEN = PER_YUAN / 100n;
const SHARES = 10000n;
const MOST_SUPPORTED = 36n;
const CATEGORIES = ["1", "2", "3", "4", "5"];
const SUPPORT_PAID = ["405", "406"];
const SERIOUS = ["1", "3"];
const POOR = ["dibao", "low_income", "tekun"];
export const NOT_A_MEMBER = "not_a_member";

/** Fen of a typed amount, or null while it cannot be read. */
function typedFen(typed) {
  const plain = String(typed || "")
    .replace(/[\uff10-\uff19]/g, (digit) => String.fromCharCode(digit.charCodeAt(0) - 0xfee0))
    .replace(/[,\uff0c\s\u5143\u00a5\uffe5]/g, "")
    .replace(/[\u3002\uff0e]/, ".");
  const match = /^(\d{0,10})(?:\.(\d{0,2})0*)?$/.exec(plain);
  if (!plain || plain === "." || !match) return null;
  return BigInt(match[1] || "0") * 100n + BigInt((match[2] || "").padEnd(2, "0"));
}

/** Fen of a typed amount, or 0 while it cannot be read. */
export function fen(typed) {
  return typedFen(typed) || 0n;
}

/** A count between 1 and the most one sum is shared by; 1 while it is open. */
function howMany(typed) {
  const count = fen(typed) / 100n;
  if (count < 1n) return 1n;
  return count > MOST_SUPPORTED ? MOST_SUPPORTED : count;
}

function monthly(row, name = "amount") {
  return fen(row[name]) * FEN / (row.period === "year" ? 12n : 1n);
}

/** Every income: {path, category, kind, member, gross, net, exclude}, grains a month. */
export function incomeLines(content, terms) {
  const lines = [];
  const add = (path, category, kind, member, net, exclude = "") =>
    lines.push({ path, category, kind, member, net, exclude });
  for (const [id, row] of Object.entries(content.incomes || {})) {
    const kind = row.kind || "";
    const exclude = terms.all_grounds.includes(kind) ? kind : "";
    const isSupport = SUPPORT_PAID.includes(kind);
    const gross = monthly(row);
    const cost = isSupport || typedFen(row.amount) === null ? 0n : monthly(row, "cost");
    const net = isSupport ? rounded(gross, FEN) * FEN : gross - cost;
    add(`incomes.${id}`, exclude ? "4" : kind.slice(0, 1) || "5", kind, row.member || "", net, exclude);
  }
  for (const [id, row] of Object.entries(content.land || {})) {
    if (row.use === "self") add(`land.${id}`, "2", "201", "", fen(row.area) * fen(row.yield_per_mu) * FEN / 1200n);
    if (row.use === "rented_out") add(`land.${id}`, "3", "303", "", fen(row.rent) * FEN / 12n);
  }
  for (const [id, row] of Object.entries(content.livestock || {})) {
    add(`livestock.${id}`, "2", "202", "", fen(row.heads) * fen(row.net_per_head) * FEN / 1200n);
  }
  for (const [id, row] of Object.entries(content.businesses || {})) {
    const net = fen(row.turnover) - fen(row.cost);
    add(`businesses.${id}`, "2", "203", row.owner || "", (net > 0n ? net : 0n) * FEN / 12n);
  }
  return lines;
}

/** Counted income by the terms of the place: what counts, what is left out, what is deducted. */
export function count(content, terms) {
  const members = content.members || {};
  const people = Object.keys(members).filter((id) => members[id].is_counted === true);
  const counted = [];
  const leftOut = [];
  for (const line of incomeLines(content, terms)) {
    const isOthers = line.member in members && !people.includes(line.member);
    if (isOthers || !people.length) leftOut.push({ line, why: NOT_A_MEMBER });
    else if (line.exclude in terms.grounds) leftOut.push({ line, why: line.exclude, clause: terms.grounds[line.exclude] });
    else counted.push(line);
  }
  const ordinary = counted.filter((line) => !SUPPORT_PAID.includes(line.kind));
  const sums = Object.fromEntries(CATEGORIES.map((category) => [category, 0n]));
  for (const line of ordinary) sums[line.category] = (sums[line.category] || 0n) + line.net;
  const deductions = workCosts(ordinary, people, terms);
  sums[1] -= sum(deductions.map((one) => one.amount));
  for (const category of Object.keys(sums)) if (sums[category] < 0n) sums[category] = 0n;
  const paid = counted.filter((line) => SUPPORT_PAID.includes(line.kind)).map((line) => line.net);
  const supporters = fees(content, people, terms);
  const support = sum([...paid, ...supporters.map((one) => one.amount)]);
  const gross = sum(Object.values(sums)) + support;
  const spent = rigidSpending(content, people, terms);
  const rigid = spent > gross ? gross : spent;
  if (rigid) deductions.push({ why: "rigid", member: "", amount: rigid, clause: terms.rigid_clause });
  sums[4] += support;
  return { people: people.length, lines: counted, byCategory: sums, support, supporters, leftOut, deductions, total: gross - rigid };
}

/** Necessary cost of employment, never more than the member's wages. */
function workCosts(lines, people, terms) {
  if (terms.work_cost_mode === "none" || !terms.work_cost_rate) return [];
  const wages = new Map();
  for (const line of lines.filter((one) => one.category === "1")) {
    const owner = people.includes(line.member) ? line.member : people[0];
    wages.set(owner, (wages.get(owner) || 0n) + line.net);
  }
  return [...wages].map(([member, wage]) => {
    const base = terms.work_cost_mode === "rate_of_wage" ? wage : fen(terms.work_cost_base) * FEN;
    const most = wage > 0n ? wage : 0n;
    const cost = base * BigInt(terms.work_cost_rate) / SHARES;
    return { why: "work_cost", member, amount: cost > most ? most : cost, clause: terms.work_cost_clause };
  }).filter((one) => one.amount);
}

/** Extra spending forced by disability or serious illness, at the rate the locality set. */
function rigidSpending(content, people, terms) {
  if (!terms.rigid_rate || !people.length) return 0n;
  const isBurdened = (row) => (row.is_ill === true && SERIOUS.includes(row.disease))
    || (row.is_disabled === true && Boolean(row.grade));
  const burdened = people.filter((id) => isBurdened(content.members[id]));
  const spent = burdened.map((id) => fen(content.members[id].medical_cost));
  for (const row of Object.values(content.expenses || {})) {
    const owner = row.member in content.members ? row.member : people[0];
    if (burdened.includes(owner) && ["medical", "rehabilitation"].includes(row.kind)) spent.push(fen(row.amount));
  }
  return sum(spent) * FEN / 12n * BigInt(terms.rigid_rate) / SHARES;
}

function fees(content, people, terms) {
  return Object.values(content.supporters || {}).filter((row) => people.includes(row.member))
    .map((row) => ({ name: row.name || "", amount: fee(row, terms) }));
}

/** By agreement or formula; what is really paid when it is more. */
function fee(row, terms) {
  if (POOR.includes(row.standing) || row.exempt) return 0n;
  const paid = fen(row.paid_monthly) * FEN;
  const due = owed(row, terms);
  return paid > due ? paid : due;
}

function owed(row, terms) {
  if (typedFen(row.agreed_monthly) !== null) return fen(row.agreed_monthly) * FEN;
  const shared = howMany(row.supported_count);
  if (row.duty === "child") {
    const rate = BigInt(terms.child_rate) * shared;
    const most = BigInt(terms.child_cap);
    return fen(row.own_income) * FEN * (rate > most ? most : rate) / SHARES / shared;
  }
  if (terms.standard === null) return 0n;
  const kept = fen(terms.standard) * FEN * BigInt(terms.support_multiple) / SHARES * howMany(row.family_size);
  const spare = fen(row.household_income) * FEN - kept;
  const rates = terms.support_rates;
  const rate = BigInt(rates[Math.min(Number(shared), rates.length) - 1]);
  return spare > 0n ? spare * rate / SHARES / shared : 0n;
}

/** The same as texts with two decimals: {people, byCategory, uncounted, monthly, perCapita, …}. */
export function figures(content, terms) {
  const counted = count(content, terms);
  const left = sum(counted.leftOut.map((one) => one.line.net));
  return {
    counted,
    people: counted.people,
    byCategory: Object.fromEntries(Object.entries(counted.byCategory).map(([code, grains]) => [code, yuan(grains)])),
    uncounted: yuan(left),
    monthly: yuan(counted.total),
    perCapita: counted.people ? yuan(counted.total, BigInt(counted.people)) : yuan(0n),
  };
}

/** How far income a head is below a line (negative: above it), in grains for the whole family. */
export function below(counted, line) {
  return line === null || !counted.people ? null : fen(line) * FEN * BigInt(counted.people) - counted.total;
}

/** What the benefits answered bring in: grains a month. */
export function benefitsMonthly(content) {
  return sum(Object.values(content.coverage).filter((row) => row.received === true).map((row) => monthly(row)));
}

function sum(parts) {
  return parts.reduce((total, part) => total + part, 0n);
}

/** Whole units, halves away from zero. */
function rounded(grains, unit) {
  const size = grains < 0n ? -grains : grains;
  const units = (2n * size + unit) / (2n * unit);
  return grains < 0n ? -units : units;
}

/** Whole fen as yuan, without decimals where there are none. */
export function plainYuan(cents) {
  return yuan(cents * FEN).replace(/\.00$/, "");
}

/** Rounded to the fen, with thousands separators. */
export function yuan(grains, among = 1n) {
  const cents = rounded(grains, FEN * among);
  const size = cents < 0n ? -cents : cents;
  const whole = String(size / 100n).replace(/\B(?=(\d{3})+$)/g, ",");
  return `${cents < 0n ? "-" : ""}${whole}.${String(size % 100n).padStart(2, "0")}`;
}
