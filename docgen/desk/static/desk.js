// The window's own script: what a page hears from docgen, files that are dropped, ticks and filters. Text enters a page only
// through textContent, or as a page that docgen rendered.
"use strict";
(() => {
  const words = document.body.dataset;
  const said = document.getElementById("said");
  const me = crypto.getRandomValues(new Uint32Array(4)).join("-");
  let stream = null;
  let dirty = false;

  const say = (text, button, action) => {
    said.replaceChildren(text);
    if (button) {
      const one = document.createElement("button");
      one.type = "button";
      one.textContent = button;
      one.addEventListener("click", action);
      said.append(" ", one);
    }
  };

  const busy = () => dirty || Boolean(document.activeElement?.matches("main input, main select, main textarea"));

  // What somebody has opened or filtered on a page stays so on the page that takes its place.
  const carry = (old, now) => {
    const named = (one) =>
      [one.querySelector("summary").textContent, ...[...one.querySelectorAll("input[type=hidden]")].map((box) => box.value)].join();
    const opened = new Map([...old.querySelectorAll("details")].map((one) => [named(one), one.open]));
    for (const one of now.querySelectorAll("details")) one.open = opened.get(named(one)) ?? one.open;
    for (const one of old.querySelectorAll("#filter, [data-state]")) {
      const same = now.querySelector(one.id ? `#${one.id}` : `[data-state="${CSS.escape(one.dataset.state)}"]`);
      if (same) Object.assign(same, one.id ? { value: one.value } : { checked: one.checked });
    }
  };

  // The page again, as it now is; what somebody is filling in is not taken from under their hands.
  const refresh = async (force) => {
    const busyNow = () => !force && busy();
    let page = null;
    if (!busyNow()) {
      const answer = await fetch(location.href, { headers: { Accept: "text/html" } });
      if (!answer.ok) return;
      page = new DOMParser().parseFromString(await answer.text(), "text/html");
    }
    if (busyNow()) { // asked again: they may have begun while the page was on its way
      say(words.changed, words.load, () => location.reload());
      return;
    }
    const old = document.getElementById("main");
    const now = page.getElementById("main");
    if (!now) return;
    words.version = page.body.dataset.version;
    if (now.innerHTML === old.innerHTML) return;
    carry(old, now);
    old.replaceWith(now);
    document.querySelector("h1").replaceWith(page.querySelector("h1"));
    Object.assign(words, page.body.dataset);
    prepare(now);
  };

  const progress = (run) => {
    for (const [index, [name, done, total]] of run.steps.entries()) {
      const line = document.querySelector(`#steps [data-step="${CSS.escape(name)}"]`);
      if (!line) continue;
      line.className = index === run.steps.length - 1 ? "now" : "done";
      const bar = line.querySelector("progress");
      bar.max = total || 1;
      bar.value = index === run.steps.length - 1 ? done : bar.max;
      line.querySelector("span").textContent = total ? `${done}/${total}` : "";
    }
    const one = document.getElementById("one");
    const last = run.steps[run.steps.length - 1];
    if (one && last && last[2]) {
      one.max = last[2];
      one.value = last[1];
    }
    if (!["running", "stopping"].includes(run.stage) && stream) refresh(true);
  };

  const listen = () => {
    if (stream || document.hidden || words.ended) return;
    const asked = new URLSearchParams({ page: me, semester: words.semester, run: words.run, version: words.version });
    stream = new EventSource(`/events?${asked}`);
    let over = false;
    stream.addEventListener("changed", () => { if (!words.run) refresh(false); });
    stream.addEventListener("run", (event) => {
      if (over) return;
      const run = JSON.parse(event.data);
      over = !["running", "stopping"].includes(run.stage);
      progress(run);
    });
    stream.addEventListener("stopped", () => { stream.close(); say(words.lost); });
    stream.addEventListener("error", () => { if (stream && stream.readyState === EventSource.CLOSED) say(words.lost); });
  };
  const rest = () => {
    if (!stream) return;
    navigator.sendBeacon(`/away?page=${me}`);
    stream.close();
    stream = null;
  };
  document.addEventListener("visibilitychange", () => { if (document.hidden) rest(); else { listen(); refresh(false); } });
  window.addEventListener("pagehide", () => { if (stream) { stream.close(); stream = null; } });

  const send = async (file, address) => {
    const joined = `${address}${address.includes("?") ? "&" : "?"}name=${encodeURIComponent(file.name)}`;
    const answer = await fetch(joined, { method: "POST", body: file, headers: { Accept: "application/json" } });
    const told = await answer.json().catch(() => ({}));
    if (!answer.ok) throw new Error([told.message || words.refused, told.hint].filter(Boolean).join(" "));
    return told;
  };

  const prepareDrop = (place) => {
    const box = place.querySelector("input[type=file]");
    const take = async (files) => {
      dirty = true;
      let next = "";
      const faults = [];
      for (const file of files) {
        say(words.sending.replace("{name}", file.name));
        try {
          next = (await send(file, place.dataset.send)).next || next;
        } catch (error) {
          faults.push(`${file.name}: ${error.message}`);
        }
      }
      dirty = false;
      const after = place.querySelector("form.after");
      if (!faults.length && next && after) after.requestSubmit();
      else if (faults.length) say(faults.join(" · "), next && words.load, () => location.assign(next));
      else if (next) location.assign(next);
    };
    box.addEventListener("change", () => take([...box.files]));
    place.addEventListener("dragover", (event) => { event.preventDefault(); place.classList.add("over"); });
    place.addEventListener("dragleave", () => place.classList.remove("over"));
    place.addEventListener("drop", (event) => {
      event.preventDefault();
      place.classList.remove("over");
      take([...event.dataTransfer.files]);
    });
  };

  const prepareFilter = (root) => {
    const box = root.querySelector("#filter");
    if (!box) return;
    const states = [...root.querySelectorAll("[data-state]")];
    const apply = () => {
      const asked = box.value.normalize("NFKC").toLowerCase().split(/\s+/).filter(Boolean);
      const shown = new Set(states.filter((one) => one.checked).map((one) => one.dataset.state));
      for (const row of root.querySelectorAll("[data-rows] tbody tr, #papers-table tbody tr")) {
        let any = false;
        for (const one of row.querySelectorAll("[data-text]")) {
          const text = one.dataset.text.normalize("NFKC").toLowerCase();
          one.hidden = !(asked.every((word) => text.includes(word)) && (!states.length || shown.has(one.dataset.mark)));
          any = any || !one.hidden;
        }
        row.hidden = !any;
      }
    };
    box.addEventListener("input", apply);
    box.form.addEventListener("submit", (event) => event.preventDefault());
    for (const one of states) one.addEventListener("change", apply);
    apply();
  };

  const prepare = (root) => {
    for (const place of root.querySelectorAll("[data-send]")) prepareDrop(place);
    prepareFilter(root);
    for (const all of root.querySelectorAll("[data-all]")) {
      all.addEventListener("change", () => {
        for (const one of root.querySelectorAll(`input[name="${CSS.escape(all.dataset.all)}"]`)) {
          if (!one.closest("[hidden]")) one.checked = all.checked;
        }
      });
    }
    for (const form of root.querySelectorAll("form[method=post]")) {
      form.addEventListener("input", () => { dirty = true; });
      form.addEventListener("submit", () => { dirty = false; });
    }
  };
  prepare(document);
  listen();
})();
