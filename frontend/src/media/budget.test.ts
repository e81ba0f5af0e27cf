import { describe, expect, it } from "vitest";
import { camerasFit, type Plan, planFor, shrinkBy, UPLINK } from "./budget";

function spent(plan: Plan, others: number): number {
  const sources = [plan.microphone, plan.camera, plan.screen, plan.screenSound];
  return others * sources.reduce((sum, { active, bitrate }) => sum + (active ? bitrate : 0), 0);
}

describe("what a mesh sends", () => {
  it("stays within the uplink for every number of people, sharing or not", () => {
    for (let people = 2; people <= 20; people += 1) {
      for (const sharing of [false, true]) {
        expect(spent(planFor(people, sharing), people - 1)).toBeLessThanOrEqual(UPLINK);
      }
    }
  });

  it("always has sound", () => {
    for (let people = 1; people <= 20; people += 1) {
      expect(planFor(people, true).microphone).toMatchObject({ active: true, bitrate: 40_000 });
    }
  });

  it("is full video to four people, 360 lines to six, sound beyond", () => {
    expect(planFor(4, false).camera.height).toBe(720);
    expect(planFor(5, false).camera.height).toBe(360);
    expect(planFor(6, false).camera.active).toBe(true);
    expect(planFor(7, false).camera.active).toBe(false);
    expect([camerasFit(6), camerasFit(7)]).toEqual([true, false]);
  });

  it("gives a shared screen most, and the face beside it little", () => {
    const plan = planFor(3, true);
    expect(plan.screen.bitrate).toBeGreaterThan(plan.camera.bitrate);
    expect(plan.camera.height).toBe(180);
    expect(plan.screen.active).toBe(true);
    expect(planFor(3, false).screen.active).toBe(false);
  });

  it("never enlarges a picture", () => {
    expect(shrinkBy(480, 720)).toBe(1);
    expect(shrinkBy(720, 360)).toBe(2);
    expect(shrinkBy(undefined, 360)).toBe(1);
  });
});
