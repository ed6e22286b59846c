// Speaks the adapter protocol, version 1, for the SDK in page.cjs. There is nothing to change in here.
//
//   node adapter.mjs                                  the page is in jsdom
//   node adapter.mjs --browser chromium [--executable /usr/bin/chromium]    after npm install playwright-core

import { run } from './devicemode-page/main.js';
import * as port from './port.mjs';

await run(new URL('page.cjs', import.meta.url), port);
