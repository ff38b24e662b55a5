// Markdown as GitHub shows it, as far as this project uses it: CommonMark with tables, ```math blocks and $`...`$ formulas by KaTeX.
import fs from "node:fs";
import path from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import katex from "katex";
import MarkdownIt from "markdown-it";

const here = path.dirname(fileURLToPath(import.meta.url));

// Anything that KaTeX does not know, or that LaTeX would read otherwise, is a problem of the page.
function formula(source, displayMode, problems) {
  try {
    const html = katex.renderToString(source, { displayMode, throwOnError: true, strict: "error" });
    return displayMode ? `<div class="formula" role="group" aria-label="Formula" tabindex="0">${html}</div>` : html;
  } catch (error) {
    problems.push(`${error.message}: ${source.trim()}`);
    return `<b>${error.message}</b>`;
  }
}

// As GitHub makes them: lower case, no punctuation, hyphens for spaces.
const anchor = (heading) => heading.toLowerCase().replace(/[^\p{L}\p{N} _-]/gu, "").replaceAll(" ", "-");

export function page(file) {
  const problems = [];
  const markdown = new MarkdownIt({ html: true });
  const fence = markdown.renderer.rules.fence;
  markdown.renderer.rules.fence = (tokens, i, ...rest) =>
    tokens[i].info.trim() === "math" ? formula(tokens[i].content, true, problems) : fence(tokens, i, ...rest).replace("<pre>", '<pre tabindex="0">');
  markdown.renderer.rules.table_open = () => '<table tabindex="0">';
  markdown.renderer.rules.heading_open = (tokens, i) => `<${tokens[i].tag} id="${anchor(tokens[i + 1].content)}">`;
  markdown.core.ruler.push("dollar_backtick", (state) => {
    for (const { children } of state.tokens.filter((token) => token.type === "inline")) {
      for (let i = 1; i + 1 < children.length; i++) {
        const [before, code, after] = children.slice(i - 1, i + 2);
        if (code.type === "code_inline" && before.content.endsWith("$") && after.content.startsWith("$")) {
          before.content = before.content.slice(0, -1);
          after.content = after.content.slice(1);
          code.type = "html_inline";
          code.content = formula(code.content, false, problems);
        }
      }
    }
  });
  const body = markdown.render(fs.readFileSync(file, "utf8"));
  const prose = body.replace(/<pre[\s\S]*?<\/pre>|<code>[\s\S]*?<\/code>|<span class="katex[\s\S]*?<\/math>[\s\S]*?<\/span>/g, "");
  for (const left of prose.match(/\$[^<]{0,40}/g) ?? []) {
    problems.push(`a formula that is not rendered: ${left}`);
  }

  // Relative links and pictures keep their meaning: the page says where it comes from.
  const styles = pathToFileURL(path.join(here, "node_modules/katex/dist/katex.min.css"));
  const html = `<!DOCTYPE html><html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>${path.basename(file)}</title><base href="${pathToFileURL(path.resolve(file))}"><link rel="stylesheet" href="${styles}">
<style>
:root { color-scheme: light dark; --ink: #1f2328; --page: #ffffff; --line: #d1d9e0; --code: #f0f2f5; --link: #0550ae; }
@media (prefers-color-scheme: dark) { :root { --ink: #f0f6fc; --page: #0d1117; --line: #3d444d; --code: #1d232b; --link: #79c0ff; } }
body { margin: 0 auto; padding: 16px; max-width: 980px; background: var(--page); color: var(--ink); overflow-wrap: break-word; }
body { font: 16px/1.5 system-ui, "Liberation Sans", sans-serif; }
a { color: var(--link); } h1, h2 { border-bottom: 1px solid var(--line); padding-bottom: .3em; } img { max-width: 100%; }
pre, code { background: var(--code); border-radius: 6px; font-size: 85%; } code { padding: .2em .4em; }
pre { padding: 16px; overflow: auto; } pre code { padding: 0; font-size: 100%; } .formula { overflow: auto hidden; }
table { display: block; overflow: auto; border-collapse: collapse; } th, td { border: 1px solid var(--line); padding: 6px 13px; }
</style></head><body><main>${body}</main></body></html>`;
  return { html, problems };
}
