/** The process of an app, from what Metro would make of it, here by way of esbuild. */

import { fileURLToPath } from 'node:url';
import { Process, bundled } from '../../process/lib/process.js';

/** What is native on a phone has stand-ins here. */
const NATIVE = {
  'react-native': inApp('react-native.cjs'),
  '@react-native-async-storage/async-storage': inApp('async-storage.cjs'),
};

const script = bundled(inApp('app.cjs'), {
  platform: 'neutral', alias: NATIVE, conditions: ['react-native', 'require', 'default'],
  // Modules that a phone doesn't have either; code that asks for them does without.
  external: ['react-native-get-random-values', 'util', 'timers', 'timers/promises'],
});

/**
 * Return a new process of the app. `stored` is the app's storage and `answer` its network; `start` has, beside the time
 * and the seed, the write key, and the settings to fall back on.
 */
export function newProcess({ platform, device, state, stored, start, answer }) {
  const phone = {
    platform, device, state,
    stored: {
      get: (key) => stored.get(key) ?? null,
      set: (key, value) => void stored.set(key, value),
      remove: (key) => void stored.delete(key),
    },
  };
  return new Process(script, { start, answer, globals: { __phone: phone } });
}

function inApp(name) {
  return fileURLToPath(new URL(`../in-app/${name}`, import.meta.url));
}
