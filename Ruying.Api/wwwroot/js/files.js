import { say } from './phrases.js';

const endings = {
  video: /\.(mp4|m4v|mov|mkv|webm|avi|mpe?g|ts|mts|m2ts|3gp)$/i,
  sound: /\.(wav|mp3|m4a|aac|ogg|oga|opus|flac|webm|amr)$/i,
};
const types = { video: /^video\//, sound: /^audio\/|^video\/(webm|mp4|ogg)$/ };

/** Megabytes for people. */
export const megabytes = (bytes) => (bytes / 1048576).toFixed(bytes < 10485760 ? 1 : 0);

/** What is wrong with files for an input, in words; nothing where they will do. */
export function refusal(input, files) {
  const { kind } = input.dataset;
  const wrong = [...files].find((file) => kind && !types[kind].test(file.type) && !endings[kind].test(file.name));
  if (wrong) return say(kind === 'video' ? 'upload.wrong_type' : 'upload.wrong_sound', wrong.name);
  const most = Number(input.dataset.most ?? 1);
  return files.length > most && input.multiple ? say('upload.too_many', most) : '';
}

/** Gives an input files, as if somebody had chosen them; to those that it has already where it takes several. */
export function put(input, files, instead = false) {
  const transfer = new DataTransfer();
  const kept = input.multiple && !instead ? [...input.files] : [];
  const all = input.multiple ? [...kept, ...files] : [...files].slice(0, 1);
  const wrong = refusal(input, all);
  if (wrong) return wrong;
  all.forEach((file) => transfer.items.add(file));
  input.files = transfer.files;
  input.dispatchEvent(new Event('change', { bubbles: true }));
  return '';
}

/** Lists what an input holds below it, each with a way to take it out again. */
export function list(input) {
  const place = input.form.querySelector(`[data-chosen="${input.name}"]`);
  if (!place) return;
  const show = () => {
    place.replaceChildren(...[...input.files].map((file) => {
      const item = document.createElement('li');
      const name = document.createElement('span');
      name.textContent = file.name;
      const size = document.createElement('span');
      size.className = 'quiet';
      size.textContent = say('upload.size', megabytes(file.size));
      const out = document.createElement('button');
      out.type = 'button';
      out.className = 'plain';
      out.textContent = '×';
      out.setAttribute('aria-label', say('upload.remove', file.name));
      out.addEventListener('click', () => {
        put(input, [...input.files].filter((other) => other !== file), true);
        input.focus();
      });
      item.append(name, size, out);
      return item;
    }));
    place.hidden = input.files.length === 0;
  };
  input.addEventListener('change', show);
  show();
}
