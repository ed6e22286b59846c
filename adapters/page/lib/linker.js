/** Links CommonJS packages into one script for a page, as a bundler does: `require` and `browser` fields, no more. */

import { readFileSync } from 'node:fs';
import { createRequire, isBuiltin } from 'node:module';
import { dirname, join, resolve } from 'node:path';

/** A bundler's hint may come before the name. */
const REQUIRE = /\brequire\(\s*(?:\/\*(?:(?!\*\/).)*\*\/\s*)?(['"])([^'"\n]+)\1\s*\)/g;

/**
 * Return a script that runs the module in `entry` (a path) in a page, with everything that it requires; its value is what
 * the module exports.
 *
 * A module that can't be found, such as Node's own, throws where it is required, as packages expect that try it.
 */
export function link(entry) {
  const ids = new Map();
  const sources = [];

  function add(path) {
    if (ids.has(path)) return ids.get(path);
    const id = ids.size;
    ids.set(path, id);
    const text = readFileSync(path, 'utf8');
    const isJSON = path.endsWith('.json');
    const found = isJSON ? [] : [...new Set([...text.matchAll(REQUIRE)].map((match) => match[2]))];
    const known = found.flatMap((name) => {
      const target = locate(name, path);
      return target === undefined ? [] : [[name, target === null ? null : add(target)]];
    });
    const body = isJSON ? `module.exports = ${text}` : text;
    sources[id] = `[function (module, exports, require, global) {${body}\n}, ${JSON.stringify(Object.fromEntries(known))}]`;
    return id;
  }

  add(resolve(entry));
  return inline(`(function (modules) {
  var made = {};
  function run(id) {
    if (id === null) return {};
    if (made[id]) return made[id].exports;
    var module = made[id] = { exports: {} };
    modules[id][0].call(module.exports, module, module.exports, function (name) {
      if (!(name in modules[id][1])) throw new Error('Cannot find module ' + name);
      return run(modules[id][1][name]);
    }, window);
    return module.exports;
  }
  return run(0);
})([\n${sources.join(',\n')}\n]);`);
}

/** Return a script in a form that is safe inside a document. */
export function inline(script) {
  return script.replaceAll('</script', '<\\/script').replaceAll('<!--', '<\\!--');
}

/** Return the file behind a required name: `null` where a package has nothing for browsers, `undefined` for none. */
function locate(name, from) {
  const own = described(from);
  const named = own?.browser[name];
  if (named === false) return null;
  const wanted = named ?? name;
  const require = createRequire(named === undefined ? from : join(own.folder, 'package.json'));
  if (isBuiltin(wanted)) return undefined;
  let path;
  try {
    path = require.resolve(wanted);
  } catch {
    return undefined;
  }
  const target = described(path);
  const replaced = namesOf(target, path).map((name) => target.browser[name]).find((named) => named !== undefined);
  if (replaced === false) return null;
  return replaced === undefined ? path : resolve(target.folder, replaced);
}

/** Return what a package's `browser` field may call a file: its path, without the extension, or its folder alone. */
function namesOf(target, path) {
  if (!target) return [];
  const name = `.${path.slice(target.folder.length).replaceAll('\\', '/')}`;
  return [name, name.replace(/\.js$/, ''), name.replace(/\/index\.js$/, '')];
}

const descriptions = new Map();

/** Return the folder and the `browser` field of the package that a file belongs to. */
function described(path) {
  const folder = dirname(path);
  if (!descriptions.has(folder)) descriptions.set(folder, read(folder));
  return descriptions.get(folder);
}

function read(folder) {
  let text;
  try {
    text = readFileSync(join(folder, 'package.json'), 'utf8');
  } catch {
    return dirname(folder) === folder ? null : described(folder);
  }
  const { browser, main } = JSON.parse(text);
  const fields = typeof browser === 'string' ? { [withDot(main ?? 'index.js')]: browser } : (browser ?? {});
  return { folder, browser: fields };
}

function withDot(path) {
  return path.startsWith('.') ? path : `./${path}`;
}
