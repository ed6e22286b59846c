/** What Segment calls the destination that the documentation calls Amplitude. */
exports.DESTINATION = 'Actions Amplitude';

/** Return a call's integrations with the documentation's destination by the name that it has here; options as well. */
exports.named = ({ Amplitude, ...others } = /** @type {Record<string, any>} */ ({})) =>
  Amplitude === undefined ? others : { ...others, [exports.DESTINATION]: Amplitude };
