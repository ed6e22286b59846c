// In the page: how calls reach the SDK. All that is required here is linked into the page.

// const sdk = require('my-sdk');

// The page has loaded: start the SDK with the destination's settings, by Segment's names. Those that are not given have
// the defaults of your own. It may return a promise.
exports.initialize = (settings) => {
  // sdk.load({ amplitude: settings });
};

// Make a call: track, page, identify, group, alias, flush or reset; `args` is Segment's flat JSON. If the SDK's methods take
// what those of analytics.js take, such as track(event, properties, options), this is enough in its place:
// exports.analytics = sdk;
exports.call = (method, args) => {};

// Where the SDK can tell, and can send at once what it has queued. amplitude-js need not be asked here.
// exports.anonymousId = () => sdk.anonymousId();
// exports.deviceId = () => sdk.deviceId();
// exports.flush = () => sdk.flush();

// For how many milliseconds the SDK puts off what there is to do after its start, such as to look whether a script has
// loaded: the clock of a scenario stands still meanwhile.
exports.putsOff = 0;
