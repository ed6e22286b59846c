/**
 * Writes the classic Amplitude integration as a file of Segment's CDN, for `devicemode segment --integrations DIR`.
 *
 *     node cdn.js DIR
 */

import { mkdirSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { link } from 'devicemode-page/lib/linker.js';

const require = createRequire(import.meta.url);
const { version } = require('@segment/analytics.js-integration-amplitude/package.json');

const folder = join(process.argv[2], 'amplitude', version);
mkdirSync(folder, { recursive: true });
const script = link(fileURLToPath(new URL('./in-page/integration.cjs', import.meta.url)));
writeFileSync(join(folder, 'amplitude.dynamic.js.gz'), gzipSync(script));
