/** The page's clock: it moves only when the harness moves it, and fires the page's timers on the way. */

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

// The heap knows without looking at them all: a page may have thousands, and this is asked after each.
exports.next = () => clock.timerHeap?.peek()?.callAt ?? null;

exports.due = () => {
  const next = exports.next();
  return next !== null && next <= clock.now;
};

exports.fire = () => void clock.tick(0);

exports.runTo = (time) => void clock.tick(Math.max(time - clock.now, 0));

exports.jump = (milliseconds) => void clock.jump(milliseconds);

exports.after = (milliseconds, action) => void clock.setTimeout(action, milliseconds);

/** Have the timers that are due within so many milliseconds fire now; the clock stands still. */
exports.hurry = (milliseconds) => {
  const soon = [...(clock.timers?.values() ?? [])].filter((timer) => timer.callAt - clock.now <= milliseconds);
  for (const { id, func, args } of soon) {
    clock.clearTimeout(id);
    clock.setTimeout(func, 0, ...(args ?? []));
  }
};
