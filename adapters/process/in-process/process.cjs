/**
 * The start of a process, to be required before the libraries, which may keep what they find; and what it is asked for.
 *
 * It runs in a context of its own, in which `__host` is what the adapter gives every process.
 */

const { barrier } = require('../../page/in-page/barrier.cjs');
const clock = require('../../page/in-page/clock.cjs');
const randomness = require('../../page/in-page/randomness.cjs');
const traffic = require('./traffic.cjs');

const { start } = globalThis.__host;
const { settle, runTo } = barrier(clock, traffic);

randomness.seed(start.seed);
clock.start(start.time);
traffic.watch();

/** Do something; return an object whose `threw` is what it threw, at once or by way of a promise, `null` if nothing. */
async function attempt(act) {
  const made = { threw: /** @type {{ type: string, message: string } | null} */ (null) };
  const refused = (error) => {
    made.threw = { type: error.name, message: error.message };
  };
  try {
    act()?.catch(refused);
  } catch (error) {
    refused(error);
  }
  await settle();
  return made;
}

const methods = {
  settle,
  next: () => clock.next(),
  runTo,
};

/** Have the adapter ask for these methods too. Arguments and results are JSON text, so no object is of another realm. */
function answer(own) {
  Object.assign(methods, own);
  globalThis.__ask = async (method, argumentsJSON) =>
    JSON.stringify((await methods[method](...JSON.parse(argumentsJSON))) ?? null);
}

module.exports = { answer, attempt, settle, start };
