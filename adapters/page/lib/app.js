/** One web app of a scenario: a browser profile, its network, and the page that is open. */

import { Network } from './network.js';

export class App {
  #device;
  #settings;
  #seed;
  #network;
  #profile;
  #sdkLoads;
  #clock;
  #port;
  /** How many pages have been opened; each has other random numbers. */
  #pages = 0;
  #commands = [];

  /** `request` is the message `open`, `clock` the scenario's; for `port`, see `run`. */
  constructor(request, { browser, clock, port }) {
    this.#device = { ...request.device };
    this.#seed = `${request.seed}/${request.app}`;
    this.#sdkLoads = request.sdkLoads ?? true;
    this.#clock = clock;
    this.#port = port;
    // In cloud mode Amplitude is left to the library's own servers.
    this.#settings = request.mode === 'cloud' ? null : request.settings;
    this.#network = new Network({
      endpoint: request.endpoints.amplitude,
      scripts: port.scripts,
      answer: port.answer,
      sdkLoads: this.#sdkLoads,
      now: () => this.#profile.ask('now', []),
      hold: (milliseconds) => this.#profile.ask('hold', [milliseconds]),
    });
    this.#profile = browser.profile(this.#network);
  }

  /** Change what the device is; `open` does so with everything. */
  async change(attributes) {
    Object.assign(this.#device, attributes);
    const { ip, online, place, locationPermission } = this.#device;
    Object.assign(this.#network, { ip, online });
    if ('place' in attributes || 'locationPermission' in attributes) {
      await this.#profile.place(place, locationPermission === true);
    }
    if (!this.#profile.isOpen) return;
    if ('online' in attributes) await this.#reach(online);
    if ('url' in attributes) await this.#profile.ask('moveTo', [attributes.url]);
    if ('title' in attributes) await this.#profile.ask('rename', [attributes.title]);
  }

  /** Open the page and wait until it is idle. */
  async launch() {
    if (this.#profile.isOpen) throw new Error('the page is open already');
    const { url, referrer, title, userAgent, locale } = this.#device;
    this.#pages += 1;
    const start = {
      time: this.#clock.now, seed: `${this.#seed}/${this.#pages}`, online: this.#device.online !== false,
      scripts: Object.keys(this.#port.scripts ?? {}), sdkLoads: this.#sdkLoads,
      observes: (this.#port.levels ?? []).includes('commands'),
    };
    await this.#profile.open({ url, referrer, title, userAgent, language: locale, start });
    await this.#profile.ask('initialize', [this.#settings, this.#port.start ?? {}]);
  }

  /** Leave the page; whatever is under way in it is lost. */
  async kill() {
    await this.#profile.ask('leave', []);
    await this.#remember();
    await this.#profile.close();
  }

  /** Follow a link to another page. */
  async follow(url) {
    const referrer = this.#device.url;
    if (this.#profile.isOpen) await this.kill();
    Object.assign(this.#device, { url, referrer });
    await this.launch();
  }

  async call(method, args) {
    return (await this.#profile.ask('call', [method, args])).threw;
  }

  async callSDK(method, args) {
    return (await this.#profile.ask('callSDK', [method, args])).threw;
  }

  async show(visible) {
    await this.#profile.ask('show', [visible]);
    await this.#profile.ask('settle', []);
  }

  async loadSDK() {
    this.#sdkLoads = true;
    await this.#profile.ask('awaitSDK', []);
    this.#network.loadSDK();
    await this.#profile.ask('settle', []);
  }

  /** Return when the page's next timer fires, `null` for never. */
  async next() {
    return this.#profile.isOpen ? this.#profile.ask('next', []) : null;
  }

  async runTo(time) {
    if (this.#profile.isOpen) await this.#profile.ask('runTo', [time]);
  }

  /** Let so many milliseconds pass in which each timer fires once at most. */
  async jump(milliseconds) {
    if (this.#profile.isOpen) await this.#profile.ask('jump', [milliseconds]);
  }

  /** Wait until nothing is under way; upload before that if asked to. Return what has been seen. */
  async drain(flush) {
    const { messages } = this.#network.seen;
    if (!this.#profile.isOpen) return { commands: this.#commands, messages };
    await this.#profile.ask(flush ? 'flush' : 'settle', []);
    const { deviceId, anonymousId, commands } = await this.#profile.ask('seen', []);
    return { deviceId, anonymousId, commands: [...this.#commands, ...commands], messages };
  }

  async dispose() {
    await this.#profile.dispose();
  }

  async #reach(online) {
    await this.#profile.ask('reach', [online]);
    await this.#profile.ask('settle', []);
  }

  async #remember() {
    this.#commands.push(...(await this.#profile.ask('seen', [])).commands);
  }
}
