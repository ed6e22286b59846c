// Reads exported vectors: the rules under `comparison` in index.json, for what stands in `made`.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';

const read = (path) => JSON.parse(readFileSync(`${process.env.VECTORS}/${path}`, 'utf8'));

export const index = read('index.json');
const { counters, kinds, numbered, numbering } = index.comparison;

export const vectors = () => index.files.filter((file) => file.cases).flatMap((file) => read(file.path).vectors);

/** Writes out what comes several times in a row. */
export function inFull(entries, what) {
  return entries.flatMap((entry) => Array.from({ length: entry.times ?? 1 }, (_, later) => {
    const made = { ...entry[what] };
    for (const field of counters) if (field in made) made[field] += later;
    for (const field of numbered) {
      if (made[field]?.role) made[field] = { role: made[field].role.replace(/\d+$/, (number) => Number(number) + later) };
    }
    return made;
  }));
}

const kindOf = (role) => role.replace(new RegExp(numbering, 'g'), '').trim();

/** The values that the roles of one case have. */
export class Roles {
  #values;

  constructor(fixed) {
    this.#values = new Map(Object.entries(fixed));
  }

  /** Puts values in the places of markers; a role that has none yet takes the one at its place in `actual`. */
  filled(expected, actual) {
    if (expected === null || typeof expected !== 'object') return expected;
    if (Array.isArray(expected)) return expected.map((item, at) => this.filled(item, actual?.[at]));
    const [only, ...others] = Object.keys(expected);
    if (only === 'role' && others.length === 0) return this.#valueOf(expected.role, actual);
    if (only === 'ms' && others.length === 0) return index.begins + expected.ms;
    const fields = Object.entries(only === 'literal' && others.length === 0 ? expected.literal : expected);
    return Object.fromEntries(fields.map(([key, item]) => [key, this.filled(item, actual?.[key])]));
  }

  #valueOf(role, actual) {
    if (!this.#values.has(role)) {
      const { type, pattern = '' } = kinds[kindOf(role)];
      assert.equal(typeof actual, type === 'integer' ? 'number' : type, `${role} is ${actual}`);
      assert.match(String(actual), new RegExp(pattern), role);
      for (const [other, value] of this.#values) {
        assert.ok(value !== actual || kindOf(other) !== kindOf(role), `${role} is the same as ${other}: ${actual}`);
      }
      this.#values.set(role, actual);
    }
    return this.#values.get(role);
  }
}
