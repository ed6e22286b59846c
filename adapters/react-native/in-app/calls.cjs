/** Segment's flat JSON as calls of analytics-react-native, made as the author of an app makes them. */

const { DESTINATION, named } = require('../../segment-servers/in-app/integrations.cjs');

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
    integrations: { ...event.integrations, ...besideOwn(named(integrations), event.integrations?.[DESTINATION]) },
  });
}

/**
 * `own` is what the session plugin has put there: it stays beside options, and goes where the destination is off.
 * @param {Record<string, any>} integrations
 * @param {any} own
 */
function besideOwn(integrations, own) {
  const given = integrations[DESTINATION];
  const isOptions = given !== null && typeof given === 'object';
  return isOptions ? { ...integrations, [DESTINATION]: { ...own, ...given } } : integrations;
}
