export const textFor = (language: string): any => ({ language })
