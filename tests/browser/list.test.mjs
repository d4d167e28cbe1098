// The customer list: expanding rows, paging, sorting, and addresses with an invalid value.

import assert from "node:assert/strict";
import { test } from "node:test";
import { column, ids, parameter, waitForParameter } from "./support/lists.mjs";
import { suite } from "./support/suite.mjs";

const { visit } = suite();
const modes = [
  { how: "with JavaScript", javaScript: true },
  { how: "without JavaScript", javaScript: false },
];

for (const { how, javaScript } of modes) {
  test(`the arrow button expands and collapses a row, ${how}`, () =>
    visit({ javaScript }, async (page) => {
      await page.goto("/customers");
      const before = await ids(page);
      const arrow = page.locator("[data-id] .expander").nth(1);
      assert.equal(await arrow.getAttribute("aria-expanded"), "false");
      await arrow.click();
      await waitForParameter(page, "expanded", before[1]);
      await page.locator(`[data-id="${before[1]}"] .expander[aria-expanded=true]`).waitFor();
      await page.locator("main").getByText(before[1], { exact: true }).first().waitFor();
      assert.deepEqual(await ids(page), before, "an open row is no other row of the list");

      await page.locator(`[data-id="${before[1]}"] .expander`).click();
      await waitForParameter(page, "expanded", "");
      await page.locator(`[data-id="${before[1]}"] .expander[aria-expanded=false]`).waitFor();
    }));

  test(`next and previous page, ${how}`, () =>
    visit({ javaScript }, async (page) => {
      await page.goto("/customers");
      const first = await ids(page);
      assert.equal(first.length, 50);
      assert.equal(await page.locator("[rel=prev]").count(), 0);
      await page.locator("[rel=next]").click();
      await page.waitForURL((url) => url.searchParams.has("after"));
      await page.locator("[rel=prev]").waitFor();
      const second = await ids(page);
      assert.deepEqual(second.filter((id) => first.includes(id)), []);
      await page.locator("[rel=prev]").click();
      await page.waitForURL((url) => !url.searchParams.has("after"));
      await page.locator(`[data-id="${first[0]}"]`).waitFor();
      assert.deepEqual(await ids(page), first);
    }));

  test(`sorting by domain and back, ${how}`, () =>
    visit({ javaScript }, async (page) => {
      await page.goto("/customers");
      const header = page.locator("thead th").nth(1);
      await header.locator("a").click();
      await waitForParameter(page, "sort", "domain");
      await page.locator("thead th:nth-of-type(2)[aria-sort=ascending]").waitFor();
      const domains = await column(page, 1);
      assert.deepEqual(domains, [...domains].sort());
      await header.locator("a").click();
      await waitForParameter(page, "sort", "-domain");
      await page.locator("thead th:nth-of-type(2)[aria-sort=descending]").waitFor();
      assert.notDeepEqual(await column(page, 1), domains);
    }));
}

test("the Microsoft ID of an open row can be copied", () =>
  visit({}, async (page) => {
    await page.context().grantPermissions(["clipboard-read", "clipboard-write"]);
    await page.goto("/customers");
    const [id] = await ids(page);
    await page.goto(`/customers?expanded=${id}`);
    await page.locator(`main [data-copy="${id}"]`).first().click();
    await page.waitForFunction(async (expected) => (await navigator.clipboard.readText()) === expected, id);
  }));

test("there is no copy button without JavaScript", () =>
  visit({ javaScript: false }, async (page) => {
    await page.goto("/customers");
    const [id] = await ids(page);
    await page.goto(`/customers?expanded=${id}`);
    assert.equal(await page.locator("main [data-copy]:visible").count(), 0);
  }));

for (const bad of ["after=no-such-cursor", "sort=no-such-column", "expanded=no-such-id"]) {
  test(`?${bad} is answered with 422 and a message`, () =>
    visit({}, async (page) => {
      const answer = await page.goto(`/customers?${bad}`);
      assert.equal(answer.status(), 422);
      assert.match(await page.locator("main").innerText(), /\S/);
      assert.equal(parameter(page, bad.split("=")[0]), bad.split("=")[1]);
      assert.ok(await page.locator('main a[href^="/customers"]').first().isVisible(), "a way back to the list");
    }));
}
