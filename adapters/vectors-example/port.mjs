// The port under test. Here it is the reference, a process that speaks the adapter protocol; put your SDK in its place.
import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';

export class Port {
  #adapter;
  #replies;
  #id = 0;

  constructor(dialect) {
    const command = ['-m', 'simulator.adapters.reference', '--level', 'events', '--dialect', dialect];
    this.#adapter = spawn(process.env.PYTHON ?? 'python3', command, { stdio: ['pipe', 'pipe', 'inherit'] });
    this.#replies = createInterface({ input: this.#adapter.stdout })[Symbol.asyncIterator]();
  }

  /** Forgets the last case. */
  async begin() {
    await this.#ask({ do: 'close' });
  }

  /** Does what a step says, and tells whether the SDK refused it. */
  async refuses(message) {
    return 'threw' in await this.#ask(message);
  }

  /** Returns all that the SDK in an app has made so far. */
  async made(app) {
    const { ok } = await this.#ask({ do: 'drain', flush: false });
    const { commands = [], events = [] } = ok.apps[app] ?? {};
    return { commands: commands.map(({ because, ...command }) => command), events };
  }

  close() {
    this.#adapter.stdin.end();
  }

  async #ask(message) {
    this.#id += 1;
    this.#adapter.stdin.write(`${JSON.stringify({ ...message, id: this.#id })}\n`);
    const { value, done } = await this.#replies.next();
    if (done) throw new Error('the port has ended; it writes why to standard error');
    const reply = JSON.parse(value);
    if (reply.error) throw new Error(reply.error.message);
    return reply;
  }
}
