// Searching customers: while typing, by Enter, by indirect reseller, from the keyboard; and without a match.

import assert from "node:assert/strict";
import { test } from "node:test";
import { ids, koreanCustomer, parameter, total, waitForParameter, waitForTotal } from "./support/lists.mjs";
import { suite } from "./support/suite.mjs";

const { visit } = suite();
const search = "#find [name=q]";

test("typing searches and updates the address, and Back from a customer restores the search", () =>
  visit({}, async (page) => {
    const { id, syllables } = await koreanCustomer(page);
    const start = page.url();
    await page.goto("/customers?sort=domain");
    const before = { total: await total(page), ids: await ids(page) };

    await page.locator(search).pressSequentially(syllables);
    await waitForParameter(page, "q", syllables);
    const found = await waitForTotal(page, (now) => now < before.total);
    assert.ok(found >= 1);
    if (found <= 50) assert.ok((await ids(page)).includes(id), "the customer whose name was typed is in the list");
    assert.equal((await ids(page)).length, Math.min(found, 50));
    assert.equal(await page.locator(search).inputValue(), syllables, "what was typed stays in the field");
    assert.ok(await page.locator(search).evaluate((field) => field === document.activeElement), "the field keeps the focus");

    const shown = await ids(page);
    await page.locator("#rows .name").first().click();
    await page.waitForURL("**/subscriptions");
    await page.goBack();
    await waitForParameter(page, "q", syllables);
    await waitForTotal(page, (now) => now === found);
    assert.deepEqual(await ids(page), shown);
    assert.equal(await page.locator(search).inputValue(), syllables);

    await page.goBack();
    await page.waitForURL((url) => url.href === start);
  }));

test("an incomplete syllable is not searched for", () =>
  visit({}, async (page) => {
    const { syllables } = await koreanCustomer(page);
    await page.goto("/customers");
    const all = await total(page);
    const keyboard = await page.context().newCDPSession(page);
    await page.locator(search).focus();
    await keyboard.send("Input.imeSetComposition", { text: "ㅎ", selectionStart: 1, selectionEnd: 1 });
    await page.waitForTimeout(1000);
    assert.equal(parameter(page, "q"), "");
    assert.equal(await total(page), all);
    await keyboard.send("Input.insertText", { text: syllables });
    await waitForParameter(page, "q", syllables);
    await waitForTotal(page, (now) => now < all);
  }));

test("Enter searches without JavaScript", () =>
  visit({ javaScript: false }, async (page) => {
    const { syllables } = await koreanCustomer(page);
    await page.goto("/customers");
    const before = await total(page);
    await page.locator(search).fill(syllables);
    await Promise.all([page.waitForURL("**/customers?**"), page.locator(search).press("Enter")]);
    assert.equal(parameter(page, "q"), syllables);
    assert.ok((await total(page)) < before);
    assert.ok((await page.locator("[data-id] mark").count()) > 0, "the matching part of a name is marked");
  }));

test("an empty result names the search and links back to the list", () =>
  visit({}, async (page) => {
    await page.goto("/customers?q=zzz-nobody-is-called-so");
    assert.equal(await total(page), 0);
    assert.deepEqual(await ids(page), []);
    assert.match(await page.locator("main").innerText(), /zzz-nobody-is-called-so/);
    await page.locator('main a[href="/customers"]').first().click();
    await waitForParameter(page, "q", "");
    await waitForTotal(page, (now) => now > 0);
  }));

for (const javaScript of [true, false]) {
  test(`filters the list by indirect reseller ${javaScript ? "with" : "without"} JavaScript`, () =>
    visit({ javaScript }, async (page) => {
      await page.goto("/customers");
      const before = await total(page);
      const choice = page.locator("select[name=reseller]");
      const reseller = await choice.locator("option").nth(1).evaluate((option) => option.value);
      await choice.selectOption(reseller);
      if (!javaScript) await page.locator("form:has([name=reseller]) button").first().click();
      await waitForParameter(page, "reseller", reseller);
      await waitForTotal(page, (now) => now <= before);
      assert.equal(await page.locator("select[name=reseller]").inputValue(), reseller);
    }));
}

test("the / key focuses the search, and types a / in it", () =>
  visit({}, async (page) => {
    await page.goto("/customers");
    await page.keyboard.press("/");
    assert.ok(await page.locator(search).evaluate((field) => field === document.activeElement));
    assert.equal(await page.locator(search).inputValue(), "");
    await page.keyboard.press("/");
    assert.equal(await page.locator(search).inputValue(), "/");
  }));
