/**
 * One time axis for all clients. The server says when something happened and in which slot of its instant; where that is
 * on the screen is found here.
 */
import { computed, h, onBeforeUnmount, onMounted, ref, shallowRef } from 'vue';
import { binned, laidOut, placed } from 'explorer-parts';

const AXIS = 30;
/** More marks in a lane than this, and they become a histogram, unless there is room for each. */
const MOST_MARKS = 40;
const ROOM = 9;
const BIN = 18;
const EDGE = 10;

const SHAPES = {
  track: (x, y) => [h('circle', { class: 'shape', cx: x, cy: y, r: 3.6 })],
  out_of_session: (x, y) => [h('circle', { class: 'hollow', cx: x, cy: y, r: 3.6, 'stroke-dasharray': '2.2 1.6', 'stroke-width': 1.4 })],
  identify: (x, y) => [h('path', { class: 'shape', d: `M${x} ${y - 5}l5 5-5 5-5-5z` })],
  group: (x, y) => [h('path', { class: 'shape', d: `M${x} ${y - 5}l5 5-5 5-5-5z` })],
  revenue: (x, y) => [h('rect', { class: 'shape', x: x - 4.4, y: y - 4.4, width: 8.8, height: 8.8, rx: 1.4 })],
  session_start: (x, y) => [h('path', { class: 'hollow', 'stroke-width': 1.6, d: `M${x - 4} ${y - 4.5}v9M${x - 4} ${y}h7.5M${x + 1} ${y - 2.5}l2.5 2.5-2.5 2.5` })],
  session_end: (x, y) => [h('path', { class: 'hollow', 'stroke-width': 1.6, d: `M${x + 4} ${y - 4.5}v9M${x - 4} ${y}h7.5M${x + 1} ${y - 2.5}l2.5 2.5-2.5 2.5` })],
};

export default {
  emits: ['select', 'folded'],
  setup(props, { emit, expose }) {
    const root = ref(null);
    const room = ref(600);
    const lane = ref(27);
    const zoom = ref(1);
    const selected = shallowRef(null);
    const axis = shallowRef({ began: 0, ended: 0, now: null, segments: [], ticks: [], lanes: [], folded: true, clocks: true });

    const measure = () => {
      const map = root.value?.querySelector('.map');
      if (map) room.value = map.clientWidth || room.value;
      lane.value = innerHeight <= 850 ? 22 : 27;
    };
    const observer = new ResizeObserver(measure);
    onMounted(() => {
      observer.observe(root.value);
      measure();
    });
    onBeforeUnmount(() => observer.disconnect());

    const width = computed(() => Math.max(120, room.value) * zoom.value);
    const stretches = computed(() => laidOut(axis.value.segments, width.value - 2 * EDGE));
    const x = (at, slot) => EDGE + placed(stretches.value, at, slot);
    const within = (by) => (zoom.value = Math.min(40, Math.max(1, zoom.value * by)));

    expose({
      set(json) {
        axis.value = JSON.parse(json);
      },
      select(at) {
        selected.value = at;
        if (!at) return;
        requestAnimationFrame(() => root.value?.querySelector('.mark.selected')?.scrollIntoView({ block: 'nearest', inline: 'nearest' }));
      },
    });

    const bars = (one, y) =>
      one.bars.map((bar) => {
        const from = x(bar.began, bar.first_slot < 0 ? -1 : bar.first_slot - 0.5);
        const to = Math.max(from + 9, x(bar.ended, bar.last_slot < 0 ? Infinity : bar.last_slot + 0.5));
        return h('rect', { class: ['bar', bar.known || 'unknown'], x: from, y: y - 8.5, width: to - from - 2, height: 17, rx: 3.5 }, [h('title', bar.role)]);
      });

    const uploads = (one, y) =>
      one.uploads.map((upload) => {
        const at = x(upload.at, upload.slot);
        return h('path', { class: 'shape', d: `M${at} ${y + 9.5}l3 3.5h-6z`, style: upload.status === 200 ? null : 'fill: var(--bad); stroke: var(--bad)' }, [
          h('title', `Upload of ${upload.events} to ${upload.path}: ${upload.status || 'no answer'}`),
        ]);
      });

    const breaks = (one, y) =>
      one.breaks.map((change) => {
        const at = x(change.at, change.slot);
        return h('g', { class: 'break' }, [
          change.kind === 'device' ? h('path', { class: 'hollow', d: `M${at} ${y - 9}v18`, 'stroke-width': 2 }) : h('path', { d: `M${at} ${y - 5}l5 5-5 5-5-5z`, style: 'fill: var(--paper); stroke: var(--c); stroke-width: 1.5' }),
          h('title', change.says),
        ]);
      });

    const away = (one, y) =>
      one.away.map((span) => {
        const from = x(span.began, Infinity);
        return h('rect', { x: from, y: y - lane.value / 2, width: Math.max(0, x(span.ended, -1) - from), height: lane.value, fill: 'url(#away)' }, [h('title', 'In the background, or not running')]);
      });

    const marks = (one, y) => {
      const places = one.marks.map((mark) => x(mark.at, mark.slot));
      if (one.marks.length > MOST_MARKS && width.value / one.marks.length < ROOM) {
        const bins = binned(places, BIN);
        const most = Math.max(...bins.values());
        return [...bins].map(([left, count]) => {
          const height = 3 + (12 * count) / most;
          return h('rect', { class: 'shape', x: left + 2, y: y + 8 - height, width: BIN - 4, height, stroke: 'none' }, [h('title', `${count} events`)]);
        });
      }
      return one.marks.map((mark, index) => {
        const chosen = selected.value?.client === one.client && selected.value?.event === mark.event;
        const go = () => emit('select', { client: one.client, event: mark.event });
        return h(
          'g',
          {
            class: ['mark', mark.differs && 'differs', chosen && 'selected'], key: mark.event, role: 'button', tabindex: -1,
            'aria-label': `${one.title}: ${mark.name}`, onClick: go, onKeydown: (event) => (event.key === 'Enter' || event.key === ' ') && go(),
          },
          [h('title', mark.name), h('circle', { class: 'ring', cx: places[index], cy: y, r: 9 }), ...(SHAPES[mark.mark] ?? SHAPES.track)(places[index], y)],
        );
      });
    };

    /** On the axis, where rows differ that a histogram does not show. */
    const flags = () => {
      const dense = axis.value.lanes.filter((one) => one.marks.length > MOST_MARKS && width.value / one.marks.length < ROOM);
      const places = new Set(dense.flatMap((one) => one.marks.filter((mark) => mark.differs).map((mark) => Math.round(x(mark.at, mark.slot) / 8) * 8)));
      return [...places].map((at) => h('path', { d: `M${at} ${AXIS - 2}l-5-6h10z`, fill: 'var(--diff-line)' }, [h('title', 'Rows differ here')]));
    };

    /** Where a label fits: none stands over another, and none beyond the end. Null where there is no room. */
    const labels = () => {
      const taken = [];
      return (wanted, text) => {
        const long = text.length * 7;
        const from = Math.max(0, Math.min(wanted, width.value - long));
        if (taken.some(([left, right]) => from < right && left < from + long + 10)) return null;
        taken.push([from, from + long + 10]);
        return from;
      };
    };

    const ticks = (height, fits) =>
      axis.value.ticks.flatMap((tick) => {
        const around = stretches.value.filter((one) => one.began <= tick.at && tick.at <= one.ended);
        const at = EDGE + Math.min(...around.map((one) => (one.kind === 'instant' ? one.left : placed([one], tick.at))), width.value);
        const label = fits(at + 4, tick.says);
        return [h('path', { class: 'tick', d: `M${at} ${AXIS - 4}V${height}` }), label === null ? null : h('text', { x: label, y: 20 }, tick.says)];
      });

    const folds = (height, fits) =>
      stretches.value.filter((one) => one.kind === 'folded').flatMap((one) => {
        const middle = EDGE + (one.left + one.right) / 2;
        const label = fits(middle - (one.says.length * 7) / 2, one.says);
        return [
          h('path', { class: 'fold', d: `M${middle - 4} ${AXIS - 4}V${height}M${middle + 4} ${AXIS - 4}V${height}` }, [h('title', one.says)]),
          label === null ? null : h('text', { x: label, y: 20 }, one.says),
        ];
      });

    const onWheel = (event) => {
      if (!event.ctrlKey) return;
      event.preventDefault();
      within(event.deltaY < 0 ? 1.25 : 0.8);
    };

    return () => {
      const { lanes, now, folded } = axis.value;
      const height = AXIS + lane.value * lanes.length + 6;
      const fits = labels();
      const head = zoom.value && now !== null ? x(now.at, now.slot) : null;
      return h('div', { class: 'timeline', ref: root, style: { '--lane': `${lane.value}px` } }, [
        h('div', { class: 'buttons' }, [
          h('button', { type: 'button', class: 'button small', 'aria-pressed': folded, title: 'Fold idle time (G)', onClick: () => emit('folded', !folded) }, 'Fold idle time'),
          h('button', { type: 'button', class: 'button small icon', title: 'Zoom out', 'aria-label': 'Zoom out', disabled: zoom.value <= 1, onClick: () => within(0.667) }, [h('i', { class: 'i i-minus', 'aria-hidden': true })]),
          h('button', { type: 'button', class: 'button small icon', title: 'Zoom in', 'aria-label': 'Zoom in', onClick: () => within(1.5) }, [h('i', { class: 'i i-plus', 'aria-hidden': true })]),
        ]),
        h('div', { class: 'lanes' }, [
          h('div', { class: 'names' }, lanes.map((one) => h('div', { class: one.platform, style: { height: `${lane.value}px` } }, [h('i', { class: `i i-${one.platform}`, style: 'color: var(--c)', role: 'img', 'aria-label': one.title }), h('b', { class: 'cut' }, one.title), h('span', { class: 'says cut' }, one.says)]))),
          h('div', { class: 'map', onWheel, tabindex: zoom.value > 1 ? 0 : -1, role: 'region', 'aria-label': 'Timeline' }, [
            h('svg', { width: width.value, height, role: 'group', 'aria-label': 'Events over time' }, [
              h('defs', [h('pattern', { id: 'away', width: 6, height: 6, patternUnits: 'userSpaceOnUse', patternTransform: 'rotate(45)' }, [h('path', { d: 'M0 0V6', stroke: 'var(--hatch)', 'stroke-width': 2 })])]),
              ...lanes.map((one, index) => h('g', { class: one.platform }, away(one, AXIS + lane.value * (index + 0.5)))),
              ...folds(height - 4, fits),
              ...ticks(height - 4, fits),
              ...flags(),
              ...lanes.map((one, index) => {
                const y = AXIS + lane.value * (index + 0.5);
                return h('g', { class: one.platform, key: one.client }, [
                  one.sessions ? null : h('path', { class: 'dotted', d: `M2 ${y}H${width.value - 2}` }),
                  ...bars(one, y),
                  ...breaks(one, y),
                  ...uploads(one, y),
                  ...marks(one, y),
                ]);
              }),
              head === null ? null : h('g', [h('path', { class: 'playhead', d: `M${head} ${AXIS - 6}V${height - 3}` }), h('path', { d: `M${head} ${AXIS - 1}l-5-6h10z`, fill: 'var(--accent)' })]),
            ]),
          ]),
        ]),
      ]);
    };
  },
};
