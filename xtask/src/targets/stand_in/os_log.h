/* As much of Apple's logging as SQLCipher asks for: it compiles here, and says nothing. */
#pragma once

#define OS_LOG_DEFAULT 0
#define os_log(log, ...) ((void)(log))
