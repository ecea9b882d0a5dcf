// The service worker: the console starts without network. It keeps the shell (page, script, wasm, face) of its own build, the
// decoder once a page needs or wants it (web/install.ts), and nothing else; what the platform says is never kept here. A page is asked for on the network first, so a
// newer build is shown as soon as it can be reached; a worker of a newer build takes over when the old one's pages are
// gone, or when the person says so in one of them, so that no page loses the parts that it was built with. Notices are shown
// through it, and a press on one comes here (web/install.ts).
export {}; // a module, so that its names are its own
declare const ASSETS: { build: string; script: string; files: string[]; decoder: string[] };
declare const self: ServiceWorkerGlobalScope;

const page = "/";
const name = `shell-${ASSETS.build}`;
const patience = 4000; // ms for a page; a network that takes longer is as good as none

/** Fails, and is tried again at the next visit, when the server already hands out another build's page. */
async function keepShell(): Promise<void> {
  const shell = await caches.open(name);
  await shell.addAll([page, ...ASSETS.files]);
  const kept = await shell.match(page);
  if (!kept || !(await kept.text()).includes(ASSETS.script)) throw new Error("the page is of another build");
}

async function dropOthers(): Promise<void> {
  for (const other of await caches.keys()) if (other !== name) await caches.delete(other);
}

async function fromShell(path: string): Promise<Response | undefined> {
  return (await caches.open(name)).match(path);
}

/** Every screen's address is the same page. A server that is down behind its proxy counts as no network. */
async function showPage(request: Request): Promise<Response> {
  const kept = await fromShell(page);
  if (!kept) return fetch(request);
  const fresh = fetch(request).then((answer) => (answer.status >= 500 ? kept : answer), () => kept);
  return Promise.race([fresh, new Promise<Response>((resolve) => setTimeout(() => resolve(kept), patience))]);
}

async function showFile(request: Request, path: string): Promise<Response> {
  const kept = await fromShell(path);
  if (kept) return kept;
  const answer = await fetch(request);
  if (answer.ok && ASSETS.decoder.includes(path)) {
    const copy = answer.clone();
    void caches.open(name).then((shell) => shell.put(path, copy)).catch(() => {}); // no room: it is asked for again
  }
  return answer;
}

/** Whether a page is the console's: others are the customer's (/v/…), of certificates (/trust), the API's. */
const isScreen = (path: string) => !/^\/(trust|api|healthz|v)\b|\./.test(path);

/** To the console that is open, or to a new one. */
async function comeBack(): Promise<void> {
  const pages = await self.clients.matchAll({ type: "window", includeUncontrolled: true });
  // What is told is read in any of them but a customers' screen and a recorded list.
  const console = pages.find(({ url }) => isScreen(new URL(url).pathname) && !/^\/(display|replay)\b/.test(new URL(url).pathname));
  if (console) await console.focus();
  else await self.clients.openWindow(page);
}

async function keepDecoder(): Promise<void> {
  const shell = await caches.open(name);
  const missing = await Promise.all(ASSETS.decoder.map(async (file) => ((await shell.match(file)) ? [] : [file])));
  await shell.addAll(missing.flat());
}

// The person said so (web/install.ts).
self.addEventListener("message", (event) => event.data === "take over" && event.waitUntil(self.skipWaiting()));
self.addEventListener("message", (event) => event.data === "keep the decoder" && event.waitUntil(keepDecoder()));
self.addEventListener("install", (event) => event.waitUntil(keepShell()));
self.addEventListener("activate", (event) => event.waitUntil(dropOthers()));
self.addEventListener("notificationclick", (event) => {
  event.notification.close();
  event.waitUntil(comeBack());
});
self.addEventListener("fetch", (event) => {
  const { pathname, origin } = new URL(event.request.url);
  if (event.request.method !== "GET" || origin !== self.location.origin) return;
  const screen = event.request.mode === "navigate" && isScreen(pathname);
  if (screen) event.respondWith(showPage(event.request));
  else if (ASSETS.files.includes(pathname) || ASSETS.decoder.includes(pathname)) event.respondWith(showFile(event.request, pathname));
});
