// Tables of a page: sorted by the numbers in the data, filtered by name.

(() => {
  const collator = () => new Intl.Collator(page.language() === "zh" ? "zh-CN" : "en", { numeric: true });
  const compared = (a, b, words) => (typeof a === "string" || typeof b === "string"
    ? words.compare(String(a), String(b)) : a - b);

  for (const table of document.querySelectorAll("table[data-table]")) {
    const values = page.data.tables[table.dataset.table];
    const body = table.tBodies[0];
    const rows = [...body.rows];
    const heads = [...table.tHead.rows[0].cells];

    heads.forEach((head, column) => {
      // what cannot be ordered has no values
      if (!rows.length || column >= values[0].length) return;
      const button = document.createElement("button");
      button.type = "button";
      button.append(...head.childNodes);
      head.append(button);
      button.addEventListener("click", () => {
        const isWords = typeof values[0][column] === "string";
        const before = head.getAttribute("aria-sort");
        const down = before ? before === "ascending" : !isWords;
        for (const each of heads) each.removeAttribute("aria-sort");
        head.setAttribute("aria-sort", down ? "descending" : "ascending");
        const words = collator();
        const order = rows.map((_, at) => at).sort((a, b) =>
          (down ? -1 : 1) * compared(values[a][column], values[b][column], words) || a - b);
        body.append(...order.map(at => rows[at]));
      });
    });

    const field = document.querySelector(`[data-filter="${table.dataset.table}"]`);
    const count = document.querySelector(`[data-found="${table.dataset.table}"]`);
    if (!field) continue;
    field.addEventListener("input", () => {
      const wanted = field.value.trim().toLowerCase();
      let shown = 0;
      rows.forEach((row, at) => {
        row.hidden = !String(values[at][0]).toLowerCase().includes(wanted);
        shown += !row.hidden;
      });
      count.textContent = `${page.grouped(shown)} / ${page.grouped(rows.length)}`;
    });
  }
})();
