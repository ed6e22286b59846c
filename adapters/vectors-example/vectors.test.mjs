// Holds the port against every vector: VECTORS=DIR node --test vectors.test.mjs
import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { Port } from './port.mjs';
import { Roles, index, inFull, vectors } from './vectors.mjs';

const port = new Port(index.dialect);
after(() => port.close());

for (const vector of vectors()) {
  test(vector.id, async () => {
    const roles = new Roles(vector.roles);
    await port.begin();
    for (const { text, send, times = 1, refused = false } of vector.steps) {
      if (!send) continue; // What to expect on the way takes a model of Amplitude; here it is all that was made that counts.
      const message = send.args ? { ...send, args: roles.filled(send.args) } : send;
      for (let time = 0; time < times; time += 1) {
        assert.equal(await port.refuses(message), refused, `${text}: refused`);
      }
      await compare(vector, roles, { atTheEnd: false });
    }
    await compare(vector, roles, { atTheEnd: true });
  });
}

async function compare(vector, roles, { atTheEnd }) {
  for (const { app, by, commands, events } of vector.made) {
    if (by !== 'sdk') continue; // Segment's servers are no part of a port in device mode.
    const seen = await port.made(app);
    for (const [expected, actual] of [[inFull(commands, 'command'), seen.commands], [inFull(events, 'event'), seen.events]]) {
      const soFar = atTheEnd ? expected : expected.slice(0, actual.length);
      assert.deepEqual(actual, roles.filled(soFar, actual));
    }
  }
}
