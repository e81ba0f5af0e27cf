import { expect, it, vi } from "vitest";
import type { Begun, Doors } from "./bringing";
import { Tray } from "./tray";

/** Doors behind which each file is whole only when `open` was called for it. */
function slowDoors(): { doors: Doors; open(name: string): void } {
  const gates = new Map<string, () => void>();
  const ids: string[] = [];
  const begun = (id: string): Begun => ({ id, offset: 1, piece: 1 });
  const doors: Doors = {
    begin: async ({ name }) => {
      ids.push(name);
      return begun(name);
    },
    look: async (id) => begun(id),
    piece: async (id) => begun(id),
    finish: (id) => new Promise((resolve) => gates.set(id, resolve)),
    drop: async () => undefined,
    pause: async () => undefined,
  };
  return { doors, open: (name) => gates.get(name)?.() };
}

function add(tray: Tray, name: string): void {
  tray.add(new Blob(["x"]), { name, size: 1, type: "" });
}

const turn = (): Promise<void> => new Promise((resolve) => setTimeout(resolve));

it("sends a message when all its files have come", async () => {
  const { doors, open } = slowDoors();
  const tray = new Tray(doors);
  add(tray, "a");
  add(tray, "b");
  const send = vi.fn(async () => undefined);
  tray.pack("look", send);
  await turn();
  open("a");
  await turn();
  expect(send).not.toHaveBeenCalled();
  open("b");
  await turn();
  expect(send).toHaveBeenCalledWith([
    { id: "a", alt: "" },
    { id: "b", alt: "" },
  ]);
  expect(tray.busy).toBe(false);
});

it("brings three at once and the next when one has come", async () => {
  const { doors, open } = slowDoors();
  const tray = new Tray(doors);
  for (const name of ["a", "b", "c", "d"]) add(tray, name);
  await turn();
  expect(tray.items.map(({ bringing }) => bringing.state)).toEqual(["coming", "coming", "coming", "waiting"]);
  open("b");
  await turn();
  expect(tray.items.map(({ bringing }) => bringing.state)).toEqual(["coming", "ready", "coming", "coming"]);
});

it("sends without a file that was taken out, and nothing when the message is taken back", async () => {
  const { doors, open } = slowDoors();
  const tray = new Tray(doors);
  add(tray, "a");
  add(tray, "b");
  const send = vi.fn(async () => undefined);
  tray.pack("", send);
  await turn();
  const [, second] = tray.parcels[0]?.items ?? [];
  if (second) tray.remove(second);
  open("a");
  await turn();
  expect(send).toHaveBeenCalledWith([{ id: "a", alt: "" }]);
  add(tray, "c");
  tray.pack("", send);
  const [parcel] = tray.parcels;
  if (parcel) tray.unpack(parcel);
  open("c");
  await turn();
  expect(send).toHaveBeenCalledTimes(1);
});
