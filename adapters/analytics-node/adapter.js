/**
 * The server leg behind devicemode's adapter protocol: a server with analytics-node, and Segment's servers behind it.
 *
 *     node adapter.js
 */

import { createRequire } from 'node:module';
import { Skipped, Threw, serve } from '../page/lib/protocol.js';
import { Scenario } from '../page/lib/scenario.js';
import { unknownSetting } from '../segment-servers/lib/subscriptions.js';
import { Server } from './lib/server.js';

const { dependencies } = createRequire(import.meta.url)('./package.json');
const { dependencies: servers } = createRequire(import.meta.url)('../segment-servers/package.json');
const scenario = new Scenario((request, clock) => new Server(request, clock));

await serve({
  hello: () => ({
    protocol: 1,
    port: {
      name: 'analytics-node with Amplitude (Actions)',
      version: `${servers['@segment/action-destinations']} (analytics-node ${dependencies['@segment/analytics-node']})`,
      language: 'javascript',
      homepage: 'https://github.com/segmentio/action-destinations',
      issues: 'https://github.com/segmentio/action-destinations/issues',
    },
    platforms: ['server'],
    levels: ['wire'],
    capabilities: ['time', 'several', 'segment-servers', 'messages', 'native-values', 'warnings', 'refusals', 'flush-timing'],
  }),
  open(request) {
    const unknown = unknownSetting(request.settings);
    if (unknown !== null) throw new Skipped(`Amplitude (Actions) has nothing like the setting ${unknown}`);
    return scenario.open(request);
  },
  call: async ({ app, method, args }) => {
    const threw = await scenario.app(app).call(method, args ?? {});
    if (threw !== null) throw new Threw(threw);
  },
  advance: ({ ms }) => scenario.advance(ms),
  device: ({ app, attributes }) => scenario.app(app).change(attributes),
  drain: async ({ flush }) => ({ apps: await scenario.drain(flush ?? true) }),
  close: () => scenario.close(),
});
