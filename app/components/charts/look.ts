// How axes are drawn, in Polaris' own colours.

export const gridLine = "var(--p-color-border-secondary)";
export const axisLine = { stroke: "var(--p-color-border)" } as const;
export const axisText = { fill: "var(--p-color-text-secondary)", fontSize: 12 } as const;
