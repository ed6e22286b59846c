/**
 * Writes how JavaScript reads values, for `tests/model/languages/test_javascript.py`: TZ=UTC node tests/model/languages/javascript.mjs
 *
 * What JSON can't say stands in it as `{"$js": "NaN"}`; a text that is no name is a date's.
 */

import { writeFileSync } from 'node:fs';

const texts = [
  '', ' ', '\t\n', '0', '-0', '1', '-1', '+7', '007', '12', ' 12 ', '12abc', 'abc', '1.5', '.5', '5.', '.', '+.5', '-.5e3',
  '1e3', '1E3', '1e+3', '1e-3', '1e', '1e+', '1e400', '-1e400', '1e-400', 'Infinity', '-Infinity', '+Infinity', 'infinity',
  'Infinityx', 'NaN', '0x10', '0X1f', '-0x10', '0x', '0xg', '0o17', '0b101', '0b2', '1_000', '1,000', '$12', '٣', '１２', '\u00a07',
  '\ufeff7', '\u001c7', '7\u2028', '9007199254740993', '123456789012345680000', '0.1', '0.30000000000000004', '1.5.2', 'true',
  'null', '2018-09-18', '2018-09-18T12:30:00.000Z', '😀', '--1', '+-1', '1 2', '4294967296', '-2147483649',
];
const numbers = [
  0, -0, 1, -1, 1.5, -1.5, 0.1, 0.1 + 0.2, 1e-5, 1e-6, 1e-7, 1.5e-7, -1e-7, 123456789.25, 1e20, 1e21, 1.5e21, 123e20, -1e21,
  1e300, 5e-324, 1.7976931348623157e308, 2 ** 31, 2 ** 31 - 1, -(2 ** 31), -(2 ** 31) - 1, 2 ** 32, 2 ** 32 + 5.9, 2 ** 53,
  2 ** 53 + 2, 2 ** 63, 4294967295, 100, 1000000, 12345.678, 0.000001, 0.0000012, 10.0, 1e2, NaN, Infinity, -Infinity,
];
const dates = [
  0, Date.UTC(2018, 8, 18, 12, 30), Date.UTC(2018, 8, 18, 12, 30, 0, 7), Date.UTC(1969, 11, 31, 23, 59, 59, 999),
  Date.UTC(999, 0, 2), Date.UTC(9999, 11, 31),
].map((time) => new Date(time));
/** @type {any[]} */
const containers = [
  [], [2], ['2'], ['0x10'], [''], [null], [undefined], [[3]], [[]], [1, 2], ['a', null, 'b'], [true], [NaN], [[1, 2], [3]], [{}],
  [new Date(0)], {}, { a: 1 }, { a: undefined, b: [undefined, NaN, -0] }, { valueOf: 3 }, { when: new Date(0), far: Infinity },
];
const values = [null, undefined, true, false, ...numbers, ...texts, ...dates, ...containers];

const reads = {
  truthy: Boolean,
  number: Number,
  parse_float: parseFloat,
  parse_int: parseInt,
  is_finite: isFinite,
  to_int32: (value) => value | 0,
  text: String,
  json: (value) => (value === undefined ? undefined : JSON.parse(JSON.stringify(value))),
};

function said(value) {
  if (value === undefined) return { $js: 'undefined' };
  if (Object.is(value, -0)) return { $js: '-0' };
  if (typeof value === 'number' && !Number.isFinite(value)) return { $js: String(value) };
  if (value instanceof Date) return { $js: value.toISOString() };
  if (Array.isArray(value)) return value.map(said);
  if (value && typeof value === 'object') {
    return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, said(item)]));
  }
  return value;
}

/** An object can't be read as a number if it hides the method that says which: that throws, and is no reading. */
function read(how, value) {
  try {
    return { ok: said(how(value)) };
  } catch {
    return null;
  }
}

const table = values.map((value) => {
  const row = { value: said(value) };
  for (const [name, how] of Object.entries(reads)) {
    const made = read((given) => how(given), value);
    if (made) row[name] = made.ok;
  }
  return row;
});
const lines = table.map((row) => ` ${JSON.stringify(row)}`);
writeFileSync(new URL('javascript.json', import.meta.url), `[\n${lines.join(',\n')}\n]\n`);
