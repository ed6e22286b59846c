/**
 * The app: the libraries as its author starts them, and what the adapter needs beside them.
 *
 * `__phone` is all that it knows of the phone.
 */

const { answer, attempt, settle, start } = require('../../process/in-process/process.cjs');
const { createClient } = require('@segment/analytics-react-native');
const { AmplitudeSessionPlugin } = require('@segment/analytics-react-native-plugin-amplitude-session');
const { move } = require('react-native');
const { calls } = require('./calls.cjs');

// Without settings to fall back on, an app that is launched without a network sends nothing until it is launched again.
const client = createClient({ writeKey: start.writeKey, debug: false, defaultSettings: start.settings });

client.add({ plugin: new AmplitudeSessionPlugin() });

answer({
  call: (method, args) => attempt(() => calls[method](client, args)),
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
});
