// Journeys without a mouse: Tab reaches every control, and the focus is visible.

import assert from "node:assert/strict";
import { test } from "node:test";
import { languages } from "./support/browser.mjs";
import { ids, total } from "./support/lists.mjs";
import { suite } from "./support/suite.mjs";

const { visit } = suite();
const path = (page) => new URL(page.url()).pathname;
const farthest = 150;

for (const { code: language } of languages) {
  test(`a subscription is ordered by keyboard, ${language}`, () =>
    visit({ language }, async (page) => {
      const customer = await orderingCustomer(page);
      await page.goto(`/customers/${customer}/subscriptions`);
      const before = await rows(page);
      await enter(page, `a[href="/customers/${customer}/orders/new"]`);
      await reach(page, "[data-id] button");
      await page.keyboard.press("Enter");
      await page.locator(".lines li").waitFor();
      await enter(page, "button.primary");
      assert.equal(path(page), `/customers/${customer}/orders/review`);
      await enter(page, "button.primary");
      assert.match(path(page), /^\/orders\/[0-9a-f-]{36}$/);
      await page.goto(`/customers/${customer}/subscriptions`);
      assert.equal(await rows(page), before + 1);
    }));

  test(`a bill-to is corrected by keyboard, ${language}`, () =>
    visit({ language }, async (page) => {
      const customer = await firstCustomer(page);
      await page.goto(`/customers/${customer}/account`);
      await enter(page, `a[href="/customers/${customer}/bill-to"]`);
      await reach(page, "[name=company_name]");
      await page.keyboard.press("Control+A");
      await page.keyboard.type(`Keyboard ${language} Ltd`);
      await enter(page, "button.primary");
      assert.equal(path(page), `/customers/${customer}/account`);
      assert.match(await page.locator("main").innerText(), new RegExp(`Keyboard ${language} Ltd`));
    }));
}

test("rows are selected with x, and b leads to what can be done with them", () =>
  visit({ as: { role: "global-admin" } }, async (page) => {
    await page.goto("/customers");
    const focused = (selector) => page.evaluate((one) => document.activeElement.matches(one), selector);
    await page.keyboard.press("b");
    assert.ok(!(await focused("#bulk button")), "nothing is selected");
    for (const key of ["j", "x", "j", "x"]) await page.keyboard.press(key);
    assert.equal(await page.locator("tbody .tick input:checked").count(), 2);
    await page.locator("tbody .tick input").first().focus();
    await page.keyboard.press("b");
    assert.ok(await focused("#bulk button[name=act]"));
    await Promise.all([page.waitForEvent("load"), page.keyboard.press("Enter")]);
    assert.equal(path(page), "/bulk");
  }));

for (const javaScript of [true, false]) {
  test(`a relationship is ended by keyboard ${javaScript ? "with" : "without"} JavaScript`, () =>
    visit({ as: { role: "global-admin", type: "direct" }, javaScript }, async (page) => {
      const customer = await firstCustomer(page);
      const removal = `/customers/${customer}/removal`;
      await page.goto(`/customers/${customer}/account`);
      await enter(page, `a[href="${removal}"]`);
      if (await page.locator('form[action$="/suspension"]').count()) {
        await reach(page, 'form[action$="/suspension"] button');
        await page.keyboard.press("Enter");
        await enter(page, 'form[action$="/suspension"] .ask .danger');
        assert.equal(path(page), removal, "back where the suspension was asked for");
      }
      const name = await page.locator("label[for=company_name] :last-child").innerText();
      await reach(page, "[name=company_name]");
      await page.keyboard.type(name);
      await reach(page, "main form [type=checkbox]");
      await page.keyboard.press("Space");
      await enter(page, `form[action="${removal}"] button`);
      assert.equal((await page.goto(`/customers/${customer}`)).status(), 404);
      await page.goto(`/customers?q=${customer}`);
      assert.equal(await total(page), 0);
    }));
}

async function firstCustomer(page) {
  await page.goto("/customers");
  return (await ids(page))[0];
}

/** The first customer that has accepted the customer agreement. */
async function orderingCustomer(page) {
  await page.goto("/customers");
  for (const customer of await ids(page)) {
    await page.goto(`/customers/${customer}/orders/new`);
    if ((await page.locator("#agreement").count()) === 0) return customer;
  }
  throw new Error("no sample customer has accepted the agreement");
}

const rows = (page) => page.locator("main [data-id]").count();

/** Presses Tab until the first matching element has the focus, and checks that the focus is visible. */
async function reach(page, selector) {
  const wanted = page.locator(`main ${selector.replace(/^main /, "")}`).first();
  for (let pressed = 0; pressed < farthest; pressed += 1) {
    await page.keyboard.press("Tab");
    if (await wanted.evaluate((element) => element === document.activeElement)) {
      const ring = await wanted.evaluate((element) => getComputedStyle(element).outlineStyle);
      assert.notEqual(ring, "none", `${selector} does not show that it has the focus`);
      return;
    }
  }
  assert.fail(`${selector} on ${path(page)} is not reached by ${farthest} presses of Tab`);
}

async function enter(page, selector) {
  await reach(page, selector);
  await Promise.all([page.waitForEvent("load"), page.keyboard.press("Enter")]);
}
