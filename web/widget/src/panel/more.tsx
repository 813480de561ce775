/**
 * The part of the panel that is loaded after it: tasks of the bot, forms, the queue, pictures, emoji, uploads, reading
 * aloud, long polling, English and the elder mode. It is a script of its own because of the panel's size budget, and shares Preact and
 * the panel's inner modules through `window.ShanyingKit` instead of carrying them again.
 */
import { learn, zh } from "../messages";
import { elder, en, zhLater } from "../messages-more";
import { pollLink } from "../poll-link";
import css from "../styles/panel-more.css?inline";
import { Attachment, RatingInvitation } from "./attachment";
import { ConsentSheet, Refused } from "./consent";
import { decision } from "./decision";
import { EmojiPicker } from "./emoji";
import { Feedback } from "./feedback";
import { EndSheet, LeaveSheet, MenuSheet, RatingSheet } from "./forms";
import { learnIcons } from "./icons";
import { LATER } from "./icons-more";
import { QueueCard } from "./queue";
import { AutoRead, ReadAloud } from "./read-aloud";
import { Sheet } from "./sheet";
import { Speech } from "./speech";
import { Talk } from "./talk";
import { UploadBubble } from "./upload-bubble";
import { Uploads } from "./uploads";
import { Viewer } from "./viewer";

const more = {
  Attachment, AutoRead, ConsentSheet, css, decision, EmojiPicker, EndSheet, Feedback, LeaveSheet, MenuSheet,
  pollLink,
  QueueCard, RatingInvitation, RatingSheet, ReadAloud, Refused, Sheet, Speech, Talk,
  UploadBubble, Uploads, Viewer,
};

export type More = typeof more;

declare global {
  interface Window {
    ShanyingMore?: More;
  }
}

learn("zh-CN", { ...zh, ...zhLater }, elder["zh-CN"]);
learn("en", en, elder.en);
learnIcons(LATER);
window.ShanyingMore = more;
