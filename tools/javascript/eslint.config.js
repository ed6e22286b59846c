/** What is asked of all JavaScript in this repository: ESLint's recommended rules, and a few that ruff asks of the Python. */

import js from '@eslint/js';
import globals from 'globals';

const RULES = {
  ...js.configs.recommended.rules,
  'array-callback-return': 'error',
  'consistent-return': 'off', // `tsc` knows better what a function returns.
  eqeqeq: 'error',
  'no-else-return': 'error',
  'no-implicit-globals': 'off',
  'no-throw-literal': 'error',
  'no-unused-vars': ['error', { args: 'after-used', caughtErrors: 'all', ignoreRestSiblings: true }],
  'no-useless-return': 'error',
  'no-var': 'error',
  'object-shorthand': 'error',
  'prefer-const': 'error',
  'prefer-object-has-own': 'error',
};

const node = (files) => ({ files, languageOptions: { globals: globals.node, sourceType: 'module' }, rules: RULES });

export default [
  { ignores: ['**/node_modules/', '**/.venv/', '**/build/', 'docs/', 'site/', 'tests/**/build/'] },
  { linterOptions: { reportUnusedDisableDirectives: 'error' } },
  node(['**/*.js', '**/*.mjs']),
  {
    // Scripts of pages: `adapters/page/lib/linker.js` links them, with `require`.
    files: ['adapters/*/in-page/*.cjs', 'simulator/ports/templates/page/page.cjs'],
    languageOptions: { globals: { ...globals.browser, ...globals.commonjs }, sourceType: 'commonjs' },
    rules: RULES,
  },
  {
    // The app of React Native: no page, no Node, only what a phone's JavaScript has.
    files: ['adapters/react-native/in-app/*.cjs'],
    languageOptions: { globals: { ...globals.es2024, ...globals.commonjs }, sourceType: 'commonjs' },
    rules: RULES,
  },
  {
    files: ['simulator/reports/page/page.js', 'tools/javascript/extracted/*.js'],
    languageOptions: { globals: globals.browser, sourceType: 'script' },
    rules: RULES,
  },
  {
    // Functions that run in the page, inside a module of Node.
    files: ['adapters/page/lib/browsers/chromium.js'],
    languageOptions: { globals: { ...globals.node, ...globals.browser } },
  },
  {
    // The port to fill in: its parameters say what a message has.
    files: ['simulator/ports/templates/*/port.mjs', 'simulator/ports/templates/page/page.cjs'],
    rules: { 'no-unused-vars': 'off' },
  },
];
