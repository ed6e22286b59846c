/** Segment's servers, as far as an app and Amplitude see them: settings, intake, and the destination behind it. */

import { destination, sendingTo } from './amplitude.js';
import { subscriptionsOf } from './subscriptions.js';

/** Who has the settings of sources, and who takes what they send. */
export const SETTINGS = 'cdn-settings.segment.com';
export const INTAKE = 'api.segment.io';
const DESTINATION = 'Actions Amplitude';

/** What an app learns about its source. */
export const SOURCE = {
  integrations: { 'Segment.io': { apiKey: 'devicemode', apiHost: `${INTAKE}/v1` }, [DESTINATION]: {} },
};

export class SegmentServers {
  #endpoint;
  #now;
  #ip;
  #apiKey;
  #secretKey;
  #subscriptions;
  /** What has been received, in order. */
  messages = [];
  /** What the destination or Amplitude has refused, in the words that the source's owner reads. */
  warnings = [];

  /**
   * `request` is the message `open`. `now` tells the moment, and `ip` where the source's requests come from: `null` where
   * Segment doesn't look, as with servers.
   */
  constructor({ settings, endpoints, platform }, { now, ip }) {
    this.#endpoint = endpoints.amplitude;
    this.#now = now;
    this.#ip = ip;
    this.#apiKey = settings.apiKey;
    this.#secretKey = settings.secretKey ?? '';
    this.#subscriptions = subscriptionsOf(settings, platform);
  }

  /** Return the answer to a request, `{ status, body }`, or `null` where there is no such server. */
  async answer({ url, body }) {
    const { hostname } = new URL(url);
    if (hostname === SETTINGS) return answerOf(SOURCE);
    if (hostname !== INTAKE) return null;
    for (const message of JSON.parse(body).batch) await this.#receive(message);
    return answerOf({ success: true });
  }

  /** Ask Amplitude to delete a user, as the owner of the source can ask Segment to. Rejects if that is refused. */
  async deleteUser(userId) {
    const message = /** @type {const} */ ({ type: 'delete', userId });
    const settings = { apiKey: this.#apiKey, secretKey: this.#secretKey };
    await sendingTo({ endpoint: this.#endpoint, time: this.#now() }, () => destination.onDelete?.(message, settings));
  }

  async #receive(message) {
    const ip = this.#ip();
    const received = ip ? { ...message, context: { ip, ...message.context } } : message;
    this.messages.push(received);
    const { [DESTINATION]: own, All: all } = received.integrations ?? {};
    if ((own ?? all) === false) return;
    // One subscription after the other: what one message becomes arrives in one order.
    for (const subscription of this.#subscriptions) await this.#forward(received, subscription);
  }

  async #forward(message, subscription) {
    const settings = { apiKey: this.#apiKey, secretKey: this.#secretKey, subscription };
    try {
      await sendingTo({ endpoint: this.#endpoint, time: this.#now() }, () => destination.onEvent(message, settings));
    } catch (error) {
      // Refused by the destination or by Amplitude: the app already has its answer, and doesn't find out.
      this.warnings.push(error.message);
      process.stderr.write(`${message.type}: ${error.message}\n`);
    }
  }
}

function answerOf(value) {
  return { status: 200, body: JSON.stringify(value) };
}
