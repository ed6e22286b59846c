/** What stands behind every address: first what the adapter needs in a page, then the page's own libraries. */

import { fileURLToPath } from 'node:url';
import { inline, link } from './linker.js';

/** The scripts of a page; between the two, `started` sets the clock and the randomness. */
export const AGENT = link(inPage('agent.cjs'));
export const STACK = link(inPage('stack.cjs'));

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

function inPage(name) {
  return fileURLToPath(new URL(`../in-page/${name}`, import.meta.url));
}
