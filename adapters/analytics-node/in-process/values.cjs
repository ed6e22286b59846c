/** Values that JSON doesn't have, which the protocol writes as `{"$date": …}`, `{"$number": …}`, `{"$undefined": true}`. */

const NATIVE = {
  $date: (text) => new Date(text),
  $number: (name) => Number(name),
  $undefined: () => undefined,
};

/** Return a value of JSON with the values that its stand-ins stand for. */
exports.native = (value) => {
  if (value === null || typeof value !== 'object') return value;
  if (Array.isArray(value)) return value.map(exports.native);
  const entries = Object.entries(value);
  const [[only, said] = ['', null]] = entries;
  if (entries.length === 1 && Object.hasOwn(NATIVE, only)) return NATIVE[only](said);
  return Object.fromEntries(entries.map(([name, item]) => [name, exports.native(item)]));
};
