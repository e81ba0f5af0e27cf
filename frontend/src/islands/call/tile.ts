import { html, nothing, type TemplateResult } from "lit";
import { classMap } from "lit/directives/class-map.js";
import { face as roundFace } from "../../lib/face";
import { formatNumber, t } from "../../lib/i18n";
import { icon } from "../../lib/icons";
import type { Tile } from "../../media/call";
import { moments } from "../../media/moments";
import { quality } from "../../media/quality";
import { chosenLayout } from "./chosen-layout";
import { qualitySign } from "./quality-view";
import { shown } from "./shown";
import { soundButton } from "./sound-view";

/** A picture that plays by itself. Sound comes from elsewhere, so it is always muted here. */
export function video(stream: MediaStream, look: "cover" | "whole" | "mirrored"): TemplateResult {
  return html`<video
    class="call-video call-video-${look}"
    .muted=${true}
    autoplay
    playsinline
    aria-hidden="true"
    ${shown(stream)}
  ></video>`;
}

/** The face that lies under a picture; `avatar` is the path of the person's own. */
export function face(name: string, avatar: string | null = null): TemplateResult {
  return roundFace(name, "call-face", avatar);
}

/** The name as it is read out; one's own is marked. */
function tileName(tile: Tile): string {
  return tile.me ? t("{name} (you)", { name: tile.person.name }) : tile.person.name;
}

/** One person of the call. The face lies under the picture, so it shows whenever there is none. */
export function renderTile(tile: Tile, hand = 0): TemplateResult {
  const picture = tile.streams.camera;
  const classes = {
    "call-tile": true,
    "is-speaking": tile.speaking,
    "is-away": tile.reach !== "connected" || tile.lost,
  };
  return html`<div
    role="group"
    class=${classMap(classes)}
    aria-label=${tileName(tile)}
    data-peer=${tile.peer}
    data-me=${tile.me ? "true" : "false"}
    data-camera=${tile.camera ? "on" : "off"}
    data-microphone=${tile.microphone ? "on" : "off"}
  >
    ${face(tile.person.name, tile.person.avatar)} ${picture ? video(picture, tile.me ? "mirrored" : "cover") : nothing}
    ${tile.microphone ? nothing : badge("mic-off", t("Microphone off"))}
    <span class="call-name"><bdi>${tile.person.name}</bdi>${you(tile)}${cameraState(tile)}</span>
    ${hand > 0 ? handBadge(hand) : nothing} ${reactionBadge(moments.reaction(tile.peer))}
    ${tile.me ? nothing : html`${qualitySign(quality.of(tile.peer))} ${pinButton(tile)} ${soundButton(tile)}`} ${connecting(tile)}
  </div>`;
}

function handBadge(order: number): TemplateResult {
  return html`<span class="call-hand">
    ${icon("hand", "icon-s")}<span aria-hidden="true">${formatNumber(order)}</span>
    <span class="sr-only">${t("Hand up, number {order}", { order })}</span>
  </span>`;
}

function reactionBadge(emoji: string | null): TemplateResult | typeof nothing {
  return emoji ? html`<span class="call-reaction" role="status">${emoji}</span>` : nothing;
}

function pinButton(tile: Tile): TemplateResult {
  const on = chosenLayout.choice.pinned === tile.peer;
  const name = t("Pin {name}", { name: tile.person.name });
  return html`<button
    type="button"
    class="call-pin"
    aria-label=${name}
    title=${name}
    aria-pressed=${on ? "true" : "false"}
    @click=${() => chosenLayout.togglePin(tile.peer)}
  >
    ${icon(on ? "pin-off" : "pin", "icon-s")}
  </button>`;
}

function badge(name: "mic-off", label: string): TemplateResult {
  return html`<span class="call-badge">${icon(name, "icon-s")}<span class="sr-only">${label}</span></span>`;
}

function you(tile: Tile): TemplateResult | typeof nothing {
  return tile.me ? html`<span class="call-you">(${t("you")})</span>` : nothing;
}

function cameraState(tile: Tile): TemplateResult | typeof nothing {
  return tile.camera ? nothing : html`<span class="sr-only">, ${t("camera off")}</span>`;
}

function connecting(tile: Tile): TemplateResult | typeof nothing {
  if (tile.reach === "connected" && !tile.lost) return nothing;
  const text = tile.reach === "connecting" ? t("Connecting…") : t("Reconnecting…");
  return html`<span class="call-away">${text}</span>`;
}
