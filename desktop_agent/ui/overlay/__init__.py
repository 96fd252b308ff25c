"""Keeps all of our windows out of the model's pictures, and off the place where the model acts.

The model must see the desktop as it is without us: a picture with our own card in it would teach it to press our
buttons, and a window over the target would take its clicks. X11 cannot leave a window out of a capture, so our windows
are hidden before each picture, and the screen is read back to see that they are gone:

1. Every floating window (`windows`) paints a watermark: a pattern that no picture has by chance (`screen.watermark`).
2. Ordinary windows such as the console are hidden from the captured part of the desktop until the run has ended or the
   person opens one, which pauses the run (`windows`).
3. The windows by which the person watches the run stay: badge and frame. They are hidden for each picture only, and
   make way for each act; before it a mark shows where it goes (`windows`). The run calls its `Overlays` for all this
   (`overlays`).
4. Hiding returns before the screen shows it: the first capture after it was clean in less than half of the tries. So
   the run captures those places again and again until the watermark is gone (`screen.watermark`), and fails if it
   stays. Before the first picture a probe is shown, to prove that a capture would see a watermark here.
5. In a Wayland session that has layers (`qt.layers`) a floating window is in no picture asked for once it is hidden, by
   the compositor's own word, and no picture is looked through. Of ordinary windows sway and KWin say that they are gone
   (`qt.window_places`).
6. The approval card is never on the screen with the run at work: the run waits for the answer, and gets it only after
   the same check (`approval.approver`).
"""
