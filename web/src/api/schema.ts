/* @generated from docs/openapi.json by `npm run api`. */

export type paths = Record<string, never>;
export type webhooks = Record<string, never>;
export interface components {
    schemas: {
        /** @description Who did something, with the name as it was then. */
        Actor: {
            /** @description Identifier of the person, customer or key. */
            id: string | null;
            /** @description What kind of actor. */
            kind: components["schemas"]["ActorKind"];
            /** @description Name at that time. */
            name: string | null;
        };
        /**
         * @description Who did something.
         * @enum {string}
         */
        ActorKind: "customer" | "bot" | "agent" | "api_key" | "console" | "system";
        /** @description A person of the company. */
        Agent: {
            /** @description Address of a picture. */
            avatar: string | null;
            /** @description Whether a workbench of theirs is open. */
            connected: boolean;
            /** @description When the account was made. */
            created_at: components["schemas"]["Time"];
            /** @description Whether they may sign in. */
            enabled: boolean;
            /** @description Ids of skill groups, sorted. */
            groups: string[];
            /** @description `agt_…`. */
            id: string;
            /**
             * Format: int64
             * @description Conversations that they serve now.
             */
            load: number;
            /**
             * Format: int64
             * @description Most conversations at once.
             */
            max_chats: number;
            /** @description Real name, for colleagues. */
            name: string;
            /** @description What customers read. */
            nickname: string;
            /** @description At least one. */
            roles: components["schemas"]["Role"][];
            /** @description What they said of themselves last. */
            state: components["schemas"]["AgentState"];
            /** @description Why, if told. */
            state_reason: string | null;
            /** @description Since when. */
            state_since: components["schemas"]["Time"];
            /** @description What they sign in with; lower case, unique. */
            username: string;
        };
        AgentFields: {
            groups?: string[];
            /** Format: int64 */
            max_chats: number;
            name: string;
            /** @description What customers read; the name unless told. */
            nickname?: string;
            roles: components["schemas"]["Role"][];
            username: string;
        };
        AgentList: {
            items: components["schemas"]["Agent"][];
        };
        /** @description Changes to an account; what is missing stays. */
        AgentPatch: {
            /** @description Whether they may sign in. */
            enabled?: boolean | null;
            /** @description All skill groups. */
            groups?: string[] | null;
            /**
             * Format: int64
             * @description Most conversations at once.
             */
            max_chats?: number | null;
            /** @description Real name. */
            name?: string | null;
            /** @description What customers read. */
            nickname?: string | null;
            /** @description All roles. */
            roles?: components["schemas"]["Role"][] | null;
            /** @description What they sign in with. */
            username?: string | null;
        };
        /** @description A question of an agent. */
        AgentQuestion: {
            /** @description What the agent asked before, the newest last. */
            before?: string[];
            /** @description The words. */
            text: string;
        };
        /** @description What an agent sends. */
        AgentSays: {
            /** @description The text. */
            text: string;
            /** @enum {string} */
            type: "text";
        } | {
            /** @description The text. */
            text: string;
            /** @enum {string} */
            type: "note";
        } | {
            /** @description `fil_…`. */
            file_id: string;
            /** @enum {string} */
            type: "image";
        } | {
            /** @description `fil_…`. */
            file_id: string;
            /** @enum {string} */
            type: "file";
        } | {
            /** @description Knowledge entry. */
            entry_id: string;
            /** @enum {string} */
            type: "answer";
        };
        /**
         * @description What an agent says of himself: 在线, 示忙, 小休, 离线.
         * @enum {string}
         */
        AgentState: "online" | "busy" | "break" | "offline";
        /** @description Something that somebody should look at. */
        Alert: {
            acknowledged: components["schemas"]["AlertHand"] | null;
            conversation: components["schemas"]["Conversation"] | null;
            /** @description When it was first shown. */
            created_at: components["schemas"]["Time"];
            ended: components["schemas"]["AlertHand"] | null;
            /**
             * @description The particulars, by kind: `seconds`, `word`, `grade`, `entry_id`, `question`, `count`, `minutes`,
             *     `repeats`, `seq`, `cause`, `waiting`, `wait_seconds`.
             */
            facts: Record<string, unknown>;
            /** @description `alt_…`. */
            id: string;
            /** @description Why. */
            kind: components["schemas"]["AlertKind"];
            /** @description When it was last shown. */
            last_at: components["schemas"]["Time"];
            /** @description What who settled it wrote. */
            note: string;
            /** @description How soon. */
            severity: components["schemas"]["Severity"];
            /** @description What became of it. */
            state: components["schemas"]["AlertState"];
            /**
             * Format: int64
             * @description How often it was shown.
             */
            times: number;
        };
        /** @description How many alerts are open. */
        AlertCount: {
            /** Format: int64 */
            open: number;
        };
        /** @description Who did something to an alert, and when. */
        AlertHand: {
            /** @description `agt_…`; none when the cause was over by itself. */
            agent_id: string | null;
            /** @description When. */
            at: components["schemas"]["Time"];
            /** @description Their name. */
            name: string | null;
        };
        /**
         * @description Why somebody should look.
         * @enum {string}
         */
        AlertKind: "unanswered" | "anger" | "keyword" | "vip_waiting" | "surge" | "bot_stuck" | "peak";
        /**
         * @description What became of an alert.
         * @enum {string}
         */
        AlertState: "open" | "acknowledged" | "handled" | "passed";
        /** @description What an order cost. */
        Amounts: {
            /** @description What coupons and points took off. */
            discount: components["schemas"]["Money"];
            /** @description The goods at the price of the order. */
            goods: components["schemas"]["Money"];
            /** @description What was or is to be paid. */
            paid: components["schemas"]["Money"];
            /** @description Carriage. */
            shipping: components["schemas"]["Money"];
        };
        /** @description A task. */
        AnswerAudit: {
            /** @description Whose task it is, or who did it; none while it waits to be dealt. */
            agent_id: string | null;
            /** @description Their name. */
            agent_name: string | null;
            /** @description What they would say instead; as the editor took it over once accepted. */
            answer: string;
            /** @description When the task was made. */
            created_at: components["schemas"]["Time"];
            dealt_at: components["schemas"]["Time"] | null;
            /** @description Whose answer is looked at. */
            entry_id: string;
            /** @description All reasons with their numbers then, the weightiest first. */
            figures: components["schemas"]["AnswerAuditFigure"][];
            /** @description The answer that they judged. */
            former: string;
            /** @description `aat_…`. */
            id: string;
            /** @description What they said: why it is wrong, or a word beside the mended answer. */
            note: string;
            /** @description Its standard question when the task was made. */
            question: string;
            /** @description What weighs most. */
            reason: components["schemas"]["AnswerAuditReason"];
            /** @description What the editor said. */
            review_note: string;
            reviewed_at: components["schemas"]["Time"] | null;
            /** @description The editor who decided. */
            reviewed_by: string | null;
            /** @description Where it stands. */
            state: components["schemas"]["AnswerAuditState"];
            verdict_at: components["schemas"]["Time"] | null;
            /** @description Whether the accepted answer was published at once. */
            went_live: boolean;
        };
        /** @description Who did what, and whether it helped. */
        AnswerAuditBoard: {
            /** @description Everybody with a verdict or a task, who did most this month first. */
            credits: components["schemas"]["AnswerAuditCredit"][];
            /** @description The latest mended answers that were published, at most fifty. */
            effects: components["schemas"]["AnswerAuditEffect"][];
            swept_at: components["schemas"]["Time"] | null;
            /**
             * Format: int64
             * @description Days before a mended answer that `before` counts.
             */
            window_days: number;
        };
        /** @description What waits. */
        AnswerAuditCounts: {
            /**
             * Format: int64
             * @description Open tasks of the caller.
             */
            mine: number;
            /**
             * Format: int64
             * @description All open tasks.
             */
            open: number;
            /**
             * Format: int64
             * @description Mended and wrong answers that an editor has yet to see.
             */
            to_review: number;
        };
        /** @description What somebody did. */
        AnswerAuditCredit: {
            /**
             * Format: int64
             * @description All of them.
             */
            accepted: number;
            /**
             * Format: int64
             * @description Mended answers that an editor took over since the month began.
             */
            accepted_this_month: number;
            /** @description `agt_…`. */
            agent_id: string;
            /**
             * Format: int64
             * @description All verdicts.
             */
            done: number;
            /**
             * Format: int64
             * @description Verdicts since the month began.
             */
            done_this_month: number;
            /** @description Their name. */
            name: string;
            /**
             * Format: int64
             * @description Tasks that wait for them.
             */
            open: number;
        };
        /** @description What an editor decides about a verdict. */
        AnswerAuditDecision: {
            /** @description For `accept`: the answer as the editor would have it, unless it is taken as it was written. */
            answer?: string | null;
            /** @description A word to the agent, at most 500 characters. */
            note?: string;
            /** @description `accept` or `decline` a mended answer, `settle` a wrong one. */
            review: components["schemas"]["AnswerAuditReview"];
        };
        /** @description A task as it is worked on. */
        AnswerAuditDetail: components["schemas"]["AnswerAudit"] & {
            /** @description What customers asked, those with a signal first. */
            asked: components["schemas"]["AnswerAuditQuestion"][];
            /** @description The same as customers see it. */
            blocks: components["schemas"]["Block"][];
            /** @description Whether the entry has changes that nobody has published: accepting then writes into its draft. */
            in_work: boolean;
            /** @description Whether the entry is published. */
            is_published: boolean;
            /** @description The answer that customers get now, as it is written; empty when the entry is not published. */
            now: string;
            valid_to: components["schemas"]["Time"] | null;
        };
        /** @description How an answer did before it was mended, and after. */
        AnswerAuditEffect: {
            /** @description When it was accepted. */
            accepted_at: components["schemas"]["Time"];
            /**
             * Format: int64
             * @description Answers given since.
             */
            after_given: number;
            /**
             * Format: int64
             * @description Of them, called unhelpful.
             */
            after_not_helpful: number;
            /** @description Who mended it. */
            agent_name: string;
            /** @description The task. */
            audit_id: string;
            /**
             * Format: int64
             * @description Answers given in the days before.
             */
            before_given: number;
            /**
             * Format: int64
             * @description Of them, called unhelpful.
             */
            before_not_helpful: number;
            /** @description The entry. */
            entry_id: string;
            /** @description Its question. */
            question: string;
        };
        /** @description A reason with its numbers. */
        AnswerAuditFigure: {
            /**
             * Format: int64
             * @description Answers that show it; days until the end for `expiring`, days since somebody looked for `stale`.
             */
            count: number;
            /**
             * Format: int64
             * @description Of so many answers; none for days.
             */
            of: number | null;
            /** @description Why. */
            reason: components["schemas"]["AnswerAuditReason"];
        };
        /** @description A question that customers asked, and what they did after the answer. */
        AnswerAuditQuestion: {
            /** @description When. */
            at: components["schemas"]["Time"];
            /** @description What they did then; nothing when they were content or said nothing. */
            signals: components["schemas"]["GapSignal"][];
            /** @description Their words, personal numbers masked. */
            text: string;
        };
        /**
         * @description Why an answer is worth a look.
         * @enum {string}
         */
        AnswerAuditReason: "not_helpful" | "repeated" | "transferred" | "expiring" | "stale";
        /**
         * @description What an editor decides about a verdict.
         * @enum {string}
         */
        AnswerAuditReview: "accept" | "decline" | "settle";
        /** @description Which answers are looked at, and by whom. */
        AnswerAuditSettings: {
            /**
             * Format: int64
             * @description Whoever has been offline for so many days gets no new task, 1 to 90.
             * @default 7
             */
            away_days: number;
            /**
             * @description Whether entries are looked through every day; the button works all the same.
             * @default true
             */
            daily: boolean;
            /**
             * Format: int64
             * @description So many days before the end of an entry's time, 0 to 365; 0 never.
             * @default 14
             */
            expiry_days: number;
            /**
             * Format: int64
             * @description Fewer answers within these days say nothing, 1 to 10,000.
             * @default 10
             */
            min_answers: number;
            /**
             * Format: int64
             * @description And at least so many of them, 1 to 1,000.
             * @default 2
             */
            not_helpful_least: number;
            /**
             * Format: int64
             * @description From this share of unhelpful answers on, in percent; 0 never.
             * @default 10
             */
            not_helpful_percent: number;
            /**
             * Format: int64
             * @description Open tasks of an agent at most, 1 to 50.
             * @default 5
             */
            open_most: number;
            /**
             * Format: int64
             * @description Days after which an untouched task goes to somebody else, 1 to 60.
             * @default 3
             */
            pass_on_days: number;
            /**
             * Format: int64
             * @description From this share of answers after which the customer asked again, in percent; 0 never.
             * @default 20
             */
            repeated_percent: number;
            /**
             * Format: int64
             * @description Days in which an entry gets no new task after a verdict, 0 to 365.
             * @default 30
             */
            rest_days: number;
            /**
             * Format: int64
             * @description When nobody has looked for so many months, 0 to 60; 0 never.
             * @default 6
             */
            stale_months: number;
            /**
             * Format: int64
             * @description From this share of answers after which the customer wanted a person, in percent; 0 never.
             * @default 20
             */
            transferred_percent: number;
            /**
             * Format: int64
             * @description Tasks that wait at most, of everybody together; the weightiest are made first. 1 to 1,000.
             * @default 50
             */
            waiting_most: number;
            /**
             * Format: int64
             * @description Days of conversations that are counted, 1 to 365.
             * @default 30
             */
            window_days: number;
        };
        /**
         * @description Where a task stands.
         * @enum {string}
         */
        AnswerAuditState: "open" | "right" | "wrong" | "mended" | "accepted" | "declined" | "settled" | "dropped";
        /**
         * @description What an agent says of an answer.
         * @enum {string}
         */
        AnswerAuditVerdict: "right" | "wrong" | "mend";
        /**
         * @description Where an answer is given.
         * @enum {string}
         */
        AnswerChannel: "default" | "web" | "wechat" | "phone";
        /** @description What an agent says of an answer. */
        AnswerJudgement: {
            /** @description For `mend`: what the answer should be, Markdown, at most 20,000 characters. */
            answer?: string;
            /** @description Why it is wrong; a word beside the others. At most 500 characters. */
            note?: string;
            /** @description Right, wrong, or something else instead. */
            verdict: components["schemas"]["AnswerAuditVerdict"];
        };
        /** @description An answer for one channel. */
        AnswerText: {
            /** @description Where it is given. */
            channel: components["schemas"]["AnswerChannel"];
            /** @description Its text, at most 20,000 characters. */
            markdown: string;
        };
        /** @description A key without its secret. */
        ApiKey: {
            /** @description When it was made. */
            created_at: components["schemas"]["Time"];
            expires_at: components["schemas"]["Time"] | null;
            /** @description `key_…`. */
            id: string;
            last_used_at: components["schemas"]["Time"] | null;
            /** @description What it is for. */
            name: string;
            /** @description What it may do. */
            permissions: components["schemas"]["Permission"][];
            /** @description How its secret begins. */
            prefix: string;
        };
        ApiKeyList: {
            items: components["schemas"]["ApiKey"][];
        };
        /** @description A write that a person decides on, or decided on. */
        Approval: {
            /** @description What was asked for, without addresses; none once it is over. */
            asked?: Record<string, unknown> | null;
            /** @description Name of the customer. */
            customer_name?: string | null;
            /** @description The write. */
            write: components["schemas"]["ToolWrite"];
        };
        /** @description How much waits for a person with the authority. */
        ApprovalCount: {
            /**
             * Format: int64
             * @description Writes.
             */
            waiting: number;
        };
        /** @description To whom. */
        Assignment: {
            agent_id: string;
        };
        /** @description All that helps with the customer's last words. */
        Assistance: {
            /** @description What the customer may still be given. */
            allowance: components["schemas"]["CompensationAllowance"];
            /** @description How others solved it, the most alike first, at most three. */
            cases: components["schemas"]["PastCase"][];
            /** @description Facts that were told in this conversation. */
            facts: components["schemas"]["ToldFact"][];
            guide: components["schemas"]["Guide"] | null;
            /** @description What is meant, likeliest first, at most three. */
            intents: components["schemas"]["Intent"][];
            mood: components["schemas"]["Mood"] | null;
            offer: components["schemas"]["AssistOffer"] | null;
            /**
             * Format: int64
             * @description Place of the customer's last message; 0 before there is one.
             */
            seq: number;
            /** @description Replies, best first. */
            suggestions: components["schemas"]["Suggestion"][];
            /** @description Tasks with what is known. */
            tasks: components["schemas"]["OfferedTask"][];
            /**
             * Format: int64
             * @description How long this took.
             */
            took_ms: number;
            /** @description What was read: the words since somebody answered, or what is being typed. */
            words: string;
        };
        /** @description What the assistant answers an agent. */
        AssistAnswer: {
            /** @description What the agent should know. */
            agent_note: string;
            /** @description The same as it looks, when it is an entry. */
            blocks: components["schemas"]["Block"][];
            /** @description The entry. */
            entry_id: string | null;
            /** @description Whether the customer may not see it. */
            internal: boolean;
            /** @description `knowledge`, `fact`, `case` or `nothing`. */
            kind: string;
            /** @description What else may be meant. */
            more: components["schemas"]["EntryRef"][];
            /**
             * Format: double
             * @description 0 to 1.
             */
            score: number;
            /** @description The answer. */
            text: string;
            /** @description What the answer is about. */
            title: string;
        };
        /** @description What agents made of suggestions. */
        AssistFigures: {
            /**
             * Format: int64
             * @description Mean milliseconds from opening the summary to confirming it; none without any.
             */
            confirm_ms: number | null;
            /**
             * Format: int64
             * @description Sent in other words.
             */
            edited: number;
            /**
             * Format: int64
             * @description Not what was asked.
             */
            rejected: number;
            /**
             * Format: int64
             * @description Sent as they were.
             */
            sent: number;
            /**
             * Format: int64
             * @description Of them, confirmed as prepared.
             */
            unchanged: number;
            /**
             * Format: int64
             * @description Conversations with a confirmed summary.
             */
            wrapped_up: number;
        };
        /** @description Something to offer now. */
        AssistOffer: {
            /** @description The best first. */
            items: components["schemas"]["AssistOfferItem"][];
            /** @description Why now: `asked` (they look for something), `pleased` (they are content and look at something). */
            why: string;
            /** @description What was heard of their wishes. */
            wishes: string[];
        };
        /** @description Something that is sold. */
        AssistOfferItem: {
            /** @description Its name. */
            name: string;
            /**
             * Format: int64
             * @description A lower price that holds now.
             */
            offer_price: number | null;
            /**
             * Format: int64
             * @description List price in minor units.
             */
            price: number | null;
            /** @description `prd_…`. */
            product_id: string;
            /** @description The words of its description that fit. */
            reasons: string[];
        };
        /** @description How agents are helped. */
        AssistSettings: {
            /**
             * @description Words that no agent should use; sending them takes a second confirmation.
             * @default [
             *       "不关我的事",
             *       "不归我管",
             *       "你自己看",
             *       "随便你",
             *       "爱买不买",
             *       "听不懂吗",
             *       "别人都没事",
             *       "最有效",
             *       "根治",
             *       "包治",
             *       "not my problem"
             *     ]
             */
            banned_words: string[];
            /**
             * @description Whether what agents write is looked at before it is sent.
             * @default true
             */
            check_before_sending: boolean;
            /**
             * @description Words that promise more than anybody can keep; the agent is warned.
             * @default [
             *       "百分之百",
             *       "100%",
             *       "绝对",
             *       "保证",
             *       "一定能",
             *       "肯定能",
             *       "永远",
             *       "guarantee"
             *     ]
             */
            promise_words: string[];
            /**
             * Format: int64
             * @description Replies that are suggested, 1 to 6.
             * @default 4
             */
            suggestions: number;
            /**
             * @description Tags that are proposed at the end when one of their words was said: `投诉=投诉|12315`.
             * @default [
             *       "投诉风险=投诉|12315|曝光|举报|消协",
             *       "过敏=过敏|红肿|起疹|刺痛",
             *       "催物流=卡在|不更新|还没到|没收到",
             *       "价格敏感=便宜|降价|差价|价保"
             *     ]
             */
            tag_words: string[];
        };
        /** @description The entry that needed a person, for the agent. */
        AttachedEntry: {
            /** @description What the editor tells the agent. */
            agent_note: string;
            /** @description Knowledge entry. */
            entry_id: string;
            /** @description Its standard question. */
            question: string;
        };
        /** @description An attribute with its words. */
        Attribute: {
            /**
             * @description Its English name.
             * @default
             */
            en: string;
            /**
             * @description Its id.
             * @default
             */
            id: string;
            /**
             * @description What stands before its value: `功效：…`.
             * @default []
             */
            labels: string[];
            /**
             * @description What sort of value it has.
             * @default words
             */
            sort: components["schemas"]["Sort"];
            /**
             * @description Its known values.
             * @default []
             */
            values: components["schemas"]["Word"][];
            /**
             * @description Its Chinese name.
             * @default
             */
            zh: string;
        };
        /**
         * @description Who may be given an entry's answer; each is allowed what stands before it.
         * @enum {string}
         */
        Audience: "everyone" | "verified" | "agents";
        /** @description One line as it is read. */
        AuditLine: {
            /** @description Past tense with its room, such as `settings.changed`. */
            action: string;
            /** @description Who. */
            actor: components["schemas"]["Actor"];
            /** @description Where the call came from. */
            address?: string | null;
            /** @description When. */
            at: components["schemas"]["Time"];
            /** @description What changed; secrets never stand here. */
            detail: Record<string, unknown>;
            /** @description `aud_…`. */
            id: string;
            /** @description What it was done to. */
            target: string;
        };
        /**
         * @description Who may let a write happen.
         * @enum {string}
         */
        Authority: "alone" | "person";
        /** @description What a customer holds; null for what the shop does not have. */
        Benefits: {
            coupons: components["schemas"]["Coupon"][] | null;
            points: components["schemas"]["Points"] | null;
        };
        /** @description One block. */
        Block: {
            /** @description Its runs. */
            spans: components["schemas"]["Span"][];
            /** @enum {string} */
            type: "paragraph";
        } | {
            /**
             * Format: int32
             * @description 1 to 6.
             */
            level: number;
            /** @description Its runs. */
            spans: components["schemas"]["Span"][];
            /** @enum {string} */
            type: "heading";
        } | {
            /** @description The items. */
            items: components["schemas"]["Block"][][];
            /** @description Numbered or not. */
            ordered: boolean;
            /** @enum {string} */
            type: "list";
        } | {
            /** @description What is quoted. */
            blocks: components["schemas"]["Block"][];
            /** @enum {string} */
            type: "quote";
        } | {
            /** @description The text. */
            text: string;
            /** @enum {string} */
            type: "code";
        } | {
            /** @description What it shows. */
            alt: string;
            /** @enum {string} */
            type: "image";
            /** @description http, https, or a path of this server. */
            url: string;
        } | {
            /** @description The head row. */
            head: components["schemas"]["Span"][][];
            /** @description The other rows. */
            rows: components["schemas"]["Span"][][][];
            /** @enum {string} */
            type: "table";
        } | {
            /** @enum {string} */
            type: "rule";
        };
        /** @description An agent on the wall. */
        BoardAgent: {
            /** @description Whether a workbench of theirs is open. */
            connected: boolean;
            /** @description Ids of groups. */
            groups: string[];
            /** @description `agt_…`. */
            id: string;
            /** @description How that stands. */
            level: components["schemas"]["BoardLevel"];
            /**
             * Format: int64
             * @description Conversations now.
             */
            load: number;
            /**
             * Format: int64
             * @description Most conversations at once.
             */
            max_chats: number;
            /** @description Real name. */
            name: string;
            /** @description Why, if told. */
            reason: string | null;
            /** @description Since when. */
            since: components["schemas"]["Time"];
            /** @description What they say of themselves; offline when not connected. */
            state: components["schemas"]["AgentState"];
            /**
             * Format: int64
             * @description Customers who wait for their answer.
             */
            unanswered: number;
            unanswered_since: components["schemas"]["Time"] | null;
        };
        /** @description Agents by what they say of themselves; who is not connected counts as offline. */
        BoardAgentCounts: {
            /**
             * Format: int64
             * @description 小休.
             */
            break: number;
            /**
             * Format: int64
             * @description 示忙.
             */
            busy: number;
            /**
             * Format: int64
             * @description Most conversations of those at work.
             */
            capacity: number;
            /**
             * Format: int64
             * @description Conversations of those at work.
             */
            load: number;
            /**
             * Format: int64
             * @description 离线.
             */
            offline: number;
            /**
             * Format: int64
             * @description 在线.
             */
            online: number;
        };
        /** @description The figures. Formulas: `docs/METRICS.md`. */
        BoardFigures: {
            /** @description Left while waiting, of those who waited, today. */
            abandoned: components["schemas"]["BoardShare"];
            /** @description Agents. */
            agents: components["schemas"]["BoardAgentCounts"];
            /**
             * Format: int64
             * @description With the bot now.
             */
            bot: number;
            /**
             * Format: int64
             * @description The goal, in seconds.
             */
            goal_seconds: number;
            /** @description Good ratings, of all, today. */
            good: components["schemas"]["BoardShare"];
            /**
             * Format: int64
             * @description Messages left that nobody took.
             */
            left_messages: number;
            /** @description How they stand. */
            levels: components["schemas"]["BoardLevels"];
            /**
             * Format: double
             * @description Mean rating, today.
             */
            rating_average: number | null;
            /**
             * Format: int64
             * @description With agents now.
             */
            serving: number;
            /** @description First replies within the goal, today. */
            timely: components["schemas"]["BoardShare"];
            /**
             * Format: int64
             * @description Of them, those that their agent has not answered for `unanswered_seconds`.
             */
            unanswered: number;
            /**
             * Format: int64
             * @description So long; 0 means that nothing is counted.
             */
            unanswered_seconds: number;
            /**
             * Format: int64
             * @description Mean wait of those in the queue, in seconds.
             */
            wait_average_seconds: number | null;
            wait_longest_since: components["schemas"]["Time"] | null;
            /**
             * Format: int64
             * @description In the queue now.
             */
            waiting: number;
        };
        /**
         * @description How a figure stands against its threshold.
         * @enum {string}
         */
        BoardLevel: "fine" | "warning" | "alarm";
        /** @description How each figure with a threshold stands. */
        BoardLevels: {
            abandoned: components["schemas"]["BoardLevel"];
            good: components["schemas"]["BoardLevel"];
            timely: components["schemas"]["BoardLevel"];
            unanswered: components["schemas"]["BoardLevel"];
            wait_average: components["schemas"]["BoardLevel"];
            wait_longest: components["schemas"]["BoardLevel"];
            waiting: components["schemas"]["BoardLevel"];
        };
        /** @description A share with both its sides. */
        BoardShare: {
            /**
             * Format: int64
             * @description Of how many.
             */
            denominator: number;
            /**
             * Format: int64
             * @description How many.
             */
            numerator: number;
        };
        /** @description From where on a figure is shown as a warning, and as an alarm; 0 never. */
        BoardThreshold: {
            /**
             * Format: int64
             * @description Shown as an alarm.
             */
            alarm: number;
            /**
             * Format: int64
             * @description Shown as a warning.
             */
            warning: number;
        };
        /** @description One who waits. */
        BoardWaiting: {
            /** @description Name of the channel. */
            channel: string;
            /** @description `cnv_…`. */
            conversation_id: string;
            /** @description The customer's name, masked. */
            customer: string;
            /**
             * Format: int64
             * @description An honest estimate, or null when there is nothing to estimate from.
             */
            eta_seconds: number | null;
            /** @description Grade. */
            grade: string | null;
            /** @description Name of the group that they wait for. */
            group: string | null;
            /** @description How the wait stands. */
            level: components["schemas"]["BoardLevel"];
            /**
             * Format: int64
             * @description A number to read aloud.
             */
            number: number;
            /**
             * Format: int64
             * @description Place in the queue of their group, from 1.
             */
            position: number;
            reason: components["schemas"]["TransferReason"] | null;
            /** @description Since when. */
            since: components["schemas"]["Time"];
        };
        /** @description How the bot answers and when it hands over. */
        BotSettings: {
            /**
             * Format: int32
             * @description Abusive messages before the bot pauses; 0 never.
             * @default 3
             */
            abuse_limit: number;
            /**
             * Format: int32
             * @description How long it pauses.
             * @default 60
             */
            abuse_pause_seconds: number;
            /**
             * Format: double
             * @description A hit is answered directly only if the trained model is at least so sure of it (0 to 1); less
             *     sure, it is asked about. 0 lets the score alone decide; a hit from 0.85 that is 0.1 ahead of the
             *     second needs three fifths of it. Entries that no model knows yet are judged by their score.
             * @default 0.7
             */
            certainty_threshold: number;
            /**
             * Format: double
             * @description From this score (0 to 1) the best hit is the answer.
             * @default 0.6
             */
            direct_threshold: number;
            /**
             * Format: int32
             * @description Editors are reminded so many days before an entry's time ends.
             * @default 7
             */
            expiry_reminder_days: number;
            /**
             * @description Whether anger about a matter of service brings a person.
             * @default true
             */
            hand_over_on_anger: boolean;
            /**
             * @description Phrases that ask for a person.
             * @default [
             *       "转人工",
             *       "转接人工",
             *       "转到人工",
             *       "转入人工",
             *       "转个人工",
             *       "切换人工",
             *       "切到人工",
             *       "换人工",
             *       "接人工",
             *       "接通人工",
             *       "要人工",
             *       "找人工",
             *       "叫人工",
             *       "来个人工",
             *       "呼叫人工",
             *       "人工客服",
             *       "人工服务",
             *       "人工座席",
             *       "人工坐席",
             *       "叫你们人工",
             *       "让人工来",
             *       "人工在吗",
             *       "人工呢",
             *       "有人工吗",
             *       "有没有人工",
             *       "人工在哪",
             *       "联系人工",
             *       "人工处理",
             *       "人工回复",
             *       "人工解答",
             *       "真人客服",
             *       "真人服务",
             *       "找真人",
             *       "要真人",
             *       "换真人",
             *       "转真人",
             *       "有真人吗",
             *       "有没有真人",
             *       "来个真人",
             *       "和真人说",
             *       "跟真人说",
             *       "活人客服",
             *       "找个活人",
             *       "有没有活人",
             *       "来个活人",
             *       "换个活人",
             *       "给个活人",
             *       "叫个人来",
             *       "叫人来",
             *       "找个人来",
             *       "换个人来",
             *       "找人跟我说",
             *       "让人来跟我说",
             *       "找你们的人",
             *       "找你们负责人",
             *       "找你们领导",
             *       "找你们经理",
             *       "找客服人员",
             *       "找客服小姐姐",
             *       "转客服",
             *       "转接客服",
             *       "转专员",
             *       "找专员",
             *       "别用机器人",
             *       "不要机器人",
             *       "不想跟机器人",
             *       "不想和机器人",
             *       "不跟机器人说",
             *       "别让机器人",
             *       "机器人走开",
             *       "我不要跟机器人",
             *       "human agent",
             *       "live agent",
             *       "real person",
             *       "real human",
             *       "human please",
             *       "talk to a human",
             *       "talk to a person",
             *       "speak to a human",
             *       "speak to a person",
             *       "speak to someone",
             *       "talk to someone",
             *       "speak with an agent",
             *       "talk to an agent",
             *       "customer service representative",
             *       "human support",
             *       "transfer me to"
             *     ]
             */
            handover_words: string[];
            /**
             * Format: int32
             * @description A conversation with the bot ends after so long without a word.
             * @default 30
             */
            idle_close_minutes: number;
            /**
             * @description Suggestions at most, 1 to 10.
             * @default 3
             */
            max_suggestions: number;
            /**
             * @description The bot's name before customers.
             * @default 小善
             */
            name: string;
            /**
             * Format: int32
             * @description A person comes after so many answers that did not help; 0 never.
             * @default 2
             */
            not_helpful_before_handover: number;
            /**
             * @description Whether greetings and the like are answered.
             * @default true
             */
            small_talk: boolean;
            /**
             * Format: double
             * @description From this score a hit is suggested.
             * @default 0.2
             */
            suggest_threshold: number;
            /**
             * Format: double
             * @description A second hit nearer than this to the best one makes a tie.
             * @default 0.03
             */
            tie_margin: number;
            /**
             * Format: int32
             * @description A person comes after so many unknown questions; 0 never.
             * @default 2
             */
            unknowns_before_handover: number;
        };
        /**
         * @description Whether a shop elsewhere is asked.
         * @enum {string}
         */
        Breaker: "closed" | "open" | "trial";
        /** @description The same change to many. */
        BulkChange: {
            change: components["schemas"]["TicketPatch"];
            /** @description Ids, at most 200. */
            ids: string[];
        };
        /** @description A ticket that could not be changed. */
        BulkFault: {
            /** @description Stable code. */
            code: string;
            id: string;
        };
        /** @description How a change of many went. */
        BulkReport: {
            changed: number;
            faults: components["schemas"]["BulkFault"][];
        };
        /** @description An entry that was weighed. */
        Candidate: {
            /** @description Of its phrasings, the one nearest to the customer's words. */
            best_phrasing: string;
            /** @description `ent_…`. */
            entry_id: string;
            /**
             * @description What the score is made of: `bm25_words`, `bm25_chars`, `dense_best`, `dense_mean`, `crowding` (held
             *     against it), `belief` (the trained model's probability), `keywords`, `likeness`, `equal`.
             */
            features: {
                [key: string]: number;
            };
            /** @description Its keywords that stand in the customer's words. */
            keywords: string[];
            /** @description Its standard question. */
            question: string;
            /**
             * Format: double
             * @description 0 to 1.
             */
            score: number;
        };
        /** @description What a shop can do. */
        Capabilities: {
            /** @description What can be changed. */
            changes: components["schemas"]["ChangeKind"][];
            /** @description What can be read. */
            reads: components["schemas"]["ReadKind"][];
        };
        /** @description A tile of the welcome page: what the bot can do, and the question that a tap asks. */
        Capability: {
            /** @description One of the widget's icons. */
            icon: string;
            /** @description Asked by a tap. */
            question: string;
            /** @description Short. */
            title: string;
        };
        CapChange: {
            /**
             * Format: int64
             * @description Most conversations at once.
             */
            max_chats: number;
        };
        CaseInput: {
            /** @description What should become of it. */
            choice: components["schemas"]["Choice"];
            /** @description The entry that answers it; for `entry` alone. */
            entry_id?: string | null;
            /** @description The question. */
            text: string;
        };
        /** @description The form of an import. */
        CatalogueForm: {
            /**
             * @description What each column holds, as a JSON list: a field of a product, an attribute's id, a new
             *     attribute's name, or nothing; guessed when missing.
             */
            columns?: string | null;
            /** @description `true` confirms every product. */
            confirm?: string | null;
            /**
             * Format: binary
             * @description XLSX, CSV or JSON.
             */
            file: string;
        };
        /** @description What a catalogue looks like, and what importing it would do. */
        CatalogueInspection: {
            /** @description The headings; none of a JSON catalogue. */
            columns: string[];
            /** @description Every faulty cell; with any of them nothing can be imported. */
            errors: components["schemas"]["RowError"][];
            /** @description What each of them holds. */
            fields: string[];
            /** @description What would be done with the rows that are right. */
            plan: components["schemas"]["CataloguePlan"];
            /** @description Rows below the heading. */
            rows: number;
            /** @description The first rows. */
            sample: string[][];
        };
        /** @description What an import would do. */
        CataloguePlan: {
            /** @description New products. */
            created: number;
            /** @description The lines that would bring something, the first 200. */
            lines: components["schemas"]["PlannedLine"][];
            /** @description Known products that are so already. */
            unchanged: number;
            /** @description Known products that would change. */
            updated: number;
        };
        /** @description A node of the tree. */
        Category: {
            /**
             * Format: int64
             * @description Entries filed here itself, archived ones left out.
             */
            entries: number;
            /** @description `cat_…`. */
            id: string;
            /** @description Name, unique among its siblings. */
            name: string;
            /** @description The node above. */
            parent_id: string | null;
            /**
             * Format: int64
             * @description Place among its siblings.
             */
            sort: number;
        };
        /** @description A node as it is written. */
        CategoryInput: {
            /** @description 1 to 50 characters, without `/`. */
            name: string;
            /** @description The node above. */
            parent_id?: string | null;
            /**
             * Format: int64
             * @description Place among its siblings.
             */
            sort?: number;
        };
        /**
         * @description Why a question was not answered well.
         * @enum {string}
         */
        Cause: "no_knowledge" | "not_recognised" | "not_helped" | "other";
        /** @description One branch of the tree. */
        CauseBranch: {
            /** @description Why. */
            cause: components["schemas"]["Cause"];
            /** @description Questions. */
            count: number;
            /** @description Of them, decided by a label; the others by signals. */
            labelled: number;
            /** @description The most frequent matters, at most fifty. */
            matters: components["schemas"]["Matter"][];
            /** @description What helps. */
            remedy: components["schemas"]["Remedy"];
            /**
             * Format: double
             * @description Share of all questions of the tree, 0 to 1.
             */
            share: number;
        };
        /** @description How many transfers have a cause. */
        CauseCount: {
            /** @description Why. */
            cause: components["schemas"]["TransferCause"];
            /** @description Transfers. */
            count: number;
        };
        /** @description Why questions were not answered well. */
        CauseTree: {
            /**
             * Format: int64
             * @description Questions that the bot decided about in these days.
             */
            asked: number;
            /** @description All four, in their order. */
            branches: components["schemas"]["CauseBranch"][];
            /**
             * Format: int64
             * @description Days looked at.
             */
            days: number;
            /** @description Questions with a signal that they were not answered well. */
            questions: number;
        };
        /**
         * @description What can be changed.
         * @enum {string}
         */
        ChangeKind: "change_address" | "cancel_order" | "request_refund" | "urge_shipment" | "request_invoice" | "protect_price" | "compensate" | "create_order";
        /** @description A channel as the administration sees it. */
        Channel: {
            /** @description A disabled channel takes nobody. */
            enabled: boolean;
            /** @description Whether a secret exists; the secret itself is shown once. */
            has_identity_secret: boolean;
            /** @description To paste where help is shown in a page. */
            help_snippet: string;
            /** @description `chn_…`. */
            id: string;
            /** @description How strictly customers are verified. */
            identity_mode: components["schemas"]["IdentityMode"];
            /** @description `web`. */
            kind: string;
            /** @description Name. */
            name: string;
            /** @description Origins that may embed it. */
            origins: string[];
            /** @description The full page for phones. */
            page_url: string;
            /** @description Look and policy. */
            settings: components["schemas"]["ChannelSettings"];
            /** @description To paste into the shop's pages. */
            snippet: string;
            /** @description Public. */
            token: string;
        };
        /** @description A channel in a conversation. */
        ChannelBrief: {
            /** @description `chn_…`. */
            id: string;
            /** @description Kind. */
            kind: string;
            /** @description Name. */
            name: string;
        };
        /** @description What may be changed; absent fields stay. */
        ChannelChange: {
            enabled?: boolean | null;
            identity_mode?: components["schemas"]["IdentityMode"] | null;
            name?: string | null;
            origins?: string[] | null;
            settings?: components["schemas"]["ChannelSettings"] | null;
        };
        /** @description All channels. */
        ChannelList: {
            items: components["schemas"]["Channel"][];
        };
        /** @description How a web channel looks and what it allows. */
        ChannelSettings: {
            /**
             * @description The bot's name; null takes the tenant's.
             * @default null
             */
            bot_name: string | null;
            /**
             * @description What the bot can do.
             * @default []
             */
            capabilities: components["schemas"]["Capability"][];
            /**
             * @description `zh-CN` or `en`.
             * @default zh-CN
             */
            default_locale: string;
            /**
             * @description 长辈版 from the start.
             * @default false
             */
            elder_default: boolean;
            /**
             * @description Welcome; null takes a general one.
             * @default null
             */
            greeting: string | null;
            /**
             * @description Hot questions: knowledge entries by id or key.
             * @default []
             */
            hot_entries: string[];
            /**
             * @description `right` or `left`.
             * @default right
             */
            position: string;
            /**
             * @description Whether agents see what a customer types before it is sent. Customers are told.
             * @default false
             */
            preview_typing: boolean;
            /**
             * @description `#1764d8`.
             * @default #1764d8
             */
            theme_color: string;
            /**
             * @description Whether the way to a person is seen as the settings of handing over say; else it appears at every
             *     place only once the bot has failed, as long as the figures allow it.
             * @default true
             */
            transfer_visible: boolean;
        };
        /** @description A mapping to be tried. */
        CheckBody: {
            /** @description As whom the shop is asked; nobody: the text alone is checked. */
            customer_id?: string | null;
            /** @description TOML, as docs/CONNECTORS.md tells; `***` keeps a secret of the mapping in use. */
            mapping: string;
        };
        /** @description A question whose fate a draft would change. */
        CheckedCase: {
            /** @description As it would be. */
            after: components["schemas"]["JudgedQuestion"];
            /** @description As it is now. */
            before: components["schemas"]["JudgedQuestion"];
            /** @description The sets that hold it; empty for a labelled question. */
            set: string | null;
        };
        /**
         * @description What a question is, as a person judges it.
         * @enum {string}
         */
        Choice: "entry" | "missing" | "small_talk" | "to_person" | "skip";
        /**
         * @description Which promise a clock keeps.
         * @enum {string}
         */
        ClockKind: "first_reply" | "next_reply" | "resolve";
        /**
         * @description How a promise stands.
         * @enum {string}
         */
        ClockState: "running" | "paused" | "met" | "missed";
        /** @description The company. */
        CompanySettings: {
            /**
             * @description Language where nobody chose one.
             * @default zh-CN
             */
            locale: components["schemas"]["Locale"];
            /**
             * @description What customers and staff read.
             * @default 我的公司
             */
            name: string;
            /**
             * @description IANA name; days and hours of service are told by it.
             * @default Asia/Shanghai
             */
            time_zone: string;
        };
        /** @description What a customer of a grade may be given, in minor units. */
        CompensationAllowance: {
            /** @description ISO 4217. */
            currency: string;
            /**
             * Format: int64
             * @description Days that count together.
             */
            days: number;
            /**
             * Format: int64
             * @description Given in the days that count together.
             */
            given: number;
            /**
             * Format: int64
             * @description What is left of it.
             */
            left: number;
            /** @description The grade; none when it is not known. */
            level: string | null;
            /**
             * Format: int64
             * @description The limit of the grade.
             */
            limit: number;
        };
        Confirmation: {
            /**
             * Format: int64
             * @description The revision that was seen.
             */
            revision: number;
        };
        /** @description The confirmation of a write. */
        ConfirmBody: {
            /** @description In which conversation. */
            conversation_id?: string | null;
            /** @description Who is served; must be the customer of the preview. */
            customer_id: string;
            /** @description Of the preview. */
            token: string;
        };
        /** @description Two entries that are taken for one another. */
        Confusion: {
            /** @description How often. */
            count: number;
            /** @description Questions, at most five. */
            examples: string[];
            /** @description What was given, or suggested first. */
            given: components["schemas"]["EntryRef"];
            /** @description What should have been given. */
            wanted: components["schemas"]["EntryRef"];
        };
        /** @description How the line is, since the start of the program or of the connection. */
        ConnectionHealth: {
            /**
             * Format: int64
             * @description Questions that were sent.
             */
            asked: number;
            /** @description Whether it is asked. */
            breaker: components["schemas"]["Breaker"];
            /** @description The last questions, the latest first. */
            exchanges: components["schemas"]["ShopExchange"][];
            /**
             * Format: int64
             * @description Of them, those that failed.
             */
            failed: number;
            /**
             * Format: int64
             * @description Failures in a row by now.
             */
            failures: number;
            /**
             * Format: int64
             * @description Answers from memory.
             */
            hits: number;
            last_fault: components["schemas"]["LineFault"] | null;
            last_success: components["schemas"]["Time"] | null;
            /**
             * Format: int64
             * @description Milliseconds of an answer, of the last 200: the middle.
             */
            middle_ms: number | null;
            /**
             * Format: int64
             * @description Answers in memory now.
             */
            remembered: number;
            rests_until: components["schemas"]["Time"] | null;
            /**
             * Format: int64
             * @description Only one of twenty took longer.
             */
            slow_ms: number | null;
            /**
             * Format: int64
             * @description Of them, older ones because the shop failed.
             */
            stale: number;
        };
        /** @description How patient we are with a shop elsewhere, and how long its answers are remembered. */
        ConnectionSettings: {
            /**
             * Format: int64
             * @description Failures in a row after which the shop is left alone.
             * @default 5
             */
            failures_most: number;
            /**
             * Format: int64
             * @description Seconds in which an answer is given again without asking.
             * @default 30
             */
            fresh_seconds: number;
            /**
             * Format: int64
             * @description Seconds for which it is left alone.
             * @default 30
             */
            rest_seconds: number;
            /**
             * Format: int64
             * @description Minutes in which an older answer is given while the shop fails.
             * @default 60
             */
            stale_minutes: number;
            /**
             * Format: int64
             * @description Milliseconds that an answer may take, unless the mapping says otherwise.
             * @default 3000
             */
            timeout_ms: number;
        };
        /** @description What a customer agreed to last. */
        Consent: {
            /** @description When. */
            at: components["schemas"]["Time"];
            /** @description Version of the text. */
            version: string;
        };
        /** @description The contact data in full. */
        Contact: {
            /** @description E-mail. */
            email: string | null;
            /** @description Telephone. */
            phone: string | null;
        };
        /** @description What a message says. */
        Content: {
            /** @description The text. */
            text: string;
            /** @enum {string} */
            type: "text";
        } | {
            /** @description The file. */
            file: components["schemas"]["FileInfo"];
            /** @enum {string} */
            type: "image";
        } | {
            /** @description The file. */
            file: components["schemas"]["FileInfo"];
            /** @enum {string} */
            type: "file";
        } | {
            /** @description The answer. */
            blocks: components["schemas"]["Block"][];
            /** @description Which entry. */
            entry_id: string | null;
            /** @description Its standard question. */
            question: string;
            /** @description What else may be asked. */
            related: components["schemas"]["QuestionRef"][];
            /** @enum {string} */
            type: "answer";
        } | {
            /** @description Questions to click. */
            items: components["schemas"]["QuestionRef"][];
            /** @enum {string} */
            type: "suggestions";
        } | {
            /** @description Cards beside the words, which say nothing that the words do not say. */
            aids: components["schemas"]["TalkAid"][];
            /** @description What may be clicked; nothing when only typing answers it. */
            options: components["schemas"]["OptionChip"][];
            /** @description The question. */
            text: string;
            /** @enum {string} */
            type: "options";
        } | {
            /** @description The things, best first. */
            cards: components["schemas"]["ProductCard"][];
            /** @description What may be clicked under them. */
            options: components["schemas"]["OptionChip"][];
            /** @description The words before them. */
            text: string;
            /** @enum {string} */
            type: "cards";
        } | {
            /** @description Stable code. */
            code: string;
            /** @description Values for the wording. */
            params: Record<string, unknown>;
            /** @enum {string} */
            type: "notice";
        } | {
            /** @description The text. */
            text: string;
            /** @enum {string} */
            type: "note";
        } | {
            /** @description The text. */
            text: string;
            /** @enum {string} */
            type: "whisper";
        } | {
            /** @enum {string} */
            type: "rating_invitation";
        } | {
            /** @description Free text. */
            comment: string;
            /**
             * Format: int64
             * @description 1 to 5.
             */
            score: number;
            /** @description Whether the matter was solved. */
            solved: boolean | null;
            /** @description Chosen words. */
            tags: string[];
            /** @enum {string} */
            type: "rating";
        };
        /**
         * @description What answers may contradict one another about.
         * @enum {string}
         */
        Contradiction: "number" | "stance";
        /** @description A conversation as the staff sees it. */
        Conversation: {
            accepted_at: components["schemas"]["Time"] | null;
            /** @description Who serves or served last. */
            agent_id: string | null;
            /** @description Their name. */
            agent_name: string | null;
            /**
             * Format: int64
             * @description How far the staff has read.
             */
            agent_read_seq: number;
            attached_entry: components["schemas"]["AttachedEntry"] | null;
            /** @description Where it came in. */
            channel: components["schemas"]["ChannelBrief"];
            closed_at: components["schemas"]["Time"] | null;
            /** @description Begin. */
            created_at: components["schemas"]["Time"];
            /** @description Whose it is. */
            customer: components["schemas"]["CustomerBrief"];
            /**
             * Format: int64
             * @description How far the customer has read.
             */
            customer_read_seq: number;
            first_reply_due: components["schemas"]["Time"] | null;
            /** @description Skill group. */
            group_id: string | null;
            /** @description Its name. */
            group_name: string | null;
            /** @description Colleagues who were invited to help. */
            helpers: components["schemas"]["Helper"][];
            /** @description `cnv_…`. */
            id: string;
            last_message: components["schemas"]["LastMessage"] | null;
            /**
             * Format: int64
             * @description The last place.
             */
            last_seq: number;
            /** @description The customer's language. */
            locale: string;
            /**
             * Format: int64
             * @description A number to read aloud.
             */
            number: number;
            /** @description Who answers now. */
            owner: components["schemas"]["Owner"];
            page: components["schemas"]["ShopPage"] | null;
            /**
             * Format: int64
             * @description Place in the queue, from 1.
             */
            queue_position: number | null;
            queued_at: components["schemas"]["Time"] | null;
            rating: components["schemas"]["Rating"] | null;
            /** @description The first question. */
            subject: string;
            transfer_reason: components["schemas"]["TransferReason"] | null;
            /**
             * Format: int64
             * @description Customer messages that no agent has read.
             */
            unread: number;
            waiting_since: components["schemas"]["Time"] | null;
        };
        /** @description How many conversations each list has. */
        ConversationCounts: {
            /** Format: int64 */
            bot: number;
            /** Format: int64 */
            left_messages: number;
            /** Format: int64 */
            mine: number;
            /** Format: int64 */
            queue: number;
        };
        /** @description A coupon of a customer. */
        Coupon: {
            /** @description `cpn_…`. */
            id: string;
            /** @description Whether it can be used. */
            state: components["schemas"]["CouponState"];
            /** @description From which price of the goods on. */
            threshold: components["schemas"]["Money"];
            /** @description As customers read it. */
            title: string;
            /** @description First moment. */
            valid_from: components["schemas"]["Time"];
            /** @description Last moment. */
            valid_to: components["schemas"]["Time"];
            /** @description What it takes off. */
            value: components["schemas"]["Money"];
        };
        /**
         * @description Whether a coupon can be used.
         * @enum {string}
         */
        CouponState: "usable" | "coming" | "used" | "expired";
        Credentials: {
            password: string;
            username: string;
        };
        /** @description A customer as the staff sees them: contact data masked. */
        Customer: {
            /** @description Whatever else the company keeps, by name. */
            attributes: {
                [key: string]: string;
            };
            consent: components["schemas"]["Consent"] | null;
            /**
             * Format: int64
             * @description How many conversations they have had.
             */
            conversations: number;
            /** @description The agent who looks after them, `agt_…`. */
            dedicated_agent: string | null;
            /** @description Masked. */
            email: string | null;
            /** @description Whether their personal data were erased. */
            erased: boolean;
            /** @description First contact. */
            first_seen: components["schemas"]["Time"];
            /** @description `cus_…`. */
            id: string;
            /** @description Latest contact. */
            last_seen: components["schemas"]["Time"];
            /** @description Grade, such as 金卡. */
            level: string | null;
            /** @description As told, or 访客 and four digits. */
            name: string;
            /** @description For colleagues; customers never see it. */
            note: string;
            /** @description Masked. */
            phone: string | null;
            /** @description Words for finding. */
            tags: string[];
            /** @description The company's own number of this customer. */
            user_id: string | null;
            /** @description Whether the company vouches for who this is. */
            verified: boolean;
        };
        /** @description A customer in a conversation. */
        CustomerBrief: {
            /** @description Picture. */
            avatar: string | null;
            /** @description `cus_…`. */
            id: string;
            /** @description Grade. */
            level: string | null;
            /** @description Name. */
            name: string;
            /** @description Whether a widget of theirs is connected now. */
            online: boolean;
            /** @description Tags. */
            tags: string[];
            /** @description Whether the shop vouched for them. */
            verified: boolean;
        };
        /** @description Something that is remembered of a customer. */
        CustomerMemory: {
            /**
             * Format: int64
             * @description In how many messages it was said.
             */
            count: number;
            /** @description When it was said first. */
            created_at: components["schemas"]["Time"];
            /** @description Of whom. */
            customer_id: string;
            /** @description Who confirmed, rejected or wrote it. */
            decided_by: string | null;
            /** @description Whether it says that something is not so. */
            denied: boolean;
            /** @description `mem_…`. */
            id: string;
            /** @description What sort of fact it is. */
            kind: components["schemas"]["MemoryKind"];
            /** @description When it was said last. */
            last_seen_at: components["schemas"]["Time"];
            /**
             * @description The customer's own sentence, numbers masked; empty when the caller may not read where it was
             *     said, or when it was written by the staff.
             */
            quote: string;
            source: components["schemas"]["MemorySource"] | null;
            /** @description How far it is believed. */
            state: components["schemas"]["MemoryState"];
            /** @description In short words. */
            value: string;
            /** @description Of whom of their household or friends; empty for the customer themselves. */
            whose: string;
        };
        /** @description Changes to a customer; what is missing stays, an empty text clears. */
        CustomerPatch: {
            /** @description All attributes. */
            attributes?: {
                [key: string]: string;
            } | null;
            /** @description The agent who looks after them, `agt_…`. */
            dedicated_agent?: string | null;
            /** @description E-mail, in full. */
            email?: string | null;
            /** @description Grade. */
            level?: string | null;
            /** @description Name. */
            name?: string | null;
            /** @description For colleagues. */
            note?: string | null;
            /** @description Telephone, in full. */
            phone?: string | null;
            /** @description All tags. */
            tags?: string[] | null;
        };
        /** @description Words of a customer. */
        CustomersWords: {
            text: string;
        };
        /** @description Why a question got its reply. */
        Decision: {
            /** @description The best hits, at most five. */
            candidates: components["schemas"]["Candidate"][];
            /** @description The conversation; empty until it is kept, and for tests. */
            conversation_id: string;
            /** @description When. */
            created_at: components["schemas"]["Time"];
            dialogue: components["schemas"]["DialogueTrace"] | null;
            /**
             * Format: int64
             * @description Microseconds from question to decision.
             */
            elapsed_us: number;
            emotion: components["schemas"]["Emotion"] | null;
            /** @description Version of the engine and of its encoder. */
            engine: string;
            /** @description The entry that was given or attached. */
            entry_id: string | null;
            /** @description `dec_…`. */
            id: string;
            /**
             * Format: double
             * @description The probability that the message belongs to any entry, by the trained gate; nothing where no
             *     model judged it.
             */
            in_scope: number | null;
            /** @description What became of it. */
            outcome: components["schemas"]["Outcome"];
            /** @description The customer's words. */
            question: string;
            /** @description Stable code, such as `near_tie`; see `rules.rs`. */
            reason: string;
            /** @description The thresholds that held. */
            thresholds: components["schemas"]["Thresholds"];
        };
        /**
         * @description What became of a delivery.
         * @enum {string}
         */
        DeliveryOutcome: "taken" | "ignored";
        Description: {
            /** @description In plain language; at most 10,000 characters. */
            text: string;
        };
        /** @description The tasks and requests of a conversation. */
        Dialogue: {
            /** @description What was kept for the staff. */
            requests: components["schemas"]["DialogueRequest"][];
            /** @description The tasks, the present one first. */
            tasks: components["schemas"]["DialogueProgress"][];
        };
        /** @description What is done at the end. */
        DialogueAction: {
            /**
             * @description The task that goes on with what was chosen; it has a slot for a product. Without one
             *     the choice is kept for the staff.
             */
            next: string;
            /** @description How many at most. */
            show: number;
            /** @enum {string} */
            type: "recommend";
        } | {
            /** @enum {string} */
            type: "record";
        } | {
            /** @enum {string} */
            type: "hand_over";
        } | {
            /**
             * @description Its parameters: `{slot}`, `{slot.part}` of an address, or the value itself. A dot in the
             *     name leads into an object.
             */
            arguments: {
                [key: string]: string;
            };
            /** @description Its name in the registry. */
            tool: string;
            /** @enum {string} */
            type: "tool";
        } | {
            /** @description The nodes; one is the start. */
            nodes: components["schemas"]["FlowNode"][];
            /** @enum {string} */
            type: "flow";
        };
        /**
         * @description Where a value may come from without asking.
         * @enum {string}
         */
        DialogueCarry: "profile" | "page" | "earlier";
        /** @description Another slot that holds one of some values. */
        DialogueCondition: {
            /** @description Its values; `yes` and `no` of a question that wants one of the two. */
            is: string[];
            /** @description The other slot. */
            slot: string;
        };
        /**
         * @description Groups of words; one of each group must stand in the text. `{slot}` stands for any fact of that
         *     slot.
         */
        DialogueCue: {
            /** @description The groups. */
            all: string[][];
            /** @description None of these may stand in it. */
            none: string[];
            /**
             * Format: double
             * @description How sure, 0 to 1.
             */
            sure: number;
        };
        /** @description What was recognised. */
        DialogueFact: {
            /** @description It is not wanted. */
            denied: boolean;
            /** @description Slot that took it. */
            slot: string;
            /** @description Its value in words. */
            value: string;
        };
        /** @description A task of a conversation with all its slots, for the staff. */
        DialogueProgress: {
            /** @description Labels of what is still missing; of a flow, what it asks for now. */
            missing: string[];
            /** @description Its name. */
            name: string;
            /** @description Of a flow: keys of the nodes that were reached, in order. */
            path: string[];
            /** @description What was told. */
            rows: components["schemas"]["DialogueRow"][];
            /** @description `active`, `waiting`, `done` or `given_up`. */
            standing: components["schemas"]["DialogueStanding"];
            /** @description Which task. */
            task: string;
        };
        /** @description What a customer told to a task, for the staff. */
        DialogueRequest: {
            /** @description When. */
            created_at: components["schemas"]["Time"];
            /** @description `req_…`. */
            id: string;
            /** @description Its name. */
            name: string;
            /** @description A number to read aloud. */
            number: string;
            /** @description What was told. */
            rows: components["schemas"]["DialogueRow"][];
            /** @description Which task. */
            task: string;
        };
        /** @description A line of a summary. */
        DialogueRow: {
            /** @description Slot. */
            key: string;
            /** @description Its name. */
            label: string;
            /** @description Its value in words; empty when anything will do. */
            value: string;
        };
        /** @description A thing to know. */
        DialogueSlot: {
            /** @description The question. */
            ask: components["schemas"]["TaskPhrases"];
            /** @description Where its value may come from without asking. */
            carry: components["schemas"]["DialogueCarry"][];
            /** @description Its stable name within the task. */
            key: string;
            /** @description What values it takes. */
            kind: components["schemas"]["DialogueSlotKind"];
            /** @description As people call it. */
            label: components["schemas"]["TaskPhrases"];
            /** @description Whether "any" and "I do not know" settle it. */
            may_skip: boolean;
            /** @description Whether the task asks for it. */
            required: boolean;
            /** @description Slots whose values hold no longer when this one changes. */
            resets: string[];
            /**
             * Format: double
             * @description How much asking for it is worth beside the others.
             */
            weight: number;
            /** @description It is needed only where all of these hold. */
            when: components["schemas"]["DialogueCondition"][];
            /** @description Why it is needed, said when somebody would rather not tell. */
            why: components["schemas"]["TaskPhrases"];
            /** @description Words that speak of it: 预算, 价格. */
            words: string[];
        };
        /** @description What values a slot takes. */
        DialogueSlotKind: {
            /** @description Its name in the catalogue. */
            attribute: string;
            /** @description Whether several hold together. */
            many: boolean;
            /** @description Wished for or avoided. */
            sense: components["schemas"]["Sense"];
            /** @enum {string} */
            type: "attribute";
            /** @description Values and words beside those of the catalogue. */
            values: components["schemas"]["DialogueValue"][];
        } | {
            /** @description Whether several hold together. */
            many: boolean;
            /** @description The list. */
            options: components["schemas"]["DialogueValue"][];
            /** @enum {string} */
            type: "choice";
        } | {
            /** @enum {string} */
            type: "money";
        } | {
            /** @description Whether it must lie ahead. */
            future: boolean;
            /** @enum {string} */
            type: "time";
        } | {
            /**
             * Format: int64
             * @description At most.
             */
            max: number | null;
            /**
             * Format: int64
             * @description At least.
             */
            min: number | null;
            /** @enum {string} */
            type: "count";
            /** @description Words that count it, such as 件 and 盒; any when empty. */
            units: string[];
        } | {
            /** @description How many. */
            length: number;
            /** @enum {string} */
            type: "digits";
        } | {
            /** @enum {string} */
            type: "phone";
        } | {
            /** @enum {string} */
            type: "name";
        } | {
            /** @description A verified customer is offered the addresses that they used before. */
            known: boolean;
            /** @enum {string} */
            type: "address";
        } | {
            /**
             * @description Only orders for which the shop allows this change, such as `cancel_order`; all when
             *     empty.
             */
            allows: string;
            /** @enum {string} */
            type: "order";
        } | {
            /** @enum {string} */
            type: "product";
        } | {
            /** @description Its parameters, as those of an action. */
            arguments: {
                [key: string]: string;
            };
            /** @description Its name in the registry. */
            tool: string;
            /** @enum {string} */
            type: "listed";
        } | {
            /** @description At most so many are kept. */
            most: number;
            /** @enum {string} */
            type: "pictures";
        } | {
            /** @enum {string} */
            type: "yes_no";
        } | {
            /** @enum {string} */
            type: "text";
        };
        /**
         * @description How a task of a conversation stands.
         * @enum {string}
         */
        DialogueStanding: "active" | "waiting" | "done" | "given_up";
        /** @description A rule that was used, in order. */
        DialogueStep: {
            /** @description What it concerned. */
            about: string;
            /** @description Stable code, such as `task_started`. */
            rule: string;
        };
        /** @description Something that a customer wants done, described by an editor. */
        DialogueTask: {
            /** @description What is done at its end. */
            action: components["schemas"]["DialogueAction"];
            /** @description Whether the customer confirms before anything is done. */
            confirm: boolean;
            /** @description Words that start it when they stand together. */
            cues: components["schemas"]["DialogueCue"][];
            /** @description Said when it is done; `{number}` is the number of the request. */
            done: components["schemas"]["TaskPhrases"];
            /** @description Whether it may start. */
            enabled: boolean;
            /** @description What is reached at its end, for editors. */
            goal: string;
            /** @description Its stable name: small letters, digits and `_`. */
            key: string;
            /** @description As people call it. */
            name: components["schemas"]["TaskPhrases"];
            /** @description Said before the first question. */
            opening: components["schemas"]["TaskPhrases"];
            /** @description What it must know. */
            slots: components["schemas"]["DialogueSlot"][];
            /** @description Example utterances that start it. */
            triggers: string[];
        };
        /** @description Why a turn went as it did. */
        DialogueTrace: {
            /** @description Slots of it after. */
            after: components["schemas"]["DialogueRow"][];
            /** @description What was asked for. */
            asked: string | null;
            /** @description Slots of it before; `[slot, value]`. */
            before: components["schemas"]["DialogueRow"][];
            /**
             * Format: int64
             * @description How long it took, in microseconds.
             */
            elapsed_us: number;
            /** @description What was taken from the words. */
            facts: components["schemas"]["DialogueFact"][];
            /** @description The rules that were used, in order. */
            steps: components["schemas"]["DialogueStep"][];
            /** @description The task that was talked about afterwards. */
            task: string | null;
            /** @description The questions that were weighed, best first. */
            weighed: components["schemas"]["DialogueWeighed"][];
        };
        /** @description A value with the other words that people have for it. */
        DialogueValue: {
            /** @description Of what is to be avoided: these words alone tell it, without a denial (`怀孕了`). */
            always: boolean;
            /** @description What a tool calls it; the value itself when empty. */
            code: string;
            /** @description Not offered as a choice. */
            hidden: boolean;
            /** @description The value. */
            value: string;
            /** @description Other words for it. */
            words: string[];
        };
        /** @description A question that was weighed. */
        DialogueWeighed: {
            /** @description Slot. */
            slot: string;
            /**
             * Format: double
             * @description What asking is worth; 0 is not worth it.
             */
            worth: number;
        };
        /** @description What two answers say differently. */
        Difference: {
            /** @description What the first answer says, in its words. */
            first: string;
            /** @description What it is about. */
            matter: components["schemas"]["Contradiction"];
            /** @description What the second answer says. */
            second: string;
        };
        /** @description Which group a new ticket goes to. All that is told must hold; what is empty holds always. */
        DispatchRule: {
            /**
             * @description To whom in the group.
             * @default group
             */
            assign: components["schemas"]["TicketAssigning"];
            /**
             * @description Filed under one of these, or below it.
             * @default []
             */
            categories: string[];
            /**
             * @description What the ticket's own fields say: where it is from, how much it is about, how risky it is.
             * @default []
             */
            fields: components["schemas"]["FieldCondition"][];
            /**
             * @description One of these grades of the customer.
             * @default []
             */
            grades: string[];
            /**
             * @description `grp_…`.
             * @default
             */
            group_id: string;
            /**
             * @description For people.
             * @default
             */
            name: string;
            /**
             * @description Came to be in one of these ways.
             * @default []
             */
            origins: components["schemas"]["TicketOrigin"][];
            /** @default null */
            priority: components["schemas"]["TicketPriority"] | null;
            /**
             * @description One of these types.
             * @default []
             */
            types: string[];
        };
        /** @description How a message sounds; shares are 0 to 1. */
        Emotion: {
            /**
             * Format: double
             * @description Anger.
             */
            angry: number;
            /**
             * Format: double
             * @description Worry, hurry.
             */
            anxious: number;
            /** @description The words that speak for it, as they stand in the message. */
            cues: string[];
            /**
             * Format: double
             * @description Disappointment.
             */
            disappointed: number;
            /**
             * Format: double
             * @description Satisfaction.
             */
            satisfied: number;
            /**
             * Format: double
             * @description From -1, as bad as can be, to 1.
             */
            sentiment: number;
            /**
             * Format: double
             * @description A demand that is not spoken out.
             */
            veiled: number;
        };
        /** @description An entry in full. */
        Entry: components["schemas"]["EntrySummary"] & {
            /** @description Preview of the default answer. */
            blocks: components["schemas"]["Block"][];
            /** @description What editors work on. */
            draft: components["schemas"]["EntryDraft"];
            /**
             * Format: int64
             * @description The version that customers get, if any.
             */
            published_version: number | null;
            /**
             * Format: int64
             * @description Grows with every change; a writer names the one it saw.
             */
            revision: number;
        };
        /** @description Another draft, by who saw the revision. */
        EntryChange: {
            /** @description The draft. */
            draft: components["schemas"]["EntryDraft"];
            /**
             * Format: int64
             * @description The revision that was seen.
             */
            revision: number;
        };
        /** @description Everything that an editor writes of an entry. */
        EntryDraft: {
            /** @description What the agent should know, never shown to a customer. */
            agent_note: string;
            /** @description The answers, at most one a channel. */
            answers: components["schemas"]["AnswerText"][];
            /** @description Who may be given it. */
            audience: components["schemas"]["Audience"];
            /** @description Where it is filed. */
            category_id: string | null;
            /** @description What happens when it is the best hit. */
            handling: components["schemas"]["Handling"];
            /** @description How much it matters. */
            importance: components["schemas"]["Importance"];
            /** @description Words that push the entry whenever they stand in a message, at most 20. */
            keywords: string[];
            /** @description The standard question, 1 to 500 characters. */
            question: string;
            /** @description Identifiers of entries that are offered beside it. */
            related: string[];
            /** @description Other ways to ask it, at most 500. */
            similar: string[];
            valid_from: components["schemas"]["Time"] | null;
            valid_to: components["schemas"]["Time"] | null;
        };
        /** @description How well one entry is recognised. */
        EntryMeasure: {
            /** @description `ent_…`. */
            entry_id: string;
            /**
             * Format: double
             * @description Harmonic mean of both.
             */
            f1: number;
            /** @description Questions that it answered. */
            given: number;
            /**
             * Format: double
             * @description Of what it answered, the share that is right; 0 when it answered nothing.
             */
            precision: number;
            /** @description Its question. */
            question: string;
            /**
             * Format: double
             * @description Of what it should answer, the share that it did; 0 when there was nothing.
             */
            recall: number;
            /** @description Of them, rightly. */
            right: number;
            /** @description Questions that it should answer. */
            wanted: number;
        };
        /** @description An entry by name. */
        EntryRef: {
            /** @description `ent_…`. */
            entry_id: string;
            /** @description Its standard question. */
            question: string;
        };
        /**
         * @description Where an entry is in its life; scheduled and expired follow from the clock.
         * @enum {string}
         */
        EntryState: "draft" | "published" | "changed" | "expired" | "scheduled" | "archived";
        /** @description An entry in a list. */
        EntrySummary: {
            /** @description Who may be given it. */
            audience: components["schemas"]["Audience"];
            /** @description Where it is filed. */
            category_id: string | null;
            /** @description Whether its time ends within the days of the reminder. */
            expires_soon: boolean;
            /** @description What happens when it is the best hit. */
            handling: components["schemas"]["Handling"];
            /**
             * Format: int64
             * @description Customers who said that it helped.
             */
            helpful: number;
            /**
             * Format: int64
             * @description How often it was the direct answer.
             */
            hits: number;
            /** @description `ent_…`. */
            id: string;
            /** @description How much it matters. */
            importance: components["schemas"]["Importance"];
            /** @description External key, of imports and of the help snippet. */
            key: string | null;
            /**
             * Format: int64
             * @description Customers who said that it did not.
             */
            not_helpful: number;
            /** @description The standard question of the draft. */
            question: string;
            /**
             * Format: int64
             * @description How many similar questions it has.
             */
            similar_count: number;
            /** @description Where it is in its life. */
            state: components["schemas"]["EntryState"];
            /** @description When it was changed last. */
            updated_at: components["schemas"]["Time"];
            /** @description Who changed it last. */
            updated_by: string;
            valid_to: components["schemas"]["Time"] | null;
        };
        /** @description What was published once. */
        EntryVersion: {
            /** @description As it was then. */
            draft: components["schemas"]["EntryDraft"];
            /** @description When. */
            published_at: components["schemas"]["Time"];
            /** @description By whom. */
            published_by: string;
            /**
             * Format: int64
             * @description 1, 2, 3 …
             */
            version: number;
        };
        /** @description The body of every answer that is not a success. */
        ErrorBody: {
            /** @description The error. */
            error: components["schemas"]["ErrorDetail"];
        };
        /** @description A stable code to translate and a sentence for developers. */
        ErrorDetail: {
            /** @description Stable code, listed in `docs/API.md`. */
            code: string;
            /** @description English, for developers. */
            message: string;
            /** @description Values for the translation. */
            params: Record<string, unknown>;
            /** @description Names this request in the server's log. */
            request_id: string;
        };
        /** @description What came of an uploaded file. */
        Evaluation: {
            /** @description Rows that were left out. */
            left_out: components["schemas"]["LabelledRowError"][];
            /** @description Its measurement. */
            run: components["schemas"]["TrainingRun"];
            /** @description The set that was made of it. */
            set: components["schemas"]["TrainingSet"];
        };
        /** @description The form with a labelled file. */
        EvaluationForm: {
            /**
             * Format: binary
             * @description JSON lines, CSV or XLSX: a question, and the key or the standard question of its entry.
             */
            file: string;
            /** @description `true` keeps the file as a regression set. */
            kept?: string | null;
            /** @description Name of the set. */
            name: string;
        };
        /** @description What should become of a question. */
        Expected: {
            /** @description What it is. */
            choice: components["schemas"]["Choice"];
            /** @description The entry that answers it, for `entry` alone. */
            entry_id: string | null;
        };
        /** @description One fact of a product. */
        Fact: {
            /** @description Id of the attribute. */
            attribute: string;
            /**
             * Format: double
             * @description 0 to 1.
             */
            confidence: number;
            /** @description An editor has looked at it. */
            confirmed: boolean;
            /** @description Where it comes from. */
            origin: components["schemas"]["Origin"];
            /** @description Whether it is so. */
            polarity: components["schemas"]["Polarity"];
            /** @description The words it was taken from. */
            said: string;
            /** @description Where in the description it stands: first character and the one after the last. */
            span: [
                number,
                number
            ] | null;
            /** @description Its value. */
            value: components["schemas"]["FactValue"];
        };
        /** @description A value as it is compared: words in their one spelling, money in minor units. */
        FactValue: {
            /** @description A word, or a few. */
            word: string;
        } | {
            /**
             * Format: int64
             * @description Minor units.
             */
            money: number;
        } | {
            /** @description A number or a range; a missing bound is open. */
            number: {
                /**
                 * Format: double
                 * @description The most.
                 */
                max: number | null;
                /**
                 * Format: double
                 * @description The least.
                 */
                min: number | null;
            };
        };
        /**
         * @description What a customer thinks of an answer.
         * @enum {string}
         */
        Feedback: "helpful" | "not_helpful";
        /** @description What a field of a ticket must say. A ticket without the field does not. */
        FieldCondition: {
            /**
             * @description Its key.
             * @default
             */
            field: string;
            /**
             * Format: int64
             * @description A number of at least so much.
             * @default null
             */
            from: number | null;
            /**
             * Format: int64
             * @description A number of at most so much: what a group may decide by itself.
             * @default null
             */
            to: number | null;
            /**
             * @description One of these, where there are any.
             * @default []
             */
            values: string[];
        };
        /**
         * @description Who filed a ticket.
         * @enum {string}
         */
        FiledBy: "engine" | "person";
        /** @description A file as clients see it; the address is signed and expires within a day. */
        FileInfo: {
            /**
             * Format: int64
             * @description Pixels, of a picture.
             */
            height: number | null;
            /** @description `fil_…`. */
            id: string;
            /** @description Media type that we determined. */
            mime: string;
            /** @description Name as uploaded. */
            name: string;
            /**
             * Format: int64
             * @description Bytes.
             */
            size: number;
            /** @description Where to fetch it, a path of this server. */
            url: string;
            /**
             * Format: int64
             * @description Pixels, of a picture.
             */
            width: number | null;
        };
        /** @description Two leaves of which one was taken for the other. */
        FilingConfusion: {
            /** @description How often. */
            count: number;
            /** @description What was proposed. */
            proposed: string[];
            /** @description What was right. */
            right: string[];
        };
        /** @description From one score on. */
        FilingCoverage: {
            /**
             * Format: int64
             * @description Wanted share of right ones, in percent.
             */
            percent: number;
            /**
             * Format: double
             * @description Share of those that are right.
             */
            reached: number | null;
            /**
             * Format: double
             * @description Share of all texts that reach it.
             */
            share: number;
            /**
             * Format: double
             * @description The score, if there is one.
             */
            threshold: number | null;
        };
        /** @description A row that could not be taken. */
        FilingFault: {
            /** @description `filing.no_path`, `filing.too_deep`, `filing.too_long`, `filing.no_text`, `filing.unknown_leaf`. */
            code: string;
            /** @description Its number, the heading being 1. */
            row: number;
            /** @description The cell. */
            value: string;
        };
        /** @description What an import did. */
        FilingImport: {
            /** @description Places or texts that are new. */
            added: number;
            /** @description Rows that could not be taken, with why; nothing was imported when there are any. */
            faults: components["schemas"]["FilingFault"][];
            /** @description Places or texts that were there. */
            kept: number;
        };
        /** @description Everything that the page shows. */
        FilingMeasures: {
            /**
             * Format: int64
             * @description Places of the tree.
             */
            categories: number;
            /** @description What it takes for what, most frequent first. */
            confusions: components["schemas"]["FilingConfusion"][];
            /**
             * Format: int64
             * @description Texts of known leaves.
             */
            examples: number;
            /**
             * Format: int64
             * @description Leaves of the tree.
             */
            leaves: number;
            /** @description The engine in use. */
            model: components["schemas"]["FilingModel"];
            /** @description What came of its proposals in the last 90 days. */
            outcome: components["schemas"]["FilingOutcome"];
            /** @description Week by week. */
            weeks: components["schemas"]["FilingWeek"][];
        };
        /** @description How the engine was made and how good it is, by texts that it did not learn from. */
        FilingModel: {
            /**
             * Format: double
             * @description Share of them whose first leaf was right.
             */
            accuracy: number | null;
            at: components["schemas"]["Time"] | null;
            /** @description What it would file alone, at several precisions. */
            coverage: components["schemas"]["FilingCoverage"][];
            /** @description Texts that it was judged by. */
            judged: number;
            /** @description Leaves that it knows. */
            leaves: number;
            /** @description Texts that it learnt from. */
            texts: number;
            /**
             * Format: int64
             * @description Milliseconds that it took.
             */
            took_ms: number;
            /** @description A training is going on. */
            training: boolean;
        };
        /** @description What came of proposals for tickets. */
        FilingOutcome: {
            /**
             * Format: int64
             * @description Tickets that were filed without anybody.
             */
            by_itself: number;
            /**
             * Format: int64
             * @description Tickets that a person filed or confirmed and for which something was proposed.
             */
            confirmed: number;
            /**
             * Format: int64
             * @description Of these, the first proposal stayed.
             */
            first_right: number;
            /**
             * Format: int64
             * @description Of these, the leaf was among the first three.
             */
            in_three: number;
            /**
             * Format: int64
             * @description Of these, a person looked at it.
             */
            looked_at: number;
            /**
             * Format: int64
             * @description Of these, it stayed.
             */
            stayed: number;
        };
        /** @description What the engine makes of a text. */
        FilingProposal: {
            /** @description Whether the first is sure enough to be taken without a person. */
            is_sure: boolean;
            /** @description The likeliest leaves, best first, at most three. */
            items: components["schemas"]["Proposed"][];
        };
        /** @description How far filing is left to the engine. */
        FilingSettings: {
            /**
             * Format: int64
             * @description Tickets are filed without a person where so many of a hundred are right; 0 never.
             * @default 90
             */
            percent: number;
            /**
             * Format: int64
             * @description After a correction it is learnt anew when it was quiet for so many seconds.
             * @default 60
             */
            retrain_after_seconds: number;
        };
        /** @description The form of a table. */
        FilingTableForm: {
            /**
             * Format: binary
             * @description XLSX or CSV.
             */
            file: string;
        };
        /** @description A month of proposals, to see a drift. */
        FilingWeek: {
            /** @description Tickets that were confirmed. */
            confirmed: number;
            /** @description Of these, the first proposal stayed. */
            first_right: number;
            /** @description The day on which it begins, in UTC. */
            from: components["schemas"]["Time"];
        };
        /** @description What a condition looks at. */
        FlowAbout: {
            /** @description The slot. */
            slot: string;
            /** @enum {string} */
            type: "slot";
        } | {
            /** @enum {string} */
            type: "outcome";
        } | {
            /** @enum {string} */
            type: "level";
        } | {
            /** @enum {string} */
            type: "tag";
        } | {
            /** @description Its name. */
            name: string;
            /** @enum {string} */
            type: "attribute";
        } | {
            /** @enum {string} */
            type: "verified";
        } | {
            /** @enum {string} */
            type: "hour";
        } | {
            /** @enum {string} */
            type: "weekday";
        };
        /**
         * @description How something is compared.
         * @enum {string}
         */
        FlowCompare: "is" | "is_not" | "at_least" | "at_most" | "known";
        /** @description A way from one node to another. */
        FlowEdge: {
            /** @description Key of the next node. */
            to: string;
            /** @description All of these must hold; without any it is the way when no other edge fits. */
            when: components["schemas"]["FlowTest"][];
        };
        /** @description A step of a flow. */
        FlowNode: {
            /** @description Where the flow goes on: the first edge whose conditions hold, else the one without any. */
            edges: components["schemas"]["FlowEdge"][];
            /** @description Its stable name within the flow. */
            key: string;
            /** @description What it does. */
            kind: components["schemas"]["FlowNodeKind"];
            place: components["schemas"]["FlowPlace"] | null;
            /** @description As editors call it. */
            title: string;
        };
        /** @description What a node does. */
        FlowNodeKind: {
            /** @enum {string} */
            type: "start";
        } | {
            /** @description Id of a product that is shown as a card. */
            product: string;
            /** @description The words. */
            text: components["schemas"]["TaskPhrases"];
            /** @enum {string} */
            type: "say";
        } | {
            /**
             * Format: int32
             * @description How often it is asked again before the flow goes on by `missed`, if an edge expects that.
             */
            retries: number;
            /** @description The slot. */
            slot: string;
            /** @enum {string} */
            type: "ask";
        } | {
            /** @enum {string} */
            type: "confirm";
        } | {
            /** @enum {string} */
            type: "branch";
        } | {
            /** @description The slot. */
            slot: string;
            /** @enum {string} */
            type: "set";
            /** @description Its value, with `{other_slot}` in it; empty forgets it. */
            value: string;
        } | {
            /** @description Its parameters. */
            arguments: {
                [key: string]: string;
            };
            /** @description Its name in the registry. */
            tool: string;
            /** @enum {string} */
            type: "tool";
        } | {
            /** @description Id or key of the entry. */
            entry: string;
            /** @enum {string} */
            type: "answer";
        } | {
            /** @description Whether this flow goes on afterwards. */
            back: boolean;
            /** @description Its key. */
            task: string;
            /** @enum {string} */
            type: "call";
        } | {
            /** @description Said then; `{number}` is the number of the request. */
            text: components["schemas"]["TaskPhrases"];
            /** @enum {string} */
            type: "record";
        } | {
            /** @description How many at most. */
            show: number;
            /** @enum {string} */
            type: "recommend";
        } | {
            /** @description Name of the skill group; anybody when empty. */
            group: string;
            /** @description Said before. */
            text: components["schemas"]["TaskPhrases"];
            /** @enum {string} */
            type: "hand_over";
        } | {
            /** @description Said then. */
            text: components["schemas"]["TaskPhrases"];
            /** @enum {string} */
            type: "end";
        };
        /** @description A place in the picture. */
        FlowPlace: {
            /**
             * Format: int32
             * @description Pixels from the left.
             */
            x: number;
            /**
             * Format: int32
             * @description Pixels from the top.
             */
            y: number;
        };
        /** @description A condition. */
        FlowTest: {
            /** @description What is looked at. */
            about: components["schemas"]["FlowAbout"];
            /** @description How. */
            compare: components["schemas"]["FlowCompare"];
            /**
             * @description With what: one of these; a number for `at_least` and `at_most`, nothing for `known`. `yes`
             *     and `no` of a `yes_no` slot and of `verified`; amounts of money in the main unit.
             */
            values: string[];
        };
        /** @description A visit after a matter was closed (回访). */
        FollowUp: {
            /** @description After tickets of this type. */
            after_type: string;
            /**
             * Format: int64
             * @description So many days later.
             */
            days: number;
            /** @description What it is about; the subject of the closed one follows. */
            subject: string;
            /** @description A ticket of this type. */
            type: string;
        };
        /** @description A visit that was promised. */
        FollowUpDraft: {
            at: components["schemas"]["Time"] | null;
            /** @description The words of the promise. */
            said: string;
        };
        /** @description A published entry that an agent found. */
        FoundEntry: {
            /** @description What the agent should know. */
            agent_note: string;
            /** @description Who may be given it. */
            audience: components["schemas"]["Audience"];
            /** @description Its default answer. */
            blocks: components["schemas"]["Block"][];
            /** @description `ent_…`. */
            entry_id: string;
            /** @description Its standard question. */
            question: string;
            /**
             * Format: double
             * @description 0 to 1.
             */
            score: number;
        };
        /** @description Alike questions that were not answered well. */
        Gap: {
            /**
             * Format: int64
             * @description Different questions in it.
             */
            count: number;
            /** @description The first signal. */
            first_at: components["schemas"]["Time"];
            /** @description `gap_…`. */
            id: string;
            /** @description The latest signal. */
            last_at: components["schemas"]["Time"];
            /** @description What it is called: its question without politeness, at most 30 characters. */
            name: string;
            nearest: components["schemas"]["NearestEntry"] | null;
            /** @description The question that stands for all. */
            question: string;
            /** @description The latest, at most ten. */
            questions: components["schemas"]["GapQuestion"][];
            /** @description Its questions by signal; one question may show several. */
            signals: components["schemas"]["SignalCounts"];
            /** @description What became of it. */
            status: components["schemas"]["GapStatus"];
        };
        /**
         * @description What is done with a gap.
         * @enum {string}
         */
        GapAction: "new_entry" | "add_similar" | "ignore";
        /** @description A question with its signal, and where it was asked. */
        GapQuestion: {
            /** @description When that was told. */
            at: components["schemas"]["Time"];
            /** @description `cnv_…`. */
            conversation_id: string;
            /**
             * Format: int64
             * @description Place of the question in the conversation.
             */
            seq: number;
            /** @description What tells that it was not answered well. */
            signal: components["schemas"]["GapSignal"];
            /** @description The customer's words, personal numbers masked, at most 200 characters. */
            text: string;
        };
        /**
         * @description What tells that a question was not answered well.
         * @enum {string}
         */
        GapSignal: "unknown" | "not_helpful" | "repeated" | "transferred" | "abandoned";
        /**
         * @description What became of a gap.
         * @enum {string}
         */
        GapStatus: "open" | "resolved" | "ignored";
        /** @description A skill group. */
        Group: {
            /** @description What it is for. */
            description: string;
            /** @description `grp_…`. */
            id: string;
            /** @description Skill level of each member, 0 to 100. */
            levels: {
                [key: string]: number;
            };
            /** @description Ids of agents, sorted. */
            members: string[];
            /** @description Unique. */
            name: string;
            /**
             * Format: int64
             * @description Place in lists.
             */
            sort: number;
        };
        /** @description A group to be made. */
        GroupFields: {
            /** @description What it is for. */
            description?: string;
            /** @description Skill level of members, 0 to 100; who is missing keeps theirs, new ones have 50. */
            levels?: {
                [key: string]: number;
            };
            /** @description Ids of agents. */
            members?: string[];
            /** @description Unique. */
            name: string;
            /**
             * Format: int64
             * @description Place in lists.
             */
            sort?: number;
        };
        GroupList: {
            items: components["schemas"]["Group"][];
        };
        /** @description Changes to a group; what is missing stays. */
        GroupPatch: {
            /** @description What it is for. */
            description?: string | null;
            /** @description Skill levels of some members. */
            levels?: {
                [key: string]: number;
            } | null;
            /** @description All members. */
            members?: string[] | null;
            /** @description Unique. */
            name?: string | null;
            /**
             * Format: int64
             * @description Place in lists.
             */
            sort?: number | null;
        };
        /** @description What to do, step by step. */
        Guide: {
            /** @description Whether it is for agents alone. */
            internal: boolean;
            /** @description The entry or the task it comes from. */
            reference: string;
            /** @description The steps in their order. */
            steps: components["schemas"]["GuideStep"][];
            /** @description What it is called. */
            title: string;
        };
        /** @description A step of a guide. */
        GuideStep: {
            /** @description Whether the talk did it. */
            done: boolean;
            /** @description What to do, or what to know. */
            text: string;
            /** @description What was told, of a fact to know. */
            value: string;
        };
        /**
         * @description What happens when an entry is the best hit.
         * @enum {string}
         */
        Handling: "answer" | "to_person";
        /** @description What was measured. Formulas: `docs/METRICS.md`. */
        HandoverFigures: {
            /** @description What the bot resolved, of the conversations that it served. */
            resolution: components["schemas"]["HandoverShare"];
            /** @description Good ratings, of those of customers who asked for a person. */
            satisfaction: components["schemas"]["HandoverShare"];
        };
        /** @description What must be measured before the way may be hidden anywhere. */
        HandoverLines: {
            /**
             * Format: int64
             * @description Conversations of the bot that are too few to tell below this, 20 or more.
             * @default 100
             */
            least_conversations: number;
            /**
             * Format: int64
             * @description Ratings that are too few to tell below this, 5 or more.
             * @default 20
             */
            least_ratings: number;
            /**
             * Format: int64
             * @description The share that the bot resolved, in percent, 50 to 100.
             * @default 70
             */
            resolution_percent: number;
            /**
             * Format: int64
             * @description Good ratings of those who came to a person, in percent, 50 to 100.
             * @default 80
             */
            satisfaction_percent: number;
        };
        /** @description The way to a person at one place. */
        HandoverPlace: {
            /**
             * Format: int64
             * @description Of the others, those in which it appeared later.
             */
            appeared: number;
            /**
             * Format: int64
             * @description Of them, those that led to the queue or to a person.
             */
            honoured: number;
            /** @description Which. */
            place: components["schemas"]["PersonPlace"];
            /** @description Those that were not honoured. */
            refusals: components["schemas"]["PersonRefusal"][];
            /**
             * Format: int64
             * @description Requests here.
             */
            requests: number;
            /**
             * Format: int64
             * @description Messages between asking and the queue, the middle one.
             */
            steps_p50: number | null;
            /**
             * Format: int64
             * @description Nine of ten had no more.
             */
            steps_p90: number | null;
            /**
             * Format: int64
             * @description The most.
             */
            steps_worst: number | null;
            visible: components["schemas"]["HandoverShare"] | null;
            /** @description Those with most, if more than none. */
            worst: components["schemas"]["PersonRequest"][];
        };
        /** @description Whether the way to a person is as it should be. */
        HandoverReport: {
            /** @description What was measured in the last thirty days. */
            figures: components["schemas"]["HandoverFigures"];
            /** @description From when on, by the beginning of conversations and by the first asking. */
            from: components["schemas"]["Time"];
            /** @description Whether the settings, or a channel, hide the way anywhere. */
            is_weakened: boolean;
            /** @description What must be measured before the way may be hidden. */
            lines: components["schemas"]["HandoverLines"];
            /** @description By place. */
            places: components["schemas"]["HandoverPlace"][];
            /** @description What is short; while anything is, nothing may be hidden, and what is hidden is shown again. */
            short: components["schemas"]["HandoverShortfall"][];
            /** @description Until when. */
            to: components["schemas"]["Time"];
            /** @description Who came to a person how. */
            transfers: components["schemas"]["HandoverTransfers"];
            /** @description The last requests that were not honoured. */
            unhonoured: components["schemas"]["PersonRequest"][];
        };
        /** @description The way to a person. */
        HandoverSettings: {
            /**
             * Format: int64
             * @description Where it is hidden, it appears when the bot has failed so often, 1 to 3.
             * @default 2
             */
            after_failures: number;
            /**
             * Format: int64
             * @description The bot asks back at most so often before a person comes, 0 to 2: what somebody wants, or to
             *     say it otherwise.
             * @default 1
             */
            asks_at_most: number;
            /**
             * @description Above the field for writing.
             * @default always
             */
            composer: components["schemas"]["PersonEntry"];
            /**
             * @description In the head of the panel.
             * @default always
             */
            header: components["schemas"]["PersonEntry"];
            /**
             * @description What must be measured before the way may be hidden anywhere.
             * @default {
             *       "least_conversations": 100,
             *       "least_ratings": 20,
             *       "resolution_percent": 70,
             *       "satisfaction_percent": 80
             *     }
             */
            lines: components["schemas"]["HandoverLines"];
            /**
             * @description Whether customers are told that the company answers for what the bot says.
             * @default true
             */
            notice: boolean;
            /**
             * @description In these words; empty takes general ones.
             * @default
             */
            notice_text: string;
            /**
             * @description Under words of the bot that did not help.
             * @default always
             */
            reply: components["schemas"]["PersonEntry"];
        };
        /** @description A share with both its sides. */
        HandoverShare: {
            /**
             * Format: int64
             * @description Of how many.
             */
            denominator: number;
            /**
             * Format: int64
             * @description How many.
             */
            numerator: number;
        };
        /**
         * @description Which figure forbids to hide the way.
         * @enum {string}
         */
        HandoverShortfall: "too_few_conversations" | "resolution" | "too_few_ratings" | "satisfaction";
        /** @description Who came to a person how. */
        HandoverTransfers: {
            /**
             * Format: int64
             * @description Asked for one afterwards (对话后转人工).
             */
            after_talk: number;
            /**
             * Format: int64
             * @description Of them, those in which the bot replied to a question.
             */
            bot_served: number;
            /**
             * Format: int64
             * @description Conversations begun.
             */
            conversations: number;
            /**
             * Format: int64
             * @description Asked for a person before any question to the bot (直接转人工).
             */
            direct: number;
        };
        /** @description Whom, and what about. */
        HelpAsked: {
            agent_id: string;
            /** @description What they should help with; may be empty. */
            question?: string;
        };
        /** @description An entry for the help inside a page. */
        HelpEntry: {
            /** @description Its answer. */
            blocks: components["schemas"]["Block"][];
            /** @description `ent_…`. */
            entry_id: string;
            /** @description Its standard question. */
            question: string;
        };
        /** @description A colleague who helps in a conversation. */
        Helper: {
            /** @description `agt_…`. */
            agent_id: string;
            /** @description Their name. */
            name: string;
        };
        /** @description Entries to show in a page. */
        HelpList: {
            items: components["schemas"]["HelpEntry"][];
        };
        /** @description What would be answered, and why. */
        HitTest: {
            /** @description What the customer would see, as the content of a message; null when a person would come. */
            answer: Record<string, unknown> | null;
            /** @description What the classifier in use makes of it, the likeliest first. */
            classes: components["schemas"]["LikelyEntry"][];
            /** @description Why. */
            decision: components["schemas"]["Decision"];
            /** @description In its one spelling. */
            normalised: string;
            /** @description As given. */
            text: string;
            /** @description Its words. */
            tokens: string[];
        };
        HitTestRequest: {
            /** @description Who would write it. */
            audience?: components["schemas"]["Audience"];
            /** @description Where. */
            channel?: string;
            /** @description What a customer would write. */
            text: string;
        };
        /** @description A day that is not like its weekday. */
        Holiday: {
            /** @description `2027-02-06`. */
            date: string;
            /** @description Such as 除夕. */
            name: string;
            /** @description Open like a working day, or closed. */
            open: boolean;
        };
        /**
         * @description How a delivery is signed and written.
         * @enum {string}
         */
        HookForm: "shanying" | "woocommerce";
        /** @description One hour of the day. */
        HourFigures: {
            /**
             * Format: int64
             * @description Conversations begun.
             */
            conversations: number;
            /**
             * Format: int64
             * @description 0 to 23, local.
             */
            hour: number;
            /**
             * Format: int64
             * @description Of them, those that reached an agent.
             */
            human: number;
        };
        /** @description Office hours of some days of the week. */
        Hours: {
            /** @description 1 Monday to 7 Sunday. */
            days: number[];
            /** @description `09:00`, local time of the tenant. */
            from: string;
            /** @description `22:00`; `24:00` is the end of the day. */
            to: string;
        };
        /**
         * @description What a channel does with proofs.
         * @enum {string}
         */
        IdentityMode: "off" | "when_given" | "required";
        /** @description A secret, shown once. */
        IdentitySecret: {
            secret: string;
        };
        /**
         * @description How much an entry matters; of equal hits the more important comes first.
         * @enum {string}
         */
        Importance: "high" | "normal" | "low";
        /** @description The form of an import. */
        ImportForm: {
            /**
             * Format: binary
             * @description XLSX or CSV.
             */
            file: string;
            /** @description Headings by field, as JSON; guessed when missing. */
            mapping?: string | null;
            /** @description `true` publishes every entry. */
            publish?: string | null;
        };
        /** @description What a table looks like before it is imported. */
        ImportPreview: {
            /** @description The headings. */
            columns: string[];
            /** @description The column that each field is likely in. */
            mapping: {
                [key: string]: string | null;
            };
            /** @description Rows below the heading. */
            rows: number;
            /** @description The first rows. */
            sample: string[][];
        };
        /** @description How an import went; with errors nothing was changed. */
        ImportReport: {
            /** @description New entries. */
            created: number;
            /** @description Every faulty cell. */
            errors: components["schemas"]["RowError"][];
            /** @description Whether it was done. */
            ok: boolean;
            /** @description Rows that were read. */
            rows: number;
            /** @description Entries that were there. */
            updated: number;
        };
        /** @description What the customer is told. */
        Inserted: {
            /** @description The sender's own mark, so that sending twice is once. */
            client_id: string;
            content: components["schemas"]["AgentSays"];
        };
        /** @description What the customer means. */
        Intent: components["schemas"]["EntryRef"] & {
            /**
             * Format: double
             * @description 0 to 1.
             */
            score: number;
        };
        /** @description What a one-time link is for. */
        Invitation: {
            kind: components["schemas"]["LinkKind"];
            /** @description Whose password it sets; null for the first administrator. */
            username: string | null;
        };
        /** @description An invoice that was asked for. */
        Invoice: {
            /** @description Amount. */
            amount: components["schemas"]["Money"];
            /** @description When it was asked for. */
            at: components["schemas"]["Time"];
            /** @description Of a company. */
            tax_no: string | null;
            /** @description Whom it is made out to. */
            title: string;
        };
        /** @description A question, what was expected and what came. */
        JudgedQuestion: {
            /** @description What it is. */
            choice: components["schemas"]["Choice"];
            given: components["schemas"]["EntryRef"] | null;
            /** @description How that is. */
            judgement: components["schemas"]["Judgement"];
            /** @description The question is a phrasing of the knowledge base, word by word. */
            known: boolean;
            /** @description What the bot did. */
            outcome: components["schemas"]["Outcome"];
            /**
             * Format: double
             * @description The score of the best candidate, 0 to 1.
             */
            score: number;
            /** @description The words. */
            text: string;
            wanted: components["schemas"]["EntryRef"] | null;
        };
        /**
         * @description What became of a question whose outcome is known.
         * @enum {string}
         */
        Judgement: "right" | "offered" | "wrong" | "missed";
        KeptTwins: {
            /** @description The one entry. */
            first_id: string;
            /** @description The other. */
            second_id: string;
        };
        /** @description How the knowledge base stands. */
        KnowledgeSummary: {
            /**
             * Format: int64
             * @description Put away.
             */
            archived: number;
            /**
             * Format: int64
             * @description Given, with a newer draft.
             */
            changed: number;
            /**
             * Format: int64
             * @description Never given.
             */
            draft: number;
            /**
             * Format: int64
             * @description Published, their time is over.
             */
            expired: number;
            /**
             * Format: int64
             * @description Their time ends within the days of the reminder.
             */
            expires_soon: number;
            /**
             * Format: int64
             * @description Given now and never hit.
             */
            never_hit: number;
            /**
             * Format: int64
             * @description Given now (with or without a newer draft).
             */
            published: number;
        };
        /** @description A label with who gave it. */
        Label: {
            /** @description When. */
            at: components["schemas"]["Time"];
            /** @description Who. */
            by: string;
            choice: components["schemas"]["Choice"] | null;
            /** @description The entry that answers it. */
            entry_id: string | null;
            /** @description That entry's question. */
            entry_question: string | null;
        };
        /** @description A row of an uploaded file that cannot be used. */
        LabelledRowError: {
            /** @description `required`, `unknown_entry`, `too_long`, `duplicate`, `malformed`. */
            code: string;
            /** @description Row of the table, the heading being 1; line of a JSONL file. */
            row: number;
            /** @description What stood there, at most 100 characters. */
            value: string;
        };
        LabelRequest: {
            /** @description Whether the question becomes a similar question of its entry, in what customers get at once. */
            add_similar?: boolean;
            /** @description What the question is. */
            choice: components["schemas"]["Choice"];
            /** @description The entry that answers it; for `entry` alone. */
            entry_id?: string | null;
        };
        /** @description The last message of a conversation. */
        LastMessage: {
            /** @description When. */
            at: components["schemas"]["Time"];
            /** @description Its beginning, personal data masked; a code for what is not text. */
            preview: string;
            /** @description Who spoke. */
            sender_kind: components["schemas"]["SenderKind"];
        };
        /** @description All words of a trade. */
        Lexicon: {
            /**
             * @description Attributes in the order in which they are shown and asked.
             * @default []
             */
            attributes: components["schemas"]["Attribute"][];
            /**
             * @description What editors have corrected.
             * @default []
             */
            taught: components["schemas"]["Taught"][];
        };
        /** @description An entry and how likely the classifier takes it for the one that is meant. */
        LikelyEntry: {
            /** @description `ent_…`. */
            entry_id: string;
            /**
             * Format: double
             * @description 0 to 1.
             */
            probability: number;
            /** @description Its standard question. */
            question: string;
        };
        /** @description A failure of the line. */
        LineFault: {
            /** @description When. */
            at: components["schemas"]["Time"];
            /** @description Such as `shop.timeout`. */
            code: string;
            /** @description What happened, for whoever mends it. */
            message: string;
        };
        /**
         * @description What a link is for.
         * @enum {string}
         */
        LinkKind: "administrator" | "password";
        /** @description The board, whole or what changed. */
        LiveBoard: {
            /** @description Agents who serve. */
            agents: components["schemas"]["BoardAgent"][];
            /** @description When it was counted. */
            at: components["schemas"]["Time"];
            /** @description The figures. */
            figures: components["schemas"]["BoardFigures"];
            /** @description Agents that are no longer there, by id. */
            gone: string[];
            peak: components["schemas"]["Peak"] | null;
            /** @description The first of the queue. */
            queue: components["schemas"]["BoardWaiting"][];
            /** @description Whether `agents` are all; else those that changed since the picture before. */
            whole: boolean;
        };
        /**
         * @description A language of the pages.
         * @enum {string}
         */
        Locale: "zh-CN" | "en";
        /** @description A new account and the one-time link by which its owner sets a password. */
        MadeAgent: {
            agent: components["schemas"]["Agent"];
            setup_link: string;
        };
        /** @description A key that was just made, with the secret that is never shown again. */
        MadeApiKey: {
            /** @description The key. */
            key: components["schemas"]["ApiKey"];
            /** @description `sk_…`. */
            secret: string;
        };
        /** @description A mapping. */
        MappingBody: {
            /** @description TOML, as docs/CONNECTORS.md tells; `***` keeps a secret of the mapping in use. */
            mapping: string;
        };
        /** @description Alike questions with one cause. */
        Matter: {
            /** @description Where it was asked last. */
            conversation_id: string;
            /** @description Questions. */
            count: number;
            entry: components["schemas"]["NearestEntry"] | null;
            /** @description What customers said, personal numbers masked; at most three. */
            examples: string[];
            /** @description The gap that holds them. */
            gap_id: string;
            /** @description Of them, decided by a label. */
            labelled: number;
            /** @description The gap's question. */
            question: string;
            /**
             * Format: int64
             * @description Place of that question in its conversation.
             */
            seq: number;
            /** @description What became of the gap. */
            status: components["schemas"]["GapStatus"];
        };
        /** @description The caller. */
        Me: {
            agent: components["schemas"]["Agent"];
            permissions: components["schemas"]["Permission"][];
            tenant: components["schemas"]["TenantBrief"];
        };
        /** @description A memory in the words of the staff. */
        MemoryDraft: {
            /** @description What sort of fact it is. */
            kind: components["schemas"]["MemoryKind"];
            /** @description In short words; of an allergy the substance. */
            value: string;
            /** @description Of whom; empty for the customer themselves. */
            whose?: string;
        };
        /**
         * @description What sort of fact it is.
         * @enum {string}
         */
        MemoryKind: "preference" | "trait" | "uses" | "trouble" | "allergy" | "size" | "household";
        /** @description What is remembered, what was said last first. */
        MemoryList: {
            items: components["schemas"]["CustomerMemory"][];
        };
        /** @description Where a memory comes from, as far as the caller may look at it. */
        MemorySource: {
            /** @description The conversation. */
            conversation_id: string | null;
            /**
             * Format: int64
             * @description Its number.
             */
            conversation_number: number | null;
            /** @description The message. */
            message_id: string | null;
            /** @description The ticket. */
            ticket_id: string | null;
            /**
             * Format: int64
             * @description Its number.
             */
            ticket_number: number | null;
        };
        /**
         * @description How far a memory is believed.
         * @enum {string}
         */
        MemoryState: "proposed" | "confirmed" | "rejected" | "superseded";
        /** @description Into which ticket. */
        MergeInto: {
            /** @description `tkt_…`. */
            into: string;
        };
        /** @description A message. */
        Message: {
            /** @description The sender's own mark, so that sending twice is once. */
            client_id: string | null;
            /** @description What it says. */
            content: components["schemas"]["Content"];
            /** @description Its conversation. */
            conversation_id: string;
            /** @description When. */
            created_at: components["schemas"]["Time"];
            /** @description Opens "why this answer?"; for the staff alone. */
            decision_id: string | null;
            feedback: components["schemas"]["Feedback"] | null;
            /** @description `msg_…`. */
            id: string;
            /** @description Who speaks. */
            sender: components["schemas"]["Sender"];
            /**
             * Format: int64
             * @description Place in the conversation, gapless from 1.
             */
            seq: number;
        };
        /** @description Messages in ascending order. */
        MessageList: {
            /** @description Whether there are more in the direction asked. */
            has_more: boolean;
            items: components["schemas"]["Message"][];
        };
        /** @description A classifier that was trained. */
        ModelVersion: {
            /**
             * Format: double
             * @description Share of the texts that it had right when they were left out of the training, 0 to 1.
             */
            accuracy: number | null;
            /** @description Whether it is the one in use. */
            active: boolean;
            /** @description Who asked for it; `system` when knowledge or labels had changed. */
            asked_by: string;
            /**
             * Format: int64
             * @description Its size.
             */
            bytes: number;
            /**
             * Format: int64
             * @description Entries that it tells apart.
             */
            classes: number;
            /** @description When. */
            created_at: components["schemas"]["Time"];
            /**
             * Format: int64
             * @description Steps of the training done.
             */
            done: number;
            /**
             * Format: int64
             * @description How long training took.
             */
            elapsed_ms: number;
            /** @description `trm_…`. */
            id: string;
            /**
             * Format: int64
             * @description 1, 2, 3 …
             */
            number: number;
            /**
             * Format: double
             * @description Share of the guarding questions whose entry it puts first, 0 to 1.
             */
            regression: number | null;
            /**
             * Format: int64
             * @description Texts that it learnt from.
             */
            samples: number;
            /** @description How it stands. */
            state: components["schemas"]["WorkState"];
            /**
             * Format: int64
             * @description Of so many.
             */
            total: number;
        };
        /** @description An amount, such as 288.00 yuan as `{"amount": 28800, "currency": "CNY"}`. */
        Money: {
            /**
             * Format: int64
             * @description Minor units (分, cents).
             */
            amount: number;
            /** @description ISO 4217, three capital letters. */
            currency: string;
        };
        /** @description How the customer's last words sound; shares are 0 to 1. */
        Mood: {
            /** @description The words that speak for it. */
            cues: string[];
            /** @description The strongest: `angry`, `anxious`, `disappointed`, `satisfied`, `veiled` or `calm`. */
            name: string;
            /**
             * Format: double
             * @description How strong.
             */
            share: number;
        };
        /** @description Tasks of the caller. */
        MyAnswerAudits: {
            /** @description Judged, the latest first, at most twenty; with what editors made of it. */
            judged: components["schemas"]["AnswerAudit"][];
            /** @description To be done, the oldest first. */
            open: components["schemas"]["AnswerAudit"][];
        };
        MyNames: {
            name?: string | null;
            nickname?: string | null;
        };
        /** @description The entry that is most like a question. */
        NearestEntry: {
            /** @description `ent_…`. */
            entry_id: string;
            /** @description Its standard question. */
            question: string;
            /**
             * Format: double
             * @description 0 to 1.
             */
            score: number;
        };
        /** @description A key to be made. */
        NewApiKey: {
            expires_at?: components["schemas"]["Time"] | null;
            /** @description What it is for. */
            name: string;
            /** @description What it may do. */
            permissions: components["schemas"]["Permission"][];
        };
        /** @description A new channel. */
        NewChannel: {
            name: string;
        };
        /** @description Something to say. */
        NewComment: {
            /** @description To the customer, else among the staff. */
            public?: boolean;
            text: string;
        };
        /** @description A message to send. */
        NewMessage: {
            /** @description The sender's own mark, so that sending twice is once. */
            client_id: string;
            content: components["schemas"]["AgentSays"];
        };
        /** @description A wording to keep. */
        NewQuickReply: {
            /** @description Heading in the list. */
            category?: string;
            /** @description Whose. */
            scope: components["schemas"]["Scope"];
            /** @description Typed after `/`. */
            shortcut?: string;
            /**
             * Format: int64
             * @description Place in its category.
             */
            sort?: number;
            /** @description What is sent. */
            text: string;
            /** @description Short. */
            title: string;
        };
        NewShopHook: {
            /** @description How deliveries are signed. */
            form: components["schemas"]["HookForm"];
            /** @description As the staff calls it; at most 40 characters. */
            name: string;
        };
        /** @description A price for a time; half open, a missing end is open. */
        Offer: {
            from: components["schemas"]["Time"] | null;
            /**
             * Format: int64
             * @description Minor units.
             */
            price_minor: number;
            to: components["schemas"]["Time"] | null;
        };
        /** @description A task that what was said speaks of, with what is known of it. */
        OfferedTask: {
            /** @description The question for the first of it. */
            ask: string | null;
            /** @description Labels of what is missing. */
            missing: string[];
            /** @description Its name. */
            name: string;
            /** @description What was told, label and value. */
            rows: components["schemas"]["GuideStep"][];
            /** @description Its key. */
            task: string;
        };
        /** @description A thing to click instead of typing. */
        OptionChip: {
            /** @description As it is shown. */
            label: string;
            /** @description What a click says for the customer. */
            say: string;
            /** @description Address of a page that a click opens instead, such as that of a payment. */
            url: string | null;
        };
        /** @description An order with its parcels and refunds. */
        Order: {
            /** @description What the customer may ask for now. */
            allowed: components["schemas"]["ChangeKind"][];
            /** @description What it cost. */
            amount: components["schemas"]["Amounts"];
            /** @description When it was made. */
            created_at: components["schemas"]["Time"];
            delivered_at: components["schemas"]["Time"] | null;
            finished_at: components["schemas"]["Time"] | null;
            invoice: components["schemas"]["Invoice"] | null;
            /** @description What was bought. */
            items: components["schemas"]["OrderItem"][];
            /** @description The number that customers read. */
            no: string;
            paid_at: components["schemas"]["Time"] | null;
            /** @description Where it goes, masked. */
            receiver: components["schemas"]["Receiver"];
            /** @description How much was given back. */
            refund_status: components["schemas"]["RefundStatus"];
            /** @description What was asked back, the latest first. */
            refunds: components["schemas"]["Refund"][];
            /** @description What the customer wrote with it. */
            remark: string;
            /** @description Its parcels. */
            shipments: components["schemas"]["Shipment"][];
            shipped_at: components["schemas"]["Time"] | null;
            /** @description Where this comes from. */
            source: components["schemas"]["Source"];
            /** @description How far it is. */
            status: components["schemas"]["OrderStatus"];
        };
        /** @description A line of an order. */
        OrderItem: {
            /** @description Address of its picture; empty for none. */
            image: string;
            /** @description Of one. */
            price: components["schemas"]["Money"];
            /** @description Of which product. */
            product_id: string;
            /**
             * Format: int64
             * @description How many.
             */
            quantity: number;
            /**
             * Format: int64
             * @description How many may still be given back.
             */
            refundable: number;
            /** @description What exactly. */
            sku_id: string;
            /** @description Size, colour … */
            spec: string;
            /** @description Its name then. */
            title: string;
        };
        /**
         * @description How far an order is.
         * @enum {string}
         */
        OrderStatus: "pending_payment" | "paid" | "partially_shipped" | "shipped" | "delivered" | "completed" | "cancelled" | "closed";
        /**
         * @description Where a fact comes from.
         * @enum {string}
         */
        Origin: "described" | "listed" | "edited";
        /**
         * @description What became of a question.
         * @enum {string}
         */
        Outcome: "direct" | "suggested" | "small_talk" | "to_person" | "unknown" | "handover_words" | "anger" | "abuse" | "dialogue" | "veiled";
        /** @description The day in figures. Formulas: `docs/METRICS.md`. */
        Overview: {
            /**
             * Format: int64
             * @description Left while waiting.
             */
            abandoned: number;
            /**
             * Format: double
             * @description Mean wait in the queue of those accepted, in seconds.
             */
            avg_wait_seconds: number | null;
            /**
             * Format: int64
             * @description Of them, those that never asked for a person.
             */
            bot_contained: number;
            /**
             * Format: int64
             * @description The bot replied to a question.
             */
            bot_served: number;
            /**
             * Format: int64
             * @description Conversations begun.
             */
            conversations: number;
            /** @description Local day, `YYYY-MM-DD`. */
            date: string;
            /**
             * Format: int64
             * @description Of them, those in which the customer said something.
             */
            effective_conversations: number;
            /**
             * Format: double
             * @description Mean first response, in seconds.
             */
            first_response_avg_seconds: number | null;
            /** @description First responses within the goal of the settings. */
            first_response_within_goal: components["schemas"]["Ratio"];
            /** @description All 24 hours. */
            hourly: components["schemas"]["HourFigures"][];
            /**
             * Format: int64
             * @description Reached an agent.
             */
            human_conversations: number;
            /**
             * Format: int64
             * @description Messages left that nobody has taken, at this moment.
             */
            left_messages_open: number;
            /**
             * Format: int64
             * @description How long the one who waits longest has waited, in seconds.
             */
            longest_wait_now_seconds: number | null;
            /**
             * Format: int64
             * @description Agents who are connected and online at this moment.
             */
            online_agents: number;
            /** @description What the bot's questions got. */
            questions: components["schemas"]["QuestionOutcomes"];
            /** @description Ratings. */
            rating: components["schemas"]["RatingFigures"];
            /** @description Solved or not. */
            resolved: components["schemas"]["ResolvedFigures"];
            /**
             * Format: int64
             * @description With agents at this moment.
             */
            serving_now: number;
            /**
             * Format: int64
             * @description A person was asked for after a question.
             */
            to_human_after_talk: number;
            /**
             * Format: int64
             * @description A person was asked for before any question.
             */
            to_human_direct: number;
            /** @description The ten entries that answered most. */
            top_entries: components["schemas"]["TopEntry"][];
            /** @description The ten matters that the bot did not know most often. */
            unknown_questions: components["schemas"]["UnknownQuestion"][];
            /**
             * Format: int64
             * @description In the queue at this moment.
             */
            waiting_now: number;
        };
        /** @description A line that is for the customer. */
        OwnEntry: {
            /** @description When. */
            at: components["schemas"]["Time"];
            /** @description What it tells. */
            kind: components["schemas"]["TicketEntryKind"];
            /** @description Who, as customers see them. */
            name: string | null;
            /** @description Whether the customer said it. */
            own: boolean;
            /** @description What was said. */
            text: string;
        };
        /**
         * @description Who answers now.
         * @enum {string}
         */
        Owner: "bot" | "queue" | "agent" | "left_message" | "closed";
        /** @description A ticket as its customer sees it. */
        OwnTicket: {
            /** @description What its status means. */
            category: components["schemas"]["TicketCategory"];
            /** @description Begin. */
            created_at: components["schemas"]["Time"];
            /** @description What was said that is for them, oldest first; empty in lists. */
            entries: components["schemas"]["OwnEntry"][];
            /** @description `tkt_…`. */
            id: string;
            /** @description Whether an answer would be accepted. */
            may_answer: boolean;
            may_reopen_until: components["schemas"]["Time"] | null;
            may_urge_at: components["schemas"]["Time"] | null;
            /**
             * Format: int64
             * @description A number to read aloud.
             */
            number: number;
            /** @description What it is about. */
            subject: string;
            /** @description The last change. */
            updated_at: components["schemas"]["Time"];
        };
        /** @description Tickets of the caller. */
        OwnTicketList: {
            items: components["schemas"]["OwnTicket"][];
        };
        PasswordChange: {
            current: string;
            new: string;
        };
        /** @description How others solved it. */
        PastCase: {
            /** @description Who answered. */
            agent_name: string | null;
            /** @description What was answered, personal data masked. */
            answered: string;
            /** @description What the customer said, personal data masked. */
            asked: string;
            /** @description Where. */
            conversation_id: string;
            /** @description The answer's message. */
            message_id: string;
            /**
             * Format: int64
             * @description The conversation's number.
             */
            number: number;
            /**
             * Format: int64
             * @description How the customer rated the conversation, 1 to 5.
             */
            rating: number | null;
            /**
             * Format: double
             * @description How alike, 0 to 1.
             */
            score: number;
        };
        /** @description A peak, or one of the past. */
        Peak: {
            /** @description Since when. */
            began_at: components["schemas"]["Time"];
            /** @description Who began it by hand. */
            began_by: string | null;
            calm_since: components["schemas"]["Time"] | null;
            /** @description Why it began. */
            cause: components["schemas"]["PeakCause"];
            ended_at: components["schemas"]["Time"] | null;
            /** @description Who ended it by hand. */
            ended_by: string | null;
            /** @description `pek_…`. */
            id: string;
            /**
             * Format: int64
             * @description What who joined the queue would have waited then, in seconds; null when nothing told.
             */
            wait_seconds: number | null;
            /**
             * Format: int64
             * @description How many waited then.
             */
            waiting: number;
        };
        /**
         * @description Why a peak began.
         * @enum {string}
         */
        PeakCause: "hand" | "waiting" | "wait";
        /**
         * @description What begins a peak.
         * @enum {string}
         */
        PeakMode: "off" | "threshold" | "on";
        /** @description When there is a peak, and what it changes. */
        PeakSettings: {
            /**
             * Format: int64
             * @description It ends when it has been below both lines for so long.
             * @default 10
             */
            calm_minutes: number;
            /**
             * @description What begins one.
             * @default off
             */
            mode: components["schemas"]["PeakMode"];
            /**
             * Format: int64
             * @description At a peak, who would be one more than so many in the queue may leave a message instead; 0 is
             *     no limit.
             * @default 50
             */
            queue_limit: number;
            /**
             * Format: int64
             * @description It may end when who joins the queue would wait less than so long, in seconds.
             * @default 180
             */
            wait_below_seconds: number;
            /**
             * Format: int64
             * @description One begins when who joins the queue would wait so long, in seconds; 0 is no line.
             * @default 600
             */
            wait_from_seconds: number;
            /**
             * Format: int64
             * @description It may end when fewer than so many wait.
             * @default 8
             */
            waiting_below: number;
            /**
             * Format: int64
             * @description One begins when so many wait; 0 is no line.
             * @default 20
             */
            waiting_from: number;
        };
        /** @description Whether there is a peak, what begins one, and those of the past. */
        PeakState: {
            /** @description What begins one. */
            mode: components["schemas"]["PeakMode"];
            /** @description The last ones that are over, the newest first. */
            past: components["schemas"]["Peak"][];
            peak: components["schemas"]["Peak"] | null;
        };
        /** @description What begins a peak. */
        PeakSwitch: {
            mode: components["schemas"]["PeakMode"];
        };
        /**
         * @description What a person or a key may do.
         * @enum {string}
         */
        Permission: "conversations.serve" | "conversations.view_all" | "conversations.supervise" | "knowledge.view" | "knowledge.edit" | "customers.view" | "customers.edit" | "customers.privacy" | "settings.view" | "settings.manage" | "agents.manage" | "metrics.view" | "audit.view";
        /**
         * @description When the way to a person is seen at a place.
         * @enum {string}
         */
        PersonEntry: "always" | "after_failures";
        /**
         * @description Where a customer asks for a person.
         * @enum {string}
         */
        PersonPlace: "header" | "composer" | "reply" | "words" | "other";
        /** @description How many requests were not honoured, and why. */
        PersonRefusal: {
            /**
             * Format: int64
             * @description How many.
             */
            count: number;
            /**
             * Format: int64
             * @description Of them, those who left a message instead.
             */
            left_message: number;
            /** @description `closed_hours`, `no_agent`, `queue_full`; null when nothing was said. */
            reason: string | null;
        };
        /** @description A request for a person, with the conversation it stands in. */
        PersonRequest: {
            /** @description When first. */
            asked_at: components["schemas"]["Time"];
            /**
             * Format: int64
             * @description How often they asked.
             */
            asks: number;
            /** @description `cnv_…`. */
            conversation_id: string;
            /** @description Whether they left a message instead. */
            left_message: boolean;
            /**
             * Format: int64
             * @description A number to read aloud.
             */
            number: number;
            /** @description Where. */
            place: components["schemas"]["PersonPlace"];
            reached_at: components["schemas"]["Time"] | null;
            /** @description Why nobody came: `closed_hours`, `no_agent`, `queue_full`; null when nothing was said. */
            refused: string | null;
            /**
             * Format: int64
             * @description Messages that they had to send between.
             */
            steps: number | null;
        };
        /** @description What one line would do. */
        PlannedLine: {
            /** @description Field by field; of a new product all that is known of it. */
            changes: components["schemas"]["ProductFieldChange"][];
            /** @description What the product is called. */
            name: string;
            /** @description Its id, when it is known. */
            product_id: string | null;
            /** @description Row of the table, the heading being 1. */
            row: number;
        };
        /** @description Points that came or went. */
        PointMove: {
            /**
             * Format: int64
             * @description So many; negative if they went.
             */
            amount: number;
            /** @description When. */
            at: components["schemas"]["Time"];
            /** @description Of which order. */
            order_no: string | null;
            /** @description Stable name of why: `order`, `redeemed`, `refund`, `compensation`, `review`. */
            reason: string;
        };
        /** @description A customer's points. */
        Points: {
            /**
             * Format: int64
             * @description How many there are.
             */
            balance: number;
            /** @description The latest moves. */
            moves: components["schemas"]["PointMove"][];
        };
        /**
         * @description What a fact says of its value.
         * @enum {string}
         */
        Polarity: "holds" | "lacks" | "careful";
        /** @description Frames to heed, and how long to wait for frames in return. */
        Poll: {
            /** @description As the WebSocket takes them. */
            frames: Record<string, unknown>[];
            /** @description As returned before; none begins a session. */
            session?: string | null;
            /**
             * Format: int64
             * @description At most 25.
             */
            wait_seconds?: number;
        };
        /** @description What happened meanwhile. */
        Polls: {
            /** @description As the WebSocket sends them. */
            frames: Record<string, unknown>[];
            /** @description Goes into the next request. */
            session: string;
        };
        /** @description Blocks. */
        Preview: {
            /** @description As customers get them. */
            blocks: components["schemas"]["Block"][];
        };
        /** @description A write to be told beforehand. */
        PreviewBody: {
            /** @description As the tool's schema says. */
            arguments: Record<string, unknown>;
            /** @description In which conversation. */
            conversation_id?: string | null;
            /** @description Who is served. */
            customer_id: string;
            /** @description The caller's own name of this write; the same key gives the same write. */
            key: string;
        };
        /** @description A write with the token that confirms it. */
        Previewed: {
            /** @description For `/tools/confirm`. */
            token: string;
            /** @description The write. */
            write: components["schemas"]["ToolWrite"];
        };
        PreviewRequest: {
            /** @description At most 20,000 characters. */
            markdown: string;
        };
        /** @description Personal data. */
        PrivacySettings: {
            /**
             * @description What a customer agrees to before the first message; empty asks for nothing.
             * @default
             */
            consent_text: string;
            /**
             * @description A new version asks again.
             * @default 1
             */
            consent_version: string;
            /**
             * @description Phone and identity numbers are masked in lists.
             * @default true
             */
            mask_personal_data: boolean;
            /**
             * Format: int64
             * @description Ended conversations are deleted after so many days.
             * @default 365
             */
            retention_days: number;
        };
        /** @description What the facts answer. */
        ProductAnswer: {
            /** @description Whether a person would be offered. */
            offers_person: boolean;
            /** @description Products that it is about, or that meet what was asked for. */
            products: string[];
            /** @description The answer in Chinese. */
            text: string;
            verdict: components["schemas"]["Verdict"] | null;
        };
        /** @description Something that is sold, as it is shown. */
        ProductCard: {
            /** @description ISO 4217. */
            currency: string;
            /** @description Address of a picture. */
            image: string | null;
            /** @description The shop's own name for it; empty if it has none. */
            key: string;
            /**
             * Format: int64
             * @description Price that holds now, when it is lower.
             */
            offer_price: number | null;
            /**
             * Format: int64
             * @description Ordinary price in the smallest unit.
             */
            price: number | null;
            /** @description Its id in the catalogue. */
            product_id: string;
            /** @description Why it fits. */
            reasons: string[];
            /** @description What a click on "this one" says. */
            say: string;
            /** @description Size, contents. */
            spec: string;
            /** @description Its name. */
            title: string;
            /** @description Address of its page. */
            url: string | null;
        };
        /** @description Another draft, by who saw the revision. */
        ProductChange: {
            /** @description The draft. */
            draft: components["schemas"]["ProductDraft"];
            /**
             * Format: int64
             * @description The revision that was seen.
             */
            revision: number;
        };
        /** @description A product as an editor writes it. */
        ProductDraft: {
            /**
             * @description What sort of thing it is.
             * @default null
             */
            category: string | null;
            /**
             * @description In plain language.
             * @default
             */
            description: string;
            /**
             * @description All else that is known.
             * @default []
             */
            facts: components["schemas"]["Fact"][];
            /**
             * @description Address of its picture.
             * @default null
             */
            image: string | null;
            /**
             * @description The shop's own name for it.
             * @default null
             */
            key: string | null;
            /**
             * @description What it is called.
             * @default
             */
            name: string;
            /**
             * @description Lower prices for a time.
             * @default []
             */
            offers: components["schemas"]["Offer"][];
            /**
             * Format: int64
             * @description List price in minor units.
             * @default null
             */
            price_minor: number | null;
        };
        /** @description A product with its draft. */
        ProductEntry: {
            /**
             * Format: int64
             * @description What was confirmed last.
             */
            confirmed_version: number | null;
            /** @description When it was made. */
            created_at: components["schemas"]["Time"];
            /** @description What editors work on. */
            draft: components["schemas"]["ProductDraft"];
            /** @description `prd_…`. */
            id: string;
            /**
             * Format: int64
             * @description Counts changes; a writer names the one that it saw.
             */
            revision: number;
            /** @description How it stands. */
            state: components["schemas"]["ProductState"];
            /** @description When it was changed. */
            updated_at: components["schemas"]["Time"];
            /** @description By whom. */
            updated_by: string;
        };
        /** @description One field before and after. */
        ProductFieldChange: {
            /** @description In words. */
            after: string;
            /** @description In words; empty when there was nothing. Prices in minor units. */
            before: string;
            /** @description A field of the draft or an attribute's id. */
            field: string;
        };
        ProductQuestion: {
            /** @description The product that is talked about. */
            product_id?: string | null;
            /** @description What a customer might ask. */
            text: string;
        };
        /**
         * @description How a product stands.
         * @enum {string}
         */
        ProductState: "draft" | "confirmed" | "changed" | "archived";
        /** @description A line of the list. */
        ProductSummary: {
            /** @description What sort of thing it is. */
            category?: string | null;
            /** @description How many facts are known, and how many of them nobody has looked at. */
            facts: number;
            /** @description `prd_…`. */
            id: string;
            /** @description Address of its picture. */
            image?: string | null;
            /** @description What it is called. */
            name: string;
            /**
             * Format: int64
             * @description Lower price that is valid now.
             */
            offer_minor?: number | null;
            /**
             * Format: int64
             * @description List price in minor units.
             */
            price_minor?: number | null;
            /** @description How it stands. */
            state: components["schemas"]["ProductState"];
            /** @description Facts that nobody has looked at. */
            unconfirmed: number;
            /** @description When it was changed. */
            updated_at: components["schemas"]["Time"];
        };
        /** @description What was confirmed once. */
        ProductVersion: {
            /** @description When. */
            confirmed_at: components["schemas"]["Time"];
            /** @description By whom. */
            confirmed_by: string;
            /** @description What was confirmed. */
            draft: components["schemas"]["ProductDraft"];
            /**
             * Format: int64
             * @description Counts from 1.
             */
            version: number;
        };
        /** @description What was confirmed. */
        ProductVersions: {
            items: components["schemas"]["ProductVersion"][];
        };
        /** @description The words of the tenant's trade, and its schemas. */
        ProductWords: {
            /**
             * @description Laid over the general words.
             * @default {
             *       "attributes": [],
             *       "taught": []
             *     }
             */
            lexicon: components["schemas"]["Lexicon"];
            /**
             * @description By category the attributes that an editor wants, in their order; others are learned.
             * @default {}
             */
            schemas: {
                [key: string]: string[];
            };
        };
        /** @description A leaf that may be right. */
        Proposed: {
            /** @description The leaf. */
            leaf_id: string;
            /** @description Names from the top to it. */
            path: string[];
            /**
             * Format: double
             * @description The probability that it is right.
             */
            score: number;
        };
        Publication: {
            /**
             * Format: int64
             * @description The revision that was seen.
             */
            revision: number;
        };
        /** @description What would become better or worse if a draft were published. */
        PublishCheck: {
            /**
             * Format: double
             * @description Share right afterwards.
             */
            accuracy_after: number;
            /**
             * Format: double
             * @description Share right now.
             */
            accuracy_before: number;
            /** @description Not right now, and afterwards. */
            better: components["schemas"]["CheckedCase"][];
            /** @description Questions beyond the limit, which were not. */
            left_out: number;
            /** @description Questions that were asked. */
            questions: number;
            /** @description Right now, and not afterwards. */
            worse: components["schemas"]["CheckedCase"][];
        };
        /** @description What the bot's questions got. */
        QuestionOutcomes: {
            /**
             * Format: int64
             * @description A task that went on.
             */
            dialogue: number;
            /**
             * Format: int64
             * @description An answer.
             */
            direct: number;
            /**
             * Format: int64
             * @description Small talk.
             */
            small_talk: number;
            /**
             * Format: int64
             * @description Suggestions.
             */
            suggested: number;
            /**
             * Format: int64
             * @description A person, because the entry wants one.
             */
            to_person: number;
            /**
             * Format: int64
             * @description Nothing.
             */
            unknown: number;
        };
        /** @description A question that a click asks. */
        QuestionRef: {
            /** @description Knowledge entry. */
            entry_id: string;
            /** @description Its standard question. */
            question: string;
        };
        /** @description A wording. */
        QuickReply: {
            /** @description Heading in the list. */
            category: string;
            /** @description `qrp_…`. */
            id: string;
            /** @description Whose. */
            scope: components["schemas"]["Scope"];
            /** @description Typed after `/`. */
            shortcut: string;
            /**
             * Format: int64
             * @description Place in its category.
             */
            sort: number;
            /** @description What is sent. */
            text: string;
            /** @description Short. */
            title: string;
        };
        /** @description All wordings. */
        QuickReplyList: {
            items: components["schemas"]["QuickReply"][];
        };
        /** @description How a customer rated a conversation. */
        Rating: {
            /** @description When. */
            at: components["schemas"]["Time"];
            /** @description Free text. */
            comment: string;
            /**
             * Format: int64
             * @description 1 to 5.
             */
            score: number;
            /** @description Whether the matter was solved. */
            solved: boolean | null;
            /** @description Chosen words. */
            tags: string[];
        };
        /** @description How customers rated. */
        RatingFigures: {
            /**
             * Format: double
             * @description Mean score, 1 to 5.
             */
            average: number | null;
            /**
             * Format: int64
             * @description 1 and 2.
             */
            bad: number;
            /**
             * Format: int64
             * @description Ratings.
             */
            count: number;
            /**
             * Format: int64
             * @description 4 and 5.
             */
            good: number;
            /**
             * Format: int64
             * @description Conversations whose customers could rate.
             */
            invited: number;
        };
        /** @description The words of the rating. */
        RatingSettings: {
            /**
             * @description Whether a rating is asked for at the end.
             * @default true
             */
            ask_after_close: boolean;
            /**
             * @description Offered with 1 to 3.
             * @default [
             *       "等太久",
             *       "没解决",
             *       "答非所问",
             *       "态度不好"
             *     ]
             */
            bad_tags: string[];
            /**
             * @description Offered with 4 and 5.
             * @default [
             *       "响应快",
             *       "态度好",
             *       "很专业",
             *       "解决了问题"
             *     ]
             */
            good_tags: string[];
        };
        /** @description A ratio with both its sides, so that nobody reads a percentage of three. */
        Ratio: {
            /**
             * Format: int64
             * @description Of how many.
             */
            denominator: number;
            /**
             * Format: int64
             * @description How many.
             */
            numerator: number;
        };
        /** @description A call for a customer. */
        ReadBody: {
            /** @description As the tool's schema says. */
            arguments: Record<string, unknown>;
            /** @description In which conversation. */
            conversation_id?: string | null;
            /** @description Who is served. */
            customer_id: string;
        };
        /**
         * @description What a shop can be asked for.
         * @enum {string}
         */
        ReadKind: "orders" | "shipments" | "refunds" | "coupons" | "points" | "purchases";
        /** @description How far. */
        ReadMark: {
            /** Format: int64 */
            seq: number;
        };
        /** @description Where a parcel goes, as it is shown: name, number and street masked. */
        Receiver: {
            /** @description City. */
            city: string;
            /** @description District or county. */
            district: string;
            /** @description Masked. */
            name: string;
            /** @description Masked. */
            phone: string;
            /** @description Province. */
            province: string;
            /** @description Masked. */
            street: string;
        };
        /** @description A refund. */
        Refund: {
            /** @description How much; nothing at an exchange. */
            amount: components["schemas"]["Money"];
            /** @description When it was asked. */
            created_at: components["schemas"]["Time"];
            /** @description Files that show it. */
            evidence: string[];
            /** @description What of the order. */
            items: components["schemas"]["RefundItem"][];
            /** @description What is asked. */
            kind: components["schemas"]["RefundKind"];
            /** @description The number that customers read. */
            no: string;
            /** @description In the customer's words. */
            note: string;
            /** @description Of which order. */
            order_no: string;
            /** @description Why. */
            reason: components["schemas"]["RefundReason"];
            /** @description How far it is. */
            state: components["schemas"]["RefundState"];
            /** @description Its steps, the oldest first. */
            timeline: components["schemas"]["RefundStep"][];
        };
        /** @description So many of a line. */
        RefundItem: {
            /**
             * Format: int64
             * @description How many.
             */
            quantity: number;
            /** @description Which line. */
            sku_id: string;
        };
        /**
         * @description What is asked.
         * @enum {string}
         */
        RefundKind: "refund_only" | "return_refund" | "exchange";
        /**
         * @description Why.
         * @enum {string}
         */
        RefundReason: "no_reason" | "quality" | "allergy" | "wrong_item" | "missing" | "not_received";
        /**
         * @description How far a refund is.
         * @enum {string}
         */
        RefundState: "applied" | "seller_review" | "wait_buyer_return" | "returning" | "received" | "refunding" | "refunded" | "rejected" | "closed" | "platform_involved";
        /**
         * @description How much of an order was given back.
         * @enum {string}
         */
        RefundStatus: "none" | "partial" | "full" | "in_dispute";
        /** @description A step of a refund. */
        RefundStep: {
            /** @description When. */
            at: components["schemas"]["Time"];
            /** @description How far it was then. */
            state: components["schemas"]["RefundState"];
        };
        /**
         * @description What helps.
         * @enum {string}
         */
        Remedy: "new_entry" | "add_similar" | "improve_answer" | "nothing";
        /** @description Something that should not go out like this. */
        ReplyRisk: {
            /** @description What stands against it: the knowledge's words, or the amount that is left in minor units. */
            against: string;
            /** @description Which rule: `banned`, `promise`, `compensation`, `differs`, `secret`, `number`, `leaves`, `internal`. */
            code: string;
            entry: components["schemas"]["EntryRef"] | null;
            /** @description The words of the reply. */
            said: string;
            /** @description Whether the agent must say twice that it is meant so. */
            stops: boolean;
        };
        /** @description A reply that is about to be sent. */
        ReplyToCheck: {
            /** @description Its words. */
            text: string;
        };
        /** @description Whether the matter was solved, as customers say. */
        ResolvedFigures: {
            /**
             * Format: int64
             * @description Not solved.
             */
            no: number;
            /**
             * Format: int64
             * @description Solved.
             */
            yes: number;
        };
        /** @description A gap that was settled. */
        ResolvedGap: {
            /** @description The entry that it went into. */
            entry_id: string | null;
            /** @description As it is now. */
            gap: components["schemas"]["Gap"];
        };
        /** @description What an editor decides about a gap. */
        ResolveGap: {
            /** @description What is done. */
            action: components["schemas"]["GapAction"];
            /** @description For `add_similar`: the entry that takes the phrasings. */
            entry_id?: string | null;
            /**
             * @description The phrasings, the first of a new entry being its standard question; unless told, all that
             *     the gap shows.
             */
            texts?: string[] | null;
        };
        Restoration: {
            /**
             * Format: int64
             * @description The version that becomes the draft.
             */
            version: number;
        };
        /**
         * @description What a tool may cause.
         * @enum {string}
         */
        Risk: "read" | "alone" | "authority";
        /** @description What should not go out like this. */
        RiskList: {
            /** @description What stops first. */
            items: components["schemas"]["ReplyRisk"][];
        };
        /**
         * @description What a person is to the company; decides the permissions (see `rules::ROLE_PERMISSIONS`).
         * @enum {string}
         */
        Role: "agent" | "supervisor" | "editor" | "inspector" | "admin";
        /** @description How many conversations of a channel one agent has at once. */
        RoutingChannelCap: {
            /**
             * Format: int64
             * @description 1 to 100; the agent's own cap holds beside it.
             */
            at_most: number;
            /** @description `chn_…`. */
            channel_id: string;
        };
        /** @description What customers of a grade are due. */
        RoutingGrade: {
            /** @description As it stands at the customer, such as 金卡. */
            grade: string;
            /**
             * Format: int64
             * @description They are served as if they had come so much earlier, in seconds, 0 to 3,600. Nobody who came
             *     more than this before them is overtaken, so nobody waits for ever.
             */
            head_start_seconds: number;
            /** @description At a peak too: they come to a person as before, and no limit of the queue turns them away. */
            keeps_at_peak: boolean;
            /** @description A person at once where somebody serves; the bot only when nobody does. */
            person_first: boolean;
        };
        /** @description Which group a conversation waits for. All that is told must hold; what is empty holds always. */
        RoutingRule: {
            /**
             * @description One of these channels.
             * @default []
             */
            channels: string[];
            /**
             * @description One of these grades.
             * @default []
             */
            grades: string[];
            /**
             * @description `grp_…`.
             * @default
             */
            group_id: string;
            /**
             * @description `zh-CN` or `en`.
             * @default
             */
            locale: string;
            /**
             * @description For people.
             * @default
             */
            name: string;
            /**
             * @description Stands in the address of the page.
             * @default
             */
            page: string;
            /**
             * @description One of these causes.
             * @default []
             */
            reasons: components["schemas"]["TransferReason"][];
            /**
             * @description One of these tags of the customer.
             * @default []
             */
            tags: string[];
        };
        /** @description Who gets whom. */
        RoutingSettings: {
            /**
             * Format: int64
             * @description An agent who says nothing to a waiting customer for so long, in seconds, after getting them
             *     loses them to the queue and is set to 小休; 0 never.
             * @default 0
             */
            accept_within_seconds: number;
            /**
             * @description Channels of which an agent has only so many conversations at once; the others have no cap of
             *     their own.
             * @default []
             */
            channel_caps: components["schemas"]["RoutingChannelCap"][];
            /**
             * @description What grades are due; the others are due nothing in particular.
             * @default []
             */
            grades: components["schemas"]["RoutingGrade"][];
            /**
             * Format: int64
             * @description Who has waited for a group for so long, in seconds, may be served by anybody; 0 never.
             * @default 0
             */
            overflow_after_seconds: number;
            /**
             * @description Everybody comes to a person at once where somebody serves, whatever their grade.
             * @default false
             */
            person_first: boolean;
            /**
             * @description The first that holds names the group.
             * @default []
             */
            rules: components["schemas"]["RoutingRule"][];
            /**
             * @description Among agents who are free.
             * @default least_saturated
             */
            strategy: components["schemas"]["RoutingStrategy"];
        };
        /**
         * @description Among agents who are free and equally near to the customer, who comes first.
         * @enum {string}
         */
        RoutingStrategy: "least_saturated" | "skill_first" | "round_robin";
        /** @description One faulty cell. */
        RowError: {
            /**
             * @description `import.required`, `import.too_long`, `import.too_many`, `import.duplicate`, `import.date`,
             *     `import.order`, `import.choice`, `import.category`, `import.nul`.
             */
            code: string;
            /** @description Heading of the column, or the field's name when it has none. */
            column: string | null;
            /** @description A sentence for developers. */
            message: string;
            /** @description Row of the table, the heading being 1. */
            row: number;
            /** @description What stood there, at most 100 characters. */
            value: string;
        };
        RunRequest: {
            /** @description The set; none measures the labelled questions. */
            set_id?: string | null;
        };
        /** @description The attributes of a category. */
        Schema: {
            /** @description In their order. */
            attributes: components["schemas"]["SchemaAttribute"][];
            /** @description The category. */
            category: string;
            /** @description An editor has chosen the attributes. */
            edited: boolean;
            /** @description How many products it has. */
            products: number;
        };
        /** @description An attribute of a category. */
        SchemaAttribute: {
            /** @description Its English name. */
            en: string;
            /** @description Its id. */
            id: string;
            /**
             * Format: double
             * @description The share of the category's products that have it.
             */
            share: number;
            /** @description What sort of value it has. */
            sort: components["schemas"]["Sort"];
            /** @description Its values with how many products have them, the most frequent first. */
            values: [
                string,
                number
            ][];
            /** @description Its Chinese name. */
            zh: string;
        };
        /** @description All schemas. */
        Schemas: {
            items: components["schemas"]["Schema"][];
        };
        /**
         * @description Whose a quick reply is.
         * @enum {string}
         */
        Scope: "shared" | "own";
        /** @description Who speaks, with the name as it was then. */
        Sender: {
            /** @description Address of a picture. */
            avatar: string | null;
            /** @description Customer or agent. */
            id: string | null;
            /** @description What kind. */
            kind: components["schemas"]["SenderKind"];
            /** @description As shown to the other side. */
            name: string | null;
        };
        /**
         * @description Who speaks.
         * @enum {string}
         */
        SenderKind: "customer" | "bot" | "agent" | "system";
        /**
         * @description Whether a value is wished for or to be avoided.
         * @enum {string}
         */
        Sense: "want" | "avoid";
        /** @description How people serve. */
        ServiceSettings: {
            /**
             * Format: int64
             * @description For new agents.
             * @default 8
             */
            default_max_chats: number;
            /**
             * Format: int64
             * @description The golden seconds for the first human reply.
             * @default 6
             */
            first_reply_goal_seconds: number;
            /**
             * @description Exceptions.
             * @default []
             */
            holidays: components["schemas"]["Holiday"][];
            /**
             * @description Office hours; none means always open.
             * @default [
             *       {
             *         "days": [
             *           1,
             *           2,
             *           3,
             *           4,
             *           5,
             *           6,
             *           7
             *         ],
             *         "from": "09:00",
             *         "to": "22:00"
             *       }
             *     ]
             */
            hours: components["schemas"]["Hours"][];
            /**
             * Format: int64
             * @description After so long without a word an agent's conversation ends.
             * @default 30
             */
            idle_close_minutes: number;
            /**
             * @description Characters of one message.
             * @default 4000
             */
            max_message_chars: number;
            /**
             * @description Megabytes of one file.
             * @default 10
             */
            max_upload_mb: number;
            /**
             * Format: int64
             * @description A customer who waits and has been away for so long is no longer waited for: what they said
             *     becomes a message left.
             * @default 10
             */
            queue_away_minutes: number;
            /**
             * Format: int64
             * @description How long an agent may be disconnected before their conversations return to the queue.
             * @default 180
             */
            reconnect_grace_seconds: number;
            /**
             * @description Outside hours a customer still reaches whoever is online; else they can leave a message.
             * @default false
             */
            serve_after_hours: boolean;
            /**
             * @description Extensions of files.
             * @default [
             *       "png",
             *       "jpg",
             *       "jpeg",
             *       "gif",
             *       "webp",
             *       "pdf",
             *       "txt",
             *       "doc",
             *       "docx",
             *       "xls",
             *       "xlsx",
             *       "zip"
             *     ]
             */
            upload_types: string[];
            /**
             * Format: int64
             * @description A wait that is shown as an alarm.
             * @default 180
             */
            wait_alarm_seconds: number;
            /**
             * Format: int64
             * @description A wait that is shown as a warning.
             * @default 60
             */
            wait_warning_seconds: number;
        };
        SetInput: {
            /** @description Whether it guards publishing. */
            kept?: boolean;
            /** @description 1 to 100 characters. */
            name: string;
        };
        /** @description How it was settled. */
        Settlement: {
            /** @description For colleagues; may be empty. */
            note?: string;
        };
        Setup: {
            /** @description For the first administrator only. */
            name?: string | null;
            password: string;
            token: string;
            /** @description For the first administrator only. */
            username?: string | null;
        };
        /** @description A one-time link, a day long. */
        SetupLink: {
            setup_link: string;
        };
        /**
         * @description How soon somebody should look.
         * @enum {string}
         */
        Severity: "warning" | "alarm";
        /** @description A parcel. */
        Shipment: {
            /** @description Stable short name, such as `zhongtong`. */
            carrier_code: string;
            /** @description As people say. */
            carrier_name: string;
            eta: components["schemas"]["Time"] | null;
            /** @description When it was sent. */
            shipped_at: components["schemas"]["Time"];
            /** @description Who signed; empty before. */
            signed_by: string;
            /** @description Where it is. */
            state: components["schemas"]["ShipmentState"];
            /** @description Stations, the latest first. */
            traces: components["schemas"]["ShipmentTrace"][];
            /** @description The carrier's number. */
            tracking_no: string;
        };
        /**
         * @description Where a parcel is.
         * @enum {string}
         */
        ShipmentState: "created" | "picked_up" | "in_transit" | "out_for_delivery" | "delivered" | "exception" | "returning" | "returned" | "customs" | "refused";
        /** @description What the carrier told of a station. */
        ShipmentTrace: {
            /** @description Where; empty if it is not told. */
            location: string;
            /** @description What it means. */
            state: components["schemas"]["ShipmentState"];
            /** @description In the carrier's words. */
            text: string;
            /** @description When. */
            time: components["schemas"]["Time"];
        };
        /** @description What a trial of a mapping showed. */
        ShopCheck: {
            /** @description What it says that the shop can do. */
            capabilities: components["schemas"]["Capabilities"];
            /** @description The questions that were sent. */
            exchanges: components["schemas"]["ShopExchange"][];
            /** @description By what. */
            kind: components["schemas"]["ShopKind"];
            /** @description Its name. */
            name: string;
            /** @description What was tried, in its order. */
            steps: components["schemas"]["ShopCheckStep"][];
        };
        /** @description A step of a trial. */
        ShopCheckStep: {
            /** @description What is wrong, for whoever writes the mapping. */
            message: string | null;
            /** @description `ok`, or the code of the failure. */
            outcome: string;
            /** @description How many there were. */
            rows: number | null;
            /** @description What became of the first, as the bot and the staff see it. */
            sample: Record<string, unknown> | null;
            /**
             * Format: int64
             * @description How long it took.
             */
            took_ms: number;
            /** @description `orders`, `order`, `shipments`, `refunds`, `coupons`, `points`. */
            what: string;
        };
        /** @description What is connected, and how it is. */
        ShopConnection: {
            /** @description What it can do. */
            capabilities: components["schemas"]["Capabilities"];
            /** @description Why the mapping cannot be used: nothing is answered until it is mended. */
            fault: string | null;
            /** @description Whether the configuration names a database, so that a mapping may ask one. */
            has_database: boolean;
            health: components["schemas"]["ConnectionHealth"] | null;
            /** @description By what. */
            kind: components["schemas"]["ShopKind"];
            /** @description The mapping, `***` in place of its secrets. */
            mapping: string | null;
            /** @description Its stable name. */
            name: string;
            /** @description Where its mapping comes from. */
            origin: components["schemas"]["ShopMappingOrigin"];
            saved_at: components["schemas"]["Time"] | null;
            saved_by: components["schemas"]["Actor"] | null;
        };
        /** @description A delivery. */
        ShopDelivery: {
            /**
             * Format: int64
             * @description How large it was.
             */
            bytes: number;
            /** @description The shop's own number of it. */
            delivery_id: string;
            /** @description Which order. */
            order_no?: string | null;
            /** @description What became of it. */
            outcome: components["schemas"]["DeliveryOutcome"];
            /** @description Which product. */
            product_id?: string | null;
            /** @description When it came. */
            received_at: components["schemas"]["Time"];
            /**
             * Format: int64
             * @description How often it came again.
             */
            repeated: number;
            /** @description What it is now, as the shop names it. */
            status?: string | null;
            subject?: components["schemas"]["Subject"] | null;
            /** @description As the shop names it. */
            topic: string;
        };
        /** @description What the shop is answered. */
        ShopDeliveryAnswer: {
            /** @description `taken`, `repeated` (it came before), `ignored` (it concerns nobody here), `pong`. */
            status: string;
        };
        /** @description A delivery that was refused. */
        ShopDeliveryRefusal: {
            /** @description Where it came from. */
            address: string;
            /** @description When. */
            at: components["schemas"]["Time"];
            /** @description Code of the error. */
            code: string;
        };
        /** @description A question to the shop. */
        ShopExchange: {
            /** @description When. */
            at: components["schemas"]["Time"];
            /** @description `GET`, `POST`; `SQL` for a statement. */
            method: string;
            /** @description The status of the answer, `rows 3`, or the code of the failure. */
            outcome: string;
            /**
             * @description Of a trial: the form of the answer, with the values of fields that the mapping names and
             *     that tell nothing of a person.
             */
            shape: Record<string, unknown> | null;
            /** @description What was asked for: a path, or the name of a statement. */
            target: string;
            /**
             * Format: int64
             * @description How long it took.
             */
            took_ms: number;
        };
        /** @description A sentence as a code with its values; clients word it. */
        ShopFact: {
            /** @description Stable name, such as `refund.goes_back`. */
            code: string;
            /** @description Its values. */
            params: Record<string, unknown>;
        };
        /** @description A door for deliveries. */
        ShopHook: {
            /** @description When it was made. */
            created_at: components["schemas"]["Time"];
            /** @description Whether it is open. */
            enabled: boolean;
            /** @description How deliveries are signed. */
            form: components["schemas"]["HookForm"];
            former_until: components["schemas"]["Time"] | null;
            /** @description `hok_…`. */
            id: string;
            last_at: components["schemas"]["Time"] | null;
            /** @description As the staff calls it. */
            name: string;
            /** @description The last ones that were refused since the start of the program. */
            refused: components["schemas"]["ShopDeliveryRefusal"][];
            /** @description When its secret was made. */
            rotated_at: components["schemas"]["Time"];
            /** @description Where the shop sends them; without a host if the configuration names none. */
            url: string;
        };
        ShopHookChange: {
            /** @description Whether it is open. */
            enabled?: boolean | null;
            /** @description At most 40 characters. */
            name?: string | null;
        };
        ShopHookList: {
            items: components["schemas"]["ShopHook"][];
        };
        /** @description A hook with its secret, which is told this once. */
        ShopHookSecret: {
            hook: components["schemas"]["ShopHook"];
            secret: string;
        };
        /**
         * @description What a shop is reached by.
         * @enum {string}
         */
        ShopKind: "own" | "rest" | "sql";
        /**
         * @description Where the mapping comes from.
         * @enum {string}
         */
        ShopMappingOrigin: "own" | "config" | "saved";
        /** @description What was done. */
        ShopOutcome: {
            amount: components["schemas"]["Money"] | null;
            /** @description What they should know. */
            facts: components["schemas"]["ShopFact"][];
            /** @description What was changed. */
            kind: components["schemas"]["ChangeKind"];
            /** @description Number of what was made: a refund, a coupon. */
            number: string | null;
            /** @description Of which order. */
            order_no: string | null;
        };
        /** @description A page of the shop that the customer looks at. */
        ShopPage: {
            /** @description Title. */
            title: string;
            /** @description Address. */
            url: string;
        };
        /** @description What a change would do, told before it is done. */
        ShopPreview: {
            amount: components["schemas"]["Money"] | null;
            /** @description Who may let it happen. */
            authority: components["schemas"]["Authority"];
            /** @description What they should know before. */
            facts: components["schemas"]["ShopFact"][];
            /** @description What would be changed. */
            kind: components["schemas"]["ChangeKind"];
            /** @description Of which order. */
            order_no: string | null;
        };
        /** @description How many questions of a gap show each signal. */
        SignalCounts: {
            /**
             * Format: int64
             * @description Left in mid-answer.
             */
            abandoned: number;
            /**
             * Format: int64
             * @description The customer said that it did not help.
             */
            not_helpful: number;
            /**
             * Format: int64
             * @description Asked again in other words.
             */
            repeated: number;
            /**
             * Format: int64
             * @description A person was wanted right after the answer.
             */
            transferred: number;
            /**
             * Format: int64
             * @description The bot did not know.
             */
            unknown: number;
        };
        SimilarQuestion: {
            /** @description One more way to ask. */
            text: string;
        };
        /** @description What happens when a promise comes near or was missed. */
        SlaEscalation: {
            /** @description Of which promise. */
            clock: components["schemas"]["ClockKind"];
            /** @description The ticket goes to this group; empty stays. */
            group_id: string;
            /**
             * Format: int64
             * @description Minutes of working time after it runs out; negative before.
             */
            minutes: number;
            /** @description One step more pressing. */
            raise_priority: boolean;
            /** @description Supervisors hear of it, besides whoever works at it and whoever watches. */
            tell_supervisors: boolean;
        };
        /** @description Promised times. */
        SlaPolicy: {
            /** @description Key of a calendar; empty for the office hours of the service. */
            calendar: string;
            /** @description What happens in time. */
            escalations: components["schemas"]["SlaEscalation"][];
            /** @description Letters, digits, `_` and `-`; stays when the name changes. */
            key: string;
            /** @description For people; empty for the policy of the house. */
            name: string;
            /** @description One a priority at most; a priority without one is promised nothing. */
            targets: components["schemas"]["SlaTarget"][];
        };
        /** @description Calendars and promised times. */
        SlaSettings: {
            /**
             * @description Besides the office hours of the service.
             * @default []
             */
            calendars: components["schemas"]["WorkCalendar"][];
            /**
             * @description Policies, which types name.
             * @default [
             *       {
             *         "calendar": "",
             *         "escalations": [
             *           {
             *             "clock": "first_reply",
             *             "group_id": "",
             *             "minutes": 0,
             *             "raise_priority": false,
             *             "tell_supervisors": true
             *           },
             *           {
             *             "clock": "resolve",
             *             "group_id": "",
             *             "minutes": -60,
             *             "raise_priority": false,
             *             "tell_supervisors": false
             *           },
             *           {
             *             "clock": "resolve",
             *             "group_id": "",
             *             "minutes": 0,
             *             "raise_priority": true,
             *             "tell_supervisors": true
             *           }
             *         ],
             *         "key": "standard",
             *         "name": "",
             *         "targets": [
             *           {
             *             "first_reply_minutes": 480,
             *             "next_reply_minutes": 960,
             *             "priority": "low",
             *             "resolve_minutes": 4800
             *           },
             *           {
             *             "first_reply_minutes": 240,
             *             "next_reply_minutes": 480,
             *             "priority": "normal",
             *             "resolve_minutes": 2400
             *           },
             *           {
             *             "first_reply_minutes": 120,
             *             "next_reply_minutes": 240,
             *             "priority": "high",
             *             "resolve_minutes": 960
             *           },
             *           {
             *             "first_reply_minutes": 30,
             *             "next_reply_minutes": 60,
             *             "priority": "urgent",
             *             "resolve_minutes": 480
             *           }
             *         ]
             *       }
             *     ]
             */
            policies: components["schemas"]["SlaPolicy"][];
        };
        /** @description What is promised for a priority, in minutes of working time; 0 promises nothing. */
        SlaTarget: {
            /**
             * Format: int64
             * @description Until a person's first word.
             */
            first_reply_minutes: number;
            /**
             * Format: int64
             * @description Until a word after the customer spoke again.
             */
            next_reply_minutes: number;
            /** @description Of the ticket. */
            priority: components["schemas"]["TicketPriority"];
            /**
             * Format: int64
             * @description Until the matter is done.
             */
            resolve_minutes: number;
        };
        /** @description Small talk by topics. */
        SmallTalk: {
            /** @description The topics. */
            topics: components["schemas"]["Topic"][];
        };
        /**
         * @description What sort of value an attribute has.
         * @enum {string}
         */
        Sort: "words" | "money" | "number" | "text";
        /** @description Where something comes from. */
        Source: {
            /** @description Name of the connector. */
            connector: string;
            /** @description When the shop told it. */
            fetched_at: components["schemas"]["Time"];
            /** @description Whether the shop did not answer and this is what it told before. */
            stale: boolean;
        };
        /** @description A run of text with one look. */
        Span: {
            /** @description Strong. */
            bold?: boolean;
            /** @description Typed as code. */
            code?: boolean;
            /** @description Where it leads: http, https, mailto or tel, or a path of this server. */
            href?: string | null;
            /** @description Emphasised. */
            italic?: boolean;
            /** @description The text. */
            text: string;
        };
        /** @description How many agents it takes. */
        Staffing: {
            /**
             * Format: double
             * @description Conversations that go on at once if nobody waits, in Erlangs.
             */
            load: number;
            /**
             * Format: int32
             * @description By Erlang A.
             */
            needed_a: number | null;
            /**
             * Format: int32
             * @description The fewest agents who reach the target, by Erlang C.
             */
            needed_c: number | null;
            /**
             * Format: int32
             * @description By the simulation.
             */
            needed_simulated: number | null;
            /** @description Around what is needed. */
            rows: components["schemas"]["StaffingRow"][];
        };
        /** @description What was measured in the last seven days, to begin with. */
        StaffingMeasured: {
            /**
             * Format: int64
             * @description Customers who asked for a person in the busiest hour of the week.
             */
            arrivals_per_hour: number | null;
            /**
             * Format: int64
             * @description Mean time from taking a conversation to its end, in seconds.
             */
            handling_seconds: number | null;
            /**
             * Format: int64
             * @description Mean wait of those who left the queue, in seconds.
             */
            patience_seconds: number | null;
        };
        /** @description What a number of agents leads to. */
        StaffingOutcome: {
            /**
             * Format: double
             * @description Left while waiting, 0 to 1.
             */
            abandoned: number;
            /**
             * Format: double
             * @description Places in use, 0 to 1.
             */
            occupancy: number;
            /**
             * Format: double
             * @description Served in time ÷ (served + left later than that), 0 to 1.
             */
            service_level: number;
            /**
             * Format: double
             * @description Mean wait of those who are served, in seconds.
             */
            wait_seconds: number;
        };
        /** @description A number of agents by each way. */
        StaffingRow: {
            /**
             * Format: int32
             * @description So many agents.
             */
            agents: number;
            erlang_a: components["schemas"]["StaffingOutcome"] | null;
            erlang_c: components["schemas"]["StaffingOutcome"] | null;
            /** @description Tried out with 20,000 customers. */
            simulated: components["schemas"]["StaffingOutcome"];
        };
        StateChange: {
            /** @description Such as 午餐. */
            reason?: string | null;
            state: components["schemas"]["AgentState"];
        };
        /**
         * @description What changed at the shop.
         * @enum {string}
         */
        Subject: "order" | "shipment" | "refund" | "product" | "stock" | "coupon" | "customer";
        /** @description A reply that the agent may send. */
        Suggestion: {
            /** @description What the agent should know. */
            agent_note: string;
            /** @description Who may be given it. */
            audience: components["schemas"]["Audience"];
            /** @description The same as it will look, when it is an entry. */
            blocks: components["schemas"]["Block"][];
            /** @description The past conversation, of a case. */
            conversation_id: string | null;
            /** @description What it is made of. */
            kind: components["schemas"]["SuggestionKind"];
            /** @description Whether it may go to this customer. */
            may_send: boolean;
            /** @description Entry, message or product that it comes from; the same for the same source. */
            reference: string;
            /**
             * Format: double
             * @description 0 to 1.
             */
            score: number;
            /**
             * Format: double
             * @description How much of the score agents taught, -1 to 1.
             */
            taught: number;
            /** @description The words to send. */
            text: string;
            /** @description What the source is called: the question of an entry, the words of the past customer. */
            title: string;
        };
        /** @description What an agent made of a suggestion. */
        SuggestionFeedback: {
            /** @description What it was made of. */
            kind: components["schemas"]["SuggestionKind"];
            /** @description Its reference. */
            reference: string;
            /**
             * Format: int64
             * @description The customer's message that it answered.
             */
            seq: number;
            /** @description What was made of it. */
            verdict: components["schemas"]["SuggestionVerdict"];
        };
        /**
         * @description What a suggestion is made of.
         * @enum {string}
         */
        SuggestionKind: "knowledge" | "case" | "fact" | "offer";
        /**
         * @description What an agent made of a suggestion.
         * @enum {string}
         */
        SuggestionVerdict: "sent" | "edited" | "rejected";
        /** @description What is shown on the live board as a warning or an alarm, and what raises an alert. */
        SupervisionSettings: {
            /**
             * @description Customers of the day who went away while they waited, in percent of those who waited.
             * @default {
             *       "alarm": 20,
             *       "warning": 10
             *     }
             */
            abandoned_percent: components["schemas"]["BoardThreshold"];
            /**
             * @description Whether anger raises an alert, whoever serves.
             * @default true
             */
            anger: boolean;
            /**
             * @description Good ratings of the day, in percent: fewer is worse.
             * @default {
             *       "alarm": 70,
             *       "warning": 85
             *     }
             */
            good_percent: components["schemas"]["BoardThreshold"];
            /**
             * @description Words that raise an alert, such as 投诉 or 12315.
             * @default [
             *       "投诉",
             *       "12315",
             *       "消协",
             *       "工商",
             *       "曝光",
             *       "律师",
             *       "起诉",
             *       "报警"
             *     ]
             */
            keywords: string[];
            /**
             * Format: int64
             * @description The bot that did not get on so often, one reply after the other, raises an alert; 0 never.
             * @default 3
             */
            stuck_repeats: number;
            /**
             * Format: int64
             * @description So many questions of one entry within `surge_minutes` raise an alert; 0 never.
             * @default 10
             */
            surge_count: number;
            /**
             * Format: int64
             * @description The span that a surge is counted in.
             * @default 10
             */
            surge_minutes: number;
            /**
             * @description First replies of the day within the goal, in percent: fewer is worse.
             * @default {
             *       "alarm": 60,
             *       "warning": 80
             *     }
             */
            timely_percent: components["schemas"]["BoardThreshold"];
            /**
             * @description Conversations whose agent has not answered for `unanswered_seconds`.
             * @default {
             *       "alarm": 3,
             *       "warning": 1
             *     }
             */
            unanswered: components["schemas"]["BoardThreshold"];
            /**
             * Format: int64
             * @description An agent who has not answered for so long raises an alert; 0 never.
             * @default 120
             */
            unanswered_seconds: number;
            /**
             * @description Customers of these grades should not wait.
             * @default []
             */
            vip_grades: string[];
            /**
             * Format: int64
             * @description So long they may, in seconds.
             * @default 30
             */
            vip_wait_seconds: number;
            /**
             * @description Mean wait of those in the queue, in seconds.
             * @default {
             *       "alarm": 120,
             *       "warning": 60
             *     }
             */
            wait_average: components["schemas"]["BoardThreshold"];
            /**
             * @description Longest wait of those in the queue, in seconds.
             * @default {
             *       "alarm": 180,
             *       "warning": 60
             *     }
             */
            wait_longest: components["schemas"]["BoardThreshold"];
            /**
             * @description Customers in the queue.
             * @default {
             *       "alarm": 10,
             *       "warning": 5
             *     }
             */
            waiting: components["schemas"]["BoardThreshold"];
        };
        /** @description What a sweep came to. */
        SweptAnswers: {
            /** @description New tasks. */
            found: number;
        };
        TagList: {
            items: string[];
        };
        /** @description A card beside the words. */
        TalkAid: {
            /** @description What is asked for. */
            field: components["schemas"]["TalkField"];
            /** @enum {string} */
            type: "ask";
        } | {
            /** @description What is missing; at least two. */
            fields: components["schemas"]["TalkField"][];
            /** @description Of which task. */
            task: string;
            /** @description Its name. */
            title: string;
            /** @enum {string} */
            type: "form";
        } | {
            /** @description The words before it. */
            lead: string;
            /** @description What it comes to, in the shop's words. */
            notes: string[];
            /** @description What was told. */
            rows: components["schemas"]["TalkSummaryRow"][];
            /** @description The words after it. */
            tail: string;
            /** @enum {string} */
            type: "summary";
        } | {
            /** @description The words that the card does not show. */
            lead: string;
            /** @description The latest first. */
            orders: components["schemas"]["TalkOrder"][];
            /** @enum {string} */
            type: "orders";
        } | {
            /** @description The words that the card does not show. */
            lead: string;
            order: components["schemas"]["TalkOrder"] | null;
            /** @description Its parcels; none before it was sent. */
            parcels: components["schemas"]["TalkParcel"][];
            /** @enum {string} */
            type: "parcels";
        } | {
            /** @description The words that the card does not show. */
            lead: string;
            /** @description The latest first. */
            refunds: components["schemas"]["TalkRefund"][];
            /** @enum {string} */
            type: "refunds";
        };
        /** @description A thing to tell. */
        TalkField: {
            /** @description How it is told. */
            input: components["schemas"]["TalkInput"];
            /** @description Its slot. */
            key: string;
            /** @description Its name; a line of a form begins with it. */
            label: string;
            /** @description Whether the task needs it. */
            required: boolean;
        };
        /** @description A line of an order as it is shown. */
        TalkGoods: {
            /** @description Address of its picture. */
            image: string | null;
            /**
             * Format: int64
             * @description How many.
             */
            quantity: number;
            /** @description Size, colour … */
            spec: string;
            /** @description Its name. */
            title: string;
        };
        /** @description How a thing is told. */
        TalkInput: {
            /** @description To choose from. */
            orders: components["schemas"]["TalkOrder"][];
            /** @enum {string} */
            type: "order";
        } | {
            /** @description Whether several hold together. */
            many: boolean;
            /** @description The list. */
            options: components["schemas"]["OptionChip"][];
            /** @enum {string} */
            type: "choice";
        } | {
            /** @description Whether it must lie ahead. */
            future: boolean;
            /** @enum {string} */
            type: "time";
        } | {
            /** @enum {string} */
            type: "address";
        } | {
            /**
             * Format: int64
             * @description At most.
             */
            max: number | null;
            /**
             * Format: int64
             * @description At least.
             */
            min: number | null;
            /** @enum {string} */
            type: "count";
        } | {
            /** @description How many. */
            length: number;
            /** @enum {string} */
            type: "digits";
        } | {
            /** @enum {string} */
            type: "phone";
        } | {
            /** @enum {string} */
            type: "money";
        } | {
            /** @enum {string} */
            type: "name";
        } | {
            /** @enum {string} */
            type: "text";
        };
        /** @description An order as it is shown. */
        TalkOrder: {
            /** @description What was bought. */
            goods: components["schemas"]["TalkGoods"][];
            /** @description When it was made. */
            made_at: components["schemas"]["Time"];
            /** @description The number that customers read; to choose the order is to say it. */
            no: string;
            /** @description What was or is to be paid. */
            paid: components["schemas"]["Money"];
            /** @description The same in words. */
            state: string;
            /** @description How far it is. */
            status: components["schemas"]["OrderStatus"];
        };
        /** @description A parcel as it is shown. */
        TalkParcel: {
            /** @description The parcel with its stations. */
            parcel: components["schemas"]["Shipment"];
            /** @description Where it is, in words. */
            state: string;
        };
        /** @description A refund as it is shown. */
        TalkRefund: {
            /** @description How much; nothing at an exchange. */
            amount: components["schemas"]["Money"];
            /** @description The number that customers read. */
            no: string;
            /** @description Of which order. */
            order_no: string;
            /** @description The same in words. */
            state: string;
            /** @description How far it is. */
            status: components["schemas"]["RefundState"];
            /** @description The way so far, the oldest first. */
            steps: components["schemas"]["TalkRefundStep"][];
        };
        /** @description A step of a refund as it is shown. */
        TalkRefundStep: {
            /** @description When. */
            at: components["schemas"]["Time"];
            /** @description How far it was then, in words. */
            state: string;
        };
        /** @description A line of what is to be confirmed. */
        TalkSummaryRow: {
            /** @description What a click on "change" says. */
            change: string;
            /** @description What it is. */
            label: string;
            /** @description Its value in words. */
            value: string;
        };
        TaskDraft: {
            /**
             * Format: int64
             * @description The revision that it was made from; 0 for a new task.
             */
            revision: number;
            /** @description The task. */
            task: components["schemas"]["DialogueTask"];
        };
        /** @description A task as editors see it. */
        TaskEntry: {
            /** @description What is wrong with it. */
            faults: components["schemas"]["TaskFault"][];
            /**
             * Format: int64
             * @description The version that customers meet.
             */
            live_version: number | null;
            /**
             * Format: int64
             * @description Counts changes; a change names the one it was made from.
             */
            revision: number;
            /** @description How it stands. */
            state: components["schemas"]["TaskState"];
            /** @description As it is worked on. */
            task: components["schemas"]["DialogueTask"];
            /** @description When it was changed. */
            updated_at: components["schemas"]["Time"];
            /** @description By whom. */
            updated_by: string;
        };
        /** @description Something that is wrong with a task. */
        TaskFault: {
            /** @description What it concerns: a slot, an example, another task. */
            about: string;
            /**
             * @description Where: `key`, `name`, `triggers`, `cues`, `slots`, `action`, `nodes`, or `slots/` and `nodes/`
             *     with the key of a slot or node.
             */
            at: string;
            /** @description Stable code, such as `slot.no_label`. */
            code: string;
            /** @description It keeps the task from being published. */
            grave: boolean;
        };
        /** @description A parameter of a tool; a dot in the name leads into an object. */
        TaskParameter: {
            /** @description What it is. */
            description: string;
            /** @description Such as `order_no` and `receiver.city`. */
            name: string;
            /** @description Whether the tool needs it. */
            required: boolean;
            /** @description The values that it takes, when they are a list. */
            values: string[];
        };
        /** @description Ways to say one thing, in both languages; one of them comes in turn. */
        TaskPhrases: {
            /** @description English; the Chinese ones stand in where there are none. */
            en: string[];
            /** @description Chinese. */
            "zh-CN": string[];
        };
        TaskPublishing: {
            /** @description What changed, for colleagues. */
            note?: string;
            /**
             * Format: int64
             * @description The revision that the editor saw.
             */
            revision: number;
        };
        TaskRestoring: {
            /**
             * Format: int64
             * @description The revision that the editor saw.
             */
            revision: number;
            /**
             * Format: int64
             * @description The version that becomes the draft.
             */
            version: number;
        };
        /**
         * @description How a task stands.
         * @enum {string}
         */
        TaskState: "draft" | "published" | "changed";
        /** @description A task in a list. */
        TaskSummary: {
            /** @description What is done at its end. */
            action: components["schemas"]["DialogueAction"];
            /** @description Whether it may start. */
            enabled: boolean;
            /** @description What is reached at its end. */
            goal: string;
            /** @description Faults that keep it from being published. */
            grave: number;
            /** @description Its stable name. */
            key: string;
            /**
             * Format: int64
             * @description The version that customers meet.
             */
            live_version: number | null;
            /** @description As people call it. */
            name: components["schemas"]["TaskPhrases"];
            /** @description How many things it must know. */
            slots: number;
            /** @description How it stands. */
            state: components["schemas"]["TaskState"];
            /** @description When it was changed. */
            updated_at: components["schemas"]["Time"];
            /** @description By whom. */
            updated_by: string;
        };
        /** @description A tool that a task may use. */
        TaskTool: {
            /** @description What it is for. */
            description: string;
            /** @description Stable name. */
            name: string;
            /** @description Its parameters. */
            parameters: components["schemas"]["TaskParameter"][];
            /** @description What it may cause. */
            risk: components["schemas"]["Risk"];
            /** @description In English. */
            title_en: string;
            /** @description In Chinese. */
            title_zh: string;
        };
        /** @description A task as it was published. */
        TaskVersion: {
            /** @description What the editor wrote about it. */
            note: string;
            /** @description When. */
            published_at: components["schemas"]["Time"];
            /** @description By whom. */
            published_by: string;
            /** @description The task. */
            task: components["schemas"]["DialogueTask"];
            /**
             * Format: int64
             * @description From 1.
             */
            version: number;
        };
        /** @description A phrase of descriptions that an editor has assigned. */
        Taught: {
            /**
             * @description Id of the attribute; empty, if the phrase states no fact.
             * @default
             */
            attribute: string;
            /**
             * @description As it stands in descriptions.
             * @default
             */
            phrase: string;
            /**
             * @description The value that it means.
             * @default
             */
            value: string;
        };
        /** @description The company as its staff sees it. */
        TenantBrief: {
            locale: components["schemas"]["Locale"];
            name: string;
            time_zone: string;
        };
        /** @description Until when what may be asked, and what a customer may do alone. */
        Terms: {
            /**
             * Format: int64
             * @description Days after delivery for allergies.
             * @default 30
             */
            allergy_days: number;
            /**
             * Format: int64
             * @description Carriage below that, in minor units.
             * @default 1000
             */
            carriage: number;
            /**
             * Format: int64
             * @description Days that a coupon given as compensation is valid.
             * @default 30
             */
            coupon_days: number;
            /**
             * Format: int64
             * @description Carriage to them.
             * @default 2500
             */
            far_carriage: number;
            /**
             * Format: int64
             * @description The same two for those.
             * @default 19900
             */
            far_free_from: number;
            /**
             * @description Beginnings of the provinces that are far away.
             * @default [
             *       "新疆",
             *       "西藏"
             *     ]
             */
            far_provinces: string[];
            /**
             * Format: int64
             * @description Goods for so many minor units go free of carriage.
             * @default 9900
             */
            free_from: number;
            /**
             * Format: int64
             * @description Days after delivery for invoices.
             * @default 90
             */
            invoice_days: number;
            /**
             * Format: int64
             * @description Most of one thing in an order.
             * @default 99
             */
            order_max: number;
            /**
             * Format: int64
             * @description Minutes in which an order must be paid there.
             * @default 30
             */
            payment_minutes: number;
            /**
             * @description Address of the page where an order is paid, with `{token}` in it; relative ones are this
             *     server's. Empty: orders are paid elsewhere.
             * @default
             */
            payment_page: string;
            /**
             * Format: int64
             * @description Days after payment for price protection.
             * @default 15
             */
            price_days: number;
            /**
             * Format: int64
             * @description Days after delivery for faults of the goods.
             * @default 15
             */
            quality_days: number;
            /**
             * Format: int64
             * @description A return without a reason up to this many minor units needs nobody of the company.
             * @default 20000
             */
            refund_alone_max: number;
            /**
             * Format: int64
             * @description Days after delivery for returns without a reason.
             * @default 7
             */
            return_days: number;
            /**
             * Format: int64
             * @description Hours between two urgings of one order.
             * @default 24
             */
            urge_hours: number;
        };
        /** @description A text to file. */
        TextToFile: {
            text: string;
        };
        /** @description The thresholds that held. */
        Thresholds: {
            /**
             * Format: double
             * @description Less sure than this of the trained model, a hit is asked about and not answered.
             */
            certainty: number;
            /**
             * Format: double
             * @description From here the best hit is the answer.
             */
            direct: number;
            /**
             * Format: double
             * @description From here a hit is suggested.
             */
            suggest: number;
            /**
             * Format: double
             * @description A second hit that is nearer than this makes a tie.
             */
            tie_margin: number;
        };
        /** @description A ticket with everything about it. */
        Ticket: components["schemas"]["TicketSummary"] & {
            /** @description Its parts. */
            children: components["schemas"]["TicketLink"][];
            /** @description The promises. */
            clocks: components["schemas"]["TicketClock"][];
            closed_at: components["schemas"]["Time"] | null;
            /** @description Where it came from. */
            conversation_id: string | null;
            /** @description Who opened it. */
            created_by: components["schemas"]["Actor"];
            /** @description What it is about, at length. */
            description: string;
            /** @description The timeline, oldest first. */
            entries: components["schemas"]["TicketEntry"][];
            /** @description Values of the type's fields, by their key. */
            fields: {
                [key: string]: string;
            };
            /** @description Whether this caller may work at it. */
            may_work: boolean;
            merged_into: components["schemas"]["TicketLink"] | null;
            /** @description Which order it is about. */
            order_no: string | null;
            parent: components["schemas"]["TicketLink"] | null;
            /**
             * Format: int64
             * @description How often it was opened again.
             */
            reopens: number;
            resolved_at: components["schemas"]["Time"] | null;
            /** @description Ids of colleagues who hear of it. */
            watchers: string[];
        };
        /**
         * @description To whom in the group a ticket goes.
         * @enum {string}
         */
        TicketAssigning: "group" | "least_loaded";
        /**
         * @description What a status means, whatever a company calls it.
         * @enum {string}
         */
        TicketCategory: "new" | "open" | "waiting" | "hold" | "resolved" | "closed";
        /** @description Places of the tree. */
        TicketCategoryList: {
            items: components["schemas"]["TicketCategoryNode"][];
        };
        /** @description A place in the tree. */
        TicketCategoryNode: {
            /** @description `tct_…`. */
            id: string;
            /** @description Whether tickets are filed here. */
            leaf: boolean;
            /** @description Its own name. */
            name: string;
            /** @description The place above it. */
            parent_id: string | null;
            /** @description Names from the top to this one. */
            path: string[];
        };
        /** @description One changed fact. Values are as they are stored; names of people and groups stand beside ids. */
        TicketChange: {
            /** @description What it is. */
            after: string;
            /** @description What it was. */
            before: string;
            /** @description Which fact, such as `status` or `field.size`. */
            field: string;
        };
        /** @description A promise as the staff sees it. */
        TicketClock: {
            due_at: components["schemas"]["Time"] | null;
            /** @description Which. */
            kind: components["schemas"]["ClockKind"];
            met_at: components["schemas"]["Time"] | null;
            missed_at: components["schemas"]["Time"] | null;
            /** @description How it stands. */
            state: components["schemas"]["ClockState"];
            /**
             * Format: int64
             * @description Working milliseconds that were promised.
             */
            target_ms: number;
            /**
             * Format: int64
             * @description Working milliseconds that have passed.
             */
            used_ms: number;
            warn_at: components["schemas"]["Time"] | null;
        };
        /** @description How many tickets each list has. */
        TicketCounts: {
            /** Format: int64 */
            due: number;
            /** Format: int64 */
            mine: number;
            /** Format: int64 */
            open: number;
            /** Format: int64 */
            unassigned: number;
            /** Format: int64 */
            watched: number;
        };
        /** @description A ticket to open. */
        TicketDraft: {
            /** @description Who works at it. */
            agent_id?: string | null;
            /** @description Where it came from. */
            conversation_id?: string | null;
            /** @description Whose; the conversation's unless told. */
            customer_id?: string | null;
            /** @description At length. */
            description?: string;
            /** @description Values of the type's fields, by their key. */
            fields?: {
                [key: string]: string;
            };
            /** @description By the rules of dispatch unless told. */
            group_id?: string | null;
            /** @description A leaf of the tree of categories; proposed by the engine unless told. */
            leaf_id?: string | null;
            /** @description Which order it is about. */
            order_no?: string | null;
            /** @description The ticket of which it is a part. */
            parent_id?: string | null;
            priority?: components["schemas"]["TicketPriority"] | null;
            /** @description What it is about. */
            subject: string;
            /** @description Key of a type. */
            type: string;
        };
        /** @description A line of the timeline. */
        TicketEntry: {
            /** @description Who. */
            actor: components["schemas"]["Actor"];
            /** @description When. */
            at: components["schemas"]["Time"];
            /** @description What was changed. */
            changes: components["schemas"]["TicketChange"][];
            /** @description `tke_…`. */
            id: string;
            /** @description What it tells. */
            kind: components["schemas"]["TicketEntryKind"];
            /** @description Whether the customer sees it. */
            public: boolean;
            /** @description What was said. */
            text: string;
        };
        /**
         * @description What a line of the timeline tells.
         * @enum {string}
         */
        TicketEntryKind: "opened" | "comment" | "changed" | "merged" | "urged" | "reopened" | "escalated";
        /** @description A field of a type of tickets. */
        TicketField: {
            /** @description Of a choice. */
            choices: string[];
            /** @description Letters, digits, `_` and `-`; stays when the name changes. */
            key: string;
            /** @description What is asked for. */
            kind: components["schemas"]["TicketFieldKind"];
            /** @description For people. */
            name: string;
            /** @description A person who opens or resolves a ticket must fill it in. */
            required: boolean;
        };
        /**
         * @description What is asked for in a field.
         * @enum {string}
         */
        TicketFieldKind: "text" | "choice" | "number" | "date";
        /** @description Where a ticket is filed. */
        TicketLeaf: {
            /** @description Who filed it. */
            by: components["schemas"]["FiledBy"];
            /** @description Its leaf of the tree of categories. */
            id: string;
            /**
             * Format: double
             * @description How sure the engine was of it, 0 to 1.
             */
            score: number | null;
        };
        /** @description Another ticket. */
        TicketLink: {
            /** @description What its status means. */
            category: components["schemas"]["TicketCategory"];
            /** @description `tkt_…`. */
            id: string;
            /**
             * Format: int64
             * @description A number to read aloud.
             */
            number: number;
            /** @description What it is about. */
            subject: string;
        };
        /**
         * @description How a ticket came to be.
         * @enum {string}
         */
        TicketOrigin: "staff" | "left_message" | "overflow" | "follow_up" | "request";
        /** @description Changes of a ticket; what is missing stays, an empty text clears. */
        TicketPatch: {
            /**
             * @description `agt_…`.
             * @default null
             */
            agent_id: string | null;
            /**
             * @description What it is about, at length.
             * @default null
             */
            description: string | null;
            /**
             * @description Values of some fields, by their key.
             * @default null
             */
            fields: {
                [key: string]: string;
            } | null;
            /**
             * @description `grp_…`.
             * @default null
             */
            group_id: string | null;
            /**
             * @description A leaf of the tree of categories.
             * @default null
             */
            leaf_id: string | null;
            /**
             * @description Which order it is about.
             * @default null
             */
            order_no: string | null;
            /**
             * @description The ticket of which it is a part.
             * @default null
             */
            parent_id: string | null;
            /** @default null */
            priority: components["schemas"]["TicketPriority"] | null;
            /**
             * @description Key of its status.
             * @default null
             */
            status: string | null;
            /**
             * @description What it is about.
             * @default null
             */
            subject: string | null;
            /**
             * @description Key of its type.
             * @default null
             */
            type: string | null;
            /**
             * @description Ids of all colleagues who hear of it.
             * @default null
             */
            watchers: string[] | null;
        };
        /**
         * @description How much it presses.
         * @enum {string}
         */
        TicketPriority: "low" | "normal" | "high" | "urgent";
        /** @description A list of tickets by its filters, under a name. */
        TicketSavedView: {
            /** @description `tkv_…`. */
            id: string;
            /** @description The caller saved it. */
            mine: boolean;
            name: string;
            /** @description Filters of the list by the names of its query. */
            query: {
                [key: string]: string;
            };
            /** @description Colleagues see it too; what they find in it is what they may see. */
            shared: boolean;
        };
        /** @description A view to save. */
        TicketSavedViewDraft: {
            name: string;
            query?: {
                [key: string]: string;
            };
            shared?: boolean;
        };
        /** @description Saved views. */
        TicketSavedViewList: {
            items: components["schemas"]["TicketSavedView"][];
        };
        /** @description How a company works at tickets. */
        TicketSettings: {
            /**
             * Format: int64
             * @description A resolved ticket is closed after so many days.
             * @default 7
             */
            close_days: number;
            /**
             * @description Visits after a matter was closed.
             * @default []
             */
            follow_ups: components["schemas"]["FollowUp"][];
            /**
             * @description Type of the ticket that a message left becomes; empty for none.
             * @default question
             */
            left_message_type: string;
            /**
             * Format: int64
             * @description For so many days after it was resolved a customer may say that it is not done.
             * @default 7
             */
            reopen_days: number;
            /**
             * @description Type of the ticket that a request becomes, what a task of the bot recorded; empty for none.
             * @default request
             */
            request_type: string;
            /**
             * @description The first that holds names the group.
             * @default []
             */
            rules: components["schemas"]["DispatchRule"][];
            /**
             * @description Statuses, at least one of each category.
             * @default [
             *       {
             *         "category": "new",
             *         "key": "new",
             *         "name": "",
             *         "pauses": false
             *       },
             *       {
             *         "category": "open",
             *         "key": "open",
             *         "name": "",
             *         "pauses": false
             *       },
             *       {
             *         "category": "waiting",
             *         "key": "waiting",
             *         "name": "",
             *         "pauses": true
             *       },
             *       {
             *         "category": "hold",
             *         "key": "hold",
             *         "name": "",
             *         "pauses": true
             *       },
             *       {
             *         "category": "resolved",
             *         "key": "resolved",
             *         "name": "",
             *         "pauses": false
             *       },
             *       {
             *         "category": "closed",
             *         "key": "closed",
             *         "name": "",
             *         "pauses": false
             *       }
             *     ]
             */
            statuses: components["schemas"]["TicketStatus"][];
            /**
             * @description Types.
             * @default [
             *       {
             *         "description": "",
             *         "fields": [],
             *         "group_id": "",
             *         "key": "question",
             *         "name": "",
             *         "policy": "standard",
             *         "priority": "normal",
             *         "retired": false,
             *         "templates": []
             *       },
             *       {
             *         "description": "",
             *         "fields": [],
             *         "group_id": "",
             *         "key": "after_sale",
             *         "name": "",
             *         "policy": "standard",
             *         "priority": "normal",
             *         "retired": false,
             *         "templates": []
             *       },
             *       {
             *         "description": "",
             *         "fields": [],
             *         "group_id": "",
             *         "key": "complaint",
             *         "name": "",
             *         "policy": "standard",
             *         "priority": "high",
             *         "retired": false,
             *         "templates": []
             *       },
             *       {
             *         "description": "",
             *         "fields": [],
             *         "group_id": "",
             *         "key": "request",
             *         "name": "",
             *         "policy": "standard",
             *         "priority": "normal",
             *         "retired": false,
             *         "templates": []
             *       },
             *       {
             *         "description": "",
             *         "fields": [],
             *         "group_id": "",
             *         "key": "follow_up",
             *         "name": "",
             *         "policy": "",
             *         "priority": "low",
             *         "retired": false,
             *         "templates": []
             *       }
             *     ]
             */
            types: components["schemas"]["TicketType"][];
            /**
             * Format: int64
             * @description Between two times that a customer presses, in minutes.
             * @default 120
             */
            urge_minutes: number;
        };
        /** @description What forms and lists of tickets need. */
        TicketSetup: {
            statuses: components["schemas"]["TicketStatus"][];
            types: components["schemas"]["TicketType"][];
        };
        /** @description A status. */
        TicketStatus: {
            /** @description What it means. */
            category: components["schemas"]["TicketCategory"];
            /** @description Letters, digits, `_` and `-`; stays when the name changes. */
            key: string;
            /** @description For people; empty for the statuses of the house, which clients name by their key. */
            name: string;
            /** @description The time until the matter must be done stands still. */
            pauses: boolean;
        };
        /** @description A ticket as lists show it. */
        TicketSummary: {
            /** @description Who works at it. */
            agent_id: string | null;
            /** @description Their name. */
            agent_name: string | null;
            /** @description What the status means. */
            category: components["schemas"]["TicketCategory"];
            /** @description Begin. */
            created_at: components["schemas"]["Time"];
            /** @description Whose it is. */
            customer_id: string | null;
            /** @description Their name. */
            customer_name: string | null;
            customer_spoke_at: components["schemas"]["Time"] | null;
            due_at: components["schemas"]["Time"] | null;
            /** @description Skill group. */
            group_id: string | null;
            /** @description Its name. */
            group_name: string | null;
            /** @description `tkt_…`. */
            id: string;
            /** @description Whether a promise that still counts was missed. */
            late: boolean;
            leaf: components["schemas"]["TicketLeaf"] | null;
            /** @description Names from the top of that tree to the leaf. */
            leaf_path: string[];
            /**
             * Format: int64
             * @description A number to read aloud.
             */
            number: number;
            /** @description How it came to be. */
            origin: components["schemas"]["TicketOrigin"];
            /** @description How much it presses. */
            priority: components["schemas"]["TicketPriority"];
            /** @description Key of its status. */
            status: string;
            /** @description What it is about, personal data masked. */
            subject: string;
            /** @description Key of its type. */
            type: string;
            /** @description The last change. */
            updated_at: components["schemas"]["Time"];
            /**
             * Format: int64
             * @description How often the customer pressed.
             */
            urges: number;
            warn_at: components["schemas"]["Time"] | null;
        };
        /** @description Words to begin a ticket with. */
        TicketTemplate: {
            /** @description At length. */
            description: string;
            /** @description For people. */
            name: string;
            /** @description What the ticket is about. */
            subject: string;
        };
        /** @description A type of tickets. */
        TicketType: {
            /** @description What it is for. */
            description: string;
            /** @description What is asked for. */
            fields: components["schemas"]["TicketField"][];
            /** @description Who works at them where no rule says so; empty for nobody. */
            group_id: string;
            /** @description Letters, digits, `_` and `-`; stays when the name changes. */
            key: string;
            /** @description For people; empty for the types of the house, which clients name by their key. */
            name: string;
            /** @description Key of the policy of promised times; empty promises nothing. */
            policy: string;
            /** @description Of new tickets. */
            priority: components["schemas"]["TicketPriority"];
            /** @description No longer offered. */
            retired: boolean;
            /** @description Words to begin with. */
            templates: components["schemas"]["TicketTemplate"][];
        };
        /** Format: date-time */
        Time: string;
        /** @description A fact that was told. */
        ToldFact: {
            /** @description What it is: `order`, `phone`, `money`, `time`, `quantity`, `tracking`, `product`, `wish`, `avoid`… */
            kind: string;
            /** @description The value, personal data masked. */
            value: string;
        };
        /** @description A line of the log of calls. */
        ToolCall: {
            /** @description Who. */
            actor: components["schemas"]["Actor"];
            /** @description When. */
            at: components["schemas"]["Time"];
            /** @description In which conversation. */
            conversation_id?: string | null;
            /** @description For whom. */
            customer_id: string;
            /** @description Names of the parameters that were given, without values. */
            fields: string[];
            /** @description `tcl_…`. */
            id: string;
            /** @description `ok`, or the code of the error. */
            outcome: string;
            /** @description `read`, `preview`, `confirm`, `approve`, `reject`. */
            step: string;
            /**
             * Format: int64
             * @description How long it took.
             */
            took_ms: number;
            /** @description Which tool. */
            tool: string;
        };
        /** @description What whoever decides writes. */
        ToolDecision: {
            /** @description Why; at most 500 characters. */
            note?: string;
        };
        /** @description A tool as it is listed. */
        ToolInfo: {
            /** @description For whoever chooses a tool, a language model too. */
            description: string;
            /** @description Stable name. */
            name: string;
            /** @description JSON Schema of its parameters. */
            parameters: Record<string, unknown>;
            /** @description What it may cause. */
            risk: components["schemas"]["Risk"];
            /** @description In English. */
            title_en: string;
            /** @description In Chinese. */
            title_zh: string;
            /** @description Whether it can be used: the shop can do it and it is not switched off. */
            usable: boolean;
        };
        ToolList: {
            items: components["schemas"]["ToolInfo"][];
        };
        /** @description Which tools are off, and how much compensation needs nobody. */
        ToolSettings: {
            /**
             * Format: int64
             * @description Minutes in which a preview can be confirmed.
             * @default 15
             */
            confirm_minutes: number;
            /**
             * @description Currency of the limits.
             * @default CNY
             */
            currency: string;
            /**
             * Format: int64
             * @description Days whose compensation counts together.
             * @default 30
             */
            limit_days: number;
            /**
             * @description Minor units by the customer's grade.
             * @default {
             *       "普通": 2000,
             *       "金卡": 5000,
             *       "银卡": 3000,
             *       "黑金": 8000
             *     }
             */
            limits: {
                [key: string]: number;
            };
            /**
             * @description Names of tools that nobody may use.
             * @default []
             */
            off: string[];
            /**
             * Format: int64
             * @description Minor units for every other grade.
             * @default 1000
             */
            other_limit: number;
        };
        /** @description A write on its way. */
        ToolWrite: {
            /** @description Who asked. */
            asked_by: components["schemas"]["Actor"];
            /** @description In which conversation. */
            conversation_id: string | null;
            /** @description When it was previewed. */
            created_at: components["schemas"]["Time"];
            /** @description For whom. */
            customer_id: string;
            decided_at: components["schemas"]["Time"] | null;
            decided_by: components["schemas"]["Actor"] | null;
            /** @description Code of the refusal. */
            error: string | null;
            /** @description Until when it can be confirmed. */
            expires_at: components["schemas"]["Time"];
            /** @description `twr_…`. */
            id: string;
            /** @description What whoever decided wrote. */
            note: string;
            outcome: components["schemas"]["ShopOutcome"] | null;
            /** @description What was told beforehand. */
            preview: components["schemas"]["ShopPreview"];
            /** @description For what, in the words of whoever asked. */
            reason: string;
            /** @description How far it is. */
            state: components["schemas"]["WriteState"];
            /** @description Which tool. */
            tool: string;
        };
        /** @description An entry that answered often. */
        TopEntry: {
            /** @description `ent_…`. */
            entry_id: string;
            /**
             * Format: int64
             * @description Direct answers of the day.
             */
            hits: number;
            /** @description Its standard question. */
            question: string;
        };
        /** @description One topic: what is said, and what the bot answers in turn. */
        Topic: {
            /** @description Answers, 1 to 20 of at most 500 characters; they come in turn. */
            answers: string[];
            /** @description Unique name, 1 to 50 characters. */
            key: string;
            /** @description What customers say, 1 to 200 phrases of at most 50 characters. */
            patterns: string[];
            /**
             * @description Whether a short message that only contains a pattern is of this topic, too, when nothing
             *     of the knowledge base comes near it: `谢谢你啊，帮大忙了`.
             */
            within: boolean;
        };
        /** @description One question of a set. */
        TrainingCase: components["schemas"]["Expected"] & {
            /** @description The question of the expected entry. */
            entry_question?: string | null;
            /** @description `trc_…`; empty for a labelled question. */
            id: string;
            /** @description The words. */
            text: string;
        };
        /** @description The figures of a measurement; shares are 0 to 1. */
        TrainingFigures: {
            /**
             * Format: double
             * @description Share that is right.
             */
            accuracy: number;
            /**
             * Format: double
             * @description Share that is right among those that are no phrasings already.
             */
            accuracy_unseen: number;
            /**
             * Format: double
             * @description Of the answers given: the share that is right.
             */
            correctness: number;
            /**
             * Format: double
             * @description Of questions of a matter (an entry, or knowledge missing): the share that got an answer.
             */
            coverage: number;
            /**
             * Format: double
             * @description Mean F1 of the entries that are expected.
             */
            f1: number;
            /** @description Questions that are phrasings of the knowledge base already, which prove little. */
            known: number;
            /** @description Nothing was found. */
            missed: number;
            /** @description The right entry was among the suggestions. */
            offered: number;
            /**
             * Format: double
             * @description Mean precision of the entries that answered something.
             */
            precision: number;
            /** @description Questions. */
            questions: number;
            /**
             * Format: double
             * @description Mean recall of the entries that are expected.
             */
            recall: number;
            /** @description As expected. */
            right: number;
            /** @description Something else was said. */
            wrong: number;
        };
        /** @description All of something. */
        TrainingItems_ModelVersion: {
            /** @description The rows. */
            items: {
                /**
                 * Format: double
                 * @description Share of the texts that it had right when they were left out of the training, 0 to 1.
                 */
                accuracy: number | null;
                /** @description Whether it is the one in use. */
                active: boolean;
                /** @description Who asked for it; `system` when knowledge or labels had changed. */
                asked_by: string;
                /**
                 * Format: int64
                 * @description Its size.
                 */
                bytes: number;
                /**
                 * Format: int64
                 * @description Entries that it tells apart.
                 */
                classes: number;
                /** @description When. */
                created_at: components["schemas"]["Time"];
                /**
                 * Format: int64
                 * @description Steps of the training done.
                 */
                done: number;
                /**
                 * Format: int64
                 * @description How long training took.
                 */
                elapsed_ms: number;
                /** @description `trm_…`. */
                id: string;
                /**
                 * Format: int64
                 * @description 1, 2, 3 …
                 */
                number: number;
                /**
                 * Format: double
                 * @description Share of the guarding questions whose entry it puts first, 0 to 1.
                 */
                regression: number | null;
                /**
                 * Format: int64
                 * @description Texts that it learnt from.
                 */
                samples: number;
                /** @description How it stands. */
                state: components["schemas"]["WorkState"];
                /**
                 * Format: int64
                 * @description Of so many.
                 */
                total: number;
            }[];
        };
        /** @description All of something. */
        TrainingItems_TrainingRun: {
            /** @description The rows. */
            items: {
                /** @description Who asked for it. */
                asked_by: string;
                /** @description When. */
                created_at: components["schemas"]["Time"];
                /**
                 * Format: int64
                 * @description Questions asked so far.
                 */
                done: number;
                figures: components["schemas"]["TrainingFigures"] | null;
                finished_at: components["schemas"]["Time"] | null;
                /** @description `trr_…`. */
                id: string;
                /** @description The set; none is the labelled questions. */
                set_id: string | null;
                /** @description How it stands. */
                state: components["schemas"]["WorkState"];
                /**
                 * Format: int64
                 * @description Of so many.
                 */
                total: number;
            }[];
        };
        /** @description All of something. */
        TrainingItems_TrainingSet: {
            /** @description The rows. */
            items: {
                /**
                 * Format: int64
                 * @description How many questions.
                 */
                cases: number;
                /** @description When it was made. */
                created_at: components["schemas"]["Time"];
                /** @description By whom. */
                created_by: string;
                /** @description `trs_…`. */
                id: string;
                /** @description Whether it guards publishing; another one was only uploaded to be measured. */
                kept: boolean;
                last_run: components["schemas"]["TrainingRun"] | null;
                /** @description For people. */
                name: string;
            }[];
        };
        /** @description All of something. */
        TrainingItems_TwinPair: {
            /** @description The rows. */
            items: {
                /** @description Where the answers seem to contradict one another. */
                differences: components["schemas"]["Difference"][];
                /** @description The one. */
                first: components["schemas"]["TwinEntry"];
                /**
                 * Format: double
                 * @description How well the question of the one finds the other, 0 to 1; 1 when they share a phrasing.
                 */
                score: number;
                /** @description The other. */
                second: components["schemas"]["TwinEntry"];
                /** @description Phrasings that both have. */
                shared: string[];
            }[];
        };
        /** @description A question of customers that is or may be labelled. */
        TrainingQuestion: {
            /**
             * Format: int64
             * @description How often it was asked.
             */
            asked: number;
            /** @description What the bot would do now; the best entries first. */
            candidates: components["schemas"]["Candidate"][];
            /** @description The conversation that asked it last; empty when that is gone. */
            conversation_id: string;
            /** @description `trq_…`. */
            id: string;
            label: components["schemas"]["Label"] | null;
            /** @description When it was asked last. */
            last_at: components["schemas"]["Time"];
            now: components["schemas"]["Outcome"] | null;
            /** @description What the bot did the last time. */
            outcome: components["schemas"]["Outcome"];
            /** @description The words, personal numbers masked, at most 200 characters. */
            text: string;
            /**
             * Format: double
             * @description How much a label teaches, about 0 to 5; the queue is ordered by it.
             */
            worth: number;
        };
        /** @description Everything that a measurement found. */
        TrainingReport: {
            /** @description Not right before, and now. */
            better: components["schemas"]["JudgedQuestion"][];
            /** @description Every question, those that went wrong first. */
            cases: components["schemas"]["JudgedQuestion"][];
            /** @description By entry, the weakest first. */
            entries: components["schemas"]["EntryMeasure"][];
            /** @description The figures. */
            figures: components["schemas"]["TrainingFigures"];
            /** @description The most confused first, at most fifty. */
            pairs: components["schemas"]["Confusion"][];
            /** @description Right before, and not now; against the measurement before. */
            worse: components["schemas"]["JudgedQuestion"][];
        };
        /** @description A measurement without its details. */
        TrainingRun: {
            /** @description Who asked for it. */
            asked_by: string;
            /** @description When. */
            created_at: components["schemas"]["Time"];
            /**
             * Format: int64
             * @description Questions asked so far.
             */
            done: number;
            figures: components["schemas"]["TrainingFigures"] | null;
            finished_at: components["schemas"]["Time"] | null;
            /** @description `trr_…`. */
            id: string;
            /** @description The set; none is the labelled questions. */
            set_id: string | null;
            /** @description How it stands. */
            state: components["schemas"]["WorkState"];
            /**
             * Format: int64
             * @description Of so many.
             */
            total: number;
        };
        /** @description A measurement with all details. */
        TrainingRunDetail: components["schemas"]["TrainingRun"] & {
            report: components["schemas"]["TrainingReport"] | null;
        };
        /** @description A set of questions with the expected outcome. */
        TrainingSet: {
            /**
             * Format: int64
             * @description How many questions.
             */
            cases: number;
            /** @description When it was made. */
            created_at: components["schemas"]["Time"];
            /** @description By whom. */
            created_by: string;
            /** @description `trs_…`. */
            id: string;
            /** @description Whether it guards publishing; another one was only uploaded to be measured. */
            kept: boolean;
            last_run: components["schemas"]["TrainingRun"] | null;
            /** @description For people. */
            name: string;
        };
        /** @description How much the training centre keeps and measures, and when it trains. */
        TrainingSettings: {
            /**
             * Format: int32
             * @description Questions that are asked before an entry is published, at most.
             * @default 2000
             */
            check_most: number;
            /**
             * Format: int32
             * @description Questions of one measurement, and rows of an uploaded file, at most.
             * @default 20000
             */
            measure_most: number;
            /**
             * Format: int32
             * @description Models that are kept beside the one in use.
             * @default 20
             */
            models_kept: number;
            /**
             * Format: int32
             * @description Questions that wait for a label at most; those that teach least go first.
             * @default 2000
             */
            queue_most: number;
            /**
             * @description Whether a model is trained by itself when knowledge or labels changed.
             * @default true
             */
            retrain: boolean;
            /**
             * Format: int32
             * @description How long after a change, so that many changes make one model.
             * @default 5
             */
            retrain_after_seconds: number;
            /**
             * Format: int32
             * @description Measurements that are kept of each set.
             * @default 50
             */
            runs_kept: number;
            /**
             * Format: int32
             * @description Texts that a model learns from, at most.
             * @default 50000
             */
            samples_most: number;
            /**
             * Format: double
             * @description From this score (0 to 1) two entries are shown as nearly the same.
             * @default 0.6
             */
            twin_score: number;
            /**
             * Format: int32
             * @description Uploaded files that nobody kept as a regression set go after so many days.
             * @default 30
             */
            uploads_kept_days: number;
        };
        /** @description The part of the training centre in figures. */
        TrainingSummary: {
            /**
             * Format: int64
             * @description Their questions.
             */
            cases: number;
            /**
             * Format: int64
             * @description Labelled: an entry.
             */
            entry: number;
            /**
             * Format: int64
             * @description Labelled by the caller since midnight UTC.
             */
            mine_today: number;
            /**
             * Format: int64
             * @description Labelled: knowledge is missing.
             */
            missing: number;
            /**
             * Format: int64
             * @description Sets that guard publishing.
             */
            sets: number;
            /**
             * Format: int64
             * @description Passed over.
             */
            skip: number;
            /**
             * Format: int64
             * @description Labelled: small talk.
             */
            small_talk: number;
            /**
             * Format: int64
             * @description Labelled: to a person.
             */
            to_person: number;
            /**
             * Format: int64
             * @description Questions that wait for a label.
             */
            waiting: number;
        };
        /** @description To an agent or to a group, with a note for them. */
        Transfer: {
            agent_id?: string | null;
            group_id?: string | null;
            note?: string;
        };
        /** @description A transfer with the bot's answer beside the person's. */
        TransferCase: {
            /** @description What the bot answered; empty when it did not. */
            bot_answer: string;
            /** @description The entry that it gave. */
            bot_entry_id: string | null;
            /** @description Why. */
            cause: components["schemas"]["TransferCause"];
            /** @description `cnv_…`. */
            conversation_id: string;
            /** @description When it began. */
            created_at: components["schemas"]["Time"];
            nearest: components["schemas"]["NearestEntry"] | null;
            /**
             * Format: int64
             * @description Its number.
             */
            number: number;
            /** @description What the person answered, personal numbers masked; empty when nobody did. */
            person_answer: string;
            /** @description Who. */
            person_name: string | null;
            /** @description What the customer wanted, personal numbers masked. */
            question: string;
            /** @description How the person was asked for. */
            reason: components["schemas"]["TransferReason"];
            /**
             * Format: int64
             * @description The customer's rating, 1 to 5.
             */
            score: number | null;
            /**
             * Format: int64
             * @description Place of that message.
             */
            seq: number;
        };
        /**
         * @description Why a customer came to a person.
         * @enum {string}
         */
        TransferCause: "straight" | "no_knowledge" | "misrecognised" | "not_helped" | "policy" | "insisted";
        /** @description From coming in to a person. */
        TransferFunnel: {
            /**
             * Format: int64
             * @description Of them, the bot replied to a question.
             */
            bot_served: number;
            /**
             * Format: int64
             * @description Of them, in which the customer said something.
             */
            effective: number;
            /**
             * Format: int64
             * @description Conversations begun.
             */
            entered: number;
            /**
             * Format: int64
             * @description Reached a person.
             */
            reached: number;
            /**
             * Format: int64
             * @description Of them, never asked for a person: served by themselves.
             */
            self_served: number;
            /**
             * Format: int64
             * @description Asked for a person before any question, and after one.
             */
            to_person: number;
        };
        /**
         * @description Why a person was asked for.
         * @enum {string}
         */
        TransferReason: "button" | "words" | "unknown" | "not_helpful" | "anger" | "veiled" | "entry" | "task" | "grade" | "policy" | "agent";
        /** @description Why customers came to a person. */
        TransferReport: {
            /** @description The transfers, the newest first. */
            cases: components["schemas"]["TransferCase"][];
            /** @description All six causes in their order. */
            causes: components["schemas"]["CauseCount"][];
            /**
             * Format: int64
             * @description Days looked at.
             */
            days: number;
            /** @description From coming in to a person. */
            funnel: components["schemas"]["TransferFunnel"];
        };
        /** @description Something that is said. */
        TrialSaid: {
            /** @description It comes from the knowledge base. */
            answer: boolean;
            /** @description Things that are sold. */
            cards: components["schemas"]["ProductCard"][];
            /** @description What would be done: `record` or `hand_over`. */
            does: string | null;
            /** @description What may be clicked. */
            options: components["schemas"]["OptionChip"][];
            /** @description The words. */
            text: string;
        };
        /** @description A turn of a trial. */
        TrialTurn: {
            /** @description What is said, in order. */
            says: components["schemas"]["TrialSaid"][];
            /** @description Where the talk stands, for the next turn. */
            state: Record<string, unknown>;
            /** @description The tasks, the present one first. */
            tasks: components["schemas"]["DialogueProgress"][];
            trace: components["schemas"]["DialogueTrace"] | null;
        };
        /** @description What an editor says as a customer. */
        TrialWords: {
            /** @description Grade of a verified customer, for the conditions of a flow. */
            level?: string | null;
            /** @description The customer's language. */
            locale?: string;
            /** @description Name and phone of a verified customer, for what is filled in from the profile. */
            name?: string | null;
            /** @description See `name`. */
            phone?: string | null;
            /** @description Where the talk stands: what the turn before gave, as it is. */
            state?: Record<string, unknown> | null;
            /** @description The draft. */
            task: components["schemas"]["DialogueTask"];
            /** @description What is said. */
            text: string;
        };
        /** @description One of two entries that stand in one another's way. */
        TwinEntry: {
            /** @description Its default answer, in Markdown. */
            answer: string;
            /** @description `ent_…`. */
            entry_id: string;
            /** @description Its standard question. */
            question: string;
            /** @description Its similar questions. */
            similar: string[];
        };
        /** @description Two entries that are asked for with nearly the same words. */
        TwinPair: {
            /** @description Where the answers seem to contradict one another. */
            differences: components["schemas"]["Difference"][];
            /** @description The one. */
            first: components["schemas"]["TwinEntry"];
            /**
             * Format: double
             * @description How well the question of the one finds the other, 0 to 1; 1 when they share a phrasing.
             */
            score: number;
            /** @description The other. */
            second: components["schemas"]["TwinEntry"];
            /** @description Phrasings that both have. */
            shared: string[];
        };
        /** @description A question that the bot did not know. */
        UnknownQuestion: {
            /**
             * Format: int64
             * @description How often it, or one like it, was asked this day.
             */
            count: number;
            /** @description `gap_…`. */
            gap_id: string;
            /** @description The gap's question, personal numbers masked. */
            text: string;
        };
        /** @description How many messages wait. */
        Unread: {
            unread: number;
        };
        /**
         * @description What kind of answer the facts give.
         * @enum {string}
         */
        Verdict: "yes" | "no" | "careful" | "not_listed" | "unknown" | "value" | "products" | "nothing" | "table";
        /** @description What is assumed. */
        WhatIf: {
            /**
             * Format: double
             * @description Customers who ask for a person, an hour.
             */
            arrivals_per_hour: number;
            /**
             * Format: int32
             * @description Conversations that an agent serves at once.
             */
            concurrency: number;
            /**
             * Format: double
             * @description How long a conversation takes, in seconds.
             */
            handling_seconds: number;
            /**
             * Format: double
             * @description How long customers wait before they leave, in seconds, on average; 0 for ever.
             */
            patience_seconds?: number;
            /**
             * Format: double
             * @description So many should be served in time, in percent: the 80 of 80/20.
             */
            target_percent: number;
            /**
             * Format: double
             * @description In time is within so many seconds: the 20 of 80/20.
             */
            target_seconds: number;
        };
        /** @description What the agent is told. */
        Whispered: {
            /** @description The sender's own mark, so that sending twice is once. */
            client_id: string;
            text: string;
        };
        /** @description How the launcher looks. */
        WidgetConfig: {
            elder_default: boolean;
            locale: string;
            position: string;
            theme_color: string;
            title: string;
        };
        /** @description A value with the words that mean it. */
        Word: {
            /**
             * @description Words that say that it is absent: 纯植物 of 化学剂.
             * @default []
             */
            absent: string[];
            /**
             * @description Of people: their health must be asked after, like 孕妇.
             * @default false
             */
            care: boolean;
            /**
             * @description What is one of it: 甜杏仁 of 坚果, 干性 of 所有肤质.
             * @default []
             */
            members: string[];
            /**
             * @description Other words for it.
             * @default []
             */
            synonyms: string[];
            /**
             * @description The one spelling.
             * @default
             */
            value: string;
        };
        /** @description How it went. */
        Worded: {
            /**
             * Format: int64
             * @description How long it took, in milliseconds.
             */
            elapsed_ms: number;
            /** @description How it came about. */
            outcome: components["schemas"]["WordingOutcome"];
            /** @description Why the model's words were not used: a code such as `number`, and what it concerns. */
            reason: string | null;
            /** @description What is said: the model's words, or the draft's. */
            text: string;
            /** @description What the model wrote, as far as it came. */
            written: string;
        };
        /** @description What happened on a day. */
        WordingDay: {
            /**
             * Format: int64
             * @description Of those, from memory.
             */
            cached: number;
            /**
             * Format: int64
             * @description Tokens written.
             */
            completion_tokens: number;
            /** @description Such as `2026-11-21`, UTC. */
            day: string;
            /**
             * Format: int64
             * @description Slow or failed.
             */
            failed: number;
            /**
             * Format: int64
             * @description Not asked for because the budget was spent.
             */
            over_budget: number;
            /**
             * Format: int64
             * @description Tokens read.
             */
            prompt_tokens: number;
            /**
             * Format: int64
             * @description Thrown away because they were not grounded.
             */
            refused: number;
            /**
             * Format: int64
             * @description Worded by the model.
             */
            used: number;
        };
        /** @description What is to be said, and all that may be said with it. */
        WordingDraft: {
            /** @description What else is known and stands beside it: cards, options, what was told. */
            facts?: string[];
            /** @description `zh-CN` or `en`. */
            locale?: string;
            /** @description What the customer said last; it is never a ground for anything. */
            said?: string;
            /** @description The words of the template. */
            text: string;
        };
        /**
         * @description How a draft was worded.
         * @enum {string}
         */
        WordingOutcome: "used" | "cached" | "refused" | "failed" | "over_budget" | "off";
        /** @description Whether and how a language model words what the bot says in tasks. */
        WordingSettings: {
            /**
             * Format: int32
             * @description The same draft with the same facts gets the same words for so long; 0 to 10,080.
             * @default 60
             */
            cache_minutes: number;
            /**
             * Format: int32
             * @description Tokens of a day, read and written; 0 to 100,000,000.
             * @default 500000
             */
            daily_tokens: number;
            /**
             * @description Whether it does. Without a configured model nothing happens.
             * @default false
             */
            enabled: boolean;
            /**
             * @description How it should sound, in a few words.
             * @default
             */
            manner: string;
            /**
             * Format: int32
             * @description Tokens of one answer, 16 to 2,000.
             * @default 200
             */
            max_tokens: number;
            /**
             * Format: double
             * @description How freely it writes, 0 to 2.
             * @default 0.3
             */
            temperature: number;
            /**
             * Format: int32
             * @description After so long the draft is said, in milliseconds: 200 to 20,000.
             * @default 4000
             */
            timeout_ms: number;
        };
        /** @description What writes, and what it did. */
        WordingStatus: {
            /** @description The last days on which something happened, newest first. */
            days: components["schemas"]["WordingDay"][];
            /** @description The model and where it is; none when none is configured. */
            writer: string | null;
        };
        /** @description A draft to be worded by settings that need not be saved. */
        WordingTrial: {
            /** @description What is to be said. */
            draft: components["schemas"]["WordingDraft"];
            /** @description How. */
            settings: components["schemas"]["WordingSettings"];
        };
        /** @description The words of the trade: the tenant's own, and all together. */
        Words: {
            /** @description The general words with the tenant's laid over them. */
            all: components["schemas"]["Lexicon"];
            /** @description The tenant's own, with its schemas. */
            own: components["schemas"]["ProductWords"];
        };
        /** @description When working time passes. */
        WorkCalendar: {
            /** @description Days off, and days of rest that are worked (调休). */
            holidays: components["schemas"]["Holiday"][];
            /** @description Working hours; none means always. */
            hours: components["schemas"]["Hours"][];
            /** @description Letters, digits, `_` and `-`; stays when the name changes. */
            key: string;
            /** @description For people. */
            name: string;
            /** @description IANA name; empty for the company's zone. */
            time_zone: string;
        };
        /** @description What an agent did on a day. Formulas: `docs/METRICS.md`. */
        Workday: {
            /** @description `agt_…`. */
            agent_id: string;
            /**
             * Format: int64
             * @description 小休.
             */
            break_seconds: number;
            /** @description By reason, the longest first. */
            breaks: components["schemas"]["WorkdayBreak"][];
            /**
             * Format: int64
             * @description 示忙.
             */
            busy_seconds: number;
            /** @description Local day, `YYYY-MM-DD`. */
            date: string;
            /**
             * Format: double
             * @description Mean first response, in seconds.
             */
            first_response_seconds: number | null;
            /**
             * Format: int64
             * @description Of them, 4 and 5.
             */
            good: number;
            /**
             * Format: int64
             * @description 在线 without any conversation.
             */
            idle_seconds: number;
            /**
             * Format: int64
             * @description Not offline.
             */
            logged_in_seconds: number;
            /** @description Their name. */
            name: string;
            /**
             * Format: int64
             * @description 在线.
             */
            online_seconds: number;
            /**
             * Format: int64
             * @description Ratings of those conversations whose last agent this is.
             */
            ratings: number;
            /**
             * Format: int64
             * @description Of them, those with a reply of this agent.
             */
            replied: number;
            /**
             * Format: double
             * @description Mean time to such a reply, in seconds.
             */
            response_seconds: number | null;
            /**
             * Format: int64
             * @description Replies to what customers had said.
             */
            rounds: number;
            /**
             * Format: int64
             * @description Conversations taken that day.
             */
            served: number;
            /**
             * Format: double
             * @description Conversations taken ÷ hours logged in.
             */
            served_per_hour: number | null;
            /**
             * Format: int64
             * @description At work with at least one conversation.
             */
            serving_seconds: number;
        };
        /** @description Breaks of one reason. */
        WorkdayBreak: {
            /** @description As told; empty when none was. */
            reason: string;
            /**
             * Format: int64
             * @description How long, together.
             */
            seconds: number;
            /**
             * Format: int64
             * @description How often.
             */
            times: number;
        };
        /** @description Days of agents. */
        WorkdayList: {
            items: components["schemas"]["Workday"][];
        };
        /** @description The rows behind a day's figures. */
        WorkdayRows: {
            /** @description The figures. */
            day: components["schemas"]["Workday"];
            /** @description Conversations taken that day, in order. */
            services: components["schemas"]["WorkdayService"][];
            /** @description States, in order. */
            stretches: components["schemas"]["WorkdayStretch"][];
        };
        /** @description A conversation that was served. */
        WorkdayService: {
            /** @description `cnv_…`. */
            conversation_id: string;
            /**
             * Format: double
             * @description First response, in seconds.
             */
            first_response_seconds: number | null;
            /** @description When the agent took it. */
            from: components["schemas"]["Time"];
            /**
             * Format: int64
             * @description A number to read aloud.
             */
            number: number;
            /**
             * Format: double
             * @description Mean time to such a reply, in seconds.
             */
            response_seconds: number | null;
            /**
             * Format: int64
             * @description Replies to what the customer had said.
             */
            rounds: number;
            /**
             * Format: int64
             * @description The rating, when this agent was the last.
             */
            score: number | null;
            /** @description What it is about. */
            subject: string;
            until: components["schemas"]["Time"] | null;
        };
        /** @description A stretch in a state. */
        WorkdayStretch: {
            /** @description Begin, cut at the day's. */
            from: components["schemas"]["Time"];
            /** @description Why, if told. */
            reason: string | null;
            /** @description Which. */
            state: components["schemas"]["AgentState"];
            /** @description End, cut at the day's or now. */
            until: components["schemas"]["Time"];
        };
        /**
         * @description How a measurement stands.
         * @enum {string}
         */
        WorkState: "waiting" | "running" | "done" | "failed";
        /** @description What was confirmed. */
        WrapUp: {
            /** @description Who. */
            agent_id: string;
            /** @description When. */
            created_at: components["schemas"]["Time"];
            /** @description The visit that was opened. */
            follow_up_id: string | null;
            /** @description The leaf. */
            leaf_id: string | null;
            /** @description The leaf's names from the top. */
            leaf_path: string[];
            /** @description The summary. */
            summary: string;
            /** @description The tags. */
            tags: string[];
            /** @description The ticket that was opened. */
            ticket_id: string | null;
        };
        /** @description What the agent confirms. */
        WrapUpConfirmation: {
            /** @description Whether the agent changed what was prepared. */
            changed?: boolean;
            /** @description Whether the conversation ends. */
            close?: boolean;
            follow_up?: components["schemas"]["WrapUpTicket"] | null;
            /** @description A leaf of the tree of categories. */
            leaf_id?: string | null;
            /** @description The summary. */
            summary: string;
            /** @description Tags that the customer gets. */
            tags?: string[];
            ticket?: components["schemas"]["WrapUpTicket"] | null;
            /**
             * Format: int64
             * @description Milliseconds from opening to confirming.
             */
            took_ms?: number;
        };
        /** @description What is prepared for the end of a talk. */
        WrapUpDraft: {
            confirmed: components["schemas"]["WrapUp"] | null;
            /** @description How it ended. */
            ending: components["schemas"]["WrapUpEnding"];
            /** @description The words that tell. */
            ending_said: string;
            /** @description Facts that were told. */
            facts: components["schemas"]["ToldFact"][];
            /** @description Where it belongs. */
            filing: components["schemas"]["FilingProposal"];
            follow_up: components["schemas"]["FollowUpDraft"] | null;
            /** @description What the customer wanted, in their words, personal data masked. */
            problem: string;
            /** @description What was done, in the agent's words. */
            steps: string[];
            /** @description Tags for the customer that the talk speaks for. */
            tags: string[];
            /** @description The ticket. */
            ticket: components["schemas"]["WrapUpTicketDraft"];
            /**
             * Format: int64
             * @description How long preparing took.
             */
            took_ms: number;
        };
        /**
         * @description How the talk ended, as its last words tell.
         * @enum {string}
         */
        WrapUpEnding: "settled" | "promised" | "open";
        /** @description A ticket that is opened at the end. */
        WrapUpTicket: {
            /** @description What was said. */
            description?: string;
            /** @description Which order it is about. */
            order_no?: string | null;
            /** @description What it is about. */
            subject: string;
            /** @description Key of its type. */
            type: string;
        };
        /** @description A ticket that the talk asks for. */
        WrapUpTicketDraft: {
            /** @description Whether it is advised to open it. */
            advised: boolean;
            /** @description What was said. */
            description: string;
            /** @description Which order it is about. */
            order_no: string | null;
            /** @description What it is about. */
            subject: string;
            /** @description Key of its type. */
            type: string;
            /** @description Why: `promised`, `complaint`, `unsolved`; empty when it is not. */
            why: string;
        };
        /**
         * @description How far a write is.
         * @enum {string}
         */
        WriteState: "previewed" | "running" | "waiting" | "done" | "failed" | "rejected";
    };
    responses: never;
    parameters: never;
    requestBodies: never;
    headers: never;
    pathItems: never;
}
export type $defs = Record<string, never>;
export type operations = Record<string, never>;
