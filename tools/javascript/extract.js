/** Writes the script of the live view, which stands in its page, where ESLint and tsc read it: on the lines it has there. */

import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';

const PAGE = new URL('../../simulator/backend/reading/live.html', import.meta.url);
const SCRIPT = new URL('extracted/live.js', import.meta.url);

const [before, script, ...others] = readFileSync(PAGE, 'utf8').split(/<script>|<\/script>/);
if (script === undefined || others.length !== 1) throw new Error('the live view has one script, between two plain tags');
mkdirSync(new URL('.', SCRIPT), { recursive: true });
writeFileSync(SCRIPT, '\n'.repeat(before.split('\n').length - 1) + script);
