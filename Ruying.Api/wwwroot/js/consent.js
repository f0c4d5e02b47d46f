/** Puts the name of who agrees into the usual words of consent, until somebody wrote other words. */
export function name(words) {
  const person = words.form.elements.consentBy;
  const usual = () => (person.value.trim() ? words.dataset.named.replace('{0}', person.value.trim()) : words.dataset.usual);
  let given = [words.dataset.usual, usual()].includes(words.value.trim()) ? words.value : null;
  const write = () => {
    if (given === null || words.value !== given) return;
    given = usual();
    words.value = given;
  };
  person.addEventListener('input', write);
  words.addEventListener('input', () => (given = words.value.trim() === usual() ? words.value : null));
  write();
}
