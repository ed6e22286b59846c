/** One scenario: its apps, which share a clock. */

const MINUTE = 60_000;

/** From which step on the timers of an SDK that polls are slowed down, and how much of the step still passes as always. */
const LONG = 60 * MINUTE;
const UNTIL_SLOW = 5 * MINUTE;

export class Scenario {
  #newApp;
  #polls;
  #apps = new Map();
  /**
   * In milliseconds since 1970.
   * @type {number | null}
   */
  now = null;

  /**
   * `newApp` is given the message `open` and the scenario, whose clock is `now`, and returns an app. An SDK that `polls`
   * would look for work hundreds of thousands of times in a step of some days. From the fifth minute of a step of an hour
   * or more each of its timers fires once a minute at most, as browsers have it for a page that nobody looks at.
   */
  constructor(newApp, { polls = false } = {}) {
    this.#newApp = newApp;
    this.#polls = polls;
  }

  async open(request) {
    if (this.#apps.has(request.app)) throw new Error(`there is a ${request.app} already`);
    this.now ??= request.time;
    const app = this.#newApp(request, this);
    this.#apps.set(request.app, app);
    await app.change(request.device);
    if (request.launch ?? true) await app.launch();
  }

  app(name) {
    const app = this.#apps.get(name);
    if (app === undefined) throw new Error(`there is no ${name} in this scenario`);
    return app;
  }

  /** Let time pass for all apps: from timer to timer, and after each until everything that it began is done. */
  async advance(milliseconds) {
    const end = this.now + milliseconds;
    if (this.#polls && milliseconds >= LONG) {
      await this.#advanceTo(end - milliseconds + UNTIL_SLOW);
      for (let left = milliseconds - UNTIL_SLOW; left >= MINUTE; left -= MINUTE) await this.#jump(MINUTE);
    }
    await this.#advanceTo(end);
  }

  async #advanceTo(end) {
    // One app does so by itself; several take turns.
    while (this.#apps.size > 1) {
      const next = await this.#nextTimer();
      if (next === null || next > end) break;
      await this.#runTo(next);
    }
    await this.#runTo(end);
  }

  async drain(flush) {
    const seen = {};
    for (const [name, app] of this.#apps) seen[name] = await app.drain(flush);
    return seen;
  }

  async close() {
    const apps = [...this.#apps.values()];
    this.#apps.clear();
    this.now = null;
    for (const app of apps) await app.dispose();
  }

  async #nextTimer() {
    /** @type {number | null} */
    let earliest = null;
    for (const app of this.#apps.values()) {
      const next = await app.next();
      if (next !== null) earliest = Math.min(earliest ?? next, next);
    }
    return earliest;
  }

  async #jump(milliseconds) {
    this.now = (this.now ?? 0) + milliseconds;
    for (const app of this.#apps.values()) await app.jump(milliseconds);
  }

  async #runTo(time) {
    this.now = Math.max(time, this.now ?? time);
    for (const app of this.#apps.values()) await app.runTo(this.now);
  }
}
