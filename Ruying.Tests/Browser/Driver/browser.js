// Starts a browser, Chromium or Firefox, that prefers a language and a colour scheme.
import puppeteer from 'puppeteer-core';

/** @param {{ browser: 'chrome' | 'firefox', executablePath: string, language: string, scheme?: 'light' | 'dark', args?: string[] }} wishes */
export function start({ browser, executablePath, language, scheme = 'light', args = [] }) {
  return puppeteer.launch(browser === 'firefox'
    ? {
        browser, executablePath, args,
        extraPrefsFirefox: { 'intl.accept_languages': language, 'layout.css.prefers-color-scheme.content-override': scheme === 'dark' ? 0 : 1 },
      }
    : {
        // A colour scheme is emulated page by page here.
        browser, executablePath, args: ['--no-sandbox', `--accept-lang=${language}`, ...args],
      });
}

/** A page whose faults are told: errors of its scripts and of the console, and requests to elsewhere. */
export async function open(browser, { browser: name, scheme = 'light' }, origin, tell) {
  const page = await browser.newPage();
  page.on('console', (message) => message.type() === 'error' && tell(message.text()));
  page.on('pageerror', (error) => tell(error.message));
  page.on('request', (request) => /^https?:/.test(request.url()) && new URL(request.url()).origin !== origin && tell(`asks elsewhere: ${request.url()}`));
  if (name !== 'firefox') await page.emulateMediaFeatures([{ name: 'prefers-color-scheme', value: scheme }]);
  return page;
}
