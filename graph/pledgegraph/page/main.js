// Puts the page together and keeps it in step with its state.

const VIEWS = [
  ['head', headView, () => [state.lang, state.theme]],
  ['daybar', dayBar, () => [state.lang, state.clock, state.day, state.row, state.col, state.hs, [...state[state.which]]]],
  ['filters', filtersView, () => [state.lang, state.sort, state.hr, state.hc, state.silent]],
  ['legend', legendView, () => [state.lang, state.hs]],
  ['matrix', matrixView, () => [state.lang, state.clock, state.day, state.row, state.col, state.sort, state.find, state.hr, state.hc, state.hs, state.silent, state.wide, [...state[state.which]]]],
  ['evidence', evidenceView, () => [state.lang, state.clock, state.day, state.row, state.col, state.claim, state.cond, state.voice, state.hs, state.hr, state.hc, state.find, state.wide, state.which, [...state[state.which]], loaded && loaded.article]],
  ['timeline', timelineView, () => [state.lang, state.clock, state.day, state.row, state.col, state.claim, state.hr, state.hs, innerWidth]],
  ['chain', chainView, () => [state.lang, state.clock, state.day, state.row, state.col, state.claim, state.cond, state.hs, state.wide, [...state[state.which]], innerWidth]],
  ['scenario', scenarioView, () => [state.lang, state.clock, state.day, state.cond, state.cmp, state.wide, state.which, [...state.A], [...state.B]]],
  ['circuit', circuitView, () => [state.lang, state.clock, state.day, state.scope, state.every, state.wide, state.claim, state.cond, state.which, [...state[state.which]], state.scope === 'chosen' && [state.row, state.col, state.hs], innerWidth]],
  ['article', articleView, () => [state.lang, state.claim, loaded && loaded.article, refused]],
];
const SECTIONS = ['matrix', 'timeline', 'chain', 'scenario', 'circuit', 'article'];
const last = new Map();
for (const name of SECTIONS) {
  fill($(`s-${name}`), { 'aria-labelledby': `h-${name}` }, []).prepend(
    el('div', { class: 'title' }, el('h2', { id: `h-${name}`, tabindex: -1 }), name === 'article' ? null : el('div', { id: `x-${name}` })),
    el('p', { class: 'deck', id: `d-${name}` }));
}

// With very many claims what lies further down follows in tasks of its own, so that a filter answers at once.
const AT_ONCE = MANY ? 6 : VIEWS.length;
let later = 0;

function render() {
  const root = document.documentElement;
  if (root.lang !== state.lang) root.lang = state.lang;
  if ((root.dataset.theme || 'auto') !== state.theme) root.dataset.theme = state.theme;
  clearTimeout(later);
  if (!recorded.length) {
    headView();
    return;
  }
  const step = (from, to) => {
    for (const [name, view, inputs] of VIEWS.slice(from, to)) {
      const key = JSON.stringify(inputs());
      if (last.get(name) === key) continue;
      last.set(name, key);
      view();
    }
    if (to < VIEWS.length) later = setTimeout(step, 0, to, to + 1);
  };
  step(0, AT_ONCE);
}

// To a section: the eye and the focus, so that the tab key goes on from there.
function goTo(name) {
  $(`s-${name}`).scrollIntoView();
  $(`h-${name}`).focus({ preventScroll: true });
}
// The same for a link; the address bar keeps the state.
const visit = (name) => (event) => {
  event.preventDefault();
  goTo(name);
};
$('skip').addEventListener('click', visit('matrix'));

function headView() {
  const about = raw.frameworks.map(label).join(' · ');
  document.title = [t('title'), about].filter(Boolean).join(' – ');
  const words = { kicker: about, heading: t('title'), standfirst: t('standfirst'), foot: t('foot', { until: raw.day && t('foot.until', { day: date(raw.day) }), version: raw.version }), skip: t('skip') };
  for (const [id, text] of Object.entries(words)) $(id).textContent = text;
  // Without claims there is nothing to choose.
  if (!recorded.length) $('main').replaceChildren(note(t('noClaims')));
  for (const part of ['search', 'searchlabel', 'skip', 'daybar', 'nav']) fill($(part), { disabled: !recorded.length, hidden: !recorded.length }, []);
  for (const name of recorded.length ? SECTIONS.concat('evidence') : []) {
    $(`h-${name}`).textContent = t(name);
    if ($(`d-${name}`)) $(`d-${name}`).textContent = t(`deck.${name}`);
    const acts = $(`x-${name}`);
    if (acts) acts.replaceChildren(exportButtons(name));
  }
  $('search').placeholder = t('searchHint');
  $('searchlabel').textContent = t('search');
  $('hits').setAttribute('aria-label', t('search'));
  $('daybar').setAttribute('aria-label', t('day'));
  $('nav').setAttribute('aria-label', t('sections'));
  $('nav').replaceChildren(...SECTIONS.map((name) => el('li', null, el('a', { href: `#s-${name}`, click: visit(name) }, t(name)))));
  const themes = WORDS.theme;
  redraw($('tools'),
    el('button', { k: 'lang', lang: state.lang === 'en' ? 'de' : 'en', click: () => set({ lang: state.lang === 'en' ? 'de' : 'en' }) }, state.lang === 'en' ? 'Deutsch' : 'English'),
    el('button', { k: 'theme', click: () => set({ theme: themes[(themes.indexOf(state.theme) + 1) % 3] }) }, t(`theme.${state.theme}`)),
    el('button', { k: 'copyview', disabled: !recorded.length, click: () => copy(viewText(), t('copied.view')) }, t('copy.view')),
    recorded.length && el('details', { class: 'pick', k: 'paste' }, el('summary', { k: 'pastesum' }, t('paste')),
      el('div', { class: 'choices' }, el('label', { for: 'pasted' }, t('pasteLabel')), el('textarea', { id: 'pasted', rows: 3, cols: 30, k: 'pasted' }),
        el('button', { k: 'open', click: () => {
          const said = pasteView($('pasted').value);
          $('pasteSaid').textContent = said;
          announce(said);
        } }, t('open')), el('p', { id: 'pasteSaid', class: 'note' }))),
    el('button', { k: 'print', click: () => print() }, t('print')));
}

let resizing = 0;
addEventListener('resize', () => { clearTimeout(resizing); resizing = setTimeout(render, 120); });
addEventListener('hashchange', () => {
  const text = location.hash.slice(1);
  if (text === written || /^s-/.test(text)) return;
  state = decode(text);
  set({});
});
// A list that drops down stays on the page, and closes at a press elsewhere or at Escape.
addEventListener('toggle', ({ target }) => {
  const choices = target.open && target.matches('.pick') && target.querySelector('.choices');
  if (!choices) return;
  choices.style.translate = '0';
  const { left, right } = choices.getBoundingClientRect();
  choices.style.translate = `${Math.round(Math.max(8 - left, Math.min(0, innerWidth - 12 - right)))}px`;
}, true);
const shut = (but) => { for (const node of document.querySelectorAll('.pick[open]')) if (!but || !node.contains(but)) node.open = false; };
addEventListener('pointerdown', ({ target }) => shut(target));
addEventListener('keydown', ({ key, target }) => {
  const open = key === 'Escape' && target instanceof Element && target.closest('.pick[open]');
  if (!open) return;
  shut(null);
  open.querySelector('summary').focus();
});
for (const name of ['dragover', 'drop']) {
  addEventListener(name, (event) => {
    event.preventDefault();
    if (name === 'drop' && event.dataTransfer && event.dataTransfer.files[0]) readArticle(event.dataTransfer.files[0]);
  });
}

document.body.classList.add('ready');
state = decode(location.hash);
written = location.hash.slice(1);
listeners.push(render);
startSearch();
render();

// For a console, and for the tests: the state, and what a set of assumptions comes to on the chosen day.
globalThis.atlas = Object.freeze({
  get state() { return encode(); },
  open: (text) => { state = decode(text); set({}); },
  // Of the chosen day, or of a circuit as circuit.py hands it out.
  evaluate: (assumed, data) => {
    const circuit = data ? { conditions: new Map(Object.entries(data.conditions)), commitments: data.commitments } : now().circuit;
    const [to, from] = data ? [(name) => name, (name) => name] : [curie, term];
    const given = new Map(Object.entries(assumed).map(([name, truth]) => [from(name), truth]));
    const { truth, states } = evaluate(circuit, given);
    const named = (map, what) => Object.fromEntries([...map].map(([n, value]) => [to(n), what(value)]));
    return { clash: clash(circuit, given).map(to), truth: named(truth, (v) => v), states: named(states, (s) => s.state) };
  },
  standing: () => Object.fromEntries([...now().standing].map(([n, v]) => [curie(n), [v.value, v.form, v.before].map((x) => (x < 0 ? '' : curie(x)))])),
  turtle: (name) => turtle(claimOf.get(term(name))),
  csv: (name) => csvText(name),
});
