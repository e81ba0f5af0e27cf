/** What people call languages behind the three backticks, and what we call them. Others stay uncoloured. */
export const LANGUAGES: Readonly<Record<string, Language | undefined>> = {
  bash: "bash",
  c: "cpp",
  cpp: "cpp",
  "c++": "cpp",
  cs: "csharp",
  csharp: "csharp",
  css: "css",
  diff: "diff",
  dockerfile: "dockerfile",
  go: "go",
  html: "xml",
  java: "java",
  javascript: "javascript",
  js: "javascript",
  json: "json",
  kotlin: "kotlin",
  patch: "diff",
  php: "php",
  py: "python",
  python: "python",
  rs: "rust",
  rust: "rust",
  scss: "css",
  sh: "bash",
  shell: "bash",
  sql: "sql",
  ts: "typescript",
  tsx: "typescript",
  typescript: "typescript",
  xml: "xml",
  yaml: "yaml",
  yml: "yaml",
  zsh: "bash",
};

export type Language =
  | "bash"
  | "cpp"
  | "csharp"
  | "css"
  | "diff"
  | "dockerfile"
  | "go"
  | "java"
  | "javascript"
  | "json"
  | "kotlin"
  | "php"
  | "python"
  | "rust"
  | "sql"
  | "typescript"
  | "xml"
  | "yaml";
