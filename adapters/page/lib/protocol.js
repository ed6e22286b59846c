/** The adapter protocol on standard input and output: a line of JSON for a message, and one for its reply. */

const NEWLINE = 0x0a;

/** The port threw: that is a result, and no failure of the adapter. */
export class Threw extends Error {
  constructor({ type, message }) {
    super(message);
    this.type = type;
  }
}

/** The port can't do the scenario, and why. */
export class Skipped extends Error {}

/**
 * Answer messages one after the other until `bye` or the end of the input.
 *
 * `answers` has a function for each message, by what it says to `do`; what it returns is the reply's `ok`.
 */
export async function serve(answers, input = process.stdin, output = process.stdout) {
  for await (const line of lines(input)) {
    const request = read(line);
    if (request.do === 'bye') return;
    output.write(`${JSON.stringify(await reply(answers, request))}\n`);
  }
}

/** Split only at line feeds: other line endings may be inside a string. */
export async function* lines(input) {
  let rest = [];
  for await (const chunk of input) {
    let from = 0;
    for (let end; (end = chunk.indexOf(NEWLINE, from)) >= 0; from = end + 1) {
      yield Buffer.concat([...rest, chunk.subarray(from, end)]).toString();
      rest = [];
    }
    rest.push(chunk.subarray(from));
  }
}

function read(line) {
  try {
    const request = JSON.parse(line);
    if (request !== null && typeof request === 'object' && Number.isInteger(request.id)) return request;
    return { id: 0, wrong: 'a message is an object with an id' };
  } catch (error) {
    return { id: 0, wrong: `the message can't be read: ${error.message}` };
  }
}

async function reply(answers, request) {
  const { id } = request;
  if (request.wrong) return { id, error: { message: request.wrong } };
  if (!Object.hasOwn(answers, request.do)) {
    return { id, error: { message: `the adapter does not know the message ${request.do}` } };
  }
  try {
    return { id, ok: (await answers[request.do](request)) ?? {} };
  } catch (error) {
    if (error instanceof Threw) return { id, threw: { message: error.message, type: error.type } };
    if (error instanceof Skipped) return { id, skip: { reason: error.message } };
    return { id, error: { message: String(error.message ?? error), trace: String(error.stack ?? '') } };
  }
}
