import { afterEach, describe, expect, it } from "vitest";
import type { Person } from "../generated/wire";
import { Volumes } from "./volumes";

const bob: Person = { id: 3, user: 7, username: "bob", name: "Bob", avatar: null, role: "member" };
const guest: Person = { id: 4, user: null, username: null, name: "Guest", avatar: null, role: "guest" };

describe("how loud somebody is", () => {
  afterEach(() => localStorage.clear());

  it("is as it comes until somebody is turned down", () => {
    const volumes = new Volumes(null);
    expect(volumes.of(bob)).toBe(1);
    volumes.set(bob, 0.3);
    expect([volumes.of(bob), volumes.of(guest)]).toEqual([0.3, 1]);
  });

  it("is remembered by person, also in another room", () => {
    new Volumes(null).set(bob, 0.3);
    expect(new Volumes().of({ ...bob, id: 99 })).toBe(0.3);
  });

  it("forgets who is loud again, and takes nothing strange from the storage", () => {
    const volumes = new Volumes(null);
    volumes.set(bob, 0.3);
    volumes.set(bob, 1);
    expect(localStorage.getItem("samovar.volumes")).toBe("[]");
    expect(new Volumes('[["u7", 9], ["u7", "x"], 5]').of(bob)).toBe(1);
    expect(new Volumes("{{").of(bob)).toBe(1);
  });
});
