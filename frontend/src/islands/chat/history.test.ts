import { expect, test, vi } from "vitest";
import type { HistoryAnswer } from "../../generated/wire";
import { gateway } from "../../realtime/client";
import { History } from "./history";
import { ChatLog } from "./log";
import { sampleMessage } from "./sample";

/** A history whose pages come when the test says so. */
function told() {
  const log = new ChatLog();
  const answers: ((messages: HistoryAnswer["messages"]) => void)[] = [];
  vi.spyOn(gateway, "request").mockImplementation(
    () =>
      new Promise((resolve) =>
        answers.push((messages) =>
          resolve({ messages, more: true, newer: false, starred: [], faces: [] } as never),
        ),
      ),
  );
  const ignore = (): void => undefined;
  const history = new History(1, log, ignore, ignore);
  const shown = () => log.entries.flatMap((entry) => (entry.kind === "message" ? entry.message.body : []));
  return { log, history, answers, shown };
}

test("what was edited, deleted or answered while its page was on its way is shown so", async () => {
  const { log, history, answers, shown } = told();
  const loading = history.newest(true);
  const stale = [
    sampleMessage(1, { body: "rude" }),
    sampleMessage(2, { reply: { n: 1, name: "X", body: "rude" } as never }),
    sampleMessage(3),
  ];
  history.heard.tell({ message: sampleMessage(1, { body: "", deleted: true }), thread: null });
  history.heard.tell({
    message: sampleMessage(4, { in_log: false, thread: 3 }),
    thread: { n: 3, replies: { count: 1, at: "2026-11-21T09:00:00.000Z" } },
  });
  answers[0]?.(stale);
  await loading;
  expect(shown()).toEqual(["", "hi", "hi"]);
  const [, quoting, answered] = log.entries;
  expect(quoting?.kind === "message" && quoting.message.reply?.body).toBe("");
  expect(answered?.kind === "message" && answered.message.replies?.count).toBe(1);
});

test("an older page too, and only what was heard while it was on its way", async () => {
  const { history, answers, shown } = told();
  const loading = history.newest(true);
  history.heard.tell({ message: sampleMessage(1, { body: "old news" }), thread: null });
  answers[0]?.([sampleMessage(3)]);
  await loading;
  const older = history.older();
  history.heard.tell({ message: sampleMessage(2, { body: "edited" }), thread: null });
  answers[1]?.([sampleMessage(1), sampleMessage(2)]);
  await older;
  expect(shown()).toEqual(["hi", "edited", "hi"]);
});
