// A journey with Amplitude's SDK for Node: `node journey.mjs URL`.
import * as amplitude from "@amplitude/analytics-node";

const [serverUrl] = process.argv.slice(2);
const told = [];

// What is flushed before the SDK has started is given up: docs/amplitude-clients.md.
await amplitude.init("0123456789abcdef0123456789abcdef", { serverUrl, flushIntervalMillis: 60_000 }).promise;

const who = { user_id: "anna-smith", device_id: "device-1" };
const results = [
  amplitude.identify(new amplitude.Identify().set("plan", "Pro").setOnce("since", 2026).add("played", 2), who),
  amplitude.identify(new amplitude.Identify().postInsert("songs", "Solaris"), who),
  amplitude.track("Song Played", { title: "Solaris" }, { ...who, session_id: 1537272000000 }),
  amplitude.revenue(new amplitude.Revenue().setProductId("song-1").setPrice(3.5).setQuantity(3), who),
  amplitude.setGroup("company", ["ACME", "Initech"], who),
  amplitude.groupIdentify("company", "ACME", new amplitude.Identify().set("seats", 3), who),
];
await amplitude.flush().promise;
for (const { promise } of results) {
  const { event, code } = await promise;
  told.push([event.event_type, code]);
}
// Its timer would keep the process for another minute.
process.stdout.write(JSON.stringify(told), () => process.exit());
