"""Asks the UI Automation of Windows, by COM; a call waits for the program that is asked, so it needs its own thread.

Interfaces have to name their methods in the order of Microsoft's UIAutomationClient.idl up to the last one that is
used. What an object is, its properties tell, which one call brings all at once (a cache request). Constants are those
of UIAutomationClient.h. Run under Wine 8.0 on a stand-in for what that lacks, not yet on Windows.
"""

from __future__ import annotations

from ctypes import POINTER, c_int, wintypes
from typing import Any

import comtypes
from comtypes import COMMETHOD, GUID, HRESULT, STDMETHOD, COMError, IUnknown
from comtypes.automation import VARIANT

from desktop_agent.core.geometry import ScreenPoint
from desktop_agent.platforms.windows.uia import CACHED, IS_OFFSCREEN, IS_PASSWORD, Element, element_of

_Interface = Any  # a class, or an object of it, as comtypes gives them
_CUI_AUTOMATION_8 = GUID("{e22ad333-b25f-460c-83d0-0581107395c9}")
_CONNECTED_MS, _ANSWERED_MS = 1000, 2000  # of Microsoft's own 2 s and 20 s
_CHILDREN, _SUBTREE = 2, 7  # TreeScope
_HIGHEST = 64


def _interface(name: str, iid: str, base: _Interface = IUnknown) -> _Interface:
    return type(IUnknown)(name, (base,), {"_iid_": GUID(iid)})


def _method(name: str, *given: _Interface, gives: _Interface = None) -> _Interface:
    out = () if gives is None else ((["out", "retval"], POINTER(gives)),)
    return COMMETHOD([], HRESULT, name, *((["in"], one) for one in given), *out)


def _unused(count: int) -> list[_Interface]:
    return [STDMETHOD(HRESULT, f"unused{n}") for n in range(count)]


_Condition = _interface("IUIAutomationCondition", "{352ffba8-0973-437c-a61f-f64cafd81df9}")
_Condition._methods_ = []
_Request = _interface("IUIAutomationCacheRequest", "{b32a92b5-bc25-4078-9c08-d7ee95c48e03}")
_Request._methods_ = [_method("AddProperty", c_int)]
_Object = _interface("IUIAutomationElement", "{d22108aa-8ac5-49a5-837b-37bbb3d7591e}")
_Objects = _interface("IUIAutomationElementArray", "{14314595-b4bc-4055-95f2-58f2e42c9855}")
_Objects._methods_ = [_method("Length", gives=c_int), _method("GetElement", c_int, gives=POINTER(_Object))]
_Object._methods_ = [
    *_unused(5),  # up to FindFirstBuildCache
    _method("FindAllBuildCache", c_int, POINTER(_Condition), POINTER(_Request), gives=POINTER(_Objects)),
    *_unused(3),  # up to GetCurrentPropertyValueEx
    _method("GetCachedPropertyValue", c_int, gives=VARIANT),
]
_Walker = _interface("IUIAutomationTreeWalker", "{4042c624-389c-4afc-a630-9df854a541fc}")
_Walker._methods_ = [
    *_unused(6),  # up to NormalizeElement
    _method("GetParentElementBuildCache", POINTER(_Object), POINTER(_Request), gives=POINTER(_Object)),
]
_Automation = _interface("IUIAutomation2", "{34723aff-0c9d-49d0-9896-7ab52df8cd8a}")
_Automation._methods_ = [
    *_unused(7),  # up to GetRootElementBuildCache
    _method("ElementFromHandleBuildCache", wintypes.HWND, POINTER(_Request), gives=POINTER(_Object)),
    _method("ElementFromPointBuildCache", wintypes.POINT, POINTER(_Request), gives=POINTER(_Object)),
    _method("GetFocusedElementBuildCache", POINTER(_Request), gives=POINTER(_Object)),
    *_unused(1),  # CreateTreeWalker
    _method("ControlViewWalker", gives=POINTER(_Walker)),
    *_unused(3),  # up to RawViewCondition
    _method("ControlViewCondition", gives=POINTER(_Condition)),
    *_unused(1),  # ContentViewCondition
    _method("CreateCacheRequest", gives=POINTER(_Request)),
    *_unused(2),  # CreateTrueCondition, CreateFalseCondition
    _method("CreatePropertyCondition", c_int, VARIANT, gives=POINTER(_Condition)),
    *_unused(1),  # CreatePropertyConditionEx
    _method("CreateAndCondition", POINTER(_Condition), POINTER(_Condition), gives=POINTER(_Condition)),
    *_unused(35),  # the rest of IUIAutomation, and up to get_ConnectionTimeout of IUIAutomation2
    _method("put_ConnectionTimeout", wintypes.DWORD),
    *_unused(1),  # get_TransactionTimeout
    _method("put_TransactionTimeout", wintypes.DWORD),
]


class ComTree:
    """The objects of all programs, by what they are now; for the thread that it is made on."""

    def __init__(self) -> None:
        """Enter COM and connect; OSError where UI Automation cannot be had."""
        comtypes.CoInitializeEx(comtypes.COINIT_MULTITHREADED)
        automation = comtypes.CoCreateInstance(_CUI_AUTOMATION_8, _Automation, comtypes.CLSCTX_INPROC_SERVER)
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
        place = wintypes.POINT(point.x, point.y)
        return self._outwards(self._automation.ElementFromPointBuildCache(place, self._request))

    def focused(self) -> list[Element]:
        """Return what has the keyboard, and all that hold it, outwards, without the desktop."""
        return self._outwards(self._automation.GetFocusedElementBuildCache(self._request))

    def children(self, of: Element) -> list[Element]:
        """Return what is in an object."""
        return self._found(of.handle, _CHILDREN, self._controls)

    def passwords(self, window: int) -> list[Element]:
        """Return the password fields that show in a window."""
        top = self._automation.ElementFromHandleBuildCache(window, self._request)
        return self._found(top, _SUBTREE, self._secret)

    def _outwards(self, here: _Interface) -> list[Element]:
        way = list[Element]()
        while here and len(way) < _HIGHEST:
            way.append(_element(here))
            here = self._walker.GetParentElementBuildCache(here, self._request)
        return way[:-1]

    def _found(self, within: _Interface, scope: int, condition: _Interface) -> list[Element]:
        found = within.FindAllBuildCache(scope, condition, self._request)
        return [_element(found.GetElement(n)) for n in range(found.Length())] if found else []


def _element(handle: _Interface) -> Element:
    return element_of({one: _cached(handle, one) for one in CACHED}, handle)


def _cached(handle: _Interface, one: int) -> object:
    try:
        return handle.GetCachedPropertyValue(one)
    except COMError:
        return None
