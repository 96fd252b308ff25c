/* python.exe: what python.org's own does, beside its DLL. */
#include <windows.h>

int wmain(int count, wchar_t **words) {
  HMODULE python = LoadLibraryW(PYTHON_DLL);
  int (*run)(int, wchar_t **) = python ? (void *)GetProcAddress(python, "Py_Main") : NULL;
  return run ? run(count, words) : 127;
}
