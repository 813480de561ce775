// One product: facts, who should not use it, and questions for the robot.
import { card, make, picture, price, products } from "./catalog.js";

const place = document.getElementById("product");

function fact(name, value) {
  return [make("dt", "", name), make("dd", "", value)];
}

function ask(text) {
  const button = make("button", "chip", text);
  button.type = "button";
  button.dataset.ask = text;
  return button;
}

function draw(product) {
  document.title = `${product.title} · 清禾美肤`;
  document.getElementById("crumb").textContent = `${product.category} / ${product.title}`;
  const facts = make(
    "dl",
    "facts",
    ...fact("规格", product.spec),
    ...fact("适合", product.suits.join("、")),
    ...fact("主要成分", product.ingredients.join("、")),
  );
  const text = make(
    "div",
    "product-text",
    make("p", "eyebrow", product.category),
    make("h1", "", product.title),
    make("p", "tags", ...product.effects.map((e) => make("span", "", e))),
    price(product),
    make("p", "description", product.description),
    facts,
  );
  if (product.excludes.length > 0) {
    text.append(make("p", "warning", make("strong", "", "不要使用："), product.excludes.join("、")));
  }
  text.append(
    make("h2", "ask-title", "想了解更多？问问小禾"),
    make("div", "filters", ask("下单后多久发货？"), ask("用了过敏可以退吗？"), ask("护肤品的使用顺序是什么？"), ask("优惠活动可以叠加使用吗？")),
  );
  place.append(picture(product, `${product.title}的包装`), text);
}

function drawAlike(product, all) {
  const alike = all.filter((p) => p.category === product.category && p.id !== product.id).slice(0, 4);
  if (alike.length === 0) return;
  document.getElementById("alike-grid").append(...alike.map(card));
  document.getElementById("alike").hidden = false;
}

try {
  const all = await products();
  const product = all.find((p) => p.id === new URLSearchParams(location.search).get("id"));
  if (product) {
    draw(product);
    drawAlike(product, all);
  } else {
    place.append(make("p", "lead", "没有这件商品，请回到全部商品看看。"));
  }
} catch {
  place.append(make("p", "lead", "商品没有加载出来，请刷新页面再试。"));
}
