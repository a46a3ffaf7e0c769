// A changed field is sent at once; what comes back is the page as the form stands now.
"use strict";

const live = () => document.getElementById("live");

async function send(form, submitter) {
  const body = new URLSearchParams(new FormData(form, submitter));
  const answer = await fetch(form.action, { method: "POST", body });
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  const next = page.getElementById("live");
  if (!next) {
    return;
  }
  // A parser without scripts takes what is meant for browsers without them as part of the page.
  next.querySelectorAll("noscript").forEach((element) => element.remove());
  const focused = document.activeElement ? document.activeElement.id : "";
  const open = [...live().querySelectorAll("details[open]")].map((details) => details.className);
  // How often the page has changed in place, for programs that wait for it.
  next.dataset.turn = Number(live().dataset.turn || 0) + 1;
  live().replaceWith(next);
  for (const details of next.querySelectorAll("details")) {
    details.open = open.includes(details.className);
  }
  if (focused && document.getElementById(focused)) {
    document.getElementById(focused).focus({ preventScroll: true });
  }
}

document.addEventListener("change", (event) => {
  const form = event.target.closest("form[action='/answer']");
  if (form) {
    send(form);
  }
});

document.addEventListener("submit", (event) => {
  if (event.target.closest("#live")) {
    event.preventDefault();
    send(event.target, event.submitter);
  }
});
