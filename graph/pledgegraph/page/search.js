// Search over labels and aliases: what is chosen is shown where it stands.

const MOST_HITS = 12;
let hits = [];
let active = -1;

function searchable() {
  const found = new Map();
  for (const [n] of raw.rows) found.set(n, 'actor');
  for (const n of raw.columns) if (n !== OUTSIDE) found.set(n, 'pillar');
  for (const n of matters.keys()) found.set(n, 'measure');
  for (const [n] of raw.circuit.conditions) found.set(n, 'condition');
  for (const claim of claims) if (claim.about !== undefined && !found.has(claim.about)) found.set(claim.about, 'topic');
  for (const claim of recorded) for (const n of voicesOf(claim)) if (!found.has(n)) found.set(n, 'voice');
  return found;
}

// Who holds a claim, said it or passed it on.
const voicesOf = (claim) => [claim.holder, ...claim.reports.flatMap((r) => [...office(r).speaker, ...all(r.block, 'relayedBy')])].filter((n) => Number.isInteger(n));
const voicedBy = (n) => claims.filter((claim) => now().standing.has(claim.n) && voicesOf(claim).includes(n));

function seek(text) {
  const wanted = text.trim().toLowerCase();
  if (!wanted) return [];
  const score = (n) => {
    const names = [label(n), ...new Set([TERMS[n][1], TERMS[n][2], ...(TERMS[n][3] || []), TERMS[n][0]])].filter(Boolean).map((x) => x.toLowerCase());
    if (names.some((x) => x === wanted)) return 0;
    if (names[0].startsWith(wanted)) return 1;
    if (names.some((x) => x.startsWith(wanted))) return 2;
    if (names.some((x) => x.includes(` ${wanted}`))) return 3;
    return names.some((x) => x.includes(wanted)) ? 4 : 9;
  };
  const alias = (n) => (TERMS[n][3] || []).find((x) => x.toLowerCase().includes(wanted) && !label(n).toLowerCase().includes(wanted));
  return [...searchable()].map(([n, kind]) => ({ n, kind, score: score(n), alias: alias(n) })).filter((hit) => hit.score < 9)
    .sort((a, b) => a.score - b.score || byLabel(a.n, b.n));
}

function go(hit) {
  closeSearch();
  $('search').value = '';
  if (hit.kind === 'actor') choose({ row: hit.n, col: null });
  else if (hit.kind === 'pillar') choose({ row: null, col: hit.n });
  else if (hit.kind === 'voice') set({ row: null, col: null, voice: hit.n, cond: null, claim: voicedBy(hit.n)[0]?.n ?? null });
  else if (hit.kind === 'condition') set({ cond: hit.n });
  else {
    const here = now().about.get(hit.n) || [];
    const position = now().positions.find((p) => p.about === hit.n);
    const claim = position ? position.claim : here[0] || claims.find((c) => c.about === hit.n);
    const actor = position ? position.holder : matters.get(hit.n)?.actors[0];
    const column = matters.get(hit.n)?.columns[0];
    set({ row: actor ?? null, col: column === undefined ? null : raw.columns[column], claim: claim ? claim.n : null, cond: null });
  }
  announce(t('shown', { name: label(hit.n) }));
}

function closeSearch() {
  hits = [];
  active = -1;
  showHits();
}

function showHits() {
  const box_ = $('search');
  const list_ = $('hits');
  const shown = hits.slice(0, MOST_HITS);
  list_.hidden = !shown.length;
  box_.setAttribute('aria-expanded', String(Boolean(shown.length)));
  if (active >= 0) box_.setAttribute('aria-activedescendant', `hit${active}`);
  else box_.removeAttribute('aria-activedescendant');
  list_.replaceChildren(...shown.map((hit, n) => el('li', {
    id: `hit${n}`, role: 'option', 'aria-selected': n === active, mousedown: (event) => { event.preventDefault(); go(hit); },
  }, bdi(label(hit.n)), muted(` · ${t(`kind.${hit.kind}`)}`, hit.alias ? [' · ', bdi(hit.alias)] : ''))));
  if (hits.length > shown.length) list_.append(el('li', { role: 'option', 'aria-disabled': 'true', 'aria-selected': 'false', class: 'note' }, shownOf(shown.length, hits.length)));
}

function startSearch() {
  const box_ = $('search');
  box_.addEventListener('input', () => {
    hits = seek(box_.value);
    active = hits.length ? 0 : -1;
    showHits();
    if (box_.value.trim()) announce(count('hits', hits.length));
  });
  box_.addEventListener('blur', closeSearch);
  box_.addEventListener('keydown', (event) => {
    const most = Math.min(hits.length, MOST_HITS);
    if (event.key === 'ArrowDown' && most) active = (active + 1) % most;
    else if (event.key === 'ArrowUp' && most) active = (active + most - 1) % most;
    else if (event.key === 'Enter' && hits[active]) { event.preventDefault(); go(hits[active]); return; }
    else if (event.key === 'Escape') { closeSearch(); return; }
    else return;
    event.preventDefault();
    showHits();
  });
}
