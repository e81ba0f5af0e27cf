import { expect, test } from "vitest";
import { refusalOf } from "./http";

test("a refusal gives its sentence and code", () => {
  const refusal = refusalOf(403, { detail: "You may not do this.", code: "denied" });
  expect([refusal.message, refusal.code]).toEqual(["You may not do this.", "denied"]);
});

test("a field error of either shape gives the field's sentence", () => {
  expect(refusalOf(400, { name: ["Taken."] }).message).toBe("Taken.");
  expect(
    refusalOf(400, { detail: "Please check.", code: "invalid", fields: { name: ["Taken."] } }).message,
  ).toBe("Taken.");
});

test("an answer that is no JSON object gives an empty sentence", () => {
  expect(refusalOf(502, null).message).toBe("");
});
