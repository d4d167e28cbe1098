// What users do most, from the customer list on, and how many clicks it takes them. Typing, and choosing from a list of
// options, are no clicks.

import assert from "node:assert/strict";
import { test } from "node:test";
import { languages } from "./support/browser.mjs";
import { codeOf } from "./support/factor.mjs";
import { ids } from "./support/lists.mjs";
import { pickLanguage } from "./support/pages.mjs";
import { fillCompany, invitationOf, openActiveSubscription, primary } from "./support/samples.mjs";
import { suite } from "./support/suite.mjs";

const { visit } = suite();
const strict = suite({ PORTAL_REQUIRE_MFA: "admins" });
const path = (page) => new URL(page.url()).pathname;

const farthest = 150;

/** Counts the clicks on a page. With `keys`, it moves to each control with Tab and presses Enter, or Space on a checkbox. */
class Clicks {
  count = 0;

  constructor(page, { keys = false } = {}) {
    this.page = page;
    this.keys = keys;
  }

  /** Clicks, and waits for the page that follows. */
  async follow(target) {
    await Promise.all([this.page.waitForEvent("load"), this.#use(target)]);
    this.count += 1;
  }

  /** Clicks on something that stays on the page. */
  async press(target) {
    await this.#use(target);
    this.count += 1;
  }

  /** Types into a field; that is no click. */
  async type(field, text) {
    if (!this.keys) return field.fill(text);
    await this.#reach(field);
    await this.page.keyboard.press("Control+A");
    await this.page.keyboard.type(text);
  }

  async #use(target) {
    if (!this.keys) return target.click();
    await this.#reach(target);
    const isTick = await target.evaluate((element) => element.type === "checkbox");
    await this.page.keyboard.press(isTick ? "Space" : "Enter");
  }

  async #reach(target) {
    for (let pressed = 0; pressed < farthest; pressed += 1) {
      if (await target.evaluate((element) => element === document.activeElement)) return;
      await this.page.keyboard.press("Tab");
    }
    throw new Error(`${target} is not reached in ${farthest} tabs`);
  }
}

const link = (page, end) => page.locator(`main a[href$="${end}"]`).first();
const firstCustomer = (page) => page.locator("#rows .name").first();

/** The first customer whose relationship can be ended: it has no active subscription. */
async function removableCustomer(page) {
  for (const customer of await ids(page)) {
    await page.goto(`/customers/${customer}/removal`);
    if (await page.locator("#typed button.danger:enabled").count()) return customer;
  }
  throw new Error("all customers on the first page have active subscriptions");
}

for (const language of languages) {
  const journey = (name, limit, steps, options = {}) =>
    test(`${name}: ${limit} clicks, ${language.code}`, () =>
      visit({ language: language.code, ...options }, async (page) => {
        await page.goto("/customers");
        await pickLanguage(page, language);
        const clicks = new Clicks(page);
        await steps(page, clicks);
        assert.equal(clicks.count, limit);
      }));

  journey("find a customer and correct its bill-to", 4, async (page, clicks) => {
    const name = (await firstCustomer(page).innerText()).trim();
    await page.goto("/customers?q=" + encodeURIComponent(name));
    await clicks.follow(firstCustomer(page));
    await clicks.follow(link(page, "/account"));
    await clicks.follow(link(page, "/bill-to"));
    await page.locator("[name=company_name]").fill(`${name} A`);
    await clicks.follow(primary(page));
    assert.match(await page.locator("main [role=status]").first().innerText(), / A/);
  });

  journey("export what the list shows", 2, async (page, clicks) => {
    await clicks.press(page.locator("#export"));
    const [file] = await Promise.all([page.waitForEvent("download"), clicks.press(link(page, "/customers.xlsx"))]);
    assert.match(file.suggestedFilename(), /^customers-.*\.xlsx$/);
  });

  journey("add a customer with an accepted agreement", 4, async (page, clicks) => {
    await clicks.follow(link(page, "/customers/new"));
    await fillCompany(page, { domain: `journey-${language.code.toLowerCase()}.example` });
    await clicks.press(page.locator("#accepted"));
    await page.locator("[name=agreed_on]").fill("2026-01-15");
    await clicks.follow(page.locator("button[name=to_review]"));
    await clicks.follow(primary(page));
    assert.equal(await page.locator("dd small").count(), 1, "it is added");
  });

  journey("see who changed a customer", 2, async (page, clicks) => {
    await clicks.follow(firstCustomer(page));
    await clicks.follow(link(page, "/activity"));
    assert.ok(await page.locator("tr[data-id]").count());
  });

  journey("raise the seats of a subscription by five", 3, async (page, clicks) => {
    await openActiveSubscription(page, "form [name=quantity]");
    const [, , customer, , subscription] = path(page).split("/");
    await page.goto("/customers");
    await clicks.follow(link(page, `/${customer}/subscriptions`));
    await clicks.follow(link(page, `/${subscription}`));
    const field = page.locator("[name=quantity]");
    const more = Number((await field.inputValue()).replace(/\D/g, "")) + 5;
    await field.fill(String(more));
    await clicks.follow(page.locator("form:has([name=quantity]) button"));
    assert.equal(Number((await field.inputValue()).replace(/\D/g, "")), more);
  });

  journey("change the language in a form", 2, async (page, clicks) => {
    await page.goto("/customers/new");
    await fillCompany(page);
    const other = languages.find(({ code }) => code !== language.code);
    await clicks.press(page.locator('[popovertarget="me"]'));
    await clicks.follow(page.locator(`button[name=lang][value="${other.code}"]`).first());
    assert.equal(await page.locator("html").getAttribute("lang"), other.html);
    assert.equal(await page.locator("[name=city]").inputValue(), "중구");
    await page.locator('[popovertarget="me"]').click();
    await page.locator(`button[name=lang][value="${language.code}"]`).first().click();
    await page.locator(`html[lang="${language.html}"]`).waitFor({ state: "attached" });
  });

  journey("add a colleague", 5, async (page, clicks) => {
    await clicks.press(page.locator('[popovertarget="me"]'));
    await clicks.follow(page.locator('#me a[href$="/account-settings/users"]'));
    await clicks.follow(link(page, "/users/new"));
    await page.locator("[name=name]").fill("한결");
    await page.locator("[name=email]").fill(`journey-${language.code.toLowerCase()}@hangang.example`);
    await clicks.press(page.locator("[name=agent_role][value=sales-agent]"));
    await clicks.follow(primary(page));
    assert.ok(await page.locator("[data-secret] code").count());
  });

  test(`invite a customer, which accepts on a phone: 3 and 2 clicks, ${language.code}`, async () => {
    const domain = `invited-${language.code.toLowerCase()}.example`;
    let invitation;
    await visit({ language: language.code }, async (page) => {
      await page.goto("/customers");
      const clicks = new Clicks(page);
      await clicks.follow(link(page, "/relationship-requests/new"));
      await page.locator("[name=recipient]").fill(`it@${domain}`);
      await clicks.follow(primary(page));
      const request = path(page).split("/")[2];
      await clicks.follow(page.locator("button[name=do][value=done]"));
      assert.equal(clicks.count, 3);
      invitation = await invitationOf(page, request);
    });
    await visit({ as: null, width: 390, height: 844, language: language.code }, async (page) => {
      await page.goto(invitation);
      const clicks = new Clicks(page);
      const typed = { company_name: "달빛 공방", domain, person_name: "윤달", email: `it@${domain}` };
      for (const [name, value] of Object.entries(typed)) await page.locator(`[name=${name}]`).fill(value);
      await clicks.press(page.locator("[name=confirm]"));
      await clicks.follow(primary(page));
      assert.equal(clicks.count, 2);
      assert.match(path(page), /^\/answers\//);
    });
  });

  journey("end a relationship and ask for it again", 7, async (page, clicks) => {
    const customer = await removableCustomer(page);
    await page.goto("/customers");
    await clicks.follow(link(page, `/${customer}/subscriptions`));
    await clicks.follow(link(page, "/account"));
    await clicks.follow(link(page, "/removal"));
    await page.locator("[name=company_name]").fill(await page.locator("label[for=company_name] span").innerText());
    await clicks.press(page.locator("[name=confirm]"));
    await clicks.follow(page.locator("#typed button.danger"));
    await clicks.follow(page.locator('main a[href*="/relationship-requests/new?customer="]').first());
    await clicks.follow(primary(page));
    assert.match(path(page), /^\/relationship-requests\/[0-9a-f-]{36}$/);
  });

  for (const keys of [false, true]) {
    const how = `${language.code}${keys ? ", by keyboard" : ""}`;
    const mark = `${language.code.toLowerCase()}${keys ? "-keys" : ""}`;

    test(`invite a customer together with an indirect provider: 3 and 2 clicks, ${how}`, async () => {
      const domain = `with-provider-${mark}.example`;
      let invitation;
      await visit({ as: { type: "indirect-reseller" }, language: language.code }, async (page) => {
        await page.goto("/customers");
        await pickLanguage(page, language);
        const clicks = new Clicks(page, { keys });
        await clicks.follow(link(page, "/relationship-requests/new"));
        await clicks.type(page.locator("[name=recipient]"), `it@${domain}`);
        await page.locator("[name=provider]").selectOption({ index: 1 });
        const provider = await page.locator("[name=provider] option:checked").innerText();
        await clicks.follow(primary(page));
        const request = path(page).split("/")[2];
        const facts = await page.locator("section:has(#asked) dd").allInnerTexts();
        assert.ok(facts.some((fact) => provider.startsWith(fact)), `${provider} is asked for: ${facts}`);
        await clicks.follow(page.locator("button[name=do][value=done]"));
        assert.equal(clicks.count, 3);
        invitation = await invitationOf(page, request);
      });
      await visit({ as: null, width: 390, height: 844, language: language.code }, async (page) => {
        await page.goto(invitation);
        const clicks = new Clicks(page, { keys });
        const typed = { company_name: "달빛 공방", domain, person_name: "윤달", email: `it@${domain}` };
        for (const [name, value] of Object.entries(typed)) await clicks.type(page.locator(`[name=${name}]`), value);
        await clicks.press(page.locator("[name=confirm]"));
        await clicks.follow(primary(page));
        assert.equal(clicks.count, 2);
        assert.match(path(page), /^\/answers\//);
      });
      for (const type of ["indirect-reseller", "indirect-provider"]) {
        await visit({ as: { type } }, async (page) => {
          await page.goto(`/customers?q=${domain}`);
          assert.equal((await ids(page)).length, 1, `the ${type} has the customer`);
        });
      }
    });

    test(`a colleague's own second step at the first sign-in: 4 clicks, ${how}`, async () => {
      const person = await strict.newcomer(`second-step-${mark}@partner.example`, "user-management-admin");
      await strict.visit({ as: null, language: language.code }, async (page) => {
        await page.goto("/sign-in");
        await pickLanguage(page, language);
        const clicks = new Clicks(page, { keys });
        await clicks.type(page.locator("[name=email]"), person.email);
        await clicks.type(page.locator("[name=password]"), person.password);
        await clicks.follow(primary(page));
        for (const name of ["password", "repeat"]) await clicks.type(page.locator(`[name=${name}]`), "a fine pass phrase for two");
        await clicks.follow(primary(page));
        assert.equal(path(page), "/profile/second-factor");
        const key = await page.locator("section.card code").innerText();
        await clicks.type(page.locator("[name=code]"), codeOf(key));
        await clicks.follow(primary(page));
        assert.equal(await page.locator("[data-code]").count(), 10, "the recovery codes");
        await clicks.follow(page.locator("main a.primary"));
        assert.equal(path(page), "/");
        assert.equal(clicks.count, 4);
      });
    });
  }
}
