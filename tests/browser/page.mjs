// What a page must hold in a real browser: node page.mjs FILE.json
//
// The file lists pages as { name, file, figures?, clauses?, findings? }: the figures that the page must show by their names, the
// state of each clause, and the fingerprints of the findings. Failures are printed one a line and make the exit code 1.
import { execFileSync } from "node:child_process";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { axe, launch, open } from "./browser.mjs";

const { pages } = JSON.parse(fs.readFileSync(process.argv[2], "utf8"));
const failures = [];
const folder = fs.mkdtempSync(path.join(os.tmpdir(), "page-"));
const browser = await launch();
const fail = (name, what) => failures.push(`${name}: ${what}`);

const WIDTHS = [360, 820, 1280];
const SCHEMES = ["light", "dark"];

// Everything that is folded is opened, so that it is looked at as well.
const unfold = (page) => page.evaluate(() => document.querySelectorAll("details").forEach((details) => { details.open = true; }));

// No text may lie outside the page, except in a region that scrolls and can be reached by keyboard.
const scrolls = (page) => page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);

// Entries of the contents that are taller than two lines.
const squeezed = (page) => page.evaluate(() => {
  const isTall = (link) => link.offsetHeight > 3.6 * Number.parseFloat(getComputedStyle(link).fontSize);
  return [...document.querySelectorAll(".contents a")].filter(isTall).length;
});

const accessible = async (page, name) => {
  await page.evaluate(axe());
  const violations = await page.evaluate(async () => {
    const { violations } = await globalThis.axe.run(document, { resultTypes: ["violations"] });
    return violations.map(({ id, nodes }) => `${id}: ${nodes.slice(0, 3).map((node) => node.target.join(" ")).join(", ")}`);
  });
  violations.forEach((violation) => fail(name, violation));
};

const looks = async ({ name, file }) => {
  for (const width of WIDTHS) {
    for (const colorScheme of SCHEMES) {
      const at = `${name}, ${width} px, ${colorScheme}`;
      const { page, complaints, close } = await open(browser, file, { viewport: { width, height: 900 }, colorScheme });
      if (await scrolls(page) > 0) fail(at, "scrolls sideways");
      if (await squeezed(page) > 0) fail(at, "words of the contents are broken");
      await unfold(page);
      if (await scrolls(page) > 0) fail(at, "scrolls sideways when unfolded");
      if (width !== 820) await accessible(page, at);
      complaints.forEach((complaint) => fail(at, complaint));
      await close();
    }
  }
};

// The figures, read where no script runs.
const shown = async ({ name, file, figures, clauses, findings }) => {
  const { page, complaints, close } = await open(browser, file, { javaScriptEnabled: false });
  const read = (selector, key, value) => page.locator(selector).evaluateAll(
    (found, [key, value]) => found.map((element) => [element.getAttribute(key), element.getAttribute(value ?? key), element.textContent]),
    [key, value],
  );
  const seen = new Map((await read("[data-figure]", "data-figure", "value")).map(([figure, value, text]) => [figure, [value, text]]));
  for (const [figure, value] of Object.entries(figures ?? {})) {
    const [attribute, text] = seen.get(figure) ?? [];
    if (Number(attribute) !== value) fail(name, `${figure} is ${attribute} instead of ${value}`);
    if (Number(text?.replace(/\u202f/gu, "").match(/\d+/u)?.[0]) !== value) fail(name, `${figure} reads ${text}`);
  }
  const states = new Map(await read("a[data-clause]", "data-clause", "data-state"));
  for (const [clause, state] of Object.entries(clauses ?? {})) {
    if (states.get(clause) !== state) fail(name, `${clause} is ${states.get(clause)} instead of ${state}`);
  }
  if (clauses && states.size !== Object.keys(clauses).length) fail(name, `${states.size} clauses in the map`);
  const found = (await read("[data-finding]", "data-finding")).map(([fingerprint]) => fingerprint).sort();
  if (findings && JSON.stringify(found) !== JSON.stringify([...findings].sort())) fail(name, `${found.length} findings are listed`);
  // Each cell of the map leads to something that is there and can be unfolded without a script.
  for (const target of await page.locator("a[href^='#']").evaluateAll((links) => links.map((link) => link.getAttribute("href").slice(1)))) {
    if (await page.locator(`[id="${target}"]`).count() !== 1) fail(name, `#${target} leads nowhere`);
  }
  const ids = await page.locator("[id]").evaluateAll((all) => all.map((element) => element.id));
  if (new Set(ids).size !== ids.length) fail(name, "two elements have the same id");
  const first = page.locator("a[data-clause]").first();
  if (await first.count()) {
    await first.click();
    const target = (await first.getAttribute("href")).slice(1);
    if (!await page.locator(`[id="${target}"]`).isVisible()) fail(name, `#${target} stays folded without a script`);
  }
  complaints.forEach((complaint) => fail(name, complaint));
  await close();
};

// Sorting and filtering of the register, by keyboard.
const sorts = async ({ name, file }) => {
  const { page, complaints, close } = await open(browser, file);
  await unfold(page);
  const table = page.locator("table.register");
  if (await table.count() && await table.locator("tbody tr").count() > 8) {
    const titles = () => table.locator("tbody th").allTextContents();
    const header = table.locator("thead th").nth(1);
    await header.locator("button").focus();
    for (const [direction, sign] of [["ascending", 1], ["descending", -1]]) {
      await page.keyboard.press("Enter");
      const read = await titles();
      const { compare } = new Intl.Collator("en", { numeric: true, sensitivity: "base" });
      const sorted = read.every((title, index) => index === 0 || sign * compare(read[index - 1].trim(), title.trim()) <= 0);
      if (!sorted) fail(name, `the register is not sorted, ${direction}`);
      if (await header.getAttribute("aria-sort") !== direction) fail(name, `aria-sort is not ${direction}`);
    }
    const all = await titles();
    const box = page.locator(".filter", { has: page.locator("xpath=following-sibling::*[1]//table[contains(@class,'register')]") });
    await box.locator("input").fill(all[0].trim());
    const visible = await table.locator("tbody tr:visible").count();
    if (visible < 1 || visible >= all.length) fail(name, `the filter shows ${visible} of ${all.length} rows`);
    if (!(await box.locator("[role=status]").textContent()).startsWith(`${visible} of`)) fail(name, "the filter does not say what it shows");
  }
  // The first stop of the keyboard leads past the contents.
  await page.reload();
  await page.keyboard.press("Tab");
  await page.keyboard.press("Enter");
  const focused = await page.evaluate(() => document.activeElement?.id);
  if (focused !== "main") fail(name, `the skip link leads to ${focused}`);
  complaints.forEach((complaint) => fail(name, complaint));
  await close();
};

// Pages of paper: begin and end of each cell are marked, and all marks of a row must be on the same page.
const printed = async (file, { script, style }) => {
  const { page, close } = await open(browser, file, { javaScriptEnabled: true });
  if (!script) await page.evaluate(() => addEventListener("beforeprint", (event) => event.stopImmediatePropagation(), true));
  const rows = await page.evaluate((style) => {
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(`.probe { font-size: 4px; line-height: 0; } ${style}`);
    document.adoptedStyleSheets = [sheet];
    const probe = (text) => Object.assign(document.createElement("span"), { className: "probe", textContent: ` ${text} ` });
    const rows = [...document.querySelectorAll("tbody tr")];
    rows.forEach((row, number) => [...row.cells].forEach((cell, column) => {
      cell.prepend(probe(`q${number}b${column}q`));
      cell.append(probe(`q${number}e${column}q`));
    }));
    return rows.map((row) => row.cells.length);
  }, style);
  const pdf = path.join(folder, "page.pdf");
  await page.pdf({ path: pdf, preferCSSPageSize: true, printBackground: true });
  await close();
  const pages = execFileSync("pdftotext", ["-raw", pdf, "-"], { maxBuffer: 1 << 28 }).toString().split("\f");
  const places = new Map();
  pages.forEach((text, page) => {
    for (const [, row] of text.matchAll(/q(\d+)[be]\d+q/gu)) {
      const known = places.get(Number(row)) ?? { marks: 0, pages: new Set() };
      known.marks += 1;
      known.pages.add(page);
      places.set(Number(row), known);
    }
  });
  const cut = [...places].filter(([, { pages }]) => pages.size > 1).length;
  const missing = rows.filter((cells, row) => (places.get(row)?.marks ?? 0) < 2 * cells).length;
  return { rows: rows.length, cut, missing, pages: pages.length - 1, text: pages };
};

const prints = async ({ name, file, header }) => {
  for (const script of [true, false]) {
    const at = `${name}, printed ${script ? "with" : "without"} the script`;
    const { rows, cut, missing, pages, text } = await printed(file, { script, style: "" });
    if (cut > 0) fail(at, `${cut} of ${rows} rows are cut`);
    if (missing > 0) fail(at, `${missing} of ${rows} rows are not on paper`);
    if (header && text.filter((page) => header.every((word) => page.includes(word))).length < 2) fail(at, "headers are not repeated");
    console.log(`${at}: ${rows} rows on ${pages} pages`);
  }
  if (header) {
    // The probe itself: where rows may be cut, it sees that they are.
    const style = "@media print { tr { break-inside: auto !important } tbody td::after { content: ''; display: block; height: 40mm } tbody td { height: 60mm } }";
    const { cut } = await printed(file, { script: false, style });
    if (cut === 0) fail(name, "the probe sees no row that is cut");
  }
};

for (const page of pages) {
  await looks(page);
  await shown(page);
  await sorts(page);
  await prints(page);
  console.log(`${page.name}: looked at`);
}
await browser.close();
fs.rmSync(folder, { recursive: true });
failures.forEach((failure) => console.error(failure));
process.exit(failures.length ? 1 : 0);
