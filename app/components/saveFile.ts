/** Has the browser save a file that was fetched. */
export function saveFile(file: Blob, name: string): void {
  const address = URL.createObjectURL(file);
  const link = document.createElement("a");
  link.href = address;
  link.download = name;
  link.click();
  // The browser has taken hold of the file when the click is over; Safari only a moment later.
  setTimeout(() => {
    URL.revokeObjectURL(address);
  }, 10_000);
}
