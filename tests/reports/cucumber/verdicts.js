// Reads Cucumber messages as Cucumber's own tools do, and prints what came of each scenario.

import { readFileSync } from "node:fs";
import { parseEnvelope } from "@cucumber/messages";
import { Query } from "@cucumber/query";

const query = new Query();
for (const line of readFileSync(process.argv[2], "utf8").trimEnd().split("\n")) query.update(parseEnvelope(line));

const verdicts = query.findAllTestCaseStarted().map((started) => {
  const pickle = query.findPickleBy(started);
  const place = pickle && `${pickle.uri}:${query.findLocationOf(pickle)?.line}`;
  return [place, query.findMostSevereTestStepResultBy(started)?.status];
});
console.log(JSON.stringify({ success: query.findTestRunFinished()?.success, verdicts: Object.fromEntries(verdicts) }));
