-- Gaps are themes: the question that stands for each, and the vectors of questions, so that a new
-- question is compared with those that are there without reading them again. `model` names what made
-- the vector. A vector goes with its row.
ALTER TABLE gaps ADD COLUMN representative TEXT;
ALTER TABLE gap_questions ADD COLUMN vector BLOB;
ALTER TABLE gap_questions ADD COLUMN model TEXT;
