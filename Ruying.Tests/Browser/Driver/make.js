// Makes an avatar as a person would, in one of several ways, and tells as JSON what was seen:
// node make.js '{ "executablePath": …, "way": …, "address": …, "files": […] }'
import { open, start } from './browser.js';

const { executablePath, way, address, files } = JSON.parse(process.argv[2]);
const patience = 60_000;
const camera = ['--use-fake-device-for-media-stream', '--use-fake-ui-for-media-stream', `--use-file-for-fake-video-capture=${files[0]}`, `--use-file-for-fake-audio-capture=${files[1]}`];

const faults = [];
const browser = await start({ browser: 'chrome', executablePath, language: 'en', args: way === 'record' ? camera : [] });
const page = await open(browser, {}, new URL(address).origin, (fault) => faults.push(fault));
page.setDefaultTimeout(patience);
await page.setViewport({ width: 1100, height: 1000 });
await page.goto(new URL('/avatars/new', address).href, { waitUntil: 'load' });

const text = (selector) => page.$eval(selector, (element) => element.textContent.trim());
const value = (selector) => page.$eval(selector, (element) => element.value);
const state = (wanted) => page.waitForSelector(`dialog[data-state=${wanted}]`);
const chosen = () => page.$$eval('[data-chosen] li > span:first-child', (names) => names.map((name) => name.textContent));

async function fill() {
  await page.type('input[name=name]', 'Ada');
  await page.type('input[name=consentBy]', 'Ada Lovelace');
}

async function send() {
  await Promise.all([page.waitForNavigation(), page.click('form.make > button.primary')]);
  return new URL(page.url()).pathname.split('/').pop();
}

async function drag(paths, way = ['dragEnter', 'dragOver', 'drop']) {
  const place = await (await page.$('form.make h2, form.make legend')).boundingBox();
  const session = await page.createCDPSession();
  const data = { items: [], files: paths, dragOperationsMask: 1 };
  for (const type of way) await session.send('Input.dispatchDragEvent', { type, x: place.x + 5, y: place.y + 5, data });
}

const ways = {
  async record() {
    await page.click('button[data-record=video]');
    await state('ready');
    const guide = await page.$eval('.guide', (element) => getComputedStyle(element).display !== 'none');
    await page.$eval('[data-text]', (area) => {
      area.value = 'One two three four.';
      area.dispatchEvent(new Event('input'));
    });
    await page.click('[data-start]');
    await state('counting');
    const counted = await text('[data-count]');
    await state('recording');
    const silent = await text('[data-cue]');
    await page.waitForFunction(() => document.querySelector('[data-cue]').textContent === 'Now read aloud');
    await page.waitForFunction(() => document.querySelector('[data-cue]').textContent.startsWith('Two silent'));
    await page.waitForFunction(() => document.querySelector('[data-elapsed]').textContent >= '0:08');
    await page.click('[data-stop]');
    await state('done');
    const [shown, seconds] = await page.$eval('[data-recorded]', async (video) => {
      await video.play();
      return [video.videoWidth, video.duration];
    });
    await page.click('[data-use]');
    await page.waitForFunction(() => !document.querySelector('dialog').open);
    const file = await page.$eval('input[name=file]', ({ files: [one] }) => ({ name: one.name, type: one.type, size: one.size }));
    await fill();
    return { guide, counted, silent, shown, endless: seconds === null || !Number.isFinite(seconds), file, consent: await value('textarea[name=consent]'), avatar: await send() };
  },

  async drop() {
    await drag([files[0]], ['dragEnter', 'dragOver']);
    const marked = await page.$eval('form.make', (form) => form.classList.contains('dropping'));
    await drag([files[0]], ['drop']);
    const refused = await text('[data-error]');
    const nothing = await chosen();
    await drag(files.slice(1));
    const two = await chosen();
    const left = await page.$eval('form.make', (form) => form.classList.contains('dropping'));
    await fill();
    return { marked, refused, nothing, two, left, avatar: await send() };
  },

  async reload() {
    const session = await page.createCDPSession();
    const slow = (bytes) => session.send('Network.emulateNetworkConditions', { offline: false, latency: 0, downloadThroughput: -1, uploadThroughput: bytes });
    const input = () => page.$('input[name=file]');
    await fill();
    await page.click('input[name=studio]');
    await (await input()).uploadFile(files[0]);
    await slow(400_000);
    await page.click('form.make > button.primary');
    await page.waitForFunction(() => /MB a second · about \d+:\d\d left/.test(document.querySelector('[data-pace]')?.textContent) && document.querySelector('[data-sent]').value > 20);
    const pace = await text('[data-pace]');
    const advice = await text('#advice-title');
    await page.reload({ waitUntil: 'load' });
    await slow(-1);
    const hint = await (await page.waitForSelector('[data-unfinished] li')).evaluate((item) => item.querySelector('span').textContent);
    const kept = { name: await value('input[name=name]'), by: await value('input[name=consentBy]'), consent: await value('textarea[name=consent]'), studio: await page.$eval('input[name=studio]', (box) => box.checked) };
    const offsets = [];
    page.on('request', (request) => request.method() === 'PATCH' && offsets.push(Number(request.headers()['upload-offset'])));
    await (await input()).uploadFile(files[0]);
    await page.waitForFunction(() => document.querySelector('[data-unfinished]').hidden);
    const avatar = await send();
    const after = await page.evaluate(() => sessionStorage.length);
    return { pace, advice, hint, kept, offsets, avatar, after };
  },
};

try {
  console.log(JSON.stringify({ ...(await ways[way]()), faults }));
} finally {
  await browser.close();
}
