/** The storage of the app, which outlives its process: as asynchronous as it is on a phone. */

const { stored } = globalThis.__phone;

Object.defineProperty(exports, '__esModule', { value: true });

exports.default = {
  getItem: async (key) => stored.get(key),
  setItem: async (key, value) => stored.set(key, value),
  removeItem: async (key) => stored.remove(key),
};
