/** A process of JavaScript: a context of its own, in which a bundle runs on a clock that the scenario moves. */

import { Script, createContext } from 'node:vm';
import { buildSync } from 'esbuild';

/** Return the script of a program and all that it requires; `options` are esbuild's. */
export function bundled(program, options) {
  const {
    outputFiles: [bundle],
  } = buildSync({
    entryPoints: [program], bundle: true, write: false, format: 'iife', mainFields: ['main'],
    define: { 'process.env.NODE_ENV': '"production"' }, logLevel: 'error', ...options,
  });
  return new Script(bundle.text, { filename: 'app.js' });
}

export class Process {
  #ask;

  /**
   * `script` is the program's, which takes `in-process/process.cjs` for its start. `start` has the time and the seed, and
   * `answer` is its network: it returns the answer to a request, `{ status, body }`, or `null` where none comes.
   * `globals` are what the program finds beside JavaScript's own.
   */
  constructor(script, { start, answer, globals }) {
    const host = {
      start,
      request: async (text) => JSON.stringify(await answer(JSON.parse(text))),
      turn: (resolve) => void setImmediate(resolve),
    };
    const context = createContext({
      __host: host, TextEncoder, URL, Response, console: heard(), crypto: {}, setTimeout, clearTimeout, setInterval,
      clearInterval, ...globals,
    });
    new Script('globalThis.window = globalThis.global = globalThis').runInContext(context);
    script.runInContext(context);
    this.#ask = context.__ask;
  }

  async ask(method, ...args) {
    return JSON.parse(await this.#ask(method, JSON.stringify(args)));
  }
}

function heard() {
  const aloud = (...said) => void process.stderr.write(`${said.join(' ')}\n`);
  const silent = () => {};
  return { log: silent, info: silent, debug: silent, warn: aloud, error: aloud };
}
