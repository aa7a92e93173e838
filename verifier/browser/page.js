// The page /v/: a file that is dropped in is checked here. Nothing is uploaded, nothing is fetched.

import { check } from "./check.js";
import { data, sentence } from "./data.js";
import { Refusal } from "./refusal.js";
import { report } from "./report.js";
import * as trust from "./trust.js";

const LARGEST = 1_000_001;
const element = (id) => document.getElementById(id);
const lang = document.documentElement.lang.startsWith("zh") ? "zh" : "en";
let believed = null;

function start() {
  data.tables = JSON.parse(element("tables").textContent);
  data.words = JSON.parse(element("words").textContent);
  const given = element("trust").textContent.trim();
  if (given) attempt(() => believe(new TextEncoder().encode(given)));
  element("certificate-file").addEventListener("change", (event) => take(event.target.files[0], certify));
  element("trust-file").addEventListener("change", (event) => take(event.target.files[0], believe));
  const zone = element("drop");
  for (const name of ["dragenter", "dragover"]) zone.addEventListener(name, (event) => event.preventDefault());
  zone.addEventListener("drop", (event) => {
    event.preventDefault();
    take(event.dataTransfer.files[0], certify);
  });
  document.body.dataset.ready = "yes";
}

// Not more than a byte past what a file may have is ever read.
async function take(file, use) {
  if (!file) return;
  const bytes = new Uint8Array(await file.slice(0, LARGEST).arrayBuffer());
  attempt(() => use(bytes));
}

function believe(bytes) {
  believed = trust.read(bytes);
  element("fingerprint").textContent = believed.fingerprint;
  element("network").textContent = believed.network;
}

function certify(bytes) {
  if (!believed) throw new Refusal("trust_form");
  show("proved", report(check(bytes, believed), lang));
}

function attempt(act) {
  try {
    act();
  } catch (error) {
    const reason = error instanceof Refusal ? error : new Refusal("form", { part: "file" });
    show("refused", [sentence("cli.refused", lang, { reason: reason.reason }), sentence(`refusal.${reason.reason}`, lang, reason.fields)]);
  }
}

function show(state, lines) {
  const result = element("result");
  result.replaceChildren();
  result.dataset.state = state;
  for (const line of lines) {
    const item = document.createElement("p");
    item.textContent = line.trimStart();
    if (line.startsWith("    ")) item.className = "sub";
    result.append(item);
  }
  result.focus();
}

start();
