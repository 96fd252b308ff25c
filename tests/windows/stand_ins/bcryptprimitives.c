/* bcryptprimitives.dll: the one function that wheels written in Rust take from it, and Wine 8 lacks. */
#include <windows.h>

BOOLEAN NTAPI SystemFunction036(void *, ULONG);

__declspec(dllexport) BOOL WINAPI ProcessPrng(BYTE *bytes, SIZE_T size) { return SystemFunction036(bytes, (ULONG)size); }
