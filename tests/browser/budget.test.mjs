// The weight of a page: what a browser without a cache receives over the wire.

import assert from "node:assert/strict";
import { test } from "node:test";
import { ids } from "./support/lists.mjs";
import { invitationOf } from "./support/samples.mjs";
import { suite } from "./support/suite.mjs";

const { visit } = suite();
const KIB = 1024;
const budget = { page: 20 * KIB, everything: 60 * KIB, requests: 6, customerRow: 680 };

/** Opens `address` and returns the number of requests and their compressed sizes, the page's own first. */
async function weigh(page, address) {
  const devtools = await page.context().newCDPSession(page);
  await devtools.send("Network.enable");
  await devtools.send("Network.clearBrowserCache");
  const sizes = [];
  devtools.on("Network.loadingFinished", ({ encodedDataLength }) => sizes.push(encodedDataLength));
  await page.goto(address, { waitUntil: "networkidle" });
  return sizes;
}

const signedIn = ["/customers", "/customers?q=a", "/activity?from=2020-01-01", "/relationship-requests", "/referrals"];

for (const javaScript of [true, false]) {
  test(`pages are within their budgets ${javaScript ? "with" : "without"} JavaScript`, () =>
    visit({ javaScript }, async (page) => {
      await page.goto("/customers");
      const customer = await page.locator("#rows .name").first().getAttribute("href");
      for (const address of [...signedIn, customer, customer.replace("subscriptions", "account")]) {
        const [own, ...others] = await weigh(page, address);
        const everything = others.reduce((sum, size) => sum + size, own);
        assert.ok(own <= budget.page, `${address}: the page has ${own} bytes`);
        assert.ok(everything <= budget.everything, `${address}: ${everything} bytes in all`);
        assert.ok(others.length < budget.requests, `${address}: ${others.length + 1} requests`);
      }
    }));
}

test("the invitation is within its budget", () =>
  visit({}, async (page) => {
    await page.goto("/relationship-requests?state=waiting");
    const address = await invitationOf(page, (await ids(page))[0]);
    const [own, ...others] = await weigh(page, address);
    assert.ok(own <= budget.page && others.length < budget.requests, `${own} bytes, ${others.length + 1} requests`);
  }));

test("a row of the customer list is light", () =>
  visit({}, async (page) => {
    const html = await (await page.request.get("/customers")).text();
    const rows = html.match(/<tr data-id=[\s\S]*?<\/tr>/g);
    assert.equal(rows.length, 50);
    const average = rows.reduce((sum, row) => sum + Buffer.byteLength(row), 0) / rows.length;
    assert.ok(average <= budget.customerRow, `${average} bytes a row`);
  }));
