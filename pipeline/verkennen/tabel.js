(() => {
  const inrichten = (tabel) => {
    const lijf = tabel.querySelector("tbody");
    const rijen = [...lijf.rows].map((rij) => ({ rij, tekst: rij.textContent.toLowerCase() }));
    const aantal = tabel.querySelector(".tl-aantal");
    const alles = aantal.textContent;
    const zoek = document.createElement("input");
    zoek.type = "search";
    zoek.placeholder = "zoek in de rijen";
    zoek.setAttribute("aria-label", "zoek in de rijen");
    aantal.parentElement.append(" ", zoek);
    zoek.addEventListener("keydown", (toets) => toets.stopPropagation());
    zoek.addEventListener("input", () => {
      const woorden = zoek.value.toLowerCase().split(/\s+/).filter(Boolean);
      let over = 0;
      for (const { rij, tekst } of rijen) {
        rij.hidden = !woorden.every((woord) => tekst.includes(woord));
        over += rij.hidden ? 0 : 1;
      }
      aantal.textContent = woorden.length ? `${over.toLocaleString("nl-NL")} van ${alles}` : alles;
    });
    [...tabel.querySelectorAll("th")].forEach((kop, plek) => {
      let op = 1;
      kop.addEventListener("click", () => {
        const waarde = ({ rij }) => {
          const cel = rij.cells[plek];
          return "w" in cel.dataset ? Number(cel.dataset.w) : cel.textContent;
        };
        const volgorde = (a, b) => {
          const [x, y] = [waarde(a), waarde(b)];
          return typeof x === "number" && typeof y === "number" ? x - y : String(x).localeCompare(String(y), "nl");
        };
        lijf.append(...[...rijen].sort((a, b) => op * volgorde(a, b)).map(({ rij }) => rij));
        op = -op;
      });
    });
  };
  const klaar = "tlKlaar";
  for (const tabel of document.querySelectorAll(".tl-tabel")) {
    if (!(klaar in tabel.dataset)) {
      tabel.dataset[klaar] = "ja";
      inrichten(tabel);
    }
  }
})();
