// Journeys: a relationship request until it is accepted, the activity log, a new user.

import assert from "node:assert/strict";
import { test } from "node:test";
import { signIn } from "./support/browser.mjs";
import { column, ids, parameter, total } from "./support/lists.mjs";
import { invitationOf, press, primary } from "./support/samples.mjs";
import { suite } from "./support/suite.mjs";

const { visit } = suite();
const path = (page) => new URL(page.url()).pathname;
const phone = { as: null, width: 390, height: 844, language: "ko" };

for (const javaScript of [true, false]) {
  const how = javaScript ? "with JavaScript" : "without JavaScript";

  test(`a request accepted on a phone adds the customer to the list, ${how}`, async () => {
    const domain = `phone-${javaScript}.example`;
    let request;
    let invitation;
    await visit({ javaScript }, async (page) => {
      await page.goto("/relationship-requests/new");
      await page.locator("[name=language]").selectOption("ko");
      await press(page, primary(page));
      request = path(page).split("/")[2];
      invitation = await invitationOf(page, request);
      assert.ok((await page.locator("[name=body]").inputValue()).includes(invitation), "the link is in the message");
      await page.locator("[name=recipient]").fill(`it@${domain}`);
      await press(page, page.locator("button[name=do][value=done]"));
    });
    await visit({ ...phone, javaScript }, async (page) => {
      await page.goto(invitation);
      assert.equal(await page.locator("html").getAttribute("lang"), "ko");
      await press(page, primary(page));
      assert.ok(await page.locator('[data-error="confirm"]').count(), "nothing is accepted by accident");
      await page.locator("[name=company_name]").fill("달빛 공방");
      await page.locator("[name=domain]").fill(domain);
      await page.locator("[name=person_name]").fill("윤달");
      await page.locator("[name=email]").fill(`it@${domain}`);
      await page.locator("[name=confirm]").check();
      await press(page, primary(page));
      assert.match(path(page), /^\/answers\//);
      assert.match(await page.locator("main").innerText(), /달빛 공방/);
      assert.ok((await page.evaluate(() => document.documentElement.scrollWidth)) <= 390);
      assert.equal((await page.goto(invitation)).status(), 409, "a link is used once");
    });
    await visit({ javaScript }, async (page) => {
      await page.goto(`/customers?q=${domain}`);
      assert.equal(await total(page), 1);
      await page.goto("/relationship-requests?state=accepted");
      assert.ok((await ids(page)).includes(request));
    });
  });

  test(`the log filters by user and expands an entry, ${how}`, () =>
    visit({ javaScript }, async (page) => {
      await page.goto("/activity?from=2020-01-01");
      const all = await total(page);
      const choice = page.locator("select[name=user] option:not([value=''])").first();
      const [value, name] = [await choice.getAttribute("value"), (await choice.innerText()).trim()];
      await page.locator("details.more > summary").press("Enter");
      await page.locator("select[name=user]").selectOption(value);
      await press(page, page.locator("details.more button"));
      assert.equal(parameter(page, "user"), value);
      assert.equal(parameter(page, "from"), "2020-01-01", "the other filters stay");
      assert.ok((await total(page)) <= all);
      assert.deepEqual([...new Set(await column(page, 3))], [name]);

      const [entry] = await ids(page);
      await page.locator(`[data-id="${entry}"] .expander`).press("Enter");
      await page.locator(`[data-id="${entry}"] .expander[aria-expanded=true]`).waitFor();
      assert.equal(parameter(page, "expanded"), entry);
      assert.ok(await page.locator("[data-chain]").count(), "the log says whether it is whole");
    }));

  test(`a new user signs in with the temporary password, ${how}`, async () => {
    const email = `new-colleague-${javaScript}@hangang.example`;
    let password;
    await visit({ javaScript }, async (page) => {
      await page.goto("/account-settings/users/new");
      await page.locator("[name=name]").fill("한결");
      await page.locator("[name=email]").fill(email);
      await page.locator("[name=agent_role][value=sales-agent]").press("Space");
      await press(page, primary(page));
      password = await page.locator("[data-secret] code").innerText();
      await press(page, page.locator("main a.primary"));
      assert.match(await page.locator("main").innerText(), new RegExp(email));
    });
    await visit({ as: null, javaScript }, async (page) => {
      await page.goto("/sign-in");
      await signIn(page, { email, password });
      assert.equal(path(page), "/profile/password", "a temporary password is changed first");
    });
  });
}
