// The accessible mirror: real, transparent elements over the canvas, one for each node that the kit emitted
// (ui/kit/mirror.h). Assistive software, the keyboard, input methods and password managers live here; pointers do not,
// except in text fields, whose letters are the browser's own.
import type { Send } from "./bridge";
import type { Voice } from "./voice";

type Box = [x: number, y: number, w: number, h: number];

export interface Node {
  id: number;
  parent?: number;
  explained_by?: number;
  opened_by?: number;
  role: string;
  box: Box;
  clip?: Box;
  name?: string;
  value?: string;
  description?: string;
  level?: number;
  live?: "changes" | "polite" | "assertive";
  disabled?: true;
  current?: true;
  busy?: true;
  invalid?: true;
  autofocus?: true;
  take_focus?: true;
  unread?: true;
  expanded?: true;
  modal?: true;
  checked?: boolean;
  sorted?: "ascending" | "descending";
  index?: number;
  count?: number;
  input?: {
    kind: "text" | "number" | "password" | "pin";
    max: number;
    size: number;
    placeholder_size: number;
    label: number; // height of its drawn label, right above the box
    autocomplete?: string;
    enter?: string;
    placeholder?: string;
  };
}

export interface Document {
  title: string;
  language: string;
  screen: string;
  colors: Record<string, string>;
  nodes: Node[];
}

interface Entry {
  node: Node;
  element: HTMLElement;
  outer: HTMLElement; // the element itself, or the <li> around a button in a list
  label?: HTMLLabelElement; // a field's: nothing to read, something to press
  shown: string; // the node as last put into the element
  reported: string; // a field's text as the page and C++ agreed on it last
  composing: boolean;
}

const containers = new Set([
  "list", "navigation", "form", "dialog", "callout", "radiogroup", "tablist", "listbox", "table", "row", "column_header", "row_header",
  "chart", "header", "main",
]);
const tags: Record<string, string> = {
  text: "p", button: "button", link: "button", radio: "button", toggle: "button", chip: "button", tab: "button", select: "button",
  option: "button", bar: "button", field: "input", list: "ul", item: "li", navigation: "nav", form: "form", main: "main", header: "header",
};
const roles: Record<string, string> = {
  link: "link", radio: "radio", camera: "img", image: "img", status: "status", progress: "progressbar", list: "list",
  form: "form", dialog: "dialog", callout: "dialog", radiogroup: "radiogroup", header: "banner", term: "term", definition: "definition",
  toggle: "switch", tab: "tab", tablist: "tablist", select: "combobox", listbox: "listbox", option: "option", table: "table",
  row: "row", column_header: "columnheader", row_header: "rowheader", cell: "cell", chart: "group", point: "img",
};
// How an element says that it is on.
const states: Record<string, string> = {
  radio: "aria-checked", toggle: "aria-checked", chip: "aria-pressed", tab: "aria-selected", option: "aria-selected",
};
// One stop of Tab stands for all of a group; arrows go on from there, and choose where that can be undone by going back.
const groups: Record<string, { stop: string; chooses: boolean }> = {
  radio: { stop: "[role=radiogroup]", chooses: true },
  tab: { stop: "[role=tablist]", chooses: true },
  option: { stop: "[role=listbox]", chooses: false },
  point: { stop: "[role=group]", chooses: false },
  bar: { stop: "[role=group]", chooses: false },
};

function create(node: Node): HTMLElement {
  const tag = node.role === "heading" ? `h${Math.min(6, Math.max(1, node.level ?? 2))}` : (tags[node.role] ?? "div");
  const element = document.createElement(tag);
  const role = roles[node.role];
  if (role) element.setAttribute("role", role);
  if (element instanceof HTMLButtonElement) element.type = "button";
  if (node.role === "dialog") element.setAttribute("aria-modal", "true");
  if (!containers.has(node.role)) element.classList.add("node");
  element.dataset["id"] = String(node.id);
  element.id = `n${node.id}`;
  return element;
}

function set(element: HTMLElement, name: string, value: string | boolean | undefined): void {
  if (value === undefined || value === "") element.removeAttribute(name);
  else element.setAttribute(name, String(value));
}

function describe(element: HTMLElement, node: Node): void {
  const named = containers.has(node.role) || ["camera", "image", "progress", "field", "select", "point"].includes(node.role);
  if (named) set(element, "aria-label", node.name);
  else if (element.textContent !== (node.name ?? "")) element.textContent = node.name ?? "";
  set(element, "aria-description", node.description);
  set(element, "aria-busy", node.busy);
  set(element, "aria-current", node.current && (node.role === "item" ? "step" : "page"));
  const state = states[node.role];
  if (state) set(element, state, node.checked);
  set(element, "aria-hidden", node.unread);
  set(element, "aria-sort", node.sorted);
  set(element, "aria-rowindex", node.index?.toString());
  set(element, "aria-rowcount", node.count?.toString());
  if (node.role === "select") {
    element.textContent = node.value ?? "";
    set(element, "aria-haspopup", "listbox");
    set(element, "aria-expanded", node.expanded ?? false);
  }
  if (element instanceof HTMLButtonElement) {
    // What is at work keeps the keyboard: it is pressed in vain, not left.
    element.disabled = (node.disabled && !node.busy) ?? false;
    set(element, "aria-disabled", node.busy);
  }
  if (groups[node.role]) element.tabIndex = node.checked ? 0 : -1;
  if (node.role === "progress") {
    set(element, "aria-valuenow", node.busy ? undefined : String(node.level ?? 0));
    set(element, "aria-valuetext", node.value);
  }
}

/** Puts an element where its node is drawn, cut to the part that its region shows. */
export function place(element: HTMLElement, node: Node): void {
  const [x, y, w, h] = node.box;
  Object.assign(element.style, { left: `${x}px`, top: `${y}px`, width: `${w}px`, height: `${h}px` });
  element.style.clipPath = "";
  if (!node.clip) return;
  const [cx, cy, cw, ch] = node.clip;
  const edges = [cy - y, x + w - cx - cw, y + h - cy - ch, cx - x].map((edge) => `${Math.max(0, edge)}px`);
  element.style.clipPath = `inset(${edges.join(" ")})`;
}

function describeField(element: HTMLInputElement, node: Node): void {
  const input = node.input!;
  element.type = input.kind === "password" || input.kind === "pin" ? "password" : "text";
  element.inputMode = input.kind === "number" || input.kind === "pin" ? "numeric" : "text";
  element.maxLength = input.max;
  element.readOnly = node.disabled ?? false; // not `disabled`, which would take the keyboard away
  element.autocapitalize = "off";
  element.spellcheck = false;
  element.style.fontSize = `${input.size}px`;
  element.style.setProperty("--placeholder-size", `${input.placeholder_size}px`);
  set(element, "autocomplete", input.autocomplete ?? "off");
  set(element, "autocorrect", "off");
  set(element, "name", input.autocomplete);
  set(element, "enterkeyhint", input.enter);
  set(element, "placeholder", input.placeholder);
  set(element, "aria-disabled", node.disabled);
  set(element, "aria-invalid", node.invalid);
  const explained = node.explained_by ? `n${node.explained_by}` : undefined;
  set(element, "aria-describedby", explained);
  set(element, "aria-errormessage", node.invalid ? explained : undefined);
}

export class Mirror {
  #entries = new Map<number, Entry>();
  #root: HTMLElement;
  #voice: Voice;
  #send: Send;
  #labels = document.createElement("div"); // always last, so that they are in nobody's way when elements are put in order
  #screen = "";
  #byKeys = false; // not by a pointer: then the keyboard’s place is to be seen. (A browser’s own guess misses taps on a canvas.)
  #left: { screen: string; focus: number }[] = []; // the way here: screens, and what had the keyboard on them
  /** Told when the camera's place changed or went. */
  onCamera: (node: Node | undefined) => void = () => {};

  constructor(root: HTMLElement, canvas: HTMLCanvasElement, voice: Voice, send: Send) {
    this.#root = root;
    this.#voice = voice;
    this.#send = send;
    this.#labels.ariaHidden = "true";
    root.append(this.#labels);
    root.addEventListener("click", (event) => {
      const entry = this.#entryOf(event.target);
      if (entry?.element instanceof HTMLButtonElement) send({ type: "activate", id: entry.node.id });
    });
    root.addEventListener("focusin", (event) => {
      const entry = this.#entryOf(event.target);
      if (!entry) return;
      send({ type: "focus", id: entry.node.id, visible: this.#byKeys ? 1 : 0 });
    });
    root.addEventListener("focusout", () => send({ type: "focus", id: 0, visible: 0 }));
    root.addEventListener("submit", (event) => event.preventDefault());
    // A field lies over the canvas, but turning the wheel above it, or dragging from it, scrolls what is below.
    // For that the console must know where the pointer is.
    root.addEventListener("mousemove", (event) => canvas.dispatchEvent(new MouseEvent("mousemove", event)));
    root.addEventListener("wheel", (event) => canvas.dispatchEvent(new WheelEvent("wheel", event)), { passive: true });
    const touch = (event: TouchEvent) => {
      const { touches, targetTouches, changedTouches } = event;
      const lists = { touches: [...touches], targetTouches: [...targetTouches], changedTouches: [...changedTouches] };
      canvas.dispatchEvent(new TouchEvent(event.type, lists));
    };
    for (const type of ["touchstart", "touchmove", "touchend", "touchcancel"] as const) {
      root.addEventListener(type, touch, { passive: true });
    }
    document.addEventListener("keydown", () => (this.#byKeys = true), { capture: true });
    document.addEventListener("pointerdown", () => (this.#byKeys = false), { capture: true });
    document.addEventListener("keydown", (event) => this.#onKey(event));
    this.#listenToFields();
  }

  /** Makes the elements say what `next` says. */
  apply(next: Document): void {
    if (document.title !== next.title) document.title = next.title;
    if (document.documentElement.lang !== next.language) document.documentElement.lang = next.language;
    for (const [name, color] of Object.entries(next.colors)) document.documentElement.style.setProperty(name, color);
    const stood = this.#entryOf(document.activeElement);
    const focused = stood?.node.id ?? 0;
    const ids = new Set(next.nodes.map((node) => node.id));
    for (const [id, entry] of this.#entries) {
      if (ids.has(id)) continue;
      if (entry.element.contains(document.activeElement)) this.#send({ type: "focus", id: 0, visible: 0 });
      entry.outer.remove();
      entry.label?.remove();
      this.#entries.delete(id);
    }
    const fresh = next.nodes.map((node) => this.#put(node)).filter((entry) => entry !== undefined);
    this.#order(next.nodes);
    // What lies below a dialog is out of reach until the dialog goes.
    const modal = [...next.nodes].reverse().find((node) => node.modal);
    for (const { node, outer } of this.#entries.values()) if (!node.parent) outer.inert = modal !== undefined && node.id !== modal.id;
    this.onCamera(next.nodes.find((node) => node.role === "camera"));
    this.#voice.apply(next.nodes);
    if (next.screen !== this.#screen) this.#enter(next, modal?.opened_by ?? focused, fresh);
    else this.#focus(fresh.find((entry) => entry.node.autofocus) ?? this.#stillAt(stood, next));
  }

  // The page's heading, where the keyboard stood at one that another has taken the place of: what was loading is here.
  #stillAt(stood: Entry | undefined, next: Document): Entry | undefined {
    return stood?.node.role === "heading" && this.#entries.get(stood.node.id) !== stood ? this.#heading(next) : undefined;
  }

  // At a desk a list may stand before it.
  #heading(next: Document): Entry | undefined {
    const headings = next.nodes.filter((node) => node.role === "heading");
    const heading = headings.find((node) => node.level === 1) ?? headings[0];
    return heading && this.#entries.get(heading.id);
  }

  #put(node: Node): Entry | undefined {
    let entry = this.#entries.get(node.id);
    if (entry && (entry.node.role !== node.role || entry.node.level !== node.level) && node.role !== "progress") {
      entry.outer.remove();
      entry.label?.remove();
      entry = undefined;
    }
    const made = !entry;
    if (!entry) {
      const element = create(node);
      const inList = this.#entries.get(node.parent ?? 0)?.node.role === "list" && node.role !== "item";
      const outer = inList ? document.createElement("li") : element;
      if (inList) outer.append(element);
      entry = { node, element, outer, shown: "", reported: "", composing: false };
      this.#entries.set(node.id, entry);
    }
    const text = JSON.stringify(node);
    if (entry.shown !== text) {
      entry.shown = text;
      entry.node = node;
      describe(entry.element, node);
      if (!containers.has(node.role)) place(entry.element, node);
      if (entry.element instanceof HTMLInputElement) {
        describeField(entry.element, node);
        this.#label(entry);
      }
      if (node.take_focus) entry.element.focus({ preventScroll: true });
    }
    // The model's text wins where it differs from what was last reported; never while an input method is at work.
    const value = node.value ?? "";
    if (entry.element instanceof HTMLInputElement && value !== entry.reported && !entry.composing) {
      entry.element.value = entry.reported = value;
    }
    return made ? entry : undefined;
  }

  // The browser's own way from a label to its field, within the gesture: phones then show their keyboard.
  #label(entry: Entry): void {
    const { node } = entry;
    const [x, y, w] = node.box;
    const height = node.input!.label;
    if (!entry.label) {
      entry.label = document.createElement("label");
      entry.label.htmlFor = entry.element.id;
      entry.label.className = "node";
      this.#labels.append(entry.label);
    }
    place(entry.label, { ...node, box: [x, y - height, w, height] });
  }

  // Reading order, with as few moves as possible: a moved element loses the focus.
  #order(nodes: Node[]): void {
    const cursors = new Map<HTMLElement, ChildNode | null>();
    for (const node of nodes) {
      const outer = this.#entries.get(node.id)!.outer;
      const parent = this.#entries.get(node.parent ?? 0)?.element ?? this.#root;
      const cursor = cursors.has(parent) ? cursors.get(parent)! : parent.firstChild;
      if (cursor === outer) {
        cursors.set(parent, outer.nextSibling);
      } else {
        parent.insertBefore(outer, cursor);
        cursors.set(parent, cursor);
      }
    }
  }

  // The keyboard goes along to another screen: back to what led away from it where that still stands, else to what is
  // done first there, else to its heading, from which reading goes on.
  #enter(next: Document, focused: number, fresh: Entry[]): void {
    const back = this.#left.findIndex((one) => one.screen === next.screen);
    const opener = back < 0 ? undefined : this.#entries.get(this.#left[back]!.focus);
    if (back >= 0) this.#left.length = back;
    else if (this.#screen) this.#left.push({ screen: this.#screen, focus: focused });
    this.#screen = next.screen;
    const first = fresh.find((entry) => entry.node.autofocus);
    const survived = opener && !fresh.includes(opener);
    this.#focus((survived ? opener : first ?? opener) ?? this.#heading(next));
  }

  #focus(wanted: Entry | undefined): void {
    if (!wanted) return;
    if (wanted.node.role === "heading") wanted.element.tabIndex = -1;
    // Fields would throw up a phone's keyboard, which covers half of the screen that just appeared.
    const coarse = matchMedia("(pointer: coarse)").matches;
    if (!(coarse && wanted.element instanceof HTMLInputElement)) wanted.element.focus({ preventScroll: true });
  }

  #entryOf(target: EventTarget | null): Entry | undefined {
    const element = target instanceof Element ? target.closest<HTMLElement>("[data-id]") : null;
    return element ? this.#entries.get(Number(element.dataset["id"])) : undefined;
  }

  // What a page does by itself and a canvas does not: arrows among radio buttons, and scrolling.
  #onKey(event: KeyboardEvent): void {
    if (event.defaultPrevented || event.isComposing || event.ctrlKey || event.metaKey || event.altKey) return;
    const { element, node } = this.#entryOf(event.target) ?? {};
    const forward = { ArrowDown: 1, ArrowRight: 1, ArrowUp: -1, ArrowLeft: -1 }[event.key];
    const group = groups[node?.role ?? ""];
    if (element && group && forward) {
      const all = [...element.closest(group.stop)!.querySelectorAll<HTMLElement>(`[role=${element.role}]`)];
      const next = all[(all.indexOf(element) + forward + all.length) % all.length]!;
      next.focus({ preventScroll: true });
      if (group.chooses) next.click();
      return event.preventDefault();
    }
    const heights: Record<string, number> = { PageDown: 0.9, PageUp: -0.9 };
    if (!(element instanceof HTMLInputElement)) Object.assign(heights, { ArrowDown: 0.1, ArrowUp: -0.1, End: 1e9, Home: -1e9 });
    if (!(element instanceof HTMLInputElement || element instanceof HTMLButtonElement)) heights[" "] = event.shiftKey ? -0.9 : 0.9;
    const by = heights[event.key];
    if (by === undefined) return;
    event.preventDefault();
    this.#send({ type: "scroll", by });
  }

  #listenToFields(): void {
    const report = (entry: Entry) => {
      entry.reported = (entry.element as HTMLInputElement).value;
      this.#send({ type: "field", id: entry.node.id, text: entry.reported });
    };
    this.#root.addEventListener("compositionstart", (event) => {
      const entry = this.#entryOf(event.target);
      if (entry) entry.composing = true;
    });
    this.#root.addEventListener("compositionend", (event) => {
      const entry = this.#entryOf(event.target);
      if (!entry) return;
      entry.composing = false;
      report(entry);
    });
    this.#root.addEventListener("input", (event) => {
      const entry = this.#entryOf(event.target);
      if (entry && !(event as InputEvent).isComposing && !entry.composing) report(entry);
    });
    this.#root.addEventListener("keydown", (event) => {
      const entry = this.#entryOf(event.target);
      // 229: the key belongs to an input method, whatever it is called.
      if (event.key !== "Enter" || event.isComposing || event.keyCode === 229) return;
      if (!(entry?.element instanceof HTMLInputElement)) return;
      event.preventDefault();
      report(entry); // what autofill put in without an event
      this.#send({ type: "submit", id: entry.node.id });
    });
  }
}
