import { say } from './phrases.js';
import { put } from './files.js';
import { Prompter } from './prompter.js';

/** Seconds with a closed mouth at the beginning of footage. */
const silence = 5;

/** Seconds that are counted down. */
const count = 3;

const kinds = {
  video: { picture: true, silence, types: ['video/webm;codecs=vp9,opus', 'video/webm;codecs=vp8,opus', 'video/webm', 'video/mp4'], ready: 'recorder.ready' },
  consent: { picture: true, silence: 0, types: ['video/webm;codecs=vp9,opus', 'video/webm;codecs=vp8,opus', 'video/webm', 'video/mp4'], ready: 'recorder.ready_consent' },
  sound: { picture: false, silence: 0, types: ['audio/webm;codecs=opus', 'audio/ogg;codecs=opus', 'audio/mp4'], ready: 'recorder.ready_sound' },
};

const picture = { width: { ideal: 1280 }, height: { ideal: 720 }, frameRate: { ideal: 30 }, facingMode: 'user' };
const quality = { videoBitsPerSecond: 8_000_000, audioBitsPerSecond: 160_000 };

/** Opens the recorder for the file input that a button names. */
export function record(button) {
  const dialog = document.querySelector('dialog[data-recorder]');
  if (!dialog) return;
  button.hidden = false;
  button.addEventListener('click', () => new Recorder(dialog, button).open());
}

class Recorder {
  #dialog;
  #part;
  #kind;
  #button;
  #limit;
  #prompter;
  #ending = new AbortController();
  #stream;
  #media;
  #pieces = [];
  #sound;
  #file;
  #timer;

  constructor(dialog, button) {
    this.#dialog = dialog;
    this.#button = button;
    this.#kind = kinds[button.dataset.record];
    this.#limit = Number(button.form.dataset.limit);
    this.#part = (name) => dialog.querySelector(`[data-${name}]`);
    this.#prompter = new Prompter(this.#part('prompter'), this.#part('speed'));
  }

  async open() {
    const on = (name, event, what) => this.#part(name).addEventListener(event, what, { signal: this.#ending.signal });
    on('close', 'click', () => this.#dialog.close());
    on('start', 'click', () => this.#count());
    on('stop', 'click', () => this.#stop());
    on('use', 'click', () => this.#use());
    on('again', 'click', () => this.#prepare());
    on('camera', 'change', () => this.#listen());
    on('microphone', 'change', () => this.#listen());
    on('text', 'input', () => this.#prompter.show(this.#part('text').value));
    const { signal } = this.#ending;
    this.#dialog.addEventListener('close', () => this.#end(), { signal });
    // The key for leaving ends a recording first, and takes nothing away that was recorded.
    this.#dialog.addEventListener('cancel', (event) => {
      const { state } = this.#dialog.dataset;
      if (state === 'recording') this.#stop();
      if (state === 'recording' || state === 'done') event.preventDefault();
    }, { signal });

    const kind = this.#button.dataset.record;
    const title = this.#part('title');
    title.textContent = title.dataset[kind];
    this.#dialog.classList.toggle('no-picture', !this.#kind.picture);
    this.#part('text').value = text(this.#button, this.#part('text').dataset.usual);
    this.#dialog.showModal();
    await this.#prepare();
  }

  async #prepare() {
    this.#wrong('');
    this.#drop();
    this.#elapsed('');
    this.#prompter.show(this.#part('text').value);
    await this.#listen();
  }

  /** Opens camera and microphone. */
  async #listen() {
    this.#quiet();
    this.#state('opening');
    this.#cue(say('recorder.waiting'));
    try {
      if (!navigator.mediaDevices) throw new Error(say(isSecureContext ? 'recorder.unsupported' : 'recorder.insecure'));
      if (!globalThis.MediaRecorder) throw new Error(say('recorder.unsupported'));
      const [camera, microphone] = [this.#part('camera').value, this.#part('microphone').value];
      this.#stream = await navigator.mediaDevices.getUserMedia({
        audio: { echoCancellation: false, ...(microphone && { deviceId: { exact: microphone } }) },
        video: this.#kind.picture && { ...picture, ...(camera && { deviceId: { exact: camera } }) },
      });
    } catch (failure) {
      this.#wrong(wording(failure));
      this.#state('failed');
      this.#cue('');
      return;
    }

    if (!this.#dialog.open) {
      this.#quiet();
      return;
    }

    const live = this.#part('live');
    live.srcObject = this.#kind.picture ? this.#stream : null;
    if (this.#kind.picture) live.play().catch(() => {});
    live.onresize = () => this.#part('stage').style.setProperty('--shape', live.videoWidth / live.videoHeight);
    this.#hear();
    await this.#offer();
    this.#state('ready');
    this.#cue(say(this.#kind.ready));
    this.#part('start').focus();
  }

  /** Lists the cameras and microphones, where there are several; their names are told only now. */
  async #offer() {
    const devices = await navigator.mediaDevices.enumerateDevices();
    for (const [name, kind, wanted] of [['camera', 'videoinput', this.#kind.picture], ['microphone', 'audioinput', true]]) {
      const found = devices.filter((device) => device.kind === kind && device.deviceId);
      const used = this.#stream.getTracks().find((track) => track.kind === kind.slice(0, 5))?.getSettings().deviceId;
      this.#part(`${name}s`).hidden = !wanted || found.length < 2;
      this.#part(name).replaceChildren(...found.map((device, i) => new Option(device.label || `${i + 1}`, device.deviceId, false, device.deviceId === used)));
    }
  }

  /** Shows how loud it is. */
  #hear() {
    this.#sound = new AudioContext();
    const analyser = this.#sound.createAnalyser();
    this.#sound.createMediaStreamSource(this.#stream).connect(analyser);
    const samples = new Float32Array(analyser.fftSize);
    const level = this.#part('level');
    const sound = this.#sound;
    const show = () => {
      if (sound.state === 'closed') return;
      analyser.getFloatTimeDomainData(samples);
      const peak = samples.reduce((most, sample) => Math.max(most, Math.abs(sample)), 0);
      level.value = Math.max(peak, level.value * 0.93);
      requestAnimationFrame(show);
    };
    show();
  }

  #count() {
    this.#state('counting');
    this.#cue('');
    const number = this.#part('count');
    let left = count;
    const tick = () => {
      number.textContent = left > 0 ? left : '';
      if (left === 0) this.#begin();
      else this.#timer = setTimeout(tick, 1000);
      left--;
    };
    tick();
    this.#part('prompter').focus();
  }

  #begin() {
    const mimeType = this.#kind.types.find((type) => MediaRecorder.isTypeSupported(type));
    this.#pieces = [];
    let size = 0;
    this.#media = new MediaRecorder(this.#stream, { ...quality, ...(mimeType && { mimeType }) });
    this.#media.addEventListener('dataavailable', ({ data }) => {
      this.#pieces.push(data);
      size += data.size;
      if (size > this.#limit * 0.98) this.#stop();
    });
    this.#media.addEventListener('stop', () => this.#done());
    this.#stream.getTracks().forEach((track) => track.addEventListener('ended', () => {
      if (this.#media.state === 'inactive') return;
      this.#wrong(say('recorder.lost'));
      this.#stop();
    }));
    this.#media.start(1000);
    this.#state('recording');
    this.#part('stop').focus();
    const began = performance.now();
    let reading = false;
    const tick = () => {
      const seconds = (performance.now() - began) / 1000;
      this.#elapsed(`${Math.floor(seconds / 60)}:${String(Math.floor(seconds % 60)).padStart(2, '0')}`);
      if (seconds < this.#kind.silence) this.#cue(say('recorder.silent', Math.ceil(this.#kind.silence - seconds)));
      else if (!reading) {
        reading = true;
        this.#cue(say('recorder.read'));
        this.#prompter.start(() => this.#cue(this.#kind.silence > 0 ? say('recorder.end') : say('recorder.over')));
      }

      this.#timer = setTimeout(tick, 200);
    };
    tick();
  }

  #stop() {
    clearTimeout(this.#timer);
    this.#prompter.stop();
    if (this.#media?.state !== 'inactive') this.#media?.stop();
  }

  #done() {
    const type = this.#media.mimeType.split(';')[0];
    const blob = new Blob(this.#pieces, { type });
    this.#quiet();
    if (!this.#dialog.open) return;
    if (blob.size === 0) {
      this.#wrong(say('recorder.empty'));
      this.#state('failed');
      return;
    }

    const ending = { 'video/mp4': 'mp4', 'audio/mp4': 'm4a', 'audio/ogg': 'ogg' }[type] ?? 'webm';
    const now = new Date();
    const day = new Date(now - now.getTimezoneOffset() * 60000).toISOString().slice(0, 16).replace('T', '-').replace(':', '');
    this.#file = new File([blob], `recording-${day}.${ending}`, { type, lastModified: now.getTime() });
    const shown = this.#part('recorded');
    shown.src = URL.createObjectURL(this.#file);
    Object.assign(this.#part('save'), { href: shown.src, download: this.#file.name });
    this.#state('done');
    this.#cue(say('recorder.watch'));
    this.#part('use').focus();
  }

  #use() {
    const { form, dataset } = this.#button;
    const wrong = put(form.elements[dataset.into], [this.#file]);
    if (wrong) {
      this.#wrong(wrong);
      return;
    }

    const { text: script, transcript } = form.elements;
    if (transcript && !transcript.value) {
      // A video has a script or a recording; what was read aloud is what the recording says.
      transcript.value = this.#part('text').value;
      script.value = '';
      script.dispatchEvent(new Event('input', { bubbles: true }));
    }

    this.#dialog.close();
  }

  /** Closes camera and microphone. */
  #quiet() {
    this.#stream?.getTracks().forEach((track) => track.stop());
    this.#sound?.close();
    this.#sound = undefined;
    this.#part('level').value = 0;
    this.#part('live').srcObject = null;
  }

  #drop() {
    const shown = this.#part('recorded');
    if (shown.src) URL.revokeObjectURL(shown.src);
    shown.removeAttribute('src');
    this.#part('save').removeAttribute('href');
    this.#file = undefined;
  }

  #end() {
    this.#ending.abort();
    this.#stop();
    this.#part('count').textContent = '';
    this.#quiet();
    this.#drop();
    this.#wrong('');
    this.#cue('');
    this.#button.focus();
  }

  #state(state) {
    this.#dialog.dataset.state = state;
  }

  #cue(words) {
    const cue = this.#part('cue');
    if (cue.textContent !== words) cue.textContent = words;
  }

  #wrong(words) {
    this.#part('wrong').textContent = words;
  }

  #elapsed(words) {
    this.#part('elapsed').textContent = words;
  }
}

/** What is read aloud: the words of consent, the script of a video, or a text for footage. */
function text(button, usual) {
  const { consent, text: script } = button.form.elements;
  if (button.dataset.record === 'consent') return consent.value;
  return button.dataset.record === 'sound' ? script.value : usual;
}

function wording(failure) {
  const key = {
    NotAllowedError: 'recorder.refused',
    SecurityError: 'recorder.refused',
    NotFoundError: 'recorder.absent',
    OverconstrainedError: 'recorder.absent',
    NotReadableError: 'recorder.busy',
    AbortError: 'recorder.busy',
  }[failure.name];
  return key ? say(key) : failure.message;
}
