// Cucumber's language server, as the extension for VS Code starts it. The package's own command looks for the grammars
// in a folder in which npm does not put them.
const { NodeFiles } = require("@cucumber/language-server/node");
const { startStandaloneServer } = require("@cucumber/language-server/wasm");

const service = require.resolve("@cucumber/language-service");
const grammars = service.slice(0, service.lastIndexOf("/dist/") + "/dist".length);
startStandaloneServer(grammars, (root) => new NodeFiles(root));
