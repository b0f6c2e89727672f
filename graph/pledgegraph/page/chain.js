// The evidence chain of what is chosen: pillar → position → conditions and approvals → reports.

const MOST_LINKS = 9;

// Puts boxes into a column near where they would like to be, without overlap.
function stack(boxes, gap, top) {
  boxes.sort((a, b) => a.want - b.want || a.order - b.order);
  let y = top;
  for (const box of boxes) {
    box.y = Math.max(y, box.want - box.high / 2);
    y = box.y + box.high + gap;
  }
  // What was pushed too far down comes back up as a whole.
  const over = boxes.length ? boxes.reduce((sum, b) => sum + (b.y + b.high / 2 - b.want), 0) / boxes.length : 0;
  if (over > 0) {
    const shift = Math.min(over, boxes[0].y - top);
    for (const box of boxes) box.y -= shift;
  }
  return y;
}

const curve = (x1, y1, x2, y2) => `M${x1},${y1}C${x1 + (x2 - x1) * 0.5},${y1} ${x1 + (x2 - x1) * 0.5},${y2} ${x2},${y2}`;

// The claims that require a condition of a thing: of itself, of what it is part of, or of what realises it.
function requirementsOf(thing, condition) {
  const near = (n) => [n, ...(matters.get(n)?.wholes || [])];
  return [thing, ...(realised.get(thing) || [])].flatMap(near).flatMap((n) => now().about.get(n) || []).filter((c) => all(c.block, 'requires').includes(condition));
}

function box(look, stop, name, width, parts, act, extra) {
  const size = 12.5;
  const head = wrap(parts.head, width - (parts.glyph ? 34 : 16), size, parts.most || 5, 500);
  const foot = parts.foot ? wrap(parts.foot, width - (parts.glyph ? 34 : 16), 11, 4) : [];
  const high = 9 + head.length * size * 1.25 + foot.length * 13.75 + 6;
  return { ...parts, look, stop, name, width, high, head, foot, size, act, ...extra };
}

function boxNode(b) {
  const inset = b.glyph ? 27 : 9;
  return pressable(b.stop, b.name, b.act, { class: `box ${b.look}${b.on ? ' on' : ''}` },
    draw('rect', { x: b.x, y: b.y, width: b.width, height: b.high, rx: 3, class: 'plate' }),
    b.glyph ? draw('path', { d: `M${b.x + 20},${b.y}h-17a3,3 0 0 0 -3,3v${b.high - 6}a3,3 0 0 0 3,3h17z`, class: `tone ${b.tone}` }) : null,
    b.glyph ? draw('text', { x: b.x + 10, y: b.y + 18, 'font-size': 12, 'text-anchor': 'middle', class: `over ${b.tone}` }, b.glyph) : null,
    lines(b.head, b.x + inset, b.y + 18, b.size, { class: 'ink strong' }),
    b.foot.length ? lines(b.foot, b.x + inset, b.y + 18 + b.head.length * b.size * 1.25, 11, { class: 'faint' }) : null);
}

function chainView() {
  const host = $('chain');
  const full = selected();
  const first = full.filter((p) => p.claim.n === state.claim);
  const chosen = [...first, ...full.filter((p) => p.claim.n !== state.claim)].slice(0, state.wide ? 60 : MOST_LINKS).sort((a, b) => full.indexOf(a) - full.indexOf(b));
  if (!chosen.length) {
    redraw(host, note(hiddenHere() ? hiddenText(hiddenHere()) : t('silenceLong')));
    return;
  }
  const avail = room(host);
  const narrow = avail < 620;
  const width = avail;
  const heads = ['chain.pillar', 'chain.position', 'chain.condition', 'chain.report'];
  const share = narrow ? null : [[0, 0.14], [0.18, 0.27], [0.49, 0.21], [0.74, 0.26]].map(([x, w]) => [x * width, w * width]);
  const wide = (n) => (narrow ? width - 4 - n * 18 : share[n][1]);
  const { truth, states } = scenario();
  const pillars = new Map();
  const conditions = new Map();
  const reports_ = new Map();
  const positions = [];
  const edges = [];
  const severalHolders = new Set(chosen.map((p) => p.holder)).size > 1;
  const each = chosen.length > 4 ? 1 : 3;
  const every = new Set();
  const addReport = (report, from, soft) => {
    if (!reports_.has(report.n)) {
      const date_ = dateOfReport(report);
      reports_.set(report.n, box('report', `report ${curie(report.n)}`, `${place(report)}: ${say(report.block, 'gist')}`, wide(3),
        { head: `${place(report)}, ${date_ ? date(date_, 'short') : t('undatedArticle')}`, foot: say(report.block, 'gist'), most: 1 },
        () => set({ claim: claimOfReport.get(report.n).n, cond: null }), { order: reports_.size }));
    }
    edges.push({ from, to: reports_.get(report.n), kind: soft ? 'proof soft' : 'proof' });
  };
  for (const p of chosen) {
    const how = states.get(p.claim.n);
    const form = label(p.form >= 0 ? p.form : p.stance.n);
    const b = box('position', `link ${curie(p.claim.n)}`, `${headline(p.claim)}: ${valueText(p.claim)}`, wide(1), {
      head: severalHolders ? headline(p.claim) : label(p.about), glyph: p.stance.glyph, tone: p.stance.tone,
      foot: [label(p.stance.n), p.form >= 0 ? form : null, how ? stateName(how.state) : null].filter(Boolean).join(' · '),
    }, () => set({ claim: p.claim.n, cond: null }), { order: positions.length, on: state.claim === p.claim.n, position: p });
    positions.push(b);
    for (const column of p.columns) {
      const n = raw.columns[column];
      if (!pillars.has(n)) {
        pillars.set(n, box('pillar', `pillar ${curie(n)}`, label(n), wide(0), { head: breakable(label(n)) }, () => choose({ row: null, col: n }), { order: column, on: state.col === n }));
      }
      edges.push({ from: pillars.get(n), to: b, kind: 'part' });
    }
    const c = now().commitment.get(p.claim.n);
    const add = (n, kind) => {
      if (!conditions.has(n)) {
        const value = truth.get(n);
        conditions.set(n, box('condition', `need ${curie(n)}`, `${label(n)}: ${t(`truth.${value}`)}`, wide(2), { head: label(n), glyph: MARKS[value], tone: value, foot: t(`truth.${value}`) },
          () => set({ cond: n }), { order: conditions.size, on: state.cond === n, n, proofs: new Set() }));
      }
      const target = conditions.get(n);
      edges.push({ from: b, to: target, kind });
      for (const claim of requirementsOf(p.about, n)) for (const report of claim.reports) if (there(report, state.clock, now().day)) target.proofs.add(report);
    };
    if (c) {
      c.needs.forEach((n) => add(n, 'needs'));
      c.inherited.forEach((n) => add(n, 'inherits'));
      c.triggers.forEach((n) => add(n, 'trigger'));
    }
    const carried = standingReports(p.claim);
    carried.forEach((report) => every.add(report));
    carried.slice(0, state.wide ? carried.length : each).forEach((report) => addReport(report, b));
  }
  for (const b of conditions.values()) {
    b.proofs.forEach((report) => every.add(report));
    [...b.proofs].slice(0, state.wide ? b.proofs.size : each).forEach((report) => addReport(report, b, true));
  }
  const look = { aria: `${t('chain')}: ${selectionName()}`, class: 'drawing chain' };
  const svg = narrow ? stacked(positions.map((b) => ({
    heads: [b], kids: edges.filter((e) => e.from === b).map((e) => ({ box: e.to, level: e.to.look === 'report' ? 2 : 1, look: e.kind })),
  })), width, look) : chainAcross([[...pillars.values()], positions, [...conditions.values()], [...reports_.values()]], share, heads, edges, width, look);
  rove(svg);
  const cut = chosen.length < full.length || reports_.size < every.size;
  redraw(host, el('div', { class: 'scroll', 'data-scroll': 'chain' }, svg), el('p', { class: 'note' },
    t('chain.shown', { n: figure(chosen.length), m: figure(full.length), r: figure(reports_.size), s: figure(every.size) }), cut && !state.wide ? [' ', showAll()] : null));
}

function edgeNode(e, x1, y1, x2, y2) {
  const on = e.from.on || e.to.on;
  return draw('path', { d: curve(x1, y1, x2, y2), class: `edge ${e.kind}${on ? ' lit' : ''}` });
}

function chainAcross(columns, share, heads, edges, width, look) {
  const top = 26;
  let y = top;
  for (const b of columns[1]) {
    Object.assign(b, { x: share[1][0], y, want: y + b.high / 2 });
    y += b.high + 9;
  }
  const middle = (b) => b.y + b.high / 2;
  const want = (b) => {
    const near = edges.filter((e) => (e.from === b || e.to === b) && (e.from.y !== undefined || e.to.y !== undefined)).map((e) => (e.from === b ? e.to : e.from)).filter((o) => o.y !== undefined);
    return near.length ? near.reduce((sum, o) => sum + middle(o), 0) / near.length : top;
  };
  let bottom = y;
  for (const n of [0, 2, 3]) {
    for (const b of columns[n]) Object.assign(b, { x: share[n][0], want: want(b) });
    bottom = Math.max(bottom, stack(columns[n], n === 3 ? 6 : 10, top));
  }
  return draw('svg', { width, height: bottom + 4, viewBox: `0 0 ${width} ${bottom + 4}`, role: 'group', ...look },
    heads.map((head, n) => draw('text', { x: share[n][0], y: 12, 'font-size': 11.5, class: 'faint head' }, t(head))),
    edges.map((e) => edgeNode(e, e.from.x + e.from.width, middle(e.from), e.to.x, middle(e.to))),
    columns.flat().map(boxNode));
}

// On a narrow screen what feeds a box stands below it, indented, with a rail to each; entries fill as many columns as have room.
function stacked(entries, width, attributes) {
  const count_ = Math.max(1, Math.min(entries.length, Math.floor(width / 330)));
  const wide = width / count_;
  const ends = Array(count_).fill(4);
  const [rails, boxes, tags] = [[], [], []];
  for (const { heads, kids } of entries) {
    const column = ends.indexOf(Math.min(...ends));
    const left = column * wide;
    let y = ends[column];
    const put = (what, level) => {
      const b = { ...what, x: left + 2 + level * 18, y, width: wide - 6 - level * 18, stop: level ? `${what.stop} of ${heads[0].stop}` : what.stop };
      boxes.push(boxNode(b));
      y += b.high + 5;
      return b;
    };
    heads.forEach((b) => put(b, 0));
    const start = y - 5;
    for (const { box: b, level, look, tag } of kids) {
      const child = put(b, level);
      rails.push(draw('path', { d: `M${left + 10},${start}V${child.y + child.high / 2}H${child.x}`, class: `edge ${look}` }));
      if (tag) tags.push(tag(child));
    }
    ends[column] = y + 14;
  }
  const high = Math.max(...ends);
  return draw('svg', { width, height: high, viewBox: `0 0 ${width} ${high}`, role: 'group', ...attributes }, rails, boxes, tags);
}
