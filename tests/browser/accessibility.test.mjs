// Every page: no violation that axe finds, nothing wider than the window, no untranslated English.
// axe runs once for each color scheme and width, in alternating languages, because colors and layout do not depend on
// the language. Text lengths do, so the width of every page is measured at every width in every language.

import assert from "node:assert/strict";
import { createRequire } from "node:module";
import { readFile } from "node:fs/promises";
import { test } from "node:test";
import { languages } from "./support/browser.mjs";
import { visitEveryPage } from "./support/pages.mjs";
import { suite } from "./support/suite.mjs";

const { visit } = suite();
const axe = await readFile(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const rules = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];
const widths = [1366, 390, 320];
const looks = [
  ["en", "light", 1366],
  ["en", "dark", 390],
  ["ko", "light", 390],
  ["zh-TW", "dark", 1366],
];

for (const [language, scheme, width] of looks) {
  const options = { language, scheme, width, height: width === 390 ? 844 : 900 };
  test(`${language}, ${scheme}, ${width} px`, () => look(options));
}

async function look(options) {
  const problems = [];
  const language = languages.find(({ code }) => code === options.language);
  await visitEveryPage(visit, options, language, async (page, one) => {
    problems.push(...(await check(page, one, language)).map((problem) => `${one.name}: ${problem}`));
  });
  assert.deepEqual(problems, []);
}

/** Returns the violations of a page as readable lines. */
async function check(page, { address, status }, { html }) {
  const answer = await page.goto(address);
  if (answer.status() !== status) return [`answered ${answer.status()} instead of ${status}`];
  const problems = [];
  const lang = await page.locator("html").getAttribute("lang");
  if (lang !== html) problems.push(`lang is ${lang} instead of ${html}`);
  if (html !== "en") problems.push(...(await page.evaluate(englishSentences)).map((text) => `in English: ${text}`));

  await page.evaluate(axe);
  const { violations } = await page.evaluate((values) => window.axe.run({ runOnly: { type: "tag", values } }), rules);
  for (const { id, help, nodes } of violations) {
    problems.push(`${id} (${help}): ${nodes.slice(0, 3).map(({ html: element }) => element).join(" | ")}`);
  }
  return [...problems, ...(await overflow(page))];
}

/** Returns sequences of three English words in text that is not marked as data or as English. */
function englishSentences() {
  const found = [];
  const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (texts.nextNode()) {
    const element = texts.currentNode.parentElement;
    const data = texts.currentNode.data.replace(/partner-portal [a-z ]+/, ""); // commands are not translated
    const isData = element.closest("[translate=no], [lang=en], script, style, svg, textarea");
    if (!isData && /[A-Za-z]{2,} [a-z]{2,} [a-z]{2,}/.test(data)) found.push(data.trim());
  }
  return found;
}

async function overflow(page) {
  const usual = page.viewportSize();
  const problems = [];
  for (const width of widths) {
    await page.setViewportSize({ ...usual, width });
    const wide = await page.evaluate(() => document.documentElement.scrollWidth);
    if (wide > width) problems.push(`${wide} px wide in a window of ${width}`);
  }
  await page.setViewportSize(usual);
  return problems;
}

test("screen readers get table rows where a phone shows cards", () =>
  visit({ width: 390, height: 844 }, async (page) => {
    const devtools = await page.context().newCDPSession(page);
    for (const address of ["/customers", "/orders", "/indirect-resellers", "/activity?from=2020-01-01"]) {
      await page.goto(address);
      const rows = await page.locator("main table").first().locator("tr").count();
      const { nodes } = await devtools.send("Accessibility.getFullAXTree");
      const count = (role) => nodes.filter((node) => !node.ignored && node.role?.value === role).length;
      assert.ok(count("table") >= 1 && count("columnheader") >= 1 && count("rowheader") >= 1, address);
      assert.ok(count("row") >= rows && count("cell") >= rows, `${address}: ${count("row")} of ${rows} rows`);
    }
  }));
