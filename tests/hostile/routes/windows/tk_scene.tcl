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
    hover { pack [canvas .it -bg gray] -fill both -expand 1; bind .it <Motion> act }
    wheel { pack [canvas .it -bg gray] -fill both -expand 1; bind .it <Button-4> act; bind .it <Button-5> act }
    held { pack [canvas .it -bg gray] -fill both -expand 1; bind .it <Control-Button-1> act; bind .it <Shift-Button-1> act }
    double { pack [listbox .it] -fill both -expand 1; .it insert end One Two Three; bind .it <Double-1> act }
    menu {
        pack [listbox .it] -fill both -expand 1
        .it insert end One Two Three
        menu .menu -tearoff 0
        .menu add command -label Info
        .menu add command -label $label -command act
        bind .it <Button-3> {tk_popup .menu %X %Y}
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
    paste { pack [text .it] -fill both -expand 1; bind .it <Button-2> act; bind .it <<Paste>> act }
    spin { pack [spinbox .it -from 1 -to 900]; bind .it <Return> act; focus .it }
    console { pack [entry .it] -fill x; bind .it <Return> {catch [.it get]; .it delete 0 end}; focus .it }
    save {
        pack [button .it -text Save -command {
            if {[set name [tk_getSaveFile]] ne ""} { set file [open $name w]; puts $file evil; close $file }
        }]
        focus .it
    }
    leave { pack [entry .it] -fill x; pack [entry .other] -fill x; bind .it <FocusOut> act; focus .it }
}
