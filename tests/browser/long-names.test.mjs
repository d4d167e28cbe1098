// Names without a line-break opportunity: no page overflows at any width.

import assert from "node:assert/strict";
import { test } from "node:test";
import { ids } from "./support/lists.mjs";
import { visitEveryPage } from "./support/pages.mjs";
import { languages } from "./support/browser.mjs";
import { press } from "./support/samples.mjs";
import { suite } from "./support/suite.mjs";

const { visit } = suite();
const widths = [320, 390, 768, 1280];
const words = [
  ["Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft", "donau"],
  ["대한민국중소기업소상공인협동조합연합회서울특별시중구지회사업본부", "korea"],
  ["臺灣國際航空太空暨精密機械工業股份有限公司附設職工福利委員會籌備處", "taiwan"],
  ["ACME_Internal_Reseller_Test_Tenant_2026_DoNotUse_ForDemoPurposesOnly_v2_final", "acme-internal-reseller-test-tenant-2026-donotuse-final"],
];

async function sticksOut(page, where) {
  const problems = [];
  for (const width of widths) {
    await page.setViewportSize({ width, height: 900 });
    const [wide, window] = await page.evaluate(() => {
      const { scrollWidth, clientWidth } = document.documentElement;
      return [scrollWidth, clientWidth];
    });
    if (wide > window) problems.push(`${where}: ${wide} px wide in ${window}`);
  }
  return problems;
}

/** Adds customers and a user with such names, as operators and admins do. */
async function bringIn(page) {
  const rows = words.map(([name, domain], at) => {
    const id = `a0000bb${at}-0000-4000-8000-000000000bb${at}`;
    return `${id},${name},${domain}.long.example,Reseller`;
  });
  const file = ["Microsoft ID,Company name,Primary domain name,Relationship", ...rows].join("\n");
  await page.goto("/customers/import");
  await page.locator("[type=file]").setInputFiles({ name: `${words[0][0]}.csv`, mimeType: "text/csv", buffer: Buffer.from(file) });
  await press(page, page.locator("main button.primary"));
  const confirm = page.locator("button[form=confirmation]");
  for (let tries = 0; tries < 50 && !(await confirm.count()); tries += 1) {
    await page.waitForTimeout(200);
    await page.reload();
  }
  await press(page, confirm);
  await page.goto("/profile");
  await page.locator("[name=name]").fill(words[0][0]);
  await press(page, page.locator("main button.primary"));
}

/** Ends the relationship with each of these customers. */
async function endRelationship(page, customers) {
  for (const customer of customers) {
    await page.goto(`/customers/${customer}/removal`);
    const name = await page.locator("label[for=company_name] :last-child").innerText();
    await page.locator("[name=company_name]").fill(name);
    await page.locator("[name=confirm]").check();
    await press(page, page.locator(`form[action$="/removal"] button.danger`));
  }
}

test("all pages of a customer with a very long name fit", () =>
  visit({}, async (page) => {
    await bringIn(page);
    const problems = [];
    await page.goto("/customers?q=long.example");
    const found = await ids(page);
    assert.equal(found.length, words.length);
    for (const customer of found) {
      const ofCustomer = `/customers/${customer}`;
      const pages = ["account", "bill-to", "agreement", "removal", "subscriptions", "orders/new"].map((part) => `${ofCustomer}/${part}`);
      for (const address of [`/customers?q=long.example&expanded=${customer}`, `/activity?q=${customer}`, ...pages]) {
        await page.goto(address);
        problems.push(...(await sticksOut(page, address)));
      }
    }
    for (const address of ["/customers", "/activity", "/profile", "/account-settings/users", "/customers/import", "/relationship-requests"]) {
      await page.goto(address);
      problems.push(...(await sticksOut(page, address)));
    }
    await visit({ as: { role: "global-admin" } }, (admin) => endRelationship(admin, found));
    await page.goto("/customers/removed");
    problems.push(...(await sticksOut(page, "/customers/removed")));
    assert.deepEqual(problems, []);
  }));

test("no page is wider than its window at any width, with a very long user name", async () => {
  const problems = [];
  await visitEveryPage(visit, { language: "en", scheme: "light", width: 1280 }, languages[0], async (page, { address }) => {
    await page.goto(address);
    problems.push(...(await sticksOut(page, address)));
  });
  assert.deepEqual(problems, []);
});
