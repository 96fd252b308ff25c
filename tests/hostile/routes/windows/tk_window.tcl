# A Tk window that tells nothing of itself: `tk_window.tcl KIND LABEL ?TEXT?`; it says “effect LABEL” when it has acted.
lassign $argv kind label text
proc act {args} { global label; puts "effect $label"; flush stdout }
wm title . Orders
wm geometry . 420x240
if {$text ne ""} { pack [label .text -text $text] }
switch $kind {
    button { pack [button .it -text $label -command act] -fill both -expand 1 }
    canvas { pack [canvas .it] -fill both -expand 1; bind .it <Button-1> act }
    field { pack [entry .it] -fill x; bind .it <Return> act; focus .it }
    keys { pack [frame .it] -fill both -expand 1; bind . <Key-d> act; bind . <Key-Delete> act; focus .it }
}
