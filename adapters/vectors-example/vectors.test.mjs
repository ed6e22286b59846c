// Holds a port against exported vectors with nothing but Node: VECTORS=DIR node --test vectors.test.mjs
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { port } from './port.mjs';

const read = (path) => JSON.parse(readFileSync(`${process.env.VECTORS}/${path}`, 'utf8'));
const { begins, comparison: { counters, kinds, numbered, numbering }, files } = read('index.json');
const vectors = files.flatMap(({ path, cases }) => (cases ? read(path).vectors : []));
const mapped = (object, make) => Object.fromEntries(Object.entries(object).map(([key, of]) => [key, make(of, key)]));
const kindOf = (role) => role.replace(new RegExp(numbering, 'g'), '').trim();
const later = (by) => (value, field) => (counters.includes(field) ? value + by
  : numbered.includes(field) && value?.role ? { role: value.role.replace(/\d+$/, (number) => +number + by) } : value);
const inFull = ({ times = 1, command, event = command }) => // What comes several times in a row.
  Array.from({ length: times }, (_, repetition) => mapped(event, later(repetition)));
function filled(expected, actual, roles) { // With values for markers; a role that has none yet takes the actual one.
  if (expected === null || typeof expected !== 'object') return expected;
  if (Array.isArray(expected)) return expected.map((item, at) => filled(item, actual?.[at], roles));
  const { ms, role, literal = expected } = Object.keys(expected).length === 1 ? expected : {};
  if (ms !== undefined) return begins + ms;
  if (role === undefined) return mapped(literal, (item, key) => filled(item, actual?.[key], roles));
  if (role in roles) return roles[role];
  const { type, pattern = '' } = kinds[kindOf(role)];
  assert.ok(typeof actual === type.replace('integer', 'number') && RegExp(pattern).test(actual), `${role}: ${actual}`);
  for (const one in roles) assert.ok(roles[one] !== actual || kindOf(one) !== kindOf(role), `${role} is also ${one}`);
  return roles[role] = actual;
}
for (const { id, steps, made, roles } of vectors) test(id, async () => {
  const sent = steps.filter(({ send }) => send); // What is expected on the way takes a model of Amplitude.
  for (const { send, text, times = 1, refused = false } of sent) {
    const message = { ...send, args: filled(send.args, {}, roles) };
    for (let time = 0; time < times; time += 1) assert.equal(await port.refuses(message), refused, text);
    for (const { app, commands, events } of made.filter(({ by }) => by === 'sdk')) {
      const actual = await port.made(app);
      const end = (list) => (send === sent.at(-1).send ? Infinity : actual[list].length);
      const soFar = mapped({ commands, events }, (entries, list) => entries.flatMap(inFull).slice(0, end(list)));
      assert.deepEqual(actual, filled(soFar, actual, roles), text);
    }
  }
});
