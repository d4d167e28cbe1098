// A portal below a path of its public URL: every request of the browser stays below it.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { openBrowser, signIn } from "./support/browser.mjs";
import { ids, waitForParameter } from "./support/lists.mjs";
import { pickLanguage } from "./support/pages.mjs";
import { startPortal } from "./support/portal.mjs";
import { primary } from "./support/samples.mjs";

const path = "/channel/portal";
let [portal, browser] = [];

before(async () => {
  portal = await startPortal((url) => ({ PORTAL_PUBLIC_URL: url + path }));
  browser = await openBrowser(portal);
});

after(async () => {
  await browser?.close();
  await portal?.stop();
});

for (const javaScript of [true, false]) {
  test(`a day's work stays below the path ${javaScript ? "with" : "without"} JavaScript`, () =>
    browser.visit({ as: null, javaScript }, async (page) => {
      const requested = [];
      page.on("request", (request) => requested.push(new URL(request.url()).pathname));
      await page.goto(`${path}/customers`);
      assert.equal(new URL(page.url()).pathname, `${path}/sign-in`);
      await signIn(page, portal.account());
      assert.equal(new URL(page.url()).pathname, `${path}/customers`, "back to the page that was requested");

      const [first] = await ids(page);
      if (javaScript) {
        await page.keyboard.press("/");
        await page.keyboard.type("a");
        await waitForParameter(page, "q", "a");
      }
      await page.goto(`${path}/customers`);
      await page.locator("[rel=next]").click();
      await page.waitForLoadState();
      assert.notEqual((await ids(page))[0], first);
      await page.locator("a.expander").first().click();
      await page.locator("[aria-expanded=true]").first().waitFor();

      await page.goto(`${path}/customers/${first}/bill-to`);
      await page.locator("[name=company_name]").fill("Below a path");
      await primary(page).click();
      await page.waitForLoadState();
      assert.equal(new URL(page.url()).pathname, `${path}/customers/${first}/account`);
      assert.equal(await page.locator("h1").first().textContent(), "Below a path");

      await pickLanguage(page, { code: "ko", html: "ko" });
      assert.equal(new URL(page.url()).pathname, `${path}/customers/${first}/account`);

      const outside = requested.filter((one) => !one.startsWith(`${path}/`));
      assert.deepEqual(outside, [], "requests outside the path");
    }));
}
