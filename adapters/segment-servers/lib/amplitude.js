/** The destination “Amplitude (Actions)” as Segment's servers run it, sending to where the harness says. */

import { AsyncLocalStorage } from 'node:async_hooks';
import { createRequire } from 'node:module';

const require = createRequire(import.meta.url);

/** Where a request goes and when, for all that is done on its way. */
const sending = new AsyncLocalStorage();

/** The path that takes events of the current API; the harness has the one of 2018, which takes them in a form. */
const EVENTS_V2 = '/2/httpapi';
const EVENTS = '/httpapi';

// The destination's requests go by way of cross-fetch, which is taken for what comes here instead.
const crossFetch = require.resolve('cross-fetch', { paths: [require.resolve('@segment/actions-core')] });
require.cache[crossFetch] = /** @type {any} */ ({
  id: crossFetch, filename: crossFetch, loaded: true, children: [], paths: [],
  exports: Object.assign(send, { default: send, fetch: send, Headers, Request, Response }),
});
const { Destination } = require('@segment/actions-core');
const { default: definition } = require('@segment/action-destinations/dist/destinations/amplitude');

export const destination = new Destination(definition);
export const { actions, presets } = definition;

/** Do what sends something; it arrives under `endpoint` at the moment `time`, in milliseconds since 1970. */
export function sendingTo({ endpoint, time }, act) {
  return sending.run({ endpoint, time }, act);
}

async function send(request) {
  const { endpoint, time } = sending.getStore();
  const { pathname } = new URL(request.url);
  const body = await request.text();
  const isV2 = pathname === EVENTS_V2;
  const headers = new Headers(request.headers);
  headers.set('x-devicemode-time', String(time));
  if (isV2) headers.set('content-type', 'application/x-www-form-urlencoded');
  return fetch(endpoint + (isV2 ? EVENTS : pathname), {
    method: request.method, headers, body: isV2 ? asForm(JSON.parse(body)) : body,
  });
}

function asForm({ api_key: apiKey, events }) {
  return new URLSearchParams({ api_key: apiKey, event: JSON.stringify(events) }).toString();
}
