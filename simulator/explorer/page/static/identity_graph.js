/**
 * How devices became users, drawn like a railway map: a device is a dashed line from its first event on, and joins its
 * user's thick line at the station where Amplitude learns who it is.
 */
import { computed, h, onBeforeUnmount, onMounted, ref, shallowRef } from 'vue';

const WIDE = 560;
const GLYPH = 6.7;

/** Cut a text to the pixels there are for it; what is cut is in the title. */
const cut = (text, room) => {
  const most = Math.max(3, Math.floor(room / GLYPH));
  return text.length > most ? `${text.slice(0, most - 1)}…` : text;
};

export default {
  emits: ['step'],
  setup(props, { emit, expose }) {
    const root = ref(null);
    const room = ref(260);
    const shown = shallowRef({ devices: [], users: [] });

    const observer = new ResizeObserver(() => (room.value = root.value?.clientWidth || room.value));
    onMounted(() => {
      observer.observe(root.value);
      room.value = root.value.clientWidth || room.value;
    });
    onBeforeUnmount(() => observer.disconnect());
    expose({ set: (json) => (shown.value = JSON.parse(json)) });

    const wide = computed(() => room.value >= WIDE);
    /** The stations of all devices in their order: each moment has a place of its own. */
    const order = computed(() => [...new Set(shown.value.devices.flatMap((one) => one.stations.map((at) => `${String(at.at).padStart(15, '0')} ${String(at.step).padStart(6, '0')}`)))].sort());
    const left = computed(() => (wide.value ? 214 : 12));
    const right = computed(() => Math.max(left.value + (wide.value ? 60 : 34) * order.value.length, room.value - (wide.value ? 240 : 74)));
    const placeOf = (station) => {
      const index = order.value.indexOf(`${String(station.at).padStart(15, '0')} ${String(station.step).padStart(6, '0')}`);
      const gap = (right.value - left.value - 24) / Math.max(1, order.value.length);
      return left.value + 10 + index * gap;
    };
    const gap = computed(() => (right.value - left.value - 24) / Math.max(1, order.value.length));
    const height = computed(() => (wide.value ? 54 : 48));
    const top = computed(() => (wide.value ? 52 : 30));
    const y = (index) => top.value + index * height.value;

    /** The row on which a user's line runs: that of its first device. */
    const rowOf = (number) => shown.value.devices.findIndex((one) => one.stations.some((station) => station.user === number));

    const lineOf = (device, index) => {
      const hue = 'var(--c)';
      const drawn = [];
      device.stations.forEach((station, at) => {
        const from = placeOf(station);
        const next = device.stations[at + 1];
        const to = next ? placeOf(next) : right.value;
        const row = station.known ? rowOf(station.user) : index;
        const elsewhere = row >= 0 && row !== index && station.known;
        if (elsewhere) {
          const bend = Math.min(70, Math.max(30, gap.value * 0.6));
          drawn.push(h('path', { d: `M${from} ${y(index)}C${from + bend * 0.6} ${y(index)} ${from + bend * 0.4} ${y(row)} ${from + bend} ${y(row)}`, stroke: hue, 'stroke-width': 2, fill: 'none' }));
          drawn.push(h('circle', { cx: from + bend, cy: y(row), r: 5, fill: 'var(--paper)', stroke: hue, 'stroke-width': 2 }));
        } else {
          drawn.push(h('path', { d: `M${from} ${y(index)}H${to}`, stroke: hue, 'stroke-width': station.known ? 6 : 2, 'stroke-dasharray': station.known ? null : '4 3', 'stroke-linecap': station.known && !next ? 'round' : null, fill: 'none' }));
        }
      });
      return drawn;
    };

    /** Whether what a station says is an identify, of which one word is enough. */
    const known = (station) => station.says.startsWith('identify ');

    const stationOf = (device, index, station, at) => {
      const go = () => emit('step', station.step);
      const begins = at === 0 && !station.known;
      const leaves = station.known && rowOf(station.user) !== index;
      const space = at + 1 < device.stations.length ? gap.value - 6 : (leaves ? room.value - 8 : right.value + 10) - placeOf(station);
      const label = at === 0 && !wide.value && device.role ? device.role : wide.value || station.says.length * GLYPH < space ? station.says : station.says.replace(/ .*/, known(station) ? '' : '…');
      const above = wide.value || leaves ? 20 : -14;
      return h(
        'g',
        { class: 'station', role: 'button', tabindex: 0, 'aria-label': `${device.role}: ${station.says}, line ${station.line}`, onClick: go, onKeydown: (event) => (event.key === 'Enter' || event.key === ' ') && go() },
        [
          h('title', `${device.role} ${device.value}: ${station.says}${station.line ? `, line ${station.line}` : ''}`),
          h('circle', { cx: placeOf(station), cy: y(index), r: begins ? 4 : 6.5, fill: 'var(--paper)', stroke: 'var(--c)', 'stroke-width': 2 }),
          label ? h('text', { class: 'faint', x: placeOf(station) - 4, y: y(index) + above }, cut(label, space)) : null,
        ],
      );
    };

    const names = () =>
      shown.value.devices.map((device, index) =>
        h('g', { class: device.platform }, [
          h('text', { class: 'strong', x: 4, y: y(index) - 3 }, [h('title', device.title), cut(device.title, left.value - 20)]),
          h('text', { class: 'faint', x: 4, y: y(index) + 13 }, [h('title', device.value), cut(device.shown ? `${device.role} · ${device.shown}` : device.role || 'no device', left.value - 14)]),
        ]),
      );

    const users = () => {
      const taken = new Set();
      return shown.value.users.map((user) => {
        let row = rowOf(user.number);
        const known = shown.value.devices.findIndex((one) => one.stations.at(-1)?.user === user.number);
        if (row < 0 || taken.has(row)) row = known;
        taken.add(row);
        if (row < 0) return null;
        const at = right.value + 12;
        const name = user.user_id || 'unknown';
        const space = room.value - at;
        return h('g', [
          h('title', `${user.role}: ${name}, ${user.events} events`),
          h('text', { class: 'strong', x: at, y: y(row) - 1 }, wide.value ? cut(`${user.role} · ${name}`, space) : user.role),
          h('text', { class: 'faint', x: at, y: y(row) + 14 }, wide.value ? cut(`${user.events} ${user.events === 1 ? 'event' : 'events'} from ${user.devices.length} ${user.devices.length === 1 ? 'device' : 'devices'}`, space) : cut(name, space)),
        ]);
      });
    };

    const moments = () =>
      wide.value ? shown.value.moments?.map((moment) => {
        const at = placeOf(moment) - 8;
        return h('g', [h('path', { d: `M${at} 8V${y(shown.value.devices.length) - 14}`, stroke: 'var(--line)' }), h('text', { class: 'faint', x: at + 6, y: 16 }, cut(moment.clock, gap.value)), h('text', { class: 'strong', x: at + 6, y: 31 }, cut(moment.says, gap.value))]);
      }) : null;

    return () => {
      const { devices } = shown.value;
      const tall = y(devices.length) - (wide.value ? 10 : 16);
      return h('div', { class: 'graph', ref: root, tabindex: 0, role: 'region', 'aria-label': 'Users over time' }, [
        h('svg', { width: Math.max(room.value, right.value + (wide.value ? 200 : 70)), height: Math.max(40, tall), role: 'group', 'aria-label': 'How devices became users' }, [
          moments(),
          ...devices.map((device, index) => h('g', { class: device.platform, key: device.role }, lineOf(device, index))),
          ...devices.map((device, index) => h('g', { class: device.platform, key: `${device.role} stations` }, device.stations.map((station, at) => stationOf(device, index, station, at)))),
          ...(wide.value ? names() : []),
          ...users(),
        ]),
      ]);
    };
  },
};
