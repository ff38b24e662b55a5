// Looks at pages in a headless Chromium: HTML as it is, Markdown as a code host shows it. An error in the console, a request for something elsewhere,
// sideways scrolling, a formula or a picture that is not shown, a link that leads nowhere, and whatever axe finds are failures. Leaves pictures of
// each page, 390 and 1280 px wide, light and dark, and a print.
//   cd build/pages && npm ci && node look.mjs --to folder page.html page.md ...
import fs from "node:fs";
import path from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import puppeteer from "puppeteer-core";
import { page as markdownPage } from "./markdown.mjs";

const here = path.dirname(fileURLToPath(import.meta.url));
const [to, folder, ...files] = process.argv.slice(2);
if (to !== "--to" || files.length === 0) {
  console.error("usage: node look.mjs --to folder page.html page.md ...");
  process.exit(2);
}

const candidates = [process.env.CHROMIUM, "/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"];
const executablePath = candidates.find((candidate) => candidate && fs.existsSync(candidate));
if (!executablePath) {
  console.error("look: no Chromium here; install one, or name it in the variable CHROMIUM");
  process.exit(2);
}

fs.mkdirSync(folder, { recursive: true });
const browser = await puppeteer.launch({ executablePath, args: ["--no-sandbox", "--allow-file-access-from-files"] });
let count = 0;
try {
  for (const file of files) {
    for (const problem of await look(file)) {
      console.error(`${file}: ${problem}`);
      count++;
    }
  }
} finally {
  await browser.close();
}

console.log(`look: ${count === 0 ? "no problem" : `${count} problems`}; the pictures are in ${folder}`);
process.exitCode = count === 0 ? 0 : 1;

async function look(file) {
  const problems = new Set();
  let shown = path.resolve(file);
  const isMarkdown = file.endsWith(".md");
  const name = path.relative(".", file).replace(/\.\w+$/, "").replace(/[^\w-]+/g, "-");
  if (isMarkdown) {
    const made = markdownPage(file);
    made.problems.forEach((problem) => problems.add(problem));
    shown = path.resolve(folder, `${name}.html`);
    fs.writeFileSync(shown, made.html);
  }

  const page = await browser.newPage();
  page.on("pageerror", (error) => problems.add(`error: ${error.message}`));
  page.on("console", (message) => ["error", "warning"].includes(message.type()) && problems.add(`console: ${message.text()}`));
  page.on("request", (request) => {
    if (isMarkdown ? !/^(file|data):/.test(request.url()) : request.url() !== pathToFileURL(shown).href && !request.url().startsWith("data:")) {
      problems.add(`the page asks for ${request.url()}`);
    }
  });
  for (const width of [390, 1280]) {
    for (const scheme of ["light", "dark"]) {
      await page.setViewport({ width, height: 900, deviceScaleFactor: width < 500 ? 2 : 1, isMobile: width < 500 });
      await page.emulateMediaFeatures([{ name: "prefers-color-scheme", value: scheme }]);
      await page.goto(pathToFileURL(shown).href, { waitUntil: "load" });
      const seen = await page.evaluate(() => ({
        width: document.documentElement.scrollWidth,
        height: document.documentElement.scrollHeight,
        broken: [...document.images].filter((image) => image.naturalWidth === 0).map((image) => image.src),
        nameless: [...document.images].filter((image) => !image.alt).map((image) => image.src),
        nowhere: [...document.querySelectorAll('a[href^="#"]')]
          .map((link) => link.getAttribute("href"))
          .filter((id) => !document.getElementById(id.slice(1))),
      }));
      if (seen.width > width) problems.add(`at ${width} px the page is ${seen.width} px wide and scrolls sideways`);
      seen.broken.forEach((src) => problems.add(`a picture is not shown: ${src}`));
      seen.nameless.forEach((src) => problems.add(`a picture without alternative text: ${src}`));
      seen.nowhere.forEach((id) => problems.add(`a link leads nowhere: ${id}`));
      await page.evaluate(fs.readFileSync(path.join(here, "node_modules/axe-core/axe.min.js"), "utf8"));
      const axe = await page.evaluate(() => globalThis.axe.run({ resultTypes: ["violations"] }));
      for (const { help, nodes } of axe.violations) {
        problems.add(`axe, ${width} px, ${scheme}: ${help} (${nodes.length}): ${nodes[0].html.slice(0, 160)}`);
      }

      // Chromium cannot draw a picture of any height: a long page becomes several.
      const part = 1800;
      for (let y = 0, i = 1; y < seen.height; y += part, i++) {
        await page.screenshot({
          path: path.join(folder, `${name}-${width}-${scheme}-${i}.png`),
          clip: { x: 0, y, width, height: Math.min(part, seen.height - y) },
          captureBeyondViewport: true,
        });
      }
    }
  }

  await page.emulateMediaFeatures([]);
  await page.pdf({ path: path.join(folder, `${name}.pdf`), preferCSSPageSize: true });
  await page.close();
  return problems;
}
