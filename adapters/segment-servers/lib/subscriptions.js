/** The settings of the documentation's destination, as far as the current one can be set up to the same end. */

import { actions, presets } from './amplitude.js';

const IDENTIFY = preset('Identify Calls');
const PAGE = preset('Page Calls');
const SCREEN = preset('Screen Calls');
const TRACK = preset('Track Calls');
const ORDER = preset('Order Completed Calls');
const WITHOUT_SESSION_EVENTS = `${TRACK.subscribe} and event != "session_start" and event != "session_end"`;

/** As the documentation's table has it for a server. */
const ANONYMOUS_ID_FIRST = {
  '@if': {
    exists: { '@path': '$.anonymousId' },
    then: { '@path': '$.anonymousId' },
    else: { '@path': '$.context.device.id' },
  },
};

/** Settings that have no counterpart: a scenario that gives one a value other than this can't be set up. */
const WITHOUT_COUNTERPART = {
  groupTypeValue: '', traitsToIncrement: [], traitsToSetOnce: [], useAdvertisingIdForDeviceId: false,
};

/** Return the name of a setting that can't be followed, `null` if there is none. */
export function unknownSetting(settings) {
  const differs = ([name, neutral]) => name in settings && JSON.stringify(settings[name]) !== JSON.stringify(neutral);
  return Object.entries(WITHOUT_COUNTERPART).find(differs)?.[0] ?? null;
}

/**
 * Return the subscriptions of Amplitude (Actions) to a source on a platform: its presets, and what its owner would set
 * up for the settings.
 */
export function subscriptionsOf(settings, platform) {
  const chosen = [
    settings.trackSessionEvents ? TRACK : { ...TRACK, subscribe: WITHOUT_SESSION_EVENTS },
    { ...ORDER, mapping: { ...ORDER.mapping, trackRevenuePerProduct: settings.trackRevenuePerProduct === true } },
    IDENTIFY,
    ...(platform === 'server' ? pages(settings) : screens(settings)),
    ...(settings.groupTypeTrait && settings.groupValueTrait ? [group(settings)] : []),
    ...(settings.enableAlias ? [subscription('mapUser')] : []),
  ];
  return settings.preferAnonymousIdForDeviceId ? chosen.map(withAnonymousId) : chosen;
}

function screens(settings) {
  return [
    ...(settings.trackAllPages ? [SCREEN] : []),
    ...(settings.trackAllPagesV2 ? [{ ...SCREEN, mapping: { ...SCREEN.mapping, event_type: 'Loaded a Screen' } }] : []),
  ];
}

/**
 * The settings of the documentation's table “Client and Server”: what a call must have, in the language of
 * subscriptions, which knows a category only among the properties; and the parts of the event's name.
 */
const PAGES = [
  { setting: 'trackNamedPages', needs: 'name', parts: ['category', 'name'] },
  { setting: 'trackCategorizedPages', needs: 'properties.category', parts: ['category'] },
  { setting: 'trackAllPages', needs: null, parts: [] },
];

function pages(settings) {
  const chosen = PAGES.filter(({ setting }) => settings[setting]);
  return chosen.flatMap((row) => [named(PAGE, row, 'Loaded', 'Page'), named(SCREEN, row, 'Viewed', 'Screen')]);
}

/** Return a preset for the calls that a row is about, whose events have the name that it says. */
function named({ subscribe, mapping, ...rest }, { needs, parts }, verb, noun) {
  const eventType = parts.length ? template([verb], parts, noun) : `${verb} a ${noun}`;
  const condition = needs === null ? subscribe : `${subscribe} and ${needs} != null and ${needs} != ""`;
  return { ...rest, subscribe: condition, mapping: { ...mapping, event_type: eventType } };
}

/**
 * Return the mapping of a name whose parts may be lacking: each that a call has stands in it.
 * @param {string[]} words
 * @param {string[]} parts
 * @param {string} noun
 */
function template(words, [part, ...parts], noun) {
  if (part === undefined) return { '@template': [...words, noun].join(' ') };
  return {
    '@if': {
      blank: { '@path': `$.${part}` },
      then: template([...words, `{{${part}}}`], parts, noun),
      else: template(words, parts, noun),
    },
  };
}

function withAnonymousId({ mapping, ...rest }) {
  if (!('device_id' in mapping)) return { ...rest, mapping };
  return { ...rest, mapping: { ...mapping, device_id: ANONYMOUS_ID_FIRST } };
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
