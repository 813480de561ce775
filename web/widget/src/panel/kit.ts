/**
 * What the later part of the panel shares with it. The keys are the modules' names in
 * `vite.widget.config.ts`, which turns their imports in that part into these objects.
 */
import { Fragment, h } from "preact";
import { useEffect, useRef, useState } from "preact/hooks";
import { clock, size } from "../format";
import { learn, zh } from "../messages";
import { plainText, safeLink } from "../blocks";
import { notice, wait } from "../notices";
import { RequestError } from "../requests";
import { Icon, learnIcons } from "./icons";
import { usePanel } from "./model";
import { loadScript } from "./script";

const kit = {
  preact: { Fragment, h },
  hooks: { useEffect, useRef, useState },
  format: { clock, size },
  messages: { learn, zh },
  blocks: { plainText, safeLink },
  notices: { notice, wait },
  requests: { RequestError },
  icons: { Icon, learnIcons },
  model: { usePanel },
  script: { loadScript },
};

declare global {
  interface Window {
    ShanyingKit?: typeof kit;
  }
}

window.ShanyingKit = kit;
