import { afterEach, expect, test, vi } from "vitest";
import { handOver } from "./hand-over";

afterEach(() => vi.useRealTimers());

test("what is saved can still be read after the click, and not for ever", () => {
  vi.useFakeTimers();
  vi.spyOn(HTMLAnchorElement.prototype, "click").mockReturnValue();
  const over = vi.spyOn(URL, "revokeObjectURL");
  handOver(new Blob(["words"]), "words.txt");
  expect(over).not.toHaveBeenCalled();
  vi.runAllTimers();
  expect(over).toHaveBeenCalledOnce();
});
