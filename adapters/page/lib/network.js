/** The network of one browser: Amplitude is where the harness says, the rest of the world is here. */

import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';

const require = createRequire(import.meta.url);

/** The releases of the SDK that a page can be given, the one that the integration asks for first. */
export const RELEASES = { '5.2.2': 'amplitude-js/amplitude.js', '4.4.0': 'amplitude-js-4/amplitude.min.js' };

/** Where the integration loads the SDK from, whichever release it gets. */
export const SDK_SCRIPT = 'https://cdn.amplitude.com/libs/amplitude-5.2.2-min.gz.js';

const AMPLITUDE = 'api.amplitude.com';
const SEGMENT = 'api.segment.io';
/** Where analytics-next reports on itself. */
const METRICS = '/v1/m';

export class Network {
  #endpoint;
  #now;
  #hold;
  #release;
  #sdk;
  #script;
  online = true;
  ip = '';
  /** What Segment's servers have received. */
  messages = [];

  /**
   * `endpoint` is where uploads go, `release` which SDK the page gets; `now` tells the moment on the page's clock, and `hold` waits on it for so many
   * milliseconds; both return promises.
   */
  constructor({ endpoint, release, sdkLoads, now, hold }) {
    this.#script = scriptOf(release);
    this.#endpoint = endpoint;
    this.#now = now;
    this.#hold = hold;
    this.#sdk = new Promise((resolve) => (this.#release = resolve));
    if (sdkLoads) this.#release();
  }

  /** Let the SDK arrive. */
  loadSDK() {
    this.#release();
  }

  /** Return the answer to a request: `{ status, headers, body }`, or `null` where none comes. */
  async answer({ method, url, headers, body }) {
    if (url === SDK_SCRIPT) return this.#load();
    if (!this.online) return null;
    if (method === 'OPTIONS') return allowance();
    const { hostname, pathname } = new URL(url);
    if (hostname === AMPLITUDE) return this.#upload({ method, url, headers, body });
    if (hostname === SEGMENT) return pathname === METRICS ? received() : this.#receive(body);
    return null;
  }

  async #load() {
    await this.#sdk;
    // It is there without a network too, like the page itself: out of the browser's cache.
    return answerOf(200, this.#script, 'text/javascript; charset=utf-8');
  }

  async #upload({ method, url, headers, body }) {
    const { pathname } = new URL(url);
    // The page keeps its own time: a slow answer is held back on that.
    const sent = { 'content-type': headers['content-type'] ?? '', 'x-devicemode-time': String(await this.#now()) };
    if (this.ip) sent['x-forwarded-for'] = this.ip;
    let response;
    let text;
    try {
      response = await fetch(this.#endpoint + pathname, { method, headers: sent, body });
      text = Buffer.from(await response.arrayBuffer());
    } catch {
      // Interrupted: the page gets no answer.
      return null;
    }
    const delay = Number(response.headers.get('x-devicemode-delay') ?? 0);
    if (delay) await this.#hold(delay);
    return this.online ? answerOf(response.status, text, 'text/plain; charset=utf-8') : null;
  }

  #receive(body) {
    this.messages.push(JSON.parse(body.toString()));
    return received();
  }
}

const scripts = new Map();

function scriptOf(release) {
  if (!scripts.has(release)) scripts.set(release, readFileSync(require.resolve(RELEASES[release])));
  return scripts.get(release);
}

function received() {
  return answerOf(200, Buffer.from('{"success":true}'), 'application/json');
}

/** Return the answer to a browser that asks whether a page may send a request elsewhere: any may. */
function allowance() {
  const { status, headers, body } = answerOf(200, Buffer.alloc(0), 'text/plain');
  const allowed = { 'access-control-allow-headers': 'authorization, content-type', 'access-control-allow-methods': 'POST' };
  return { status, headers: { ...headers, ...allowed }, body };
}

function answerOf(status, body, type) {
  return { status, headers: { 'content-type': type, 'access-control-allow-origin': '*' }, body };
}
