/** The shapes of the training centre, under the names that the client uses. */
import type { components } from "./schema";

type Shapes = components["schemas"];

export type Choice = Shapes["Choice"];
export type Judgement = Shapes["Judgement"];
export type WorkState = Shapes["WorkState"];
export type EntryRef = Shapes["EntryRef"];
export type TrainingQuestion = Shapes["TrainingQuestion"];
export type TrainingSummary = Shapes["TrainingSummary"];
export type TrainingFigures = Shapes["TrainingFigures"];
export type TrainingRun = Shapes["TrainingRun"];
export type TrainingRunDetail = Shapes["TrainingRunDetail"];
export type TrainingReport = Shapes["TrainingReport"];
export type Judged = Shapes["JudgedQuestion"];
export type EntryMeasure = Shapes["EntryMeasure"];
export type Confusion = Shapes["Confusion"];
export type TrainingSet = Shapes["TrainingSet"];
export type TrainingCase = Shapes["TrainingCase"];
export type PublishCheck = Shapes["PublishCheck"];
export type Evaluation = Shapes["Evaluation"];
export type Cause = Shapes["Cause"];
export type CauseMatter = Shapes["Matter"];
export type CauseTree = Shapes["CauseTree"];
export type TwinPair = Shapes["TwinPair"];
export type ModelVersion = Shapes["ModelVersion"];
export type TrainingSettings = Shapes["TrainingSettings"];
