/** Offers only the voices of the language that is chosen. */
export function pair(languages) {
  const voices = languages.form.querySelector('select[data-voices]');
  const [own, ...all] = voices.options;
  const choose = () => {
    const chosen = voices.value;
    const fitting = all.filter((voice) => voice.dataset.language.split('-')[0] === languages.value);
    voices.replaceChildren(own, ...fitting);
    voices.value = fitting.some((voice) => voice.value === chosen) ? chosen : '';
  };
  languages.addEventListener('change', choose);
  choose();
}
