// At /replay: a list of what happened to a console, as the simulation records it, opened from a file and gone through forwards
// and back. The console shows what each event led to; nothing is asked of the platform, and nothing is kept.
const texts = {
  zh: { open: "打开记录", back: "上一个事件", forward: "下一个事件", of: "事件", bad: "这份记录无法读取" },
  en: { open: "Open a recorded list", back: "One event back", forward: "One event forward", of: "Event", bad: "This list cannot be read" },
};

/** What an event is, in one line. */
function describe(line: string): string {
  try {
    const { type, intent, event, status, key } = JSON.parse(line) as Record<string, unknown>;
    return [type, intent, event, status, key].filter((part) => part !== undefined && part !== "").join(" ");
  } catch {
    return "?";
  }
}

/** `show`: what these events, one a line, led to; false where one could not be read. */
export function offerReplay(language: "zh" | "en", show: (events: string) => boolean): void {
  const words = texts[language];
  const bar = document.createElement("form");
  bar.id = "replay";
  const file = Object.assign(document.createElement("input"), { type: "file", accept: ".jsonl" });
  file.setAttribute("aria-label", words.open);
  const button = (label: string, by: number) => {
    const made = Object.assign(document.createElement("button"), { type: "button", textContent: label, disabled: true });
    made.addEventListener("click", () => go(at + by));
    return made;
  };
  const place = Object.assign(document.createElement("input"), { type: "range", min: "0", value: "0", disabled: true });
  place.setAttribute("aria-label", words.of);
  const said = document.createElement("output");
  let lines: string[] = [];
  let at = 0;
  const back = button(words.back, -1);
  const forward = button(words.forward, 1);
  function go(to: number): void {
    at = Math.min(Math.max(to, 0), lines.length);
    const read = show(lines.slice(0, at).join("\n"));
    said.value = read ? `${at} / ${lines.length} ${at ? describe(lines[at - 1]!) : ""}` : words.bad;
    place.value = String(at);
    back.disabled = at === 0;
    forward.disabled = at === lines.length;
  }
  file.addEventListener("change", async () => {
    lines = ((await file.files?.[0]?.text()) ?? "").split("\n").filter((line) => line !== "");
    place.max = String(lines.length);
    place.disabled = lines.length === 0;
    go(0);
  });
  place.addEventListener("input", () => go(place.valueAsNumber));
  bar.append(file, back, forward, place, said);
  document.body.append(bar);
}
