import { ref } from "vue";

/** False from the first request that got no answer until the next one that did. */
export const reachable = ref(true);
