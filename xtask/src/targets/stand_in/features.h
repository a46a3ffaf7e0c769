/* musl gives 32-bit processors other names of functions, for its 64-bit times. Android keeps the plain names. */
#include_next <features.h>
#undef __REDIR
#define __REDIR(name, other) __typeof__(name) name
