/**
 * The old web stack behind devicemode's adapter protocol.
 *
 *     node adapter.js [--browser jsdom|chromium] [--executable PATH]
 */

import { runClassic } from 'devicemode-classic';

await runClassic(import.meta.url, (version) => ({
  name: 'analytics.js with Amplitude',
  version:
    `${version('@segment/analytics.js-integration-amplitude')} (analytics.js-core ` +
    `${version('@segment/analytics.js-core')}, amplitude-js ${version('amplitude-js')})`,
  homepage: 'https://github.com/segmentio/analytics.js-integrations',
}));
