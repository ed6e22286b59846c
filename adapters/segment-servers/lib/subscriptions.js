/** The settings of the documentation's destination, as far as the current one can be set up to the same end. */

import { actions, presets } from './amplitude.js';

const IDENTIFY = preset('Identify Calls');
const SCREEN = preset('Screen Calls');
const TRACK = preset('Track Calls');
const ORDER = preset('Order Completed Calls');
const WITHOUT_SESSION_EVENTS = `${TRACK.subscribe} and event != "session_start" and event != "session_end"`;

/** Settings that have no counterpart: a scenario that gives one a value other than this can't be set up. */
const WITHOUT_COUNTERPART = {
  groupTypeValue: '', traitsToIncrement: [], traitsToSetOnce: [], useAdvertisingIdForDeviceId: false,
};

/** Return the name of a setting that can't be followed, `null` if there is none. */
export function unknownSetting(settings) {
  const differs = ([name, neutral]) => name in settings && JSON.stringify(settings[name]) !== JSON.stringify(neutral);
  return Object.entries(WITHOUT_COUNTERPART).find(differs)?.[0] ?? null;
}

/** Return the subscriptions of Amplitude (Actions): its presets, and what its owner would set up for the settings. */
export function subscriptionsOf(settings) {
  const chosen = [
    settings.trackSessionEvents ? TRACK : { ...TRACK, subscribe: WITHOUT_SESSION_EVENTS },
    { ...ORDER, mapping: { ...ORDER.mapping, trackRevenuePerProduct: settings.trackRevenuePerProduct === true } },
    IDENTIFY,
    ...(settings.trackAllPages ? [SCREEN] : []),
    ...(settings.trackAllPagesV2 ? [{ ...SCREEN, mapping: { ...SCREEN.mapping, event_type: 'Loaded a Screen' } }] : []),
    ...(settings.groupTypeTrait && settings.groupValueTrait ? [group(settings)] : []),
    ...(settings.enableAlias ? [subscription('mapUser')] : []),
  ];
  return settings.preferAnonymousIdForDeviceId ? chosen.map(withAnonymousId) : chosen;
}

function withAnonymousId({ mapping, ...rest }) {
  if (!('device_id' in mapping)) return { ...rest, mapping };
  return { ...rest, mapping: { ...mapping, device_id: { '@path': '$.anonymousId' } } };
}

function group({ groupTypeTrait, groupValueTrait }) {
  const { mapping, ...rest } = subscription('groupIdentifyUser');
  const trait = (name) => ({ '@path': `$.traits.${name}` });
  return { ...rest, mapping: { ...mapping, group_type: trait(groupTypeTrait), group_value: trait(groupValueTrait) } };
}

/** Return a preset as the presets of the destination have it. */
function preset(wanted) {
  const found = presets?.find(({ name }) => name === wanted);
  if (found?.type !== 'automatic') throw new Error(`the destination has no preset "${wanted}"`);
  const { subscribe, partnerAction, mapping } = found;
  return { subscribe, partnerAction, mapping };
}

/** Return an action as it is when it is added by hand: with its own subscription and the defaults of its fields. */
function subscription(partnerAction) {
  const { defaultSubscription, fields } = actions[partnerAction];
  const defaults = Object.entries(fields).filter(([, field]) => field.default !== undefined);
  const mapping = Object.fromEntries(defaults.map(([name, field]) => [name, field.default]));
  return { subscribe: defaultSubscription, partnerAction, mapping };
}
