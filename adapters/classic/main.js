/** Segment's stacks with the classic Amplitude integration: the SDK that it loads, and Segment's servers. */

import { createRequire } from 'node:module';
import { oneOf, parsed, run } from 'devicemode-page';

/** The releases of the SDK that a page can be given, the one that the integration asks for first. */
const RELEASES = { '5.2.2': 'amplitude-js/amplitude.js', '4.4.0': 'amplitude-js-4/amplitude.min.js' };

/** Where the integration loads the SDK from, whichever release it gets. */
const SDK_SCRIPT = 'https://cdn.amplitude.com/libs/amplitude-5.2.2-min.gz.js';

const SEGMENT = 'api.segment.io';
/** Where analytics-next reports on itself. */
const METRICS = '/v1/m';

const CAPABILITIES = [
  'time', 'lifecycle', 'restart', 'device', 'network', 'pages', 'late-sdk', 'sdk-methods', 'several', 'cloud-mode',
  'device-id', 'refusals', 'flush-timing',
];

/**
 * Answer the harness until it says `bye`.
 *
 * `adapter` is the address of the adapter's program; next to it are its `package.json` and `in-page/stack.cjs`, the
 * libraries as a page has them. `describe` is given what tells the version of each package and returns what the port
 * says of itself. The command line may say which release of amplitude-js comes when the page asks for it,
 * `--amplitude-js`, and what `run` of devicemode-page takes. With `--without-segment` the library has Amplitude alone,
 * and sends Segment nothing: fewer requests, if they are not needed.
 */
export async function runClassic(adapter, describe) {
  const options = parsed({
    'amplitude-js': { type: 'string', default: Object.keys(RELEASES)[0] },
    'without-segment': { type: 'boolean', default: false },
  });
  oneOf('amplitude-js', RELEASES, options);
  const release = options['amplitude-js'];
  const segment = !options['without-segment'];
  const port = {
    describes: describe(versionOf(adapter, { 'amplitude-js': release })),
    levels: ['commands', 'wire'],
    capabilities: [...CAPABILITIES, ...(segment ? ['messages'] : [])],
    scripts: { [SDK_SCRIPT]: createRequire(import.meta.url).resolve(RELEASES[release]) },
    answer: segmentServers,
    start: { segment },
  };
  await run(new URL('in-page/stack.cjs', adapter), port, options);
}

/** Answer as Segment's servers do, and keep the messages that they are sent. */
function segmentServers({ url, body }, { messages }) {
  const { hostname, pathname } = new URL(url);
  if (hostname !== SEGMENT) return null;
  if (pathname !== METRICS) messages.push(JSON.parse(body.toString()));
  return { status: 200, headers: { 'content-type': 'application/json' }, body: '{"success":true}' };
}

/** Return what tells the version of a package: as it was `chosen`, or as it is written down for the adapter or here. */
function versionOf(adapter, chosen) {
  const written = [adapter, import.meta.url].map((from) => createRequire(from)('./package.json').dependencies);
  const pinned = [chosen, ...written];
  return (name) => pinned.find((dependencies) => name in dependencies)[name];
}
