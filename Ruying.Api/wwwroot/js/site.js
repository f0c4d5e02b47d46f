import { follow } from './jobs.js';
import { upload } from './upload.js';
import { pair } from './voices.js';
import { fit } from './report.js';
import { watch } from './script.js';
import { hear } from './hear.js';
import { preview } from './preview.js';
import { keep } from './drafts.js';
import { copy } from './copy.js';
import { play } from './films.js';
import { offer } from './notice.js';
import { renew } from './renew.js';
import { make } from './make.js';
import { picture } from './picture.js';

/** Gives life to a part of the page; called again for parts that are replaced. */
export function enliven(root) {
  for (const time of root.querySelectorAll('time[datetime]')) {
    time.textContent = new Date(time.dateTime).toLocaleString(document.documentElement.lang, { dateStyle: 'medium', timeStyle: 'short' });
  }
  root.querySelectorAll('[data-job]').forEach((element) => follow(element, enliven));
  make(root);
  root.querySelectorAll('form[data-upload]').forEach(upload);
  root.querySelectorAll('select[data-languages]').forEach(pair);
  root.querySelectorAll('form[data-draft]').forEach((form) => {
    watch(form);
    keep(form);
  });
  root.querySelectorAll('fieldset[data-picture]').forEach(picture);
  root.querySelectorAll('button[data-hear]').forEach(hear);
  root.querySelectorAll('button[data-see]').forEach(preview);
  root.querySelectorAll('iframe[data-fit]').forEach(fit);
  root.querySelectorAll('button[data-copy]').forEach(copy);
  root.querySelectorAll('.film').forEach(play);
  root.querySelectorAll('button[data-notify]').forEach(offer);
}

enliven(document);
renew(enliven);
