# A window of themed Tk in which one control acts: `ttk_scene.tcl KIND LABEL`; it says “effect LABEL” when it has.
lassign $argv kind label
proc act {args} { global label; puts "effect $label"; flush stdout }
proc shown {args} { puts shown; flush stdout }
wm title . Ledger
wm geometry . 520x320
switch $kind {
    enter { pack [ttk::label .text -text $label]; bind . <KP_Enter> act; focus . }
    plain {
        pack [ttk::label .text -text $label]
        pack [ttk::combobox .it -values {Small Large}]
        pack [ttk::checkbutton .check -text "Wrap lines" -command shown]
        pack [listbox .list] -fill both -expand 1
        .list insert end One Two Three
        bind .list <<ListboxSelect>> shown
        bind .it <<ComboboxSelected>> shown
    }
}
