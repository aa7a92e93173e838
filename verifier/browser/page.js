// The page /v/: a file that is dropped in is checked here. Nothing is uploaded, nothing is fetched.

import { check } from "./check.js";
import { data, seen, sentence } from "./data.js";
import { Refusal } from "./refusal.js";
import { report } from "./report.js";
import { HEADING, headed } from "./sections.js";
import * as trust from "./trust.js";
import { valuesIn } from "./values.js";

const LARGEST = 1_000_001;
const element = (id) => document.getElementById(id);
const lang = document.documentElement.lang.startsWith("zh") ? "zh" : "en";
let believed = null, held = null, asked = 0;

function start() {
  data.tables = JSON.parse(element("tables").textContent);
  data.words = JSON.parse(element("words").textContent);
  const given = element("trust").textContent;
  if (given) attempt(() => believe(new TextEncoder().encode(given)));
  for (const [id, use] of [["certificate-file", certify], ["trust-file", believe]]) {
    // A browser tells of no change when the same file is chosen again.
    element(id).addEventListener("click", (event) => (event.target.value = ""));
    element(id).addEventListener("change", (event) => take(event.target.files, use));
  }
  const zone = element("drop");
  for (const name of ["dragenter", "dragover"]) zone.addEventListener(name, (event) => event.preventDefault());
  zone.addEventListener("drop", (event) => {
    event.preventDefault();
    take(event.dataTransfer.files, certify);
  });
  document.body.dataset.ready = "yes";
}

// Not more than a byte past what a file may have is ever read. What was shown of another file goes at once.
async function take(files, use) {
  const own = ++asked;
  element("result").replaceChildren();
  delete element("result").dataset.state;
  if (!files.length) return;
  if (files.length > 1) return show("refused", [sentence("cli.one", lang)]);
  const bytes = await files[0].slice(0, LARGEST).arrayBuffer().catch(() => null);
  if (own !== asked) return;
  if (bytes) attempt(() => use(new Uint8Array(bytes), files[0].name));
  else show("refused", [sentence("cli.unreadable", lang, { path: files[0].name })]);
}

// A trust file that is not believed leaves none: nothing is checked against the one before it. The certificate that was
// given last is checked again.
function believe(bytes) {
  believed = null;
  tell("-", "-");
  offer([]);
  believed = trust.read(bytes);
  tell(believed.network, believed.fingerprint);
  offer(believed.organisations);
  if (held) certify(...held);
}

// A box for each kind of body that the trust file names: those that are ticked must be among the sealers.
function offer(organisations) {
  const { coded } = valuesIn(lang), list = element("kinds");
  const boxes = [...new Set(organisations.map((one) => one.kind))].sort().map((kind) => {
    const label = document.createElement("label"), box = document.createElement("input");
    Object.assign(box, { type: "checkbox", name: "kind", value: kind });
    box.addEventListener("change", () => held && attempt(() => certify(...held)));
    label.append(box, " ", seen(coded("PartyKind", kind)));
    return label;
  });
  list.replaceChildren(list.firstElementChild, ...boxes);
  list.hidden = !boxes.length;
}

const demanded = () => [...document.querySelectorAll("#kinds input:checked")].map((box) => box.value);

function tell(network, fingerprint) {
  element("network").textContent = seen(network);
  element("fingerprint").textContent = fingerprint;
}

function certify(bytes, name) {
  held = [bytes, name];
  if (!believed) throw new Refusal("trust_form");
  const lines = headed(report(check(bytes, believed, demanded()), lang), lang);
  show("proved", [sentence("cli.proved", lang), sentence("cli.file", lang, { name }), ...lines]);
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
    const item = document.createElement(line.key === HEADING ? "h3" : "p"), more = line.startsWith("    ");
    item.textContent = line.trimStart();
    if (more) item.className = "sub";
    if (more && !result.lastChild.className) result.lastChild.className = "head";
    result.append(item);
  }
  result.firstChild.className = "verdict";
  result.focus();
}

start();
