/** Segment's servers on a socket: each app has an address there, to which its library's requests go. */

import { once } from 'node:events';
import { createServer } from 'node:http';
import { promisify } from 'node:util';
import { gunzip } from 'node:zlib';
import { INTAKE, SETTINGS, SegmentServers } from '../../segment-servers/lib/segment-servers.js';

const unzipped = promisify(gunzip);

export class Segment {
  #server;
  /** The servers of each app, by its name. */
  #apps = new Map();
  /** The moment on the scenario's clock, as the last request said, or the harness. */
  now = 0;

  constructor() {
    this.#server = createServer((request, response) => void this.#answer(request, response));
  }

  async start() {
    this.#server.listen(0, '127.0.0.1');
    await once(this.#server, 'listening');
  }

  /** Take an app, by the message `open`; return the address that its requests go to. */
  open(request) {
    const ip = { address: null };
    const servers = new SegmentServers(request, { now: () => this.now, ip: () => ip.address });
    this.#apps.set(request.app, { servers, ip });
    const { port } = /** @type {import('node:net').AddressInfo} */ (this.#server.address());
    return `http://127.0.0.1:${port}/${encodeURIComponent(request.app)}`;
  }

  /** Return the servers of an app. */
  of(app) {
    return this.#apps.get(app).servers;
  }

  close() {
    this.#apps.clear();
  }

  end() {
    this.#server.close();
  }

  async #answer(request, response) {
    const [, app, ...path] = request.url.split('/');
    const { servers, ip } = this.#apps.get(decodeURIComponent(app));
    this.now = Number(request.headers['x-devicemode-time']);
    ip.address = request.headers['x-forwarded-for'];
    // Only the paths have come through.
    const url = `https://${path.includes('settings') ? SETTINGS : INTAKE}/${path.join('/')}`;
    const { status, body } = await servers.answer({ url, body: await textOf(request) });
    response.writeHead(status, { 'content-type': 'application/json' }).end(body);
  }
}

async function textOf(request) {
  const chunks = [];
  for await (const chunk of request) chunks.push(chunk);
  const body = Buffer.concat(chunks);
  return (request.headers['content-encoding'] === 'gzip' ? await unzipped(body) : body).toString();
}
