import { expect, test } from "vitest";
import { beside, fresh } from "./fresh";

const box = {
  id: "box",
  type: "rectangle",
  isDeleted: false,
  x: 10,
  y: 20,
  boundElements: [
    { id: "text", type: "text" },
    { id: "gone", type: "arrow" },
  ],
};
const text = { id: "text", type: "text", isDeleted: false, x: 12, y: 22, containerId: "box" };
const arrow = { id: "a", type: "arrow", isDeleted: false, x: 0, y: 0, startBinding: { elementId: "b" } };

test("copies are bound to each other, and to nothing that is not among them", () => {
  const [one, two, three] = fresh<Record<string, unknown> & typeof arrow>([
    { ...box, startBinding: { elementId: "" } },
    { ...text, startBinding: { elementId: "" } },
    arrow,
  ]);
  expect(one?.id).not.toBe("box");
  expect(one?.boundElements).toEqual([{ id: two?.id, type: "text" }]);
  expect(two?.containerId).toBe(one?.id);
  expect(three?.startBinding).toBeNull();
});

test("what is still on the page gets its copy beside it, what is not its old place", () => {
  expect(beside([text], [text])[0]).toMatchObject({ x: 36, y: 46 });
  expect(beside([text], [{ ...text, isDeleted: true }])[0]).toMatchObject({ x: 12, y: 22 });
  expect(beside([{ ...text, isDeleted: true }], [])).toEqual([]);
});
