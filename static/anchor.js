// On the item bench: words marked in a clause become the words that the answer rests on.
// Without this script they are copied by hand.
"use strict";

document.addEventListener("selectionchange", () => {
  const marked = document.getSelection();
  const words = marked.toString().trim();
  const within = marked.anchorNode && marked.anchorNode.parentElement;
  const clause = within && within.closest("[data-words]") && within.closest("[data-clause]");
  if (!clause || !words || !clause.textContent.includes(words)) return;
  const choice = [...document.querySelectorAll("select[name*='-clause-']")].find(
    (one) => one.value === clause.dataset.clause,
  );
  const field = choice && document.getElementById(choice.name.replace("-clause-", "-quote-"));
  if (field) field.value = words;
});
