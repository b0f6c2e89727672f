// Who said it, where it stands, how it was said: the evidence of the chosen claim, and what else was said of the same thing.

const MOST_LISTED = 8;

const facts = (pairs) => el('dl', null, pairs.filter(([, value]) => value !== null && value !== '' && value !== undefined).map(([name, value]) => [el('dt', null, name), el('dd', null, value)]));

function office(report) {
  const said = utterances.get(one(report.block, 'reports'));
  return said ? said : { speaker: [], behalf: [], office: [], date: [] };
}

function reportNode(report) {
  const said = office(report);
  const article = articles.get(report.article) || { date: '', outlet: -1 };
  const relayed = all(report.block, 'relayedBy');
  const hedges = all(report.block, 'hedge').map(plain);
  const reads = one(report.block, 'readsAs');
  const places_ = `${t('paragraph')} ${number(report.block, 'paragraph')}, ${t('characters')} ${number(report.block, 'spanStart')}–${number(report.block, 'spanEnd')}`;
  return el('li', { class: 'report' },
    el('p', { class: 'gist' }, bdi(say(report.block, 'gist'))),
    facts([
      [t('speaker'), said.speaker.length ? list(said.speaker.map(label)) : t('nobody')],
      [t('office'), said.office.length ? `${list(said.office.map(label))}${said.date[0] ? ` (${date(said.date[0])})` : ''}` : ''],
      [t('behalf'), list(said.behalf.map(label))],
      [t('relayed'), list(relayed.map(label))],
      [t('mode'), [one(report.block, 'mode'), one(report.block, 'sourceKind'), one(report.block, 'tense')].filter((v) => v !== undefined).map(plain).join(' · ')],
      [t('hedge'), hedges.length ? hedges.map((h) => `“${h}”`).join(', ') : t('noHedge')],
      [t('readsAs'), reads === undefined ? '' : stanceChip(reads)],
      [t('article.label'), el('span', null, bdi(label(report.article)), article.outlet >= 0 ? muted(' · ', bdi(label(article.outlet))) : null)],
      [t('date'), article.date ? date(article.date) : t('undatedArticle')],
      [t('place'), places_],
    ]),
    el('p', { class: 'acts' },
      loaded && loaded.article === report.article ? el('button', { k: `jump ${curie(report.n)}`, click: () => jumpTo(report) }, t('showPassage')) : null));
}

function stanceChip(n) {
  const stance = stances.get(n);
  return stance ? el('span', { class: 'chip' }, deco(`swatch ${stance.tone}`, stance.glyph), label(n)) : bdi(label(n));
}

const standingReports = (claim) => claim.reports.filter((report) => there(report, state.clock, dayIndex()));

// Reports that read the same matter differently stand beside each other, those of a rival claim of the same holder too.
function readings(claim, rivals) {
  const found = new Map();
  const add = (reads, report) => {
    if (!found.has(reads)) found.set(reads, []);
    found.get(reads).push(report);
  };
  for (const report of claim.reports) add(one(report.block, 'readsAs') ?? says(claim).shown ?? -9, report);
  for (const rival of rivals) for (const report of rival.reports) add(one(report.block, 'readsAs') ?? current(rival).value, report);
  return found;
}

function says(claim, value = current(claim)) {
  const shown = value && value.value >= 0 ? value.value : ['stance', 'attitude', 'truth', 'performs', 'requires', 'claimsActivation', 'occurs'].map((name) => one(claim.block, name)).find((v) => v !== undefined);
  const form = value && value.form >= 0 ? value.form : one(claim.block, 'form');
  return { shown, form };
}

const headline = (claim) => `${label(claim.holder)}: ${label(claim.about)}`;

function valueText(claim) {
  const { shown, form } = says(claim);
  const role = one(claim.block, 'role');
  const verdict = say(claim.block, 'verdict');
  return [shown === undefined ? null : plain(shown), form === undefined ? null : plain(form), role === undefined ? null : plain(role), verdict || null].filter(Boolean).join(' · ');
}

function lifetime(claim) {
  const flat = claim.times[state.clock];
  if (!flat.length) return t('never');
  const known = days();
  const start = flat[0];
  const end = flat[flat.length - 2];
  const from = state.clock === 'said' ? dayOf(claim) : published(claim);
  const since = t(state.clock === 'said' && !exact(claim) ? 'sinceAtLatest' : 'since', { day: date(from || known[start]) });
  return end < known.length ? `${since}, ${t('until', { day: date(known[end]) })}` : since;
}

function claimNode(claim) {
  const value = current(claim);
  const { shown, form } = says(claim, value);
  const commitment = now().commitment.get(claim.n);
  const how = commitment ? scenario().states.get(claim.n) : null;
  const requires = all(claim.block, 'requires');
  const rivals = (now().about.get(claim.about) || []).filter((c) => c !== claim && c.kind === claim.kind && c.holder === claim.holder && stances.has(current(c)?.value));
  const sides = [...readings(claim, rivals)].sort((a, b) => b[1].length - a[1].length);
  const competing = sides.length > 1;
  return el('article', { class: 'claim', 'aria-labelledby': 'claimname' },
    el('p', { class: 'kind' }, label(claim.kind)),
    el('h3', { id: 'claimname' }, bdi(label(claim.holder)), el('span', { class: 'about' }, bdi(label(claim.about)))),
    el('p', { class: 'value' }, shown === undefined ? null : stances.has(shown) ? stanceChip(shown) : el('strong', null, bdi(plain(shown))),
      form === undefined ? null : el('span', { class: 'chip' }, forms.get(form)?.glyph ? deco('formmark', forms.get(form).glyph) : null, plain(form)),
      how ? el('span', { class: `chip state ${how.state.replace(' ', '-')}` }, stateName(how.state)) : null),
    how && recordedState().states.get(claim.n).state !== how.state ? note(`${assumedText()}. ${t('recorded', { truth: stateName(recordedState().states.get(claim.n).state) })}`) : null,
    say(claim.block, 'verdict') ? el('p', { class: 'gist' }, bdi(say(claim.block, 'verdict'))) : null,
    facts([
      [t('when'), lifetime(claim)],
      [t('standing'), value ? null : t('notStanding', { day: date(days()[dayIndex()]) })],
      [t('before'), value && value.before >= 0 ? stanceChip(value.before) : null],
      [t('requires'), list(requires.map(label))],
      [t('role'), one(claim.block, 'role') === undefined ? null : plain(one(claim.block, 'role'))],
      [t('hangsOn'), commitment && conditional(commitment) ? conditionList(commitment) : null],
    ]),
    rivals.length ? el('p', { class: 'warning' }, t('rival'), ' ', rivals.map((c) => el('button', { class: 'inline', k: `rival ${curie(c.n)}`, click: () => set({ claim: c.n }) }, stanceChip(current(c).value)))) : null,
    el('h4', null, competing ? t('competing') : count('reports', claim.reports.length)),
    competing
      ? el('div', { class: 'sides' }, sides.map(([reads, found]) => el('section', null, el('h5', null, stanceChip(reads)), el('ul', { class: 'reports' }, found.map(reportNode)))))
      : el('ul', { class: 'reports' }, claim.reports.map(reportNode)),
    claim.reports.length > standingReports(claim).length ? note(t('laterReports')) : null,
    el('p', { class: 'acts' },
      el('button', { k: 'cite', click: () => copy(citation(claim), t('copied.citation')) }, t('copy.citation')),
      el('button', { k: 'turtle', click: () => copy(turtle(claim), t('copied.turtle')) }, t('copy.turtle'))),
    el('p', { class: 'iri' }, link(iri(claim.n), curie(claim.n))));
}

function conditionList(c) {
  const { truth } = scenario();
  const item = (n, kind) => el('li', null, el('button', { class: 'inline', k: `cond ${kind} ${curie(n)}`, click: () => set({ cond: n }) },
    deco(`truth ${truth.get(n)}`, MARKS[truth.get(n)]), bdi(label(n))), ` ${t(`truth.${truth.get(n)}`)}`, whence(n) ? el('strong', null, ` · ${whence(n)}`) : null, muted(` · ${t(`edge.${kind}`)}`));
  return el('ul', { class: 'conditions' }, c.needs.map((n) => item(n, 'needs')), c.inherited.map((n) => item(n, 'inherits')), c.triggers.map((n) => item(n, 'trigger')), c.ends.map((n) => item(n, 'ends')));
}

// Of a condition: what is said of it, by whom, and what hangs on it.
function conditionNode(n) {
  const { truth } = scenario();
  const claims_ = (now().about.get(n) || []).concat(claims.filter((c) => now().standing.has(c.n) && one(c.block, 'requires') === n));
  const hangs = now().circuit.commitments.filter((c) => [...c.needs, ...c.inherited, ...c.triggers].includes(n));
  return el('article', { class: 'claim' },
    el('p', { class: 'kind' }, t('condition')),
    el('h3', null, bdi(label(n))),
    el('p', { class: 'value' }, el('span', { class: 'chip' }, deco(`truth ${truth.get(n)}`, MARKS[truth.get(n)]), t(`truth.${truth.get(n)}`)), whence(n) ? el('strong', null, whence(n)) : null, switches(n)),
    hangs.length ? el('h4', null, count('hangs', hangs.length)) : null,
    hangs.length ? claimList(hangs.map((c) => claimOf.get(c.position)), 'hangs') : null,
    claims_.length ? el('h4', null, t('saidOfIt')) : null,
    claimList([...new Set(claims_)], 'said'));
}

function claimList(entries, name, chosen = null) {
  const shown = entries.length > MOST_LISTED && !state.wide ? entries.slice(0, MOST_LISTED) : entries;
  return [el('ul', { class: 'claims' }, shown.map((c) => {
    const { shown: value } = says(c);
    const stance = stances.get(value);
    return el('li', null, el('button', { k: `${name} ${curie(c.n)}`, 'aria-current': chosen === c.n ? 'true' : null, click: () => set({ claim: c.n, cond: null }) },
      el('span', { class: stance ? `swatch ${stance.tone}` : 'swatch other', 'aria-hidden': 'true' }, stance ? stance.glyph : '–'),
      el('span', null, el('span', { class: 'who' }, bdi(label(c.holder))), ' ', bdi(label(c.about)), muted(` · ${valueText(c)}`))));
  })), moreOf(shown.length, entries.length)];
}

const showAll = () => el('button', { class: 'inline', k: 'more', click: () => set({ wide: true }) }, t('showAll'));
const moreOf = (n, of) => (n < of ? note(shownOf(n, of), ' ', showAll()) : null);

function evidenceView() {
  const host = $('evidence');
  const chosen = state.voice === null ? selected().map((p) => p.claim) : voicedBy(state.voice);
  const claim = state.claim === null ? null : claimOf.get(state.claim);
  const others = claim ? claims.filter((c) => c.about === claim.about && c !== claim && now().standing.has(c.n) && !chosen.includes(c)) : [];
  const silence = !chosen.length && (state.row ?? state.col ?? state.voice) !== null;
  const cut = state.voice === null ? hiddenHere() : 0;
  redraw(host,
    el('p', { class: 'selection' }, bdi(state.voice === null ? selectionName() : label(state.voice)), muted(` · ${count(state.voice === null ? 'positions' : 'voiced', chosen.length)}${cut ? ` · ${hiddenText(cut)}` : ''}`)),
    el('button', { class: 'jump inline', k: 'back', click: () => ($('matrix').querySelector('.cell[aria-pressed="true"], [aria-pressed="true"]') || $('matrix').querySelector('[tabindex="0"]')).focus() }, `${t('matrix')} ↑`),
    cut ? note(filterText(), ' ', el('button', { class: 'inline', k: 'unhide', click: () => set({ hs: [] }) }, t('showAll'))) : silence ? note(t('silenceLong')) : null,
    chosen.length > 1 || (chosen.length === 1 && chosen[0] !== claim) ? claimList(chosen, 'chosen', state.claim) : null,
    state.cond !== null && now().circuit.conditions.has(state.cond) ? conditionNode(state.cond) : claim ? claimNode(claim) : null,
    others.length ? el('h4', null, t('alsoSaid')) : null,
    others.length ? claimList(others, 'also') : null);
}

// ── Copies ──

function reportPlace(report) {
  return `${shortArticle(report.article)} ¶${number(report.block, 'paragraph')} ${number(report.block, 'spanStart')}–${number(report.block, 'spanEnd')}`;
}

function citation(claim) {
  const cites = claim.reports.map((r) => `${reportPlace(r)}  ${say(r.block, 'gist')}`).join('; ');
  return `pledgegraph ${raw.version}, ${headline(claim)}${valueText(claim) ? ` · ${valueText(claim)}` : ''}, <${iri(claim.n)}>, ${moment_()}${cites ? `. ${cites}` : ''}`;
}

const ESCAPES = { '\\': '\\\\', '"': '\\"', '\n': '\\n', '\r': '\\r', '\t': '\\t', '\b': '\\b', '\f': '\\f' };
const quoted = (text) => '"' + text.replace(/[\\"\n\r\t\b\f]/g, (c) => ESCAPES[c]) + '"';
const turtleTerm = (value) => {
  if (typeof value === 'number') return curie(value);
  if (typeof value === 'string') return quoted(value);
  if (value.length === 1) return String(value[0]);
  return typeof value[1] === 'number' ? `${quoted(value[0])}^^${curie(value[1])}` : `${quoted(value[0])}@${value[1]}`;
};

function block(n, properties) {
  const by = new Map();
  for (let at = 0; at < properties.length; at += 2) {
    const name = curie(properties[at]) === 'rdf:type' ? 'a' : curie(properties[at]);
    if (!by.has(name)) by.set(name, []);
    by.get(name).push(turtleTerm(properties[at + 1]));
  }
  return `${curie(n)} ${[...by].map(([name, values_]) => `${name} ${values_.join(' , ')}`).join(' ;\n    ')} .\n`;
}

function turtle(claim) {
  const blocks = [block(claim.n, claim.block), ...claim.reports.map((r) => block(r.n, r.block))].join('\n');
  const used = Object.entries(raw.prefixes).filter(([name]) => new RegExp(`(^|[\\s^])${name}:`).test(blocks));
  return `${used.map(([name, base]) => `@prefix ${name}: <${base}> .\n`).join('')}\n${blocks}`;
}
