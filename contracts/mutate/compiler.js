// SPDX-License-Identifier: Apache-2.0
// The npm compiler kept warm: a line of standard JSON comes in, a line of output goes out. Imports are read below the
// working directory, unless the request brings them.
"use strict";
const fs = require("fs");
const path = require("path");
const readline = require("readline");
const solc = require("solc");

const read = (name) => {
  const file = path.resolve(name);
  return fs.existsSync(file) ? { contents: fs.readFileSync(file, "utf8") } : { error: `${name} not found` };
};

readline.createInterface({ input: process.stdin }).on("line", (line) => {
  process.stdout.write(solc.compile(line, { import: read }) + "\n");
});
