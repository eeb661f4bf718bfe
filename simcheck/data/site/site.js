// The site with a script: files are dropped, sent with progress, and jobs are followed while they run.
"use strict";
(() => {
  document.documentElement.classList.add("on");

  // --- files ---------------------------------------------------------------------------------------------------------

  function size(bytes) {
    const units = ["B", "kB", "MB", "GB"];
    let at = 0;
    while (bytes >= 1000 && at < units.length - 1) { bytes /= 1000; at += 1; }
    return `${at ? bytes.toFixed(1) : bytes} ${units[at]}`;
  }

  // What was dropped: files, and what is in folders, by its path in them.
  async function dropped(transfer, unread) {
    const entries = [...transfer.items].map((item) => item.webkitGetAsEntry && item.webkitGetAsEntry());
    const plain = [...transfer.files];
    if (!entries.some((entry) => entry && entry.isDirectory)) return plain.map((file) => [file.name, file]);
    const found = [];
    for (const entry of entries) if (entry) await walk(entry, "", found, unread);
    return found;
  }

  // What the system does not let be read keeps nobody from the rest.
  async function walk(entry, above, found, unread) {
    const name = above + entry.name;
    try {
      if (entry.isFile) {
        found.push([name, await new Promise((resolve, reject) => entry.file(resolve, reject))]);
        return;
      }
      const reader = entry.createReader();
      for (;;) {
        const some = await new Promise((resolve, reject) => reader.readEntries(resolve, reject));
        if (!some.length) return;
        for (const each of some) await walk(each, `${name}/`, found, unread);
      }
    } catch { unread.push(name); }
  }

  // The same file once more, not another one that is called so.
  const isSame = ([name, file], [other, second]) =>
    name === other && file.size === second.size && file.lastModified === second.lastModified;

  const LISTED = 100;

  for (const form of document.querySelectorAll("form[data-send]")) {
    const zone = form.querySelector("[data-drop]");
    const told = form.querySelector("[data-chosen]");
    const clear = form.querySelector("[data-clear]");
    const list = form.querySelector("[data-list]");
    const rest = form.querySelector("[data-rest]");
    const problem = form.querySelector("[data-problem]");
    const inputs = [...zone.querySelectorAll("input[type=file]")];
    let chosen = [];

    function tell() {
      const sum = chosen.reduce((total, [, file]) => total + file.size, 0);
      told.textContent = chosen.length
        ? told.dataset.some.replace("{n}", chosen.length.toLocaleString()).replace("{size}", size(sum))
        : told.dataset.none;
      clear.hidden = !chosen.length;
      inputs[0].required = !chosen.length;
      list.replaceChildren(...chosen.slice(0, LISTED).map(row));
      list.hidden = !chosen.length;
      rest.hidden = chosen.length <= LISTED;
      rest.textContent = rest.dataset.rest.replace("{n}", (chosen.length - LISTED).toLocaleString());
    }

    function row([name, file], at) {
      const item = document.createElement("li");
      const words = Object.assign(document.createElement("bdi"), { textContent: name });
      const bytes = Object.assign(document.createElement("span"), { className: "small", textContent: size(file.size) });
      const button = Object.assign(document.createElement("button"), { type: "button", className: "plain", textContent: "×" });
      button.setAttribute("aria-label", list.dataset.remove.replace("{name}", () => name));
      button.addEventListener("click", () => {
        chosen.splice(at, 1);
        tell();
        const left = list.querySelectorAll("button");
        (left[Math.min(at, left.length - 1)] || inputs[0]).focus();
      });
      item.append(words, " ", bytes, " ", button);
      return item;
    }

    function add(some) {
      const before = new Map();
      for (const each of chosen) before.set(each[0], [...(before.get(each[0]) || []), each]);
      chosen = chosen.concat(some.filter((each) => !(before.get(each[0]) || []).some((other) => isSame(each, other))));
      problem.hidden = true;
      tell();
    }

    function complain(words) {
      problem.textContent = words;
      problem.hidden = false;
    }

    for (const input of inputs) {
      input.addEventListener("change", () => {
        add([...input.files].map((file) => [file.webkitRelativePath || file.name, file]));
        input.value = "";
      });
    }
    clear.addEventListener("click", () => { chosen = []; tell(); inputs[0].focus(); });
    for (const name of ["dragenter", "dragover"]) {
      zone.addEventListener(name, (event) => { event.preventDefault(); zone.classList.add("over"); });
    }
    for (const name of ["dragleave", "drop"]) zone.addEventListener(name, () => zone.classList.remove("over"));
    zone.addEventListener("drop", async (event) => {
      event.preventDefault();
      const unread = [];
      const some = await dropped(event.dataTransfer, unread);
      add(some);
      if (unread.length) complain(problem.dataset.unread.replace("{n}", unread.length).replace("{name}", () => unread[0]));
      else if (!some.length) complain(problem.dataset.empty);
    });

    form.addEventListener("submit", (event) => {
      event.preventDefault();
      const data = new FormData(form);
      data.delete("files");
      for (const [name, file] of chosen) data.append("files", file, name);
      send(form, data, problem);
    });
  }
  // a file that misses the zone must not take the place of the page
  for (const name of ["dragover", "drop"]) window.addEventListener(name, (event) => event.preventDefault());

  function send(form, data, problem) {
    const box = form.querySelector("[data-sending]");
    const bar = box.querySelector("progress");
    const words = box.querySelector("[data-words]");
    const button = form.querySelector("button.main");
    const request = new XMLHttpRequest();
    function stop(message) {
      problem.textContent = message;
      problem.hidden = false;
      box.hidden = true;
      button.disabled = false;
    }
    request.open("POST", form.dataset.send);
    request.responseType = "json";
    request.upload.addEventListener("progress", (event) => {
      if (!event.lengthComputable) return;
      bar.value = event.loaded / event.total;
      words.textContent = words.dataset.words.replace("{part}", `${Math.floor(100 * bar.value)}%`);
    });
    request.addEventListener("error", () => stop(problem.dataset.broken));
    request.addEventListener("load", () => {
      const answer = request.response;
      if (request.status < 300 && answer) location.href = `/jobs/${answer.id}`;
      else stop(answer ? [answer.title, answer.detail, answer.advice].filter(Boolean).join(" · ") : problem.dataset.broken);
    });
    problem.hidden = true;
    box.hidden = false;
    button.disabled = true;
    request.send(data);
  }
  // who comes back to a page that was left while it sent
  window.addEventListener("pageshow", (event) => { if (event.persisted) location.reload(); });

  // --- jobs ----------------------------------------------------------------------------------------------------------

  const job = document.querySelector("[data-job]");
  if (job) follow(job);

  function follow(box) {
    const state = box.querySelector("[data-state]");
    const bar = box.querySelector("progress");

    // Whether it is over; then the page is shown again, with what came of it.
    function show(told) {
      if (!["waiting", "running"].includes(told.state)) { location.reload(); return true; }
      const step = told.progress && box.getAttribute(`data-step-${told.progress.step}`);
      let words = box.dataset.running;
      if (told.state === "waiting") words = box.dataset.waiting.replace("{n}", told.position || 1);
      else if (step) {
        const { done, total } = told.progress;
        const facts = { done: done.toLocaleString(), total: total.toLocaleString(), part: `${total ? Math.floor(100 * done / total) : 0}%` };
        words = step.replace(/\{(\w+)\}/g, (_, name) => facts[name]);
      }
      if (state.textContent !== words) state.textContent = words;
      if (told.progress && told.progress.total) bar.value = told.progress.done / told.progress.total;
      else bar.removeAttribute("value");
      return false;
    }

    // A browser has six connections for a site: a page that nobody looks at leaves its own to the others.
    let round = 0;
    function watch() {
      const mine = ++round;
      if (document.hidden) return;
      if (window.EventSource) listen(mine);
      else poll(mine);
    }

    function listen(mine) {
      const events = new EventSource(`${box.dataset.job}/events`);
      ended = () => events.close();
      events.onmessage = (event) => { if (show(JSON.parse(event.data))) events.close(); };
      events.onerror = () => { events.close(); setTimeout(() => poll(mine), 500); };
    }

    async function poll(mine) {
      if (mine !== round) return;
      try {
        const answer = await fetch(box.dataset.job);
        if (show(await answer.json())) return;
      } catch { /* the server is busy, or gone: ask again */ }
      setTimeout(() => poll(mine), 1000);
    }

    let ended = () => {};
    document.addEventListener("visibilitychange", () => { ended(); watch(); });
    watch();
  }
})();
