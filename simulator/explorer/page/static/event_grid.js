/**
 * The columns: one element for the whole grid, whatever its size. The server patches it by the keys of its rows.
 *
 * Slots: `default` is pinned above the columns' heads, `amplitude` stands in place of the rows when `view` asks for it.
 */
import { computed, h, nextTick, onBeforeUnmount, onMounted, onUpdated, reactive, ref, shallowRef, watch } from 'vue';
import { blocksOf, differs, guessedHeight, MOST_UNFOLDED, plural } from 'explorer-parts';

/** More rows than this, and only those that are seen are drawn, and some more. */
const MOST_DRAWN = 120;
const MARGIN = 600;

const icon = (name, label) => h('i', { class: `i i-${name}`, ...(label ? { role: 'img', 'aria-label': label } : { 'aria-hidden': true }) });
const narrow = () => matchMedia('(max-width: 720px)');

const STATUS = {
  same: () => h('span', { title: 'The same everywhere' }, [icon('same', 'The same everywhere')]),
  numbering: () => h('span', { title: 'Only the numbering differs' }, '#'),
  differs: () => h('span', { class: 'differs', title: 'Differs' }, '≠'),
  missing: (sent, of) => h('span', { class: 'missing', title: `Sent by ${sent} of ${of}` }, `${sent}/${of}`),
  'differs and missing': (sent, of) =>
    h('span', { class: 'differs', title: `Differs, and is sent by ${sent} of ${of}` }, `≠ ${sent}/${of}`),
};

function facts(list) {
  const ordered = [...list.filter((one) => one.differs), ...list.filter((one) => !one.differs)];
  return h('span', { class: 'facts' }, ordered.map((one) => h('span', { class: { differs: one.differs } }, one.text)));
}

/** What an event's cell says: its name with what changed beside it, or what differs below it. */
function eventCell(row, cell) {
  const striking = cell.facts.some((one) => one.differs);
  return [
    icon(cell.mark || row.mark || 'track'),
    h('span', { class: 'what' }, [
      h('span', { class: 'event', title: row.name }, row.name),
      ...(striking ? [] : cell.facts.map((one) => h('span', { class: 'note' }, one.text))),
    ]),
    striking ? facts(cell.facts) : null,
  ];
}

const CONTENT = {
  event: eventCell,
  nothing: () => [h('i'), h('span', ['not sent · ', h('span', { class: 'ask' }, 'why?')])],
  waiting: (row, cell) => [h('i'), h('span', [`${cell.sentences.join(' ')} · `, h('span', { class: 'ask' }, 'why?')])],
  refused: (row, cell) => [icon('refused'), h('span', { class: 'sentence', title: cell.sentences[0] }, `refused: ${cell.facts[0]?.text ?? cell.sentences[0] ?? ''}`)],
  crashed: (row, cell) => [icon('refused'), h('span', { class: 'sentence', title: cell.sentences[0] }, `crashes: ${cell.facts[0]?.text ?? cell.sentences[0] ?? ''}`)],
  holds: () => [icon('holds'), h('span', 'holds')],
  fails: (row, cell) => [
    icon('close'),
    h('b', 'does not hold'),
    ...cell.sentences.slice(0, 6).map((one) => h('span', { class: 'said' }, one)),
  ],
};

const said = (head, row, cell) => {
  const what = cell.facts.map((one) => (one.differs ? `differs: ${one.text}` : one.text)).join(', ');
  if (cell.kind === 'nothing') return `${head.title} sent no ${row.name || 'event'}. Why?`;
  return [head.title, row.name, what, ...cell.sentences].filter(Boolean).join(', ');
};

/** A block: a step with its rows. It is drawn anew only if what it shows has changed. */
const Block = {
  props: ['block', 'heads', 'selected', 'focusable', 'now', 'later', 'shape', 'arrivals'],
  emits: ['select', 'step', 'unfold'],
  setup(props, { emit }) {
    const stepCell = (step, span) =>
      h(
        'button',
        {
          type: 'button',
          class: ['step', step.wrong && 'mistaken'],
          tabindex: -1,
          style: span > 1 ? { gridRow: `span ${span}` } : null,
          title: step.wrong || (props.arrivals ? null : `Line ${step.line}: go to this step`),
          onClick: () => emit('step', step.step),
        },
        [
          step.line && !props.arrivals ? h('span', { class: 'line' }, step.line) : null,
          h('span', { class: 'text' }, [
            step.keyword ? h('span', { class: 'keyword' }, `${step.keyword} `) : null,
            h('span', step.text),
            step.detail ? h('small', step.detail) : null,
            step.wrong ? h('small', { class: 'refusal' }, step.wrong) : null,
          ]),
          props.shape === 'list' && step.clock ? h('span', { class: 'at' }, `→ ${step.clock}`) : null,
        ],
      );

    const cellOf = (row, cell, head) => {
      const selected = props.selected && props.selected.row === row.key && props.selected.client === head.client;
      const focusable = props.focusable && props.focusable.row === row.key && props.focusable.client === head.client;
      const classes = ['cell', head.platform, cell.kind, (cell.kind === 'nothing' || cell.kind === 'waiting') && 'hatched', cell.fresh && 'fresh'];
      if (cell.kind === 'empty') {
        const text = cell.facts.map((one) => one.text).join(' · ');
        return h('div', { class: [...classes, text && 'given'], role: 'gridcell' }, text ? h('span', text) : null);
      }
      return h('div', { class: classes, role: 'gridcell' }, [
        h(
          'button',
          {
            type: 'button',
            class: { selected },
            tabindex: focusable ? 0 : -1,
            'data-row': row.key,
            'data-client': head.client,
            'aria-label': said(head, row, cell),
            onClick: () => emit('select', { row: row.key, client: head.client }),
          },
          CONTENT[cell.kind](row, cell),
        ),
      ]);
    };

    const rowOf = (row, index, first) =>
      h(
        'div',
        { class: ['record', props.selected?.row === row.key && 'picked', index > 0 && 'further'], role: 'row', key: row.key },
        [
          first,
          h('div', { class: 'status', role: 'gridcell' }, row.name ? STATUS[row.status](row.sent, props.heads.length) : null),
          ...props.heads.map((head, column) => cellOf(row, row.cells[column], head)),
        ],
      );

    const columns = () => {
      const { block } = props;
      const [step] = block.steps;
      const classes = ['columns', 'steps', props.now && 'now', props.later && 'later', block.rows.length === 0 && 'quiet', step.subject];
      if (!block.rows.length) {
        const moment = step.subject === 'time' && step.clock;
        return h('div', { class: classes, role: 'row' }, [
          h('div', { role: 'rowheader', style: 'display: contents' }, [stepCell(step, 1)]),
          ...(moment
            ? [h('div', { class: 'moment', role: 'gridcell' }, [icon('time'), step.clock])]
            : [h('div', { class: 'status', role: 'gridcell' }), ...props.heads.map((head) => h('div', { class: ['cell', head.platform], role: 'gridcell' }))]),
        ]);
      }
      const name = block.further
        ? h('div', { class: 'step', role: 'rowheader', style: { gridRow: `span ${block.rows.length}` } }, [h('span', { class: 'line' }, '⋮')])
        : h('div', { role: 'rowheader', style: 'display: contents' }, [stepCell(step, block.rows.length)]);
      return h('div', { class: classes, role: 'rowgroup' }, block.rows.map((row, index) => rowOf(row, index, index === 0 ? name : null)));
    };

    const presence = (row) =>
      h(
        'span',
        { class: 'presence' },
        props.heads.map((head, column) => {
          const cell = row.cells[column];
          const sent = cell.kind === 'event' || cell.kind === 'holds';
          return h('i', { class: [head.platform, !sent && 'gone', cell.facts.some((one) => one.differs) && 'differs'], title: head.title }, [icon(head.platform)]);
        }),
      );

    /** On a phone: which client a row opens on. */
    const firstClient = (row) => {
      const cell = row.cells.find((one) => one.facts.some((fact) => fact.differs)) ?? row.cells.find((one) => one.kind === 'event' || one.kind === 'fails');
      return (cell ?? row.cells[0]).client;
    };

    const happened = (row) => {
      const notable = row.cells.filter((one) => one.facts.some((fact) => fact.differs) || one.kind === 'fails');
      const refused = row.cells.filter((one) => one.kind === 'refused' || one.kind === 'crashed');
      if (!row.name && !notable.length && !refused.length) return null;
      const title = (client) => props.heads.find((head) => head.client === client)?.title ?? client;
      const words = [...notable.map((one) => h('span', { class: 'differs' }, `≠ ${title(one.client)}: ${one.facts.filter((fact) => fact.differs).map((fact) => fact.text).join(', ') || 'does not hold'}`)),
        ...refused.map((one) => h('span', { class: 'refusal' }, `${title(one.client)}: ${one.kind}, ${one.facts[0]?.text ?? one.sentences[0]} `))];
      return h(
        'button',
        {
          type: 'button', key: row.key,
          class: ['happened', props.selected?.row === row.key && 'selected'],
          'aria-label': `${row.name || 'refused'}: sent by ${row.sent} of ${props.heads.length}`,
          onClick: () => emit('select', { row: row.key, client: firstClient(row) }),
        },
        [icon(row.name ? row.mark || 'track' : 'refused'), h('b', row.name || 'Refused'), row.name ? presence(row) : null, words.length ? h('span', { class: 'facts' }, words) : null],
      );
    };

    const list = () => {
      const { block } = props;
      return h('div', { class: ['steps', props.now && 'now', props.later && 'later', block.steps[0].subject] }, [
        block.further ? null : stepCell(block.steps[0], 1),
        ...block.rows.map(happened),
      ]);
    };

    return () => {
      const { block } = props;
      if (!block.fold) return props.shape === 'list' ? list() : columns();
      return h('div', { class: 'fold', role: 'row' }, [
        h('div', { role: 'gridcell' }, [icon('same'), ' ', h('b', plural(block.rows.length, 'row')), ` the same on all${props.heads.length > 1 ? '' : ' clients'}: ${block.fold}`]),
        h('button', { type: 'button', class: 'more', onClick: () => emit('unfold', block.key) }, 'Show'),
      ]);
    };
  },
};

export default {
  props: { view: { type: String, default: 'events' }, textual: Boolean },
  emits: ['select', 'step', 'client', 'text', 'differences', 'reveal-amplitude'],
  setup(props, { emit, expose, slots }) {
    const root = ref(null);
    const pinned = ref(null);
    const grid = shallowRef({ heads: [], steps: [], rows: {}, now: 0, played: 0, foot: '', arrivals: false });
    const selected = shallowRef(null);
    const focusable = shallowRef(null);
    const chosen = ref('');
    const how = reactive({ unfolded: false, open: new Set(), only: false });
    const phone = ref(narrow().matches);
    const seen = reactive({ top: 0, height: 800 });
    const heights = new Map();
    const measured = ref(0);

    const shape = computed(() => (phone.value ? (grid.value.heads.length > 2 ? 'list' : 'pair') : 'columns'));
    const blocks = computed(() => blocksOf(grid.value, how));
    const total = computed(() => Object.keys(grid.value.rows).length);
    const different = computed(() => Object.values(grid.value.rows).filter(differs).length);
    const shown = computed(() => blocks.value.filter((one) => !one.fold).flatMap((one) => one.rows));

    const heightOf = (block) => heights.get(block.key) ?? guessedHeight(block, phone.value);
    /** The blocks to draw, with the space above and below them. */
    const drawn = computed(() => {
      void measured.value;
      const all = blocks.value;
      if (total.value + all.length <= MOST_DRAWN) return { above: 0, below: 0, blocks: all };
      const from = seen.top - MARGIN;
      const to = seen.top + seen.height + MARGIN;
      let above = 0;
      let below = 0;
      let y = 0;
      const within = [];
      for (const block of all) {
        const height = heightOf(block);
        if (y + height < from) above += height;
        else if (y > to) below += height;
        else within.push(block);
        y += height;
      }
      return { above, below, blocks: within };
    });

    const onScroll = () => {
      const element = root.value;
      if (!element) return;
      if (Math.abs(element.scrollTop - seen.top) > 200 || seen.height !== element.clientHeight) {
        seen.top = element.scrollTop;
        seen.height = element.clientHeight;
      }
    };
    const onResize = () => {
      phone.value = narrow().matches;
      root.value?.style.setProperty('--shown', `${root.value.clientWidth}px`);
      if (pinned.value) root.value.style.scrollPadding = `${pinned.value.offsetHeight + 4}px 0 24px`;
      onScroll();
    };
    const observer = new ResizeObserver(onResize);
    const media = narrow();
    onMounted(() => {
      observer.observe(root.value);
      if (pinned.value) observer.observe(pinned.value);
      media.addEventListener('change', onResize);
      onResize();
    });
    onBeforeUnmount(() => {
      observer.disconnect();
      media.removeEventListener('change', onResize);
    });
    onUpdated(() => {
      if (total.value + blocks.value.length <= MOST_DRAWN) return;
      let changed = false;
      for (const element of root.value.querySelectorAll('[data-block]')) {
        const height = element.offsetHeight;
        if (heights.get(element.dataset.block) !== height) {
          heights.set(element.dataset.block, height);
          changed = true;
        }
      }
      if (changed) measured.value += 1;
    });

    const find = (at) => at && root.value?.querySelector(`button[data-row="${CSS.escape(at.row)}"][data-client="${CSS.escape(at.client)}"], button.happened.selected`);

    /** Bring a row into view, also one that is not drawn or that is folded. */
    const reveal = async (at, focus = false) => {
      const folded = blocks.value.find((one) => one.fold && one.rows.some((row) => row.key === at.row));
      if (folded) {
        how.open = new Set([...how.open, folded.key]);
        await nextTick();
      }
      if (!find(at)) {
        let y = 0;
        for (const block of blocks.value) {
          if (block.rows.some((row) => row.key === at.row)) break;
          y += heightOf(block);
        }
        root.value.scrollTop = Math.max(0, y - 100);
        seen.top = root.value.scrollTop;
        await nextTick();
      }
      await nextTick();
      const element = find(at);
      element?.scrollIntoView({ block: 'nearest', inline: 'nearest' });
      if (focus) element?.focus({ preventScroll: true });
    };

    const select = (at, focus = false) => {
      selected.value = at;
      if (at) {
        focusable.value = at;
        void reveal(at, focus);
      }
    };
    const choose = (at, focus = false) => {
      select(at, focus);
      emit('select', at);
    };

    const isAskable = (row, client) => {
      const cell = row.cells.find((one) => one.client === client);
      return Boolean(cell) && cell.kind !== 'empty';
    };
    const move = (down, across) => {
      const rows = shown.value.filter((row) => row.name || row.cells.some((cell) => cell.kind !== 'empty'));
      const clients = grid.value.heads.map((head) => head.client);
      if (!rows.length) return;
      const at = selected.value ?? focusable.value;
      let index = at ? rows.findIndex((row) => row.key === at.row) : -1;
      let column = at ? clients.indexOf(at.client) : 0;
      if (across) column = Math.min(clients.length - 1, Math.max(0, column + across));
      do index = index < 0 ? 0 : index + down;
      while (down && rows[index] && !isAskable(rows[index], clients[column]));
      if (rows[index] && isAskable(rows[index], clients[column])) choose({ row: rows[index].key, client: clients[column] }, true);
    };
    const difference = (direction) => {
      const all = grid.value.steps.flatMap((step) => step.rows).map((key) => grid.value.rows[key]).filter(differs);
      const order = grid.value.steps.flatMap((step) => step.rows);
      const at = selected.value ? order.indexOf(selected.value.row) : direction > 0 ? -1 : order.length;
      const next = direction > 0 ? all.find((row) => order.indexOf(row.key) > at) : all.reverse().find((row) => order.indexOf(row.key) < at);
      if (!next) return;
      const cell = next.cells.find((one) => one.facts.some((fact) => fact.differs)) ?? next.cells.find((one) => one.kind === 'nothing' || one.kind === 'fails') ?? next.cells.find((one) => one.kind !== 'empty');
      choose({ row: next.key, client: cell.client }, true);
    };

    const MOVES = { ArrowDown: [1, 0], ArrowUp: [-1, 0], ArrowLeft: [0, -1], ArrowRight: [0, 1] };
    const onKeydown = (event) => {
      const by = MOVES[event.key];
      if (!by || event.ctrlKey || event.metaKey || event.altKey || !event.target.closest('.rows')) return;
      event.preventDefault();
      move(...by);
    };

    expose({
      /** Replace what has changed: rows by their keys; the rest, which is small, as a whole. */
      patch(json) {
        const { rows, ...rest } = JSON.parse(json);
        const before = grid.value.rows;
        const kept = {};
        for (const step of rest.steps) for (const key of step.rows) kept[key] = rows[key] ?? before[key];
        grid.value = { ...rest, rows: kept };
        if (!chosen.value || !rest.heads.some((head) => head.client === chosen.value)) chosen.value = rest.heads[0]?.client ?? '';
        if (!focusable.value || !kept[focusable.value.row]) {
          const first = Object.values(kept).find((row) => row.name);
          focusable.value = first ? { row: first.key, client: first.cells.find((one) => one.kind !== 'empty')?.client } : null;
        }
      },
      select,
      difference,
      move,
      toggleFolds() {
        how.unfolded = !how.unfolded;
        how.open = new Set();
      },
      toggleDifferences() {
        how.only = !how.only;
        how.open = new Set();
      },
      revealStep(step) {
        const block = blocks.value.find((one) => one.steps.some((each) => each.step === step));
        const element = block && root.value.querySelector(`[data-block="${CSS.escape(block.key)}"]`);
        element?.scrollIntoView({ block: 'nearest' });
      },
    });
    watch(() => props.view, () => root.value && (root.value.scrollTop = 0));

    const headFacts = (list) =>
      list.flatMap((one, index) => {
        const parts = one.text.match(/^(\d[\d,.]*)( .*)?$/) ?? one.text.match(/^(.*? )(-?\d[\d,.]*)$/);
        const [number, rest] = parts && /^\d/.test(parts[1]) ? [parts[1], parts[2] ?? ''] : [null, null];
        const content = one.differs || !parts ? one.text : number ? [h('b', number), rest] : [parts[1], h('b', parts[2])];
        return [index ? h('span', { class: 'separator' }, ' · ') : null, h('span', { class: { differs: one.differs } }, content)];
      });

    /** How a client behaves, as far as its title doesn't say it: `as shipped, 1 switched`. */
    const behavior = ({ dialect: says, title }) => {
      const [dialect, switched] = says.split(', ');
      const words = [dialect === 'documented' || title.endsWith(`as ${dialect}`) ? '' : `as ${dialect}`, switched].filter(Boolean);
      return words.length ? h('div', { class: 'facts' }, words.join(', ')) : null;
    };

    const headOf = (head) =>
      h('div', { class: ['head', head.platform, head.second && 'second'], key: head.client }, [
        h('div', { class: 'title' }, [
          h('span', { class: 'platform', title: `${head.title}, ${head.dialect}` }, [icon(head.platform), h('span', { class: 'called' }, head.title)]),
          grid.value.arrivals || !head.own ? null : h('button', { type: 'button', class: 'button small icon', title: `Settings and device of ${head.title}`, 'aria-label': `Settings and device of ${head.title}`, onClick: () => emit('client', head.client) }, [icon('settings')]),
        ]),
        behavior(head),
        h('div', { class: 'facts' }, headFacts(head.facts.slice(0, 2))),
        h('div', { class: 'facts' }, headFacts(head.facts.slice(2))),
      ]);

    const strip = () =>
      h('div', { class: 'strip', style: { '--least': grid.value.heads.length > 4 ? '112px' : '0px' } }, grid.value.heads.map((head) =>
        h('button', { type: 'button', class: ['head', head.platform, head.second && 'second'], key: head.client, style: chosen.value === head.client && props.view === 'amplitude' ? { background: 'var(--pick)' } : null, title: `Settings and device of ${head.title}`,
          onClick: () => (props.view === 'amplitude' ? ((chosen.value = head.client), emit('reveal-amplitude', head.client)) : emit('client', head.client)) }, [
          h('span', { class: 'platform' }, [icon(head.platform), head.title]),
          behavior(head),
          h('div', { class: 'facts' }, headFacts(head.facts)),
        ]),
      ));

    const scenarioHead = () =>
      h('div', { class: 'scenario' }, grid.value.arrivals
        ? [h('b', 'Arrived'), h('div', { class: 'faint' }, 'Newest last. Rows stay where they are.')]
        : props.textual ? [] : [
          h('span', { class: 'faint' }, 'Scenario'),
          h('div', [
            h('span', { class: 'segments', role: 'group', 'aria-label': 'Scenario as' }, [
              h('button', { type: 'button', 'aria-pressed': true }, [icon('same'), 'Steps']),
              h('button', { type: 'button', 'aria-pressed': false, title: 'Edit the scenario as text (T)', onClick: () => emit('text') }, [icon('text'), 'Text']),
            ]),
            h('button', { type: 'button', class: 'button', 'aria-pressed': how.only, title: 'Show only what differs (D)', 'aria-label': 'Differences', onClick: () => { how.only = !how.only; how.open = new Set(); } }, [icon('differs'), h('span', { class: 'wide' }, 'Differences')]),
          ]),
        ]);

    /** What has keys elsewhere. */
    const byTouch = () => [
      h('button', { type: 'button', class: 'more phone', onClick: () => difference(1) }, 'Next difference'),
      h('button', { type: 'button', class: 'more phone', onClick: () => (how.unfolded = !how.unfolded) }, how.unfolded ? 'Fold equal rows' : 'Unfold all rows'),
    ];

    const foot = () => {
      const words = [];
      if (grid.value.foot) words.push(h('span', grid.value.foot));
      if (how.only && !different.value && total.value) words.push(h('span', `Nothing differs. All ${plural(total.value, 'row')} are the same.`), h('button', { type: 'button', class: 'more', onClick: () => (how.only = false) }, 'Show all rows'));
      else if (total.value > MOST_UNFOLDED) words.push(h('span', [`${plural(total.value, 'row')} · ${different.value === 1 ? '1 differs' : `${different.value.toLocaleString('en')} differ`} · with more than ${MOST_UNFOLDED} rows equal ones are folded. `, h('span', { class: 'desk' }, [h('kbd', 'N'), ' goes to the next difference, ', h('kbd', 'U'), ' unfolds all.'])]), ...byTouch());
      return h('div', { class: 'foot' }, words);
    };

    const rows = () => {
      const { above, below, blocks: within } = drawn.value;
      return h('div', { class: 'rows', role: shape.value === 'list' ? 'group' : 'grid', 'aria-label': 'Events by step and client', onKeydown }, [
        above ? h('div', { class: 'space', style: { height: `${above}px` }, 'aria-hidden': true }) : null,
        ...within.map((block) => {
          const holds = (at) => (at && block.rows.some((row) => row.key === at.row) ? at : null);
          return h(
            'div',
            { 'data-block': block.key, key: block.key, role: shape.value === 'list' ? null : 'presentation' },
            [h(Block, {
              block, heads: grid.value.heads, selected: holds(selected.value), focusable: holds(focusable.value), shape: shape.value, arrivals: grid.value.arrivals,
              now: block.steps.some((step) => step.step === grid.value.now), later: !block.fold && block.steps[0].step > grid.value.played,
              onSelect: (at) => choose(at), onStep: (step) => emit('step', step), onUnfold: (key) => (how.open = new Set([...how.open, key])),
            })],
          );
        }),
        below ? h('div', { class: 'space', style: { height: `${below}px` }, 'aria-hidden': true }) : null,
      ]);
    };

    return () => {
      const { heads } = grid.value;
      return h(
        'div',
        { class: ['main', `as-${shape.value}`, props.textual && 'textual', heads.length > 7 && 'many'], ref: root, style: { '--n': heads.length || 1 }, onScroll, tabindex: -1 },
        [
          h('div', { class: 'pinned', ref: pinned }, [
            slots.default?.(),
            shape.value === 'list' || (phone.value && props.view === 'amplitude') ? strip() : h('div', { class: 'columns heads' }, [scenarioHead(), ...heads.map(headOf)]),
          ]),
          props.view === 'amplitude' ? [h('style', `.amplitude.client-${CSS.escape(chosen.value)} { display: block !important; }`), h('div', slots.amplitude?.())] : [rows(), foot()],
        ],
      );
    };
  },
};
