// Reading pages in three languages and two color schemes, and with the keyboard only.

import assert from "node:assert/strict";
import { test } from "node:test";
import { languages } from "./support/browser.mjs";
import { address, koreanCustomer, parameter, reveal } from "./support/lists.mjs";
import { pickLanguage } from "./support/pages.mjs";
import { suite } from "./support/suite.mjs";

const { visit } = suite();
const script = { en: /^[A-Za-z ]+$/, ko: /[가-힣]/, "zh-TW": /\p{Script=Han}/u };

for (const javaScript of [true, false]) {
  // English comes last, so that the test switches to every language.
  test(`switching the language keeps the search ${javaScript ? "with" : "without"} JavaScript`, () =>
    visit({ javaScript, language: "ko" }, async (page) => {
      const { syllables } = await koreanCustomer(page);
      await page.goto(`/customers?q=${encodeURIComponent(syllables)}&sort=domain`);
      for (const language of [...languages.slice(1), languages[0]]) {
        await pickLanguage(page, language);
        assert.equal(new URL(page.url()).pathname, "/customers");
        assert.equal(parameter(page, "q"), syllables);
        assert.equal(parameter(page, "sort"), "domain");
        assert.match((await page.locator("h1").innerText()).trim(), script[language.code]);
        await page.goto("/customers");
        assert.equal(await page.locator("html").getAttribute("lang"), language.html, "the next page is in it too");
        await page.goto(`/customers?q=${encodeURIComponent(syllables)}&sort=domain`);
      }
    }));
}

test("visitors get the language of their browser", async () => {
  for (const { code, html } of languages) {
    await visit({ as: null, language: code }, async (page) => {
      await page.goto("/sign-in");
      assert.equal(await page.locator("html").getAttribute("lang"), html);
      assert.match((await page.locator("h1").innerText()).trim(), script[code]);
    });
  }
});

for (const javaScript of [true, false]) {
  test(`the color scheme follows the system until the user chooses one, ${javaScript ? "with" : "without"} JavaScript`, () =>
    visit({ javaScript, scheme: "light" }, async (page) => {
      await page.goto("/customers?sort=domain");
      const light = await background(page);
      await page.emulateMedia({ colorScheme: "dark" });
      assert.notEqual(await background(page), light);
      await page.emulateMedia({ colorScheme: "light" });
      await pickTheme(page, "dark");
      assert.notEqual(await background(page), light);
      await page.goto("/customers?sort=domain");
      assert.equal(await page.locator("html").getAttribute("data-theme"), "dark", "the first paint is right");
      await pickTheme(page, "light");
      await page.emulateMedia({ colorScheme: "dark" });
      assert.equal(await background(page), light);
    }));
}

test("Tab reaches every control, and the focus is visible", () =>
  visit({}, async (page) => {
    const { syllables } = await koreanCustomer(page);
    await page.goto(`/customers?q=${encodeURIComponent(syllables)}`);
    const wanted = await page.evaluate(numberFocusable);
    const reached = new Set();
    const unseen = new Set();
    for (let presses = 0; presses < wanted.length + 5; presses += 1) {
      await page.keyboard.press("Tab");
      const { number, name, visible } = await page.evaluate(describeFocus);
      if (number === null) continue;
      reached.add(number);
      if (!visible) unseen.add(name);
    }
    const missed = wanted.filter(({ number }) => !reached.has(number)).map(({ name }) => name);
    assert.deepEqual(missed, [], "not reached by Tab");
    assert.deepEqual([...unseen], [], "has the focus, but shows no ring");
  }));

test("the first Tab focuses a link to skip to the content", () =>
  visit({}, async (page) => {
    await page.goto("/customers");
    await page.keyboard.press("Tab");
    const skip = page.locator(":focus");
    assert.equal(await skip.getAttribute("href"), "#main");
    await page.keyboard.press("Enter");
    assert.equal(address(page), "/customers");
    await page.keyboard.press("Tab");
    assert.ok(await page.locator("main :focus").count(), "the next Tab is inside the content");
  }));

function background(page) {
  return page.locator("body").evaluate((body) => getComputedStyle(body).backgroundColor);
}

/** Chooses a color scheme with the element that has the choice as its value or in its address. */
async function pickTheme(page, theme) {
  const choice = page.locator(`button[name=theme][value=${theme}], a[href*="theme=${theme}"]`).first();
  await reveal(page, choice);
  await choice.click();
  await page.locator(`html[data-theme=${theme}]`).waitFor({ state: "attached" });
}

function numberFocusable() {
  const selector = "a[href], button, input, select, textarea, summary, [tabindex='0']";
  const canHaveFocus = (element) => element.checkVisibility() && !element.disabled && element.type !== "hidden";
  return [...document.querySelectorAll(selector)].filter(canHaveFocus).map((element, number) => {
    element.dataset.focusNumber = number;
    return { number, name: element.outerHTML.slice(0, 120) };
  });
}

function describeFocus() {
  const element = document.activeElement;
  const { outlineStyle, outlineWidth } = getComputedStyle(element);
  return {
    number: element.dataset.focusNumber === undefined ? null : Number(element.dataset.focusNumber),
    name: element.outerHTML.slice(0, 120),
    visible: outlineStyle !== "none" && parseFloat(outlineWidth) >= 2,
  };
}
