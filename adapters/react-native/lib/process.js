/** The process of an app: a context of its own for what Metro would make of the app, here by way of esbuild. */

import { fileURLToPath } from 'node:url';
import { Script, createContext } from 'node:vm';
import { buildSync } from 'esbuild';

const APP = inApp('app.cjs');

/** What is native on a phone has stand-ins here. */
const NATIVE = {
  'react-native': inApp('react-native.cjs'),
  '@react-native-async-storage/async-storage': inApp('async-storage.cjs'),
};

const {
  outputFiles: [bundle],
} = buildSync({
  entryPoints: [APP], bundle: true, write: false, format: 'iife', platform: 'neutral', alias: NATIVE,
  mainFields: ['main'], conditions: ['react-native', 'require', 'default'],
  define: { 'process.env.NODE_ENV': '"production"' },
  // Modules that a phone doesn't have either; code that asks for them does without.
  external: ['react-native-get-random-values', 'util', 'timers', 'timers/promises'], logLevel: 'error',
});
const script = new Script(bundle.text, { filename: 'app.js' });

export class Process {
  #ask;

  /**
   * `stored` is the app's storage and `answer` its network: it returns the answer to a request, `{ status, body }`, or
   * `null` where none comes. `start` has the time, the seed, the write key, and the settings to fall back on.
   */
  constructor({ platform, device, state, stored, start, answer }) {
    const phone = {
      platform, device, state, start,
      stored: {
        get: (key) => stored.get(key) ?? null,
        set: (key, value) => void stored.set(key, value),
        remove: (key) => void stored.delete(key),
      },
      request: async (text) => JSON.stringify(await answer(JSON.parse(text))),
      turn: (resolve) => void setImmediate(resolve),
    };
    const context = createContext({
      __phone: phone, TextEncoder, URL, console: heard(), crypto: {}, setTimeout,
      clearTimeout, setInterval, clearInterval,
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

function inApp(name) {
  return fileURLToPath(new URL(`../in-app/${name}`, import.meta.url));
}
