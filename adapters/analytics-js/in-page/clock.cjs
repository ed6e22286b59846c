/** The page's clock: it moves when it is told to, and fires the page's timers on the way. */

const FakeTimers = require('@sinonjs/fake-timers');

const FAKED = [
  'Date', 'setTimeout', 'clearTimeout', 'setInterval', 'clearInterval', 'requestAnimationFrame', 'cancelAnimationFrame',
  'requestIdleCallback', 'cancelIdleCallback',
];

const machine = Date;
let clock;

exports.start = (now) => {
  const there = FAKED.filter((name) => name in window);
  clock = FakeTimers.withGlobal(window).install({ now, toFake: there });
};

exports.now = () => clock.now;

/** How far the machine's clock is ahead of the page's, in milliseconds. */
exports.ahead = () => machine.now() - clock.now;

exports.next = () => {
  const times = [...(clock.timers?.values() ?? [])].map((timer) => timer.callAt);
  return times.length ? Math.min(...times) : null;
};

exports.due = () => {
  const next = exports.next();
  return next !== null && next <= clock.now;
};

exports.fire = () => void clock.tick(0);

exports.runTo = (time) => void clock.tick(Math.max(time - clock.now, 0));

exports.after = (milliseconds, action) => void clock.setTimeout(action, milliseconds);
