/** Linear level above which a frame counts as sound: far above what a codec makes of silence */
export const AUDIBLE = 0.01
