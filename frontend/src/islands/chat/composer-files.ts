import "../../files/file-button";
import "../../files/tray-element";
import "../../files/voice-button";
import { html, nothing } from "lit";
import type { Spoken } from "../../files/recording";
import { trayOf } from "../../files/trays";
import { t } from "../../lib/i18n";
import type { Composer } from "./composer";
import type { ComposerPart } from "./composer-parts";

/** Does the composer write a message of its own in a room? Files go with nothing else. */
function takesFiles(composer: Composer): boolean {
  return composer.talk !== null && composer.purpose?.what !== "edit";
}

/** The files that will be sent with the text. */
export const fileTray: ComposerPart = (composer) =>
  composer.talk
    ? html`<samovar-file-tray .room=${composer.talk.room} .place=${composer.where?.place ?? 0} ?hidden=${!takesFiles(composer)}></samovar-file-tray>`
    : nothing;

/** Chooses files. */
export const fileButton: ComposerPart = (composer) =>
  composer.talk && takesFiles(composer)
    ? html`<samovar-file-button .room=${composer.talk.room} .place=${composer.where?.place ?? 0}></samovar-file-button>`
    : nothing;

/** Records a voice message. */
export const voiceButton: ComposerPart = (composer) =>
  takesFiles(composer)
    ? html`<samovar-voice-button @voice-send=${(event: CustomEvent<Spoken>) => speak(composer, event.detail)}></samovar-voice-button>`
    : nothing;

/** Sends what was spoken as a message of its own, as the answer it was to be. */
function speak(composer: Composer, { blob, ...spoken }: Spoken): void {
  const { talk, where, purpose } = composer;
  if (!talk || !where) return;
  const tray = trayOf(talk.room, where.place);
  const name = `${t("Voice message")}.${spoken.type.split("/")[1] ?? "webm"}`;
  const item = tray.add(blob, { name, size: blob.size, voice: true, ...spoken });
  const answered = purpose?.what === "reply" ? purpose.n : undefined;
  tray.pack("", (files) => where.send("", answered, files), [item]);
  where.reveal();
  composer.cancelPurpose();
}
