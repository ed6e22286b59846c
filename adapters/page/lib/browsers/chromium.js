/** Pages in headless Chromium. */

import { fileURLToPath } from 'node:url';
import { chromium } from 'playwright-core';
import { AGENT, documentOf, started } from '../document.js';
import { link } from '../linker.js';

const ARGUMENTS = [
  '--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking',
  '--disable-component-update', '--disable-sync',
];

/** Start the browser; `path` is its program, `stack` the address of the module with the page's libraries. */
export async function start({ path, stack }) {
  const libraries = link(fileURLToPath(stack));
  const browser = await chromium.launch({ executablePath: path, args: ARGUMENTS });
  return {
    version: browser.version(),
    profile: (network) => new Profile(browser, network, libraries),
    close: () => browser.close(),
  };
}

/** One browser profile: what it keeps outlives its pages. */
class Profile {
  #browser;
  #network;
  #libraries;
  #context = null;
  #page = null;
  #html = '';

  constructor(browser, network, libraries) {
    this.#browser = browser;
    this.#network = network;
    this.#libraries = libraries;
  }

  get isOpen() {
    return this.#page !== null;
  }

  async open({ url, referrer, title, userAgent, language, start }) {
    this.#html = documentOf(title, [AGENT, started(start), this.#libraries]);
    this.#context ??= await this.#newContext();
    const page = await this.#context.newPage();
    const session = await this.#context.newCDPSession(page);
    await session.send('Emulation.setUserAgentOverride', { userAgent, acceptLanguage: language });
    await page.goto(url, { referer: referrer || undefined, waitUntil: 'domcontentloaded' });
    this.#page = page;
  }

  async close() {
    const page = this.#page;
    this.#page = null;
    await page.close();
  }

  async ask(method, args) {
    const asked = ([name, text]) => window.__adapter.ask(name, text);
    return JSON.parse(await this.#page.evaluate(asked, [method, JSON.stringify(args)]));
  }

  /** Let the page know where the device is, if it may. */
  async place(place, permitted) {
    this.#context ??= await this.#newContext();
    await this.#context.clearPermissions();
    if (permitted) await this.#context.grantPermissions(['geolocation']);
    await this.#context.setGeolocation(place ? { latitude: place[0], longitude: place[1] } : null);
  }

  async dispose() {
    this.#page = null;
    await this.#context?.close();
    this.#context = null;
  }

  async #newContext() {
    const context = await this.#browser.newContext({ serviceWorkers: 'block' });
    await context.route('**/*', (route) => this.#answer(route));
    return context;
  }

  async #answer(route) {
    const request = route.request();
    if (request.isNavigationRequest()) {
      await route.fulfill({ contentType: 'text/html; charset=utf-8', body: this.#html });
      return;
    }
    const page = this.#page;
    try {
      const answer = await this.#network.answer({
        method: request.method(),
        url: request.url(),
        headers: request.headers(),
        body: request.postDataBuffer() ?? Buffer.alloc(0),
      });
      await (answer === null ? route.abort('connectionfailed') : route.fulfill(answer));
    } catch (error) {
      // A page that has been left has nobody to answer.
      if (this.#page === page) throw error;
    }
  }
}
