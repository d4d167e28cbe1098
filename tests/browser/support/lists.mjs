// Reads a list by the attributes that pages guarantee to scripts: data-total, data-id, rel.

/** The total that the list shows (1000 for "1,000+"). */
export async function total(page) {
  return Number(await page.locator("[data-total]").first().getAttribute("data-total"));
}

/** The ids of the rows on this page, in order. */
export function ids(page) {
  return page.locator("[data-id]").evaluateAll((rows) => rows.map((row) => row.dataset.id));
}

/** The texts of one column of the rows on this page, in order; the boxes that select rows are no column. */
export function column(page, number) {
  return page.locator("[data-id]").evaluateAll(
    (rows, position) => rows.map((row) => row.querySelectorAll(":scope > :not(.tick)")[position].textContent.trim()),
    number,
  );
}

/** Two adjacent Hangul syllables of a customer's name in the list, and that customer's id. */
export async function koreanCustomer(page) {
  for (const address of ["/customers", "/customers?sort=-name"]) {
    await page.goto(address);
    const names = await column(page, 0);
    const position = names.findIndex((name) => /[가-힣]{2}/.test(name));
    if (position >= 0) return { id: (await ids(page))[position], syllables: names[position].match(/[가-힣]{2}/)[0] };
  }
  throw new Error("the first and the last page of the sample customers show no Korean name");
}

/** The address of the page without its origin and fragment, readable. */
export function address(page) {
  const url = new URL(page.url());
  return decodeURIComponent(url.pathname + url.search);
}

/** One parameter of the page's address, "" if it is missing. */
export function parameter(page, name) {
  return new URL(page.url()).searchParams.get(name) ?? "";
}

/** Waits until the address has this parameter with this value ("": missing). */
export function waitForParameter(page, name, value) {
  return page.waitForURL((url) => (url.searchParams.get(name) ?? "") === value);
}

/** Waits until the list's total satisfies `condition`, and returns it. */
export async function waitForTotal(page, condition) {
  for (let tries = 0; tries < 50; tries += 1) {
    const now = await total(page);
    if (condition(now)) return now;
    await page.waitForTimeout(100);
  }
  throw new Error(`the list still says ${await total(page)}`);
}

/** Opens the menu (a popover) that contains `target`, unless it is already visible. */
export async function reveal(page, target) {
  const menu = await target.evaluate((element) => element.closest("[popover]")?.id);
  if (menu && !(await target.isVisible())) await page.locator(`[popovertarget="${menu}"]`).first().click();
}
