import { say } from './phrases.js';

const alphabets = [
  [/\p{Script=Hiragana}|\p{Script=Katakana}/u, ['ja']],
  [/\p{Script=Han}/u, ['zh', 'cmn']],
  [/\p{Script=Hangul}/u, ['ko']],
  [/\p{Script=Cyrillic}/u, ['ru']],
  [/\p{Script=Arabic}/u, ['ar']],
  [/\p{Script=Devanagari}/u, ['hi']],
  [/\p{Script=Greek}/u, ['el']],
  [/\p{Script=Hebrew}/u, ['he']],
];

const frequent = {
  en: ['the', 'and', 'is', 'of', 'to', 'you', 'this', 'with', 'are', 'we'],
  de: ['der', 'die', 'das', 'und', 'ist', 'nicht', 'ein', 'wir', 'sie', 'mit'],
  fr: ['le', 'les', 'et', 'est', 'une', 'des', 'vous', 'nous', 'dans', 'que'],
  es: ['el', 'los', 'y', 'es', 'una', 'que', 'por', 'con', 'para', 'las'],
  it: ['il', 'che', 'è', 'una', 'di', 'per', 'con', 'sono', 'gli', 'della'],
  pt: ['o', 'os', 'e', 'é', 'uma', 'que', 'não', 'com', 'para', 'você'],
  nl: ['het', 'een', 'en', 'is', 'van', 'niet', 'wij', 'met', 'voor', 'dat'],
};

/** Units that are counted: a character where words have no spaces between them, a word elsewhere. */
const units = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}]|(?:(?![\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}])[\p{L}\p{N}'’-])+/gu;
const dense = /^[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}]$/u;

/** How many words a script has, and about how many seconds it takes at the usual speed. */
export function measure(text) {
  const found = (text.match(units) ?? []).filter((unit) => /[\p{L}\p{N}]/u.test(unit));
  const seconds = found.reduce((sum, unit) => sum + (dense.test(unit) ? 0.24 : 0.4), 0);
  return { words: found.length, seconds };
}

/** The tags of a script's language, most usual first; none where it cannot be told. */
export function detect(text) {
  const alphabet = alphabets.find(([letters]) => letters.test(text));
  if (alphabet) return alphabet[1];
  const words = text.toLowerCase().match(/\p{L}+/gu) ?? [];
  const scores = Object.entries(frequent).map(([tag, list]) => [tag, words.filter((word) => list.includes(word)).length]);
  const [best, second] = scores.sort((a, b) => b[1] - a[1]);
  return best[1] > 1 && best[1] > second[1] ? [best[0]] : [];
}

/** The script's first sentence, or what is marked of it; no longer than what is spoken at once. */
export function sentence(area, most = 500) {
  const marked = area.value.slice(area.selectionStart, area.selectionEnd).trim();
  const text = area.value.trim();
  return (marked || (text.match(/^.*?[.!?。！？](?=\s|$|[^\s.!?])/su)?.[0] ?? text)).slice(0, most);
}

/** Shows a script's length while it is written, and chooses its language until somebody has. */
export function watch(form) {
  const { text, language, rate } = form.elements;
  const length = form.querySelector('[data-length]');
  let chosen = text.value !== '';
  const show = () => {
    const { words, seconds } = measure(text.value);
    const whole = Math.round(seconds / (Number(rate.value) || 1));
    length.textContent = words === 0 ? '' : say('script.length', words, `${Math.floor(whole / 60)}:${String(whole % 60).padStart(2, '0')}`);
    const tag = chosen ? undefined : detect(text.value).find((known) => [...language.options].some((option) => option.value === known));
    if (tag && tag !== language.value) {
      language.value = tag;
      language.dispatchEvent(new CustomEvent('change', { bubbles: true, detail: 'detected' }));
    }
  };
  language.addEventListener('change', (event) => (chosen ||= event.detail !== 'detected'));
  text.addEventListener('input', show);
  rate.addEventListener('input', show);
  show();
}
