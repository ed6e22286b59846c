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

/** Return a value with `{"$js": "NaN"}` and the like replaced, which JSON can't express; any other text is a date. */
function read(value) {
  if (value === null || typeof value !== 'object') return value;
  if (Array.isArray(value)) return value.map(read);
  const [[only, name] = [], ...others] = Object.entries(value);
  if (only === '$js' && others.length === 0) return name in NAMED ? NAMED[name] : new Date(name);
  // To a JSON parser, `__proto__` is a key like any other.
  return Object.entries(value).reduce((made, [key, item]) => Object.defineProperty(made, key, {
    value: read(item), configurable: true, enumerable: true, writable: true,
  }), {});
}

const NAMED = { undefined, NaN, Infinity, '-Infinity': -Infinity, '-0': -0 };

/** Make a call; return an object whose `threw` is what it threw, as soon as it does, and `null` until then. */
exports.make = (method, args) => {
  const { type, ...fields } = read(args);
  const made = { threw: /** @type {{ type: string, message: string } | null} */ (null) };
  const refused = (error) => {
    made.threw = { type: error.name, message: error.message };
  };
  try {
    const { call, analytics = window.analytics } = window.__stack;
    const returned = call ? call(method, fields) : analytics[method](...(ARGUMENTS[method]?.(fields) ?? []));
    // Calls may be asynchronous, as those of analytics-next are: it throws by way of a promise.
    if (returned instanceof Promise) returned.catch(refused);
  } catch (error) {
    refused(error);
  }
  return made;
};
