/**
 * The web stack of a page that has moved to analytics-next, behind devicemode's adapter protocol.
 *
 *     node adapter.js [--browser jsdom|chromium] [--executable PATH]
 */

import { runClassic } from 'devicemode-classic';

await runClassic(import.meta.url, (version) => ({
  name: 'analytics-next with classic Amplitude',
  version:
    `${version('@segment/analytics-next')} (Amplitude integration ` +
    `${version('@segment/analytics.js-integration-amplitude')}, amplitude-js ${version('amplitude-js')})`,
  homepage: 'https://github.com/segmentio/analytics-next',
  issues: 'https://github.com/segmentio/analytics-next/issues',
}));
