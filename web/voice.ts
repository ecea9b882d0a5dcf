// What is read out by itself: verdicts, alerts, states that come and go. Two live regions stand in the page from the
// start (a region that appears together with its words is often not heard); a sentence stays in one as long as what it
// was said of is on the screen. Nodes that were there before and only change their words are live themselves.
import type { Node } from "./mirror";

interface Sentence {
  text: string;
  element: HTMLElement;
}

export class Voice {
  #regions: Record<"polite" | "assertive", HTMLElement>;
  #said = new Map<number, Sentence>();

  constructor(root: HTMLElement) {
    this.#regions = {
      polite: root.querySelector<HTMLElement>("[role=status]")!,
      assertive: root.querySelector<HTMLElement>("[role=alert]")!,
    };
  }

  /** Says what these nodes say and was not said yet. */
  apply(nodes: Node[]): void {
    const speaking = new Map(nodes.filter((node) => node.live && node.live !== "changes").map((node) => [node.id, node]));
    for (const [id, sentence] of this.#said) {
      if (speaking.has(id)) continue;
      sentence.element.remove();
      this.#said.delete(id);
    }
    for (const [id, node] of speaking) this.#say(id, node);
  }

  #say(id: number, node: Node): void {
    const text = node.name ?? "";
    const before = this.#said.get(id);
    if (before?.text === text) return;
    before?.element.remove();
    const element = document.createElement("p");
    element.textContent = text;
    this.#regions[node.live === "assertive" ? "assertive" : "polite"].append(element);
    this.#said.set(id, { text, element });
  }
}
