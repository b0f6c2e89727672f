// Drop the article on the page: its hash is checked here, every coded passage is coloured, the rest stays bare.

let loaded = null;
let refused = '';

const hex = (buffer) => [...new Uint8Array(buffer)].map((byte) => byte.toString(16).padStart(2, '0')).join('');
const digest = async (bytes) => hex(await crypto.subtle.digest('SHA-256', bytes));

async function readArticle(file) {
  refused = '';
  if (!globalThis.crypto || !crypto.subtle) {
    refused = t('noDigest');
    articleView();
    return;
  }
  try {
    const bytes = await file.arrayBuffer();
    const hash = await digest(bytes);
    const article = [...articles.values()].find((a) => a.hash === hash);
    if (!article) {
      loaded = null;
      refused = t('wrongHash', { name: file.name, hash });
    } else loaded = await analyse(article, new TextDecoder('utf-8', { ignoreBOM: true }).decode(bytes), file.name);
  } catch (error) {
    loaded = null;
    refused = t('unreadable', { name: file.name });
  }
  last.clear();
  render();
  announce(refused || t('articleRead', { name: label(loaded.article) }));
}

// Offsets count code points, as the record does: an emoji is one.
async function analyse(article, text, name) {
  const points = Array.from(text);
  const spans = [];
  const encoder = new TextEncoder();
  for (const report of reports.values()) {
    if (report.article !== article.n) continue;
    const [start, end] = [number(report.block, 'spanStart'), number(report.block, 'spanEnd')];
    const right = end <= points.length && (await digest(encoder.encode(points.slice(start, end).join('')))).slice(0, 8) === plain(one(report.block, 'spanHash') ?? '');
    spans.push({ report, start, end, right });
  }
  spans.sort((a, b) => a.start - b.start || a.end - b.end);
  const paragraphs = [];
  let start = 0;
  for (let at = 0; at <= points.length; at += 1) {
    if (at < points.length && points[at] !== '\n') continue;
    if (points.slice(start, at).join('').trim()) paragraphs.push({ start, end: at });
    start = at + 1;
  }
  return { article: article.n, name, points, spans, paragraphs };
}

// The stretches of a paragraph between which the covering passages change.
function stretches({ start, end }, spans) {
  const here = spans.filter((s) => s.start < end && s.end > start);
  const cuts = [...new Set([start, end, ...here.flatMap((s) => [Math.max(start, s.start), Math.min(end, s.end)])])].sort((a, b) => a - b);
  return cuts.slice(1).map((to, n) => ({ from: cuts[n], to, spans: here.filter((s) => s.start <= cuts[n] && s.end >= to) }));
}

const shownClaim = (span) => claimOfReport.get(span.report.n);

function articleView() {
  const host = $('article');
  const input = el('input', { type: 'file', accept: '.txt,text/plain', k: 'file', id: 'file', change: (event) => { if (event.target.files[0]) readArticle(event.target.files[0]); } });
  const zone = el('div', { class: 'drop', dragover: (event) => { event.preventDefault(); zone.classList.add('over'); }, dragleave: () => zone.classList.remove('over'), drop: (event) => {
    event.preventDefault();
    event.stopPropagation();
    zone.classList.remove('over');
    if (event.dataTransfer.files[0]) readArticle(event.dataTransfer.files[0]);
  } }, el('label', { for: 'file' }, t('drop')), input, note(t('staysHere')));
  if (!loaded) {
    redraw(host, zone, refused ? el('p', { class: 'warning' }, refused) : null,
      el('ul', { class: 'hashes' }, [...articles.values()].map((a) => el('li', null, bdi(label(a.n)), ' ', el('code', null, a.hash.slice(0, 16)), '…'))));
    return;
  }
  const covered = new Set(loaded.spans.flatMap((s) => Array.from({ length: Math.max(0, Math.min(s.end, loaded.points.length) - s.start) }, (_, n) => s.start + n)));
  const inked = loaded.points.filter((c) => c.trim()).length;
  const coded = [...covered].filter((n) => loaded.points[n].trim()).length;
  const wrong = loaded.spans.filter((s) => !s.right);
  const past = loaded.spans.filter((s) => never(shownClaim(s))).length;
  const bare = loaded.paragraphs.filter((p) => !loaded.spans.some((s) => s.start < p.end && s.end > p.start)).length;
  const claim = state.claim === null ? null : claimOf.get(state.claim);
  const piece = ({ from, to, spans }, n) => {
    const text = loaded.points.slice(from, to).join('');
    if (!spans.length) return text;
    const held = [...new Set(spans.map(shownClaim))].sort((a, b) => never(a) - never(b));
    const ranked = held.filter((c) => held.every(never) || !never(c)).map((c) => stances.get(says(c).shown)).filter(Boolean).sort((a, b) => b.rank - a.rank)[0];
    const on = held.includes(claim);
    const names = held.map((c) => `${headline(c)}${never(c) ? ` (${t('neverCurrent')})` : ''}`);
    const next = () => {
      const chosen = held[(held.indexOf(claim) + 1) % held.length];
      set({ claim: chosen.n, cond: null });
      const name = $('claimname');
      name.tabIndex = -1;
      name.scrollIntoView({ block: 'center', behavior: 'instant' });
      name.focus({ preventScroll: true });
    };
    return el('mark', {
      class: `${held.every(never) ? 'never' : ranked ? ranked.tone : 'other'}${on ? ' on' : ''}`, role: 'button', tabindex: 0, k: `passage ${from} ${to}`, 'data-from': from, click: next,
      aria: `${text} (${names.join('; ')})`, title: names.join('\n'),
      keydown: (event) => { if (event.key === 'Enter' || event.key === ' ') { event.preventDefault(); next(); } },
    }, text, n === -1 ? null : held.length > 1 ? el('sup', { 'aria-hidden': 'true' }, figure(held.length)) : null);
  };
  const keys = [...[...stances.values()].reverse().map((s) => [s.tone, s.glyph, label(s.n)]), ['other', '', t('key.other')], ['never', '', t('neverCurrent')], ['other', '2', t('key.several')]];
  redraw(host, zone,
    el('div', { class: 'legend' }, el('ul', { class: 'marks', aria: t('key.article') }, keys.map(([tone, sign, text]) => el('li', null, deco(`swatch ${tone}`, sign), text)))),
    el('p', { class: 'proof' }, el('strong', null, bdi(label(loaded.article))), ' · ', t('hashRight'), ' · ',
      wrong.length ? t('passagesWrong', { n: figure(wrong.length), m: figure(loaded.spans.length) }) : t('passagesRight', { n: figure(loaded.spans.length) }), ' · ',
      past ? [t('ofThemNever', { n: figure(past) }), ' · '] : null,
      t('coverage', { share: figure(Math.round((100 * coded) / Math.max(1, inked))), bare: figure(bare), m: figure(loaded.paragraphs.length) })),
    el('div', { class: 'text', 'data-scroll': 'article', tabindex: 0, role: 'group', aria: label(loaded.article) },
      loaded.paragraphs.map((p, n) => el('div', { class: 'para' }, el('span', { class: 'num' }, `¶${n + 1}`), el('p', { lang: raw.articleLang || null }, stretches(p, loaded.spans).map(piece))))));
}

function jumpTo(report) {
  const start = number(report.block, 'spanStart');
  const node = [...$('article').querySelectorAll('mark')].find((m) => Number(m.getAttribute('data-from')) >= start);
  if (!node) return;
  node.scrollIntoView({ block: 'center' });
  node.focus({ preventScroll: true });
}
