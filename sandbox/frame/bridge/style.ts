/** An adopted sheet and no <style> element: React hydrates the whole document and would stumble over a foreign node. */
const css = `
ui-title-bar, ui-nav-menu, s-app-nav, ui-save-bar, ui-modal { display: none !important; }
.sandbox-modal {
  width: 620px; max-width: calc(100vw - 32px); max-height: calc(100vh - 64px); padding: 0; border: 0;
  border-radius: 16px; overflow: hidden; color: #303030; background: #fff;
  font: 13px/20px Inter, -apple-system, "Segoe UI", Roboto, sans-serif;
  box-shadow: 0 20px 20px -8px rgb(26 26 26 / 28%);
}
.sandbox-modal[open] { display: flex; flex-direction: column; }
.sandbox-modal[data-variant="small"] { width: 380px; }
.sandbox-modal[data-variant="large"] { width: 980px; }
.sandbox-modal[data-variant="max"] { width: 100vw; height: 100vh; }
.sandbox-modal::backdrop { background: rgb(0 0 0 / 50%); }
.sandbox-modal-header {
  display: flex; align-items: center; justify-content: space-between; gap: 16px; padding: 12px 16px;
  background: #f3f3f3; border-bottom: 1px solid #e3e3e3;
}
.sandbox-modal-title { margin: 0; font-size: 14px; font-weight: 650; }
.sandbox-modal-close {
  width: 28px; height: 28px; border: 0; border-radius: 8px; background: none; color: #4a4a4a; cursor: pointer;
}
.sandbox-modal-close:hover { background: #e3e3e3; }
.sandbox-modal-content { overflow: auto; }
.sandbox-modal-actions {
  display: flex; justify-content: flex-end; gap: 8px; padding: 12px 16px; border-top: 1px solid #e3e3e3;
}
.sandbox-modal-actions[hidden] { display: none; }
.sandbox-modal-button {
  padding: 5px 12px; border: 0; border-radius: 8px; background: #fff; color: #303030; cursor: pointer;
  font: inherit; font-weight: 550; box-shadow: inset 0 0 0 1px #ccc;
}
.sandbox-modal-button:hover { background: #f7f7f7; }
.sandbox-modal-button.primary { background: #303030; color: #fff; box-shadow: none; }
.sandbox-modal-button.critical { background: #c70a24; color: #fff; box-shadow: none; }
.sandbox-modal-button:disabled { opacity: .5; cursor: default; }
`;

export function adoptStyle(): void {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(css);
  document.adoptedStyleSheets = [...document.adoptedStyleSheets, sheet];
}
