import { describe, expect, it } from "vitest";
import { ReceivedLevel, type VoiceSource } from "./received";

type Told = { audioLevel?: number; timestamp: number };

function receiver(told: Told[]): VoiceSource {
  return { getSynchronizationSources: () => told };
}

describe("how loud a voice comes in", () => {
  it("is what its newest packet tells", () => {
    const told = [
      { audioLevel: 0.9, timestamp: 100 },
      { audioLevel: 0.2, timestamp: 200 },
    ];
    expect(new ReceivedLevel(receiver(told)).look(0)).toBe(0.2);
  });

  it("is nothing before the first packet, and again a second after the last", () => {
    const told: Told[] = [];
    const level = new ReceivedLevel(receiver(told));
    expect(level.look(0)).toBe(0);
    told.push({ audioLevel: 0.3, timestamp: 7 });
    expect([level.look(100), level.look(1100), level.look(1200)]).toEqual([0.3, 0.3, 0]);
    told[0] = { audioLevel: 0.3, timestamp: 8 };
    expect(level.look(1300)).toBe(0.3);
  });

  it("is not known where neither browser nor sender tells it", () => {
    expect(new ReceivedLevel({}).look(0)).toBeNull();
    expect(new ReceivedLevel(receiver([{ timestamp: 1 }])).look(0)).toBeNull();
  });
});
