import { describe, expect, it } from "vitest";
import { findingText } from "./check";
import { troubleSentence, unreachedSentence } from "./troubles";

describe("what is wrong before a call is said in a sentence with its cure", () => {
  it.each([
    ["blocked", /is blocked. Allow it by the icon beside the address/],
    ["absent", /No (microphone|camera) was found. Plug one in/],
    ["busy", /Another program uses the (microphone|camera). Close it/],
    ["unsupported", /Open it by a secure address \(https\)/],
    ["failed", /does not start/],
  ] as const)("a device that is %s", (trouble, sentence) => {
    expect(troubleSentence("microphone", trouble)).toMatch(sentence);
    expect(troubleSentence("camera", trouble)).toMatch(sentence);
  });

  it.each([
    ["slow", /too slow for a blurred background.* your camera shows what is behind you/],
    ["unblurred", /cannot be blurred here, so the camera stays off/],
  ] as const)("a background that is %s", (trouble, sentence) => {
    expect(troubleSentence("camera", trouble)).toMatch(sentence);
  });

  it("a screen that cannot be shared, but not one that somebody decided not to share", () => {
    expect(troubleSentence("screen", "unsupported")).toBe("This browser cannot share the screen.");
    expect(troubleSentence("screen", "failed")).toBe("The screen cannot be shared now.");
    expect(troubleSentence("screen", "blocked")).toBeNull();
  });

  it.each([
    ["microphone", "slow", /Nobody has answered the browser's question/],
    ["camera", "busy", /Another program uses the camera/],
    ["server", "slow", /The server does not answer. Look whether you are online/],
    ["stun", "absent", /has no STUN server/],
    ["stun", "slow", /UDP seems to be blocked in your network/],
    ["relay", "absent", /has no relay \(TURN\)/],
    ["relay", "slow", /The relay cannot be reached/],
  ] as const)("the connection test: %s is %s", (step, why, sentence) => {
    expect(findingText(step, { state: "wrong", why })).toMatch(sentence);
  });

  it("nothing that comes from somebody, with a relay and without", () => {
    expect(unreachedSentence("Bob", true)).toMatch(/from Bob: one of your networks blocks calls/);
    expect(unreachedSentence("Bob", false)).toMatch(/from Bob: .* need a relay \(TURN\), and there is none/);
  });
});
