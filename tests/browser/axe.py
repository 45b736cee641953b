"""axe-core, asked of an open page."""

from __future__ import annotations

from typing import Any

from playwright.sync_api import Page

from tests.browser.ready import axe

GRAVE = ("serious", "critical")


def grave_faults(page: Page) -> list[str]:
    """What hinders people on this page, each with where it stands: only what axe calls serious or critical."""
    page.evaluate(axe().read_text(encoding="utf-8"))
    found: dict[str, Any] = page.evaluate("async () => await axe.run(document, {resultTypes: ['violations']})")
    return [
        f"{one['id']} ({one['impact']}): {one['help']}: {node['target']} {node['html'][:160]} {node.get('failureSummary', '')[:240]}"
        for one in found["violations"] if one["impact"] in GRAVE for node in one["nodes"]
    ]  # fmt: skip
