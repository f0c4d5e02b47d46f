// Opens pages in Chromium and tells, as JSON, what is wrong with each: node look.js CHROMIUM LANGUAGE ADDRESS...
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import puppeteer from 'puppeteer-core';

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const [executablePath, language, ...addresses] = process.argv.slice(2);
const widths = [360, 768, 1280];
const grave = new Set(['serious', 'critical']);

const browser = await puppeteer.launch({ executablePath, args: ['--no-sandbox'] });
const faults = [];
for (const address of addresses) {
  const page = await browser.newPage();
  const { origin, pathname } = new URL(address);
  const tell = (fault) => faults.push(`${pathname}: ${fault}`);
  page.on('console', (message) => message.type() === 'error' && tell(message.text()));
  page.on('pageerror', (error) => tell(error.message));
  // What a data address holds is in the page, or in the browser's own style.
  page.on('request', (request) => !request.url().startsWith('data:') && new URL(request.url()).origin !== origin && tell(`asks elsewhere: ${request.url()}`));
  await page.setExtraHTTPHeaders({ 'accept-language': language });
  for (const scheme of ['light', 'dark']) {
    await page.emulateMediaFeatures([{ name: 'prefers-color-scheme', value: scheme }]);
    await page.goto(address, { waitUntil: 'load' });
    for (const width of widths) {
      await page.setViewport({ width, height: 900 });
      if (await page.evaluate(() => document.documentElement.scrollWidth > innerWidth)) tell(`wider than ${width}`);
    }

    await page.evaluate(axe);
    const { violations } = await page.evaluate(() => globalThis.axe.run());
    for (const { id, impact, nodes } of violations.filter((v) => grave.has(v.impact))) {
      tell(`${scheme} ${impact} ${id} at ${nodes.map((node) => node.target.join(' ')).join(', ')}`);
    }
  }

  await page.close();
}

await browser.close();
console.log(JSON.stringify(faults));
