/** One app of a scenario: the phone that it is on, and its process while there is one. */

import { SOURCE, SegmentServers } from '../../segment-servers/lib/segment-servers.js';
import { newProcess } from './process.js';

const WRITE_KEY = 'devicemode';

/** The states that an app goes through: on iOS it is inactive for a moment before it is in the background. */
const TO_BACKGROUND = { ios: ['inactive', 'background'], android: ['background'] };

export class App {
  #platform;
  #device;
  #seed;
  #clock;
  #servers;
  #stored = new Map();
  /** @type {import('../../process/lib/process.js').Process | null} */
  #process = null;
  /** How often the app has been launched; each process has other random numbers. */
  #launches = 0;

  /** `request` is the message `open`, `clock` the scenario's. */
  constructor(request, clock) {
    this.#platform = request.platform;
    this.#device = { ...request.device };
    this.#seed = `${request.seed}/${request.app}`;
    this.#clock = clock;
    this.#servers = new SegmentServers(request, { now: () => clock.now, ip: () => this.#device.ip });
  }

  /** Change what the device is; an app finds out when it looks. */
  async change(attributes) {
    Object.assign(this.#device, attributes);
  }

  /** Start the app's process, in the foreground or behind it, and wait until it is idle. */
  async launch(state = 'active') {
    if (this.#process !== null) throw new Error('the app is running already');
    this.#launches += 1;
    this.#process = newProcess({
      platform: this.#platform, device: this.#device, state, stored: this.#stored,
      start: {
        time: this.#clock.now, seed: `${this.#seed}/${this.#launches}`, writeKey: WRITE_KEY, settings: SOURCE,
      },
      answer: (request) => (this.#device.online === false ? null : this.#servers.answer(request)),
    });
    await this.#process.ask('settle');
  }

  /** End the process; whatever is under way in it is lost. */
  async kill() {
    this.#process = null;
  }

  async call(method, args) {
    if (this.#process === null) throw new Error('the app is not running');
    return (await this.#process.ask('call', method, args)).threw;
  }

  async show(visible) {
    if (this.#process === null) await this.launch();
    else await this.#process.ask('move', visible ? ['active'] : TO_BACKGROUND[this.#platform]);
  }

  /** Return when the app's next timer fires, `null` for never. */
  async next() {
    return this.#process === null ? null : this.#process.ask('next');
  }

  async runTo(time) {
    await this.#process?.ask('runTo', time);
  }

  /** Wait until nothing is under way; upload before that if asked to. Return what has been seen. */
  async drain(flush) {
    const { messages } = this.#servers;
    if (this.#process === null) return { messages };
    // Without a network an upload would only have the library hold back what it has for a while after.
    await this.#process.ask(flush && this.#device.online !== false ? 'flush' : 'settle');
    return { anonymousId: await this.#process.ask('anonymousId'), messages };
  }

  async dispose() {
    this.#process = null;
  }
}
