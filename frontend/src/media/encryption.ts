/** End-to-end encryption of what goes over the media server: AES-GCM in a worker, with the key of the room. */

import { type E2EEManagerOptions, ExternalE2EEKeyProvider } from "livekit-client";
import EncryptingWorker from "livekit-client/e2ee-worker?worker";
import { bytesOf } from "./callKeys";

export type Encryption = E2EEManagerOptions;

/** Who makes it ends its worker. */
export async function encryptionWith(key: string): Promise<Encryption> {
  const keyProvider = new ExternalE2EEKeyProvider();
  await keyProvider.setKey(bytesOf(key));
  return { keyProvider, worker: new EncryptingWorker() };
}
