import { createPinia } from "pinia";
import { createApp } from "vue";
import "element-plus/theme-chalk/base.css";
import "element-plus/theme-chalk/el-message.css";
import "element-plus/theme-chalk/el-message-box.css";
import "element-plus/theme-chalk/el-overlay.css";
import "element-plus/theme-chalk/el-button.css";
import "element-plus/theme-chalk/el-input.css";
import "element-plus/theme-chalk/el-loading.css";
import "./app/theme.css";
import App from "./app/App.vue";
import { features } from "./app/features";
import { addMessages, i18n } from "./app/i18n";
import { makeRouter } from "./app/router";
import { useSession } from "./session/store";

for (const feature of features) addMessages(feature);
document.documentElement.lang = i18n.global.locale.value as string;

const app = createApp(App).use(createPinia()).use(i18n);
useSession();
app.use(makeRouter()).mount("#app");
