/** The apps: a process of Java that answers the adapter protocol as well. */

import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { Threw, lines } from '../../page/lib/protocol.js';

const PROGRAM = fileURLToPath(new URL('../app', import.meta.url));

export class Java {
  #process;
  #replies;

  /** `died` is called if the process ends before it is told to. */
  constructor(died) {
    this.#process = spawn(PROGRAM, { stdio: ['pipe', 'pipe', 'inherit'] });
    this.#process.once('exit', died);
    this.#replies = lines(this.#process.stdout);
  }

  /** Hand on a message; return the `ok` of its reply, throw what the reply says otherwise. */
  async ask(request) {
    this.#process.stdin.write(`${JSON.stringify(request)}\n`);
    const { value, done } = await this.#replies.next();
    // `died` is about to be called.
    if (done) return new Promise(() => {});
    const reply = JSON.parse(value);
    if (reply.threw) throw new Threw(reply.threw);
    if (reply.error) throw new Error(reply.error.message, { cause: reply.error.trace });
    return reply.ok;
  }

  /** End the process, as the protocol says; it takes a moment to tidy up, for which nobody waits. */
  end() {
    this.#process.removeAllListeners('exit');
    this.#process.stdin.end('{"do":"bye","id":0}\n');
    this.#process.stdout.destroy();
    this.#process.unref();
  }
}
