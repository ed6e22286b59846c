/** Pages in headless Chromium. */

import { chromium } from 'playwright-core';
import { AGENT, documentOf, libraries, started } from '../document.js';

const ARGUMENTS = [
  '--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking',
  '--disable-component-update', '--disable-sync',
];

/**
 * What a profile's first page of an origin does before everything else. Only a page can: what the browser clears, a page
 * in the same process may still read.
 */
const FORGET = 'localStorage.clear(); sessionStorage.clear();';

/** What the browser alone keeps, and clears. */
const BULK = 'indexeddb,cache_storage,file_systems';

/** Start the browser; `path` is its program, `page` the address of the module with the page's libraries. */
export async function start({ path, page }) {
  const linked = libraries(page);
  const browser = await chromium.launch({ executablePath: path, args: ARGUMENTS });
  const idle = [];
  const tabs = {
    take: async () => idle.pop() ?? (await Tab.open(browser)),
    giveBack: async (tab) => {
      await tab.clear();
      idle.push(tab);
    },
  };
  return {
    version: browser.version(),
    profile: (network) => new Profile(tabs, network, linked),
    close: () => browser.close(),
  };
}

/** One browser profile: what it keeps outlives its pages. */
class Profile {
  #tabs;
  #network;
  #libraries;
  /** @type {Tab | null} */
  #tab = null;
  #isOpen = false;

  constructor(tabs, network, libraries) {
    this.#tabs = tabs;
    this.#network = network;
    this.#libraries = libraries;
  }

  get isOpen() {
    return this.#isOpen;
  }

  async open({ url, referrer, title, userAgent, language, start }) {
    const scripts = [AGENT, started(start), this.#libraries];
    const answer = (request) => this.#network.answer(request);
    const tab = await this.#ownTab();
    await tab.load({ url, referrer, title, userAgent, language, scripts, answer });
    this.#isOpen = true;
  }

  async close() {
    this.#isOpen = false;
    await /** @type {Tab} */ (this.#tab).leave();
  }

  async ask(method, args) {
    return JSON.parse(await /** @type {Tab} */ (this.#tab).ask(method, JSON.stringify(args)));
  }

  /** Let the page know where the device is, if it may. */
  async place(place, permitted) {
    await (await this.#ownTab()).place(place, permitted);
  }

  async dispose() {
    if (this.#isOpen) await this.close();
    if (this.#tab) await this.#tabs.giveBack(this.#tab);
    this.#tab = null;
  }

  async #ownTab() {
    return (this.#tab ??= await this.#tabs.take());
  }
}

/**
 * A tab that one profile has after another, with nothing left of the one before: a new tab for each page takes three
 * times as long as the page.
 */
class Tab {
  #context;
  #page;
  #session;
  /**
   * The page that is open; `null` between pages.
   * @type {{ html: string, answer: (request: object) => Promise<object | null> } | null}
   */
  #open = null;
  #origins = new Set();

  static async open(browser) {
    const tab = new Tab();
    tab.#context = await browser.newContext({ serviceWorkers: 'block' });
    await tab.#context.route('**/*', (route) => tab.#answer(route));
    tab.#page = await tab.#context.newPage();
    tab.#session = await tab.#context.newCDPSession(tab.#page);
    return tab;
  }

  /** Load a page; `answer` is given each of its requests, see `Network`. */
  async load({ url, referrer, title, userAgent, language, scripts, answer }) {
    const { origin } = new URL(url);
    const first = this.#origins.has(origin) ? [] : [FORGET];
    this.#origins.add(origin);
    this.#open = { html: documentOf(title, [...first, ...scripts]), answer };
    await this.#session.send('Emulation.setUserAgentOverride', { userAgent, acceptLanguage: language });
    await this.#page.goto(url, { referer: referrer || undefined, waitUntil: 'domcontentloaded' });
  }

  /** Leave the page; the next one is in a tab of its own, as far as it can tell. */
  async leave() {
    await this.#page.evaluate(() => {
      window.__adapter.end();
      window.name = '';
      sessionStorage.clear();
      // To read cookies is to wait until those are written that have been set.
      return document.cookie;
    });
    await this.#empty();
  }

  async ask(method, argumentsJSON) {
    const asked = ([name, text]) => window.__adapter.ask(name, text);
    return this.#page.evaluate(asked, [method, argumentsJSON]);
  }

  async place(place, permitted) {
    await this.#context.clearPermissions();
    if (permitted) await this.#context.grantPermissions(['geolocation']);
    await this.#context.setGeolocation(place ? { latitude: place[0], longitude: place[1] } : null);
  }

  /** Make ready for another profile, whose first page of an origin begins with `FORGET`. */
  async clear() {
    // A page that could not be loaded is there still.
    if (this.#open !== null) await this.#empty();
    await this.#context.clearCookies();
    for (const origin of this.#origins) await this.#session.send('Storage.clearDataForOrigin', { origin, storageTypes: BULK });
    this.#origins.clear();
    await this.place(null, false);
  }

  async #empty() {
    this.#open = null;
    await this.#page.goto('about:blank');
  }

  async #answer(route) {
    const request = route.request();
    const open = this.#open;
    // A page that has been left has nobody to answer.
    if (open === null) return;
    try {
      if (request.isNavigationRequest()) {
        await route.fulfill({ contentType: 'text/html; charset=utf-8', body: open.html });
        return;
      }
      const answer = await open.answer({
        method: request.method(),
        url: request.url(),
        headers: request.headers(),
        body: request.postDataBuffer() ?? Buffer.alloc(0),
      });
      await (answer === null ? route.abort('connectionfailed') : route.fulfill(answer));
    } catch (error) {
      // Nor has one that has been left in the meantime.
      if (this.#open === open) throw error;
    }
  }
}
