import { toast } from "../../enhance/toasts";
import type { Commands, Op, Person } from "../../generated/wire";
import { t } from "../../lib/i18n";
import type { Tile } from "../../media/call";
import { floor } from "../../media/floor";
import { callSession } from "../../media/session";
import { gateway } from "../../realtime/client";
import type { Option } from "./options-view";

/** May somebody of this role rule over another? The server decides; this only hides what it refuses. */
export function rules(me: Person, other: Person): boolean {
  if (me.id === other.id || other.role === "owner") return false;
  return me.role === "owner" || (me.role === "host" && other.role !== "host");
}

/** What the hosts of a room can do to somebody in it. */
export function hostOptions(room: number, me: Person, other: Person): Option[] {
  if (!rules(me, other)) return [];
  const tile = callSession.room?.id === room ? tileOf(other.id) : null;
  return [
    ...(tile ? inCallOptions(tile) : []),
    ...(other.role === "host" ? [] : [penOption(room, other, true), penOption(room, other, false)]),
    ...(me.role === "owner" && other.user !== null ? [roleOption(room, other)] : []),
    { name: t("Remove"), icon: "user-x", danger: true, act: () => removeFrom(room, other, false) },
    { name: t("Ban"), icon: "ban", danger: true, act: () => removeFrom(room, other, true) },
  ];
}

function tileOf(person: number): Tile | null {
  return callSession.tiles.find((tile) => tile.person.id === person) ?? null;
}

function inCallOptions(tile: Tile): Option[] {
  const { peer } = tile;
  const options: Option[] = [
    tile.microphone
      ? { name: t("Mute"), icon: "mic-off", act: () => tell(floor.silence("microphone", peer)) }
      : { name: t("Ask to unmute"), icon: "mic", act: () => tell(floor.ask("microphone", peer)) },
  ];
  options.push(
    tile.camera
      ? { name: t("Stop camera"), icon: "video-off", act: () => tell(floor.silence("camera", peer)) }
      : { name: t("Ask to show the camera"), icon: "video", act: () => tell(floor.ask("camera", peer)) },
  );
  if (tile.screen) {
    options.push({
      name: t("Stop sharing"),
      icon: "monitor-off",
      act: () => tell(floor.silence("screen", peer)),
    });
  }
  if (tile.hand)
    options.push({ name: t("Lower hand"), icon: "hand", act: () => tell(floor.raiseHand(false, peer)) });
  return options;
}

function penOption(room: number, other: Person, on: boolean): Option {
  return {
    name: on ? t("Give pen") : t("Take pen"),
    icon: "pencil",
    act: () => order("board.pen", { room, participant: other.id, on }),
  };
}

function roleOption(room: number, other: Person): Option {
  const host = other.role === "host";
  const name = host ? t("Take back co-host") : t("Make co-host");
  return {
    name,
    icon: "crown",
    act: () => order("room.set_host", { room, participant: other.id, host: !host }),
  };
}

function removeFrom(room: number, other: Person, ban: boolean): void {
  order("room.remove_person", { room, participant: other.id, ban });
}

function order<Name extends Op>(op: Name, data: Commands[Name]["in"]): void {
  tell(gateway.request(op, data));
}

/** A refusal is said in passing. */
function tell(doing: Promise<unknown>): void {
  doing.catch((error: unknown) => {
    if (error instanceof Error) toast(error.message, "error");
  });
}
