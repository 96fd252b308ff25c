"""A Tk window with a field, run by the system's Python; each line of JSON on stdin is an order, answered on stdout."""

import json
import sys
import tkinter as tk


def read(_file: object, _mask: int) -> None:
    line = sys.stdin.readline()
    if not line:
        root.destroy()
        return
    if json.loads(line)["order"] == "empty":
        field.delete("1.0", "end")
    sys.stdout.write(f"{json.dumps({'text': field.get('1.0', 'end-1c')})}\n")
    sys.stdout.flush()


root = tk.Tk()
root.title("Tk fields")
root.geometry("900x560+40+60")
field = tk.Text(root, undo=True)
field.place(relx=0, rely=0, relwidth=1, relheight=1)
root.createfilehandler(sys.stdin, tk.READABLE, read)
root.mainloop()
