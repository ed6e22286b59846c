// The port under test. Here it is the reference, a process that speaks the adapter protocol; put your SDK in its place.
import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { after } from 'node:test';
import { createInterface } from 'node:readline';

const { dialect } = JSON.parse(readFileSync(`${process.env.VECTORS}/index.json`, 'utf8'));
const command = ['-m', 'simulator.ports.reference', '--level', 'events', '--dialect', dialect];
const adapter = spawn(process.env.PYTHON ?? 'python3', command, { stdio: ['pipe', 'pipe', 'inherit'] });
const replies = createInterface({ input: adapter.stdout })[Symbol.asyncIterator]();
after(() => adapter.stdin.end());

export const port = {
  /** Does what a message says, and tells whether the SDK refused it. The first of a case finds nothing of the last. */
  async refuses(message) {
    if (message.id === 1) await ask({ do: 'close', id: 0 });
    return 'threw' in await ask(message);
  },

  /** Returns all that the SDK in an app has made so far. */
  async made(app) {
    const { ok } = await ask({ do: 'drain', id: 0, flush: false });
    const { commands = [], events = [] } = ok.apps[app] ?? {};
    return { commands: commands.map(({ because, ...made }) => made), events };
  },
};

async function ask(message) {
  adapter.stdin.write(`${JSON.stringify(message)}\n`);
  const { value, done } = await replies.next();
  if (done) throw new Error('the port has ended; it writes why to standard error');
  const reply = JSON.parse(value);
  if (reply.error) throw new Error(reply.error.message);
  return reply;
}
