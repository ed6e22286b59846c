/** What a page sends as it ends outlives it: beacons, and fetches that say `keepalive`. */

const traffic = require('./traffic.cjs');

/** Give the page beacons. After `traffic.watch`, which counts what they send. */
exports.prepare = () => {
  const { fetch } = window;
  window.fetch = (...request) => {
    // An address has no such property; a Request does.
    const [resource, { keepalive = /** @type {any} */ (resource).keepalive } = {}] = request;
    return keepalive ? traffic.outliving(() => fetch(...request)) : fetch(...request);
  };
  navigator.sendBeacon = (url, body) => {
    const sent = traffic.outliving(() => fetch(url, { method: 'POST', body, credentials: 'include' }));
    sent.catch(() => {});
    return true;
  };
};

/** Let the page end, and wait until what it sends as it does so is with its server; an answer may come too late for it. */
exports.during = async (end) => {
  const left = () => traffic.outlived() - traffic.held();
  const before = left();
  end();
  while (left() > before) await traffic.change();
};
