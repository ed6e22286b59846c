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

/** Make a call; return an object whose `threw` is what it threw, as soon as it does, and `null` until then. */
exports.make = (method, { type, ...fields }) => {
  const made = { threw: null };
  const refused = (error) => {
    made.threw = { type: error.name, message: error.message };
  };
  try {
    const returned = window.analytics[method](...(ARGUMENTS[method]?.(fields) ?? []));
    // Calls of analytics-next are asynchronous: it throws by way of a promise.
    if (returned instanceof Promise) returned.catch(refused);
  } catch (error) {
    refused(error);
  }
  return made;
};
