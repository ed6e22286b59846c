// The port: fill in the five methods. `devicemode adapter check -- node adapter.mjs` says what is still missing.

export class Threw extends Error {} // throw it when your SDK refuses a call
export class Skip extends Error {
  issue = ""; // the address of an issue about it, if there is one
} // throw it from open() for a scenario that your SDK can't do

export class Port {
  hello() {
    return {
      protocol: 1,
      port: { name: "my-port", version: "0.1.0", language: "javascript" },
      platforms: ["web"], // of web, ios, android, server
      levels: ["events"], // events: drain() tells them; wire: the SDK uploads them to open.endpoints.amplitude
      capabilities: [], // `devicemode adapter capabilities` lists them; claim nothing that does not work yet
      pipelining: true, // adapter.mjs does one message after the other, so that they need not wait for replies
    };
  }

  // A scenario begins. Make a fresh SDK for `app`, with nothing left of an earlier scenario.
  async open({ app, platform, settings, device, time, seed, endpoints }) {}

  // Call your SDK's track, page, screen, identify, group, alias, flush or reset. `args` is Segment's flat JSON.
  async call({ app, method, args }) {}

  // Answer when nothing is under way any more; with `flush`, let the SDK upload what it has queued first.
  // Level events: tell all events of the scenario so far, by app, as the SDK would upload them.
  async drain({ flush }) {
    return { apps: {} };
  }

  // The scenario is over.
  async close() {}

  // With their capabilities come advance({ ms }), lifecycle({ app, event }), device({ app, attributes }),
  // page({ app, url }), callSDK({ app, method }), loadSDK({ app }) and deliverSettings({ app }).
}
