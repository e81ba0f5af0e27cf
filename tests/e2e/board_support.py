"""How a test opens the board of a room, draws on it and looks at what is there."""

from __future__ import annotations

from playwright.sync_api import Locator, Page, expect


def open_board(page: Page) -> Locator:
    """Show the board of the room and wait for its editor."""
    page.get_by_role("button", name="Board", exact=True).click()
    region = page.get_by_role("region", name="Board")
    expect(region.locator(".board-editor[data-ready]")).to_be_attached()
    return region


def draw(page: Page, tool: str) -> None:
    """Draw something in the middle of the board with a tool."""
    page.get_by_test_id(f"toolbar-{tool}").click(force=True)
    box = page.locator(".board-editor canvas.interactive").bounding_box()
    assert box is not None
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    page.mouse.move(x - 60, y - 30)
    page.mouse.down()
    page.mouse.move(x, y, steps=5)
    page.mouse.move(x + 60, y + 40, steps=5)
    page.mouse.up()


def dark_pixels(page: Page) -> int:
    """Count what is drawn on the canvas that shows the elements."""
    count: int = page.evaluate(
        """() => {
          const canvas = document.querySelector(".board-editor canvas.static");
          const { data } = canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height);
          let count = 0;
          for (let i = 0; i < data.length; i += 4) if (data[i + 3] > 0 && data[i] < 128) count++;
          return count;
        }"""
    )
    return count


def wait_for_drawing(page: Page) -> None:
    page.wait_for_function(
        """() => {
          const canvas = document.querySelector(".board-editor canvas.static");
          if (!canvas) return false;
          const { data } = canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height);
          for (let i = 0; i < data.length; i += 4) if (data[i + 3] > 0 && data[i] < 128) return true;
          return false;
        }"""
    )
