// A scanner gun is a keyboard that types faster than people do, and ends with Enter or Tab. It is known by that wherever the
// keyboard's focus is, and read by `code`, the key's place: an input method may have taken the letter itself.
import type { Send } from "./bridge";

const pause = 100; // ms between two of its keys at most: one that hesitates is a person
const pace = 40; // ms a key on average; who types twelve keys a second is fast
const hesitation = 1000; // ms: a gun's radio loses keys and sends them again
const sure = 4; // keys in a row at that pace are no person's: it may hesitate after them
const fewest = 6; // keys: no code is shorter

// What a key is on the layout that guns type for, plain and with Shift.
const signs: Record<string, [string, string]> = {
  Minus: ["-", "_"], Equal: ["=", "+"], Slash: ["/", "?"], Period: [".", ">"], Comma: [",", "<"], Semicolon: [";", ":"],
  Quote: ["'", '"'], BracketLeft: ["[", "{"], BracketRight: ["]", "}"], Backslash: ["\\", "|"], Backquote: ["`", "~"], Space: [" ", " "],
  NumpadAdd: ["+", "+"], NumpadSubtract: ["-", "-"], NumpadMultiply: ["*", "*"], NumpadDivide: ["/", "/"], NumpadDecimal: [".", "."],
};
const shifted = ")!@#$%^&*(";
const unreadable = "\ufffd";

function typed({ code, key, shiftKey }: KeyboardEvent): string {
  const [, letter] = /^Key([A-Z])$/.exec(code) ?? [];
  if (letter) return shiftKey ? letter : letter.toLowerCase();
  const [, row, digit] = /^(Digit|Numpad)(\d)$/.exec(code) ?? [];
  if (digit) return shiftKey && row === "Digit" ? shifted[Number(digit)]! : digit;
  const sign = signs[code];
  if (sign) return sign[shiftKey ? 1 : 0];
  return key.length === 1 ? key : unreadable; // a keyboard that names no places
}

function swallow(event: KeyboardEvent): void {
  event.preventDefault();
  event.stopImmediatePropagation();
}

const held = new Set(["ShiftLeft", "ShiftRight", "CapsLock"]); // Shift belongs to the letter that follows

export class Gun {
  #send: Send;
  #watched = false;
  #text = "";
  #began = 0; // what it hesitated left out
  #run = 0; // keys since it began, or hesitated last
  #runBegan = 0;
  #last = -Infinity;
  #fields = new Map<HTMLInputElement, string>(); // as they were before it typed into them
  #space = false; // its Space is down

  constructor(send: Send) {
    this.#send = send;
    addEventListener("keydown", (event) => this.#onKey(event), { capture: true });
    addEventListener("keyup", (event) => this.#onKeyUp(event), { capture: true });
  }

  /** Where nobody redeems, whatever types is none of ours: a password manager may be as fast. */
  watch(on: boolean): void {
    this.#watched = on;
  }

  #onKey(event: KeyboardEvent): void {
    if (!this.#watched || held.has(event.code) || event.repeat) return;
    const field = document.activeElement instanceof HTMLInputElement ? document.activeElement : undefined;
    const quick = this.#goesOn(event.timeStamp);
    const character = event.key.length === 1 || event.key === "Process" || event.isComposing;
    const ends = /^(Enter|NumpadEnter|Tab)$/.test(event.code || event.key);
    const command = event.ctrlKey || event.altKey || event.metaKey;
    if (command || field?.type === "password" || !(character || ends)) return this.#forget();
    if (ends) {
      const fast = event.timeStamp - this.#began <= pace * this.#text.length;
      if (quick && fast && this.#text.length >= fewest) this.#pulled(event, field);
      else if (quick && !field) swallow(event); // the end of what it garbled presses nothing
      return this.#forget();
    }
    if (!quick) this.#forget();
    if (this.#text === "") this.#began = event.timeStamp;
    if (this.#run++ === 0) this.#runBegan = event.timeStamp;
    if (field && !this.#fields.has(field)) this.#fields.set(field, field.value);
    // A button is pressed by Space: not by one within a code.
    this.#space = event.code === "Space" && !field && this.#text !== "";
    if (this.#space) event.preventDefault();
    this.#text += typed(event);
    this.#last = event.timeStamp;
    // Nobody presses so many shortcuts at once.
    if (this.#text.length >= fewest && !field) event.stopImmediatePropagation();
  }

  // Whether what comes now can be of the same code as what came before.
  #goesOn(now: number): boolean {
    const gap = now - this.#last;
    if (gap <= pause) return true;
    if (gap > hesitation || this.#run < sure || this.#last - this.#runBegan > pace * (this.#run - 1)) return false;
    this.#began += gap;
    this.#run = 0;
    return true;
  }

  // Browsers differ in which of the two presses a button.
  #onKeyUp(event: KeyboardEvent): void {
    if (event.code !== "Space" || !this.#space) return;
    this.#space = false;
    event.preventDefault();
  }

  #forget(): void {
    this.#text = "";
    this.#run = 0;
    this.#last = -Infinity;
    this.#fields.clear();
  }

  // Nothing of it stays where it was typed, nor in an input method.
  #pulled(event: KeyboardEvent, field: HTMLInputElement | undefined): void {
    swallow(event);
    field?.blur(); // ends a composition
    for (const [one, before] of this.#fields) {
      one.value = before;
      one.dispatchEvent(new Event("input", { bubbles: true }));
    }
    // After the console has heard, in its next frame, what became of the fields: what it says of the code comes last.
    const scanned = { type: "scanned", text: this.#text, gun: true };
    requestAnimationFrame(() => setTimeout(() => this.#send(scanned)));
  }
}
