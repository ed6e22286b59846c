/** One server of a scenario: its process, and Segment's servers behind it. */

import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';
import { Process, bundled } from '../../process/lib/process.js';
import { SegmentServers } from '../../segment-servers/lib/segment-servers.js';

const WRITE_KEY = 'devicemode';

const require = createRequire(import.meta.url);
/** What a program finds in Node beside JavaScript's own, as far as the library looks for it; its version is in messages. */
const NODE = {
  require, Buffer, AbortController, TextDecoder, process: Object.create(process, { version: { value: 'v20.19.0' } }),
};
const script = bundled(fileURLToPath(new URL('../in-process/server.cjs', import.meta.url)), { platform: 'node' });

export class Server {
  #segment;
  #process;

  /** `request` is the message `open`, `clock` the scenario's. */
  constructor(request, clock) {
    this.#segment = new SegmentServers(request, { now: () => clock.now, ip: () => null });
    const start = { seed: `${request.seed}/${request.app}`, time: clock.now, writeKey: WRITE_KEY };
    this.#process = new Process(script, { start, answer: (sent) => this.#segment.answer(sent), globals: NODE });
  }

  /** A server reads nothing off the machine that it is on. */
  async change() {}

  async launch() {
    await this.#process.ask('settle');
  }

  /** Make a call; return what it threw, `null` if nothing. */
  async call(method, args) {
    if (method === 'deleteUser') return this.#deleteUser(args);
    return (await this.#process.ask('call', method, args)).threw;
  }

  next() {
    return this.#process.ask('next');
  }

  runTo(time) {
    return this.#process.ask('runTo', time);
  }

  /** Wait until nothing is under way; upload before that if asked to. Return what has been seen. */
  async drain(flush) {
    await this.#process.ask(flush ? 'flush' : 'settle');
    const { messages, warnings } = this.#segment;
    return { messages, warnings };
  }

  async dispose() {}

  async #deleteUser({ userId }) {
    try {
      await this.#segment.deleteUser(userId);
    } catch (error) {
      return { type: error.name, message: error.message };
    }
    return null;
  }
}
