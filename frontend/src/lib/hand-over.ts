/** Some browsers read what is saved only after the click; ms. */
const READ = 60_000;

/** Lets the browser save `content` as a file of this name. */
export function handOver(content: Blob, name: string): void {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(content);
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), READ);
}
