// Input is kept when the language is switched in a form or the page is left by mistake.

import assert from "node:assert/strict";
import { test } from "node:test";
import { languages } from "./support/browser.mjs";
import { ids } from "./support/lists.mjs";
import { pickLanguage } from "./support/pages.mjs";
import { openActiveSubscription, press } from "./support/samples.mjs";
import { suite } from "./support/suite.mjs";

const { visit } = suite();
const typed = "Typed & \"kept\" 새 이름";

async function billTo(page) {
  await page.goto("/customers");
  const address = `/customers/${(await ids(page))[0]}/bill-to`;
  await page.goto(address);
  return address;
}

for (const javaScript of [true, false]) {
  const how = javaScript ? "with JavaScript" : "without";

  test(`switching the language in a form keeps the input, ${how}`, () =>
    visit({ javaScript }, async (page) => {
      const address = await billTo(page);
      const city = page.locator("[name=city]");
      const before = await city.inputValue();
      for (const language of [...languages.slice(1), languages[0]]) {
        await city.fill(typed);
        await pickLanguage(page, language);
        assert.equal(new URL(page.url()).pathname, address);
        assert.equal(await city.inputValue(), typed);
      }
      await page.goto(address);
      assert.equal(await city.inputValue(), before, "nothing was saved");
    }));

  test(`Enter in a field submits the form and does not switch the language, ${how}`, () =>
    visit({ javaScript }, async (page) => {
      const address = await billTo(page);
      await page.locator("[name=company_name]").fill("");
      await Promise.all([page.waitForEvent("load"), page.locator("[name=city]").press("Enter")]);
      assert.equal(await page.locator("html").getAttribute("lang"), "en");
      assert.ok(await page.locator('[data-error="company_name"]').count(), `${address} was sent`);
    }));
}

test("the switch submits the changed form, not the first one of its page", () =>
  visit({}, async (page) => {
    await openActiveSubscription(page, "input#quantity");
    const [quantity, nickname] = [page.locator("#quantity"), page.locator("#nickname")];
    const before = await quantity.inputValue();
    await nickname.fill(typed);
    await pickLanguage(page, languages[1]);
    assert.deepEqual([await quantity.inputValue(), await nickname.inputValue()], [before, typed]);
  }));

test("a changed form warns before it is left, but not when it is submitted", () =>
  visit({}, async (page) => {
    const address = await billTo(page);
    const asked = [];
    page.on("dialog", (dialog) => {
      asked.push(dialog.type());
      dialog.dismiss();
    });
    const home = page.locator("a.brand");
    await page.locator("[name=city]").press("End");
    await page.locator("[name=city]").pressSequentially("x");
    await home.click({ noWaitAfter: true });
    await page.waitForFunction(() => true);
    assert.deepEqual(asked, ["beforeunload"]);
    assert.equal(new URL(page.url()).pathname, address);
    await press(page, page.locator("main button.primary"));
    await press(page, home);
    assert.deepEqual(asked, ["beforeunload"], "sending asks nothing, and a page that was not changed neither");
  }));
