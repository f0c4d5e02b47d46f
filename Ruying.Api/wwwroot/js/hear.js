import { say, sayProblem } from './phrases.js';
import { sentence } from './script.js';

let context;
let playing;

/** Speaks a sentence of the script at once, as its video would say it. */
export function hear(button) {
  const { form } = button;
  const words = form.querySelector('[data-heard]');
  button.hidden = false;
  button.addEventListener('click', async () => {
    const text = sentence(form.elements.text);
    playing?.stop();
    if (!text) {
      words.textContent = say('script.no_sentence');
      form.elements.text.focus();
      return;
    }

    const { avatarId, language, voice, rate, pitch, volume } = form.elements;
    await play(button, words, {
      text, avatarId: avatarId.value, language: language.value, voice: voice.value || null,
      rate: Number(rate.value), pitch: Number(pitch.value), volume: Number(volume.value),
    });
  });
}

/** Speaks what a speech preview takes, in place of what is playing; called within a click, as browsers play no sound that nobody asked for. */
export async function play(button, words, request) {
  playing?.stop();
  context ??= new AudioContext();
  await context.resume();
  words.textContent = say('preview.speaking');
  button.disabled = true;
  try {
    const sound = await context.decodeAudioData(await speak(request));
    playing = new AudioBufferSourceNode(context, { buffer: sound });
    playing.connect(context.destination);
    playing.start();
    words.textContent = '';
  } catch (failure) {
    words.textContent = failure.message;
  } finally {
    button.disabled = false;
  }
}

async function speak(request) {
  let response;
  try {
    response = await fetch('/api/v1/previews/speech', { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(request) });
  } catch {
    throw new Error(say('service.unreachable'));
  }

  if (!response.ok) throw new Error(sayProblem(await response.json()));
  return response.arrayBuffer();
}
