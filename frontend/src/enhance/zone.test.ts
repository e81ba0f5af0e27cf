import { afterEach, describe, expect, it } from "vitest";
import { enhanceZones } from "./zone";

const { timeZone } = Intl.DateTimeFormat().resolvedOptions();

function form(zones: string[], day = ""): HTMLFormElement {
  document.body.innerHTML = `<form><input type="date" name="day" value="${day}"><input type="time" name="time">
    <select name="zone" data-own-zone>${zones.map((zone) => `<option>${zone}</option>`).join("")}</select></form>`;
  return document.body.querySelector("form") ?? document.createElement("form");
}

function values(of: HTMLFormElement): unknown[] {
  return ["day", "time", "zone"].map((name) => new FormData(of).get(name));
}

describe("the form of a new meeting", () => {
  afterEach(() => document.body.replaceChildren());

  it("proposes the next full hour by one's own clock", () => {
    const page = form(["Mars/Olympus", timeZone]);
    enhanceZones(document, new Date(2026, 11, 31, 23, 5));
    expect(values(page)).toEqual(["2027-01-01", "00:00", timeZone]);
  });

  it("leaves what is there", () => {
    const page = form([timeZone], "2026-12-24");
    enhanceZones(document, new Date(2026, 10, 3, 9, 59));
    expect(values(page)).toEqual(["2026-12-24", "10:00", timeZone]);
  });

  it("proposes nothing where its zone is unknown to the server", () => {
    const page = form(["Mars/Olympus"]);
    enhanceZones(document, new Date(2026, 10, 3, 9, 59));
    expect(values(page)).toEqual(["", "", "Mars/Olympus"]);
  });
});
