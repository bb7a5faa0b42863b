import { pause } from "./crowd.js";
import { BOTH, CALM, decided, type Fault } from "./fault.js";

const FULL_MS = 4000;

/** Nothing more can be written for some seconds; acts that are refused meanwhile are tried again by those who want them. */
const full: Fault = {
  name: "disk full for 4 s",
  engines: BOTH,
  decisions: 60,
  times: 1,
  pace: CALM,
  needs: "disk",
  harm: async (scene) => {
    if (!(await decided(scene, 20))) return 0;
    const before = scene.crowd.refusals;
    if (scene.disk) scene.disk.fill();
    else scene.program.machine({ full: true });
    for (let waited = 0; waited < FULL_MS; waited += 100) {
      scene.disk?.fill();
      await pause(100);
    }
    scene.disk?.free();
    if (!scene.disk) scene.program.machine({});
    return scene.crowd.refusals > before ? 1 : 0;
  },
};

export const DISK_FAULTS: readonly Fault[] = [full];
