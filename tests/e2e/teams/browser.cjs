// A person at the Playground's page: node browser.cjs <playwright-core> <address> <steps as JSON>.
// A step is ["type", text], ["press", label], ["fill", label, text], ["see", text], ["gone", text] or ["picture", file].
const [, , library, address, steps] = process.argv;
const { chromium } = require(library);
const QUIET = ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking',
  '--disable-component-update', '--disable-sync'];
const PATIENCE = { timeout: 20000 };

const DOES = {
  async type(page, text) {
    await page.locator('[contenteditable=true]').first().click(PATIENCE);
    await page.keyboard.type(text);
    await page.keyboard.press('Enter');
  },
  press: (page, label) => page.getByRole('button', { name: label, exact: true }).last().click(PATIENCE),
  fill: (page, label, text) => page.getByLabel(label).last().fill(text, PATIENCE),
  see: (page, text) => page.getByText(text).last().waitFor(PATIENCE),
  gone: (page, text) => page.getByText(text).last().waitFor({ ...PATIENCE, state: 'detached' }),
  async picture(page, file) {
    await page.waitForTimeout(300);
    await page.screenshot({ path: file });
  },
};

(async () => {
  const browser = await chromium.launch({ executablePath: '/usr/bin/chromium', args: QUIET });
  const page = await browser.newPage({ viewport: { width: 1280, height: 1000 } });
  await page.route((url) => !['localhost', '127.0.0.1'].includes(url.hostname), (route) => route.abort());
  await page.goto(address, { waitUntil: 'domcontentloaded' });
  for (const [does, ...what] of JSON.parse(steps)) await DOES[does](page, ...what);
  await browser.close();
})().catch((fault) => { console.error(fault.message); process.exit(1); });
