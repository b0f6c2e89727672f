// Everything that the page shows is built here, node by node: text never becomes markup.

const SVG = 'http://www.w3.org/2000/svg';

const SHORT = { k: 'data-k', aria: 'aria-label' };

function fill(node, attributes, kids) {
  for (const [name, value] of Object.entries(attributes || {})) {
    if (typeof value === 'function') node.addEventListener(name, value);
    else if (Object.hasOwn(SHORT, name)) node.setAttribute(SHORT[name], value);
    else if (name.startsWith('aria-') && typeof value === 'boolean') node.setAttribute(name, String(value));
    else if (value !== null && value !== undefined && value !== false) node.setAttribute(name, value === true ? '' : value);
  }
  if (node.localName === 'button') node.type = 'button';
  node.append(...kids.flat(3).filter((kid) => kid !== null && kid !== undefined && kid !== false && kid !== ''));
  return node;
}

const el = (tag, attributes, ...kids) => fill(document.createElement(tag), attributes, kids);
// A drawing has no <bdi>: what turns the reading direction round, and what XML refuses, is replaced (lettering.py does the same).
const clean = (text) => text.replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f\ud800-\udfff\ufffe\uffff\u200e\u200f\u202a-\u202e\u2066-\u2069\ufdd0-\ufdef]/gu, '\ufffd');
const draw = (tag, attributes, ...kids) => fill(document.createElementNS(SVG, tag), attributes, kids.flat(3).map((kid) => (typeof kid === 'string' ? clean(kid) : kid)));
const $ = (id) => document.getElementById(id);

// What is there for the eye alone, and what stands back.
const deco = (look, ...kids) => el('span', { class: look, 'aria-hidden': 'true' }, kids);
const muted = (...kids) => el('span', { class: 'muted' }, kids);
const note = (...kids) => el('p', { class: 'note' }, kids);

// A name in a direction of its own, so that no label turns its neighbours around.
const bdi = (text) => el('bdi', null, text);

// Only http and https become links; every other IRI stays text.
function link(iri, text) {
  let safe = false;
  try {
    safe = ['http:', 'https:'].includes(new URL(iri).protocol);
  } catch (error) {
    safe = false;
  }
  return safe ? el('a', { href: iri, rel: 'noopener noreferrer', target: '_blank' }, bdi(text || iri)) : bdi(text || iri);
}

// Where the reader has scrolled to, by name. (To ask the page would have it laid out once for every view.)
const scrolled = new Map();
addEventListener('scroll', ({ target }) => {
  const name = target instanceof Element && target.getAttribute('data-scroll');
  if (name) scrolled.set(name, target);
}, true);

// Puts new nodes in place of a view's old ones; the focus stays on what has the same key.
function redraw(host, ...nodes) {
  const active = document.activeElement;
  const key = host.contains(active) ? active.getAttribute('data-k') : null;
  const places_ = [...scrolled].filter(([, node]) => host.contains(node)).map(([name, node]) => [name, node.scrollTop, node.scrollLeft]);
  host.replaceChildren(...nodes.flat(2).filter(Boolean));
  for (const [name, scrollTop, scrollLeft] of places_) {
    const node = host.querySelector(`[data-scroll="${name}"]`);
    if (node) scrolled.set(name, Object.assign(node, { scrollTop, scrollLeft }));
    else scrolled.delete(name);
  }
  if (key === null) return;
  const again = [...host.querySelectorAll('[data-k]')].find((node) => node.getAttribute('data-k') === key);
  if (again) again.focus({ preventScroll: true });
}

// How wide a view is; asked once for each width of the window.
const rooms = new Map();
function room(host) {
  const key = `${host.id} ${innerWidth}`;
  if (!rooms.has(key)) rooms.set(key, Math.max(300, host.clientWidth || 800));
  return rooms.get(key);
}

const FONT = getComputedStyle(document.body).fontFamily;
const pen = document.createElement('canvas').getContext('2d');
const widths = new Map();

// How wide a text is in pixels, at a size and weight of the page's own letters.
function measure(text, size, weight = 400) {
  const key = `${size} ${weight} ${text}`;
  if (!widths.has(key)) {
    if (widths.size > 20000) widths.clear();
    pen.font = `${weight} ${size}px ${FONT}`;
    widths.set(key, pen.measureText(text).width);
  }
  return widths.get(key);
}

// The text in lines no wider than wanted; what does not fit into so many lines ends in an ellipsis.
function wrap(text, width, size, most = 2, weight = 400) {
  const lines = [];
  let line = '';
  const clip = (words) => {
    const letters = [...words];
    let [low, high] = [0, letters.length];
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if (measure(`${letters.slice(0, middle).join('')}…`, size, weight) <= width) low = middle;
      else high = middle - 1;
    }
    return `${letters.slice(0, low).join('').trimEnd()}…`;
  };
  for (const word of clean(text.slice(0, most * 200)).split(/\s+/)) {
    const longer = line ? `${line} ${word}` : word;
    if (measure(longer, size, weight) <= width) {
      line = longer;
      continue;
    }
    if (lines.length === most - 1) {
      lines.push(clip(longer));
      return lines;
    }
    if (line) lines.push(line);
    line = measure(word, size, weight) <= width ? word : clip(word);
  }
  if (line) lines.push(line);
  return lines;
}

// Lines of text in a drawing.
const lines = (texts, x, y, size, attributes) =>
  draw('text', { x, y, 'font-size': size, ...attributes }, texts.map((text, n) => draw('tspan', { x, dy: n ? size * 1.25 : 0 }, text)));

// What acts as a button in a drawing, for the mouse and for the keyboard.
const pressable = (key, name, act, attributes, ...kids) =>
  draw('g', {
    role: 'button', tabindex: 0, k: key, aria: name, ...attributes, click: act,
    keydown: (event) => {
      if (event.key !== 'Enter' && event.key !== ' ') return;
      event.preventDefault();
      act(event);
    },
  }, draw('title', null, name), ...kids);

async function copy(text, said) {
  try {
    await navigator.clipboard.writeText(text);
  } catch (error) {
    const area = el('textarea', { class: 'offscreen', readonly: true, 'aria-hidden': 'true', tabindex: -1 });
    area.value = text;
    const active = document.activeElement;
    document.body.append(area);
    area.select();
    document.execCommand('copy');
    area.remove();
    if (active) active.focus({ preventScroll: true });
  }
  announce(said);
}

function announce(text) {
  const node = $('said');
  node.textContent = '';
  setTimeout(() => { node.textContent = text; }, 30);
}

function save(name, type, content) {
  const url = URL.createObjectURL(content instanceof Blob ? content : new Blob([content], { type }));
  el('a', { href: url, download: name }).click();
  setTimeout(() => URL.revokeObjectURL(url), 10000);
  announce(t('saved', { name }));
}
