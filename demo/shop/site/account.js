// Who is visiting: nobody, or one of five members. The demo server signs the
// member's id, as a real shop's own server would, and the widget is told.
// Also: every element with data-ask puts its question to the robot.

const MEMBERS = [
  ["u10001", "林知夏 · 金卡"],
  ["u10003", "王秀兰 · 银卡"],
  ["u10004", "赵以宁 · 黑金"],
  ["u10005", "苏小满 · 普通"],
  ["u10008", "何俊杰 · 普通"],
];
const KEY = "qinghe.member";

const select = document.getElementById("account");
const note = document.getElementById("account-note");

// The widget replaces this array by an object with the same `push` when it has loaded.
const tell = (...command) => {
  window.Shanying = window.Shanying || [];
  window.Shanying.push(command);
};

async function signIn(userId) {
  const answer = await fetch("/demo/api/identity", {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ user_id: userId }),
  });
  if (!answer.ok) throw new Error(`identity: ${answer.status}`);
  const { user_id, hash, name } = await answer.json();
  tell("identify", { user_id, hash, name });
  return name;
}

/** Signs in, or out when `userId` is empty, and remembers it for the next page. */
async function change(userId, byHand) {
  note.textContent = "";
  if (!userId) {
    localStorage.removeItem(KEY);
    if (byHand) {
      tell("reset");
      note.textContent = "已退出登录，现在是未登录的访客。";
    }
    return;
  }
  try {
    const name = await signIn(userId);
    localStorage.setItem(KEY, userId);
    if (byHand) note.textContent = `您好，${name}，客服现在能认出您了。`;
  } catch {
    select.value = "";
    localStorage.removeItem(KEY);
    note.textContent = "会员登录没有成功，请稍后再试。现在仍可以匿名咨询。";
  }
}

for (const [id, name] of MEMBERS) select.append(new Option(name, id));
const remembered = localStorage.getItem(KEY) ?? "";
select.value = MEMBERS.some(([id]) => id === remembered) ? remembered : "";
select.onchange = () => change(select.value, true);
if (select.value) change(select.value, false);

document.addEventListener("click", (event) => {
  const button = event.target.closest("[data-ask]");
  if (button) tell("ask", button.dataset.ask);
});
