// Finds objects of the sample channel that pages need: ids, a started task, a link that was sent.
// Missing ones are created through the pages, once for each portal.

import { ids, koreanCustomer } from "./lists.mjs";

/** Visits the lists in the signed-in window `page`, and returns the parts of addresses that it found. */
export async function findSamples(page) {
  const korean = await koreanCustomer(page);
  const idsAt = async (address) => {
    await page.goto(address);
    return ids(page);
  };
  const [customer] = await idsAt("/customers");
  const [subscription] = await idsAt(`/customers/${customer}/subscriptions`);
  const [order] = await idsAt("/orders");
  const [colleague] = await idsAt("/account-settings/users?q=lukas");
  const [reseller] = await idsAt("/indirect-resellers");
  const [request] = await idsAt("/relationship-requests?state=waiting");
  const [accepted] = await idsAt("/relationship-requests?state=accepted");
  const referral = await ownReferral(page, "received");
  const acceptedReferral = await ownReferral(page, "accepted");
  return {
    korean,
    customer,
    subscription,
    suspended: await suspendedSubscription(page),
    order,
    colleague,
    reseller,
    request,
    accepted,
    referral,
    acceptedReferral,
    invitation: await invitationOf(page, request),
    draft: await beginCustomer(page),
    assigned: await addCustomer(page),
    cart: await beginOrder(page, customer),
    file: await uploadCustomers(page),
    link: await inviteColleague(page),
  };
}

/** A referral of this status that the visitor's own partner works on. */
async function ownReferral(page, status) {
  await page.goto(`/referrals?status=${status}`);
  for (const id of await ids(page)) {
    await page.goto(`/referrals/${id}`);
    if ((await page.locator(`form[action^="/referrals/"]`).count()) > 0) return id;
  }
  throw new Error(`the sample channel has no referral of its own that is ${status}`);
}

/** The path of the customer's page of a pending request. */
export async function invitationOf(page, request) {
  await page.goto(`/relationship-requests/${request}`);
  return new URL(await page.locator("textarea[data-link]").getAttribute("data-link")).pathname;
}

/** Fills in the form of a new customer with an unknown Korean company; `fields` overrides values. */
export async function fillCompany(page, fields = {}) {
  const typed = {
    domain: "haneul-lamp.example",
    company_name: "하늘등불 주식회사",
    first_name: "하늘",
    last_name: "민",
    email: "it@haneul-lamp.example",
    phone: "+82 2-555-0177",
    address_line1: "세종대로 110",
    state: "서울특별시",
    city: "중구",
    postal_code: "04524",
    ...fields,
  };
  for (const [name, value] of Object.entries(typed)) await page.locator(`[name=${name}]`).fill(value);
}

/** Says in the form of a new customer that the customer agreement was accepted, so that offers can be ordered. */
export async function acceptAgreement(page) {
  await page.locator("#accepted").check();
  await page.locator("[name=agreed_on]").fill("2026-01-15");
}

/** Opens the page of an active subscription that has this element. */
export async function openActiveSubscription(page, selector) {
  await page.goto("/customers");
  for (const customer of await ids(page)) {
    await page.goto(`/customers/${customer}/subscriptions`);
    const active = page.locator("[data-id]:not(.add-on):has([data-state=active]) .name").first();
    if (!(await active.count())) continue;
    await press(page, active);
    if (await page.locator(selector).count()) return;
  }
  throw new Error(`no sample customer has an active subscription with ${selector}`);
}

/** Presses a button of the page's form, and waits for the next page. */
export async function press(page, button) {
  await Promise.all([page.waitForEvent("load"), button.click()]);
}

/** The main button of a page. */
export function primary(page) {
  return page.locator("main button.primary");
}

/** The address of a suspended subscription. */
async function suspendedSubscription(page) {
  await page.goto("/customers");
  for (const customer of await ids(page)) {
    const list = `/customers/${customer}/subscriptions`;
    await page.goto(`${list}?status=suspended`);
    const [subscription] = await ids(page);
    if (subscription) return `${list}/${subscription}`;
  }
  throw new Error("no sample customer has a suspended subscription");
}

async function beginCustomer(page) {
  await page.goto("/customers/new");
  await fillCompany(page);
  await acceptAgreement(page);
  await press(page, primary(page));
  return new URL(page.url()).pathname.split("/")[3];
}

/** A customer whose Microsoft ID the portal assigned. */
async function addCustomer(page) {
  const domain = "haneul-assigned.example";
  await page.goto("/customers/new");
  await fillCompany(page, { domain });
  for (let step = 0; step < 4; step += 1) await press(page, primary(page));
  await page.goto(`/customers?q=${domain}`);
  const [id] = await ids(page);
  return id;
}

async function beginOrder(page, customer) {
  await page.goto(`/customers/${customer}/orders/new`);
  const [offer] = await ids(page);
  await page.locator(`[data-id="${offer}"] button`).first().click();
  await page.waitForURL((url) => url.searchParams.has("cart"));
  return new URL(page.url()).searchParams.get("cart");
}

async function uploadCustomers(page) {
  const rows = [
    "Microsoft ID,Company name,Primary domain name,Relationship",
    "3f2504e0-4f89-41d3-9a0c-0305e82c3301,Quiet River Ltd,quiet-river.example,Reseller",
    "not an id,Broken line,broken.example,Reseller",
  ];
  await page.goto("/customers/import");
  const file = { name: "customers.csv", mimeType: "text/csv", buffer: Buffer.from(rows.join("\r\n")) };
  await page.locator("[name=file]").setInputFiles(file);
  await press(page, primary(page));
  return new URL(page.url()).pathname.split("/")[3];
}

async function inviteColleague(page) {
  await page.goto("/account-settings/users/new");
  await page.locator("[name=name]").fill("나래 문");
  await page.locator("[name=email]").fill(`narae.moon.${Date.now()}@hangang.example`);
  await page.locator("[name=agent_role][value=sales-agent]").check();
  await page.locator("[name=welcome][value=link]").check();
  await press(page, primary(page));
  return new URL(await page.locator("[data-secret] code").innerText()).pathname;
}
