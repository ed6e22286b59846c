/** The classic Amplitude integration as Segment's CDN has it: analytics-next loads it where a source is in device mode. */

window.amplitudeDeps = [];
window.amplitudeLoader = () => {
  window.amplitudeIntegration = require('@segment/analytics.js-integration-amplitude');
};
