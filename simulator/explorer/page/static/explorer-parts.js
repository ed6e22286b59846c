/**
 * What the explorer's components share: plain functions on plain data, without Vue and without the page.
 *
 * @typedef {{ text: string, differs: boolean }} Fact
 * @typedef {{ client: string, kind: string, event: number, mark: string, facts: Fact[], sentences: string[], fresh?: boolean }} Cell
 * @typedef {{ key: string, step: number, name: string, mark: string, status: string, sent: number, cells: Cell[] }} Row
 * @typedef {{ step: number, line: number, keyword: string, text: string, detail: string, subject: string, clock: string,
 *             wrong: string, rows: string[] }} Step
 * @typedef {{ client: string, platform: string, title: string, dialect: string, second: boolean, own: boolean, facts: Fact[] }} Head
 * @typedef {{ heads: Head[], steps: Step[], rows: Record<string, Row>, now: number, played: number, foot: string,
 *             arrivals: boolean }} Grid
 * @typedef {{ key: string, fold: string, steps: Step[], rows: Row[], further: boolean }} Block
 */

/** More rows than this, and equal ones are folded. */
export const MOST_UNFOLDED = 50;
/** Rows that one block has at most, so that only what is seen is drawn. */
const LARGEST_BLOCK = 30;
/** Equal rows that are worth a fold. */
const SMALLEST_FOLD = 3;

/** @param {Row} row */
export const differs = (row) => row.status !== 'same' && row.status !== 'numbering';

/**
 * What is drawn, one below the other: a step with its rows, a part of a step with many, or a fold of equal rows.
 *
 * @param {Grid} grid
 * @param {{ unfolded: boolean, open: Set<string>, only: boolean }} how
 * @returns {Block[]}
 */
export function blocksOf(grid, { unfolded, open, only }) {
  const total = Object.keys(grid.rows).length;
  const folds = only || (total > MOST_UNFOLDED && !unfolded);
  /** @type {Block[]} */
  const blocks = [];
  /** @type {{ step: Step, rows: Row[] }[]} */
  let equal = [];

  const close = () => {
    const rows = equal.flatMap((one) => one.rows);
    const key = equal.length ? `fold ${equal[0].step.step}` : '';
    if (rows.length >= (only ? 1 : SMALLEST_FOLD) && !open.has(key)) {
      blocks.push({ key, fold: counted(rows), steps: equal.map((one) => one.step), rows, further: false });
    } else {
      for (const one of equal) blocks.push(...parts(one.step, one.rows));
    }
    equal = [];
  };

  for (const step of grid.steps) {
    const rows = step.rows.map((key) => grid.rows[key]);
    const quiet = rows.every((row) => !differs(row) && row.name);
    if (folds && quiet && !step.wrong && (rows.length || only)) {
      equal.push({ step, rows });
    } else {
      close();
      blocks.push(...parts(step, rows));
    }
  }
  close();
  return blocks;
}

/**
 * @param {Step} step
 * @param {Row[]} rows
 * @returns {Block[]}
 */
function parts(step, rows) {
  const made = [];
  for (let from = 0; from === 0 || from < rows.length; from += LARGEST_BLOCK) {
    made.push({
      key: `${step.step}.${from}`,
      fold: '',
      steps: [step],
      rows: rows.slice(from, from + LARGEST_BLOCK),
      further: from > 0,
    });
  }
  return made;
}

/**
 * Writes what equal rows are: `Song Played × 41, Song Paused × 2`.
 *
 * @param {Row[]} rows
 */
function counted(rows) {
  /** @type {Map<string, number>} */
  const counts = new Map();
  for (const row of rows) counts.set(row.name, (counts.get(row.name) ?? 0) + 1);
  const names = [...counts].sort((a, b) => b[1] - a[1]);
  const said = names.slice(0, 3).map(([name, count]) => (count > 1 ? `${name} × ${count}` : name));
  return said.join(', ') + (names.length > 3 ? `, ${names.length - 3} more names` : '');
}

/**
 * A guess at how high a block is, until it has been drawn.
 *
 * @param {Block} block
 * @param {boolean} phone
 */
export function guessedHeight(block, phone) {
  if (block.fold) return 26;
  if (phone) return 34 + 49 * block.rows.length;
  return Math.max(28, block.rows.reduce((sum, row) => sum + (differs(row) ? 44 : 29), 0));
}

/** @param {number} number @param {string} one @param {string} [more] */
export const plural = (number, one, more = `${one}s`) => `${number.toLocaleString('en')} ${number === 1 ? one : more}`;

/**
 * @typedef {{ kind: string, began: number, ended: number, slots: number, says: string, width: number }} Segment
 * @typedef {Segment & { left: number, right: number }} Stretch
 */

/**
 * Lays the segments of the folded axis out over a width.
 *
 * @param {Segment[]} segments
 * @param {number} width
 * @returns {Stretch[]}
 */
export function laidOut(segments, width) {
  const units = segments.reduce((sum, one) => sum + one.width, 0) || 1;
  let left = 0;
  return segments.map((one) => {
    const right = left + (one.width / units) * width;
    const stretch = { ...one, left, right };
    left = right;
    return stretch;
  });
}

/**
 * Where a moment is on the axis: a slot of an instant, or a share of a stretch of time.
 *
 * @param {Stretch[]} stretches
 * @param {number} at
 * @param {number} [slot] -1 for an instant's beginning, Infinity for its end.
 */
export function placed(stretches, at, slot = -1) {
  const instant = stretches.find((one) => one.kind === 'instant' && one.began <= at && at <= one.ended);
  if (instant) {
    const share = (Math.min(Math.max(slot, -0.5), instant.slots - 0.5) + 0.5) / Math.max(instant.slots, 1);
    return instant.left + share * (instant.right - instant.left);
  }
  const within = stretches.find((one) => one.began <= at && at <= one.ended);
  if (within) {
    const share = within.ended === within.began ? 0 : (at - within.began) / (within.ended - within.began);
    return within.left + share * (within.right - within.left);
  }
  const last = stretches[stretches.length - 1];
  return last && at > last.ended ? last.right : 0;
}

/**
 * Counts marks in bins, so that a full lane is a histogram.
 *
 * @param {number[]} places
 * @param {number} size Pixels of a bin.
 * @returns {Map<number, number>} The left edge of each bin that has marks, and how many.
 */
export function binned(places, size) {
  /** @type {Map<number, number>} */
  const bins = new Map();
  for (const place of places) {
    const bin = Math.floor(place / size) * size;
    bins.set(bin, (bins.get(bin) ?? 0) + 1);
  }
  return bins;
}

const KEPT = 'devicemode pages';
const MOST_KEPT = 8;

/** @returns {{ page: string, title: string }[]} The pages that this browser remembers, the latest first. */
export function keptPages() {
  try {
    const kept = JSON.parse(localStorage.getItem(KEPT) ?? '[]');
    return Array.isArray(kept) ? kept.filter((one) => typeof one?.page === 'string') : [];
  } catch {
    // What another program on this address has put there is no list of ours.
    return [];
  }
}

/** @param {string} page @param {string} title */
export function keepPage(page, title) {
  const others = keptPages().filter((one) => one.page !== page);
  localStorage.setItem(KEPT, JSON.stringify([{ page, title }, ...others].slice(0, MOST_KEPT)));
}

/** @type {[Intl.RelativeTimeFormatUnit, number][]} */
const UNITS = [['day', 86_400_000], ['hour', 3_600_000], ['minute', 60_000]];

/** How long ago something was: `2 hours ago`, `just now`. @param {number} at @param {number} now */
export function ago(at, now) {
  const [unit, length] = UNITS.find(([, one]) => now - at >= one) ?? ['', 1];
  return unit ? new Intl.RelativeTimeFormat('en').format(-Math.floor((now - at) / length), unit) : 'just now';
}
