// Choosing offers: the cart beside the list, for an order and for a new customer.

import assert from "node:assert/strict";
import { test } from "node:test";
import { languages } from "./support/browser.mjs";
import { ids, parameter, waitForParameter } from "./support/lists.mjs";
import { pickLanguage } from "./support/pages.mjs";
import { acceptAgreement, fillCompany, press, primary } from "./support/samples.mjs";
import { suite } from "./support/suite.mjs";

const { visit: visitMoving } = suite();
/** Without animated scrolling, which would still go on while a test measures. */
const visit = (options, steps) =>
  visitMoving(options, async (page) => {
    await page.emulateMedia({ reducedMotion: "reduce" });
    await steps(page);
  });
const path = (page) => new URL(page.url()).pathname;
const phone = { width: 390, height: 844 };
const lines = (page) => page.locator(".lines li");
const row = (page, id) => page.locator(`tr[data-id="${id}"]`);
const top = (element) => element.evaluate((one) => Math.round(one.getBoundingClientRect().top));

/** Opens the offers for the first customer, and returns the offers that have a field. */
async function openShop(page, query = "") {
  await page.goto("/customers");
  const [customer] = await ids(page);
  await page.goto(`/customers/${customer}/orders/new${query}`);
  return page.locator("tr[data-id]:has(.amount)").evaluateAll((rows) => rows.map((one) => one.dataset.id));
}

/** Waits until the cart has this many lines. */
const waitForLines = (page, count) => page.waitForFunction((wanted) => document.querySelectorAll(".lines li").length === wanted, count);

for (const size of [{ width: 1366, height: 700 }, phone]) {
  test(`the cart does not move the page, ${size.width} px`, () =>
    visit(size, async (page) => {
      const offers = await openShop(page);
      const middle = Math.floor(offers.length / 2);
      const [first, other] = offers.slice(middle);
      const field = page.locator(`[id="offer-${first}"]`);
      await field.evaluate((one) => one.scrollIntoView({ block: "center" }));
      await page.locator(`[id="offer-${other}"]`).fill("17");
      await field.fill("12");
      const [scrolled, before] = [await page.evaluate(() => scrollY), await top(field)];
      assert.ok(scrolled > 200, "the page is scrolled");
      await field.press("Enter");
      await waitForLines(page, 1);
      assert.deepEqual([await page.evaluate(() => scrollY), await top(field)], [scrolled, before]);
      assert.equal(await page.locator(`[id="offer-${other}"]`).inputValue(), "17", "what was typed elsewhere stays");
      assert.equal(await page.evaluate(() => document.activeElement.id), `offer-${first}`, "the focus stays");
      assert.ok(parameter(page, "cart"), "the address has the cart");
      assert.match(await page.locator("#said").innerText(), /12/, "it is announced");

      // A quantity that is not possible is pointed at in its row, and nothing moves.
      await field.fill("0");
      await row(page, first).locator("button").click();
      await row(page, first).locator("[data-error=quantity]").waitFor();
      assert.ok(Math.abs((await top(field)) - before) <= 24, "it stays, but for the lines of the message");
      assert.equal(await field.inputValue(), "0");
      assert.equal(await page.evaluate(() => document.activeElement.id), `offer-${first}`);
      assert.ok(parameter(page, "cart"), "the address stays");
      assert.equal(await page.locator(".lines .amount").inputValue(), "12", "the cart is as before");
    }));
}

test("the cart stays beside the list while it scrolls, and shows its main button", () =>
  visit({ width: 1366, height: 700 }, async (page) => {
    const offers = await openShop(page);
    for (const [at, offer] of offers.slice(0, 12).entries()) {
      await page.locator(`[id="add-${offer}"]`).click();
      await waitForLines(page, at + 1);
    }
    // To the middle of the list: at its end, the cart leaves with it.
    await page.evaluate(() => scrollTo({ top: (document.body.scrollHeight - innerHeight) / 2, behavior: "instant" }));
    for (const piece of [lines(page).first(), primary(page)]) {
      const box = await piece.boundingBox();
      assert.ok(box.y >= 52 && box.y + box.height <= 700, `it is in the window: ${JSON.stringify(box)}`);
    }
    assert.ok(await page.locator("#cart summary").isHidden(), "there is nothing to open on a desk");
  }));

test("on a phone the cart is a bar at the foot that opens and stays open", () =>
  visit(phone, async (page) => {
    const offers = await openShop(page);
    for (const [at, offer] of offers.slice(0, 2).entries()) {
      await page.locator(`[id="add-${offer}"]`).click();
      await waitForLines(page, at + 1);
    }
    const summary = page.locator("#cart summary");
    const box = await summary.boundingBox();
    assert.ok(box.y + box.height <= phone.height && box.y > phone.height - 120, "it is at the foot");
    assert.ok(await lines(page).first().isHidden());
    await summary.click();
    assert.ok(await lines(page).first().isVisible());
    await lines(page).first().locator("button").click();
    await waitForLines(page, 1);
    assert.ok(await lines(page).first().isVisible(), "it is still open");
    await press(page, primary(page));
    assert.match(path(page), /\/orders\/review$/);
  }));

test("what has the focus is not behind the bar at the foot", () =>
  visit(phone, async (page) => {
    await openShop(page);
    await page.locator("#term").focus();
    const bar = await page.locator(".cart").boundingBox();
    for (let pressed = 0; pressed < 40; pressed += 1) {
      await page.keyboard.press("Tab");
      const box = await page.evaluate(() => {
        const one = document.activeElement;
        if (!one.closest("#results") || one.closest(".scroll") === one) return null;
        const { top: from, bottom: to } = one.getBoundingClientRect();
        return { from, to };
      });
      if (box) assert.ok(box.to <= bar.y && box.from >= 52, `${JSON.stringify(box)} is behind a bar`);
    }
  }));

test("filters apply while one types, and stay when the cart changes", () =>
  visit({}, async (page) => {
    await openShop(page);
    const all = (await ids(page)).length;
    await page.locator("#term").selectOption("monthly");
    await waitForParameter(page, "term", "monthly");
    await page.locator("#q").pressSequentially("exchange");
    await waitForParameter(page, "q", "exchange");
    const found = await ids(page);
    assert.ok(found.length > 0 && found.length < all);
    await page.locator(`[id="add-${found[0]}"]`).click();
    await waitForLines(page, 1);
    assert.deepEqual([parameter(page, "q"), parameter(page, "term"), await ids(page)], ["exchange", "monthly", found]);
    await page.locator("#q").fill("");
    await waitForParameter(page, "q", "");
    await lines(page).first().locator("button").click();
    await waitForLines(page, 0);
    assert.deepEqual([parameter(page, "q"), parameter(page, "term")], ["", "monthly"], "also after they changed");
  }));

test("a switch of language keeps the cart, the filter and what is typed", () =>
  visit({}, async (page) => {
    const [first, second] = await openShop(page, "?category=Enterprise");
    await page.locator(`[id="add-${first}"]`).click();
    await waitForLines(page, 1);
    await page.locator("#term").selectOption("annual");
    await waitForParameter(page, "term", "annual");
    const offer = (await row(page, second).count()) ? second : first;
    await page.locator(`[id="offer-${offer}"]`).fill("23");
    await pickLanguage(page, languages[1]);
    assert.equal(await page.locator("html").getAttribute("lang"), "ko");
    assert.deepEqual([parameter(page, "category"), parameter(page, "term"), await lines(page).count()], ["Enterprise", "annual", 1]);
    assert.equal(await page.locator(`[id="offer-${offer}"]`).inputValue(), "23");
    await pickLanguage(page, languages[0]);
  }));

for (const javaScript of [true, false]) {
  const how = javaScript ? "with JavaScript" : "without JavaScript";

  test(`offers are chosen and ordered, ${how}`, () =>
    visit({ javaScript }, async (page) => {
      const offers = await openShop(page, "?term=annual");
      const offer = offers.at(-1);
      await page.locator(`[id="offer-${offer}"]`).fill("5");
      await page.locator(`[id="add-${offer}"]`).click();
      await waitForLinesWithoutScript(page, 1);
      assert.equal(parameter(page, "term"), "annual");
      if (!javaScript) {
        assert.equal(new URL(page.url()).hash, `#row-${encodeURIComponent(offer)}`);
        const box = await row(page, offer).boundingBox();
        assert.ok(box.y > 52 && box.y < 900, "the row is in the window again");
      }
      await press(page, primary(page));
      await press(page, primary(page));
      assert.match(path(page), /^\/orders\/[0-9a-f-]{36}$/);
    }));

  test(`a new customer gets subscriptions, ${how}`, () =>
    visit({ javaScript }, async (page) => {
      await page.goto("/customers/new");
      await fillCompany(page, { domain: `cart-${javaScript}.example` });
      await acceptAgreement(page);
      await press(page, primary(page));
      await press(page, primary(page));
      const steps = async () => {
        const { y } = await page.locator(".steps").boundingBox();
        return Math.round(y);
      };
      const place = await steps();
      const offer = (await ids(page)).at(-1);
      await page.locator(`[id="offer-${offer}"]`).fill("6");
      await page.locator(`[id="add-${offer}"]`).click();
      await waitForLinesWithoutScript(page, 1);
      await page.evaluate(() => scrollTo({ top: 0, behavior: "instant" }));
      assert.equal(await steps(), place);
      await press(page, primary(page));
      assert.match(path(page), /\/review$/);
      assert.equal(await steps(), place, "the steps are in the same place");
      assert.match(await page.locator("main").innerText(), /× 6/);
    }));
}

async function waitForLinesWithoutScript(page, count) {
  await lines(page).nth(count - 1).waitFor({ state: "attached" });
  assert.equal(await lines(page).count(), count);
}
