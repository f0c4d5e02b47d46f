// A person's whole way through the pages, in Chromium: node journey.js '{ "executablePath": …, "address": …, "footage": …, "folder": … }'
// Tells what it saw, as JSON; what it downloaded lies in the folder. "shots" is a folder for pictures on the way; left out, none are taken.
import { statSync } from 'node:fs';
import { join } from 'node:path';
import { open, start } from './browser.js';
import { line } from './line.js';

const { executablePath, footage, folder, shots, name = 'The traveller', script = 'Good morning, everybody. This was never filmed, and it says so.', language = 'en', scheme = 'light', ...service } = JSON.parse(process.argv[2]);
const wire = await line(service.address);
const { address } = wire;
const minutes = 60_000;
const uploadBytesPerSecond = Math.max(50_000, Math.round(statSync(footage).size / 8));
const seen = { faults: [] };
let leaving = false;

const browser = await start({ browser: 'chrome', executablePath, language, args: ['--autoplay-policy=no-user-gesture-required'] });
const page = await open(browser, { scheme }, new URL(address).origin, (fault) => leaving || seen.faults.push(fault));
await page.setViewport({ width: 1280, height: 900 });
const network = await page.createCDPSession();
await network.send('Network.enable');
await network.send('Browser.setDownloadBehavior', { behavior: 'allow', downloadPath: folder, eventsEnabled: true });
const slow = (uploadThroughput) => network.send('Network.emulateNetworkConditions', { offline: false, latency: 0, downloadThroughput: -1, uploadThroughput });
const until = (condition, timeout = 3 * minutes, ...values) => page.waitForFunction(condition, { timeout, polling: 100 }, ...values);
const shoot = async (step) => shots && page.screenshot({ path: join(shots, `${step}.jpg`), type: 'jpeg', quality: 85 });
const press = async (selector) => {
  await page.waitForSelector(selector, { visible: true, timeout: minutes });
  await page.$eval(selector, (element) => element.click());
};

// A player that has nothing to load any more shows no spinner.
const settle = () => shots && until(() => [...document.querySelectorAll('video.player:not([hidden])')].every((video) => video.readyState === 4 && !video.seeking)).then(() => new Promise((done) => setTimeout(done, 1000)));

try {
  // 1. Drag the clip onto the form, break the connection in the middle, reload, go on from there.
  await page.goto(new URL('/avatars/new', address).href, { waitUntil: 'load' });
  const form = await page.waitForSelector('form[data-upload="/api/v1/avatars"]');
  await shoot('1-new-avatar');
  const drop = async () => {
    const { x, y, width } = await (await page.$('form .drop')).boundingBox();
    const place = { x: x + width / 2, y: y + 20, data: { items: [], files: [footage], dragOperationsMask: 1 } };
    for (const type of ['dragEnter', 'dragOver', 'drop']) await network.send('Input.dispatchDragEvent', { type, ...place });
    await until(() => document.querySelector('form input[name=file]').files.length === 1);
  };
  await drop();
  await page.$eval('input[name=name]', (field) => (field.value = ''));
  await page.type('input[name=name]', name);
  await page.type('input[name=consentBy]', 'The person');
  await shoot('2-dropped');
  await slow(uploadBytesPerSecond);
  await press('form[data-upload] button.primary');
  await until(() => document.querySelector('[data-sent]').value > 25);
  leaving = true; // What breaks the connection is told on the console.
  wire.cut();
  await until(() => document.querySelector('[data-broken]').textContent !== '');
  seen.broken = await page.$eval('[data-broken]', (words) => words.textContent);
  await shoot('3-broken');
  wire.mend();
  await until(() => document.querySelector('[data-sent]').value > 50);
  await page.reload({ waitUntil: 'load' });
  leaving = false;
  seen.nameAfterReload = await page.$eval('input[name=name]', (field) => field.value);
  seen.offsets = [];
  page.on('response', (response) => response.request().method() === 'HEAD' && seen.offsets.push(Number(response.headers()['upload-offset'])));
  await slow(-1);
  await drop();
  await press('form[data-upload] button.primary');

  // 2. The avatar; footage that could be better is built anyway.
  await page.waitForFunction(() => /^\/avatars\/[0-9a-f]{32}$/.test(location.pathname), { timeout: 2 * minutes });
  await shoot('4-building');
  await until(() => document.querySelector('form[data-draft]') || document.querySelector('form[action*="handler=Build"]'), 10 * minutes);
  seen.reviewed = (await page.$('form[action*="handler=Build"]')) !== null;
  if (seen.reviewed) {
    await shoot('5-review');
    await press('form[action*="handler=Build"] button');
    await until(() => document.querySelector('form[data-draft]'), 10 * minutes);
  }

  // 3. The script: counted, its language told, kept as a draft, heard, its beginning seen.
  await page.type('textarea[name=text]', script);
  await until(() => document.querySelector('[data-kept]').textContent !== '');
  seen.length = await page.$eval('[data-length]', (words) => words.textContent);
  await press('button[data-hear]');
  await until(() => !document.querySelector('button[data-hear]').disabled && document.querySelector('[data-heard]').textContent === '');
  const asked = Date.now();
  await press('button[data-see]');
  await until(() => document.querySelector('[data-preview]').readyState >= 2, 3 * minutes);
  seen.previewAfterSeconds = (Date.now() - asked) / 1000;
  seen.previewSeconds = await page.$eval('[data-preview]', (video) => video.duration);
  await page.$eval('[data-preview]', (video) => video.scrollIntoView({ block: 'center', behavior: 'instant' }));
  await settle();
  await shoot('6-preview');

  // 4. The video: watched, cancelled, started again, ready.
  await page.$eval('form[data-draft] button.primary', (button) => button.click());
  await page.waitForFunction(() => /^\/videos\/[0-9a-f]{32}$/.test(location.pathname), { timeout: minutes });
  await press('form[action*="handler=Cancel"] button');
  await until(() => document.querySelector('form[action*="handler=Retry"]'), minutes);
  seen.cancelled = true;
  await shoot('7-cancelled');
  await press('form[action*="handler=Retry"] button');
  await until(() => document.querySelector('.progress'), minutes);
  await until(() => !document.querySelector('[data-job-frame]')?.hidden || document.querySelector('video.player'), 5 * minutes);
  seen.frameShown = (await page.$('[data-job-frame]:not([hidden])')) !== null;
  seen.title = await page.title();
  await shoot('8-rendering');
  await until(() => document.querySelector('video.player')?.readyState >= 1, 10 * minutes);
  seen.seconds = await page.$eval('video.player', (video) => video.duration);
  await page.$eval('video.player', (video) => (video.currentTime = 1));
  await settle();
  await shoot('9-video');

  // 5. Taken away and shared.
  const downloaded = new Promise((done) => network.on('Browser.downloadProgress', ({ state, guid }) => state === 'completed' && done(guid)));
  network.on('Browser.downloadWillBegin', ({ suggestedFilename }) => (seen.file = suggestedFilename));
  await press('a.primary[download]');
  await downloaded;
  await press('form[action*="handler=Share"] button');
  await page.waitForSelector('#share-link');
  const link = await page.$eval('#share-link', (shown) => shown.textContent);
  await shoot('10-shared');
  const visitor = await browser.createBrowserContext();
  const theirs = await visitor.newPage();
  seen.sharedStatus = (await theirs.goto(link)).status();
  seen.sharedPlays = await theirs.waitForFunction(() => document.querySelector('video')?.readyState >= 1, { timeout: minutes }).then(() => true);

  // 6. The list of jobs has them all.
  await page.goto(new URL('/jobs', address).href, { waitUntil: 'load' });
  seen.jobs = await page.$$eval('.job', (jobs) => jobs.length);
  await shoot('11-jobs');
} catch (failure) {
  await shoot('failed');
  throw new Error(`${failure.message}\nat ${page.url()}: ${await page.$eval('main', (main) => main.innerText.slice(-900)).catch(() => '')}\nseen: ${JSON.stringify(seen)}`);
} finally {
  await browser.close();
  wire.close();
}

console.log(JSON.stringify(seen));
