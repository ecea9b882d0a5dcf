// The page's start: makes what only a browser can do, hands it to the console as `Module.host`, and starts it.
// No rule of the business stands here; what a wish means is said beside its sender, shell/browser/browser_host.cpp.
import createHexiao from "hexiao-glue";
import { Bridge, withStrings, type Console } from "./bridge";
import { Camera } from "./camera";
import { Feed, type Wish as FeedWish } from "./feed";
import { Glyphs, fetchFace } from "./glyphs";
import { Gun } from "./gun";
import { Keys } from "./keys";
import { Mirror, type Document } from "./mirror";
import { Net, type Request } from "./net";
import { Awake, Caller, Shell, askForNotices, notify, setFullScreen, tellAbilities, watchFullScreen } from "./install";
import { Address, Signal, Timers, copy, keepDraft, readDraft, takeToken, watchCopying, watchLook, watchPage, watchSize } from "./page";
import { download, print, type Sheet } from "./paper";
import { Pictures } from "./pictures";
import { Records } from "./records";
import { offerReplay } from "./replay";
import { thumbnail } from "./thumbnails";
import { Voice } from "./voice";

declare const ASSETS: { build: string; wasm: string; decoder: string; scribe: string; hanzi: string };

// As shell/browser/browser_host.cpp writes them.
type Wish =
  | ({ do: "fetch" } & Request)
  | ({ do: "open_feed" } & FeedWish)
  | { do: "close_feed" | "list_records" | "make_key" }
  | { do: "sign"; text: string }
  | { do: "store_record"; key: string; row: string }
  | { do: "remove_record"; key: string }
  | { do: "camera"; mode: "off" | "paused" | "scanning" }
  | { do: "signal"; what: string; sound: boolean; vibration: boolean }
  | { do: "timer"; timer: number; key: string; after: number }
  | { do: "navigate"; path: string; replace: boolean }
  | { do: "leave"; path: string }
  | { do: "keep_draft"; draft: string }
  | { do: "copy"; text: string }
  | { do: "update" | "ask_for_notices" | "choose_picture" | "choose_photo" | "next_camera" | "try_voice" }
  | { do: "zoom"; times: number }
  | { do: "keep_awake" | "full_screen" | "watch_gun" | "read_linear" | "torch"; on: boolean }
  | { do: "speak"; text: string; language: string }
  | { do: "notify"; title: string; text: string }
  | { do: "download"; path: string }
  | { do: "print"; sheet: Sheet; language: string }
  | { do: "preferences"; preferences: string };

const preferencesKey = "hexiao.preferences";
/** Shows what was recorded of a console, and does nothing itself. */
const replaying = location.pathname === "/replay";
const canvas = document.querySelector<HTMLCanvasElement>("#canvas")!;
const video = document.querySelector<HTMLVideoElement>("#camera")!;

const bridge = new Bridge();
const { send } = bridge;
const voice = new Voice(document.querySelector<HTMLElement>("#said")!);
const mirror = new Mirror(document.querySelector<HTMLElement>("#mirror")!, canvas, voice, send);
const glyphs = new Glyphs((sheet) => bridge.giveSheet(sheet));
const net = new Net(send, ASSETS.build);
const feed = new Feed(send, ASSETS.build);
const records = new Records(send);
const camera = new Camera(video, `/${ASSETS.decoder}`, send);
const pictures = new Pictures(`/${ASSETS.decoder}`, send);
const gun = new Gun(send);
const keys = new Keys(send);
const timers = new Timers(send);
const address = new Address(send);
const signal = new Signal();
const shell = new Shell(send);
const awake = new Awake();
const caller = new Caller(send);
mirror.onCamera = (node) => camera.place(node);
camera.onDrawing = () => tellAbilities(send, false);

let frames = 0;

function carryOut(wish: Wish): void {
  switch (wish.do) {
    case "fetch": return void net.fetch(wish);
    case "open_feed": return feed.open(wish);
    case "close_feed": return feed.close();
    case "store_record": return void records.put(wish.key, wish.row);
    case "remove_record": return void records.remove(wish.key);
    case "list_records": return void records.list();
    case "camera": return camera.set(wish.mode);
    case "torch": return camera.light(wish.on);
    case "zoom": return camera.zoom(wish.times);
    case "next_camera": return void camera.next();
    case "choose_picture": return pictures.choose();
    case "choose_photo": return pictures.choosePhoto();
    case "watch_gun": return gun.watch(wish.on);
    case "read_linear": return void (camera.linear = pictures.linear = wish.on);
    case "signal": return signal.give(wish.what, wish.sound, wish.vibration);
    case "timer": return timers.start(wish.timer, wish.key, wish.after);
    case "make_key": return void keys.make();
    case "sign": return void keys.sign(wish.text);
    case "navigate": return address.go(wish.path, wish.replace);
    case "leave": return address.leave(wish.path);
    case "keep_draft": return keepDraft(wish.draft);
    case "copy": return void copy(wish.text, send);
    case "update": return shell.update();
    case "keep_awake": return awake.set(wish.on);
    case "full_screen": return setFullScreen(wish.on);
    case "ask_for_notices": return void askForNotices(send);
    case "speak": return caller.speak(wish.text, wish.language);
    case "try_voice": return caller.try();
    case "notify": return void notify(wish.title, wish.text);
    case "download": return download(wish.path);
    case "print": return print(wish.sheet, wish.language);
    case "preferences": return localStorage.setItem(preferencesKey, wish.preferences);
  }
}

/** C++ calls us in the middle of its work: an exception must not run through it. What failed is said on the console. */
function guarded<Argument>(call: (argument: Argument) => void): (argument: Argument) => void {
  return (argument) => {
    try {
      call(argument);
    } catch (error) {
      console.error(error);
    }
  };
}

const host = {
  carryOut: replaying ? () => {} : guarded(carryOut),
  mirror: guarded((next: Document) => mirror.apply(next)),
  frameDrawn: () => {
    ++frames;
    glyphs.hire(`/${ASSETS.scribe}`);
  },
  measureGlyph: glyphs.measure.bind(glyphs),
  drawGlyphs: glyphs.draw.bind(glyphs),
  sendGlyphs: glyphs.send.bind(glyphs),
  nameGlyph: glyphs.name.bind(glyphs),
  askPicture: (number: number, name: string, side: number) =>
    void thumbnail(name, side).then((pixels) => bridge.givePicture(number, pixels)),
  fetchFace: () => void fetchFace(`/${ASSETS.hanzi}`).then((face) => bridge.giveFace(face)),
};

/** Instead of the console, one sentence in both languages. */
function sayPlainly(what: "no_webgl" | "failed"): void {
  canvas.hidden = true;
  for (const part of document.querySelectorAll("#mirror, #said > *")) part.replaceChildren();
  document.querySelector<HTMLElement>("#plain")!.hidden = false;
  for (const p of document.querySelectorAll<HTMLElement>(`[data-for=${what}]`)) p.hidden = false;
}

function hasWebGL2(): boolean {
  const context = document.createElement("canvas").getContext("webgl2");
  context?.getExtension("WEBGL_lose_context")?.loseContext(); // a browser has few; do not keep this one
  return context !== null;
}

const preferences = () => localStorage.getItem(preferencesKey) ?? "";
const hasShortcuts = () => !preferences().includes('"shortcuts":false');
/** Where nobody chose one. */
const language = () => (navigator.language.startsWith("zh") ? "zh" : "en");

/** Of the device's clock: "Asia/Shanghai". */
const zone = () => Intl.DateTimeFormat().resolvedOptions().timeZone ?? "";

/** For tests; not a promise to anybody else. */
function offerHooks(module: Console): void {
  Object.assign(window, {
    hexiao: {
      get frames() { return frames; },
      get leads() { return feed.leads; },
      glyphs: glyphs.count,
      get scribe() { return glyphs.ready; },
      /** A cause to draw that changes nothing. */
      wake() { send({ type: "wake" }); },
      /** Strings drawn in the last frame; asks for a frame when the recorder was off until now. */
      async texts(): Promise<object[]> {
        module._hexiao_texts(); // switches the recorder on
        const before = frames;
        send({ type: "wake" });
        while (frames === before) await new Promise(requestAnimationFrame);
        return JSON.parse(module.UTF8ToString(module._hexiao_texts()));
      },
    },
  });
}

async function start(): Promise<void> {
  if (!hasWebGL2()) return sayPlainly("no_webgl");
  // After a crash nothing is sent to it any more: half alive is worse than a sentence.
  const onAbort = () => {
    bridge.disconnect();
    sayPlainly("failed");
  };
  const module: Console = await createHexiao({ host, canvas, onAbort, locateFile: () => `/${ASSETS.wasm}` });
  const start = [location.pathname, language(), takeToken(), location.origin, readDraft(), ASSETS.build, preferences(), zone()];
  const started = withStrings(module, start, (path, chosen, token, origin, draft, build, kept, clock) =>
    module._hexiao_start(path!, chosen!, token!, origin!, draft!, build!, kept!, clock!),
  );
  if (!started) return sayPlainly("no_webgl");
  bridge.connect(module);
  watchLook(send);
  watchSize(canvas, send);
  if (replaying) {
    offerHooks(module);
    return offerReplay(language(), (events) => withStrings(module, [events], (list) => module._hexiao_replay(list!) !== 0));
  }
  watchPage(canvas, send, hasShortcuts);
  watchCopying(() => module.UTF8ToString(module._hexiao_copy()), send);
  void shell.keep();
  watchFullScreen(send);
  tellAbilities(send);
  offerHooks(module);
}

start().catch((error: unknown) => {
  console.error(error);
  sayPlainly("failed");
});
