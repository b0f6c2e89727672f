// The words of the page, in the chosen language.

function t(key, values) {
  const entry = raw.text[key];
  if (!entry) console.error(`no text for ${key}`);
  const text = entry ? entry[state.lang === 'de' ? 1 : 0] : key;
  return values ? text.replace(/\{(\w+)\}/g, (whole, name) => (Object.hasOwn(values, name) ? String(values[name]) : whole)) : text;
}

// One of two forms, by number.
const count = (key, n) => t(key, { n: figure(n) }).split('¦')[n === 1 ? 0 : 1];
const locale = () => (state.lang === 'de' ? 'de-DE' : 'en-GB');
const numbers = { en: new Intl.NumberFormat('en-GB'), de: new Intl.NumberFormat('de-DE') };
const figure = (n) => (n < 1000 ? String(n) : numbers[state.lang].format(n));
const collators = { en: new Intl.Collator('en-GB'), de: new Intl.Collator('de-DE') };
const byLabel = (a, b) => collators[state.lang].compare(label(a), label(b));

const dates = new Map();
function date(day, month = 'long') {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(day)) return day;
  const key = `${state.lang} ${month} ${day}`;
  if (!dates.has(key)) dates.set(key, calendar({ day: 'numeric', month, year: 'numeric' }).format(new Date(`${day}T00:00:00Z`)));
  return dates.get(key);
}
const calendar = (parts) => new Intl.DateTimeFormat(locale(), { timeZone: 'UTC', ...parts });

// Long compounds may break: at the joints of German ones, else before a syllable.
const JOINTS = [/(ungs|heits|keits|schafts|ions|täts)(?=\p{L}{4})/gu, /(militär|waffen|zusammen|friedens|truppen|bundes|unter)(?=\p{L}{6})/giu];
const syllables = (word) => word.replace(/([aeiouyäöü])((?:sch|[ckpt]h|ck|[b-df-hj-np-tvwxzß])[aeiouyäöü])(?=\p{L}{2})/giu, '$1\u00ad$2');
const breakable = (text) => JOINTS.reduce((cut, joint) => cut.replace(joint, '$1\u00ad'), text).replace(/\p{L}{13,}/gu, syllables);

const moment_ = () => t(state.clock === 'said' ? 'asSaid' : 'asPublished', { day: date(days()[dayIndex()]) });
const list = (texts) => texts.join(', ');
