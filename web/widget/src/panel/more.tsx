/**
 * The part of the panel that is loaded after it: forms, pictures, emoji, uploads, English and the
 * elder mode. It is a script of its own because of the panel's size budget, and shares Preact and
 * the panel's inner modules through `window.ShanyingKit` instead of carrying them again.
 */
import { learn, zh } from "../messages";
import { elder, en } from "../messages-more";
import css from "../styles/panel-more.css?inline";
import { EmojiPicker } from "./emoji";
import { EndSheet, LeaveSheet, MenuSheet, RatingSheet } from "./forms";
import { UploadBubble } from "./upload-bubble";
import { Uploads } from "./uploads";
import { Viewer } from "./viewer";

const more = {
  css, EmojiPicker, EndSheet, LeaveSheet, MenuSheet, RatingSheet, UploadBubble, Uploads, Viewer,
};

export type More = typeof more;

declare global {
  interface Window {
    ShanyingMore?: More;
  }
}

learn("zh-CN", zh, elder["zh-CN"]);
learn("en", en, elder.en);
window.ShanyingMore = more;
