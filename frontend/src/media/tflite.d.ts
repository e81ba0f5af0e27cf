/** TensorFlow Lite as WebAssembly; the package has no types for it. Offsets are in bytes. */
declare module "tflite/tflite-simd.js" {
  export interface Lite {
    readonly HEAPU8: Uint8Array;
    readonly HEAPF32: Float32Array;
    _getModelBufferMemoryOffset(): number;
    /** 0 when the model is good. */
    _loadModel(bytes: number): number;
    _getInputMemoryOffset(): number;
    _getInputWidth(): number;
    _getInputHeight(): number;
    _getOutputMemoryOffset(): number;
    _getOutputChannelCount(): number;
    /** 0 when it worked. */
    _runInference(): number;
  }
  /** What it would write to the console goes to the two. */
  interface Given {
    readonly wasmBinary: ArrayBuffer;
    readonly print: (line: string) => void;
    readonly printErr: (line: string) => void;
  }
  const create: (given: Given) => Promise<Lite>;
  export default create;
}
