// Every page in light colors: axe, widths and language. See support/accessibility.mjs; dark.test.mjs has the dark colors.
// axe runs once for each color scheme and width, in alternating languages, because colors and layout do not depend on
// the language. Text lengths do, so the width of every page is measured at every width in every language.

import assert from "node:assert/strict";
import { test } from "node:test";
import { look } from "./support/accessibility.mjs";
import { suite } from "./support/suite.mjs";

const { visit } = suite();

test("en, light, 1366 px", () => look(visit, { language: "en", scheme: "light", width: 1366, height: 900 }));

test("ko, light, 390 px", () => look(visit, { language: "ko", scheme: "light", width: 390, height: 844 }));

test("screen readers get table rows where a phone shows cards", () =>
  visit({ width: 390, height: 844 }, async (page) => {
    const devtools = await page.context().newCDPSession(page);
    for (const address of ["/customers", "/orders", "/indirect-resellers", "/activity?from=2020-01-01"]) {
      await page.goto(address);
      const rows = await page.locator("main table").first().locator("tr").count();
      const { nodes } = await devtools.send("Accessibility.getFullAXTree");
      const count = (role) => nodes.filter((node) => !node.ignored && node.role?.value === role).length;
      assert.ok(count("table") >= 1 && count("columnheader") >= 1 && count("rowheader") >= 1, address);
      assert.ok(count("row") >= rows && count("cell") >= rows, `${address}: ${count("row")} of ${rows} rows`);
    }
  }));
