// The record as the page reads it: terms, claims, reports, and what stands at the chosen moment.

const raw = JSON.parse($('data').textContent);
const TERMS = raw.terms;
const places = new Map(TERMS.map((row, n) => [row[0], n]));
const CLOCKS = ['said', 'published'];
const OUTSIDE = -1;

const curie = (n) => (n === OUTSIDE ? 'outside' : TERMS[n][0]);
const term = (name) => (name === 'outside' ? OUTSIDE : places.has(name) ? places.get(name) : null);
const P = (name) => (places.has(`pg:${name}`) ? places.get(`pg:${name}`) : -2);

function label(n) {
  if (n === OUTSIDE) return t('outside');
  const row = TERMS[n];
  if (!row) return '';
  const name = (state.lang === 'de' ? row[2] : row[1]) || row[1] || '';
  return /[^\s\p{Cc}\p{Cf}]/u.test(name) ? name : row[0];
}

function iri(n) {
  const name = TERMS[n][0];
  if (name.startsWith('<')) return name.slice(1, -1);
  const [prefix, ...rest] = name.split(':');
  return (Object.hasOwn(raw.prefixes, prefix) ? raw.prefixes[prefix] : `${prefix}:`) + rest.join(':');
}

// Properties lie flat: predicate, value, predicate, value …
function all(block, name) {
  const found = [];
  const predicate = P(name);
  for (let n = 0; n < block.length; n += 2) if (block[n] === predicate) found.push(block[n + 1]);
  return found;
}
const one = (block, name) => all(block, name)[0];
const number = (block, name) => { const v = one(block, name); return Array.isArray(v) ? Number(v[0]) : NaN; };
const plain = (value) => (typeof value === 'number' ? label(value) : Array.isArray(value) ? String(value[0]) : value);

// A text in the page's language, else in English, else as it is.
function say(block, name) {
  const found = all(block, name);
  const by = (lang) => found.find((v) => Array.isArray(v) && v[1] === lang);
  const best = by(state.lang) || by('en') || found[0];
  return best === undefined ? '' : plain(best);
}

const reports = new Map(raw.reports.map(([n, block, said, published]) => [n, { n, block, times: { said, published }, article: one(block, 'article') }]));
const recorded = raw.claims.map(([n, kind, block, said, published]) => ({
  n, kind, block, times: { said, published },
  holder: one(block, 'agent') ?? one(block, 'holder'), about: one(block, 'about'),
  reports: all(block, 'evidence').map((r) => reports.get(r)).filter(Boolean),
}));
// What is current on no day (superseded on its own, retracted, told in retrospect) stands in the articles alone.
const never = (claim) => CLOCKS.every((clock) => !claim.times[clock].length);
const claims = recorded.filter((claim) => !never(claim));
const claimOf = new Map(recorded.map((claim) => [claim.n, claim]));
const claimOfReport = new Map([...recorded.filter(never), ...claims].flatMap((claim) => claim.reports.map((report) => [report.n, claim])));
const articles = new Map(raw.articles.map(([n, date, hash, outlet]) => [n, { n, date, hash, outlet }]));
const utterances = new Map(raw.utterances.map(([n, speaker, behalf, office, date]) => [n, { n, speaker, behalf, office, date }]));
const matters = new Map(raw.matters.map(([n, actors, columns, wholes]) => [n, { n, actors, columns, wholes }]));
const realised = new Map(raw.realised);

const openRank = (raw.stances.find(([n]) => n === raw.open) || [0, '', 0])[2];
const refusals = raw.stances.filter(([, , rank]) => rank < openRank).length;
const stances = new Map(raw.stances.map(([n, glyph, rank], place) => [n, {
  n, glyph: glyph || '■', rank, place, refusal: rank < openRank,
  tone: rank < openRank ? `r${Math.min(place, 1)}` : `s${Math.min(place - refusals, 3)}`,
}]));
const forms = new Map(raw.forms.map(([n, glyph, rank]) => [n, { n, glyph, rank }]));

const dayOf = (claim) => plain(one(claim.block, 'date') ?? one(claim.block, 'latest') ?? one(claim.block, 'earliest') ?? '').slice(0, 10);
const exact = (claim) => one(claim.block, 'date') !== undefined;
const dateOfReport = (report) => (articles.get(report.article) || { date: '' }).date;
const published = (claim) => claim.reports.map(dateOfReport).sort()[0] || '';
const shortArticle = (n) => curie(n).replace(/^id:article-/, '');
const place = (report) => `${shortArticle(report.article)} ¶${number(report.block, 'paragraph')}`;

// ── Time ──

const days = () => raw.clocks[state.clock].days;
function dayIndex() {
  const all_ = days();
  let n = 0;
  while (n + 1 < all_.length && all_[n + 1] <= state.day) n += 1;
  return n;
}

// The value that holds on a day of a clock: spells lie flat, from, to, value.
function spell(times, clock, day) {
  const flat = times[clock];
  for (let n = 0; n < flat.length; n += 3) if (flat[n] <= day && day < flat[n + 1]) return flat[n + 2];
  return -1;
}
const there = (report, clock, day) => {
  const flat = report.times[clock];
  for (let n = 0; n < flat.length; n += 2) if (flat[n] <= day && day < flat[n + 1]) return true;
  return false;
};

function current(claim, clock = state.clock, day = dayIndex()) {
  const n = spell(claim.times, clock, day);
  if (n < 0) return null;
  const [value, form, before] = raw.values[n];
  return { value, form, before };
}

let moment = { key: null };
// What stands at the chosen moment: claims, positions by row and column, the circuit.
function now() {
  const day = dayIndex();
  const key = `${state.clock} ${day}`;
  if (moment.key === key) return moment;
  moment = { key, day, standing: new Map(), positions: [], cells: new Map(), about: new Map() };
  for (const claim of claims) {
    const value = current(claim, state.clock, day);
    if (!value) continue;
    moment.standing.set(claim.n, value);
    const others = moment.about.get(claim.about);
    if (others) others.push(claim); else moment.about.set(claim.about, [claim]);
    if (!stances.has(value.value)) continue;
    const matter = matters.get(claim.about) || { columns: [raw.columns.length - 1], wholes: [] };
    const position = { claim, ...value, holder: one(claim.block, 'holder'), about: claim.about, stance: stances.get(value.value), columns: matter.columns };
    moment.positions.push(position);
    for (const column of matter.columns) {
      const cell = `${position.holder} ${column}`;
      const list = moment.cells.get(cell);
      if (list) list.push(position); else moment.cells.set(cell, [position]);
    }
  }
  moment.positions.sort((a, b) => b.stance.rank - a.stance.rank || a.claim.n - b.claim.n);
  for (const list of moment.cells.values()) list.sort((a, b) => b.stance.rank - a.stance.rank || a.claim.n - b.claim.n);
  moment.circuit = circuitAt(raw.circuit, state.clock, day);
  moment.commitment = new Map(moment.circuit.commitments.map((c) => [c.position, c]));
  return moment;
}

function circuitAt(circuit, clock, day) {
  const found = { conditions: new Map(), commitments: [], circles: (circuit.circles[clock].find(([from, to]) => from <= day && day < to) || [])[2] || [] };
  for (const [n, said, published_] of circuit.conditions) {
    const at = spell({ said, published: published_ }, clock, day);
    if (at >= 0) found.conditions.set(n, circuit.conditionStates[at]);
  }
  for (const [n, said, published_] of circuit.commitments) {
    const at = spell({ said, published: published_ }, clock, day);
    if (at >= 0) found.commitments.push({ position: n, ...circuit.commitmentStates[at] });
  }
  return found;
}
