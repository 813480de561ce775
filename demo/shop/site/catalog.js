// The catalogue of the demo shop: loading, prices and the cards of the grid.

/** Loads all products; throws when the server cannot give them. */
export async function products() {
  const answer = await fetch("/demo/shop/products.json");
  if (!answer.ok) throw new Error(`products.json: ${answer.status}`);
  return answer.json();
}

/** Makes an element with a class and children (strings become text, never HTML). */
export function make(tag, className, ...children) {
  const element = document.createElement(tag);
  if (className) element.className = className;
  element.append(...children);
  return element;
}

/** 32800 (cents) → "328", 4950 → "49.5". */
export const yuan = (cents) => String(cents / 100);

/** The price now and, when there is an offer, the price before. */
export function price(product) {
  const now = make("strong", "", make("small", "", "¥"), yuan(product.offer_price ?? product.price));
  if (product.offer_price === null) return make("p", "price", now);
  const before = make("s", "", `¥${yuan(product.price)}`);
  before.setAttribute("aria-label", `原价 ${yuan(product.price)} 元`);
  return make("p", "price", now, before, make("span", "offer", "活动价"));
}

export function picture(product, alt) {
  const image = make("img", "");
  image.src = `/demo/shop/${product.image}`;
  image.width = 480;
  image.height = 480;
  image.alt = alt;
  return image;
}

export function card(product) {
  const link = make("a", "card");
  link.href = `/demo/shop/product.html?id=${encodeURIComponent(product.id)}`;
  const image = picture(product, "");
  image.loading = "lazy";
  const tags = make("p", "tags", ...product.effects.slice(0, 3).map((e) => make("span", "", e)));
  link.append(image, make("div", "card-text", make("h3", "", product.title), tags, make("p", "spec", product.spec), price(product)));
  return make("li", "", link);
}
