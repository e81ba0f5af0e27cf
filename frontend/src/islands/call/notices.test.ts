import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import type { Trouble } from "../../media/devices";
import { callSession } from "../../media/session";
import { announceEnds } from "./notices";

const toasted = vi.hoisted(() => [] as string[]);
vi.mock("../../enhance/toasts", () => ({ toast: (text: string) => toasted.push(text) }));

describe("a camera that goes off by itself during a call", () => {
  let [sees, trouble]: [boolean, Trouble | null] = [false, null];
  announceEnds();

  beforeEach(() => {
    vi.spyOn(callSession.local, "has").mockImplementation(() => sees);
    vi.spyOn(callSession, "trouble").mockImplementation(() => trouble);
  });

  function becomes(now: boolean, why: Trouble | null): string[] {
    [sees, trouble] = [now, why];
    callSession.events.emit("change", undefined);
    return toasted.splice(0);
  }

  afterEach(() => void becomes(false, null));

  it("is told once, with what it shows when it is turned on again", () => {
    expect(becomes(true, null)).toEqual([]);
    expect(becomes(false, "slow")).toEqual([expect.stringContaining("too slow for a blurred background")]);
    expect(becomes(false, "slow")).toEqual([]);
    expect(becomes(true, null)).toEqual([]);
    expect(becomes(false, "unblurred")).toEqual([expect.stringContaining("cannot be blurred here")]);
  });

  it("is not told to who turned it off, or never had it on", () => {
    expect(becomes(false, "slow")).toEqual([]);
    becomes(true, null);
    expect(becomes(false, null)).toEqual([]);
  });
});
