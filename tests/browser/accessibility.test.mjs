// Every page in every language, scheme and width: no violation that axe can find, and nothing wider than the window.

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

for (const language of languages) {
  for (const scheme of ["light", "dark"]) {
    for (const width of [1366, 390]) {
      const options = { language: language.code, scheme, width, height: width === 390 ? 844 : 900 };
      test(`${language.code}, ${scheme}, ${width} px`, () => look(options, language));
    }
  }
}

async function look(options, language) {
  const problems = [];
  await visitEveryPage(visit, options, language, async (page, one) => {
    problems.push(...(await check(page, one, options)));
  });
  assert.deepEqual(problems, []);
}

/** What is wrong with a page, as readable lines. */
async function check(page, { name, address, status }, { width, language }) {
  const answer = await page.goto(address);
  const problems = [];
  if (answer.status() !== status) return [`${name}: answered ${answer.status()} instead of ${status}`];
  const { html } = languages.find(({ code }) => code === language);
  const lang = await page.locator("html").getAttribute("lang");
  if (lang !== html) problems.push(`${name}: lang is ${lang} instead of ${html}`);

  await page.evaluate(axe);
  const { violations } = await page.evaluate((values) => window.axe.run({ runOnly: { type: "tag", values } }), rules);
  for (const { id, help, nodes } of violations) {
    problems.push(`${name}: ${id} (${help}): ${nodes.slice(0, 3).map(({ html: element }) => element).join(" | ")}`);
  }
  for (const narrow of width === 390 ? [390, 320] : [width]) problems.push(...(await overflow(page, name, narrow)));
  return problems;
}

async function overflow(page, name, width) {
  const { height, width: usual } = page.viewportSize();
  await page.setViewportSize({ width, height });
  const wide = await page.evaluate(() => document.documentElement.scrollWidth);
  await page.setViewportSize({ width: usual, height });
  return wide > width ? [`${name}: ${wide} px wide in a window of ${width}`] : [];
}
