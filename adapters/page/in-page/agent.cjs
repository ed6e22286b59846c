/**
 * What the adapter has inside a page: the clock, a barrier that knows what is under way, calls, and what was seen.
 *
 * It runs before everything else in the page and takes the machine's own timers for itself. Arguments and results are
 * JSON text, so that no object of another realm reaches the libraries. The libraries come after it; what their module
 * exports is `window.__stack`:
 *
 * - `initialize(settings, start)` starts them with the destination's settings, `null` where it is left to servers; it may
 *   return a promise;
 * - `analytics` has the methods of the library, which take what those of analytics.js take; `window.analytics` if there is
 *   none. In place of it, `call(method, args)` makes a call out of Segment's flat JSON;
 * - `anonymousId()` tells which visitor they have, `deviceId()` which device, `flush()` sends what is queued; all may be
 *   left out, and amplitude-js is asked for the last two then;
 * - `putsOff` is for how many milliseconds at most they put off what there is to do, after their start and when they can't
 *   send at once.
 */

const { barrier } = require('./barrier.cjs');
const clock = require('./clock.cjs');
const traffic = require('./traffic.cjs');
const calls = require('./calls.cjs');
const sdk = require('./sdk.cjs');
const cookies = require('./cookies.cjs');
const farewell = require('./farewell.cjs');
const randomness = require('./randomness.cjs');

// jsdom has none; this one is made of XMLHttpRequest.
require('whatwg-fetch');

let visible = true;
let ended = false;

const { settle, runTo } = barrier(clock, traffic);

/** Wait until nothing is under way, whether a promise is kept by then or not; throw what it has thrown. */
async function done(promise) {
  let failure = null;
  Promise.resolve(promise).catch((error) => (failure = error));
  await settle();
  if (failure) throw failure;
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
  runTo,
  /** Let so many milliseconds pass in which each timer fires once at most, as in a page that nobody looks at. */
  async jump(milliseconds) {
    clock.jump(milliseconds);
    await settle();
  },
  /** Wait for so many milliseconds of the page's clock with an answer that the barrier need not wait for. */
  hold: (milliseconds) => traffic.hold(milliseconds),
  async initialize(settings, start) {
    const { initialize, putsOff = 0 } = window.__stack;
    await done(initialize(settings, start));
    clock.hurry(putsOff);
    await settle();
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
  leave: () => farewell.during(() => window.dispatchEvent(new Event('pagehide'))),
  /** Change the address without loading anything; a page of another origin can only be loaded. */
  moveTo: (url) => new URL(url).origin === location.origin && history.replaceState(null, '', url),
  rename: (title) => void (document.title = title),
  async flush() {
    await settle();
    const stack = window.__stack;
    clock.hurry(stack.putsOff ?? 0);
    if (stack.flush) {
      await done(stack.flush());
      return;
    }
    for (let before = Infinity; ; ) {
      await settle();
      const waiting = sdk.waiting();
      if (!waiting || waiting >= before) return;
      before = waiting;
      sdk.upload();
    }
  },
  seen() {
    const { deviceId = sdk.deviceId, anonymousId } = window.__stack;
    return { deviceId: deviceId(), anonymousId: anonymousId?.(), commands: sdk.commands() };
  },
};

/** The scenario says how a page ends: once it has ended, the browser's own unload events would be too many. */
function hush(event) {
  if (ended) event.stopImmediatePropagation();
}

window.__adapter = {
  start({ time, seed, online, scripts, sdkLoads, observes }) {
    randomness.seed(seed);
    clock.start(time);
    cookies.keepTime(clock);
    reach(online);
    for (const farewell of ['pagehide', 'visibilitychange', 'beforeunload', 'unload']) window.addEventListener(farewell, hush, true);
    traffic.watch({ clock, scripts, sdkLoads, loaded: observes ? sdk.observe : () => {} });
    farewell.prepare();
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
