/** What the adapters of web pages have in common: options, the protocol's messages, the browser. */

import { createRequire } from 'node:module';
import { parseArgs } from 'node:util';
import { App } from './lib/app.js';
import { RELEASES } from './lib/network.js';
import { Threw, serve } from './lib/protocol.js';
import { Scenario } from './lib/scenario.js';

const PROTOCOL = 1;

/** What both browsers can do. */
const CAPABILITIES = [
  'time', 'lifecycle', 'restart', 'device', 'network', 'pages', 'late-sdk', 'sdk-methods', 'several', 'cloud-mode',
  'device-id', 'refusals', 'flush-timing',
];

/** The browsers, with what one alone can do. */
const BROWSERS = { jsdom: [], chromium: ['location'] };

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

/**
 * Answer the harness until it says `bye`.
 *
 * `adapter` is the address of the adapter's program; next to it are its `package.json` and `in-page/stack.cjs`, the
 * libraries as a page has them. `describe` is given the version of each package and returns what the port says of
 * itself: `name`, `version`, `homepage`. The command line may say `--browser` and, for Chromium, `--executable`, and
 * which release of amplitude-js comes when the page asks for it: `--amplitude-js`. With `--without-segment` analytics.js
 * has Amplitude alone, and sends Segment nothing: fewer requests, if they are not needed.
 */
export async function run(adapter, describe) {
  const { values: options } = parseArgs({
    options: {
      browser: { type: 'string', default: 'jsdom' },
      executable: { type: 'string', default: '/usr/bin/chromium' },
      'amplitude-js': { type: 'string', default: Object.keys(RELEASES)[0] },
      'without-segment': { type: 'boolean', default: false },
    },
  });
  oneOf('browser', BROWSERS, options);
  oneOf('amplitude-js', RELEASES, options);
  const release = options['amplitude-js'];
  const segment = !options['without-segment'];
  const { start } = await import(`./lib/browsers/${options.browser}.js`);
  const browser = await start({ path: options.executable, stack: new URL('in-page/stack.cjs', adapter) });
  const scenario = new Scenario((request, clock) => new App(request, { browser, clock, release, segment }));
  const { name, ...described } = describe(versionOf(adapter, { 'amplitude-js': release }));
  await serve({
    hello: () => ({
      protocol: PROTOCOL,
      port: { name: `${name}, in ${options.browser}`, ...described, language: 'javascript' },
      platforms: ['web'],
      levels: ['commands', 'wire'],
      capabilities: [...CAPABILITIES, ...(segment ? ['messages'] : []), ...BROWSERS[options.browser]],
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
}

/** Exit with a sentence if an option is unknown. */
function oneOf(option, known, options) {
  const given = options[option];
  if (Object.hasOwn(known, given)) return;
  process.stderr.write(`--${option} is one of ${Object.keys(known).join(', ')}, not ${given}\n`);
  process.exit(2);
}

function refuse(threw) {
  if (threw !== null) throw new Threw(threw);
}

/** Return a method's name and its arguments: `setOptOut(true)`. */
function methodOf(written) {
  const [, name, args] = /^(\w+)(?:\((.*)\))?$/.exec(written) ?? [null, written, undefined];
  return [name, args ? JSON.parse(`[${args}]`) : []];
}

/** Return what tells the version of a package: as it was `chosen`, or as it is written down for the adapter or here. */
function versionOf(adapter, chosen) {
  const written = [adapter, import.meta.url].map((from) => createRequire(from)('./package.json').dependencies);
  const pinned = [chosen, ...written];
  return (name) => pinned.find((dependencies) => name in dependencies)[name];
}
