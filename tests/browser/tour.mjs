// The picture tour: pages of the sample channel in three languages, with a sentence about each. Run `bin/tour` after a change
// that people see; it writes docs/tour/ and needs what the browser tests need.

import { mkdir, rm, writeFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { languages, openBrowser } from "./support/browser.mjs";
import { ids, koreanCustomer } from "./support/lists.mjs";
import { pickLanguage } from "./support/pages.mjs";
import { startPortal } from "./support/portal.mjs";
import { invitationOf } from "./support/samples.mjs";

const folder = fileURLToPath(new URL("../../docs/tour/", import.meta.url));

const titles = { en: "A tour of the portal", ko: "포털 둘러보기", "zh-TW": "入口網站導覽" };

const captions = {
  customers: {
    en: "Customers: the list narrows while you type. A row opens in place.",
    ko: "고객: 입력하는 대로 목록이 좁혀지고, 행은 그 자리에서 펼쳐집니다.",
    "zh-TW": "客戶：輸入時清單即時篩選，資料列可直接展開。",
  },
  search: {
    en: "The search in the header finds customers, requests, orders, subscriptions and users.",
    ko: "머리글의 검색은 고객, 요청, 주문, 구독, 사용자를 모두 찾습니다.",
    "zh-TW": "頁首的搜尋可找到客戶、要求、訂單、訂閱與使用者。",
  },
  subscriptions: {
    en: "A customer's subscriptions, with quantities, renewal dates and status.",
    ko: "고객의 구독: 수량, 갱신일, 상태를 한눈에 볼 수 있습니다.",
    "zh-TW": "客戶的訂閱：數量、續約日期與狀態一目了然。",
  },
  account: {
    en: "A customer's account: bill-to information, agreement, permissions.",
    ko: "고객 계정: 청구지 정보, 계약 동의, 권한.",
    "zh-TW": "客戶帳戶：帳單資訊、合約與權限。",
  },
  shop: {
    en: "Ordering: the catalog beside the cart.",
    ko: "주문: 카탈로그와 장바구니가 나란히 있습니다.",
    "zh-TW": "訂購：目錄與購物車並列。",
  },
  request: {
    en: "A relationship request shows what has happened to it and what can be done next.",
    ko: "관계 요청: 지금까지의 진행과 다음에 할 수 있는 일을 보여 줍니다.",
    "zh-TW": "關係要求：顯示目前進度與接下來可執行的動作。",
  },
  activity: {
    en: "The activity log says what happened, who did it and when.",
    ko: "활동 로그: 무엇이 언제 누구에 의해 바뀌었는지 보여 줍니다.",
    "zh-TW": "活動記錄：說明發生了什麼、由誰執行、何時執行。",
  },
  invitation: {
    en: "The customer's page of an invitation, on a phone.",
    ko: "고객이 휴대폰에서 여는 초대 페이지.",
    "zh-TW": "客戶在手機上開啟的邀請頁面。",
  },
};

await rm(folder, { recursive: true, force: true });
await mkdir(folder, { recursive: true });
const portal = await startPortal();
const browser = await openBrowser(portal);
try {
  for (const language of languages) await tour(language);
} finally {
  await browser.close();
  await portal.stop();
}

async function tour(language) {
  const { code } = language;
  const shoot = (page, name) => page.screenshot({ path: `${folder}${name}.${code}.png` });
  let invitation;
  await browser.visit({ language: code, width: 1200, height: 760 }, async (page) => {
    await page.goto("/customers");
    await pickLanguage(page, language);
    const { id, syllables } = await koreanCustomer(page);
    await page.goto(`/customers?q=${encodeURIComponent(syllables)}`);
    await page.locator("[data-id] .expander").first().click();
    await page.locator("[aria-expanded=true]").first().waitFor();
    await shoot(page, "customers");
    await page.goto(`/search?q=${encodeURIComponent(syllables)}`);
    await shoot(page, "search");
    for (const name of ["subscriptions", "account"]) {
      await page.goto(`/customers/${id}/${name}`);
      await shoot(page, name);
    }
    await page.goto(`/customers/${id}/orders/new`);
    await shoot(page, "shop");
    await page.goto("/relationship-requests?state=waiting");
    const request = (await ids(page)).at(-1);   // the oldest: it was sent and opened
    await page.goto(`/relationship-requests/${request}`);
    await shoot(page, "request");
    await page.goto("/activity");
    await shoot(page, "activity");
    invitation = await invitationOf(page, request);
  });
  await browser.visit({ as: null, language: code, width: 390, height: 844 }, async (page) => {
    await page.goto(invitation);
    await pickLanguage(page, language);
    await shoot(page, "invitation");
  });
  const parts = Object.entries(captions).map(([name, caption]) => `${caption[code]}\n\n![${caption[code]}](tour/${name}.${code}.png)\n`);
  const others = languages.map((one) => (one.code === code ? titles[code] : `[${titles[one.code]}](${file(one.code)})`)).join(" · ");
  await writeFile(new URL(`../../docs/${file(code)}`, import.meta.url), `# ${titles[code]}\n\n${others}\n\n${parts.join("\n")}`);
}

function file(code) {
  return `tour${code === "en" ? "" : `.${code}`}.md`;
}
