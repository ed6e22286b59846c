/** A journey with @segment/analytics-node: `node journey.js HOST WRITE_KEY`. */

import { Analytics } from '@segment/analytics-node';

const [host, writeKey] = process.argv.slice(2);
const analytics = new Analytics({ host, writeKey });

analytics.identify({ userId: 'jane', traits: { plan: 'Pro' } });
analytics.track({ userId: 'jane', event: 'Song Played', properties: { title: 'Élan ♫' } });
analytics.track({ userId: 'jane', event: 'Subscribed', properties: { revenue: 12.5, productId: 'pro' } });
analytics.group({ userId: 'jane', groupId: 'acme', traits: { name: 'Acme' } });
analytics.page({ userId: 'jane', name: 'Pricing' });
analytics.alias({ userId: 'jane', previousId: 'visitor' });
await analytics.closeAndFlush({ timeout: 10000 });
