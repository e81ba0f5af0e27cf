"""Choosing devices before and during a call."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.e2e.callers import MakeCallers, all_meet
from tests.support.waiting import wait_until

# Two cameras more, and what every picture sender was told to send.
MORE_CAMERAS = """
(() => {
  if (!navigator.mediaDevices) return;
  const real = navigator.mediaDevices.getUserMedia.bind(navigator.mediaDevices);
  window.wanted = [];
  navigator.mediaDevices.getUserMedia = async (constraints) => {
    window.wanted.push(constraints.video?.deviceId?.ideal ?? null);
    return await real(constraints);
  };
  const device = (kind, deviceId, label) => ({ kind, deviceId, label, groupId: "" });
  navigator.mediaDevices.enumerateDevices = async () => [
    device("videoinput", "front", "Front camera"),
    device("videoinput", "desk", "Desk camera"),
    device("audioinput", "inner", "Inner microphone"),
    device("audiooutput", "loud", "Loudspeaker"),
  ];
})();
"""


@pytest.mark.rows("S0-21", "S0-C1")
def test_the_preview_names_each_device_and_plays_a_sound(callers: MakeCallers) -> None:
    (alice,) = callers("alice")
    alice.visitor.context.add_init_script(MORE_CAMERAS)
    alice.page.reload()
    alice.button("Call").click()
    dialog = alice.page.get_by_role("dialog")
    for name in ("Choose camera", "Choose microphone", "Choose speaker"):
        expect(dialog.get_by_role("combobox", name=name)).to_be_visible()
    for label in ("Camera", "Microphone", "Speaker"):
        expect(dialog.get_by_text(label, exact=True)).to_be_visible()
    dialog.get_by_role("button", name="Test sound").click()
    expect(dialog.get_by_role("button", name="Test sound")).to_be_enabled()
    alice.visitor.screenshot("call-preview")
    alice.visitor.assert_accessible()


@pytest.mark.rows("S4-9.4")
def test_another_camera_goes_over_to_the_others_without_a_new_connection(callers: MakeCallers) -> None:
    alice, bob = callers("alice", "bob")
    alice.visitor.context.add_init_script(MORE_CAMERAS)
    alice.page.reload()
    alice.call()
    bob.call()
    all_meet((alice, bob))
    first = alice.tile(alice).locator("video").evaluate("(video) => video.srcObject.getTracks()[0].id")
    alice.button("More").click()
    alice.page.get_by_role("combobox", name="Choose camera").select_option("desk")
    wait_until(lambda: alice.page.evaluate("() => window.wanted.at(-1)") == "desk", what="the desk camera")
    wait_until(
        lambda: alice.tile(alice).locator("video").evaluate("(v) => v.srcObject.getTracks()[0].id") != first,
        what="alice shows the other camera",
    )
    alice.visitor.screenshot("call-more")
    alice.visitor.assert_accessible()
    bob.sees(alice)
    assert alice.live_tracks("video") == 1
    alice.has_links(1)
    alice.page.keyboard.press("Escape")
    alice.button("Hang up").click()
    alice.button("Call").click()
    expect(alice.page.get_by_role("combobox", name="Choose camera")).to_have_value("desk")
