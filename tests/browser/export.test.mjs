// The export: the file contains exactly the rows of the list, from all of its pages.

import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { test } from "node:test";
import { ids, koreanCustomer, total } from "./support/lists.mjs";
import { suite } from "./support/suite.mjs";

const { visit } = suite();

for (const javaScript of [true, false]) {
  test(`exports a search ${javaScript ? "with" : "without"} JavaScript`, () =>
    visit({ javaScript }, async (page) => {
      const { syllables } = await koreanCustomer(page);
      await page.goto(`/customers?q=${encodeURIComponent(syllables)}`);
      const { name, bytes } = await exported(page);
      assert.match(name, /^customers-\d{4}-\d\d-\d\d\.csv$/);
      assert.deepEqual([...bytes.subarray(0, 3)], [0xef, 0xbb, 0xbf], "begins with the mark that Excel needs");
      const [header, ...rows] = records(bytes.subarray(3).toString("utf8"));
      assert.equal(header.length, 4);
      assert.equal(rows.length, await total(page));
      const shown = await ids(page);
      assert.deepEqual(rows.slice(0, shown.length).map(([id]) => id), shown, "in the order of the list");
    }));
}

test("exports the whole list", () =>
  visit({}, async (page) => {
    await page.goto("/customers");
    const { bytes } = await exported(page);
    const [, ...rows] = records(bytes.subarray(3).toString("utf8"));
    const capped = (await page.locator("[data-total][data-capped]").count()) > 0;
    if (capped) assert.ok(rows.length > 1000);
    else assert.equal(rows.length, await total(page));
    assert.equal(new Set(rows.map(([id]) => id)).size, rows.length, "nobody twice");
  }));

for (const javaScript of [true, false]) {
  test(`offers Excel and CSV in one sheet ${javaScript ? "with" : "without"} JavaScript`, () =>
    visit({ javaScript }, async (page) => {
      await page.goto("/customers");
      const files = page.locator("main details.drop .sheet a[download]");
      assert.equal(await files.first().isVisible(), false, "the sheet is closed at first");
      await page.locator("#export").press("Enter");
      assert.deepEqual(await files.evaluateAll((links) => links.map((one) => new URL(one.href).pathname)), [
        "/customers.xlsx",
        "/customers.csv",
      ]);
      const [download] = await Promise.all([page.waitForEvent("download"), files.first().press("Enter")]);
      assert.match(download.suggestedFilename(), /^customers-\d{4}-\d\d-\d\d\.xlsx$/);
      const bytes = await readFile(await download.path());
      assert.equal(bytes.subarray(0, 2).toString("latin1"), "PK", "a workbook is a zip archive");
    }));
}

test("a role without the permission sees no export link", () =>
  visit({ as: { role: "billing-admin" } }, async (page) => {
    await page.goto("/customers");
    assert.equal(await page.locator('main a[href*="customers.csv"]').count(), 0);
    const answer = await page.goto("/customers.csv");
    assert.equal(answer.status(), 403);
  }));

async function exported(page) {
  const [download] = await Promise.all([
    page.waitForEvent("download"),
    page.locator("#export").click().then(() => page.locator('main a[href*="customers.csv"]').first().click()),
  ]);
  return { name: download.suggestedFilename(), bytes: await readFile(await download.path()) };
}

/** Parses RFC 4180 text with CRLF line ends into records. */
function records(text) {
  const fields = text.matchAll(/(?:"((?:[^"]|"")*)"|([^",\r\n]*))(,|\r\n|$)/g);
  const rows = [[]];
  for (const [whole, quoted, plain, end] of fields) {
    if (whole === "") break;
    rows.at(-1).push(quoted === undefined ? plain : quoted.replaceAll('""', '"'));
    if (end === "\r\n") rows.push([]);
  }
  assert.deepEqual(rows.pop(), [], "the last line ends with CRLF");
  return rows;
}
