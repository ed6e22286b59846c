/** The browser keeps cookies by the machine's clock, the page sets them by its own: their ends are moved between the two. */

exports.keepTime = (clock) => {
  const { get, set } = /** @type {{ get(): string, set(cookie: string): void }} */ (
    Object.getOwnPropertyDescriptor(Document.prototype, 'cookie')
  );
  Object.defineProperty(document, 'cookie', {
    configurable: true,
    get: () => get.call(document),
    set: (cookie) => {
      set.call(document, String(cookie).replace(/(;\s*expires=)([^;]+)/i, (whole, name, moment) => {
        const end = Date.parse(moment);
        // What is over for the page must be over for the browser, whatever fraction of a second has passed since.
        if (Number.isNaN(end)) return whole;
        return name + new Date(end <= clock.now() ? 0 : end + clock.ahead()).toUTCString();
      }));
    },
  });
};
