// Build static/vendor/ from the pinned packages: the same input gives the same bytes. `npm ci --ignore-scripts && node build.mjs`
import { createHash } from "node:crypto";
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";

const here = dirname(fileURLToPath(import.meta.url));
const out = join(here, "..", "static", "vendor");

const result = await build({
  absWorkingDir: here,
  entryPoints: ["editor.js"],
  outfile: join(out, "editor.js"),
  bundle: true,
  minify: true,
  format: "esm",
  target: "es2022",
  charset: "utf8",
  legalComments: "none",
  metafile: true,
});

const packages = new Set();
for (const input of Object.keys(result.metafile.inputs)) {
  const found = /^node_modules\/((?:@[^/]+\/)?[^/]+)\//.exec(input);
  if (found) packages.add(found[1]);
}
const notices = [...packages].sort().map((name) => {
  const folder = join(here, "node_modules", name);
  const about = JSON.parse(readFileSync(join(folder, "package.json"), "utf8"));
  const file = readdirSync(folder).find((entry) => /^licen[cs]e/i.test(entry));
  return `${name} ${about.version} (${about.license})\n\n${file ? readFileSync(join(folder, file), "utf8").trim() : ""}\n`;
});
writeFileSync(
  join(out, "LICENCES.txt"),
  `editor.js is built from these packages.\n\n${notices.join("\n----\n\n")}`,
);
const sums = ["LICENCES.txt", "editor.js"].map(
  (name) => `${createHash("sha256").update(readFileSync(join(out, name))).digest("hex")}  ${name}`,
);
writeFileSync(join(out, "SHA256SUMS"), `${sums.join("\n")}\n`);
