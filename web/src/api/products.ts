/** The shapes of what is sold, under the names that the client uses. */
import type { components } from "./schema";

type Shapes = components["schemas"];

export type Fact = Shapes["Fact"];
export type FactValue = Shapes["FactValue"];
export type ProductDraft = Shapes["ProductDraft"];
export type Product = Shapes["ProductEntry"];
export type ProductState = Shapes["ProductState"];
export type ProductSummary = Shapes["ProductSummary"];
export type ProductWords = Shapes["Words"];
export type ProductAttribute = Shapes["Attribute"];
export type ProductAnswer = Shapes["ProductAnswer"];
export type CatalogueInspection = Shapes["CatalogueInspection"];
