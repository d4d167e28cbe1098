// Changes of one customer: edit its bill-to and undo it, suspend a subscription; and adding a new customer.

import assert from "node:assert/strict";
import { test } from "node:test";
import { ids, total } from "./support/lists.mjs";
import { fillCompany, openActiveSubscription, press, primary } from "./support/samples.mjs";
import { suite } from "./support/suite.mjs";

const { visit } = suite();
const path = (page) => new URL(page.url()).pathname;
const said = (page) => page.locator("main [role=status]").first().innerText();

for (const javaScript of [true, false]) {
  const how = javaScript ? "with JavaScript" : "without JavaScript";

  test(`an edited bill-to can be undone, ${how}`, () =>
    visit({ javaScript }, async (page) => {
      await page.goto("/customers");
      const customer = `/customers/${(await ids(page))[0]}`;
      const name = () => page.locator("[name=company_name]");
      await page.goto(`${customer}/bill-to`);
      const before = await name().inputValue();
      await name().fill("");
      await enter(page, name());
      assert.equal(path(page), `${customer}/bill-to`);
      assert.match(await page.title(), /^Error:/);
      assert.equal(await name().getAttribute("aria-invalid"), "true");

      await name().fill("해오름 전자 주식회사");
      await enter(page, name());
      assert.equal(path(page), `${customer}/account`);
      assert.match(await said(page), /해오름 전자 주식회사/);
      await press(page, page.locator('form[action$="/bill-to/undo"] button'));
      assert.equal(path(page), `${customer}/account`);
      assert.match(await said(page), /\S/);
      await page.goto(`${customer}/bill-to`);
      assert.equal(await name().inputValue(), before);
    }));

  test(`a subscription is suspended and reactivated from the keyboard, ${how}`, () =>
    visit({ javaScript }, async (page) => {
      await openActiveSubscription(page, "#suspension:enabled");
      const state = () => page.locator(".page-head .status").getAttribute("data-state");
      // The first press only opens the confirmation; after Escape nothing has changed.
      const question = page.locator("#suspension-ask");
      await page.locator("#suspension").press("Enter");
      assert.ok(await question.isVisible());
      await page.keyboard.press("Escape");
      assert.ok(await question.isHidden());
      assert.equal(await state(), "active");
      await page.locator("#suspension").press("Enter");
      await enter(page, question.locator("button.danger"));
      assert.equal(await state(), "suspended");
      assert.match(await said(page), /\S/);
      await enter(page, page.locator("#reactivation"));
      assert.equal(await state(), "active");
    }));

  test(`a new customer is listed immediately, and its ID is marked as assigned by the portal, ${how}`, () =>
    visit({ javaScript }, async (page) => {
      const domain = `journey-${javaScript}.example`;
      await page.goto("/customers/new");
      await fillCompany(page, { domain: "not a domain" });
      await press(page, primary(page));
      assert.ok(await page.locator('[data-error="domain"]').count(), "the bad domain is pointed at");
      assert.equal(await page.locator("[name=city]").inputValue(), "중구", "what was typed is kept");
      await page.locator("[name=domain]").fill(domain);
      for (const step of ["reseller", "subscriptions", "review"]) {
        await press(page, primary(page));
        assert.equal(path(page).split("/")[4], step);
      }
      await press(page, primary(page));
      assert.equal(await page.locator("dd small").count(), 1, "the ID is the portal's own");
      await page.goto(path(page).replace("review", "done"));
      assert.equal(await page.locator("dd small").count(), 1);
      assert.equal(await page.locator("#password").count(), 0, "nothing is handed out that only the vendor has");
      await page.goto(`/customers?q=${domain}`);
      assert.equal(await total(page), 1);
    }));
}

test("choosing another country shows its fields and keeps the input", () =>
  visit({}, async (page) => {
    await page.goto("/customers/new");
    await fillCompany(page);
    await page.locator("[name=country]").selectOption("US");
    await page.locator("select[name=state] option[value=CA]").waitFor({ state: "attached" });
    assert.equal(await page.locator("[name=city]").inputValue(), "중구");
    assert.equal(await page.locator("[name=company_name]").inputValue(), "하늘등불 주식회사");
  }));

/** Presses Enter in `element`, and waits for the next page. */
async function enter(page, element) {
  await Promise.all([page.waitForEvent("load"), element.press("Enter")]);
}
