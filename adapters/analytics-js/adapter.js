/**
 * The web stack behind devicemode's adapter protocol.
 *
 *     node adapter.js [--browser jsdom|chromium] [--executable PATH]
 */

import { createRequire } from 'node:module';
import { parseArgs } from 'node:util';
import { Threw, serve } from './lib/protocol.js';
import { Scenario } from './lib/scenario.js';

const PROTOCOL = 1;

/** What both browsers can do. */
const CAPABILITIES = [
  'time', 'lifecycle', 'restart', 'device', 'network', 'pages', 'late-sdk', 'sdk-methods', 'several', 'cloud-mode',
  'device-id', 'messages', 'refusals', 'flush-timing',
];

/** The browsers, with what one alone can do. */
const BROWSERS = { jsdom: [], chromium: ['location'] };

const { values: options } = parseArgs({
  options: {
    browser: { type: 'string', default: 'jsdom' },
    executable: { type: 'string', default: '/usr/bin/chromium' },
  },
});

if (!Object.hasOwn(BROWSERS, options.browser)) {
  process.stderr.write(`--browser is one of ${Object.keys(BROWSERS).join(', ')}, not ${options.browser}\n`);
  process.exit(2);
}

const browser = await (await import(`./lib/browsers/${options.browser}.js`)).start({ path: options.executable });
const scenario = new Scenario(browser);

const LIFECYCLE = {
  background: (app) => app.show(false),
  foreground: (app) => app.show(true),
  kill: (app) => app.kill(),
  launch: (app) => app.launch(),
  async restart(app) {
    await app.kill();
    await app.launch();
  },
};

await serve({
  hello: () => ({
    protocol: PROTOCOL,
    port: {
      name: `analytics.js with Amplitude, in ${options.browser}`,
      version: versions(),
      language: 'javascript',
      homepage: 'https://github.com/segmentio/analytics.js-integrations',
    },
    platforms: ['web'],
    levels: ['commands', 'wire'],
    capabilities: [...CAPABILITIES, ...BROWSERS[options.browser]],
  }),
  open: (request) => scenario.open(request),
  call: async ({ app, method, args }) => refuse(await scenario.app(app).call(method, args ?? {})),
  'call-sdk': async ({ app, method }) => refuse(await scenario.app(app).callSDK(...methodOf(method))),
  advance: ({ ms }) => scenario.advance(ms),
  lifecycle: ({ app, event }) => LIFECYCLE[event](scenario.app(app)),
  device: ({ app, attributes }) => scenario.app(app).change(attributes),
  page: ({ app, url }) => scenario.app(app).follow(url),
  'load-sdk': ({ app }) => scenario.app(app).loadSDK(),
  drain: async ({ flush }) => ({ apps: await scenario.drain(flush ?? true) }),
  close: () => scenario.close(),
});
await scenario.close();
await browser.close();

function refuse(threw) {
  if (threw !== null) throw new Threw(threw);
}

/** Return a method's name and its arguments: `setOptOut(true)`. */
function methodOf(written) {
  const [, name, args] = /^(\w+)(?:\((.*)\))?$/.exec(written) ?? [null, written, undefined];
  return [name, args ? JSON.parse(`[${args}]`) : []];
}

/** Return what runs: the integration's version, then those of its parts. */
function versions() {
  const require = createRequire(import.meta.url);
  const { dependencies } = require('./package.json');
  const version = (name) => dependencies[name];
  return (
    `${version('@segment/analytics.js-integration-amplitude')} (analytics.js-core ` +
    `${version('@segment/analytics.js-core')}, amplitude-js ${version('amplitude-js')})`
  );
}
