import "./call.css";
import "./signs.css";
import "./panels.css";
import "./shell.css";
import "./asking.css";
// Nobody comes into a call that is recorded without being asked, so the one never loads without the other.
import "../recording";
import { callSession } from "../../media/session";
import { gateway } from "../../realtime/client";
import { awakeWhile } from "../../realtime/idle";
import { CallCheck } from "./check";
import { CallControls } from "./controls";
import { CallDock } from "./dock";
import { CallEnd } from "./end-dialog";
import { askForKeys, CallKeyDialog } from "./key-dialog";
import { CallKeys } from "./keys-dialog";
import { CallKnocks } from "./knocks";
import { CallMore } from "./more";
import { announceEnds } from "./notices";
import { CallPerson } from "./person";
import { CallPreview } from "./preview";
import { CallRing } from "./ring";
import { followKeys } from "./shortcuts";
import { CallStage } from "./stage";

customElements.define("samovar-call-check", CallCheck);
customElements.define("samovar-call-preview", CallPreview);
customElements.define("samovar-call-stage", CallStage);
customElements.define("samovar-call-controls", CallControls);
customElements.define("samovar-call-dock", CallDock);
customElements.define("samovar-call-end", CallEnd);
customElements.define("samovar-call-key", CallKeyDialog);
customElements.define("samovar-call-keys", CallKeys);
customElements.define("samovar-call-knocks", CallKnocks);
customElements.define("samovar-call-more", CallMore);
customElements.define("samovar-call-person", CallPerson);
customElements.define("samovar-call-ring", CallRing);
gateway.hurryWhile(() => callSession.phase !== "idle");
awakeWhile(() => callSession.phase !== "idle");
announceEnds();
askForKeys();
followKeys();

declare global {
  interface HTMLElementTagNameMap {
    "samovar-call-check": CallCheck;
    "samovar-call-preview": CallPreview;
    "samovar-call-stage": CallStage;
    "samovar-call-controls": CallControls;
    "samovar-call-dock": CallDock;
    "samovar-call-end": CallEnd;
    "samovar-call-key": CallKeyDialog;
    "samovar-call-keys": CallKeys;
    "samovar-call-knocks": CallKnocks;
    "samovar-call-more": CallMore;
    "samovar-call-person": CallPerson;
    "samovar-call-ring": CallRing;
  }
}
