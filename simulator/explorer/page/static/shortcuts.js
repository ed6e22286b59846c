/** Keys that work wherever the focus is, except in a field, the editor or a dialog; and the page's life in the browser. */
import { h, onBeforeUnmount, onMounted } from 'vue';
import { keepPage } from 'explorer-parts';

const FIELDS = 'input, textarea, select, [contenteditable="true"], .cm-editor, .q-menu';

export default {
  props: { keys: Object },
  emits: ['pressed', 'hash'],
  setup(props, { emit, expose }) {
    const name = (event) => {
      const modified = event.ctrlKey || event.metaKey;
      if (event.altKey) return '';
      const key = event.key.length === 1 ? event.key.toLowerCase() : event.key;
      return `${modified ? 'Ctrl ' : ''}${modified && event.shiftKey ? 'Shift ' : ''}${key}`;
    };
    const onKeydown = (event) => {
      const pressed = name(event);
      const meant = props.keys[pressed];
      if (!meant || event.defaultPrevented || event.isComposing) return;
      const field = event.target instanceof Element && event.target.closest(FIELDS);
      const dialog = document.querySelector('.q-dialog');
      if ((field || dialog) && meant !== 'palette') return;
      event.preventDefault();
      emit('pressed', { meant });
    };
    const onHash = () => {
      if (location.hash.startsWith('#s=')) emit('hash', { packed: location.hash.slice(3) });
    };
    onMounted(() => {
      addEventListener('keydown', onKeydown);
      addEventListener('hashchange', onHash);
      onHash();
    });
    onBeforeUnmount(() => {
      removeEventListener('keydown', onKeydown);
      removeEventListener('hashchange', onHash);
    });
    expose({
      /** Put the page's own address into the bar, and remember the page in this browser. */
      address(path, title) {
        history.replaceState(null, '', path);
        document.title = title;
      },
      remember: keepPage,
      theme() {
        const dark = document.documentElement.dataset.theme !== 'dark';
        document.documentElement.dataset.theme = dark ? 'dark' : 'light';
        localStorage.setItem('devicemode theme', dark ? 'dark' : 'light');
      },
      copy: (text) => navigator.clipboard.writeText(text),
    });
    return () => h('span', { hidden: true });
  },
};
