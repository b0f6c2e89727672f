// Who pledges what: a table of actors and pillars, every stance in a cell shown with its colour and its glyph.

const SORTS = ['group', 'name', 'firm', 'count', 'new'];
const MOST_ROWS = 60;
// With very many claims the first rows stand at once, as many as a screen holds; the others follow in a task of their own.
const MANY = claims.length > 3000;
const FIRST_ROWS = MANY ? 20 : Infinity;

const visible = (position) => !state.hs.includes(position.stance.n);
const wholeCell = (row, column) => now().cells.get(`${row} ${column}`) || [];
const hiddenText = (n) => t('hidden', { n: figure(n) });
const columnsShown = () => raw.columns.map((n, place) => ({ n, place })).filter(({ n }) => !state.hc.includes(n));
const named = (n, wanted) => [label(n), curie(n), ...(TERMS[n]?.[3] || [])].some((text) => text.toLowerCase().includes(wanted));

function rowsShown() {
  const shown = columnsShown();
  const wanted = state.find.trim().toLowerCase();
  const rows = [];
  const holders = new Set(now().positions.map((p) => p.holder));
  let [silent, hidden] = [0, 0];
  for (const [n, group] of raw.rows) {
    if (state.hr.includes(n) || (wanted && !named(n, wanted))) continue;
    const whole = shown.map(({ place }) => wholeCell(n, place));
    const cells = whole.map((cell) => cell.filter(visible));
    const positions = [...new Set(cells.flat())];
    // Who has positions that the filter hides is not silent.
    if (!positions.length) if (holders.has(n)) hidden += 1; else silent += 1;
    if (positions.length || state.silent) rows.push({ n, group, cells, positions, cut: cells.map((cell, c) => whole[c].length - cell.length) });
  }
  const firmest = (row) => Math.max(-1, ...row.positions.map((p) => p.stance.rank * 10 + (forms.get(p.form)?.rank || 0)));
  const newest = (row) => row.positions.map((p) => dayOf(p.claim)).sort().pop() || '';
  const byName = (a, b) => byLabel(a.n, b.n);
  const column = state.sort.startsWith('in.') ? shown.findIndex(({ n }) => n === term(state.sort.slice(3))) : -1;
  const inColumn = (row) => (column < 0 ? 0 : Math.max(-1, ...row.cells[column].map((p) => p.stance.rank)));
  const orders = {
    group: (a, b) => a.group - b.group || byName(a, b),
    name: byName,
    firm: (a, b) => firmest(b) - firmest(a) || b.positions.length - a.positions.length || byName(a, b),
    count: (a, b) => b.positions.length - a.positions.length || byName(a, b),
    new: (a, b) => (newest(a) < newest(b) ? 1 : newest(a) > newest(b) ? -1 : byName(a, b)),
  };
  rows.sort(orders[state.sort] || ((a, b) => inColumn(b) - inColumn(a) || byName(a, b)));
  return { columns: shown, rows: rows.slice(0, state.wide ? rows.length : MOST_ROWS), of: rows.length, silent, hidden };
}

// The stances in a cell, firmest first, each with how many there are and the strongest form among them.
function segments(positions) {
  const found = [];
  for (const position of positions) {
    let segment = found.find((s) => s.stance === position.stance);
    if (!segment) found.push(segment = { stance: position.stance, positions: [], form: null, strong: 0 });
    segment.positions.push(position);
    const form = forms.get(position.form);
    if (form && (!segment.form || form.rank > segment.form.rank)) Object.assign(segment, { form, strong: 0 });
    if (form && form === segment.form) segment.strong += 1;
  }
  return found;
}

const WAITS = ['waiting', 'standing', 'awaiting decision'];
const conditional = (c) => Boolean(c && (c.needs.length || c.inherited.length || c.triggers.length));

// How a cell's outline reads: whether what its positions hang on is open, met or has failed, and of how many.
function outline(positions, { states } = scenario()) {
  const found = new Map();
  for (const { claim } of positions) {
    if (!conditional(now().commitment.get(claim.n))) continue;
    const how = states.get(claim.n).state;
    const name = how === 'blocked' ? how : WAITS.includes(how) ? 'waits' : 'opens';
    found.set(name, (found.get(name) || 0) + 1);
  }
  const hows = ['blocked', 'waits', 'opens'].filter((name) => found.has(name));
  const m = positions.length;
  return {
    how: hows[0] || '', partly: hows.length > 0 && found.get(hows[0]) < m,
    text: hows.map((name) => (found.get(name) === m ? t(`outline.${name}`) : t('someOf', { n: figure(found.get(name)), m: figure(m), how: t(`outline.${name}`) }))).join('; '),
  };
}

function describe(positions, parts, how, cut) {
  if (!parts.length && !cut) return t('silence');
  const texts = parts.map((s) => {
    const by = [...forms.values()].reverse().map((f) => [f, s.positions.filter((p) => p.form === f.n).length]).filter(([, n]) => n);
    const said = by.length > 1 ? `: ${list(by.map(([f, n]) => `${figure(n)} ${label(f.n)}`))}` : s.form && s.form.rank > 0 ? ` ${label(s.form.n)}` : '';
    return `${count('positions', s.positions.length)} ${label(s.stance.n)}${said}`;
  });
  return [...texts, how.text && how.text + (outline(positions, recordedState()).text === how.text ? '' : ` (${t('assumedHere')})`), cut ? hiddenText(cut) : null].filter(Boolean).join('; ');
}

// How many positions, and their form; where only some have it, so many of all.
function marksOf({ positions, form, strong }) {
  const n = positions.length;
  const sign = form && form.glyph ? [['form', form.glyph]] : [];
  return sign.length && strong < n ? [...sign, ['times', `${figure(strong)}/${figure(n)}`]] : [...(n > 1 ? [['times', figure(n)]] : []), ...sign];
}

const segmentNode = (s) => el('span', { class: `seg ${s.stance.tone}` },
  [['glyph', s.stance.glyph], ...marksOf(s)].map(([name, text]) => el('span', { class: name }, text)));

const startsGroup = ({ rows }, r) => state.sort === 'group' && rows[r].group !== rows[r - 1]?.group;

let cursor = [0, 0];
let others_ = 0;

function matrixView() {
  const host = $('matrix');
  const table = rowsShown();
  const chosen = (row, column) => state.row === row && state.col === column;
  const button = (r, c, name, text, act, extra, ...kids) => el('button', {
    tabindex: -1, k: name, 'data-r': r, 'data-c': c, aria: text, click: act, ...extra,
  }, kids);
  const sorted = (n) => (state.sort === `in.${curie(n)}` ? 'descending' : null);
  const head = el('tr', null,
    el('th', { scope: 'col', class: 'corner' }, button(0, 0, 'corner', t('deselect'), () => set({ row: null, col: null }), { title: t('deselect') }, t('who'))),
    table.columns.map(({ n, place: at }, c) => el('th', { scope: 'col', 'aria-sort': sorted(n), class: state.col === n ? 'on' : null },
      button(0, c + 1, `col ${curie(n)}`, label(n), () => choose({ row: null, col: n }), { 'aria-pressed': state.col === n && state.row === null },
        el('span', { class: 'name' }, bdi(breakable(label(n)))),
        deco('sum', sumOf(now().positions.filter((p) => p.columns.includes(at))))))));
  const rowNodes = (from, to) => table.rows.slice(from, to).flatMap((row, n) => {
    const r = from + n;
    const name = label(row.n);
    const starts = startsGroup(table, r);
    return [
      starts ? el('tr', { class: 'group' }, el('th', { scope: 'colgroup', colspan: table.columns.length + 1 }, t(`group.${row.group}`))) : '',
      el('tr', { class: state.row === row.n ? 'on' : null },
        el('th', { scope: 'row' }, button(r + 1, 0, `row ${curie(row.n)}`, name, () => choose({ row: row.n, col: null }), { 'aria-pressed': state.row === row.n && state.col === null }, bdi(name))),
        row.cells.map((positions, c) => {
          const column = table.columns[c].n;
          const parts = segments(positions);
          const how = outline(positions);
          const on = chosen(row.n, column);
          return el('td', { class: on ? 'on' : null },
            button(r + 1, c + 1, `cell ${curie(row.n)} ${curie(column)}`, `${name}, ${label(column)}: ${describe(positions, parts, how, row.cut[c])}`, () => choose({ row: row.n, col: column, claim: parts.length ? positions[0].claim.n : null }),
              { class: `cell ${parts.length ? how.how : row.cut[c] ? 'hides' : 'silence'}${how.partly ? ' partly' : ''}${parts.length > 1 ? ' mixed' : ''}${parts.length > 2 ? ' many' : ''}`, 'aria-pressed': on },
              parts.length ? parts.map(segmentNode) : row.cut[c] ? '' : '·', row.cut[c] ? deco('cut', `…${figure(row.cut[c])}`) : ''));
        }))];
  });
  const first = host.contains(document.activeElement) ? Infinity : FIRST_ROWS;
  const body = el('tbody', null, rowNodes(0, first));
  clearTimeout(others_);
  if (table.rows.length > first) others_ = setTimeout(() => body.append(...rowNodes(first)));
  const notes = matrixNotes(table);
  redraw(host, filterText() ? el('p', { class: 'filtered muted' }, filterText()) : '',
    el('div', { class: 'scroll', 'data-scroll': 'matrix' },
      el('table', { role: 'grid', aria: t('matrix'), keydown: walk, focusin: follow, mouseover: hint }, el('caption', { class: 'print' }, [t('matrix'), moment_(), assumedText(), filterText()].filter(Boolean).join(' · ')), el('thead', null, head), body)),
    notes.length ? note(notes.join(' · '), table.rows.length < table.of ? [' ', showAll()] : null) : null);
  const at = host.querySelector(`[data-r="${cursor[0]}"][data-c="${cursor[1]}"]`) || host.querySelector('[data-r]');
  at.tabIndex = 0;
}

// What of the record is not among the rows.
function matrixNotes(table) {
  const notes = [];
  if (table.rows.length < table.of) notes.push(shownOf(table.rows.length, table.of));
  if (!state.silent && table.hidden) notes.push(count('hiddenRows', table.hidden));
  if (!state.silent && table.silent) notes.push(count('silent', table.silent));
  if (!table.rows.length) notes.push(t('noRows'));
  return notes;
}

function sumOf(positions) {
  const n = positions.filter(visible).length;
  return n < positions.length ? `${figure(n)}/${figure(positions.length)}` : figure(n);
}

// The filters at work, by name.
function filterText() {
  const parts = ['hs', 'hr', 'hc'].filter((name) => state[name].length).map((name) => {
    const names = state[name].map(label);
    return `${t(`filter.${name}`)}: ${list(names.length > 8 ? [...names.slice(0, 7), `+ ${figure(names.length - 7)}`] : names)}`;
  });
  return [parts.length ? `${t('hides')} – ${parts.join('; ')}` : '', state.find.trim() ? `${t('find')}: “${state.find.trim()}”` : ''].filter(Boolean).join(' · ');
}

// "n of m shown", and the way to see the rest.
const shownOf = (n, of) => t('shownOf', { n: figure(n), m: figure(of) });

// What a cell says to a screen reader, a pointer sees as a hint.
function hint({ target }) {
  const cell = target.closest('.cell');
  if (cell) cell.title = cell.getAttribute('aria-label');
}

function follow(event) {
  const { r, c } = event.target.dataset;
  if (r === undefined) return;
  for (const node of $('matrix').querySelectorAll('[data-r][tabindex="0"]')) node.tabIndex = -1;
  event.target.tabIndex = 0;
  cursor = [Number(r), Number(c)];
}

function walk(event) {
  const rows = $('matrix').querySelectorAll('tr:not(.group)').length - 1;
  const columns = columnsShown().length;
  let [r, c] = cursor;
  const moves = {
    ArrowUp: () => { r -= 1; }, ArrowDown: () => { r += 1; }, ArrowLeft: () => { c -= 1; }, ArrowRight: () => { c += 1; },
    PageUp: () => { r = 0; }, PageDown: () => { r = rows; },
    Home: () => { c = 0; if (event.ctrlKey) r = 0; }, End: () => { c = columns; if (event.ctrlKey) r = rows; },
  };
  if (!Object.hasOwn(moves, event.key)) return;
  event.preventDefault();
  moves[event.key]();
  const next = $('matrix').querySelector(`[data-r="${Math.max(0, Math.min(rows, r))}"][data-c="${Math.max(0, Math.min(columns, c))}"]`);
  if (next) next.focus();
}

// A new selection: its first position is what the evidence shows.
function choose(change) {
  const next = { ...state, ...change };
  const first = selected(next)[0];
  set({ cond: null, claim: first ? first.claim.n : null, ...change });
  announce(`${t('evidence')}: ${selectionText()}`);
}

const selected = (of = state) => here(of).filter(visible);
const hiddenHere = () => here().length - selected().length;

function here(of = state) {
  const column = of.col === null ? -1 : raw.columns.indexOf(of.col);
  return now().positions.filter((p) => (of.row === null || p.holder === of.row) && (of.col === null || p.columns.includes(column)));
}

function selectionName() {
  const parts = [state.row, state.col].filter((n) => n !== null).map(label);
  return parts.length ? parts.join(' · ') : t('everyone');
}

const OUTLINES = ['waits', 'opens', 'blocked'];

const selectionText = () => [selectionName(), count('positions', selected().length), hiddenHere() ? hiddenText(hiddenHere()) : ''].filter(Boolean).join(' · ');

function legendView() {
  const toggle = (n) => set({ hs: state.hs.includes(n) ? state.hs.filter((m) => m !== n) : [...state.hs, n] });
  redraw($('legend'),
    el('ul', { class: 'stances', aria: t('filter.hs') }, [...stances.values()].reverse().map((s) => el('li', null, el('button', {
      k: `stance ${curie(s.n)}`, 'aria-pressed': !state.hs.includes(s.n), title: t('legend.toggle'), click: () => toggle(s.n),
    }, deco(`swatch ${s.tone}`, s.glyph), label(s.n))))),
    el('ul', { class: 'marks' },
      [...forms.values()].filter((f) => f.glyph).map((f) => el('li', null, deco('formmark', f.glyph), label(f.n))),
      el('li', null, deco('formmark', '2/3'), t('legend.share')),
      OUTLINES.map((how) => el('li', null, deco(`key ${how}`), t(`outline.${how}`))),
      el('li', null, deco('key waits partly'), t('legend.partly')),
      el('li', null, deco('key silence', '·'), t('legend.silence')),
      el('li', null, deco('key twice', el('span', { class: 's3' }), el('span', { class: 'r0' })), t('legend.mixed'))));
}

function filtersView() {
  // What a list holds is made when it opens.
  const pick = (name, entries) => {
    const choices = el('div', { class: 'choices', role: 'group', aria: t(`filter.${name}`) });
    const offer = () => choices.firstChild || fill(choices, null, [
      el('button', { k: `all ${name}`, click: () => set({ [name]: [] }) }, t('all')),
      el('button', { k: `none ${name}`, click: () => set({ [name]: entries.slice() }) }, t('none')),
      entries.slice(0, 200).map((n) => el('label', null, el('input', {
        type: 'checkbox', k: `${name} ${curie(n)}`, checked: !state[name].includes(n),
        change: (event) => set({ [name]: event.target.checked ? state[name].filter((m) => m !== n) : [...state[name], n] }),
      }), bdi(label(n))))]);
    if (opened.has(name)) offer();
    return el('details', { class: 'pick', k: `pick ${name}`, open: opened.has(name), toggle: (event) => {
      if (event.target.open) opened.add(name); else opened.delete(name);
    } }, el('summary', { k: `summary ${name}`, click: offer }, `${t(`filter.${name}`)} ${figure(entries.length - state[name].length)}/${figure(entries.length)}`), choices);
  };
  const holders = raw.rows.map(([n]) => n).sort(byLabel);
  redraw($('filters'),
    el('label', null, t('sort'), el('select', { k: 'sort', change: (event) => set({ sort: event.target.value }) },
      SORTS.map((name) => el('option', { value: name, selected: state.sort === name }, t(`sort.${name}`))),
      el('optgroup', { label: t('sort.in') }, raw.columns.map((n) => el('option', { value: `in.${curie(n)}`, selected: state.sort === `in.${curie(n)}` }, label(n)))))),
    el('label', null, t('find'), findBox()),
    pick('hr', holders), pick('hc', raw.columns),
    el('label', { class: 'check' }, el('input', { type: 'checkbox', k: 'silent', checked: state.silent, change: (event) => set({ silent: event.target.checked }) }), t('showSilent')));
}

const opened = new Set();

function findBox() {
  const box = el('input', { type: 'search', k: 'find', size: 14, autocomplete: 'off', input: (event) => set({ find: event.target.value.slice(0, 200) }) });
  box.value = state.find;
  return box;
}
