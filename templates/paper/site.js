// Looks up an opinion by its number; the page can be read without this.
(() => {
  const form = document.querySelector(".find"), box = document.getElementById("number"), said = document.getElementById("found");
  form.hidden = false;
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const number = box.value.normalize("NFKC").toUpperCase().replace(/[\s]/g, "").replace(/[‐‑‒–—―−ーｰ]/g, "-");
    const one = /^W\d+-\d+-\d+$/.test(number) && document.getElementById(number);
    document.querySelectorAll("article.here").forEach((old) => old.classList.remove("here"));
    if (!one) {
      said.textContent = "この番号の意見は、この一覧にはありません。番号をたしかめるか、窓口にお聞きください。";
      return;
    }
    said.textContent = `${number} がありました。`;
    one.classList.add("here");
    one.scrollIntoView();
    one.focus();
  });
})();
