// Signing in: wrong and right passwords, return to the requested page, and signing out.

import assert from "node:assert/strict";
import { test } from "node:test";
import { signIn } from "./support/browser.mjs";
import { address, parameter, reveal } from "./support/lists.mjs";
import { suite } from "./support/suite.mjs";

const { visit, account, newcomer } = suite();
const stranger = { as: null };
const path = (page) => new URL(page.url()).pathname;

for (const javaScript of [true, false]) {
  const how = javaScript ? "" : " (without JavaScript)";

  test(`a wrong password shows an error and keeps the email${how}`, () =>
    visit({ ...stranger, javaScript }, async (page) => {
      const { email } = account();
      await page.goto("/sign-in");
      await signIn(page, { email, password: "not the password" });
      assert.equal(path(page), "/sign-in");
      assert.equal(await page.locator("[name=email]").inputValue(), email);
      assert.equal(await page.locator("[name=password]").inputValue(), "");
      assert.match(await page.locator("[role=alert], [data-error]").first().innerText(), /\S/);
    }));

  test(`the right password opens the portal${how}`, () =>
    visit({ ...stranger, javaScript }, async (page) => {
      await page.goto("/sign-in");
      await signIn(page, account());
      assert.equal(path(page), "/");
      assert.equal(await page.locator('form[action$="/sign-out"]').count(), 1);
    }));
}

test("signing in returns to the requested search", () =>
  visit(stranger, async (page) => {
    await page.goto("/customers?q=한빛&sort=domain");
    assert.equal(path(page), "/sign-in");
    await signIn(page, account());
    assert.equal(path(page), "/customers");
    assert.equal(parameter(page, "q"), "한빛");
    assert.equal(parameter(page, "sort"), "domain");
  }));

for (const elsewhere of ["//evil.example/", "https://evil.example/", "/\\evil.example"]) {
  test(`signing in does not redirect to ${elsewhere}`, () =>
    visit(stranger, async (page) => {
      await page.goto(`/sign-in?next=${encodeURIComponent(elsewhere)}`);
      const { origin } = new URL(page.url());
      await signIn(page, account());
      assert.equal(new URL(page.url()).origin, origin);
      assert.equal(path(page), "/");
    }));
}

for (const javaScript of [true, false]) {
  test(`a temporary password must be changed first ${javaScript ? "with" : "without"} JavaScript`, () =>
    visit({ ...stranger, javaScript }, async (page) => {
      const person = await newcomer(`first-day-${javaScript}@partner.example`);
      await page.goto("/customers?sort=domain");
      await signIn(page, person);
      assert.equal(path(page), "/profile/password");
      await page.goto("/customers");
      assert.equal(path(page), "/profile/password", "no way around it");
      await page.goto("/profile/password?next=%2Fcustomers%3Fsort%3Ddomain");

      await choosePassword(page, "quiet river lamp", "quiet river lamb");
      assert.match(await page.locator("[role=alert]").first().innerText(), /\S/);
      assert.equal(await page.locator("[name=repeat]").getAttribute("aria-invalid"), "true");
      await choosePassword(page, "quiet river lamp", "quiet river lamp");
      assert.equal(address(page), "/customers?sort=domain");
      assert.match(await page.locator("[role=status]").first().innerText(), /\S/);
    }));
}

test("signing out ends access", () =>
  visit(stranger, async (page) => {
    await page.goto("/sign-in?next=/customers");
    await signIn(page, account());
    assert.equal(address(page), "/customers");
    const button = page.locator('form[action$="/sign-out"] button');
    await reveal(page, button);
    await Promise.all([page.waitForURL("**/sign-in**"), button.click()]);
    await page.goto("/customers");
    assert.equal(path(page), "/sign-in");
  }));

async function choosePassword(page, password, repeat) {
  await page.locator("[name=password]").fill(password);
  await page.locator("[name=repeat]").fill(repeat);
  await Promise.all([
    page.waitForResponse((answer) => answer.request().method() === "POST"),
    page.locator("form:has([name=repeat]) button").click(),
  ]);
  await page.waitForLoadState();
}
