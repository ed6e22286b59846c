/**
 * What the adapter has inside a page: the clock, a barrier that knows what is under way, calls, and what was seen.
 *
 * It runs before everything else in the page and takes the machine's own timers for itself. Arguments and results are
 * JSON text, so that no object of another realm reaches the libraries. The libraries come after it, with
 * `window.__stack`: how they are started (`initialize`), which visitor they have (`anonymousId`), and for how
 * many milliseconds at most they keep what they can't send at once (`putsOff`; nothing for none).
 */

const clock = require('./clock.cjs');
const traffic = require('./traffic.cjs');
const calls = require('./calls.cjs');
const sdk = require('./sdk.cjs');
const cookies = require('./cookies.cjs');
const randomness = require('./randomness.cjs');

let visible = true;
let ended = false;

/** Wait until nothing is under way at the present moment: requests, scripts, timers that are due. */
async function settle() {
  for (;;) {
    await traffic.turn();
    if (traffic.busy()) await traffic.change();
    else if (clock.due()) clock.fire();
    else return;
  }
}

/** Let the page know whether the browser has a network. */
function reach(online) {
  if (navigator.onLine === online) return;
  Object.defineProperty(navigator, 'onLine', { value: online, configurable: true });
  window.dispatchEvent(new Event(online ? 'online' : 'offline'));
}

function show(visibility) {
  if (visible === visibility) return;
  visible = visibility;
  const state = { visibilityState: visible ? 'visible' : 'hidden', hidden: !visible };
  for (const [name, value] of Object.entries(state)) Object.defineProperty(document, name, { value, configurable: true });
  document.dispatchEvent(new Event('visibilitychange', { bubbles: true }));
  window.dispatchEvent(new Event(visible ? 'focus' : 'blur'));
}

const methods = {
  settle,
  now: () => clock.now(),
  /** Return when the next timer fires, `null` if there is none. */
  next: () => clock.next(),
  /** Let time pass until a moment: from timer to timer, and after each until everything that it began is done. */
  async runTo(time) {
    for (let next; (next = clock.next()) !== null && next < time; await settle()) clock.runTo(next);
    clock.runTo(time);
    await settle();
  },
  /** Wait for so many milliseconds of the page's clock with an answer that the barrier need not wait for. */
  hold: (milliseconds) => traffic.hold(milliseconds),
  async initialize(settings, options) {
    let failure = null;
    Promise.resolve(window.__stack.initialize(settings, options)).catch((error) => (failure = error));
    await settle();
    if (failure) throw failure;
  },
  async call(method, args) {
    const made = calls.make(method, args);
    await settle();
    return made;
  },
  async callSDK(method, args) {
    const threw = sdk.call(method, args);
    await settle();
    return { threw };
  },
  awaitSDK: () => traffic.awaitSDK(),
  show,
  reach,
  leave: () => void window.dispatchEvent(new Event('pagehide')),
  /** Change the address without loading anything; a page of another origin can only be loaded. */
  moveTo: (url) => new URL(url).origin === location.origin && history.replaceState(null, '', url),
  rename: (title) => void (document.title = title),
  async flush() {
    await settle();
    clock.hurry(window.__stack.putsOff ?? 0);
    for (let before = Infinity; ; ) {
      await settle();
      const waiting = sdk.waiting();
      if (!waiting || waiting >= before) return;
      before = waiting;
      sdk.upload();
    }
  },
  seen: () => ({ deviceId: sdk.deviceId(), anonymousId: window.__stack.anonymousId(), commands: sdk.commands() }),
};

/** The scenario says how a page ends: once it has ended, the browser's own unload events would be too many. */
function hush(event) {
  if (ended) event.stopImmediatePropagation();
}

window.__adapter = {
  start({ time, seed, online, sdkScript, sdkLoads }) {
    randomness.seed(seed);
    clock.start(time);
    cookies.keepTime(clock);
    reach(online);
    for (const farewell of ['pagehide', 'visibilitychange', 'beforeunload', 'unload']) window.addEventListener(farewell, hush, true);
    traffic.watch({ clock, sdkScript, sdkLoads, loaded: sdk.observe });
  },
  async ask(method, argumentsJSON) {
    const result = await methods[method](...JSON.parse(argumentsJSON));
    return JSON.stringify(result ?? null);
  },
  /** The page is about to be closed; its scripts have heard of it, if they are to (`leave`). */
  end() {
    ended = true;
  },
};
