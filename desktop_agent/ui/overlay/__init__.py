"""Keeps all of our windows out of the model's pictures, and off the place where the model acts.

The model must see the desktop as it is without us: a picture with our own card in it would teach it to press our
buttons, and a window over the target would take its clicks. X11 cannot leave a window out of a capture, so
our windows are hidden before each picture and each action, and the screen is read back to see that they are gone:

1. Every floating window (`floating`) paints a watermark: a pattern that no picture has by chance (`watermark`).
2. Before a picture the run calls its `OverlayHider` (`hider`). Ordinary windows such as the console are hidden from the
   captured part of the desktop until the run has ended or the person opens one, which pauses the run (`windows`).
   Floating windows, such as the status badge, are hidden until the run has looked and acted (`windows`).
3. Hiding returns before the screen shows it: the first capture after it was clean in less than half of the tries. So
   the hider captures those places again and again until the watermark is gone (`wait_until_hidden`), and fails the run
   if it stays. Before the first picture it shows a probe, to prove that a capture would see a watermark here.
4. The approval card is never on the screen with the run at work: the run waits for the answer, and gets it only after
   the same check (`approval.approver`).
"""
