/** The first screen: what the bot can do, and what others ask. */
import { Icon, TileIcon } from "./icons";
import { botName, usePanel } from "./model";

export function Welcome() {
  const panel = usePanel();
  const { session, state, t } = panel;
  const channel = state.welcome?.channel;
  if (!channel) return null;
  return (
    <section class="welcome" aria-label={t("can_do")}>
      <h2>{channel.bot_name ? t("hello", { name: botName(panel) }) : t("hello_plain")}</h2>
      <p>{channel.greeting || t("hello_hint")}</p>
      {channel.capabilities.length > 0 && (
        <ul class="tiles">
          {channel.capabilities.map((tile) => (
            <li key={tile.title}>
              <button type="button" onClick={() => session.send(tile.question)}>
                <TileIcon name={tile.icon} />
                <span>{tile.title}</span>
              </button>
            </li>
          ))}
        </ul>
      )}
      {channel.hot.length > 0 && (
        <>
          <h3>{t("hot")}</h3>
          <ul class="chips">
            {channel.hot.map((entry) => (
              <li key={entry.entry_id}>
                <button type="button" class="chip" onClick={() => session.choose(entry)}>{entry.question}</button>
              </li>
            ))}
          </ul>
        </>
      )}
      {channel.bot_notice !== null && <p>{channel.bot_notice || t("answers_for", { company: channel.company })}</p>}
      <button type="button" class="link easy" aria-pressed={panel.elder} onClick={() => panel.setElder(!panel.elder)}>
        <Icon name="elder" />
        {t("elder")}
      </button>
    </section>
  );
}
