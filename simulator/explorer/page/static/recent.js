/** The scenarios that this browser has looked at, as far as the server still has them. */
import { h, onMounted, shallowRef } from 'vue';
import { ago, keptPages } from 'explorer-parts';

export default {
  emits: ['asked'],
  setup(props, { emit, expose }) {
    const pages = shallowRef([]);
    onMounted(() => {
      const known = keptPages().map((one) => one.page);
      if (known.length) emit('asked', known);
    });
    expose({ show: (json) => (pages.value = JSON.parse(json)) });
    return () =>
      pages.value.length === 0 ? null : h('section', { class: 'recent', 'aria-labelledby': 'recent' }, [
        h('h2', { id: 'recent' }, 'Go on where you were'),
        h('ul', pages.value.map((one) =>
          h('li', { key: one.page }, [
            h('a', { href: `/p/${one.page}` }, [h('b', { class: 'cut', title: one.title }, one.title), h('span', `${one.says} · ${ago(one.at, Date.now())}`)]),
          ]))),
      ]);
  },
};
