// The port, and the world around its page. `devicemode adapter check -- node adapter.mjs` says what is still missing.

export const describes = { name: 'my-port', version: '0.1.0' };

// A page can do these whichever SDK is in it. With amplitude-js in it: 'device-id', 'sdk-methods', and 'late-sdk' if it
// comes by one of the scripts below. `devicemode adapter capabilities` lists them all; claim nothing that does not work.
export const capabilities = ['time', 'lifecycle', 'restart', 'device', 'network', 'pages', 'several', 'flush-timing'];

// What the page loads from elsewhere: the file behind each address.
export const scripts = {
  // 'https://cdn.amplitude.com/libs/amplitude-7.2.1-min.gz.js': new URL('node_modules/amplitude-js/amplitude.umd.js', import.meta.url),
};

// Requests to api.amplitude.com go to the harness; all others come here. Without an answer the network has failed.
export function answer({ method, url, headers, body }) {
  return { status: 200, body: '' };
}

// An SDK that looks for work every second does so 86,400 times when a scenario lets a day pass. If yours does: true; in
// steps of an hour or more its timers then fire once a minute, as in a page that nobody looks at.
export const polls = false;
