// What is shown, as a file: drawings as SVG and PNG, tables as CSV.

const DRAWN = ['fill', 'fill-opacity', 'stroke', 'stroke-width', 'stroke-dasharray', 'stroke-linejoin', 'opacity', 'font-size', 'font-weight', 'font-style', 'text-anchor'];
const slug = (name) => `atlas-${name}-${days()[dayIndex()] || 'day'}`;

// What a file shows besides the day: assumptions, and filters where they cut it.
const contextOf = (name) => [...(name === 'matrix' ? matrixNotes(rowsShown()) : []), assumedText(), name === 'circuit' && state.scope === 'all' ? '' : filterText()].filter(Boolean);

// A drawing that stands alone: its look is written into it, with title, day and legend.
function standalone(name) {
  const source = name === 'matrix' ? matrixDrawing() : $(name).querySelector('svg.drawing');
  if (!source) return null;
  const copy_ = source.cloneNode(true);
  if (name !== 'matrix') dress(source, copy_);
  const [width, height] = [Number(source.getAttribute('width')), Number(source.getAttribute('height'))];
  const look = getComputedStyle(document.body);
  const wide = Math.max(width + 24, 344);
  const context = [`${moment_()} · pledgegraph`, ...contextOf(name)].flatMap((line) => wrap(line, wide - 24, 11.5, 40));
  const top = 31 + context.length * 15;
  const text = (x, y, size, words, weight = 400) => draw('text', { x, y, 'font-size': size, 'font-weight': weight, fill: look.color }, words);
  const legend = [...stances.values()].reverse().map((s) => ({ text: `${s.glyph} ${label(s.n)}`, tone: s.tone }));
  if (name === 'matrix') {
    legend.push(...[...forms.values()].filter((f) => f.glyph).map((f) => ({ text: `${f.glyph} ${label(f.n)}` })), { text: `2/3 ${t('legend.share')}` },
      ...OUTLINES.map((how) => ({ text: t(`outline.${how}`), key: { how } })), { text: t('legend.partly'), key: { how: 'waits', partly: true } }, { text: `· ${t('legend.silence')}` }, { text: `…1 ${t('hidden', { n: 1 })}` });
  }
  let x = 12;
  let rows = 0;
  const keys = legend.map((entry) => {
    const lead = entry.key ? 30 : 0;
    const span = measure(entry.text, 11) + 16 + lead;
    if (x > 12 && x + span > Math.max(width, 320)) { x = 12; rows += 1; }
    const [fill_, on] = entry.tone ? toneOf(entry.tone) : ['none', look.color];
    const y = height + top + 8 + rows * 20;
    const node = draw('g', null, entry.key ? outlined(x + 2, y + 1, 24, 14, entry.key) : draw('rect', { x, y, width: span - 4, height: 16, rx: 2, fill: fill_ }), draw('text', { x: x + 5 + lead, y: y + 12, 'font-size': 11, fill: on }, entry.text));
    x += span;
    return node;
  });
  const tall = height + top + 40 + rows * 20;
  return draw('svg', { xmlns: SVG, width: wide, height: tall, viewBox: `0 0 ${wide} ${tall}`, 'font-family': FONT },
    draw('rect', { width: wide, height: tall, fill: look.backgroundColor }),
    text(12, 20, 15, `${t('title')} · ${t(name)}${name === 'chain' ? ` · ${selectionName()}` : ''}`, 700), context.map((line, n) => text(12, 37 + n * 15, 11.5, line)),
    draw('g', { transform: `translate(12,${top})` }, ...copy_.childNodes), keys);
}

function dress(from, to) {
  const [old, fresh] = [from.querySelectorAll('*'), to.querySelectorAll('*')];
  old.forEach((node, n) => {
    const look = getComputedStyle(node);
    for (const name of DRAWN) {
      const value = look.getPropertyValue(name);
      if (value) fresh[n].setAttribute(name, value);
    }
    for (const name of ['class', 'tabindex', 'data-k', 'role']) fresh[n].removeAttribute(name);
  });
}

function toneOf(tone) {
  const probe = el('span', { class: `swatch ${tone}` });
  $('probe').replaceChildren(probe);
  const look = getComputedStyle(probe);
  return [look.backgroundColor, look.color];
}

// The outline of a cell: all around, or below where only some of it hangs on something; hatched where it failed.
function outlined(x, y, width, height, { how, partly }) {
  const look = { fill: 'none', stroke: getComputedStyle(document.body).color, 'stroke-width': 2, 'stroke-dasharray': { waits: '5 3', blocked: '1.5 3', opens: 'none' }[how] };
  if (partly) return draw('line', { x1: x, x2: x + width, y1: y + height, y2: y + height, ...look, 'stroke-width': 3 });
  return [how === 'blocked' ? draw('rect', { x, y, width, height, fill: 'url(#hatch)' }) : null, draw('rect', { x, y, width, height, ...look })];
}

// The matrix is a table on the page; as a picture it is drawn from the same rows.
function matrixDrawing() {
  const table = rowsShown();
  const look = getComputedStyle(document.body);
  const [left, wide, high, head] = [210, 108, 34, 58];
  const nodes = [draw('defs', null, draw('pattern', { id: 'hatch', width: 7, height: 7, patternUnits: 'userSpaceOnUse', patternTransform: 'rotate(45)' }, draw('rect', { width: 2, height: 7, fill: '#808080', 'fill-opacity': 0.5 })))];
  let y = head;
  table.columns.forEach(({ n }, c) => nodes.push(draw('g', { fill: look.color, 'font-weight': 600 }, lines(wrap(label(n), wide - 8, 11.5, 4, 600), left + c * wide + 4, 12, 11.5, null))));
  table.rows.forEach((row, r) => {
    if (startsGroup(table, r)) {
      nodes.push(draw('text', { x: 0, y: y + 16, 'font-size': 11.5, 'font-weight': 600, fill: look.color }, t(`group.${row.group}`)));
      y += 22;
    }
    nodes.push(draw('text', { x: 0, y: y + 21, 'font-size': 12.5, fill: look.color }, wrap(label(row.n), left - 10, 12.5, 1)));
    row.cells.forEach((positions, c) => {
      const x = left + c * wide;
      const parts = segments(positions);
      const mark = row.cut[c] ? `…${row.cut[c]}` : parts.length ? '' : '·';
      if (mark) nodes.push(draw('text', parts.length ? { x: x + wide - 5, y: y + 2, 'text-anchor': 'end', 'font-size': 9, fill: look.color } : { x: x + wide / 2, y: y + 20, 'text-anchor': 'middle', 'font-size': 12, fill: look.color }, mark));
      parts.forEach((s, k) => {
        const [fill_, on] = toneOf(s.stance.tone);
        const w = (wide - 8) / parts.length;
        nodes.push(draw('rect', { x: x + 2 + k * w, y: y + 3, width: w, height: high - 6, fill: fill_ }));
        const text = [s.stance.glyph, ...marksOf(s).map(([, part]) => part)].join(' ');
        nodes.push(draw('text', { x: x + 2 + k * w + w / 2, y: y + 22, 'text-anchor': 'middle', 'font-size': Math.min(13, (13 * (w - 3)) / measure(text, 13)), fill: on }, text));
      });
      const how = outline(positions);
      if (how.how) nodes.push(outlined(x + 2, y + 3, wide - 8, high - 6, how));
    });
    y += high;
  });
  return draw('svg', { width: left + table.columns.length * wide, height: y }, nodes);
}

const svgText = (svg) => `<?xml version="1.0" encoding="UTF-8"?>\n${new XMLSerializer().serializeToString(svg)}\n`;

function exportSvg(name) {
  const svg = standalone(name);
  if (svg) save(`${slug(name)}.svg`, 'image/svg+xml', svgText(svg));
}

async function exportPng(name) {
  const svg = standalone(name);
  if (!svg) return;
  const [width, height] = ['width', 'height'].map((a) => Number(svg.getAttribute(a)));
  const scale = Math.min(2, 8000 / Math.max(width, height));
  const url = URL.createObjectURL(new Blob([svgText(svg)], { type: 'image/svg+xml' }));
  const image = new Image();
  try {
    await new Promise((done, fail) => { image.onload = done; image.onerror = fail; image.src = url; });
    const canvas = el('canvas', { width: Math.round(width * scale), height: Math.round(height * scale) });
    const pen_ = canvas.getContext('2d');
    pen_.scale(scale, scale);
    pen_.drawImage(image, 0, 0);
    const blob = await new Promise((done) => { canvas.toBlob(done, 'image/png'); });
    save(`${slug(name)}.png`, 'image/png', blob);
  } catch (error) {
    announce(t('noPng'));
  } finally {
    URL.revokeObjectURL(url);
  }
}

// A spreadsheet would run a text that starts like a formula; the apostrophe keeps it text.
const safeCell = (value) => {
  const text = /^[=+\-@\t\r]/.test(value) ? `'${value}` : String(value);
  return /[",\n\r]/.test(text) ? '"' + text.replace(/"/g, '""') + '"' : text;
};

function rowOf(claim) {
  const value = current(claim) || {};
  const commitment = now().commitment.get(claim.n);
  const how = commitment ? scenario().states.get(claim.n) : null;
  const matter = matters.get(claim.about);
  const stance = stances.get(value.value);
  return [
    curie(claim.n), label(claim.holder), label(claim.about), matter ? matter.columns.map((c) => label(raw.columns[c])).join('; ') : '',
    stance ? label(stance.n) : valueText(claim), value.form >= 0 ? label(value.form) : '', dayOf(claim), how ? stateName(how.state) : '',
    commitment ? [...commitment.needs, ...commitment.inherited].map(label).join('; ') : '', claim.reports.map(reportPlace).join('; '), scenario().clashing.length ? '' : assumedText().replace(/^.*?: /, ''),
  ];
}

const TABLES = {
  matrix: () => [...new Set(rowsShown().rows.flatMap((row) => row.positions))].map((p) => p.claim),
  chain: () => selected().map((p) => p.claim),
  timeline: () => marks().found.filter((m) => !state.hs.includes(m.stance.n) && !state.hr.includes(m.holder)).map((m) => m.claim),
  circuit: () => [...wires().nodes.values()].filter((n) => n.kind === 'position').map((n) => claimOf.get(n.n)),
  scenario: () => scenario().committed.map((c) => claimOf.get(c.position)),
};

function csvText(name) {
  const head = ['id', 'holder', 'matter', 'pillar', 'stance', 'form', 'date', 'state', 'needs', 'evidence', 'assumed'].map((c) => t(`csv.${c}`));
  return [head, ...TABLES[name]().map(rowOf)].map((cells) => cells.map(safeCell).join(',')).join('\r\n') + '\r\n';
}

function exportButtons(name) {
  const acts = [['SVG', exportSvg], ['PNG', exportPng], ['CSV', () => save(`${slug(name)}.csv`, 'text/csv', `\ufeff${csvText(name)}`)]].filter(([form]) => form === 'CSV' || name !== 'scenario');
  return el('div', { class: 'save', role: 'group', aria: t(name) }, acts.map(([form, act]) => el('button', { k: `${form} ${name}`, click: () => act(name) }, form)));
}
