/**
 * The app: the libraries as its author starts them, and what the adapter needs beside them.
 *
 * It runs in a context of its own, in which `__phone` is all that it knows of the phone.
 */

const clock = require('../../page/in-page/clock.cjs');
const randomness = require('../../page/in-page/randomness.cjs');
const traffic = require('./traffic.cjs');

const { start } = globalThis.__phone;

// Before the libraries, which may keep what they find.
randomness.seed(start.seed);
clock.start(start.time);
traffic.watch();

const { createClient } = require('@segment/analytics-react-native');
const { AmplitudeSessionPlugin } = require('@segment/analytics-react-native-plugin-amplitude-session');
const { move } = require('react-native');
const { calls } = require('./calls.cjs');

// Without settings to fall back on, an app that is launched without a network sends nothing until it is launched again.
const client = createClient({ writeKey: start.writeKey, debug: false, defaultSettings: start.settings });

client.add({ plugin: new AmplitudeSessionPlugin() });

async function settle() {
  for (;;) {
    await traffic.turn();
    if (traffic.busy()) await traffic.change();
    else if (clock.due()) clock.fire();
    else return;
  }
}

const methods = {
  settle,
  next: () => clock.next(),
  async runTo(time) {
    for (let next; (next = clock.next()) !== null && next < time; await settle()) clock.runTo(next);
    clock.runTo(time);
    await settle();
  },
  async call(method, args) {
    const made = { threw: /** @type {{ type: string, message: string } | null} */ (null) };
    const refused = (error) => {
      made.threw = { type: error.name, message: error.message };
    };
    try {
      calls[method](client, args)?.catch(refused);
    } catch (error) {
      refused(error);
    }
    await settle();
    return made;
  },
  async move(states) {
    move(states);
    await settle();
  },
  async flush() {
    await settle();
    client.flush();
    await settle();
  },
  anonymousId: () => client.userInfo.get().anonymousId,
};

globalThis.__ask = async (method, argumentsJSON) =>
  JSON.stringify((await methods[method](...JSON.parse(argumentsJSON))) ?? null);
