/**
 * The current generation on Android behind devicemode's adapter protocol: apps with analytics-kotlin in a process of Java,
 * and Segment's servers here, to which they send.
 *
 *     node adapter.js
 */

import { createRequire } from 'node:module';
import { Threw, serve } from '../page/lib/protocol.js';
import { refuseUnknown } from '../segment-servers/lib/answers.js';
import { Java } from './lib/java.js';
import { Segment } from './lib/segment.js';

const require = createRequire(import.meta.url);
const { dependencies: servers } = require('../segment-servers/package.json');
const { named } = require('../segment-servers/in-app/integrations.cjs');

// Without apps there is no adapter: the harness starts another one.
const java = new Java(() => process.exit(1));
const segment = new Segment();
await segment.start();

await serve({
  async hello(request) {
    await java.ask(request);
    return {
      protocol: 1,
      port: {
        name: 'analytics-kotlin with the Amplitude session plugin',
        version: `1.6.0 (analytics-kotlin 1.27.0, action-destinations ${servers['@segment/action-destinations']})`,
        language: 'kotlin',
        homepage: 'https://github.com/segmentio/analytics-kotlin',
        issues: 'https://github.com/segmentio/analytics-kotlin/issues',
      },
      platforms: ['android'],
      levels: ['wire'],
      capabilities: [
        'time', 'lifecycle', 'restart', 'hold-launch', 'device', 'network', 'late-settings', 'several', 'cloud-mode',
        'segment-servers', 'messages',
      ],
    };
  },
  open(request) {
    refuseUnknown(request);
    segment.now = request.time;
    return java.ask({ ...request, endpoints: { amplitude: segment.open(request) } });
  },
  async call(request) {
    const { app, method, args: { integrations, ...fields } = {} } = request;
    if (method === 'deleteUser') return deleteUser(app, fields);
    const args = integrations ? { ...fields, integrations: named(integrations) } : fields;
    return java.ask({ ...request, args });
  },
  advance: (request) => java.ask(request),
  lifecycle: (request) => java.ask(request),
  device: (request) => java.ask(request),
  'deliver-settings': (request) => java.ask(request),
  async drain(request) {
    const { apps } = await java.ask(request);
    for (const [name, seen] of Object.entries(apps)) {
      apps[name] = { ...('anonymousId' in seen && { anonymousId: seen.anonymousId }), messages: segment.of(name).messages };
    }
    return { apps };
  },
  close(request) {
    segment.close();
    return java.ask(request);
  },
});
java.end();
segment.end();

async function deleteUser(app, { userId }) {
  try {
    await segment.of(app).deleteUser(userId);
  } catch (error) {
    throw new Threw({ type: error.name, message: error.message });
  }
}
