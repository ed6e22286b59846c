/** The messages that every adapter in front of these servers answers alike. */

import { Skipped, Threw } from '../../page/lib/protocol.js';
import { unknownSetting } from './subscriptions.js';

/** Return what answers them for a scenario of sources that each have servers. */
export const answersOf = (scenario) => ({
  open(request) {
    refuseUnknown(request);
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

/** Skip a scenario with a setting that the destination has no counterpart of. */
export function refuseUnknown({ settings }) {
  const unknown = unknownSetting(settings);
  if (unknown !== null) throw new Skipped(`Amplitude (Actions) has nothing like the setting ${unknown}`);
}
