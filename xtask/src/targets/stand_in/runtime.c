/* What the NDK's compiler brings to every library. It stops the program if it is ever called: nothing that is linked
   with this file is for a phone. */

void *__emutls_get_address(void *control) {
    (void)control;
    __builtin_trap();
}

int atexit(void (*function)(void)) {
    (void)function;
    __builtin_trap();
}
