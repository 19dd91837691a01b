export { createReplayFile, openReplayFile } from './file.node.js'
export * from './index.js'
export { nodeDeflate, nodeInflate } from './zlib.node.js'
