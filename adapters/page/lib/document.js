/** The document at every address: first what the adapter needs in a page, then the page's own libraries. */

import { fileURLToPath } from 'node:url';
import { inline, link } from './linker.js';

/** The first script of a page; the last one has the libraries. Between the two, `started` sets clock and randomness. */
export const AGENT = link(fileURLToPath(new URL('../in-page/agent.cjs', import.meta.url)));

/** Return the script with the libraries: the module at an address, what it exports being `window.__stack`. */
export function libraries(page) {
  return `window.__stack = ${link(fileURLToPath(page))}`;
}

/** Return the script that starts the agent; see `start` there. */
export function started(values) {
  return `window.__adapter.start(${inline(JSON.stringify(values))});`;
}

/** Return a document with scripts in it; one at least, before which libraries put theirs. */
export function documentOf(title, scripts = ['']) {
  return `<!doctype html>
<html>
<head>
<meta charset="utf-8">
<title>${title.replaceAll('&', '&amp;').replaceAll('<', '&lt;')}</title>
${scripts.map((script) => `<script>${script}</script>`).join('\n')}
</head>
<body></body>
</html>
`;
}
