/** The network of a process: `fetch`, and how many requests are under way. */

const { request, turn } = globalThis.__host;

let requests = 0;
let waiting = [];

exports.turn = () => new Promise((resolve) => turn(resolve));

exports.busy = () => requests > 0;

/** Return a promise of the next change of what is under way. */
exports.change = () => new Promise((resolve) => waiting.push(resolve));

exports.watch = () => {
  globalThis.fetch = async (url, { method = 'GET', body = '' } = {}) => {
    requests += 1;
    try {
      const answer = JSON.parse(await request(JSON.stringify({ url: String(url), method, body })));
      if (answer === null) throw new TypeError('Network request failed');
      return new Response(answer.body, { status: answer.status });
    } finally {
      requests -= 1;
      const resolves = waiting;
      waiting = [];
      for (const resolve of resolves) resolve();
    }
  };
};
