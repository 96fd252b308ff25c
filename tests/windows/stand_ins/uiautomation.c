/* UI Automation for the tests, which Wine 8 lacks: what it tells of the system's own controls, by their windows.
   The interfaces are those of Wine's header, made from Microsoft's IDL. A method that is not here fails. */
#define COBJMACROS
#define CONST_VTABLE
#include <initguid.h>
#include <windows.h>
#include <ole2.h>
#include "uiautomationclient.h"

#define NOT_AVAILABLE 0x80040201 /* UIA_E_ELEMENTNOTAVAILABLE */

typedef struct { const void *vtbl; LONG refs; HWND window; HWND *list; int count; PROPERTYID property; BOOL is; void *also;
                 int asked[64]; } Thing;

static DWORD answered_ms = 20000;
static const void *automation_vtbl, *element_vtbl, *array_vtbl, *condition_vtbl, *request_vtbl, *walker_vtbl;

static Thing *make(const void *vtbl)
{
    Thing *thing = calloc(1, sizeof *thing);
    thing->vtbl = vtbl;
    thing->refs = 1;
    return thing;
}
static HRESULT WINAPI query(void *this, REFIID id, void **out)
{
    (void)id;
    InterlockedIncrement(&((Thing *)this)->refs);
    *out = this;
    return S_OK;
}
static ULONG WINAPI add_ref(void *this) { return InterlockedIncrement(&((Thing *)this)->refs); }
static ULONG WINAPI release(void *this)
{
    LONG left = InterlockedDecrement(&((Thing *)this)->refs);
    if (!left) free(this);
    return left;
}
static HRESULT WINAPI not_here(void *this) { (void)this; return E_NOTIMPL; }

static Thing *element(HWND window)
{
    Thing *thing = make(element_vtbl);
    thing->window = window;
    return thing;
}
static void words_of(HWND window, WCHAR *words, int length)
{
    DWORD_PTR got = 0;
    *words = 0;
    SendMessageTimeoutW(window, WM_GETTEXT, length, (LPARAM)words, SMTO_NORMAL, answered_ms, &got);
}
static BOOL is_class(HWND window, const WCHAR *name)
{
    WCHAR called[64] = {0};
    GetClassNameW(window, called, 64);
    return !lstrcmpiW(called, name);
}
static BOOL has_keyboard(HWND window)
{
    GUITHREADINFO info = {.cbSize = sizeof info};
    return GetGUIThreadInfo(0, &info) && info.hwndFocus == window;
}
static HRESULT property(HWND window, PROPERTYID asked, VARIANT *value)
{
    LONG style = GetWindowLongW(window, GWL_STYLE);
    BOOL edit = is_class(window, L"Edit");
    WCHAR words[512];
    RECT box;
    DWORD process = 0;
    VariantInit(value);
    if (!IsWindow(window)) return NOT_AVAILABLE;
#define TELL(type, field, told) do { V_VT(value) = type; field(value) = told; return S_OK; } while (0)
#define TELL_BOOL(told) TELL(VT_BOOL, V_BOOL, (told) ? VARIANT_TRUE : VARIANT_FALSE)
    switch (asked) {
    case UIA_RuntimeIdPropertyId: {
        SAFEARRAY *row = SafeArrayCreateVector(VT_I4, 0, 2);
        LONG at = 0, kind = 42, number = (LONG)(LONG_PTR)window;
        SafeArrayPutElement(row, &at, &kind);
        at = 1;
        SafeArrayPutElement(row, &at, &number);
        TELL(VT_I4 | VT_ARRAY, V_ARRAY, row);
    }
    case UIA_BoundingRectanglePropertyId: {
        SAFEARRAY *row = SafeArrayCreateVector(VT_R8, 0, 4);
        double sides[4];
        GetWindowRect(window, &box);
        sides[0] = box.left; sides[1] = box.top; sides[2] = box.right - box.left; sides[3] = box.bottom - box.top;
        for (LONG at = 0; at < 4; at++) SafeArrayPutElement(row, &at, &sides[at]);
        TELL(VT_R8 | VT_ARRAY, V_ARRAY, row);
    }
    case UIA_ProcessIdPropertyId:
        GetWindowThreadProcessId(window, &process);
        TELL(VT_I4, V_I4, process);
    case UIA_ControlTypePropertyId:
        TELL(VT_I4, V_I4, edit ? UIA_EditControlTypeId : is_class(window, L"Button") ? UIA_ButtonControlTypeId
             : is_class(window, L"Static") ? UIA_TextControlTypeId : GetAncestor(window, GA_PARENT) == GetDesktopWindow()
             ? UIA_WindowControlTypeId : UIA_PaneControlTypeId);
    case UIA_NamePropertyId:
        words_of(window, words, 512);
        TELL(VT_BSTR, V_BSTR, SysAllocString(edit ? L"" : words));
    case UIA_ValueValuePropertyId:
        if (!edit || style & ES_PASSWORD) TELL(VT_BSTR, V_BSTR, SysAllocString(L""));
        words_of(window, words, 512);
        TELL(VT_BSTR, V_BSTR, SysAllocString(words));
    case UIA_ClassNamePropertyId:
        GetClassNameW(window, words, 512);
        TELL(VT_BSTR, V_BSTR, SysAllocString(words));
    case UIA_NativeWindowHandlePropertyId: TELL(VT_I4, V_I4, (LONG)(LONG_PTR)window);
    case UIA_HasKeyboardFocusPropertyId: TELL_BOOL(has_keyboard(window));
    case UIA_IsKeyboardFocusablePropertyId: TELL_BOOL(style & WS_TABSTOP);
    case UIA_IsEnabledPropertyId: TELL_BOOL(IsWindowEnabled(window));
    case UIA_IsPasswordPropertyId: TELL_BOOL(edit && style & ES_PASSWORD);
    case UIA_IsOffscreenPropertyId: TELL_BOOL(!IsWindowVisible(window));
    case UIA_ValueIsReadOnlyPropertyId: TELL_BOOL(edit && style & ES_READONLY);
    case UIA_LegacyIAccessibleStatePropertyId:
        TELL(VT_I4, V_I4, is_class(window, L"Button") && (style & BS_TYPEMASK) == BS_DEFPUSHBUTTON ? STATE_SYSTEM_DEFAULT : 0);
    default: return S_OK; /* empty */
    }
}
static BOOL fits(Thing *condition, HWND window)
{
    VARIANT value;
    if (!condition) return TRUE;
    if (condition->also && !fits(condition->also, window)) return FALSE;
    if (condition->list && !fits((Thing *)condition->list, window)) return FALSE;
    if (!condition->property) return TRUE;
    return SUCCEEDED(property(window, condition->property, &value)) && (V_BOOL(&value) == VARIANT_TRUE) == condition->is;
}

static HRESULT WINAPI element_cached(IUIAutomationElement *this, PROPERTYID asked, VARIANT *value)
{
    Thing *request = ((Thing *)this)->also;
    for (int n = 0; request && n < 64; n++)
        if (request->asked[n] == asked) return property(((Thing *)this)->window, asked, value);
    return E_INVALIDARG; /* as Windows says of what was not asked for */
}
static HRESULT WINAPI element_current(IUIAutomationElement *this, PROPERTYID asked, VARIANT *value)
{
    return property(((Thing *)this)->window, asked, value);
}
static HRESULT give(HWND window, IUIAutomationCacheRequest *request, IUIAutomationElement **out)
{
    Thing *made = window && IsWindow(window) ? element(window) : NULL;
    if (made) made->also = request;
    *out = (IUIAutomationElement *)made;
    return made || !window ? S_OK : NOT_AVAILABLE;
}
static HRESULT WINAPI element_again(IUIAutomationElement *this, IUIAutomationCacheRequest *request, IUIAutomationElement **out)
{
    return give(((Thing *)this)->window, request, out);
}
typedef struct { Thing *found, *condition; HWND within; BOOL deep; } Search;
static void note(Search *search, HWND window)
{
    Thing *found = search->found;
    if (!fits(search->condition, window)) return;
    found->list = realloc(found->list, (found->count + 1) * sizeof(HWND));
    found->list[found->count++] = window;
}
static BOOL CALLBACK each(HWND window, LPARAM to)
{
    Search *search = (Search *)to;
    if (search->deep || GetAncestor(window, GA_PARENT) == search->within) note(search, window);
    return TRUE;
}
static HRESULT WINAPI element_all(IUIAutomationElement *this, enum TreeScope scope, IUIAutomationCondition *condition,
                                  IUIAutomationCacheRequest *request, IUIAutomationElementArray **out)
{
    HWND window = ((Thing *)this)->window;
    Search search = {make(array_vtbl), (Thing *)condition, window, !!(scope & TreeScope_Descendants)};
    if (!IsWindow(window)) return NOT_AVAILABLE;
    search.found->also = request;
    if (scope & TreeScope_Element) note(&search, window);
    EnumChildWindows(window, each, (LPARAM)&search);
    *out = (IUIAutomationElementArray *)search.found;
    return S_OK;
}
static HRESULT WINAPI array_length(IUIAutomationElementArray *this, int *length)
{
    *length = ((Thing *)this)->count;
    return S_OK;
}
static HRESULT WINAPI array_at(IUIAutomationElementArray *this, int n, IUIAutomationElement **out)
{
    Thing *array = (Thing *)this;
    return give(array->list[n], array->also, out);
}
static HRESULT WINAPI request_add(IUIAutomationCacheRequest *this, PROPERTYID asked)
{
    Thing *request = (Thing *)this;
    if (request->count == 64) return E_OUTOFMEMORY;
    request->asked[request->count++] = asked;
    return S_OK;
}
static HRESULT WINAPI walker_parent(IUIAutomationTreeWalker *this, IUIAutomationElement *of,
                                    IUIAutomationCacheRequest *request, IUIAutomationElement **out)
{
    HWND window = ((Thing *)of)->window;
    (void)this;
    return give(window == GetDesktopWindow() ? NULL : GetAncestor(window, GA_PARENT), request, out);
}
static HRESULT WINAPI from_handle(IUIAutomation2 *this, UIA_HWND window, IUIAutomationCacheRequest *request,
                                  IUIAutomationElement **out)
{
    (void)this;
    return give((HWND)window, request, out);
}
static HRESULT WINAPI from_point(IUIAutomation2 *this, POINT at, IUIAutomationCacheRequest *request,
                                 IUIAutomationElement **out)
{
    HWND window = WindowFromPoint(at), inside;
    POINT local = at;
    (void)this;
    ScreenToClient(window, &local);
    inside = ChildWindowFromPointEx(window, local, CWP_SKIPINVISIBLE); /* one that is disabled is there, too */
    return give(inside ? inside : window, request, out);
}
static HRESULT WINAPI from_focus(IUIAutomation2 *this, IUIAutomationCacheRequest *request, IUIAutomationElement **out)
{
    GUITHREADINFO info = {.cbSize = sizeof info};
    (void)this;
    GetGUIThreadInfo(0, &info);
    return give(info.hwndFocus ? info.hwndFocus : GetForegroundWindow(), request, out);
}
static HRESULT WINAPI get_walker(IUIAutomation2 *this, IUIAutomationTreeWalker **out)
{
    (void)this;
    *out = (IUIAutomationTreeWalker *)make(walker_vtbl);
    return S_OK;
}
static HRESULT WINAPI get_controls(IUIAutomation2 *this, IUIAutomationCondition **out)
{
    (void)this;
    *out = (IUIAutomationCondition *)make(condition_vtbl);
    return S_OK;
}
static HRESULT WINAPI create_request(IUIAutomation2 *this, IUIAutomationCacheRequest **out)
{
    (void)this;
    *out = (IUIAutomationCacheRequest *)make(request_vtbl);
    return S_OK;
}
static HRESULT WINAPI create_condition(IUIAutomation2 *this, PROPERTYID asked, VARIANT value, IUIAutomationCondition **out)
{
    Thing *condition = make(condition_vtbl);
    (void)this;
    if (V_VT(&value) != VT_BOOL) return E_INVALIDARG;
    condition->property = asked;
    condition->is = V_BOOL(&value) == VARIANT_TRUE;
    *out = (IUIAutomationCondition *)condition;
    return S_OK;
}
static HRESULT WINAPI create_both(IUIAutomation2 *this, IUIAutomationCondition *one, IUIAutomationCondition *other,
                                  IUIAutomationCondition **out)
{
    Thing *both = make(condition_vtbl);
    (void)this;
    both->also = one;
    both->list = (HWND *)other;
    add_ref(one);
    add_ref(other);
    *out = (IUIAutomationCondition *)both;
    return S_OK;
}
static HRESULT WINAPI wait_connected(IUIAutomation2 *this, DWORD ms) { (void)this; (void)ms; return S_OK; }
static HRESULT WINAPI wait_answered(IUIAutomation2 *this, DWORD ms) { (void)this; answered_ms = ms; return S_OK; }

static HRESULT WINAPI create(IClassFactory *this, IUnknown *outer, REFIID id, void **out)
{
    (void)this; (void)outer; (void)id;
    *out = make(automation_vtbl);
    return S_OK;
}
static HRESULT WINAPI lock(IClassFactory *this, BOOL locks) { (void)this; (void)locks; return S_OK; }

#define TABLE(type, name) \
    static type name; \
    for (size_t n = 0; n < sizeof name / sizeof(void *); n++) ((void **)&name)[n] = not_here; \
    name.QueryInterface = (void *)query; name.AddRef = (void *)add_ref; name.Release = (void *)release

static void begin(void)
{
    TABLE(IUIAutomation2Vtbl, automation);
    automation.ElementFromHandleBuildCache = from_handle;
    automation.ElementFromPointBuildCache = from_point;
    automation.GetFocusedElementBuildCache = from_focus;
    automation.get_ControlViewWalker = get_walker;
    automation.get_ControlViewCondition = get_controls;
    automation.CreateCacheRequest = create_request;
    automation.CreatePropertyCondition = create_condition;
    automation.CreateAndCondition = create_both;
    automation.put_ConnectionTimeout = wait_connected;
    automation.put_TransactionTimeout = wait_answered;
    automation_vtbl = &automation;
    TABLE(IUIAutomationElementVtbl, object);
    object.FindAllBuildCache = element_all;
    object.BuildUpdatedCache = element_again;
    object.GetCurrentPropertyValue = element_current;
    object.GetCachedPropertyValue = element_cached;
    element_vtbl = &object;
    TABLE(IUIAutomationElementArrayVtbl, objects);
    objects.get_Length = array_length;
    objects.GetElement = array_at;
    array_vtbl = &objects;
    TABLE(IUIAutomationConditionVtbl, condition);
    condition_vtbl = &condition;
    TABLE(IUIAutomationCacheRequestVtbl, request);
    request.AddProperty = request_add;
    request_vtbl = &request;
    TABLE(IUIAutomationTreeWalkerVtbl, walker);
    walker.GetParentElementBuildCache = walker_parent;
    walker_vtbl = &walker;
}

HRESULT WINAPI DllGetClassObject(REFCLSID of, REFIID id, void **out)
{
    TABLE(IClassFactoryVtbl, factory);
    factory.CreateInstance = create;
    factory.LockServer = lock;
    (void)id;
    if (!IsEqualGUID(of, &CLSID_CUIAutomation8)) return CLASS_E_CLASSNOTAVAILABLE;
    begin();
    *out = make(&factory);
    return S_OK;
}
HRESULT WINAPI DllCanUnloadNow(void) { return S_FALSE; }
