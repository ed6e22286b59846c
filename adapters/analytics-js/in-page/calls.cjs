/** Segment's flat JSON as calls of analytics.js, made as the author of a page makes them. */

/** The arguments of each method. What else comes with a call is its options; unknown ones analytics.js makes context. */
const ARGUMENTS = {
  track: ({ event, properties = {}, ...options }) => [event, properties, options],
  identify: ({ userId, traits = {}, ...options }) => [...given(userId), traits, options],
  group: ({ groupId, traits = {}, ...options }) => [...given(groupId), traits, options],
  alias: ({ userId, previousId, ...options }) => [userId, ...given(previousId), options],
  page({ name, category, properties = {}, ...options }) {
    // A category needs a name beside it; alone it would be taken for the name.
    if (category) return [category, name || '', properties, options];
    return [...(name ? [name] : []), properties, options];
  },
};

function given(id) {
  return id === undefined || id === null ? [] : [id];
}

exports.initialize = (settings) => void window.analytics.initialize(settings);

exports.anonymousId = () => window.analytics.user().anonymousId();

/** Make a call; return what it threw, or `null`. */
exports.make = (method, { type, ...fields }) => {
  try {
    window.analytics[method](...(ARGUMENTS[method]?.(fields) ?? []));
    return null;
  } catch (error) {
    return { type: error.name, message: error.message };
  }
};
