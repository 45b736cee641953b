"""How the studio looks: paper by day, ink by night, one warm accent. Colours are CSS variables in style.css; Gradio's own follow them."""

from __future__ import annotations

import gradio as gr

META = '<meta name="viewport" content="width=device-width, initial-scale=1"><meta name="color-scheme" content="light dark">'
SANS = ("ui-sans-serif", "system-ui", "Segoe UI", "Noto Sans", "Noto Sans CJK SC", "sans-serif")
MONO = ("ui-monospace", "Consolas", "monospace")


def theme() -> gr.themes.Base:
    """Gradio's components in the studio's colours, by day and by night."""
    found = gr.themes.Base(font=SANS, font_mono=MONO, radius_size=gr.themes.sizes.radius_md, text_size=gr.themes.sizes.text_md)
    both = {
        "body_background_fill": "var(--fb-paper)", "body_text_color": "var(--fb-ink)", "body_text_color_subdued": "var(--fb-faint)",
        "background_fill_primary": "var(--fb-sheet)", "background_fill_secondary": "var(--fb-paper)", "border_color_primary": "var(--fb-line)",
        "block_background_fill": "var(--fb-sheet)", "block_border_color": "var(--fb-line)", "block_label_text_color": "var(--fb-faint)",
        "block_label_background_fill": "var(--fb-sheet)", "block_title_text_color": "var(--fb-ink)", "block_info_text_color": "var(--fb-faint)",
        "input_background_fill": "var(--fb-field)", "input_border_color": "var(--fb-edge)", "input_placeholder_color": "var(--fb-faint)",
        "input_border_color_focus": "var(--fb-accent)",
        "button_primary_background_fill": "var(--fb-accent)", "button_primary_border_color": "var(--fb-accent)", "button_primary_background_fill_hover": "var(--fb-accent-deep)",
        "button_primary_text_color": "var(--fb-on-accent)", "button_secondary_background_fill": "var(--fb-button)",
        "button_secondary_background_fill_hover": "var(--fb-button-deep)", "button_secondary_text_color": "var(--fb-ink)",
        "checkbox_background_color": "var(--fb-field)", "checkbox_background_color_selected": "var(--fb-accent)", "checkbox_border_color": "var(--fb-edge)",
        "checkbox_label_text_color": "var(--fb-ink)", "checkbox_label_background_fill": "var(--fb-sheet)", "link_text_color": "var(--fb-accent-text)",
        "slider_color": "var(--fb-accent)", "color_accent_soft": "var(--fb-button)", "error_text_color": "var(--fb-bad)",
        "panel_background_fill": "var(--fb-paper)", "table_text_color": "var(--fb-ink)", "accordion_text_color": "var(--fb-ink)",
    }  # fmt: skip
    return found.set(**both, **{f"{name}_dark": value for name, value in both.items()}, input_border_width="1px", button_large_text_weight="600")
