/**
 * What the later part of the panel shares with it. The keys are the modules' names in
 * `vite.widget.config.ts`, which turns their imports in that part into these objects.
 */
import { Fragment } from "preact";
import { useEffect, useRef, useState } from "preact/hooks";
import { jsx, jsxs } from "preact/jsx-runtime";
import { clock } from "../format";
import { learn, zh } from "../messages";
import { RequestError } from "../requests";
import { Icon } from "./icons";
import { usePanel } from "./model";
import { Sheet, useFocusTrap } from "./sheet";

const kit = {
  preact: { Fragment },
  hooks: { useEffect, useRef, useState },
  jsx: { Fragment, jsx, jsxs },
  format: { clock },
  messages: { learn, zh },
  requests: { RequestError },
  icons: { Icon },
  model: { usePanel },
  sheet: { Sheet, useFocusTrap },
};

declare global {
  interface Window {
    ShanyingKit?: typeof kit;
  }
}

window.ShanyingKit = kit;
