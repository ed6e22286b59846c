/** One scenario: its apps, which share a clock. */

export class Scenario {
  #newApp;
  #apps = new Map();
  /**
   * In milliseconds since 1970.
   * @type {number | null}
   */
  now = null;

  /** `newApp` is given the message `open` and the scenario, whose clock is `now`, and returns an app. */
  constructor(newApp) {
    this.#newApp = newApp;
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

  async #runTo(time) {
    this.now = Math.max(time, this.now ?? time);
    for (const app of this.#apps.values()) await app.runTo(this.now);
  }
}
