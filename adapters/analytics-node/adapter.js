/**
 * The server leg behind devicemode's adapter protocol: a server with analytics-node, and Segment's servers behind it.
 *
 *     node adapter.js
 */

import { createRequire } from 'node:module';
import { serve } from '../page/lib/protocol.js';
import { Scenario } from '../page/lib/scenario.js';
import { answersOf } from '../segment-servers/lib/answers.js';
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
  ...answersOf(scenario),
});
