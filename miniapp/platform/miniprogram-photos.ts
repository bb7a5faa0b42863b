import type { ChosenFile, PhotoShelf } from "./host.js";

/** The last part of a path of the mini program. */
export const lastPart = (path: string): string => path.slice(path.lastIndexOf("/") + 1);

const isGone = ({ errMsg }: { errMsg?: string }): boolean => /not exist|no such file/i.test(errMsg ?? "");

/** Photos that wait, as saved files of the mini program (200 MB at most); saving moves the temporary file. */
export const miniprogramPhotos: PhotoShelf = {
  keep: (_id, { source }) =>
    new Promise((resolve, reject) => {
      uni.getFileSystemManager().saveFile({
        tempFilePath: source as string,
        success: ({ savedFilePath }) => resolve(savedFilePath),
        fail: (reason) => (isGone(reason) ? resolve(null) : reject(new Error(reason.errMsg))),
      });
    }),
  find: (kept) =>
    new Promise<ChosenFile | null>((resolve) => {
      uni.getFileSystemManager().getFileInfo({
        filePath: kept,
        success: ({ size }) => resolve({ name: lastPart(kept), source: kept, bytes: size }),
        fail: () => resolve(null),
      });
    }),
  forget: (kept) =>
    new Promise((resolve) => {
      uni.getFileSystemManager().unlink({ filePath: kept, success: () => resolve(), fail: () => resolve() });
    }),
};
