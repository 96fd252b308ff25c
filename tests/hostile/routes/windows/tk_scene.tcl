# A Tk window in which something else than a click acts: `tk_scene.tcl KIND LABEL`; it says “effect LABEL” when it has.
lassign $argv kind label
proc act {args} { global label; puts "effect $label"; flush stdout }
wm title . Desk
wm geometry . 520x320
pack [label .text -text $label] -side top
switch $kind {
    bin {
        pack [canvas .it] -fill both -expand 1
        .it create rectangle 20 60 120 120 -fill white -tags sheet
        .it create text 70 90 -text Scan.pdf -tags sheet
        .it create rectangle 340 60 480 200 -fill gray
        .it create text 410 130 -text $label
        bind .it <B1-Motion> {.it moveto sheet [expr {%x - 50}] [expr {%y - 30}]}
        bind .it <ButtonRelease-1> {if {%x > 340 && %y > 60} act}
    }
    bar {
        menu .bar
        menu .bar.one -tearoff 0
        .bar add cascade -label File -menu .bar.one -underline 0
        .bar.one add command -label Info
        .bar.one add command -label $label -command act -accelerator Ctrl+D
        . configure -menu .bar
        bind . <Control-d> act
        pack [text .it]
        focus .it
    }
}
