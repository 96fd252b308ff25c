"""Asks the UI Automation of Windows, by COM; a call waits for the program that is asked, so it needs its own thread.

Interfaces have to name their methods in the order of Microsoft's UIAutomationClient.idl up to the last one that is
used. What an object is, its properties tell, which one call brings all at once (a cache request). Constants are those
of UIAutomationClient.h. Run under Wine 8.0 on a stand-in for what that lacks, not yet on Windows.
"""

from __future__ import annotations

import ctypes
from collections.abc import Mapping
from ctypes import POINTER, c_int, wintypes
from typing import Any

import comtypes
from comtypes import COMMETHOD, GUID, HRESULT, STDMETHOD, COMError, IUnknown
from comtypes.automation import VARIANT

from desktop_agent.core.geometry import ScreenPoint
from desktop_agent.platforms.windows.automation.elements import (
    CACHED,
    IS_OFFSCREEN,
    IS_PASSWORD,
    NATIVE_WINDOW,
    VALUE,
    Element,
    element_of,
)

_Interface = Any  # a class, or an object of it, as comtypes gives them
_CUI_AUTOMATION_8 = GUID("{e22ad333-b25f-460c-83d0-0581107395c9}")
_CONNECTED_MS, _ANSWERED_MS = 1000, 2000  # of Microsoft's own 2 s and 20 s
_CHILDREN, _SUBTREE = 2, 7  # TreeScope
_HIGHEST = 64
_STYLE, _MULTI_LINE = -16, 0x4  # GWL_STYLE, ES_MULTILINE
_EDIT = "edit"


def _interface(name: str, iid: str, base: _Interface = IUnknown) -> _Interface:
    return type(IUnknown)(name, (base,), {"_iid_": GUID(iid)})


def _method(name: str, *given: _Interface, gives: _Interface = None) -> _Interface:
    out = () if gives is None else ((["out", "retval"], POINTER(gives)),)
    return COMMETHOD([], HRESULT, name, *((["in"], one) for one in given), *out)


def _unused(names: str) -> list[_Interface]:
    return [STDMETHOD(HRESULT, name) for name in names.split()]


_Condition = _interface("IUIAutomationCondition", "{352ffba8-0973-437c-a61f-f64cafd81df9}")
_Condition._methods_ = []
_Request = _interface("IUIAutomationCacheRequest", "{b32a92b5-bc25-4078-9c08-d7ee95c48e03}")
_Request._methods_ = [_method("AddProperty", c_int)]
_Object = _interface("IUIAutomationElement", "{d22108aa-8ac5-49a5-837b-37bbb3d7591e}")
_Objects = _interface("IUIAutomationElementArray", "{14314595-b4bc-4055-95f2-58f2e42c9855}")
_Objects._methods_ = [_method("Length", gives=c_int), _method("GetElement", c_int, gives=POINTER(_Object))]
_Object._methods_ = [
    *_unused("SetFocus GetRuntimeId FindFirst FindAll FindFirstBuildCache"),
    _method("FindAllBuildCache", c_int, POINTER(_Condition), POINTER(_Request), gives=POINTER(_Objects)),
    _method("BuildUpdatedCache", POINTER(_Request), gives=POINTER(_Object)),
    _method("GetCurrentPropertyValue", c_int, gives=VARIANT),
    *_unused("GetCurrentPropertyValueEx"),
    _method("GetCachedPropertyValue", c_int, gives=VARIANT),
]
_Walker = _interface("IUIAutomationTreeWalker", "{4042c624-389c-4afc-a630-9df854a541fc}")
_Walker._methods_ = [
    *_unused("GetParentElement GetFirstChildElement GetLastChildElement GetNextSiblingElement"),
    *_unused("GetPreviousSiblingElement NormalizeElement"),
    _method("GetParentElementBuildCache", POINTER(_Object), POINTER(_Request), gives=POINTER(_Object)),
]
_Automation = _interface("IUIAutomation", "{30cbe57d-d9d0-452a-ab13-7ac5ac4825ee}")
_Automation._methods_ = [
    *_unused("CompareElements CompareRuntimeIds GetRootElement ElementFromHandle ElementFromPoint GetFocusedElement"),
    _method("GetRootElementBuildCache", POINTER(_Request), gives=POINTER(_Object)),
    _method("ElementFromHandleBuildCache", wintypes.HWND, POINTER(_Request), gives=POINTER(_Object)),
    _method("ElementFromPointBuildCache", wintypes.POINT, POINTER(_Request), gives=POINTER(_Object)),
    _method("GetFocusedElementBuildCache", POINTER(_Request), gives=POINTER(_Object)),
    *_unused("CreateTreeWalker"),
    _method("ControlViewWalker", gives=POINTER(_Walker)),
    *_unused("ContentViewWalker RawViewWalker RawViewCondition"),
    _method("ControlViewCondition", gives=POINTER(_Condition)),
    *_unused("ContentViewCondition"),
    _method("CreateCacheRequest", gives=POINTER(_Request)),
    *_unused("CreateTrueCondition CreateFalseCondition"),
    _method("CreatePropertyCondition", c_int, VARIANT, gives=POINTER(_Condition)),
    *_unused("CreatePropertyConditionEx"),
    _method("CreateAndCondition", POINTER(_Condition), POINTER(_Condition), gives=POINTER(_Condition)),
    *_unused("CreateAndConditionFromArray CreateAndConditionFromNativeArray CreateOrCondition"),
    *_unused("CreateOrConditionFromArray CreateOrConditionFromNativeArray CreateNotCondition"),
    *_unused("AddAutomationEventHandler RemoveAutomationEventHandler AddPropertyChangedEventHandlerNativeArray"),
    *_unused("AddPropertyChangedEventHandler RemovePropertyChangedEventHandler AddStructureChangedEventHandler"),
    *_unused("RemoveStructureChangedEventHandler AddFocusChangedEventHandler RemoveFocusChangedEventHandler"),
    *_unused("RemoveAllEventHandlers IntNativeArrayToSafeArray IntSafeArrayToNativeArray RectToVariant"),
    *_unused("VariantToRect SafeArrayToRectNativeArray CreateProxyFactoryEntry get_ProxyFactoryMapping"),
    *_unused("GetPropertyProgrammaticName GetPatternProgrammaticName PollForPotentialSupportedPatterns"),
    *_unused("PollForPotentialSupportedProperties CheckNotSupported get_ReservedNotSupportedValue"),
    *_unused("get_ReservedMixedAttributeValue ElementFromIAccessible ElementFromIAccessibleBuildCache"),
]
_Automation2 = _interface("IUIAutomation2", "{34723aff-0c9d-49d0-9896-7ab52df8cd8a}", _Automation)
_Automation2._methods_ = [
    *_unused("get_AutoSetFocus put_AutoSetFocus get_ConnectionTimeout"),
    _method("put_ConnectionTimeout", wintypes.DWORD),
    *_unused("get_TransactionTimeout"),
    _method("put_TransactionTimeout", wintypes.DWORD),
]


def connect() -> ComTree:
    """Return UI Automation for the thread that calls; OSError where it cannot be had."""
    comtypes.CoInitializeEx(comtypes.COINIT_MULTITHREADED)
    return ComTree()


class ComTree:
    """The objects of all programs, by what they are now; for the thread that it is made on."""

    def __init__(self) -> None:
        automation = comtypes.CoCreateInstance(_CUI_AUTOMATION_8, _Automation2, comtypes.CLSCTX_INPROC_SERVER)
        automation.put_ConnectionTimeout(_CONNECTED_MS)
        automation.put_TransactionTimeout(_ANSWERED_MS)
        self._request = automation.CreateCacheRequest()
        for one in CACHED:
            self._request.AddProperty(one)
        self._automation, self._walker = automation, automation.ControlViewWalker()
        self._controls = automation.ControlViewCondition()
        shown = automation.CreatePropertyCondition(IS_OFFSCREEN, VARIANT(False))  # noqa: FBT003 - a value to compare with
        secret = automation.CreatePropertyCondition(IS_PASSWORD, VARIANT(True))  # noqa: FBT003 - as above
        self._secret = automation.CreateAndCondition(secret, shown)

    def at(self, point: ScreenPoint) -> list[Element]:
        """Return the innermost object at a point, and all that hold it, outwards, without the desktop."""
        return self._outwards(lambda: self._automation.ElementFromPointBuildCache(_point(point), self._request))

    def focused(self) -> list[Element]:
        """Return what has the keyboard, and all that hold it, outwards, without the desktop."""
        return self._outwards(lambda: self._automation.GetFocusedElementBuildCache(self._request))

    def children(self, of: Element) -> list[Element]:
        """Return what is in an object."""
        return self._found(of.handle, _CHILDREN, self._controls)

    def passwords(self, window: int) -> list[Element]:
        """Return the password fields that show in a window."""
        try:
            return self._found(
                self._automation.ElementFromHandleBuildCache(window, self._request), _SUBTREE, self._secret
            )
        except COMError:
            return []

    def again(self, one: Element) -> Element | None:
        """Return an object as it is now; None when it has gone."""
        try:
            return self._element(one.handle.BuildUpdatedCache(self._request))
        except COMError:
            return None

    def value(self, of: Element) -> str:
        """Return what stands in a field, or the address of a page or a link."""
        try:
            return str(of.handle.GetCurrentPropertyValue(VALUE) or "")
        except COMError:
            return ""

    def _outwards(self, first: _Interface) -> list[Element]:
        try:
            way, here = list[Element](), first()
            while here and len(way) < _HIGHEST:
                way.append(self._element(here))
                here = self._walker.GetParentElementBuildCache(here, self._request)
        except COMError:
            return []
        return way[:-1]

    def _found(self, within: _Interface, scope: int, condition: _Interface) -> list[Element]:
        try:
            found = within.FindAllBuildCache(scope, condition, self._request)
            return [self._element(found.GetElement(n)) for n in range(found.Length())] if found else []
        except COMError:
            return []

    def _element(self, handle: _Interface) -> Element:
        told = {one: _cached(handle, one) for one in CACHED}
        return element_of(told, handle, many_lines=_has_lines(told))


def _cached(handle: _Interface, one: int) -> object:
    try:
        return handle.GetCachedPropertyValue(one)
    except COMError:
        return None


def _point(at: ScreenPoint) -> wintypes.POINT:
    return wintypes.POINT(at.x, at.y)


def _has_lines(told: Mapping[int, object]) -> bool:
    """Tell whether it is a field of the system's own with several lines: UI Automation does not say so."""
    window = told.get(NATIVE_WINDOW)
    user32: Any = vars(ctypes)["windll"].user32
    if not window or not isinstance(window, int):
        return False
    name = ctypes.create_unicode_buffer(len(_EDIT) + 2)
    user32.GetClassNameW(window, name, len(name))
    return name.value.lower() == _EDIT and bool(user32.GetWindowLongW(window, _STYLE) & _MULTI_LINE)
