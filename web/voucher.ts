// The page that a customer holds up. It asks for the voucher's state while it is looked at, and shows the code of the present half
// minute from those that the platform signed ahead, so that it works for half an hour without network. Nothing is kept.
export {}; // a module, so that its names are its own

interface Title { zh: string; en: string }
interface Page {
  state: "usable" | "not_yet_valid" | "used" | "revoked" | "expired" | "other";
  merchant: Title;
  title: Title;
  contents: { title: Title; quantity: number }[];
  conditions: Title[];
  valid_from: string;
  valid_until: string;
  uses_total: number;
  uses_left: number;
  last_use?: { at: string; store: Title; lane: Title };
  side: number;
  codes: { from: string; modules: string }[];
  utc_offset_minutes: number;
  server_time: string;
  stores?: { id: string; title: Title }[];
  ticket?: { label: string; state: string; ahead: number; lane?: Title; store: Title };
  looked_up?: { id: string; store: Title };
  picture?: string;
}

const life = 30_000; // ms that a code is good for
const ahead = 60; // codes: half an hour
const fewest = 10; // then more are fetched
const pace = 2_000; // ms between two questions while somebody looks
const patience = 8_000; // ms for an answer
const quiet = 4; // modules of white around a code

const language = navigator.language.startsWith("zh") ? "zh" : "en";
document.documentElement.lang = language === "zh" ? "zh-CN" : "en";
const token = location.pathname.split("/").pop()!;
const find = <Kind extends HTMLElement = HTMLElement>(id: string) => document.querySelector<Kind>(`#${id}`)!;

let page: Page | undefined;
let codes: Page["codes"] = [];
let side = 0; // modules of a code's side
let asked = 0; // how often something was asked or told: an answer to an earlier one is old news
let first: number | undefined; // uses that were left when the page was opened
let skew = 0; // of the platform's clock to this one, in ms
let trouble: "gone" | "offline" | "busy" | undefined;

const now = () => Date.now() + skew;
const current = () => codes.find(({ from }) => Date.parse(from) <= now() && now() < Date.parse(from) + life);
const coming = () => codes.filter(({ from }) => Date.parse(from) + life > now()).length;

/** A moment as the shop's clock shows it. */
function clock(moment: number, digits: "date" | "minutes" | "seconds"): string {
  const local = new Date(moment + (page?.utc_offset_minutes ?? 0) * 60_000).toISOString();
  return digits === "date" ? local.slice(0, 10) : local.slice(11, digits === "minutes" ? 16 : 19);
}

async function post(path: string, body: object): Promise<Response> {
  const gaveUp = new AbortController();
  const timer = setTimeout(() => gaveUp.abort(), patience);
  try {
    return await fetch(path, {
      method: "POST",
      headers: { "Content-Type": "application/json" },
      body: JSON.stringify({ token, ...body }),
      cache: "no-store",
      signal: gaveUp.signal,
    });
  } finally {
    clearTimeout(timer);
  }
}

async function ask(): Promise<void> {
  const mine = ++asked;
  try {
    const answer = await post("/api/v1/holder", { codes: coming() < fewest ? ahead : 0 });
    const kind = answer.headers.get("content-type") ?? "";
    if (answer.status === 200 && kind.startsWith("application/json")) {
      const told = (await answer.json()) as Page;
      skew = Date.parse(told.server_time) - Date.now();
      if (told.codes.length > 0) ({ codes, side } = told);
      if (mine === asked) page = told;
      first ??= told.uses_left;
      trouble = undefined;
    } else if (kind.startsWith("application/problem+json")) {
      const { reason } = (await answer.json()) as { reason: string };
      trouble = reason === "link_expired" || reason === "invalid_field" ? "gone" : "busy";
    } else {
      trouble = "offline"; // a captive portal, a proxy
    }
  } catch {
    trouble = "offline";
  }
}

/** "It is me": whoever asked at the counter may see this order. */
async function confirm(): Promise<void> {
  const button = find<HTMLButtonElement>("me");
  button.disabled = true;
  ++asked;
  const answer = await post("/api/v1/holder/proof", { lookup_id: page!.looked_up!.id }).catch(() => undefined);
  const told = answer?.status === 200 ? ((await answer.json().catch(() => undefined)) as Page | undefined) : undefined;
  find("not_told").hidden = told !== undefined;
  if (told) page = told;
  button.disabled = false;
  show();
}

/** "I am here": tapped twice it is the same number. */
async function arrive(store_id: string): Promise<void> {
  for (const button of find("arrive").querySelectorAll("button")) button.disabled = true;
  ++asked;
  const answer = await post("/api/v1/holder/arrival", { store_id }).catch(() => undefined);
  const told = answer?.status === 200 ? ((await answer.json().catch(() => undefined)) as Page | undefined) : undefined;
  find("no_number").hidden = told !== undefined;
  if (told) page = told;
  for (const button of find("arrive").querySelectorAll("button")) button.disabled = false;
  show();
}

/** One button where there is one store, otherwise one for each. */
function offer(stores: NonNullable<Page["stores"]>): void {
  const several = stores.length > 1;
  const first = find<HTMLButtonElement>("here");
  first.hidden = several;
  first.onclick = () => void arrive(stores[0]!.id);
  const buttons = (several ? stores : []).map(({ id, title }) => {
    const button = Object.assign(document.createElement("button"), { type: "button", textContent: title[language] });
    button.onclick = () => void arrive(id);
    return button;
  });
  find("arrive").replaceChildren(first, ...buttons);
}

function showQueue(): void {
  const ticket = page?.ticket;
  find("queue").hidden = !ticket && !page?.stores?.length;
  find("ticket").hidden = !ticket;
  find("arrive").hidden = ticket !== undefined;
  find("where").hidden = ticket !== undefined || !(page?.stores && page.stores.length > 1);
  if (!ticket) return;
  find("no_number").hidden = true;
  put(find("label"), ticket.label);
  const part = (id: string, text: string | undefined) => {
    find(id).hidden = text === undefined;
    const value = find(id).querySelector<HTMLElement>("b");
    if (value && text !== undefined) put(value, text);
  };
  part("ahead", ticket.state === "waiting" ? String(ticket.ahead) : undefined);
  part("called", ticket.state === "called" ? (ticket.lane?.[language] ?? ticket.store[language]) : undefined);
  part("skipped", ticket.state === "skipped" ? "" : undefined);
}

function showLookup(): void {
  const asked = page?.state === "usable" ? page.looked_up : undefined;
  find("looked_up").hidden = !asked;
  if (asked) put(find("asking"), asked.store[language]);
  else find("not_told").hidden = true;
}

let drawn = "";
function draw(code: Page["codes"][number]): void {
  if (drawn === code.from) return;
  drawn = code.from;
  const bytes = Uint8Array.from(atob(code.modules), (letter) => letter.charCodeAt(0));
  const cell = Math.max(1, Math.floor((320 * devicePixelRatio) / (side + 2 * quiet)));
  const canvas = find<HTMLCanvasElement>("qr");
  canvas.width = canvas.height = cell * (side + 2 * quiet);
  const context = canvas.getContext("2d")!;
  context.fillStyle = "#fff";
  context.fillRect(0, 0, canvas.width, canvas.height);
  context.fillStyle = "#000";
  for (let i = 0; i < side * side; i++) {
    if (bytes[i >> 3]! & (0x80 >> (i & 7))) context.fillRect(cell * (quiet + (i % side)), cell * (quiet + Math.floor(i / side)), cell, cell);
  }
}

function list(id: string, texts: string[]): void {
  find(id).replaceChildren(...texts.map((text) => Object.assign(document.createElement("li"), { textContent: text })));
}

function put(element: HTMLElement, text: string): void {
  if (element.textContent !== text) element.textContent = text; // what did not change is not read out again
}

function show(): void {
  const gone = trouble === "gone";
  const usable = !gone && page?.state === "usable";
  const code = usable ? current() : undefined;
  if (code) draw(code);
  find("shown").hidden = !code;
  find("facts").hidden = gone || !page;
  showLookup();
  if (usable) showQueue();
  else find("queue").hidden = true;
  const said = new Set<string>();
  if (trouble) said.add(trouble);
  else if (!page) said.add("loading");
  if (page && !gone && page.state !== "usable") said.add(page.state);
  if (usable && !code) said.add("empty");
  if (usable && page!.uses_left < first!) said.add("part");
  for (const text of document.querySelectorAll<HTMLElement>("[data-state]")) text.hidden = !said.has(text.dataset["state"]!);
  if (!page || gone) {
    find("last").hidden = true;
    return;
  }
  showPicture();
  put(find("merchant"), page.merchant[language]);
  put(find("title"), page.title[language]);
  document.title = page.title[language];
  find("qr").ariaLabel = page.title[language];
  put(find("clock"), clock(now(), "seconds"));
  find("uses").hidden = page.uses_total === 1;
  put(find("uses").querySelector("b")!, `${page.uses_left} / ${page.uses_total}`);
  const last = page.last_use;
  find("last").hidden = !last;
  if (last) {
    const at = Date.parse(last.at);
    put(find("last"), `${clock(at, "date")} ${clock(at, "minutes")} · ${last.store[language]} · ${last.lane[language]}`);
  }
  put(find("valid"), `${clock(Date.parse(page.valid_from), "date")} – ${clock(Date.parse(page.valid_until) - 1, "date")}`);
}

/** Of the product. Where it cannot be had there is none. */
let missing: string | undefined;
function showPicture(): void {
  const image = find<HTMLImageElement>("picture");
  const source = page?.picture && `/api/v1/pictures/${page.picture}`;
  image.hidden = !source || source === missing;
  if (!source || image.getAttribute("src") === source) return;
  image.onerror = () => {
    missing = source;
    image.hidden = true;
  };
  image.src = source;
}

function fill(): void {
  list("contents", page!.contents.map(({ title, quantity }) => `${title[language]} × ${quantity}`));
  list("conditions", page!.conditions.map((condition) => condition[language]));
  document.querySelector<HTMLElement>(".conditions")!.hidden = page!.conditions.length === 0;
}

/** For as long as somebody looks; whoever comes back is told at once. */
async function watch(): Promise<void> {
  for (let filled = false, offered = false; trouble !== "gone"; ) {
    if (document.hidden) await new Promise((seen) => document.addEventListener("visibilitychange", seen, { once: true }));
    await ask();
    if (page && !filled) {
      fill();
      filled = true;
    }
    if (page?.stores && !offered) {
      offer(page.stores);
      offered = true;
    }
    show();
    await new Promise((later) => setTimeout(later, pace));
  }
}

find("me").onclick = () => void confirm();
setInterval(() => document.hidden || show(), 1000);
void watch();
