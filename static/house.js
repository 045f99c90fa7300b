// What htmx leaves to us. Every page works without this file.
(() => {
  "use strict";

  // A whole page in answer to a fragment's request (a refusal, an error) takes the main part.
  document.addEventListener("htmx:beforeSwap", (event) => {
    const detail = event.detail;
    if (!/<main[\s>]/.test(detail.serverResponse || "")) return;
    detail.shouldSwap = true;
    detail.target = document.getElementById("main");
    detail.swapOverride = "outerHTML";
    detail.selectOverride = "#main";
  });

  // After a swap the focus goes to what is wrong, if anything is.
  document.addEventListener("htmx:afterSettle", (event) => {
    const first = event.target.querySelector(".errors, .notice.warn");
    if (first) first.focus();
  });

  // How much is sent must not tell what was chosen: such a form is filled up to whole levels.
  const levelled = (form) => {
    const sent = new URLSearchParams(new FormData(form)).toString().replaceAll("%0A", "%0D%0A");
    return form.dataset.level - (sent.length % form.dataset.level);
  };
  document.addEventListener("submit", (event) => {
    const filler = event.target.querySelector("[name=filler]");
    if (!filler) return;
    filler.value = "";
    filler.value = ".".repeat(levelled(event.target));
  }, true);

  // No answer, or one nobody could read: say so instead of staying silent.
  const wentWrong = () => {
    const words = document.getElementById("went-wrong").content.cloneNode(true);
    const place = document.getElementById("notices");
    place.replaceChildren(words);
    place.firstElementChild.focus();
  };
  document.addEventListener("htmx:sendError", wentWrong);
  document.addEventListener("htmx:timeout", wentWrong);
  document.addEventListener("htmx:responseError", (event) => {
    if (!/<main[\s>]/.test(event.detail.xhr.responseText || "")) wentWrong();
  });
})();
