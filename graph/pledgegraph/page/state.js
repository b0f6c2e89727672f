// The whole state of the page, in the address bar and as text: two readers with the same line see the same.

const TRUTHS = { m: 'Met', f: 'Failed', u: 'Unknown' };
const LISTS = ['hr', 'hc', 'hs'];
const FLAGS = ['silent', 'cmp', 'wide', 'every'];
const WORDS = { lang: ['en', 'de'], theme: ['auto', 'light', 'dark'], clock: CLOCKS, which: ['A', 'B'], scope: ['all', 'chosen'] };

const defaults = () => ({
  lang: raw.lang, theme: 'auto', clock: 'said', day: raw.day, row: raw.story[0], col: raw.story[1], claim: raw.story[2], cond: null, voice: null,
  sort: 'group', find: '', scope: 'all', hr: [], hc: [], hs: [], silent: false, cmp: false, wide: false, every: false, which: 'A', A: new Map(), B: new Map(),
});
let state = { lang: raw.lang, day: raw.day, clock: 'said' };
const listeners = [];

function encode(of = state) {
  const usual = defaults();
  const out = new URLSearchParams();
  for (const name of ['lang', 'theme', 'clock', 'day', 'sort', 'find', 'scope', 'which']) if (of[name] !== usual[name]) out.append(name, of[name]);
  for (const name of ['row', 'col', 'claim', 'cond', 'voice']) if (of[name] !== usual[name]) out.append(name, of[name] === null ? '' : curie(of[name]));
  for (const name of FLAGS) if (of[name]) out.append(name, '1');
  for (const name of LISTS) for (const n of of[name]) out.append(name, curie(n));
  for (const name of ['A', 'B']) for (const [n, truth] of of[name]) out.append(name, `${truth}.${curie(n)}`);
  return out.toString();
}

function decode(text) {
  const found = defaults();
  const given = new URLSearchParams(text.replace(/^#/, ''));
  for (const [name, words] of Object.entries(WORDS)) if (words.includes(given.get(name))) found[name] = given.get(name);
  if (/^\d{4}-\d{2}-\d{2}$/.test(given.get('day') || '')) found.day = given.get('day');
  found.find = (given.get('find') || '').slice(0, 200);
  for (const name of ['row', 'col', 'claim', 'cond', 'voice']) if (given.has(name)) found[name] = given.get(name) ? term(given.get(name)) : null;
  if (found.claim !== null && !claimOf.has(found.claim)) found.claim = null;
  if (found.col !== null && !raw.columns.includes(found.col)) found.col = null;
  for (const name of FLAGS) found[name] = given.get(name) === '1';
  for (const name of LISTS) found[name] = [...new Set(given.getAll(name).map(term))].filter((n) => n !== null);
  const sort = given.get('sort') || '';
  if (SORTS.includes(sort) || (sort.startsWith('in.') && raw.columns.includes(term(sort.slice(3))))) found.sort = sort;
  for (const name of ['A', 'B']) {
    for (const entry of given.getAll(name)) {
      const n = term(entry.slice(2));
      if (n !== null && Object.hasOwn(TRUTHS, entry[0])) found[name].set(n, entry[0]);
    }
  }
  return found;
}

function set(change) {
  // Who is chosen in the matrix takes the place of whose voice is.
  state = { ...state, ...('row' in change ? { voice: null } : {}), ...change };
  publish();
  for (const listener of listeners) listener();
}

let written = null;
function publish() {
  const text = encode();
  if (text === written) return;
  written = text;
  try {
    history.replaceState(null, '', text ? `#${text}` : location.pathname + location.search);
  } catch (error) {
    location.hash = text;
  }
}

// The state as a line to mail, with what it shows in words before it.
const viewText = () => [t('title'), moment_(), assumedText(), `#${encode()}`].filter(Boolean).join(' · ');

// Whether a part of a copied state says something here: what it names has to come out as it went in.
function understood([name, value]) {
  if (!Object.hasOwn(defaults(), name)) return false;
  const got = decode(new URLSearchParams([[name, value]]).toString())[name];
  return value === '' || got === value || got === true || got?.size || (Array.isArray(got) && got.length) || (typeof got === 'number' && curie(got) === value);
}

// Opens a copied state, as mails carry it: quoted, wrapped, in brackets, with text behind. Says what became of it.
function pasteView(text) {
  const bare = text.replace(/^[\s>|]+/gm, (quote) => '\n'.repeat(quote.split('\n').length - 1));
  const named_ = bare.search(/#\s*[a-z]+=/i);
  const at = named_ < 0 ? bare.lastIndexOf('#') : named_;
  if (at < 0) return t('pasteBad');
  // Where a line ends a state may end too, or be broken: what leaves least unread is it.
  let [best, read] = [null, ''];
  for (const line of bare.slice(at + 1).trim().split(/\r?\n/)) {
    const part = line.match(/^[\p{L}\p{N}_.*~+%&=:/-]*/u)[0];
    read += part;
    const whole = read.replace(/[.:]+$/, '');
    const pairs = [...new URLSearchParams(whole)];
    const odd = pairs.filter((pair) => !understood(pair));
    if (!best || odd.length <= best.odd.length) best = { whole, pairs, odd };
    if (part !== line.trimEnd() || !part) break;
  }
  const { whole, pairs, odd } = best;
  if (odd.length && odd.length === pairs.length) return t('pasteBad');
  state = decode(whole);
  set({});
  return odd.length ? t('pastePart', { parts: odd.map((pair) => pair.join('=')).join(', ') }) : t('pasteDone');
}
