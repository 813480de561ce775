/** Amounts of money; a module of the later scripts alone, which share `format` with the panel. */
/** ¥12, ¥12.50, from minor units. */
export function yuan(minor: number): string {
  return `¥${minor % 100 === 0 ? minor / 100 : (minor / 100).toFixed(2)}`;
}
