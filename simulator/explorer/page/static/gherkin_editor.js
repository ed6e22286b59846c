/**
 * NiceGUI's CodeMirror with what an editor of scenarios needs: Gherkin in the page's colors, what each line did, where
 * the play stands, mistakes below the line that they are on, and completion by the vocabulary.
 */
import * as CM from 'nicegui-codemirror';
import base from 'nicegui-codemirror-component';

class Did extends CM.WidgetType {
  constructor(did) {
    super();
    this.did = did;
  }
  eq(other) {
    return JSON.stringify(other.did) === JSON.stringify(this.did);
  }
  toDOM() {
    const made = document.createElement('span');
    made.className = 'g-did';
    for (const [platform, title, count] of this.did.events) {
      const number = document.createElement('i');
      number.className = platform;
      number.title = `${title}: ${count} ${count === 1 ? 'event' : 'events'}`;
      number.textContent = count;
      made.append(number);
    }
    if (this.did.says) made.append(this.did.says);
    return made;
  }
}

class Message extends CM.WidgetType {
  constructor(mistake, use) {
    super();
    this.mistake = mistake;
    this.use = use;
  }
  eq(other) {
    return JSON.stringify(other.mistake) === JSON.stringify(this.mistake);
  }
  toDOM() {
    const made = document.createElement('div');
    made.className = 'g-message';
    made.setAttribute('role', 'note');
    made.append(this.mistake.sentence);
    for (const text of this.mistake.instead.slice(0, 3)) {
      const button = document.createElement('button');
      const code = document.createElement('code');
      code.textContent = text;
      button.type = 'button';
      button.append('Use ', code);
      button.addEventListener('mousedown', (event) => event.preventDefault());
      button.addEventListener('click', () => this.use(this.mistake.line, text));
      made.append(button);
    }
    return made;
  }
  ignoreEvent() {
    return true;
  }
}

class Sign extends CM.GutterMarker {
  constructor(kind, title) {
    super();
    this.kind = kind;
    this.title = title;
  }
  eq(other) {
    return other.kind === this.kind && other.title === this.title;
  }
  toDOM() {
    const made = document.createElement('span');
    made.className = `g-${this.kind}`;
    made.title = this.title;
    if (this.kind === 'alarm') made.textContent = '!';
    return made;
  }
}

const setNotes = CM.StateEffect.define();
const EMPTY = { now: 0, later: 0, mistakes: [], did: [] };

/** What the server said of the lines, as decorations that move with the text until it says more. */
function notesField(use) {
  const made = (notes, doc) => {
    const ranges = [];
    const signs = [];
    const line = (number) => (number >= 1 && number <= doc.lines ? doc.line(number) : null);
    for (const did of notes.did) {
      const at = line(did.line);
      if (at) ranges.push(CM.Decoration.widget({ widget: new Did(did), side: -1 }).range(at.from));
    }
    const now = line(notes.now);
    if (now) {
      ranges.push(CM.Decoration.line({ class: 'g-now' }).range(now.from));
      signs.push(new Sign('pointer', 'The play stands here').range(now.from));
    }
    for (let number = notes.later; notes.later && number <= Math.min(doc.lines, notes.last); number += 1) {
      ranges.push(CM.Decoration.line({ class: 'g-later' }).range(doc.line(number).from));
    }
    for (const mistake of notes.mistakes) {
      const at = line(mistake.line);
      if (!at) continue;
      const from = Math.min(at.to, at.from + Math.max(0, mistake.column - 1));
      const to = Math.min(at.to, at.from + Math.max(0, mistake.end - 1));
      if (to > from) ranges.push(CM.Decoration.mark({ class: 'g-wrong' }).range(from, to));
      ranges.push(CM.Decoration.widget({ widget: new Message(mistake, use), block: true, side: 1 }).range(at.to));
      signs.push(new Sign('alarm', mistake.sentence).range(at.from));
    }
    return { decorations: CM.Decoration.set(ranges, true), signs: CM.RangeSet.of(signs, true) };
  };
  return CM.StateField.define({
    create: () => ({ decorations: CM.Decoration.none, signs: CM.RangeSet.empty }),
    update(value, transaction) {
      for (const effect of transaction.effects) if (effect.is(setNotes)) return made(effect.value, transaction.state.doc);
      if (!transaction.docChanged) return value;
      return { decorations: value.decorations.map(transaction.changes), signs: value.signs.map(transaction.changes) };
    },
    provide: (field) => CM.EditorView.decorations.from(field, (value) => value.decorations),
  });
}

/** Gherkin's own words, in the language of the text, in the page's colors. */
function highlighter(keywords) {
  const words = keywords.map((word) => word.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')).join('|');
  const regexp = new RegExp(`^\\s*(#.*)|^\\s*(@.*)|^\\s*((?:${words})(?::|(?=\\s|$)))|("(?:[^"\\\\]|\\\\.)*")|(\\|)`, 'gmu');
  const classes = ['g-comment', 'g-tag', 'g-keyword', 'g-string', 'g-bar'];
  const decorator = new CM.MatchDecorator({
    regexp,
    decorate(add, from, to, match) {
      const index = match.slice(1).findIndex((one) => one !== undefined);
      const text = match[index + 1];
      add(to - text.length, to, CM.Decoration.mark({ class: classes[index] }));
    },
  });
  return CM.ViewPlugin.define(
    (view) => ({
      decorations: decorator.createDeco(view),
      update(change) {
        this.decorations = decorator.updateDeco(change, this.decorations);
      },
    }),
    { decorations: (plugin) => plugin.decorations },
  );
}

const INDENT = new Map();

/** A line that is wrapped goes on below where it begins. */
function hanging(text) {
  const by = Math.min(text.search(/\S|$/), 24) + 2;
  if (!INDENT.has(by)) INDENT.set(by, CM.Decoration.line({ attributes: { style: `padding-left: calc(4px + ${by}ch); text-indent: -${by}ch` } }));
  return INDENT.get(by);
}

const indented = CM.ViewPlugin.define(
  (view) => ({
    decorations: indents(view),
    update(change) {
      if (change.docChanged || change.viewportChanged) this.decorations = indents(change.view);
    },
  }),
  { decorations: (plugin) => plugin.decorations },
);

function indents(view) {
  const ranges = [];
  for (const { from, to } of view.visibleRanges) {
    for (let at = from; at <= to; ) {
      const line = view.state.doc.lineAt(at);
      if (line.length) ranges.push(hanging(line.text).range(line.from));
      at = line.to + 1;
    }
  }
  return CM.Decoration.set(ranges, true);
}

const PLACE = /\$\{\d+:([^}]*)\}/g;

/** Insert a suggestion and select the first place to fill in; “the app” is right as it stands, mostly. */
function insert(view, snippet, from, to) {
  let first = null;
  let shift = 0;
  const text = snippet.replace(PLACE, (whole, name, offset) => {
    if (name !== 'the app') first ??= [offset - shift, offset - shift + name.length];
    shift += whole.length - name.length;
    return name;
  });
  view.dispatch({
    changes: { from, to, insert: text },
    selection: first ? { anchor: from + first[0], head: from + first[1] } : { anchor: from + text.length },
    userEvent: 'input.complete',
  });
}

export default {
  ...base,
  props: { ...base.props, keywords: Array },
  emits: ['update:value', 'complete', 'repair', 'cursor', 'leave', 'keybinding', 'anchor-positions'],
  methods: {
    ...base.methods,
    setupExtensions() {
      this.waiting = new Map();
      this.asked = 0;
      this.field = notesField((line, text) => this.$emit('repair', { line, text }));
      const source = (context) => {
        const line = context.state.doc.lineAt(context.pos);
        if (!context.explicit && !/\S/.test(line.text)) return null;
        return this.ask(context, line);
      };
      const isOpen = (view) => view.dom.querySelector('.cm-tooltip-autocomplete') !== null;
      const accept = (view) => isOpen(view) && CM.runScopeHandlers(view, new KeyboardEvent('keydown', { key: 'Enter' }), 'editor');
      const leave = (view) => {
        if (isOpen(view)) return false;
        this.$emit('leave', {});
        return true;
      };
      return [
        CM.Prec.highest(CM.keymap.of([{ key: 'Tab', run: accept }])),
        CM.keymap.of([{ key: 'Escape', run: leave }]),
        this.field,
        CM.gutter({ class: 'g-marks', markers: (view) => view.state.field(this.field).signs }),
        ...base.methods.setupExtensions.call(this),
        highlighter(this.keywords),
        indented,
        CM.EditorState.languageData.of(() => [{ autocomplete: source }]),
        CM.EditorView.contentAttributes.of({ 'aria-label': 'Scenario as Gherkin', tabindex: '0' }),
        CM.EditorView.updateListener.of((update) => {
          if (!update.selectionSet || update.docChanged || !update.view.hasFocus) return;
          const { number } = update.state.doc.lineAt(update.state.selection.main.head);
          if (number !== this.cursorLine) this.$emit('cursor', { line: (this.cursorLine = number) });
        }),
      ];
    },
    /** Ask the server what can stand at the cursor. */
    ask(context, line) {
      const id = (this.asked += 1);
      this.$emit('complete', { id, line: line.number, column: context.pos - line.from + 1, text: line.text });
      return new Promise((resolve) => {
        this.waiting.set(id, resolve);
        context.addEventListener('abort', () => this.completed(id, null), { onDocChange: true });
        setTimeout(() => this.completed(id, null), 3000);
      });
    },
    completed(id, found) {
      const resolve = this.waiting.get(id);
      if (!resolve) return;
      this.waiting.delete(id);
      if (!found || !found.suggestions.length) {
        resolve(null);
        return;
      }
      const { doc } = this.editor.state;
      const line = doc.line(Math.min(found.line, doc.lines));
      resolve({
        from: Math.min(line.to, line.from + found.start - 1),
        to: Math.min(line.to, line.from + found.end - 1),
        filter: false,
        options: found.suggestions.map((one, index) => ({
          label: one.label,
          detail: one.takes,
          info: one.help || undefined,
          boost: -index,
          apply: (view, completion, from, to) => insert(view, one.snippet, from, to),
        })),
      });
    },
    async setNotes(json) {
      if (!this.editor) await this.editorPromise;
      const notes = { ...EMPTY, ...JSON.parse(json) };
      this.editor.dispatch({ effects: setNotes.of(notes) });
      if (notes.now && !this.editor.hasFocus) this.revealLine(notes.now);
    },
    async focus() {
      if (!this.editor) await this.editorPromise;
      this.editor.focus();
    },
  },
};
