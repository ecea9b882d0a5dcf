// What leaves the page: a file of the platform's, and a sheet of paper.

export interface Sheet {
  title: string;
  line: string;
  tables: { name: string; head: string[]; rows: string[][] }[];
}

/** Saved by the browser under the name that the platform gives it. */
export function download(path: string): void {
  const link = document.createElement("a");
  link.href = path;
  link.download = "";
  link.click();
}

function element(name: string, text: string): HTMLElement {
  const made = document.createElement(name);
  made.textContent = text;
  return made;
}

function row(cell: string, texts: string[]): HTMLElement {
  const made = document.createElement("tr");
  made.append(...texts.map((text) => element(cell, text)));
  return made;
}

/** Laid out by the style sheet's rules for paper, where nothing else of the page is; gone once it was printed. */
export function print({ title, line, tables }: Sheet, language: string): void {
  document.querySelector("#sheet")?.remove();
  const sheet = document.createElement("article");
  sheet.id = "sheet";
  sheet.lang = language;
  sheet.ariaHidden = "true"; // the screen says it all
  sheet.append(element("h1", title), element("p", line));
  for (const { name, head, rows } of tables) {
    if (name) sheet.append(element("h2", name));
    const table = document.createElement("table");
    table.append(row("th", head), ...rows.map((texts) => row("td", texts)));
    sheet.append(table);
  }
  document.body.append(sheet);
  addEventListener("afterprint", () => sheet.remove(), { once: true });
  // After the press that asked for it: the dialog would hold up the frame that shows that it was heard.
  setTimeout(() => window.print());
}
