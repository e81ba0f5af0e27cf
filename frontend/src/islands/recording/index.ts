import "./recording.css";
import { control } from "../../recording/control";
import { announceRecordings } from "../../recording/notice";
import { RecordingBadge } from "./badge";
import { RecordingButton } from "./button";
import { askForConsent, RecordingConsent } from "./consent";

customElements.define("samovar-recording-badge", RecordingBadge);
customElements.define("samovar-recording-button", RecordingButton);
customElements.define("samovar-recording-consent", RecordingConsent);
askForConsent();
announceRecordings();
// Said by `samovar record`, in a browser of its own.
window.addEventListener("samovar:record", (event) => {
  const { recording, run } = (event as CustomEvent<{ recording: number; run: number }>).detail;
  void control.watch(recording, run);
});

declare global {
  interface HTMLElementTagNameMap {
    "samovar-recording-badge": RecordingBadge;
    "samovar-recording-button": RecordingButton;
    "samovar-recording-consent": RecordingConsent;
  }
}
