/** Runes everywhere: the old reactivity is off for the whole project. */
export default {
  compilerOptions: { runes: true },
};
