/** Words of the error codes of products. */
export const errors = {
  "zh-CN": {
    products: {
      key_taken: "这个编号已被别的商品使用",
      revision_conflict: "刚才有人改过这个商品，请刷新后再改",
      warning_kept: "关于“谁不能用”的说法不会被忘记，请单独修改这条事实",
    },
    not_found: { product: "没有这个商品" },
  },
  en: {
    products: {
      key_taken: "Another product has this key",
      revision_conflict: "Somebody changed this product meanwhile; reload before changing it",
      warning_kept: "Words of who must not use a product are not unlearned; change this one fact instead",
    },
    not_found: { product: "No such product" },
  },
};
