// Every page in dark colors: axe, widths and language. See light.test.mjs.

import { test } from "node:test";
import { look } from "./support/accessibility.mjs";
import { suite } from "./support/suite.mjs";

const { visit } = suite();

test("en, dark, 390 px", () => look(visit, { language: "en", scheme: "dark", width: 390, height: 844 }));

test("zh-TW, dark, 1366 px", () => look(visit, { language: "zh-TW", scheme: "dark", width: 1366, height: 900 }));
