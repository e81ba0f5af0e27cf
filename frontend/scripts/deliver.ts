import { existsSync, mkdirSync, readdirSync, renameSync, rmSync, statSync } from "node:fs";
import { dirname, join } from "node:path";
import type { Plugin } from "vite";

const MANIFEST = "manifest.json";
/** How long files of earlier builds stay: a server that was started with them, and open pages, still ask. */
const KEPT_MS = 24 * 3600 * 1000;

/**
 * Moves a finished build from its own folder into `served`, the manifest last, and removes there what no
 * build of the last day made. Names carry a hash of the content, so nothing that is served ever changes.
 */
export function deliver(fresh: string, served: string): Plugin {
  return {
    name: "samovar-deliver",
    apply: "build",
    closeBundle() {
      if (!existsSync(join(fresh, MANIFEST))) return;
      const made = files(fresh).filter((name) => name !== MANIFEST);
      for (const name of [...made, MANIFEST]) {
        mkdirSync(dirname(join(served, name)), { recursive: true });
        renameSync(join(fresh, name), join(served, name));
      }
      rmSync(fresh, { recursive: true });
      removeOld(served, new Set([...made, MANIFEST]));
    },
  };
}

function files(folder: string, below = ""): string[] {
  return readdirSync(join(folder, below), { withFileTypes: true }).flatMap((entry) => {
    const name = below ? `${below}/${entry.name}` : entry.name;
    return entry.isDirectory() ? files(folder, name) : [name];
  });
}

function removeOld(served: string, made: Set<string>): void {
  const before = Date.now() - KEPT_MS;
  for (const name of files(served)) {
    const isCurrent = made.has(name.replace(/\.gz$/, ""));
    const path = join(served, name);
    if (!isCurrent && name.startsWith("assets/") && statSync(path).mtimeMs < before) rmSync(path);
  }
}
