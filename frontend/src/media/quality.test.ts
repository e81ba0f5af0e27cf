import { describe, expect, it } from "vitest";
import { type Counted, gradeOf, qualityOf } from "./quality";

const FIRST: Counted = {
  at: 1000,
  bytes: 10_000,
  received: 100,
  lost: 0,
  roundTrip: 30,
  width: 640,
  height: 360,
  framesPerSecond: 30,
  relayed: false,
};

describe("the quality of a connection", () => {
  it("is graded by delay and loss, whichever is worse", () => {
    expect(gradeOf(30, 0)).toBe("good");
    expect(gradeOf(null, 0)).toBe("good");
    expect(gradeOf(300, 0)).toBe("fair");
    expect(gradeOf(30, 0.05)).toBe("fair");
    expect(gradeOf(700, 0)).toBe("poor");
    expect(gradeOf(30, 0.2)).toBe("poor");
  });

  it("counts only what happened since the last look", () => {
    const now = { ...FIRST, at: 3000, bytes: 60_000, received: 190, lost: 10 };
    const quality = qualityOf(FIRST, now);
    expect(quality.bitrate).toBe(200_000);
    expect(quality.loss).toBeCloseTo(0.1);
    expect(quality.grade).toBe("fair");
  });

  it("knows no bitrate at the first look", () => {
    expect(qualityOf(null, FIRST).bitrate).toBe(0);
  });

  it("takes a connection that was made anew for what it is", () => {
    expect(qualityOf(FIRST, { ...FIRST, at: 2000, bytes: 500, received: 5 }).bitrate).toBe(0);
  });
});
