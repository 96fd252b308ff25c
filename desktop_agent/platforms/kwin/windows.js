// Runs in KWin, below two constants: SERVICE, the bus name of the program that has loaded it, and PLUGIN, its own name.
// It calls the program, and the reply to that call is the next question; so it does nothing unasked. A program that was
// killed asks nothing more: then the script has KWin unload it.

const GIVEN_UP_MS = 30000, MOST_PASSED = 1000;
let passed = [];  // places of windows since the last answer

const forsaken = new QTimer();
forsaken.singleShot = true;
forsaken.interval = GIVEN_UP_MS;
forsaken.timeout.connect(function () {
    callDBus("org.kde.KWin", "/Scripting", "org.kde.kwin.Scripting", "unloadScript", PLUGIN);
});

function box(of) {
    return [of.x, of.y, of.width, of.height];
}

function note(window, geometry) {
    passed.push({id: String(window.internalId), box: box(geometry)});
    passed = passed.slice(-MOST_PASSED);
}

function follow(window) {
    window.frameGeometryChanged.connect(function (before) { note(window, before); });
    window.minimizedChanged.connect(function () { note(window, window.frameGeometry); });
}

function isShown(window) {
    const here = workspace.currentDesktop.id, activity = workspace.currentActivity;
    return !window.minimized && !window.hidden
        && (window.desktops.length === 0 || window.desktops.some(function (desktop) { return desktop.id === here; }))
        && (window.activities.length === 0 || window.activities.includes(activity));
}

function described(window) {
    return {
        id: String(window.internalId),
        title: window.caption,
        app: window.resourceClass,
        pid: window.pid,
        box: box(window.frameGeometry),
        drawn: box(window.bufferGeometry),
        owner: window.transientFor ? String(window.transientFor.internalId) : "",
        made_as: String(window),
        focused: window.active,
        shown: isShown(window),
        dialog: window.dialog || window.modal,
        menu: window.popupWindow,
        tooltip: window.tooltip,
        fixture: window.dock || window.desktopWindow || window.notification || window.criticalNotification
            || window.onScreenDisplay,
    };
}

function raise(window, corner) {
    if (corner) {
        const size = window.frameGeometry;
        window.keepAbove = true;
        window.skipsCloseAnimation = true;  // no picture of the screen is to show it once it has closed
        window.frameGeometry = {x: corner[0], y: corner[1], width: size.width, height: size.height};
    }
    workspace.activeWindow = window;
}

// `wanted` is empty, or says in JSON which window to raise, and where to put its corner first.
function answer(number, wanted) {
    forsaken.start();
    const windows = workspace.stackingOrder.filter(function (window) { return !window.deleted; });
    const raised = wanted ? JSON.parse(wanted) : {};
    windows.filter(function (window) { return String(window.internalId) === raised.id; }).forEach(function (window) {
        raise(window, raised.corner);
    });
    const places = passed;
    passed = [];
    const told = JSON.stringify({windows: windows.map(described), passed: places});
    callDBus(SERVICE, "/", "org.desktop_agent.Windows", "Tell", number, told, answer);
}

workspace.stackingOrder.forEach(follow);
workspace.windowAdded.connect(function (window) {
    note(window, window.frameGeometry);
    follow(window);
});
answer("", "");
