/** The packages that the adapters drive: what they are is for the adapters' own tests to find out, not for a checker. */

declare module '@segment/*';
declare module '@sinonjs/fake-timers';
declare module '@cucumber/*';
declare module 'devicemode-page';
declare module 'esbuild';
declare module 'jsdom';
declare module 'playwright-core';
declare module 'react-native';
