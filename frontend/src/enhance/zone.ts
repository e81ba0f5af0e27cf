/** A new meeting is planned by the clock of who plans it, at the next full hour, unless he says otherwise. */
export function enhanceZones(page: ParentNode, now = new Date()): void {
  for (const select of page.querySelectorAll<HTMLSelectElement>("select[data-own-zone]")) {
    const { timeZone } = Intl.DateTimeFormat().resolvedOptions();
    delete select.dataset.ownZone;
    // A moment of this clock in another zone would be another moment.
    if (![...select.options].some(({ value }) => value === timeZone)) continue;
    select.value = timeZone;
    propose(select, now);
  }
}

function propose({ form }: HTMLSelectElement, now: Date): void {
  const hour = new Date(now);
  hour.setHours(hour.getHours() + 1, 0, 0, 0);
  const day = [hour.getFullYear(), hour.getMonth() + 1, hour.getDate()].map((part) =>
    String(part).padStart(2, "0"),
  );
  fill(form, "day", day.join("-"));
  fill(form, "time", `${String(hour.getHours()).padStart(2, "0")}:00`);
}

function fill(form: HTMLFormElement | null, name: string, value: string): void {
  const field = form?.elements.namedItem(name);
  if (field instanceof HTMLInputElement && !field.value) field.value = value;
}
