// The module that Emscripten makes (shell/CMakeLists.txt); web/build.mjs resolves the name.
declare module "hexiao-glue" {
  export default function createHexiao(module: object): Promise<import("./bridge").Console>;
}
