/** Amplitude's SDK in the page: what it is called with, what it has queued, and which device id it has. */

const OPERATORS = {
  add: '$add', append: '$append', clearAll: '$clearAll', prepend: '$prepend', set: '$set', setOnce: '$setOnce',
  unset: '$unset',
};

/** The methods that are commands, with their arguments under the names of commands; `null` is what is not given. */
const COMMANDS = {
  logEvent: (eventType, eventProperties) => ({ eventType, eventProperties: eventProperties ?? {}, groups: {} }),
  logEventWithGroups: (eventType, eventProperties, groups) => ({
    method: 'logEvent', eventType, eventProperties: eventProperties ?? {}, groups: groups ?? {},
  }),
  logRevenue: (price, quantity, productId) => ({
    productId: productId ?? null, quantity: quantity ?? null, price, receipt: null, receiptSignature: null,
  }),
  logRevenueV2: (revenue) => ({
    productId: revenue._productId, quantity: revenue._quantity, price: revenue._price,
    revenueType: revenue._revenueType, receipt: null, receiptSignature: null,
    eventProperties: revenue._properties ?? {},
  }),
  identify: (identify) => ({ operations: operations.get(identify) ?? [] }),
  setUserProperties: (properties) => ({ properties }),
  setGroup: (groupType, name) => ({ groupType, name }),
  setUserId: (userId) => ({ userId }),
  setDeviceId: (deviceId) => ({ deviceId }),
  regenerateDeviceId: () => ({}),
  setOptOut: (optOut) => ({ optOut }),
};

const operations = new WeakMap();
const seen = [];
let depth = 0;

/** The SDK's client, once there is one; until it has loaded, a page may have something in its place that takes calls. */
const client = () => window.amplitude?.getInstance?.();

/** Listen to the SDK that has just been loaded. Its methods do what they did, with the arguments that they are given. */
exports.observe = () => {
  const observed = client();
  for (const [name, described] of Object.entries(COMMANDS)) {
    const method = observed[name];
    observed[name] = function (...args) {
      // A method that calls another one has been called once.
      if (depth === 0) seen.push(JSON.stringify({ method: name, ...described(...args) }));
      depth += 1;
      try {
        return method.apply(this, args);
      } finally {
        depth -= 1;
      }
    };
  }
  for (const [name, operator] of Object.entries(OPERATORS)) watchOperation(window.amplitude.Identify.prototype, name, operator);
};

function watchOperation(prototype, name, operator) {
  const method = prototype[name];
  prototype[name] = function (property, value) {
    const made = operations.get(this) ?? [];
    operations.set(this, [...made, JSON.parse(JSON.stringify({ operator, property, value }))]);
    return method.call(this, property, value);
  };
}

exports.commands = () => seen.map((command) => JSON.parse(command));

exports.deviceId = () => client()?.options?.deviceId ?? null;

exports.waiting = () => (client()?.options?.apiKey ? client()._unsentCount() : 0);

exports.upload = () => client().sendEvents();

exports.call = (method, args) => {
  try {
    client()[method](...args);
    return null;
  } catch (error) {
    return { type: error.name, message: error.message };
  }
};
