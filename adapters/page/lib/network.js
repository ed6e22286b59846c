/** The network of one browser: Amplitude is where the harness says, everything else is the port's to answer. */

import { readFileSync } from 'node:fs';

/** Amplitude's servers, as its SDKs call them. */
const AMPLITUDE = /^api\d?(?:\.eu)?\.amplitude\.com$/;

export class Network {
  #endpoint;
  #now;
  #hold;
  #release;
  #sdk;
  #scripts;
  /** @type {(request: object, seen: { messages: object[] }) => any} */
  #elsewhere;
  online = true;
  ip = '';
  /** What has been seen of the page's requests besides its uploads. */
  seen = { messages: [] };

  /**
   * `endpoint` is where uploads go; `scripts` and `answer` are the port's, see `run`; `now` tells the moment on the page's
   * clock, and `hold` waits on it for so many milliseconds; both return promises.
   */
  constructor({ endpoint, scripts = {}, answer = () => null, sdkLoads, now, hold }) {
    this.#endpoint = endpoint;
    this.#scripts = scripts;
    this.#elsewhere = answer;
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
  async answer(request) {
    const { method, url, headers } = request;
    const answer = Object.hasOwn(this.#scripts, url) ? await this.#load(url) : await this.#send(request);
    if (answer === null || method === 'OPTIONS') return answer;
    return { ...answer, headers: { ...answer.headers, ...shared(headers) } };
  }

  async #load(url) {
    await this.#sdk;
    // It is there without a network too, like the page itself: out of the browser's cache.
    return answerOf(200, scriptOf(this.#scripts[url]), 'text/javascript; charset=utf-8');
  }

  async #send(request) {
    if (!this.online) return null;
    if (request.method === 'OPTIONS') return allowance(request.headers);
    if (AMPLITUDE.test(new URL(request.url).hostname)) return this.#upload(request);
    const answer = await this.#elsewhere(request, this.seen);
    if (answer === null || answer === undefined) return null;
    const { status = 200, headers = {}, body = '' } = answer;
    return { status, headers: { 'content-type': 'text/plain', ...headers }, body: Buffer.from(body) };
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
}

const scripts = new Map();

function scriptOf(file) {
  if (!scripts.has(file)) scripts.set(file, readFileSync(file));
  return scripts.get(file);
}

/** Return the answer to a browser that asks whether a page may send a request elsewhere: any may, as it likes. */
function allowance(headers) {
  const { status, headers: plain, body } = answerOf(200, Buffer.alloc(0), 'text/plain');
  const allowed = {
    'access-control-allow-headers': headers['access-control-request-headers'] ?? '*',
    'access-control-allow-methods': headers['access-control-request-method'] ?? '*',
  };
  return { status, headers: { ...plain, ...shared(headers), ...allowed }, body };
}

/** Return the headers that let a page read an answer from elsewhere, whether its cookies were sent along or not. */
function shared({ origin = '*' }) {
  const anyone = { 'access-control-allow-origin': origin };
  return origin === '*' ? anyone : { ...anyone, 'access-control-allow-credentials': 'true' };
}

function answerOf(status, body, type) {
  return { status, headers: { 'content-type': type }, body };
}
