/** The libraries as a page has them: analytics-next as the global `analytics`, with Amplitude's classic integration. */

const { AnalyticsBrowser } = require('@segment/analytics-next');
const Amplitude = require('@segment/analytics.js-integration-amplitude');

const WRITE_KEY = 'devicemode';

/** `LegacyDestination.scheduleFlush` waits for up to this, by lot, until it sends what it holds back. */
const PUTS_OFF = 5000;

module.exports = {
  /** Load with the settings of Amplitude, `null` for none, in place of what Segment's CDN has under the write key. */
  initialize(amplitude) {
    const integrations = { 'Segment.io': { apiKey: WRITE_KEY }, ...(amplitude && { Amplitude: amplitude }) };
    window.analytics = AnalyticsBrowser.load({
      writeKey: WRITE_KEY, cdnSettings: { integrations }, classicIntegrations: [Amplitude],
    });
    return window.analytics;
  },
  putsOff: PUTS_OFF,
  anonymousId: () => window.analytics.instance.user().anonymousId(),
};
