/**
 * The current mobile generation behind devicemode's adapter protocol.
 *
 *     node adapter.js
 */

import { createRequire } from 'node:module';
import { serve } from '../page/lib/protocol.js';
import { Scenario } from '../page/lib/scenario.js';
import { answersOf } from '../segment-servers/lib/answers.js';
import { App } from './lib/app.js';

const { dependencies } = createRequire(import.meta.url)('./package.json');
const { dependencies: servers } = createRequire(import.meta.url)('../segment-servers/package.json');
const PLUGIN = '@segment/analytics-react-native-plugin-amplitude-session';
const scenario = new Scenario((request, clock) => new App(request, clock));

const LIFECYCLE = {
  background: (app) => app.show(false),
  foreground: (app) => app.show(true),
  kill: (app) => app.kill(),
  launch: (app) => app.launch(),
  'launch-in-background': (app) => app.launch('background'),
  async restart(app) {
    await app.kill();
    await app.launch();
  },
};

await serve({
  hello: () => ({
    protocol: 1,
    port: {
      name: 'analytics-react-native with the Amplitude session plugin',
      version:
        `${dependencies[PLUGIN]} (analytics-react-native ${dependencies['@segment/analytics-react-native']}, ` +
        `action-destinations ${servers['@segment/action-destinations']})`,
      language: 'javascript',
      homepage: 'https://github.com/segmentio/analytics-react-native',
      issues: 'https://github.com/segmentio/analytics-react-native/issues',
    },
    platforms: ['ios', 'android'],
    levels: ['wire'],
    capabilities: [
      'time', 'lifecycle', 'restart', 'hold-launch', 'device', 'network', 'several', 'cloud-mode', 'segment-servers',
      'messages',
    ],
  }),
  ...answersOf(scenario),
  lifecycle: ({ app, event }) => LIFECYCLE[event](scenario.app(app)),
});
