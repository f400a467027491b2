// What the pages do beyond links and forms, all of which work without it.
"use strict";

const linked = (name) => document.querySelectorAll(`[data-field="${CSS.escape(name)}"]`);
const inText = (node) => node instanceof HTMLElement && /^(TEXTAREA|INPUT|SELECT)$/.test(node.tagName) && node.type !== "checkbox";

function light(name, on) {
  for (const node of linked(name)) node.classList.toggle("lit", on);
}

function show(name) {
  const papers = document.getElementById("papers");
  const frame = papers && papers.querySelector(`[data-field="${CSS.escape(name)}"]`);
  if (!frame) return;
  const box = frame.getBoundingClientRect();
  const view = papers.getBoundingClientRect();
  if (box.top < view.top || box.bottom > view.bottom) {
    papers.scrollTop += box.top - view.top - Math.max(20, (view.height - box.height) / 3);
  }
}

function linkFrames() {
  for (const node of document.querySelectorAll("[data-field]")) {
    const name = node.dataset.field;
    node.addEventListener("mouseenter", () => light(name, true));
    node.addEventListener("mouseleave", () => light(name, false));
    if (node.closest("#papers")) {
      node.addEventListener("click", () => {
        const field = document.getElementById(`value-${name}`) || document.querySelector(".consent button");
        if (field) field.focus();
      });
    } else {
      node.addEventListener("focusin", () => { light(name, true); show(name); });
      node.addEventListener("focusout", () => light(name, false));
    }
  }
}

function zooming() {
  const papers = document.getElementById("papers");
  if (!papers) return;
  let step = 0;
  const set = (by) => {
    papers.classList.remove(`zoom-${step}`);
    step = Math.min(3, Math.max(0, step + by));
    papers.classList.add(`zoom-${step}`);
  };
  document.getElementById("larger").addEventListener("click", () => set(1));
  document.getElementById("smaller").addEventListener("click", () => set(-1));
}

// Keys of one letter can be switched off (WCAG 2.1.4).
function shortcuts() {
  const box = document.getElementById("keys-on");
  let on = true;
  try { on = localStorage.getItem("desk-keys") !== "off"; } catch (e) { /* not allowed: on */ }
  if (box) {
    box.checked = on;
    box.addEventListener("change", () => {
      on = box.checked;
      try { localStorage.setItem("desk-keys", on ? "on" : "off"); } catch (e) { /* for now only */ }
    });
  }
  let sent = false;
  document.addEventListener("submit", (event) => {
    if (sent) event.preventDefault();  // one press is one decision
    sent = true;
  });
  window.addEventListener("pageshow", () => { sent = false; });
  document.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && event.ctrlKey && inText(event.target)) {
      const save = document.querySelector('#decision button[value="save"]');
      if (save) { event.preventDefault(); save.click(); }
      return;
    }
    if (event.key === "Escape" && inText(event.target)) {
      event.target.blur();
      document.getElementById("main").focus();
      return;
    }
    if (!on || event.repeat || inText(event.target) || event.ctrlKey || event.altKey || event.metaKey) return;
    const key = event.key.toLowerCase();
    if (key === "e") {
      const first = document.querySelector(".field.unsure textarea") || document.querySelector(".field textarea");
      if (first) { event.preventDefault(); first.focus(); }
      return;
    }
    const target = key === "j" ? document.getElementById("after")
      : key === "k" ? document.getElementById("before")
      : /^[a-z]$/.test(key) ? document.querySelector(`button[data-key="${key}"]`) : null;
    if (target) { event.preventDefault(); target.click(); }
  });
}

function watching() {
  const work = document.getElementById("work");
  if (!work || work.dataset.state !== "running") return;
  const look = async () => {
    try {
      const answer = await fetch("/work.json", { credentials: "same-origin" });
      const now = await answer.json();
      if (now.state !== "running") { location.reload(); return; }
      const bar = document.getElementById("bar");
      if (now.total) { bar.max = now.total; bar.value = now.done; }
      if (now.done) document.getElementById("told").textContent = now.told;
    } catch (e) { /* the desk may be closing: look again */ }
    setTimeout(look, 700);
  };
  setTimeout(look, 300);
}

function waiting() {
  if (document.body.dataset.page !== "busy") return;
  setTimeout(() => location.reload(), 2000);
}

function dropping() {
  const drop = document.getElementById("drop");
  if (!drop) return;
  const send = (files) => {
    const form = new FormData();
    form.append("token", drop.querySelector("input[name=token]").value);
    for (const [file, name] of files) form.append("file", file, name);
    const told = document.getElementById("sending");
    told.textContent = "…";
    fetch("/files", { method: "POST", body: form, credentials: "same-origin" })
      .then(async (answer) => {
        if (answer.ok) { location.href = answer.url; return; }
        const page = new DOMParser().parseFromString(await answer.text(), "text/html");
        const fault = page.querySelector("[role=alert]");
        told.textContent = fault ? fault.textContent : String(answer.status);
      })
      .catch(() => { told.textContent = "✗"; });
  };
  const walk = async (entry, path) => {
    if (entry.isFile) {
      const file = await new Promise((good, bad) => entry.file(good, bad));
      return [[file, path + file.name]];
    }
    const reader = entry.createReader();
    const found = [];
    for (;;) {
      const some = await new Promise((good, bad) => reader.readEntries(good, bad));
      if (!some.length) return found;
      for (const one of some) found.push(...await walk(one, `${path}${entry.name}/`));
    }
  };
  drop.addEventListener("submit", (event) => {
    event.preventDefault();
    event.stopPropagation();
    const files = [...drop.querySelectorAll("input[type=file]")].flatMap((input) => [...input.files]);
    if (files.length) send(files.map((file) => [file, file.webkitRelativePath || file.name]));
  });
  for (const kind of ["dragenter", "dragover"]) {
    drop.addEventListener(kind, (event) => { event.preventDefault(); drop.classList.add("over"); });
  }
  for (const kind of ["dragleave", "drop"]) {
    drop.addEventListener(kind, () => drop.classList.remove("over"));
  }
  drop.addEventListener("drop", async (event) => {
    event.preventDefault();
    const entries = [...event.dataTransfer.items].map((item) => item.webkitGetAsEntry && item.webkitGetAsEntry());
    const plain = [...event.dataTransfer.files].map((file) => [file, file.name]);
    const found = [];
    for (const entry of entries) if (entry) found.push(...await walk(entry, ""));
    if (found.length || plain.length) send(found.length ? found : plain);
  });
}

linkFrames();
zooming();
shortcuts();
watching();
waiting();
dropping();
