import { existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import type { Plugin } from "vite";

/**
 * One SVG file with the icons the portal uses, so that a page costs one cached request.
 *
 * Names come from `names.txt` and from `{% icon "name" %}`, `icon="name"` and `icon: "name"`
 * in the sources. A name that Tabler does not know stops the build.
 */
interface SpriteOptions {
  icons: string;
  names: string;
  sources: string[];
}

const MENTION = /(?:\{%\s*icon\s+|\bicon=|\bicon:\s*)"([a-z][a-z0-9-]+)"/g;

export function iconSprite(options: SpriteOptions): Plugin {
  return {
    name: "townsite-icon-sprite",
    apply: "build",
    generateBundle() {
      const symbols = wantedNames(options).map((name) => symbol(options.icons, name));
      this.emitFile({
        type: "asset",
        name: "icons.svg",
        originalFileName: "icons.svg",
        source: `<svg xmlns="http://www.w3.org/2000/svg">${symbols.join("")}</svg>\n`,
      });
    },
  };
}

function wantedNames({ names, sources }: SpriteOptions): string[] {
  const listed = readFileSync(names, "utf8").split(/\s+/).filter(Boolean);
  const mentioned = sources.flatMap(files).flatMap((file) => {
    return [...readFileSync(file, "utf8").matchAll(MENTION)].map((match) => match[1] ?? "");
  });
  return [...new Set([...listed, ...mentioned])].sort();
}

function files(folder: string): string[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder).flatMap((name) => {
    const path = join(folder, name);
    if (statSync(path).isDirectory()) return files(path);
    return /\.(html|ts)$/.test(name) ? [path] : [];
  });
}

function symbol(folder: string, name: string): string {
  const path = join(folder, `${name}.svg`);
  if (!existsSync(path)) {
    throw new Error(`No Tabler icon is called "${name}". Maybe look it up in @tabler/icons.`);
  }
  const drawing = readFileSync(path, "utf8").match(/<svg[^>]*>([\s\S]*)<\/svg>/)?.[1] ?? "";
  const shapes = drawing.replace(/<path stroke="none"[^>]*\/>/, "").replace(/\s*\n\s*/g, "");
  return `<symbol id="${name}" viewBox="0 0 24 24" fill="none" stroke="currentColor" stroke-width="1.75" stroke-linecap="round" stroke-linejoin="round">${shapes}</symbol>`;
}
