/** A web SDK in a page, behind devicemode's adapter protocol: options, the protocol's messages, the browser. */

import { parseArgs } from 'node:util';
import { App } from './lib/app.js';
import { Threw, serve } from './lib/protocol.js';
import { Scenario } from './lib/scenario.js';

const PROTOCOL = 1;

/** The browsers, with what one alone can do. */
const BROWSERS = { jsdom: [], chromium: ['location'] };

/** @type {import('node:util').ParseArgsConfig['options']} */
const OPTIONS = {
  browser: { type: 'string', default: 'jsdom' },
  executable: { type: 'string', default: '/usr/bin/chromium' },
};

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
 * `page` is the address of the module that is linked into each page, with the SDK; see `in-page/agent.cjs` for what it
 * exports. `port` has
 *
 * - `describes`: the port's `name`, `version`, `homepage` and `issues`;
 * - `levels` and `capabilities`: a page has `time`, `lifecycle`, `restart`, `device`, `network`, `pages`, `several` and
 *   `flush-timing`, whichever SDK is in it; it can hold back `scripts` for `late-sdk`, and knows amplitude-js well enough
 *   for `device-id` and `sdk-methods`;
 * - `scripts`: what the page loads from elsewhere, such as Amplitude's SDK: the file of each address;
 * - `answer`: given a request (`method`, `url`, `headers`, `body`) to any server but Amplitude's, and what has been
 *   seen so far, it returns the answer (`status`, `headers`, `body`), or `null` where none comes; it may add to
 *   `seen.messages`, for the capability `messages`;
 * - `polls`: whether the SDK looks for work again and again; see `Scenario`;
 * - `start`: what the page's `initialize` is given beside the settings.
 *
 * `options` are those of the command line: `--browser` and, for Chromium, `--executable`.
 */
export async function run(page, port, options = parsed()) {
  oneOf('browser', BROWSERS, options);
  const { describes, levels = ['wire'], capabilities = [], polls = false } = port;
  const { start } = await needed(import(`./lib/browsers/${options.browser}.js`));
  const browser = await start({ path: options.executable, page });
  const scenario = new Scenario((request, clock) => new App(request, { browser, clock, port }), { polls });
  const { name, ...described } = describes;
  await serve({
    hello: () => ({
      protocol: PROTOCOL,
      port: { name: `${name}, in ${options.browser}`, ...described, language: 'javascript' },
      platforms: ['web'],
      levels,
      capabilities: [...capabilities, ...BROWSERS[options.browser]],
      pipelining: true,
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
  // What a page has left behind, such as the time limit of a request, is nothing to wait for.
  process.exit(0);
}

/**
 * Return the options of the command line: those of every page, and `more`, as `parseArgs` takes them.
 *
 * @returns {Record<string, any>}
 */
export function parsed(more = {}) {
  return parseArgs({ options: { ...OPTIONS, ...more } }).values;
}

/** Exit with a sentence if an option is unknown. */
export function oneOf(option, known, options) {
  const given = options[option];
  if (!Object.hasOwn(known, given)) stop(`--${option} is one of ${Object.keys(known).join(', ')}, not ${given}`);
}

/** Return the module that is being loaded; exit with a sentence if a package that it needs is not installed. */
async function needed(module) {
  try {
    return await module;
  } catch (error) {
    const [, name] = /Cannot find (?:package|module) '([^'/.][^']*)'/.exec(error.message) ?? [];
    if (name === undefined) throw error;
    return stop(`${name} is not installed here: npm install --ignore-scripts ${name}`);
  }
}

/** @returns {never} */
function stop(sentence) {
  process.stderr.write(`${sentence}\n`);
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
