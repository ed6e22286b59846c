/** What is in progress in the page: requests of scripts, and scripts that load. It only watches. */

/** The adapter's own way to wait for a turn of the event loop, since the page's timers stand still. */
const turned = window.__turn ?? turnsByMessage();
const scripts = new Set();
/** The requests of scripts that are under way: of each, whether it outlives the page. */
const requests = new Set();
let outlives = false;
let held = 0;
let waiting = [];
let clock;
/** The addresses of the scripts that may come late, such as the SDK's. */
let late;
let sdkLoads;

/** @returns {Promise<void>} */
exports.turn = () => new Promise((resolve) => turned(resolve));

exports.busy = () => requests.size > held || [...scripts].some((script) => sdkLoads || !late.includes(script.src));

/** Call a function whose requests outlive the page, and return what it does. */
exports.outliving = (send) => {
  outlives = true;
  try {
    return send();
  } finally {
    outlives = false;
  }
};

/** Return how many requests are under way that outlive the page. */
exports.outlived = () => [...requests].filter((request) => request.outlives).length;

/** Return how many requests wait for answers that the barrier need not wait for; see `hold`. */
exports.held = () => held;

/** Return a promise of the next change of what is under way. */
exports.change = () => new Promise((resolve) => waiting.push(resolve));

/** @returns {Promise<void>} */
exports.hold = (milliseconds) =>
  new Promise((resolve) => {
    held += 1;
    changed();
    clock.after(milliseconds, () => {
      held -= 1;
      resolve();
    });
  });

exports.awaitSDK = () => {
  sdkLoads = true;
};

exports.watch = (options) => {
  ({ clock, scripts: late, sdkLoads } = options);
  watchRequests();
  // One that is made of XMLHttpRequest is watched already, and needs the page's timers to go on.
  if (!(/** @type {any} */ (window.fetch).polyfill)) watchFetches();
  watchScripts(options.loaded);
};

function changed() {
  const resolves = waiting;
  waiting = [];
  for (const resolve of resolves) resolve();
}

/** Count a request; return what is to be called when it has ended. */
function begun() {
  const request = { outlives };
  requests.add(request);
  return () => {
    requests.delete(request);
    changed();
  };
}

function watchRequests() {
  const { send } = XMLHttpRequest.prototype;
  XMLHttpRequest.prototype.send = function (/** @type {[body?: any]} */ ...body) {
    const ended = begun();
    this.addEventListener('loadend', ended, { once: true });
    try {
      return send.apply(this, body);
    } catch (error) {
      this.removeEventListener('loadend', ended);
      ended();
      throw error;
    }
  };
}

function watchFetches() {
  const { fetch } = window;
  window.fetch = (...request) => {
    const ended = begun();
    return fetch(...request).finally(ended);
  };
}

function watchScripts(loaded) {
  const added = (record) => [...record.addedNodes].filter((node) => node.localName === 'script' && node.src);
  new MutationObserver((records) => {
    for (const script of records.flatMap(added)) scripts.add(script);
  }).observe(document, { childList: true, subtree: true });
  const ended = (event) => {
    if (scripts.delete(event.target)) changed();
  };
  // In the capture phase: before the code that asked for the script continues.
  document.addEventListener('load', (event) => {
    if (late.includes(/** @type {HTMLScriptElement} */ (event.target).src)) loaded();
    ended(event);
  }, true);
  document.addEventListener('error', ended, true);
}

function turnsByMessage() {
  const { port1, port2 } = new MessageChannel();
  const resolves = [];
  port1.onmessage = () => resolves.shift()();
  return (resolve) => {
    resolves.push(resolve);
    port2.postMessage(null);
  };
}
