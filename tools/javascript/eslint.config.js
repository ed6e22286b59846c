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
    // An app or a server in a context of its own: no page, no Node, only what every JavaScript has.
    files: ['adapters/*/in-app/*.cjs', 'adapters/*/in-process/*.cjs'],
    languageOptions: {
      globals: { ...globals.es2024, ...globals.commonjs, Response: 'readonly', console: 'readonly' },
      sourceType: 'commonjs',
    },
    rules: RULES,
  },
  {
    files: ['tools/javascript/extracted/*.js'],
    languageOptions: { globals: globals.browser, sourceType: 'script' },
    rules: RULES,
  },
  {
    // Components of the explorer's page, which NiceGUI serves as they are, and the script of the reports.
    files: ['simulator/explorer/page/static/*.js', 'simulator/reports/page/page.js'],
    languageOptions: { globals: globals.browser, sourceType: 'module' },
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
