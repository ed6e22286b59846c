// Drives Cucumber's language server as an editor does: opens every feature below a folder, and asks for a completion
// of each text that it reads on standard input. Writes {server, marked, problems, completions} as JSON.
import { spawn } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";
import { text } from "node:stream/consumers";
import { fileURLToPath, pathToFileURL } from "node:url";
import protocol from "vscode-languageserver-protocol/node.js";

const [root] = process.argv.slice(2);
const { completions: asked } = JSON.parse(await text(process.stdin));
const server = spawn(process.execPath, [fileURLToPath(new URL("serve.cjs", import.meta.url)), "--stdio"], {
  cwd: root,
  stdio: ["pipe", "pipe", "inherit"],
});
const connection = protocol.createProtocolConnection(
  new protocol.StreamMessageReader(server.stdout),
  new protocol.StreamMessageWriter(server.stdin),
);

const problems = [];
const diagnosed = new Map();
let indexed;
const ready = new Promise((resolve) => (indexed = resolve));
connection.onRequest("workspace/configuration", () => [{ features: ["**/*.feature"], glue: ["steps.js"] }]);
connection.onRequest("client/registerCapability", () => null);
connection.onRequest("workspace/semanticTokens/refresh", () => null);
connection.onNotification("window/logMessage", ({ type, message }) => {
  if (type === protocol.MessageType.Error) problems.push(message);
  if (message.startsWith("* Built ")) indexed();
});
connection.onNotification("textDocument/publishDiagnostics", ({ uri, diagnostics }) => {
  diagnosed.get(uri)?.(diagnostics);
});
connection.listen();

const { serverInfo } = await connection.sendRequest("initialize", {
  processId: process.pid,
  rootUri: pathToFileURL(root).href,
  capabilities: {
    workspace: { configuration: true },
    textDocument: { completion: { completionItem: { snippetSupport: true } } },
  },
});
await connection.sendNotification("initialized", {});
await ready;

function open(uri, content) {
  const diagnostics = new Promise((resolve) => diagnosed.set(uri, resolve));
  connection.sendNotification("textDocument/didOpen", {
    textDocument: { uri, languageId: "cucumber", version: 1, text: content },
  });
  return diagnostics;
}

const marked = {};
const features = readdirSync(root, { recursive: true, encoding: "utf8" }).filter((path) => path.endsWith(".feature"));
for (const path of features.sort()) {
  const diagnostics = await open(pathToFileURL(`${root}/${path}`).href, readFileSync(`${root}/${path}`, "utf8"));
  if (diagnostics.length) marked[path] = diagnostics.map((one) => one.message);
}

const completions = {};
const before = "Feature: completed\n  Scenario: it\n";
for (const [number, typed] of asked.entries()) {
  const uri = pathToFileURL(`${root}/completed-${number}.feature`).href;
  const line = `    Given ${typed}`;
  await open(uri, `${before}${line}\n`);
  const items = await connection.sendRequest("textDocument/completion", {
    textDocument: { uri },
    position: { line: 2, character: line.length },
  });
  completions[typed] = items.map((item) => item.label);
}

console.log(JSON.stringify({ server: serverInfo, marked, problems, completions }));
connection.dispose();
server.kill();
