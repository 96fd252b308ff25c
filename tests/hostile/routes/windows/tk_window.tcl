# A Tk window that tells nothing of itself: `tk_window.tcl LABEL`; it says “effect LABEL” where it is pressed.
wm title . Orders
wm geometry . 420x240
pack [canvas .it] -fill both -expand 1
bind .it <Button-1> {puts "effect [lindex $argv 0]"; flush stdout}
