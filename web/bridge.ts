// The crossing between the page and the C++ console: events go in as JSON texts, wishes come out as JSON objects.
// Events are handed over in a microtask of their own, so that none arrives while C++ is still in a call to us.
import type { Sheet } from "./pen";

/** What Emscripten's module offers us; see shell/CMakeLists.txt for the exports. */
export interface Console {
  host: object;
  _hexiao_start(
    path: number, language: number, token: number, origin: number, draft: number, build: number, preferences: number,
    zone: number,
  ): number;
  _hexiao_event(json: number): void;
  _hexiao_texts(): number;
  _hexiao_copy(): number;
  _hexiao_face(data: number, size: number): void;
  _hexiao_sheet(pixels: number, misfits: number): void;
  _hexiao_picture(number: number, pixels: number): void;
  _hexiao_replay(events: number): number;
  _malloc(size: number): number;
  _free(pointer: number): void;
  stringToNewUTF8(text: string): number;
  UTF8ToString(pointer: number): string;
  HEAPU8: Uint8Array;
}

export type Event = { type: string } & Record<string, unknown>;
export type Send = (event: Event) => void;

/** Calls `body` with `texts` as C strings. */
export function withStrings<T>(console: Console, texts: string[], body: (...pointers: number[]) => T): T {
  const pointers = texts.map((text) => console.stringToNewUTF8(text));
  try {
    return body(...pointers);
  } finally {
    for (const pointer of pointers) console._free(pointer);
  }
}

export class Bridge {
  #console: Console | undefined;
  #waiting: Event[] = [];
  #scheduled = false;

  /** From now on events arrive; what was sent before is delivered first. */
  connect(console: Console): void {
    this.#console = console;
    this.#schedule();
  }

  disconnect(): void {
    this.#console = undefined;
  }

  readonly send: Send = (event) => {
    this.#waiting.push(event);
    this.#schedule();
  };

  giveFace(face: Uint8Array): void {
    const console = this.#console;
    const data = console?._malloc(face.length);
    if (!console || !data) return;
    console.HEAPU8.set(face, data);
    console._hexiao_face(data, face.length);
    console._free(data);
  }

  giveSheet({ pixels, misfits }: Sheet): void {
    const console = this.#console;
    if (!console) return;
    const data = console._malloc(pixels.length + misfits.length);
    console.HEAPU8.set(pixels, data);
    console.HEAPU8.set(misfits, data + pixels.length);
    console._hexiao_sheet(data, data + pixels.length);
    console._free(data);
  }

  /** Without pixels: it cannot be had. */
  givePicture(number: number, pixels: Uint8ClampedArray | undefined): void {
    const console = this.#console;
    if (!console) return;
    const data = pixels ? console._malloc(pixels.length) : 0;
    if (pixels) console.HEAPU8.set(pixels, data);
    console._hexiao_picture(number, data);
    console._free(data);
  }

  #schedule(): void {
    if (this.#scheduled || !this.#console) return;
    this.#scheduled = true;
    queueMicrotask(() => {
      this.#scheduled = false;
      this.#deliver();
    });
  }

  #deliver(): void {
    const console = this.#console;
    if (!console) return;
    const events = this.#waiting;
    this.#waiting = [];
    for (const event of events) {
      if (!this.#console) return;
      withStrings(console, [JSON.stringify(event)], (json) => console._hexiao_event(json!));
    }
  }
}
