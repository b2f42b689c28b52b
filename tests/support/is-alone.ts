/** Whether a file of tests has to run when nothing runs beside it: it lies in a folder named `alone`. */
export const isAlone = (path: string): boolean => path.includes('/alone/');
