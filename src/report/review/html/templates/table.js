// Sorting and filtering of long tables, and opening of what is folded. The page is complete without it.
(() => {
  "use strict";
  const LEAST_ROWS = 8;
  const collator = new Intl.Collator("en", { numeric: true, sensitivity: "base" });

  const key = (row, column) => {
    const cell = row.cells[column];
    return cell ? (cell.dataset.sort ?? cell.textContent).trim() : "";
  };

  const compare = (a, b) => {
    const [x, y] = [a, b].map((text) => (/^[-−]?[\d\s\u202f]+$/u.test(text) ? Number(text.replace("−", "-").replace(/[\s\u202f]/gu, "")) : NaN));
    if (!Number.isNaN(x) && !Number.isNaN(y)) return x - y;
    return collator.compare(a, b);
  };

  const sort = (table, column) => {
    const headers = [...table.tHead.rows[0].cells];
    const direction = headers[column].getAttribute("aria-sort") === "ascending" ? "descending" : "ascending";
    headers.forEach((header) => header.removeAttribute("aria-sort"));
    headers[column].setAttribute("aria-sort", direction);
    const sign = direction === "ascending" ? 1 : -1;
    const body = table.tBodies[0];
    const rows = [...body.rows].map((row, index) => ({ row, index, key: key(row, column) }));
    rows.sort((a, b) => sign * compare(a.key, b.key) || a.index - b.index);
    body.append(...rows.map(({ row }) => row));
  };

  const addFilter = (table, number) => {
    const rows = [...table.tBodies[0].rows];
    const box = document.createElement("div");
    box.className = "filter";
    const label = document.createElement("label");
    label.textContent = "Filter rows";
    label.htmlFor = `filter-${number}`;
    const input = document.createElement("input");
    input.type = "search";
    input.id = label.htmlFor;
    input.setAttribute("aria-describedby", table.caption.id);
    const shown = document.createElement("span");
    shown.className = "quiet";
    shown.setAttribute("role", "status");
    const texts = new Map();
    input.addEventListener("input", () => {
      const words = input.value.toLocaleLowerCase("en").split(/\s+/u).filter(Boolean);
      let count = 0;
      for (const row of rows) {
        if (!texts.has(row)) texts.set(row, row.textContent.toLocaleLowerCase("en"));
        row.hidden = !words.every((word) => texts.get(row).includes(word));
        count += row.hidden ? 0 : 1;
      }
      shown.textContent = words.length ? `${count} of ${rows.length} rows` : "";
    });
    box.append(label, input, shown);
    table.closest(".region").before(box);
  };

  document.querySelectorAll("table.long").forEach((table, number) => {
    if (table.tBodies[0].rows.length < 2) return;
    [...table.tHead.rows[0].cells].forEach((header, column) => {
      const button = document.createElement("button");
      button.type = "button";
      button.append(...header.childNodes);
      button.addEventListener("click", () => sort(table, column));
      header.append(button);
    });
    if (table.tBodies[0].rows.length >= LEAST_ROWS) addFilter(table, number);
  });

  // Older browsers do not unfold what a link leads to.
  const unfold = () => {
    const target = location.hash.length > 1 && document.getElementById(decodeURIComponent(location.hash.slice(1)));
    if (!target) return;
    for (let folded = target.closest("details"); folded; folded = folded.parentElement.closest("details")) folded.open = true;
    target.scrollIntoView();
    target.focus({ preventScroll: true });
  };
  addEventListener("hashchange", unfold);
  unfold();

  // Paper cannot be unfolded.
  let folded = [];
  addEventListener("beforeprint", () => {
    folded = [...document.querySelectorAll("details:not([open])")];
    folded.forEach((details) => { details.open = true; });
  });
  addEventListener("afterprint", () => folded.forEach((details) => { details.open = false; }));
})();
