// Opens pages in a browser and tells, as JSON, what is wrong with each: node look.js '{ "browser": …, "executablePath": …, "language": …, "addresses": […], "shots": … }'
// "shots" is a folder for a picture of each page at each width; left out, none are taken.
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { open, start } from './browser.js';

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const wishes = JSON.parse(process.argv[2]);
const { addresses, language, shots } = wishes;
const widths = [360, 768, 1280];
const grave = new Set(['serious', 'critical']);
const faults = [];

for (const scheme of ['light', 'dark']) {
  const browser = await start({ ...wishes, scheme });
  for (const address of addresses) {
    const { origin, pathname } = new URL(address);
    const tell = (fault) => faults.push(`${pathname} ${scheme}: ${fault}`);
    const page = await open(browser, { ...wishes, scheme }, origin, tell);
    await page.goto(address, { waitUntil: 'load' });
    if (!(await page.evaluate((tag) => document.documentElement.lang.startsWith(tag), language.slice(0, 2)))) tell('speaks another language');
    for (const width of widths) {
      await page.setViewport({ width, height: 900 });
      const wide = await page.evaluate(() => [...document.querySelectorAll('body *')]
        .filter((element) => document.documentElement.scrollWidth > innerWidth && element.getBoundingClientRect().right > innerWidth + 1)
        .slice(0, 3).map((element) => element.outerHTML.slice(0, 80)));
      if (wide.length > 0) tell(`wider than ${width}: ${wide.join(', ')}`);
      if (shots) await page.screenshot({ path: join(shots, `${pathname.replace(/[0-9a-f]{32}/g, 'ID').replaceAll('/', '-')}-${language}-${scheme}-${width}.png`), fullPage: true });
    }

    await page.evaluate(axe);
    const { violations } = await page.evaluate(() => globalThis.axe.run());
    for (const { id, impact, nodes } of violations.filter((v) => grave.has(v.impact))) {
      tell(`${impact} ${id} at ${nodes.map((node) => node.target.join(' ')).join(', ')}`);
    }

    await page.close();
  }

  await browser.close();
}

console.log(JSON.stringify(faults));
