// When who said what: a mark for each dated position, on the scale of stances; lines only from a holder's earlier word to a later one.

const MOST_BINS = 24;
const MOST_MARKS = 700;

function marks() {
  const found = [];
  let undated = 0;
  for (const claim of claims) {
    const flat = claim.times[state.clock];
    if (claim.kind !== P('Position')) continue;
    const value = flat.length ? raw.values[flat[flat.length - 1]] : null;
    const day = state.clock === 'said' ? dayOf(claim) : published(claim);
    const stance = value && stances.get(value[0]);
    if (!stance || !day) {
      undated += 1;
      continue;
    }
    const holder = one(claim.block, 'holder');
    const columns = (matters.get(claim.about) || { columns: [raw.columns.length - 1] }).columns;
    found.push({ claim, day, stance, holder, about: claim.about, columns, open: state.clock === 'said' && !exact(claim) });
  }
  return { found, undated };
}

// Days, or months, or years: as fine as there is room for.
function binsOf(found) {
  for (const length of [10, 7, 4]) {
    const names = [...new Set(found.map((m) => m.day.slice(0, length)))].sort();
    if (names.length <= MOST_BINS || length === 4) return { names: names.slice(-MOST_BINS * 2), length };
  }
  return { names: [], length: 10 };
}

function binLabel(name) {
  if (name.length === 10) return date(name, 'short');
  if (name.length === 4) return name;
  return calendar({ month: 'short', year: 'numeric' }).format(new Date(`${name}-01T00:00:00Z`));
}

function timelineView() {
  const host = $('timeline');
  const { found, undated } = marks();
  const column = state.col === null ? -1 : raw.columns.indexOf(state.col);
  const isChosen = (m) => (state.row === null || m.holder === state.row) && (state.col === null || m.columns.includes(column));
  const seen = found.filter((m) => !state.hs.includes(m.stance.n) && !state.hr.includes(m.holder));
  const { names, length } = binsOf(seen);
  const width = room(host);
  // So many marks in all; each day and stance has its share of them.
  const most = Math.max(6, Math.min(40, Math.floor(MOST_MARKS / Math.max(1, names.length))));
  const narrow = width < 560;
  const size = narrow ? 11 : 12;
  const lanes = [...stances.values()].reverse();
  // On a narrow screen a lane's name stands above its marks.
  const nameWidth = (s) => measure(label(s.n), size) + 28;
  const [left, above] = narrow ? [0, 20] : [Math.max(0, ...lanes.map(nameWidth)), 0];
  const cells = new Map();
  for (const mark of seen) {
    const key = `${mark.day.slice(0, length)} ${mark.stance.n}`;
    if (!cells.has(key)) cells.set(key, []);
    cells.get(key).push(mark);
  }
  for (const cell of cells.values()) cell.sort((a, b) => Number(isChosen(b)) - Number(isChosen(a)) || a.holder - b.holder || a.claim.n - b.claim.n);
  const heaviest = names.map((name) => Math.max(1, ...lanes.map((s) => Math.min(most, (cells.get(`${name} ${s.n}`) || []).length))));
  const step = 19;
  const least = narrow ? 58 : 78;
  const free = Math.max(width - left - 8, names.length * least);
  const weights = heaviest.map((n) => Math.sqrt(n));
  const total = weights.reduce((a, b) => a + b, 0) || 1;
  const spare = free - names.length * least;
  const bands = [];
  let x = left;
  names.forEach((name, n) => {
    const wide = least + (spare * weights[n]) / total;
    bands.push({ name, x, wide, across: Math.max(1, Math.floor((wide - 14) / step)) });
    x += wide;
  });
  const full = x + 4;
  const heights = lanes.map((s) => Math.max(1, ...bands.map((b) => Math.ceil(Math.min(most, (cells.get(`${b.name} ${s.n}`) || []).length) / b.across))) * step + 10 + above);
  const head = 30;
  const height = head + heights.reduce((a, b) => a + b, 0) + 6;
  const spot = new Map();
  const at = days()[dayIndex()];
  const nodes = [];
  const laneNames = [];
  let y = head;
  let drawn = 0;
  lanes.forEach((stance, n) => {
    const look = n % 2 ? 'lane' : 'lane odd';
    nodes.push(draw('rect', { x: left, y, width: full - left, height: heights[n], class: look }));
    laneNames.push(narrow ? draw('rect', { x: 0, y: y + 3, width: nameWidth(stance), height: 18, class: look }) : '', draw('rect', { x: 0, y: y + 5, width: 14, height: 14, rx: 2, class: `tone ${stance.tone}` }), draw('text', { x: 7, y: y + 16, 'font-size': 10, 'text-anchor': 'middle', class: `over ${stance.tone}` }, stance.glyph), draw('text', { x: 20, y: y + 16, 'font-size': size, class: 'ink' }, label(stance.n)));
    for (const band of bands) {
      const cell = cells.get(`${band.name} ${stance.n}`) || [];
      cell.slice(0, most).forEach((mark, k) => {
        spot.set(mark.claim.n, { x: band.x + 16 + (k % band.across) * step, y: y + 14 + above + Math.floor(k / band.across) * step, mark });
        drawn += 1;
      });
    }
    y += heights[n];
  });
  const heads = bands.map((band) => {
    const own = days().filter((d) => d.slice(0, length) <= band.name).pop();
    const on = at.slice(0, length) === band.name;
    const text = wrap(binLabel(band.name), band.wide - 6, 11, 2, on ? 700 : 400);
    const go = () => set({ day: own || days()[0] });
    return pressable(`band ${band.name}`, t('setDay', { day: binLabel(band.name) }), go, { class: on ? 'band on' : 'band' },
      draw('rect', { x: band.x, y: 0, width: band.wide, height: head - 2, class: 'hit' }),
      lines(text, band.x + 6, 11, 11, { class: 'ink' }),
      draw('line', { x1: band.x, x2: band.x, y1: 0, y2: height, class: 'rule' }));
  });
  const breaks = bands.slice(1).filter((band, n) => apart(bands[n].name, band.name));
  const after = bands.find((band) => band.name > at.slice(0, length));
  const threads = [];
  const groups = new Map();
  for (const m of seen) {
    const key = `${m.holder} ${m.about}`;
    if (!groups.has(key)) groups.set(key, []);
    groups.get(key).push(m);
  }
  for (const group of groups.values()) {
    const byDays = [...new Set(group.map((m) => m.day))].sort();
    for (const m of group) {
      // What one day says side by side supersedes nothing, unless a claim says so.
      const before = byDays[byDays.indexOf(m.day) - 1];
      const replaced = all(m.claim.block, 'supersedes');
      for (const past of group) {
        const [a, b] = [spot.get(past.claim.n), spot.get(m.claim.n)];
        if (!a || !b || (past.day !== before && !replaced.includes(past.claim.n))) continue;
        threads.push(draw('path', { d: past.day === m.day ? `M${a.x},${a.y}L${b.x},${b.y}` : curve(a.x, a.y, b.x, b.y), class: isChosen(m) ? 'thread on' : 'thread' }));
      }
    }
  }
  const dots = [...spot.values()].map(({ x: cx, y: cy, mark }) => {
    const stands = now().standing.has(mark.claim.n);
    const later = mark.day > at;
    const commitment = now().commitment.get(mark.claim.n);
    const name = `${headline(mark.claim)}, ${label(mark.stance.n)}, ${mark.open ? t('byDay', { day: date(mark.day) }) : date(mark.day)}${stands ? '' : `, ${t(later ? 'later' : 'revised')}`}`;
    const look = ['mark', isChosen(mark) ? 'in' : 'out', stands ? 'stands' : later ? 'later' : 'gone', state.claim === mark.claim.n ? 'on' : ''].join(' ');
    return pressable(`mark ${curie(mark.claim.n)}`, name, () => set({ claim: mark.claim.n, cond: null }), { class: look },
      state.claim === mark.claim.n ? draw('circle', { cx, cy, r: 9.5, class: 'ring' }) : null,
      mark.open ? draw('line', { x1: cx - 10, x2: cx, y1: cy, y2: cy, class: 'tail' }) : null,
      draw('circle', { cx, cy, r: 6.5, class: `tone ${mark.stance.tone}${conditional(commitment) ? ' conditional' : ''}` }));
  });
  const keys = timelineKey(full, height, breaks.length > 0);
  const tall = height + keys.tall;
  const svg = draw('svg', { width: full, height: tall, viewBox: `0 0 ${full} ${tall}`, role: 'group', aria: t('timeline'), class: 'drawing timeline' },
    nodes, after ? draw('rect', { x: after.x, y: 0, width: full - after.x, height, class: 'veil' }) : null, heads, breaks.map((band) => breakAt(band.x, height - 12)), laneNames, threads, dots, keys.nodes);
  rove(svg);
  const chosen = spot.get(state.claim)?.mark;
  const notes = [t(state.clock === 'said' ? 'timeline.said' : 'timeline.published')];
  if (drawn < seen.length) notes.push(shownOf(drawn, seen.length));
  if (seen.length < found.length) notes.push(hiddenText(found.length - seen.length));
  if (undated) notes.push(count('noMark', undated));
  if (raw.undated) notes.push(count('neverShown', raw.undated));
  const clock = raw.clocks[state.clock];
  if (clock.days.length < clock.of) notes.push(t('daysOf', { n: figure(clock.days.length), m: figure(clock.of) }));
  redraw(host, el('div', { class: 'scroll', 'data-scroll': 'timeline' }, svg), 
    chosen ? el('p', { class: 'caption' }, stanceChip(chosen.stance.n), ' ', bdi(headline(chosen.claim)), muted(` · ${chosen.open ? t('byDay', { day: date(chosen.day) }) : date(chosen.day)}`)) : null,
    note(notes.join(' · ')));
}

// Whether days, months or years lie between two bins.
function apart(a, b) {
  if (a.length === 10) return Date.parse(b) - Date.parse(a) > 864e5;
  const months = (name) => (name.length === 4 ? Number(name) : Number(name.slice(0, 4)) * 12 + Number(name.slice(5)));
  return months(b) - months(a) > 1;
}

const breakAt = (x, y) => draw('path', { d: `M${x - 5},${y + 6}l4,-12m6,0l-4,12`, class: 'break' });

// What rims, tails and faded marks mean.
function timelineKey(width, top, broken) {
  const dot = (look, rim = '') => (x, y) => draw('g', { class: look }, draw('circle', { cx: x + 12, cy: y, r: 6.5, class: `tone s1 ${rim}` }));
  const entries = [
    ['key.conditional', dot('', 'conditional')],
    ...(state.clock === 'said' ? [['key.open', (x, y) => [draw('line', { x1: x + 2, x2: x + 12, y1: y, y2: y, class: 'tail' }), dot('')(x, y)]]] : []),
    ['later', dot('later')], ['revised', dot('gone')], ['key.out', dot('out')],
    ['key.thread', (x, y) => draw('path', { d: curve(x, y + 5, x + 22, y - 5), class: 'thread on' })],
    ...(broken ? [['key.break', (x, y) => breakAt(x + 11, y)]] : []),
  ];
  let [x, y] = [0, top + 14];
  const nodes = entries.map(([key, mark]) => {
    const texts = wrap(t(key), width - 30, 11, 4);
    const span = 30 + Math.max(...texts.map((text) => measure(text, 11))) + 12;
    if (x > 0 && x + span > width) [x, y] = [0, y + 20];
    const node = draw('g', { class: 'timekey' }, mark(x, y), lines(texts, x + 28, y + 4, 11, { class: 'ink' }));
    x += span;
    y += (texts.length - 1) * 14;
    return node;
  });
  return { nodes, tall: y + 12 - top };
}

// One stop for the tab key in a drawing; the arrows go on from there.
const stops = new Map();
function rove(svg) {
  const kind = svg.getAttribute('class');
  const nodes = [...svg.querySelectorAll('[role="button"]')];
  const keep = nodes.find((n) => n.getAttribute('data-k') === stops.get(kind)) || nodes.filter((n) => n.classList.contains('on')).pop() || nodes[0];
  for (const node of nodes) node.setAttribute('tabindex', node === keep ? '0' : '-1');
  const go = (node) => {
    for (const other of nodes) other.setAttribute('tabindex', other === node ? '0' : '-1');
    stops.set(kind, node.getAttribute('data-k'));
    node.focus();
  };
  svg.addEventListener('keydown', (event) => {
    const here = nodes.indexOf(document.activeElement);
    const moves = { ArrowRight: here + 1, ArrowDown: here + 1, ArrowLeft: here - 1, ArrowUp: here - 1, Home: 0, End: nodes.length - 1 };
    if (here < 0 || !Object.hasOwn(moves, event.key)) return;
    event.preventDefault();
    go(nodes[Math.max(0, Math.min(nodes.length - 1, moves[event.key]))]);
  });
}

function dayBar() {
  const host = $('daybar');
  const n = dayIndex();
  const known = days();
  const step = (by) => set({ day: known[Math.max(0, Math.min(known.length - 1, n + by))] });
  const slider = el('input', {
    type: 'range', min: 0, max: known.length - 1, step: 1, k: 'slider', aria: t('day'), 'aria-valuetext': date(known[n]),
    input: (event) => set({ day: known[Number(event.target.value)] }),
  });
  slider.value = String(n);
  const tally = scenario().tally;
  redraw(host,
    el('div', { class: 'clock', role: 'group', aria: t('clock') }, CLOCKS.map((clock) => el('button', {
      k: `clock ${clock}`, 'aria-pressed': state.clock === clock, click: () => set({ clock }),
    }, t(`clock.${clock}`)))),
    el('button', { class: 'jump', k: 'jump', title: selectionText(), click: () => goTo('evidence') }, `${t('evidence')}: ${figure(selected().length)} ↓`),
    el('div', { class: 'slide' },
      el('button', { k: 'earlier', aria: t('earlier'), disabled: n === 0, click: () => step(-1) }, '◂'),
      slider,
      el('button', { k: 'next', aria: t('next'), disabled: n === known.length - 1, click: () => step(1) }, '▸')),
    el('output', { class: 'day' }, date(known[n])),
    assumedText() ? el('p', { class: 'assuming', title: assumedText() }, el('span', { class: 'short' }, assumedText(3)), el('span', { class: 'print' }, assumedText())) : null,
    el('p', { class: 'sum' }, t('sum', { n: figure(now().positions.length), m: figure(tally.committed) })));
}
