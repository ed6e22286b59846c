// Speaks the adapter protocol, version 1, for the port in port.mjs. There is nothing to change in here.
//
//   node adapter.mjs                JSON lines on standard input and output
//   node adapter.mjs --http 8080    the same messages, POSTed to http://127.0.0.1:8080/

import { createServer } from "node:http";
import { createInterface } from "node:readline";

// Standard output is for replies alone; whatever else is printed goes to standard error.
console.log = console.info = console.debug = console.error;

const { Port, Threw, Skip } = await import("./port.mjs");
const port = new Port();

const METHODS = {
  hello: "hello", open: "open", call: "call", drain: "drain", close: "close", advance: "advance",
  lifecycle: "lifecycle", device: "device", page: "page", "call-sdk": "callSDK", "load-sdk": "loadSDK",
  "deliver-settings": "deliverSettings",
};

async function answer(line) {
  let message = {};
  try {
    message = JSON.parse(line);
    const method = port[METHODS[message.do]];
    if (!method) throw new Error(`the adapter does not know the message ${message.do}`);
    return { id: message.id, ok: (await method.call(port, message)) ?? {} };
  } catch (error) {
    const id = Number.isInteger(message?.id) ? message.id : 0;
    if (error instanceof Threw) return { id, threw: { message: error.message } };
    if (error instanceof Skip) return { id, skip: { reason: error.message, issue: error.issue ?? "" } };
    return { id, error: { message: String(error?.message ?? error), trace: String(error?.stack ?? "") } };
  }
}

const isBye = (line) => {
  try {
    return JSON.parse(line).do === "bye";
  } catch {
    return false; // No JSON: `answer` says so.
  }
};

const at = process.argv.indexOf("--http");
if (at > 0) {
  createServer(async (request, response) => {
    const parts = [];
    for await (const part of request) parts.push(part);
    const line = Buffer.concat(parts).toString();
    response.setHeader("Content-Type", "application/json");
    response.end(JSON.stringify(isBye(line) ? { id: 0, ok: {} } : await answer(line)));
  }).listen(Number(process.argv[at + 1]), "127.0.0.1");
} else {
  for await (const line of createInterface({ input: process.stdin })) {
    if (isBye(line)) break;
    process.stdout.write(JSON.stringify(await answer(line)) + "\n");
  }
  process.exit(0);
}
