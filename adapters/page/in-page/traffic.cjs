/** What is in progress in the page: requests of scripts, and scripts that load. It only watches. */

/** The adapter's own way to wait for a turn of the event loop, since the page's timers stand still. */
const turned = window.__turn ?? turnsByMessage();
const scripts = new Set();
let requests = 0;
let held = 0;
let waiting = [];
let clock;
let sdkScript;
let sdkLoads;

/** @returns {Promise<void>} */
exports.turn = () => new Promise((resolve) => turned(resolve));

exports.busy = () => requests - held > 0 || [...scripts].some((script) => sdkLoads || script.src !== sdkScript);

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
  ({ clock, sdkScript, sdkLoads } = options);
  watchRequests();
  if (/** @type {unknown} */ (window.fetch)) watchFetches();
  watchScripts(options.loaded);
};

function changed() {
  const resolves = waiting;
  waiting = [];
  for (const resolve of resolves) resolve();
}

function watchRequests() {
  const { send } = XMLHttpRequest.prototype;
  XMLHttpRequest.prototype.send = function (/** @type {[body?: any]} */ ...body) {
    const ended = () => {
      requests -= 1;
      changed();
    };
    requests += 1;
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
    requests += 1;
    return fetch(...request).finally(() => {
      requests -= 1;
      changed();
    });
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
    if (/** @type {HTMLScriptElement} */ (event.target).src === sdkScript) loaded();
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
