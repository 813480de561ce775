// The front page: category filter, search and the grid.
import { card, make, products } from "./catalog.js";

const grid = document.getElementById("grid");
const count = document.getElementById("count");
const filters = document.getElementById("filters");
const find = document.getElementById("find");

let all = [];
let category = "";

/** Everything of a product that the search looks at. */
const words = (p) => [p.title, p.category, ...p.effects, ...p.suits, ...p.ingredients].join(" ").toLowerCase();

function draw() {
  const wanted = find.value.trim().toLowerCase().split(/\s+/).filter(Boolean);
  const shown = all.filter((p) => (!category || p.category === category) && wanted.every((w) => words(p).includes(w)));
  grid.replaceChildren(...shown.map(card));
  count.textContent = shown.length > 0 ? `共 ${shown.length} 件` : "没有找到相符的商品，换个词试试，或者问问小禾";
}

function drawFilters() {
  const names = ["", ...new Set(all.map((p) => p.category))];
  filters.replaceChildren(
    ...names.map((name) => {
      const button = make("button", "chip", name || "全部");
      button.type = "button";
      button.setAttribute("aria-pressed", String(name === category));
      button.onclick = () => {
        category = name;
        for (const other of filters.children) other.setAttribute("aria-pressed", String(other === button));
        draw();
      };
      return button;
    }),
  );
}

find.oninput = draw;

try {
  all = await products();
  drawFilters();
  draw();
} catch {
  count.textContent = "商品没有加载出来，请刷新页面再试";
}
