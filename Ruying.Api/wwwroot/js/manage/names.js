const names = new Intl.DisplayNames([document.documentElement.lang], { type: 'language', fallback: 'none' });

/** Puts languages' names in the place of their tags, where the browser knows them: now, and in parts of the page that come later. */
export function name(root) {
  for (const element of root.querySelectorAll('[data-language-name]')) {
    const tag = element.dataset.languageName;
    delete element.dataset.languageName;
    try {
      element.textContent = names.of(tag) ?? tag;
    } catch {
      // Not a tag that browsers take, such as one of an engine's own: it stays.
    }
  }
}
