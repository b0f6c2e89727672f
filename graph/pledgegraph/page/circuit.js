// The circuit: what feeds what, from conditions to commitments. A circle stands as a ring, its links named by article and paragraph.

const MOST_FED = 16;
const ARROWS = '→↘↓↙←↖↑↗';

// Conditions and commitments as nodes, what feeds what as edges; each edge with the claims that say so.
function wires() {
  const { conditions, commitments } = now().circuit;
  const chosen = new Set(selected().map((p) => p.claim.n));
  const gated = commitments.filter((c) => [...c.needs, ...c.inherited, ...c.triggers, ...c.ends].length && (state.every || c.committed));
  const wanted = state.scope === 'chosen' ? gated.filter((c) => chosen.has(c.position)) : gated;
  const shown = state.wide ? wanted : wanted.slice(0, MOST_FED);
  const edges = [];
  const nodes = new Map();
  const queue = [];
  const condition = (n) => {
    if (!nodes.has(`c${n}`) && conditions.has(n)) {
      nodes.set(`c${n}`, { key: `c${n}`, n, kind: 'condition' });
      queue.push(n);
    }
    return `c${n}`;
  };
  const commitment = (c) => {
    const key = `p${c.position}`;
    if (nodes.has(key)) return key;
    nodes.set(key, { key, n: c.position, kind: 'position', c });
    for (const [kind, names] of [['needs', c.needs], ['inherits', c.inherited], ['trigger', c.triggers], ['ends', c.ends]]) {
      for (const n of names) if (conditions.has(n)) edges.push({ from: condition(n), to: key, kind, proof: () => requirementsOf(c.measure, n) });
    }
    return key;
  };
  shown.forEach(commitment);
  const of = new Map(commitments.map((c) => [c.position, c]));
  while (queue.length) {
    const n = queue.shift();
    const c = conditions.get(n);
    for (const part of c.parts) if (conditions.has(part)) edges.push({ from: condition(part), to: `c${n}`, kind: c.op === 'not' ? 'not' : c.op === 'any' ? 'any' : 'all', proof: () => [] });
    for (const p of c.presupposes) if (conditions.has(p)) edges.push({ from: condition(p), to: `c${n}`, kind: 'presupposes', proof: () => requirementsOf(n, p) });
    for (const p of c.pledges) if (of.has(p)) edges.push({ from: commitment(of.get(p)), to: `c${n}`, kind: 'pledge', proof: () => [claimOf.get(p)] });
  }
  return { nodes, edges, shown: shown.length, of: wanted.length, free: commitments.filter((c) => c.committed).length - gated.filter((c) => c.committed).length };
}

// The circles: sets of nodes that feed each other (Tarjan, without recursion), each with two members or more.
function circles(nodes, edges) {
  const out = new Map([...nodes.keys()].map((k) => [k, []]));
  for (const e of edges) if (e.kind !== 'trigger' && e.kind !== 'ends') out.get(e.from).push(e.to);
  const index = new Map();
  const low = new Map();
  const open = [];
  const on = new Set();
  const found = [];
  for (const root of nodes.keys()) {
    if (index.has(root)) continue;
    const work = [[root, 0]];
    while (work.length) {
      const frame = work[work.length - 1];
      const [key] = frame;
      if (frame[1] === 0) {
        index.set(key, index.size);
        low.set(key, index.get(key));
        open.push(key);
        on.add(key);
      }
      const next = out.get(key)[frame[1]];
      if (next !== undefined) {
        frame[1] += 1;
        if (!index.has(next)) work.push([next, 0]);
        else if (on.has(next)) low.set(key, Math.min(low.get(key), index.get(next)));
        continue;
      }
      work.pop();
      if (work.length) low.set(work[work.length - 1][0], Math.min(low.get(work[work.length - 1][0]), low.get(key)));
      if (low.get(key) === index.get(key)) {
        const members = [];
        let member;
        do {
          member = open.pop();
          on.delete(member);
          members.push(member);
        } while (member !== key);
        if (members.length > 1) found.push(members.reverse());
      }
    }
  }
  return found;
}

// Around a ring its members stand in the order in which they feed each other, as far as that goes.
function ringOrder(members, edges) {
  const left = new Set(members);
  const order = [];
  let at = members[0];
  while (at) {
    order.push(at);
    left.delete(at);
    const next = edges.find((e) => e.from === at && left.has(e.to));
    at = next ? next.to : [...left][0];
  }
  return order;
}

function layersOf(nodes, edges, rings) {
  const group = new Map();
  rings.forEach((members, n) => members.forEach((key) => group.set(key, `ring${n}`)));
  const unit = (key) => group.get(key) || key;
  const depth = new Map([...nodes.keys()].map((key) => [unit(key), 0]));
  const links = edges.map((e) => [unit(e.from), unit(e.to), e.kind]).filter(([a, b]) => a !== b);
  for (let round = 0, moved = true; moved && round < depth.size + 1; round += 1) {
    moved = false;
    for (const [a, b, kind] of links) {
      if (depth.get(b) <= depth.get(a) && depth.get(a) < depth.size && kind !== 'pledge') {
        depth.set(b, depth.get(a) + 1);
        moved = true;
      }
    }
  }
  const last = Math.max(1, ...depth.values());
  for (const node of nodes.values()) if (node.kind === 'position' && !group.has(node.key)) depth.set(node.key, last);
  // A condition stands as near to what it feeds as it can.
  for (let round = 0; round < depth.size; round += 1) {
    for (const key of depth.keys()) {
      const fed = links.filter(([a, b, kind]) => a === key && kind !== 'pledge').map(([, b]) => depth.get(b));
      if (fed.length && !key.startsWith('p')) depth.set(key, Math.max(depth.get(key), Math.min(...fed) - 1));
    }
  }
  return { depth, unit };
}

function circuitView() {
  const host = $('circuit');
  const { nodes, edges, shown, of, free } = wires();
  const { truth, states } = scenario();
  const controls = el('div', { class: 'tabs' },
    el('span', { role: 'group', aria: t('scope') }, ['all', 'chosen'].map((scope) => el('button', { k: `scope ${scope}`, 'aria-pressed': state.scope === scope, click: () => set({ scope }) }, t(`scope.${scope}`)))),
    el('label', { class: 'check' }, el('input', { type: 'checkbox', k: 'every', checked: state.every, change: (event) => set({ every: event.target.checked }) }), t('belowIntends')));
  if (!nodes.size) {
    redraw(host, controls, note(t('noCircuit')));
    return;
  }
  const rings = circles(nodes, edges);
  const inRing = new Map();
  rings.forEach((members) => members.forEach((key) => inRing.set(key, members)));
  const { depth, unit } = layersOf(nodes, edges, rings);
  const count_ = Math.max(...depth.values()) + 1;
  const avail = room(host);
  const gap = 46;
  // As wide as fits: a layer with a ring takes the ring's width too.
  const turn = (members) => (members.length > 2 ? 2 * Math.sin(Math.PI / members.length) : Infinity);
  const extra = (w) => Array.from({ length: count_ }, (_, n) => Math.max(0, ...rings.filter((r) => depth.get(unit(r[0])) === n).map((r) => (2 * (w + 28)) / turn(r)))).reduce((a, b) => a + b, 0);
  let wide = 230;
  const over = () => count_ * wide + gap * (count_ - 1) + extra(wide) + 6 > avail;
  while (wide > 128 && over()) wide -= 3;
  const narrow = over();
  if (narrow) wide = avail / Math.max(1, Math.floor(avail / 330)) - 24;
  for (const node of nodes.values()) Object.assign(node, circuitBox(node, wide, truth, states));
  const lookOf = ({ from, kind }) => {
    const { n, kind: what } = nodes.get(from);
    return `edge ${kind} ${what === 'condition' ? truth.get(n) : ['due', 'discharged'].includes(states.get(n).state) ? 'Met' : 'Unknown'}`;
  };
  const ringed = (e) => inRing.has(e.from) && inRing.get(e.from) === inRing.get(e.to);
  const proofOf = (e) => e.proof().flatMap((claim) => claim.reports.map((report) => [claim, report]))[0];
  // The circles of conditions have the numbers that `pledge conditions --circles` gives them.
  const { circles: numbered } = now().circuit;
  const drawn = numbered.filter(([n]) => nodes.has(`c${n}`));
  const numberOf = (e) => numbered.flatMap((ring, n) => {
    const next = ring[(ring.indexOf(nodes.get(e.to).n) + 1) % ring.length];
    return ring.includes(nodes.get(e.to).n) && next === nodes.get(e.from).n ? [n + 1] : [];
  });
  const markOf = (e, arrow) => (numbered.length > 1 && numberOf(e).length ? `(${numberOf(e).join(', ')}) ${arrow}` : arrow);
  const tag = ({ x, y, proof, key, arrow }) => {
    const text = `${arrow} ${proof ? place(proof[1]) : t('byDefinition')}`;
    const wideText = measure(text, 11, 600) + 10;
    const kids = [draw('rect', { x: x - wideText / 2, y: y - 9, width: wideText, height: 18, rx: 9, class: 'tag' }), draw('text', { x, y: y + 4, 'font-size': 11, 'text-anchor': 'middle', class: 'ink strong' }, text)];
    return proof ? pressable(`ringlink ${key}`, t('ringLink', { place: text, claim: headline(proof[0]) }), () => set({ claim: proof[0].n, cond: null }), { class: 'ringlink' }, kids) : draw('g', { class: 'ringlink' }, kids);
  };
  const finish = (svg) => {
    rove(svg);
    const notes = [shownOf(shown, of)];
    if (free) notes.push(count('free', free));
    if (drawn.length || !rings.length) notes.push(drawn.length ? count('rings', drawn.length) : t('noRing'));
    redraw(host, controls, el('div', { class: 'scroll', 'data-scroll': 'circuit' }, svg),
      note(notes.join(' · '), shown < of ? [' ', showAll()] : null));
  };
  const look = { aria: t('circuit'), class: 'drawing circuit' };
  if (narrow) {
    // What is fed by the same stands together: commitments first, then conditions that hang on others.
    const entries = new Map();
    for (const node of nodes.values()) {
      const fed = edges.filter((e) => e.to === node.key);
      const key = fed.some(ringed) ? node.key : `${node.kind} ${fed.map((e) => `${e.kind} ${e.from}`).sort()}`;
      if (entries.has(key)) entries.get(key).heads.push(node);
      else if (fed.length) {
        entries.set(key, { heads: [node], kids: fed.map((e) => ({
          box: nodes.get(e.from), level: 1, look: `${lookOf(e)}${ringed(e) ? ' ring' : ''}`,
          tag: ringed(e) ? (b) => tag({ x: b.x + b.width - 60, y: b.y + b.high - 10, proof: proofOf(e), key: `${e.from} ${e.to}`, arrow: markOf(e, '↑') }) : null,
        })) });
      }
    }
    finish(stacked([...entries.values()].sort((a, b) => (a.heads[0].kind < b.heads[0].kind) - (a.heads[0].kind > b.heads[0].kind)), avail, look));
    return;
  }
  // Units: single boxes, and rings as blocks.
  const units = new Map();
  for (const node of nodes.values()) {
    const name = unit(node.key);
    if (!units.has(name)) units.set(name, { name, members: [], order: units.size });
    units.get(name).members.push(node);
  }
  for (const u of units.values()) {
    u.layer = depth.get(u.name);
    if (u.members.length > 1) {
      const order = ringOrder(u.members.map((m) => m.key), edges);
      u.members.sort((a, b) => order.indexOf(a.key) - order.indexOf(b.key));
      const tall = Math.max(...u.members.map((m) => m.high));
      u.radius = [(wide + 28) / turn(u.members), (tall + 46) / (1 - Math.cos((2 * Math.PI) / u.members.length))];
      Object.assign(u, { width: u.radius[0] * 2 + wide, high: u.radius[1] * 2 + tall + 16 });
    } else Object.assign(u, { width: wide, high: u.members[0].high });
  }
  const layers = Array.from({ length: count_ }, (_, n) => [...units.values()].filter((u) => u.layer === n));
  let x = 2;
  const xs = layers.map((layer) => {
    const at = x;
    x += Math.max(wide, ...layer.map((u) => u.width)) + gap;
    return [at, x - gap - at];
  });
  const width = x - gap + 4;
  const linked = (u) => edges.filter((e) => (unit(e.from) === u.name) !== (unit(e.to) === u.name)).map((e) => (unit(e.from) === u.name ? unit(e.to) : unit(e.from))).map((name) => units.get(name));
  // From the commitments backwards, then forwards again: everything near the middle of what it is tied to.
  const top = 24;
  const passes = [...layers.keys()].reverse().concat([...layers.keys()].slice(1), [...layers.keys()].reverse());
  let bottom = top;
  for (const n of passes) {
    for (const u of layers[n]) {
      const near = linked(u).filter((o) => o.y !== undefined && o.layer !== u.layer);
      u.want = near.length ? near.reduce((sum, o) => sum + o.y + o.high / 2, 0) / near.length : (u.y ?? top + u.order * 30);
    }
    stack(layers[n], 10, top);
  }
  for (const u of units.values()) bottom = Math.max(bottom, u.y + u.high);
  for (const u of units.values()) {
    const [left, room] = xs[u.layer];
    if (u.members.length === 1) {
      Object.assign(u.members[0], { x: left, y: u.y });
      continue;
    }
    const [cx, cy] = [left + Math.max(u.width, room) / 2, u.y + u.high / 2];
    u.centre = [cx, cy];
    u.members.forEach((m, k) => {
      const angle = -Math.PI / 2 + (2 * Math.PI * k) / u.members.length;
      Object.assign(m, { x: cx + u.radius[0] * Math.cos(angle) - m.width / 2, y: cy + u.radius[1] * Math.sin(angle) - m.high / 2 });
    });
  }
  const middle = (node) => [node.x + node.width / 2, node.y + node.high / 2];
  const names = [];
  const paths = edges.map((e) => {
    const [a, b] = [nodes.get(e.from), nodes.get(e.to)];
    if (ringed(e)) {
      const u = units.get(unit(e.from));
      const [[x1, y1], [x2, y2]] = [middle(a), middle(b)];
      const away = [(x1 + x2) / 2 - u.centre[0], (y1 + y2) / 2 - u.centre[1]];
      const far = Math.hypot(...away) || 1;
      const two = u.members.length === 2 ? [y2 - y1, x1 - x2].map((d) => (d / (Math.hypot(x2 - x1, y2 - y1) || 1)) * 46) : away.map((d) => (d / far) * 34);
      const side = names.some((n) => n.key === `${e.to} ${e.from}`) && u.members.length > 2 ? -1.6 : 1;
      const [dx, dy] = two.map((d) => d * side);
      const [mx, my] = [(x1 + x2) / 2 + dx, (y1 + y2) / 2 + dy];
      names.push({ x: mx, y: my, proof: proofOf(e), key: `${e.from} ${e.to}`, arrow: markOf(e, ARROWS[(Math.round(Math.atan2(y2 - y1, x2 - x1) / (Math.PI / 4)) + 8) % 8]) });
      return draw('path', { d: `M${x1},${y1}Q${mx + dx},${my + dy} ${x2},${y2}`, class: `${lookOf(e)} ring` });
    }
    const [x1, y1, x2, y2] = a.x + a.width <= b.x ? [a.x + a.width, a.y + a.high / 2, b.x, b.y + b.high / 2] : [a.x, a.y + a.high / 2, b.x + b.width, b.y + b.high / 2];
    return draw('path', { d: curve(x1, y1, x2, y2), class: lookOf(e) });
  });
  const tall = bottom + 8;
  finish(draw('svg', { width, height: tall, viewBox: `0 0 ${width} ${tall}`, role: 'group', ...look },
    draw('text', { x: 2, y: 12, 'font-size': 11.5, class: 'faint head' }, t('chain.condition')),
    draw('text', { x: xs[xs.length - 1][0], y: 12, 'font-size': 11.5, class: 'faint head' }, t('circuit.commitments')),
    paths, [...nodes.values()].map(boxNode), names.map(tag)));
}

function circuitBox(node, width, truth, states) {
  if (node.kind === 'position') {
    const how = states.get(node.n).state;
    const stance = stances.get(node.c.stance) || { glyph: '■', tone: 's3' };
    const text = `${label(node.c.holder)}: ${label(node.c.measure)}`;
    return box(`position ${how.replace(' ', '-')}`, `wire ${curie(node.n)}`, `${text}: ${stateName(how)}`, width, { head: text, glyph: stance.glyph, tone: stance.tone, foot: stateName(how) },
      () => set({ claim: node.n, cond: null }), { on: state.claim === node.n });
  }
  const value = truth.get(node.n);
  const given = state[state.which].get(node.n);
  const op = now().circuit.conditions.get(node.n).op;
  const foot = [t(`truth.${value}`), op === 'atom' ? null : t(`op.${op}`), given ? t('assumedHere') : null].filter(Boolean).join(' · ');
  const turns = ['m', 'f', 'u', null];
  return box(`condition ${value}`, `wire ${curie(node.n)}`, t('turn', { name: label(node.n), truth: foot }), width, { head: label(node.n), glyph: MARKS[value], tone: value, foot },
    () => {
      set({ cond: node.n });
      turns.slice(given ? turns.indexOf(given) + 1 : 0).some((truth_) => assume(node.n, truth_));
    }, { on: state.cond === node.n });
}
