// Lists the windows of the session on its bus, where org.gnome.Shell answers. It reads; no call changes anything.
//
// A caller of another user cannot reach the session's bus, and is refused here, too. Boxes are in the units of the
// desktop, in which Wayland's clients, captures and input are; windows come topmost first. The shell's own parts that
// take clicks (panel, notifications) are listed with its process, before all windows, by numbers that no window has.
//
// It stays on while the screen is locked (unlock-dialog), and reports as a lock begins: the shell itself does that only
// once the lock is drawn.

import Gio from 'gi://Gio';
import GLib from 'gi://GLib';
import Meta from 'gi://Meta';
import {Extension} from 'resource:///org/gnome/shell/extensions/extension.js';
import * as Main from 'resource:///org/gnome/shell/ui/main.js';

const PATH = '/desktop_agent/Windows';
// id, pid, title, class, parent's id, frame, frame with shadow, kind, focused, visible, minimised
const WINDOW = '(tusst(iiii)(iiii)sbbb)';
const INTERFACE = `
<node>
  <interface name="desktop_agent.Windows1">
    <method name="List">
      <arg name="windows" type="a${WINDOW}" direction="out"/>
      <arg name="is_taken" type="b" direction="out"/>
    </method>
    <signal name="ActiveChanged">
      <arg name="is_locked" type="b"/>
    </signal>
  </interface>
</node>`;
const SHELL_PARTS = 1n << 40n;
const TITLE_LENGTH = 1024;
const KINDS = new Map([
    [Meta.WindowType.DESKTOP, 'desktop'],
    [Meta.WindowType.DOCK, 'dock'],
    [Meta.WindowType.DIALOG, 'dialog'],
    [Meta.WindowType.MODAL_DIALOG, 'dialog'],
    [Meta.WindowType.MENU, 'menu'],
    [Meta.WindowType.DROPDOWN_MENU, 'menu'],
    [Meta.WindowType.POPUP_MENU, 'menu'],
    [Meta.WindowType.COMBO, 'menu'],
    [Meta.WindowType.TOOLTIP, 'tooltip'],
    [Meta.WindowType.NOTIFICATION, 'notification'],
]);

export default class WindowsExtension extends Extension {
    enable() {
        this._object = Gio.DBusExportedObject.wrapJSObject(INTERFACE, this);
        this._object.export(Gio.DBus.session, PATH);
        this._wasLocked = Main.sessionMode.isLocked;
        this._modes = Main.sessionMode.connect('updated', () => this._reportLock());
    }

    disable() {
        Main.sessionMode.disconnect(this._modes);
        this._object.unexport();
        this._object = null;
    }

    _reportLock() {
        const isLocked = Main.sessionMode.isLocked;
        if (isLocked !== this._wasLocked)
            this._object.emit_signal('ActiveChanged', new GLib.Variant('(b)', [isLocked]));
        this._wasLocked = isLocked;
    }

    // `is_taken`: the shell itself has the keyboard, as in the overview, a menu of the panel or a dialog of its own.
    ListAsync(_parameters, invocation) {
        callersUser(invocation.get_sender(), user => {
            if (user !== currentUser()) {
                invocation.return_dbus_error('org.freedesktop.DBus.Error.AccessDenied', 'Another user asks.');
                return;
            }
            const windows = global.get_window_actors().map(actor => actor.meta_window).filter(window => window).reverse();
            const taken = Main.modalCount > 0 || Main.overview.visible;
            const told = [...shellParts(), ...windows.map(describe)];
            invocation.return_value(new GLib.Variant(`(a${WINDOW}b)`, [told, taken]));
        });
    }
}

function describe(window) {
    const parent = window.get_transient_for();
    return [
        window.get_id(),
        Math.max(0, window.get_pid()),
        [...(window.get_title() ?? '')].slice(0, TITLE_LENGTH).join(''),
        window.get_wm_class() ?? '',
        parent ? parent.get_id() : 0,
        sides(window.get_frame_rect()),
        sides(window.get_buffer_rect()),
        KINDS.get(window.get_window_type()) ?? 'window',
        window.has_focus(),
        window.showing_on_its_workspace() && window.located_on_workspace(global.workspace_manager.get_active_workspace()),
        window.minimized,
    ];
}

function sides({x, y, width, height}) {
    return [x, y, width, height];
}

function shellParts() {
    const boxes = [Main.layoutManager.panelBox, Main.messageTray?._bannerBin]
        .filter(actor => actor?.mapped)
        .map(actor => actor.get_transformed_extents())
        .filter(box => box.get_width() > 0 && box.get_height() > 0)
        .map(box => [box.get_x(), box.get_y(), box.get_width(), box.get_height()].map(Math.round));
    return boxes.map((box, at) => [
        Number(SHELL_PARTS) + at,
        new Gio.Credentials().get_unix_pid(),
        '',
        'gnome-shell',
        0,
        box,
        box,
        'dock',
        false,
        true,
        false,
    ]);
}

function currentUser() {
    return new Gio.Credentials().get_unix_user();
}

function callersUser(sender, tell) {
    Gio.DBus.session.call(
        'org.freedesktop.DBus', '/org/freedesktop/DBus', 'org.freedesktop.DBus', 'GetConnectionUnixUser',
        new GLib.Variant('(s)', [sender]), new GLib.VariantType('(u)'), Gio.DBusCallFlags.NONE, 1000, null,
        (bus, result) => {
            let user = -1;
            try {
                [user] = bus.call_finish(result).deepUnpack();
            } catch (error) {
                console.debug(error);
            }
            tell(user);
        });
}
