import { name } from './names.js';
import { voices } from './voices.js';
import { take } from './take.js';
import { again } from './again.js';

name(document);
new MutationObserver(() => name(document)).observe(document.querySelector('.managed'), { childList: true, subtree: true });
document.querySelectorAll('form[data-import]').forEach(take);
document.querySelectorAll('[data-again]').forEach(again);
voices(document);
