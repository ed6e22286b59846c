/** Pages in jsdom. */

import { Script } from 'node:vm';
import { CookieJar, JSDOM, VirtualConsole, requestInterceptor } from 'jsdom';
import { AGENT, documentOf, libraries, started } from '../document.js';

const agent = new Script(AGENT, { filename: 'agent.js' });

/** There is nothing to start; `page` is the address of the module with the page's libraries. */
export async function start({ page }) {
  // Compiled once: inside the document, each page would read it anew.
  const linked = new Script(libraries(page), { filename: 'page.js' });
  return { profile: (network) => new Profile(network, linked), close: async () => {} };
}

/** One browser profile: what it keeps outlives its pages. */
class Profile {
  #network;
  #libraries;
  #jar = new CookieJar(undefined, { looseMode: true });
  #stored = new Map();
  /** @type {any} */
  #dom = null;

  constructor(network, libraries) {
    this.#network = network;
    this.#libraries = libraries;
  }

  get isOpen() {
    return this.#dom !== null;
  }

  async open({ url, referrer, title, userAgent, language, start }) {
    const { origin } = new URL(url);
    this.#dom = new JSDOM(documentOf(title), {
      url,
      referrer: referrer || undefined,
      runScripts: 'dangerously',
      cookieJar: this.#jar,
      virtualConsole: heard(),
      resources: { userAgent, interceptors: [requestInterceptor((request) => this.#answer(request))] },
      beforeParse: (window) => {
        window.__turn = (resolve) => void setImmediate(resolve);
        define(window.navigator, { language, languages: Object.freeze([language]) });
        for (const [key, value] of this.#stored.get(origin) ?? []) window.localStorage.setItem(key, value);
      },
    });
    const context = this.#dom.getInternalVMContext();
    for (const script of [agent, new Script(started(start)), this.#libraries]) script.runInContext(context);
  }

  async close() {
    const { window } = this.#dom;
    this.#stored.set(window.location.origin, Object.entries(window.localStorage));
    this.#dom = null;
    window.close();
  }

  async ask(method, args) {
    return JSON.parse(await this.#dom.window.__adapter.ask(method, JSON.stringify(args)));
  }

  async dispose() {
    if (this.isOpen) await this.close();
  }

  /** jsdom has nothing to tell of this. */
  async place() {}

  async #answer(request) {
    const body = Buffer.from(await request.arrayBuffer());
    const headers = Object.fromEntries(request.headers);
    const answer = await this.#network.answer({ method: request.method, url: request.url, headers, body });
    if (answer === null) throw new TypeError('no answer');
    return new Response(answer.body, { status: answer.status, headers: answer.headers });
  }
}

function define(target, values) {
  for (const [property, value] of Object.entries(values)) Object.defineProperty(target, property, { value });
}

function heard() {
  const console = new VirtualConsole();
  for (const level of ['error', 'warn']) {
    console.on(level, (...said) => process.stderr.write(`${level}: ${said.join(' ')}\n`));
  }
  console.on('jsdomError', (error) => process.stderr.write(`${error.message}\n`));
  return console;
}
