"use strict";
// Shows a typed password on demand. Without scripts the buttons stay hidden, and the forms work as they are.
for (const button of document.querySelectorAll("button[data-shows]")) {
  const field = document.getElementById(button.dataset.shows);
  const show = (shown) => {
    field.type = shown ? "text" : "password";
    for (const words of button.querySelectorAll("[data-when]")) words.hidden = (words.dataset.when === "shown") !== shown;
  };
  button.addEventListener("click", () => show(field.type === "password"));
  // What is sent is a password again: browsers offer to remember it, and do not keep it among what was typed.
  field.form.addEventListener("submit", () => show(false));
  button.hidden = false;
}
