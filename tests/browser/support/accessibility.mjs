// Checks every page: no violation that axe finds, nothing wider than the window, no untranslated English.
// The tests that use it are two files, light.test.mjs and dark.test.mjs, because files run side by side. axe is slow, so it
// checks a page in two of the four windows, one light and one dark, one wide and one narrow; with TESTS_LONG in all.

import assert from "node:assert/strict";
import { createRequire } from "node:module";
import { readFile } from "node:fs/promises";
import { languages } from "./browser.mjs";
import { visitEveryPage } from "./pages.mjs";

const axe = await readFile(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const rules = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];
const widths = [1366, 390, 320];

/** Checks every page in this language, color scheme and window. `visit` is that of a suite. */
export async function look(visit, options) {
  const problems = [];
  const language = languages.find(({ code }) => code === options.language);
  const half = (options.scheme === "light") === options.width > 600 ? 0 : 1;
  let count = 0;
  await visitEveryPage(visit, options, language, async (page, one) => {
    problems.push(...(await check(page, one, language, Boolean(process.env.TESTS_LONG) || count++ % 2 === half)).map((problem) => `${one.name}: ${problem}`));
  });
  assert.deepEqual(problems, []);
}

/** Returns the violations of a page as readable lines. */
async function check(page, { address, status }, { html }, withAxe) {
  const answer = await page.goto(address);
  if (answer.status() !== status) return [`answered ${answer.status()} instead of ${status}`];
  const problems = [];
  const lang = await page.locator("html").getAttribute("lang");
  if (lang !== html) problems.push(`lang is ${lang} instead of ${html}`);
  if (html !== "en") problems.push(...(await page.evaluate(englishSentences)).map((text) => `in English: ${text}`));

  if (withAxe) problems.push(...(await violations(page)));
  return [...problems, ...(await overflow(page))];
}

async function violations(page) {
  await page.evaluate(axe);
  const found = await page.evaluate((values) => window.axe.run({ runOnly: { type: "tag", values } }), rules);
  const named = (nodes) => nodes.slice(0, 3).map(({ html }) => html).join(" | ");
  return found.violations.map(({ id, help, nodes }) => `${id} (${help}): ${named(nodes)}`);
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
