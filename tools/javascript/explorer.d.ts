/** What NiceGUI's import map gives the explorer's components; neither comes with types. */

declare module 'vue' {
  export const computed: any;
  export const h: any;
  export const nextTick: any;
  export const onBeforeUnmount: any;
  export const onMounted: any;
  export const onUpdated: any;
  export const reactive: any;
  export const ref: any;
  export const shallowRef: any;
  export const watch: any;
}

declare module 'nicegui-codemirror';
declare module 'nicegui-codemirror-component';
