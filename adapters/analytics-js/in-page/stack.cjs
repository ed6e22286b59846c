/** The libraries as a page has them: analytics.js as the global `analytics`, with its two integrations. */

const analytics = require('@segment/analytics.js-core');

analytics.use(require('@segment/analytics.js-integration-segmentio'));
analytics.use(require('@segment/analytics.js-integration-amplitude'));

window.analytics = analytics;
