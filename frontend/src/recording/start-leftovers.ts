import { noted } from "./left";

/** Looks once after each full load whether an earlier page died while it recorded. */
export function sendWhatIsLeft(): void {
  if (noted().length === 0) return;
  void import("./leftovers").then(({ sendLeftovers }) => sendLeftovers());
}
