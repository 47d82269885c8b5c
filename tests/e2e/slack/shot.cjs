// The emulator's own page in Chromium: as a person, in their chat with the bot, presses a button and takes a picture.
// node shot.cjs URL USER NAME BUTTON WORDS FILE: prints what stands there once WORDS do.
const { chromium } = require("playwright-core");

async function main([url, user, name, button, words, file]) {
  const browser = await chromium.launch({ executablePath: "/usr/bin/chromium", args: ["--no-sandbox"] });
  const page = await browser.newPage({ viewport: { width: 1100, height: 860 } });
  page.on("pageerror", (error) => { throw error; });
  await page.goto(url);
  await page.selectOption(".actas select", user);
  await page.locator(".sidebar-item", { hasText: name }).click();
  if (button) await page.getByRole("button", { name: button }).last().click();
  await page.locator(".messages", { hasText: words }).waitFor();
  console.log(await page.locator(".messages").innerText());
  await page.screenshot({ path: file });
  await browser.close();
}

main(process.argv.slice(2));
