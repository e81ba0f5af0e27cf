import { afterEach, describe, expect, it } from "vitest";
import { addressWith, bytesOf, checkOf, keepKey, keyOf, makeKey, readKey, takeFromAddress } from "./callKeys";

describe("the key of a call", () => {
  afterEach(() => {
    localStorage.clear();
    history.replaceState(null, "", "/");
  });

  it("has 128 bits and is another each time", () => {
    const key = makeKey();
    expect(bytesOf(key).byteLength).toBe(16);
    expect(makeKey()).not.toBe(key);
  });

  it("is read from itself and from an address, and from nothing else", () => {
    const key = makeKey();
    expect(readKey(` ${key}\n`)).toBe(key);
    expect(readKey(addressWith("abc-defg-hij", key))).toBe(key);
    expect(readKey("hello")).toBeNull();
    expect(readKey(`https://samovar.example/r/abc-defg-hij/?key=${key}`)).toBeNull();
    expect(readKey(`${key}x`)).toBeNull();
  });

  it("is told to the server as a digest alone", async () => {
    expect(await checkOf("AAAAAAAAAAAAAAAAAAAAAA")).toBe("e1cb38c922c4f1487b5710290c5673e3");
    expect(await checkOf(makeKey())).toMatch(/^[0-9a-f]{32}$/);
  });

  it("is taken off the address of a room and kept for that room", () => {
    const key = makeKey();
    history.replaceState(null, "", `/r/abc-defg-hij/?tab=group#key=${key}`);
    takeFromAddress();
    expect(location.href).toMatch(/\/r\/abc-defg-hij\/\?tab=group$/);
    expect(keyOf("abc-defg-hij")).toBe(key);
    expect(keyOf("xyz-defg-hij")).toBeNull();
  });

  it("leaves other addresses alone", () => {
    history.replaceState(null, "", "/people/#key=short");
    takeFromAddress();
    expect(location.hash).toBe("#key=short");
    keepKey("abc-defg-hij", "no key");
    expect(keyOf("abc-defg-hij")).toBeNull();
  });
});
