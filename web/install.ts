// What makes a page an application: kept for a start without network, renewed when the person says so, a screen that stays on,
// full screen, notices. Each is asked for where a browser has it, and done without where it has not.
import type { Send } from "./bridge";

const looking = 60 * 60 * 1000; // ms between two looks for a newer build
const settled = 10_000; // ms after which a page has what it needs first
const again = 60_000; // ms until a screen that was not kept on is asked for anew

/**
 * Lets the browser keep the console for a start without network (worker/service.ts). Where it will not, the console says so: a
 * certificate that was only clicked through allows no service worker, and neither do some private windows.
 */
export class Shell {
  #send: Send;
  #waiting: ServiceWorker | undefined; // of a newer build

  constructor(send: Send) {
    this.#send = send;
  }

  async keep(): Promise<void> {
    try {
      const registration = await navigator.serviceWorker.register("/sw.js");
      this.#watch(registration);
      const look = () => void registration.update().catch(() => {}); // no network just now
      setInterval(look, looking);
      document.addEventListener("visibilitychange", () => document.hidden || look());
      // The decoder is as heavy as all the rest, and a wall reads no codes.
      const { active } = await navigator.serviceWorker.ready;
      setTimeout(() => location.pathname === "/display" || active?.postMessage("keep the decoder"), settled);
    } catch (error) {
      const forbidden = !("serviceWorker" in navigator) || (error as DOMException).name === "SecurityError";
      if (forbidden) this.#send({ type: "nothing_kept" });
      else console.warn(error); // no network just now: the next visit tries again
    }
  }

  // A worker of another build that is whole waits until this page is gone, or lets it go.
  #watch(registration: ServiceWorkerRegistration): void {
    const tell = (worker: ServiceWorker | null) => {
      if (!worker || !navigator.serviceWorker.controller) return; // the first one is ours
      this.#waiting = worker;
      this.#send({ type: "update_ready" });
    };
    tell(registration.waiting);
    registration.addEventListener("updatefound", () => {
      const worker = registration.installing;
      worker?.addEventListener("statechange", () => worker.state === "installed" && tell(worker));
    });
  }

  /** The page anew, under the worker that waits. */
  update(): void {
    // One that took over already, as another tab wanted it, says so no more.
    if (this.#waiting?.state !== "installed") return location.reload();
    navigator.serviceWorker.addEventListener("controllerchange", () => location.reload(), { once: true });
    this.#waiting.postMessage("take over");
  }
}

/** Keeps the screen on while it is wanted. A browser lets go of it whenever the page is not seen. */
export class Awake {
  #wanted = false;
  #lock: WakeLockSentinel | undefined;
  #again: ReturnType<typeof setTimeout> | undefined;

  constructor() {
    document.addEventListener("visibilitychange", () => void this.#hold());
  }

  set(on: boolean): void {
    this.#wanted = on;
    void this.#hold();
  }

  async #hold(): Promise<void> {
    if (!this.#wanted) {
      await this.#lock?.release();
      this.#lock = undefined;
      return;
    }
    if (document.hidden || (this.#lock && !this.#lock.released)) return;
    try {
      this.#lock = await navigator.wakeLock?.request("screen");
      this.#lock?.addEventListener("release", () => void this.#hold()); // the system may take it
      if (!this.#wanted) await this.#hold(); // it was given back meanwhile
    } catch {
      clearTimeout(this.#again);
      this.#again = setTimeout(() => void this.#hold(), again); // a low battery refuses it, and so does a page that is just being left
    }
  }
}

/** What this browser has of what not every one has; the console lists it (/debug). `luminance`: as far as it is known yet. */
export function tellAbilities(send: Send, luminance = "copyTo" in (window.VideoFrame?.prototype ?? {})): void {
  const tellsDevicePixels = () => {
    const observer = new ResizeObserver(() => {});
    try {
      observer.observe(document.body, { box: "device-pixel-content-box" });
      return true;
    } catch {
      return false;
    } finally {
      observer.disconnect();
    }
  };
  const constraints: Record<string, boolean | undefined> = { ...navigator.mediaDevices?.getSupportedConstraints() };
  send({
    type: "abilities",
    offline: "serviceWorker" in navigator,
    camera: "getUserMedia" in (navigator.mediaDevices ?? {}),
    every_picture: "requestVideoFrameCallback" in HTMLVideoElement.prototype,
    luminance,
    torch: constraints["torch"] ?? false,
    durable: "durability" in IDBTransaction.prototype,
    shared: "locks" in navigator && "BroadcastChannel" in window,
    letters: "OffscreenCanvas" in window,
    exact_pixels: tellsDevicePixels(),
    clipboard: "writeText" in (navigator.clipboard ?? {}),
    awake: "wakeLock" in navigator,
    vibration: "vibrate" in navigator,
    full_screen: document.fullscreenEnabled ?? false,
    notices: "Notification" in window,
    speech: "speechSynthesis" in window,
  });
}

const worthSaying = 30_000; // ms after which a number that could not be called is not called any more

/**
 * Numbers aloud, one after the other, as they were called. A browser lets no page speak that nobody has touched since it was loaded:
 * then the console says so, and what could not be said is said after the first touch.
 */
export class Caller {
  #send: Send;
  #missed: { text: string; language: string; at: number }[] = [];
  #waits = false; // for somebody's touch

  constructor(send: Send) {
    this.#send = send;
    for (const type of ["pointerup", "keydown"]) addEventListener(type, () => this.#waits && this.#again(), { capture: true });
  }

  /** Whether anything would be heard, said in silence. */
  try(): void {
    this.speak("", "");
  }

  speak(text: string, language: string): void {
    try {
      if (!("speechSynthesis" in window)) return this.#tell("mute");
      const said = new SpeechSynthesisUtterance(text);
      said.lang = language;
      if (text === "") said.volume = 0;
      said.onstart = said.onend = () => this.#tell("heard");
      said.onerror = ({ error }) => {
        if (error === "canceled" || error === "interrupted") return;
        if (error !== "not-allowed") return this.#tell("mute");
        if (text !== "") this.#missed.push({ text, language, at: Date.now() });
        this.#tell("waits_for_touch");
      };
      speechSynthesis.speak(said);
    } catch (error) {
      console.warn(error); // a browser that has the name and not the thing
      this.#tell("mute");
    }
  }

  #again(): void {
    this.#waits = false;
    const missed = this.#missed.filter(({ at }) => Date.now() - at < worthSaying);
    this.#missed = [];
    if (missed.length === 0) this.try();
    for (const { text, language } of missed) this.speak(text, language);
  }

  #tell(state: "heard" | "waits_for_touch" | "mute"): void {
    this.#waits = state === "waits_for_touch";
    this.#send({ type: "voice", state });
  }
}

export function setFullScreen(on: boolean): void {
  if (on) void document.documentElement.requestFullscreen?.().catch(() => {});
  else if (document.fullscreenElement) void document.exitFullscreen();
}

export function watchFullScreen(send: Send): void {
  const tell = () => {
    const state = !document.fullscreenEnabled ? "impossible" : document.fullscreenElement ? "on" : "off";
    send({ type: "full_screen", state });
  };
  document.addEventListener("fullscreenchange", tell);
  tell();
}

export async function askForNotices(send: Send): Promise<void> {
  const given = "Notification" in window && (await Notification.requestPermission()) === "granted";
  if (!given) send({ type: "notices_refused" });
}

/**
 * Shown while another window is looked at; a press on it comes back here (worker/service.ts). Phones let the service worker alone
 * show them; where there is none (a certificate that was only clicked through) a desk's page may do it by itself.
 */
export async function notify(title: string, text: string): Promise<void> {
  if (!document.hidden || !("Notification" in window) || Notification.permission !== "granted") return;
  const options = { body: text, tag: "late" };
  const registration = await navigator.serviceWorker?.getRegistration().catch(() => undefined);
  try {
    if (registration?.active) return await registration.showNotification(title, options);
    const notice = new Notification(title, options);
    notice.onclick = () => window.focus();
  } catch (error) {
    console.warn(error); // a phone without a worker: the console shows it when it is looked at again
  }
}
