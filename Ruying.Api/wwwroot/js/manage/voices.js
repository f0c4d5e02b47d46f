import { play } from '../hear.js';

/** What a voice says where nobody wrote anything. */
const sentences = {
  ar: 'مرحبًا، هذا صوتي.',
  ca: 'Hola, aquesta és la meva veu.',
  cmn: '你好，这就是我的声音。',
  cs: 'Dobrý den, toto je můj hlas.',
  da: 'Goddag, det her er min stemme.',
  de: 'Guten Tag, so klingt meine Stimme.',
  el: 'Γεια σας, αυτή είναι η φωνή μου.',
  en: 'Hello, this is what my voice sounds like.',
  es: 'Hola, así suena mi voz.',
  fi: 'Hei, tältä ääneni kuulostaa.',
  fr: 'Bonjour, voici ma voix.',
  hi: 'नमस्ते, यह मेरी आवाज़ है।',
  hu: 'Jó napot, így szól a hangom.',
  it: 'Buongiorno, questa è la mia voce.',
  ja: 'こんにちは、これが私の声です。',
  ko: '안녕하세요, 제 목소리입니다.',
  nb: 'Hei, slik høres stemmen min ut.',
  nl: 'Goedendag, zo klinkt mijn stem.',
  pl: 'Dzień dobry, tak brzmi mój głos.',
  pt: 'Olá, esta é a minha voz.',
  ro: 'Bună ziua, aceasta este vocea mea.',
  ru: 'Здравствуйте, так звучит мой голос.',
  sv: 'Hej, så här låter min röst.',
  tr: 'Merhaba, sesim böyle.',
  uk: 'Вітаю, так звучить мій голос.',
  vi: 'Xin chào, đây là giọng nói của tôi.',
  zh: '你好，这就是我的声音。',
};

/** Lets the voices of a list be heard: with the sentence that was written above it, or else with one of their language. */
export function voices(root) {
  const field = root.querySelector('[data-say]');
  if (!field) return;
  const words = root.querySelector('[data-said]');
  field.hidden = false;
  for (const button of root.querySelectorAll('button[data-voice]')) {
    const { voice, voiceLanguage: language } = button.dataset;
    button.hidden = false;
    button.addEventListener('click', () => play(button, words, { text: field.querySelector('input').value.trim() || usual(language), language, voice }));
  }
}

/** A sentence of the language; its name and some numbers, which every engine reads in its own, where we have none. */
function usual(language) {
  const [tag] = language.split('-');
  return sentences[tag] ?? `${new Intl.DisplayNames([language], { type: 'language' }).of(tag)}. 1, 2, 3, 4, 5.`;
}
