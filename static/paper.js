// The paper of an exam: answers are saved as they are given. htmx sends them; this file says which
// ones, sees to what did not arrive, and sends what is left when the page goes out of sight.
// Without it the buttons save.
(() => {
  "use strict";

  const SOON = 5000; // milliseconds until a save that failed is tried again; each time twice as long
  const LATE = 60000;

  let form = null;
  let kept = new Map(); // question -> the answer that the server has
  let sending = new Map(); // the same, of the request under way
  let wanted = null; // the button that was pressed while something was not saved yet
  let wait = SOON;
  let timer = 0;
  let renewed = false;

  // Each question of the page with its answer: as it stands, or as the server sent it.
  const answers = (asSent) => {
    const found = new Map();
    for (const part of form.elements) {
      if (!/^q-\d+$/.test(part.name)) continue;
      const values = found.get(part.name) || [];
      found.set(part.name, values);
      if (part.type === "select-one") {
        const sent = [...part.options].find((one) => one.defaultSelected) || part.options[0];
        values.push(asSent ? sent.value : part.value);
      } else if (asSent ? part.defaultChecked : part.checked) values.push(part.value);
    }
    return new Map([...found].map(([name, values]) => [name, values.join()]));
  };

  const unsaved = () =>
    [...answers(false)].filter(([name, value]) => kept.get(name) !== value).map(([name]) => name);

  const again = () => {
    clearTimeout(timer);
    if (form && unsaved().length) htmx.trigger(form, "again");
  };

  const say = (id) => {
    for (const name of ["not-saved", "signed-out"]) {
      document.getElementById(name).hidden = name !== id;
    }
    document.getElementById("saved").hidden = Boolean(id);
    document.getElementById("by-itself").hidden = true;
  };

  const failed = (status) => {
    say(status === 401 ? "signed-out" : "not-saved");
    wanted = null;
    clearTimeout(timer);
    timer = setTimeout(again, wait);
    wait = Math.min(2 * wait, LATE);
  };

  const arrived = () => {
    kept = new Map([...kept, ...sending]);
    wait = SOON;
    say("");
    if (!wanted || unsaved().length) return;
    const button = wanted;
    wanted = null;
    form.requestSubmit(button);
  };

  // What another tab or another device has saved meanwhile is not sent over: only what is new here.
  const onlyNew = (event) => {
    const names = unsaved();
    const data = event.formData;
    for (const name of new Set(data.keys())) {
      if (name.startsWith("q-") && !names.includes(name)) data.delete(name);
    }
    data.delete("asked");
    for (const name of names) data.append("asked", name.slice(2));
  };

  // A page for a save that went wrong must not take the place of the answers.
  const ours = (status) => status < 400 || status === 409 || status === 422;
  const keepThePage = (event) => {
    if (ours(event.detail.xhr.status)) return;
    event.preventDefault();
    event.stopPropagation();
  };

  const watch = (found) => {
    form = found;
    sending = new Map();
    wanted = null;
    kept = "unsaved" in form.dataset ? new Map() : answers(true);
    document.getElementById("by-button").hidden = true;
    document.getElementById("by-itself").hidden = document.getElementById("saved").textContent !== "";
    form.addEventListener("formdata", onlyNew);
    form.addEventListener("submit", (event) => {
      if (!unsaved().length) return;
      event.preventDefault();
      wanted = event.submitter;
      again();
    });
    // htmx sends the button that was pressed last along, even if it was pressed long ago.
    form.addEventListener("htmx:configRequest", (event) => delete event.detail.parameters.then);
    form.addEventListener("htmx:beforeRequest", (event) => {
      if (!unsaved().length) event.preventDefault();
      else sending = answers(false);
    });
    form.addEventListener("htmx:beforeOnLoad", keepThePage);
    form.addEventListener("htmx:afterRequest", (event) => {
      const status = event.detail.xhr.status;
      if (!status || !ours(status)) failed(status);
      else if (status < 400) arrived();
      else form = null; // a page that says why has taken the place of this one
    });
    for (const name of ["htmx:sendError", "htmx:timeout", "htmx:responseError"]) {
      form.addEventListener(name, (event) => event.stopPropagation());
    }
  };

  const leave = () => {
    if (!form || !unsaved().length) return;
    fetch(form.action, {
      method: "POST",
      body: new URLSearchParams(new FormData(form)),
      headers: { "HX-Request": "true" },
      keepalive: true,
    }).catch(() => {});
  };

  // On each page, and again when an answer brought a new one: a token too old, the time over.
  document.addEventListener("htmx:load", () => {
    const found = document.getElementById("paper");
    if (found === form) return;
    form = null;
    clearTimeout(timer);
    if (!found) return;
    watch(found);
    if ("unsaved" in found.dataset && !renewed) {
      renewed = true;
      again();
    }
  });
  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState === "hidden") leave();
    else again();
  });
  window.addEventListener("pagehide", leave);
  window.addEventListener("pageshow", again);
  window.addEventListener("online", again);
  window.addEventListener("beforeunload", (event) => {
    if (form && document.getElementById("saved").hidden && unsaved().length) event.preventDefault();
  });
})();
