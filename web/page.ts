// The window around the canvas: its size and density, the address, Escape, visibility, timers, sounds.
import type { Send } from "./bridge";

const tap = 10; // px that a finger may move in a tap; as ui/kit/tokens.h has it
const hold = 500; // ms that a finger must stay where it is

/** Reports the canvas's size now and whenever it changes, in CSS pixels and in device pixels. */
export function watchSize(canvas: HTMLCanvasElement, send: Send): void {
  const inset = (side: string) =>
    parseFloat(getComputedStyle(document.documentElement).getPropertyValue(`--safe-${side}`)) || 0;
  const observer = new ResizeObserver(([entry]) => {
    if (!entry) return;
    const { width, height } = entry.contentRect;
    if (width <= 0 || height <= 0) return;
    const told = entry.devicePixelContentBoxSize?.[0];
    // Exact, they differ by a fraction of a pixel; an emulated density (devtools, tests) is not in them at all.
    const exact = told && Math.abs(told.inlineSize - width * devicePixelRatio) < 2;
    const device = exact ? [told.inlineSize, told.blockSize] : [width, height].map((side) => Math.round(side * devicePixelRatio));
    send({
      type: "resize", width, height, device_width: device[0], device_height: device[1],
      top: inset("top"), right: inset("right"), bottom: inset("bottom"), left: inset("left"),
      coarse: matchMedia("(pointer: coarse)").matches ? 1 : 0,
    });
  });
  try {
    observer.observe(canvas, { box: "device-pixel-content-box" }); // exact, where a browser has it
  } catch {
    observer.observe(canvas);
  }
  // Safari lays its keyboard over the page instead of making it smaller.
  const view = window.visualViewport;
  view?.addEventListener("resize", () => {
    const covered = view.scale === 1 && view.height < innerHeight - 80;
    document.documentElement.style.setProperty("--height", covered ? `${view.height}px` : "100%");
    window.scrollTo(0, 0);
  });
}

/** Reports how the person wants things to look, by the settings of the system, now and whenever they change. */
export function watchLook(send: Send): void {
  const wishes = {
    dark: [matchMedia("(prefers-color-scheme: dark)")],
    // Forced colours: a canvas cannot take them over, so it shows what comes closest.
    more_contrast: [matchMedia("(prefers-contrast: more)"), matchMedia("(forced-colors: active)")],
    reduced_motion: [matchMedia("(prefers-reduced-motion: reduce)")],
  };
  const report = () => {
    const wanted = (queries: MediaQueryList[]) => (queries.some((query) => query.matches) ? 1 : 0);
    send({
      type: "look", dark: wanted(wishes.dark), more_contrast: wanted(wishes.more_contrast),
      reduced_motion: wanted(wishes.reduced_motion),
    });
  };
  for (const query of Object.values(wishes).flat()) query.addEventListener("change", report);
  report();
}

/** A right click, or a finger that stays where it is, asks what can be done with what stands there; in a field that is the browser's. */
function watchHolding(send: Send): void {
  const field = (event: Event) => event.target instanceof HTMLInputElement;
  let held: ReturnType<typeof setTimeout> | undefined;
  let down = { x: 0, y: 0, at: 0 };
  let asked = false; // by the finger that is down
  const ask = ({ x, y }: { x: number; y: number }) => send({ type: "menu", x, y });
  const let_go = () => clearTimeout(held);
  addEventListener("pointerdown", (event) => {
    let_go();
    down = { x: event.x, y: event.y, at: event.timeStamp };
    asked = false;
    if (event.pointerType !== "touch" || !event.isPrimary || field(event)) return;
    held = setTimeout(() => {
      asked = true;
      ask(down);
    }, hold);
  });
  addEventListener("pointermove", ({ x, y }) => Math.hypot(x - down.x, y - down.y) >= tap && let_go());
  addEventListener("pointerup", (event) => {
    let_go();
    // A busy page hears late that the finger had left long ago: that was a tap.
    if (asked && event.timeStamp - down.at < hold) send({ type: "tapped" });
  });
  addEventListener("pointercancel", let_go);
  addEventListener("contextmenu", (event) => {
    if (field(event)) return;
    event.preventDefault();
    if ((event as PointerEvent).pointerType !== "touch") ask(event);
  });
}

/** To the clipboard. Needs a gesture just before; without a secure context only the old way is there. */
export async function copy(text: string, send: Send): Promise<void> {
  let ok = false;
  const fill = (event: ClipboardEvent) => {
    event.clipboardData?.setData("text/plain", text);
    event.preventDefault();
    event.stopImmediatePropagation();
    ok = true;
  };
  try {
    await navigator.clipboard.writeText(text);
    ok = true;
  } catch {
    addEventListener("copy", fill, { capture: true });
    document.execCommand("copy");
    removeEventListener("copy", fill, { capture: true });
  }
  send({ type: "copied", ok });
}

/** The browser's own copying, where nothing is selected: what has the keyboard or lies under the pointer. */
export function watchCopying(textToCopy: () => string, send: Send): void {
  document.addEventListener("copy", (event) => {
    const selected = event.target instanceof HTMLInputElement || !(getSelection()?.isCollapsed ?? true);
    const text = selected ? "" : textToCopy();
    if (text === "") return;
    event.clipboardData?.setData("text/plain", text);
    event.preventDefault();
    send({ type: "copied", ok: true });
  });
}

export function watchPage(canvas: HTMLCanvasElement, send: Send, hasShortcuts: () => boolean): void {
  addEventListener("keydown", (event) => {
    if (event.isComposing || event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key === "Escape") send({ type: "escape" });
    // Keys outside of fields may be shortcuts; which ones, the console knows.
    if (event.key.length !== 1 || event.key === " " || event.target instanceof HTMLInputElement) return;
    if (event.key === "/" && hasShortcuts()) event.preventDefault(); // Firefox's quick search
    send({ type: "key", key: event.key });
  });
  document.addEventListener("visibilitychange", () => {
    if (!document.hidden) send({ type: "shown" });
  });
  // A tap beside a field puts the phone's keyboard away, as it would on any page; a drag does not.
  let down = { x: 0, y: 0 };
  canvas.addEventListener("pointerdown", ({ x, y }) => (down = { x, y }));
  canvas.addEventListener("pointerup", ({ x, y }) => {
    if (Math.hypot(x - down.x, y - down.y) < tap) (document.activeElement as HTMLElement | null)?.blur();
  });
  // After SDL has taken it.
  for (const type of ["mouseup", "touchend"]) addEventListener(type, () => send({ type: "lifted" }), { passive: true });
  // SDL takes every turn of the wheel; zooming, and the trackpad's swipe to the page before, are the browser's.
  const spare = (event: WheelEvent) => event.ctrlKey || Math.abs(event.deltaX) > Math.abs(event.deltaY);
  canvas.addEventListener("wheel", (event) => spare(event) && event.stopImmediatePropagation(), { capture: true });
  watchHolding(send);
}

/** The one-time token in the fragment of the link that was opened. It leaves the address, and the history, at once. */
export function takeToken(): string {
  const token = location.hash.slice(1);
  if (token) history.replaceState(history.state, "", location.pathname);
  return token;
}

/** The address of the current screen, and the way back. An entry that we added says so in its state, over reloads too. */
export class Address {
  #told: () => void;
  #leaving = false; // back() takes its time; what is asked for meanwhile waits
  #waiting: [path: string, replace: boolean][] = [];

  constructor(send: Send) {
    this.#told = () => send({ type: "navigated", path: location.pathname, token: takeToken() });
    addEventListener("popstate", () => {
      this.#leaving = false;
      if (this.#waiting.length === 0) return this.#told(); // or the console is elsewhere by now
      for (const [path, replace] of this.#waiting.splice(0)) this.go(path, replace);
    });
  }

  go(path: string, replace: boolean): void {
    if (this.#leaving) return void this.#waiting.push([path, replace]);
    if (path === location.pathname) return;
    if (replace) history.replaceState(history.state, "", path);
    else history.pushState({ inside: true }, "", path);
  }

  /** Back, if that stays inside the console; otherwise the address becomes `path`. */
  leave(path: string): void {
    if (this.#leaving) return;
    if (history.state?.inside) {
      this.#leaving = true;
      history.back();
    } else {
      this.go(path, true);
      this.#told();
    }
  }
}

const draftKey = "hexiao.draft";

/** What was being entered in this tab, over reloads; core/console/draft.h says what may be in it. */
export function readDraft(): string {
  return sessionStorage.getItem(draftKey) ?? "";
}

export function keepDraft(draft: string): void {
  if (draft) sessionStorage.setItem(draftKey, draft);
  else sessionStorage.removeItem(draftKey);
}

const soon = 50; // ms; a larger difference is a clock that was set

/** One timer per name and key. */
export class Timers {
  #running = new Map<string, ReturnType<typeof setTimeout>>();
  #send: Send;

  constructor(send: Send) {
    this.#send = send;
  }

  start(timer: number, key: string, after: number): void {
    const name = `${timer} ${key}`;
    clearTimeout(this.#running.get(name));
    // Browsers fire a moment early by the clock that events are stamped by: a wall would draw the minute that ends once more.
    const due = Date.now() + after;
    const fire = () => {
      const early = due - Date.now();
      if (early > 0 && early < soon) return void this.#running.set(name, setTimeout(fire, early));
      this.#running.delete(name);
      this.#send({ type: "timer", timer, key });
    };
    // A browser's timer holds 31 bits; a longer one would fire at once.
    this.#running.set(name, setTimeout(fire, Math.min(after, 0x7fffffff)));
  }
}

const tones: Record<string, [frequency: number, from: number][]> = {
  done: [[880, 0], [1318, 0.1]],
  refused: [[311, 0], [233, 0.16]],
  attention: [[660, 0]],
};
const buzz: Record<string, number[]> = { done: [40], refused: [120, 60, 120], attention: [80] };

/** A short sound and a shake, so that nobody has to look. Silent until the person has touched the page once. */
export class Signal {
  #audio: AudioContext | undefined;

  constructor() {
    const wake = () => {
      this.#audio ??= new AudioContext();
      void this.#audio.resume();
    };
    addEventListener("pointerdown", wake, { once: true });
    addEventListener("keydown", wake, { once: true });
  }

  give(what: string, sound: boolean, vibration: boolean): void {
    if (vibration && navigator.userActivation?.hasBeenActive) navigator.vibrate?.(buzz[what] ?? []);
    const audio = this.#audio;
    if (!sound || !audio || audio.state !== "running") return;
    for (const [frequency, from] of tones[what] ?? []) {
      const at = audio.currentTime + from;
      const gain = audio.createGain();
      gain.gain.setValueAtTime(0.15, at);
      gain.gain.exponentialRampToValueAtTime(0.001, at + 0.18);
      const tone = audio.createOscillator();
      tone.frequency.value = frequency;
      tone.connect(gain).connect(audio.destination);
      tone.start(at);
      tone.stop(at + 0.2);
    }
  }
}
