/** Sentences for the error codes that only these pages meet. */
export const errors = {
  "zh-CN": {
    training: {
      model_not_ready: "这个模型没有训练完成，不能使用。",
      too_many_rows: "文件行数太多，最多 {max} 行，请拆成几个文件。",
      nothing_to_measure: "文件里没有一行可以使用：请检查问题列，以及知识的编号或标准问是否存在。",
    },
    conflict: { duplicate: "已经有相同的内容了。" },
    not_found: {
      training_question: "这个问题已不在标注队列里。",
      training_set: "这个测试集不存在，或已被删除。",
      training_case: "这个问题已不在测试集里。",
      training_model: "这个模型已不存在。",
      training_run: "这次测评的记录已不存在。",
    },
  },
  en: {
    training: {
      model_not_ready: "This model is not trained and cannot be used.",
      too_many_rows: "The file has too many rows, at most {max}. Split it into several.",
      nothing_to_measure: "No row of the file can be used: check the column of questions, and whether the entries' keys or standard questions exist.",
    },
    conflict: { duplicate: "There is one like this already." },
    not_found: {
      training_question: "This question is not in the queue any more.",
      training_set: "This test set does not exist any more.",
      training_case: "This question is not in the set any more.",
      training_model: "This model does not exist any more.",
      training_run: "The record of this measurement does not exist any more.",
    },
  },
};
