/** A barrier in time: it waits for what is under way, and lets time pass only when nothing is. */

/**
 * Return the barrier of a program with a clock and a network: `traffic` knows what is under way.
 *
 * @param {{ due(): boolean, fire(): void, next(): number | null, runTo(time: number): void }} clock
 * @param {{ turn(): Promise<unknown>, busy(): boolean, change(): Promise<unknown> }} traffic
 */
exports.barrier = (clock, traffic) => {
  /** Wait until nothing is under way at the present moment: requests, scripts, timers that are due. */
  async function settle() {
    for (;;) {
      await traffic.turn();
      if (traffic.busy()) await traffic.change();
      else if (clock.due()) clock.fire();
      else return;
    }
  }

  /** Let time pass until a moment: from timer to timer, and after each until everything that it began is done. */
  async function runTo(time) {
    for (let next; (next = clock.next()) !== null && next < time; await settle()) clock.runTo(next);
    clock.runTo(time);
    await settle();
  }

  return { settle, runTo };
};
