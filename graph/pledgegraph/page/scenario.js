// What if: conditions switched to met, failed or unknown, and what becomes of every commitment; two such scenarios compared.

const MARKS = { Met: '✓', Failed: '✕', Unknown: '?' };
// The states of a commitment, by what the vocabulary calls them.
const stateName = (how) => label(term(`pg:${how.replace(/(^| )\w/g, (c) => c.trim().toUpperCase())}`));
const STATES = ['due', 'awaiting decision', 'standing', 'waiting', 'blocked', 'discharged', 'violated', 'expired', 'cancelled', 'unblocked'];
const MOST_SWITCHES = 12;

const worked = new Map();
function scenario(name = state.which, given = state[name]) {
  const moment_key = now().key;
  const assumed = assumedIn(given);
  const key = `${moment_key} ${[...assumed].sort((a, b) => a[0] - b[0]).join()}`;
  if (!worked.has(key)) {
    if (worked.size > 50) worked.clear();
    const clashing = clash(now().circuit, assumed);
    const found = evaluate(now().circuit, clashing.length ? new Map() : assumed);
    const committed = now().circuit.commitments.filter((c) => c.committed || c.settled === 'cancelled');
    const tally = { committed: now().circuit.commitments.filter((c) => c.committed).length, of: new Map() };
    for (const c of committed) {
      const how = found.states.get(c.position).state;
      tally.of.set(how, (tally.of.get(how) || 0) + 1);
    }
    worked.set(key, { ...found, tally, committed, clashing });
  }
  return worked.get(key);
}

// Assumes a condition in a scenario, or takes that back; what cannot stand together is refused by name.
let refusedSet = null;
function assume(n, truth, name = state.which) {
  const next = new Map(state[name]);
  if (truth === null || next.get(n) === truth) next.delete(n);
  else next.set(n, truth);
  const found = clash(now().circuit, assumedIn(next));
  refusedSet = found.length ? found : null;
  last.delete('scenario');
  if (found.length) render();
  else set({ [name]: new Map([...next].sort((a, b) => (curie(a[0]) < curie(b[0]) ? -1 : 1))) });
  announce(found.length ? clashText(found) : tallyText(name));
  return !found.length;
}

const assumedIn = (given) => new Map([...given].filter(([n]) => now().circuit.conditions.has(n)).map(([n, letter]) => [n, TRUTHS[letter]]));
// What the record alone comes to.
const recordedState = () => scenario('', new Map());

// The assumptions at work, in words: "" if there are none.
function assumedText(most = Infinity) {
  const { clashing } = scenario();
  if (clashing.length) return clashText(clashing);
  const texts = [...assumedIn(state[state.which])].map(([n, truth]) => `${label(n)} ${t(`switch.${truth}`)}`);
  return texts.length ? `${t('assumed')}: ${list(texts.length > most ? [...texts.slice(0, most), `+ ${figure(texts.length - most)}`] : texts)}` : '';
}

// Of a condition: whether it is assumed, or follows from what is.
const whence = (n) => (assumedIn(state[state.which]).has(n) ? t('assumedHere') : recordedState().truth.get(n) === scenario().truth.get(n) ? '' : t('follows'));

const clashText = (names) => t('clash', { names: list(names.map(label)) });

function switches(n, name = state.which) {
  const recorded = now().circuit.conditions.get(n);
  return el('span', { class: 'switch', role: 'group', aria: label(n) }, Object.entries(TRUTHS).map(([letter, truth]) => el('button', {
    k: `switch ${name} ${letter} ${curie(n)}`, class: truth, 'aria-pressed': String(state[name].get(n) === letter),
    aria: `${label(n)}: ${t(`truth.${truth}`)}`, title: recorded && recorded.truth ? t('recorded', { truth: t(`truth.${recorded.truth}`) }) : null, click: () => assume(n, letter, name),
  }, el('span', { 'aria-hidden': 'true' }, MARKS[truth]), ` ${t(`switch.${truth}`)}`)));
}

// Conditions in the order of how many commitments hang on them, near or far.
function weights() {
  const { conditions, commitments } = now().circuit;
  const found = new Map([...conditions.keys()].map((n) => [n, 0]));
  for (const c of commitments) {
    const seen = new Set();
    const queue = [...c.needs, ...c.inherited, ...c.triggers, ...c.ends];
    while (queue.length) {
      const n = queue.pop();
      if (seen.has(n) || !conditions.has(n)) continue;
      seen.add(n);
      found.set(n, found.get(n) + 1);
      const condition = conditions.get(n);
      queue.push(...condition.parts, ...condition.presupposes);
    }
  }
  return [...found].sort((a, b) => b[1] - a[1] || (label(a[0]) < label(b[0]) ? -1 : 1));
}

function tallyText(name) {
  const { tally } = scenario(name);
  return `${count('commitments', tally.committed)}: ${STATES.filter((s) => tally.of.get(s)).map((s) => `${figure(tally.of.get(s))} ${stateName(s)}`).join(', ')}`;
}

function tallyBar(name) {
  const { tally } = scenario(name);
  const total = [...tally.of.values()].reduce((a, b) => a + b, 0) || 1;
  let x = 0;
  const parts = STATES.filter((s) => tally.of.get(s)).map((s) => {
    const wide = (tally.of.get(s) / total) * 100;
    const node = draw('rect', { x, y: 0, width: Math.max(0, wide - 0.4), height: 10, class: `bar ${s.replace(' ', '-')}` });
    x += wide;
    return node;
  });
  return [draw('svg', { viewBox: '0 0 100 10', preserveAspectRatio: 'none', class: 'tallybar', 'aria-hidden': 'true' }, parts),
    el('ul', { class: 'tally' }, STATES.filter((s) => tally.of.get(s)).map((s) => el('li', null, deco(`dot ${s.replace(' ', '-')}`), el('b', null, figure(tally.of.get(s))), ` ${stateName(s)}`)))];
}

function commitmentRows(entries, name) {
  const { states } = scenario(name);
  return entries.map((c) => {
    const how = states.get(c.position);
    const why = how.state === 'blocked' ? how.failed : how.state === 'waiting' ? how.missing : how.state === 'standing' ? c.triggers : [];
    return el('li', null, el('button', { k: `what ${name} ${curie(c.position)}`, click: () => set({ claim: c.position, cond: null }) },
      deco(`dot ${how.state.replace(' ', '-')}`), el('span', null, el('span', { class: 'who' }, bdi(label(c.holder))), ' ', bdi(label(c.measure)),
        muted(` · ${stateName(how.state)}${why.length ? `: ${list(why.map(label))}` : ''}`))));
  });
}

function scenarioView() {
  const host = $('scenario');
  const ranked = weights().filter(([n, weight]) => weight > 0 || state[state.which].has(n));
  const shown = state.wide ? ranked : ranked.slice(0, MOST_SWITCHES);
  for (const n of state[state.which].keys()) if (!shown.some(([m]) => m === n) && now().circuit.conditions.has(n)) shown.push([n, 0]);
  const { clashing, committed } = scenario();
  const refusal = refusedSet || (clashing.length && !state.cmp ? clashing : null);
  refusedSet = null;
  // First what hangs on something, then what is due anyhow.
  const order = (c) => STATES.indexOf(scenario().states.get(c.position).state) + (conditional(c) ? 0 : 20);
  const sorted = [...committed].sort((a, b) => order(a) - order(b) || a.position - b.position);
  const some = state.wide ? sorted : sorted.slice(0, MOST_SWITCHES);
  const twins = ['A', 'B'].map((name) => scenario(name));
  const differ = committed.filter((c) => twins[0].states.get(c.position).state !== twins[1].states.get(c.position).state);
  redraw(host,
    el('div', { class: 'tabs' },
      el('span', { role: 'group', aria: t('scenarios') }, ['A', 'B'].map((name) => el('button', { k: `tab ${name}`, 'aria-pressed': state.which === name, click: () => set({ which: name }) }, t('scenarioName', { name })))),
      el('label', { class: 'check' }, el('input', { type: 'checkbox', k: 'cmp', checked: state.cmp, change: (event) => set({ cmp: event.target.checked }) }), t('compare')),
      el('button', { k: 'reset', disabled: !state[state.which].size, click: () => { set({ [state.which]: new Map() }); announce(tallyText(state.which)); } }, t('reset'))),
    el('p', { class: 'live', id: 'live' }, tallyText(state.which)),
    tallyBar(state.which),
    state.cmp ? compared(differ, twins) : null,
    refusal ? el('p', { class: 'warning', role: 'alert' }, clashText(refusal)) : null,
    el('div', { class: 'halves' }, el('div', null, el('h3', null, t('conditions')), el('ul', { class: 'switches' }, shown.map(([n, weight]) => el('li', { class: state.cond === n ? 'on' : null },
      el('button', { class: 'inline', k: `name ${curie(n)}`, click: () => set({ cond: n }) },
        deco(`truth ${scenario().truth.get(n)}`, MARKS[scenario().truth.get(n)]), bdi(label(n))), el('span', { class: 'muted weight' }, count('weigh', weight)), switches(n)))),
    moreOf(shown.length, ranked.length)),
    el('div', null, el('h3', null, t('whatBecomes')), el('ul', { class: 'claims' }, commitmentRows(some, state.which)), moreOf(some.length, sorted.length))));
}

function compared(differ, twins) {
  const wrong = ['A', 'B'].filter((name, n) => twins[n].clashing.length);
  return el('div', { class: 'compare' }, el('h3', null, t('compared')),
    wrong.length ? wrong.map((name) => el('p', { class: 'warning', role: 'alert' }, `${t('scenarioName', { name })}: ${clashText(scenario(name).clashing)}`))
      : el('p', null, differ.length ? count('differ', differ.length) : t('same')),
    el('div', { class: 'scroll', 'data-scroll': 'compare', tabindex: 0, role: 'group', aria: t('compared') },
      el('table', { class: 'plain' },
        el('thead', null, el('tr', null, el('th', { scope: 'col' }, t('commitment')), ['A', 'B'].map((name) => el('th', { scope: 'col' }, t('scenarioName', { name }))))),
        el('tbody', null,
          el('tr', { class: 'assumed' }, el('th', { scope: 'row' }, t('assumed')), ['A', 'B'].map((name) => el('td', null, [...state[name]].map(([n, letter]) => `${label(n)}: ${t(`truth.${TRUTHS[letter]}`)}`).join('; ') || '–'))),
          wrong.length ? null : differ.slice(0, state.wide ? differ.length : 30).map((c) => el('tr', null, el('th', { scope: 'row' }, bdi(label(c.holder)), ': ', bdi(label(c.measure))),
            twins.map((s) => { const how = s.states.get(c.position).state; return el('td', null, deco(`dot ${how.replace(' ', '-')}`), ` ${stateName(how)}`); })))))));
}
