/** Segment's flat JSON as calls of analytics-react-native, made as the author of an app makes them. */

/** What the session plugin and Segment's servers call the destination that the documentation calls Amplitude. */
const DESTINATION = 'Actions Amplitude';

exports.calls = {
  track: (client, { event, properties, ...rest }) => client.track(event, properties, enrichment(rest)),
  screen: (client, { name, category, properties, ...rest }) =>
    // There is no category in this library: it is a property like others.
    client.screen(name, { ...(category && { category }), ...properties }, enrichment(rest)),
  identify: (client, { userId, traits, ...rest }) => client.identify(userId, traits, enrichment(rest)),
  group: (client, { groupId, traits, ...rest }) => client.group(groupId, traits, enrichment(rest)),
  alias: (client, { userId, ...rest }) => client.alias(userId, enrichment(rest)),
  flush: (client) => client.flush(),
  reset: (client) => client.reset(),
};

/**
 * Return what adds to the message what has no argument of its own.
 * @param {Record<string, any>} rest
 */
function enrichment({ integrations, context, anonymousId, timestamp }) {
  if (!integrations && !context && !anonymousId && !timestamp) return undefined;
  return (event) => ({
    ...event,
    ...(anonymousId && { anonymousId }),
    ...(timestamp && { timestamp }),
    context: { ...event.context, ...context },
    integrations: { ...event.integrations, ...named(integrations, event.integrations?.[DESTINATION]) },
  });
}

/**
 * `own` is what the session plugin has put there: it stays beside options, and goes where the destination is off.
 * @param {Record<string, any> | undefined} integrations
 * @param {any} own
 */
function named({ Amplitude, ...others } = {}, own) {
  if (Amplitude === undefined) return others;
  const isOptions = Amplitude !== null && typeof Amplitude === 'object';
  return { ...others, [DESTINATION]: isOptions ? { ...own, ...Amplitude } : Amplitude };
}
