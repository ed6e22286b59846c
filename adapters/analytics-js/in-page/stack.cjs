/** The libraries as a page has them: analytics.js as the global `analytics`, with its two integrations. */

/** @type {any} The library's own types leave out what it inherits. */
const analytics = require('@segment/analytics.js-core');

analytics.use(require('@segment/analytics.js-integration-segmentio'));
analytics.use(require('@segment/analytics.js-integration-amplitude'));

window.analytics = analytics;

// Without the queue that tries again each message goes out at once; its timers would have the page never rest.
const SEGMENT = { apiKey: 'devicemode', retryQueue: false };

module.exports = {
  /** Start with the settings of Amplitude, `null` for none; `segment` is whether Segment is sent anything. */
  initialize: (amplitude, { segment = true } = {}) =>
    void analytics.initialize({ ...(segment && { 'Segment.io': SEGMENT }), ...(amplitude && { Amplitude: amplitude }) }),
  anonymousId: () => analytics.user().anonymousId(),
};
