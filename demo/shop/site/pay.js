// The payment of an order: shown by the token in the address, paid by a click. Nobody pays anything.
import { make, yuan } from "./catalog.js";

const at = (id) => document.getElementById(id);
const token = new URLSearchParams(location.search).get("token") ?? "";
const address = `/demo/api/payments/${encodeURIComponent(token)}`;
const WORDS = {
  open: "请核对订单后付款。",
  paid: "已付款，谢谢！可以回到对话窗口，小禾已经知道了。",
  closed: "这笔付款已经过期或订单已取消，需要的话请再下一单。",
};

async function ask(body) {
  const answer = await fetch(address, body && {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify(body),
  });
  if (!answer.ok) throw new Error(`payment: ${answer.status}`);
  return answer.json();
}

function draw(payment) {
  at("state").textContent = WORDS[payment.state];
  at("lines").replaceChildren(
    ...payment.items.map((item) =>
      make("li", "", make("span", "", `${item.title} ${item.spec} × ${item.quantity}`), make("span", "", `¥${yuan(item.price.amount * item.quantity)}`)),
    ),
  );
  at("amount").textContent = `¥${yuan(payment.amount.amount)}`;
  const time = new Date(payment.expires_at).toLocaleTimeString("zh-CN", { hour: "2-digit", minute: "2-digit" });
  at("until").textContent = `订单号 ${payment.order_no}${payment.state === "open" ? `，请在 ${time} 前付款` : ""}`;
  at("actions").hidden = payment.state !== "open";
  at("order").hidden = false;
}

async function settle(pay) {
  for (const button of at("actions").children) button.disabled = true;
  try {
    draw(await ask({ pay }));
    if (!pay) at("state").textContent = "没有付款，订单先为您留着。";
  } catch {
    at("state").textContent = "没有成功，请刷新页面再试。";
  }
  for (const button of at("actions").children) button.disabled = false;
}

at("pay").onclick = () => settle(true);
at("cancel").onclick = () => settle(false);

try {
  draw(await ask());
} catch {
  at("state").textContent = "没有找到这笔付款，请回到对话里重新打开。";
}
