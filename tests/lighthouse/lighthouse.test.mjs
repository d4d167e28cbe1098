// Lighthouse's four categories on the pages that people open most. Its figure for speed depends on the machine, so this runs
// only when it is asked for: `bin/test lighthouse`.

import assert from "node:assert/strict";
import { createServer } from "node:net";
import { after, before, test } from "node:test";
import lighthouse, { desktopConfig } from "lighthouse";
import { chromium } from "playwright-core";
import { flags, signIn } from "../browser/support/browser.mjs";
import { ids } from "../browser/support/lists.mjs";
import { startPortal } from "../browser/support/portal.mjs";
import { invitationOf } from "../browser/support/samples.mjs";

const LEAST = 98;
/** A busy machine slows down a run: the best of so many counts. */
const RUNS = 3;
const categories = ["performance", "accessibility", "best-practices", "seo"];

let portal, browser, port, cookie;
const pages = {};

before(async () => {
  portal = await startPortal();
  port = await freePort();
  const executablePath = process.env.CHROMIUM ?? "/usr/bin/chromium";
  browser = await chromium.launch({ executablePath, args: [...flags, `--remote-debugging-port=${port}`] });
  const context = await browser.newContext({ baseURL: portal.url });
  const page = await context.newPage();
  await page.goto("/sign-in");
  await signIn(page, portal.account({}));
  cookie = (await context.cookies()).map(({ name, value }) => `${name}=${value}`).join("; ");
  await page.goto("/customers");
  const customer = await page.locator("#rows .name").first().getAttribute("href");
  await page.goto("/relationship-requests?state=waiting");
  Object.assign(pages, {
    list: "/customers",
    account: customer.replace("subscriptions", "account"),
    log: "/activity?from=2020-01-01",
    invitation: await invitationOf(page, (await ids(page))[0]),
  });
  await context.close();
});

after(async () => {
  await browser?.close();
  await portal?.stop();
});

for (const [form, config] of [["a desk", desktopConfig], ["a phone", undefined]]) {
  for (const name of ["list", "account", "log", "invitation"]) {
    test(`${name} on ${form}`, async () => {
      // The invitation asks search engines not to list it, so its fourth category is exempt.
      const wanted = name === "invitation" ? categories.slice(0, 3) : categories;
      const extraHeaders = name === "invitation" ? {} : { Cookie: cookie };
      const options = { port, onlyCategories: wanted, extraHeaders, logLevel: "error" };
      let low = [];
      for (let run = 0; run < RUNS; run += 1) {
        const { lhr } = await lighthouse(portal.url + pages[name], options, config);
        const scores = wanted.map((category) => ({ category, score: Math.round(lhr.categories[category].score * 100) }));
        console.log(`${name} on ${form}: ${scores.map(({ category, score }) => `${category} ${score}`).join(", ")}`);
        low = scores.filter(({ score }) => score < LEAST).map(({ category, score }) => `${category} ${score}: ${failed(lhr, category)}`);
        if (low.length === 0) return;
      }
      assert.fail(low.join("; "));
    });
  }
}

/** The audits of a category that were not passed. */
function failed(lhr, category) {
  const { auditRefs } = lhr.categories[category];
  const isLow = ({ id, weight }) => weight > 0 && lhr.audits[id].score !== null && lhr.audits[id].score < 1;
  return auditRefs.filter(isLow).map(({ id }) => id).join(", ");
}

/** A port that is free now. */
function freePort() {
  return new Promise((resolve) => {
    const server = createServer().listen(0, "127.0.0.1", () => {
      const { port } = server.address();
      server.close(() => resolve(port));
    });
  });
}
