/** The server: the library as its author starts it, and what the adapter needs beside it. */

const { answer, attempt, settle, start } = require('../../process/in-process/process.cjs');
const { Analytics } = require('@segment/analytics-node');
const { named } = require('../../segment-servers/in-app/integrations.cjs');
const { native } = require('./values.cjs');

// As on servers that live for one request: each call is sent to Segment as soon as it is made.
const analytics = new Analytics({ writeKey: start.writeKey, flushAt: 1 });

analytics.on('error', ({ code, reason }) => console.error(`${code}: ${reason instanceof Error ? reason.message : reason}`));

answer({
  call: (method, args) => attempt(() => {
    const { integrations, ...fields } = native(args);
    analytics[method]({ ...fields, integrations: named(integrations) });
  }),
  async flush() {
    analytics.flush();
    await settle();
  },
});
