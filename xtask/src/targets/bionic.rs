//! What the libraries of Android offer to ours: every name that it takes from them, and no other.
//!
//! The stand-ins that are linked against without an NDK hold these names only, so that a new one fails the link until
//! somebody has looked it up in Android's own list (`libc.map.txt`, `libm.map.txt` of bionic): it must be there at API
//! level 24, for ARM, ARM64 and x86-64. All of these are. What is used when it is there (`getrandom`, `copy_file_range`)
//! is a weak reference and needs no entry.

/// A library of Android's, by the name that `-l` takes, and the names taken from it.
pub(super) const LIBRARIES: [(&str, &str); 4] = [("c", LIBC), ("m", LIBM), ("dl", LIBDL), ("log", LIBLOG)];

const LIBM: &str = "asin atan2 cos exp hypot log sin sincos";

const LIBDL: &str = "dl_iterate_phdr dladdr dlclose dlerror dlopen dlsym";

const LIBLOG: &str = "__android_log_print __android_log_write";

const LIBC: &str = "
    __errno __system_property_get
    abort accept access atoi bind calloc clock_gettime clock_nanosleep close closedir connect dirfd
    fchmod fchown fclose fcntl fdopendir feof ferror fflush fgets fileno fopen fprintf fputc fputs free freeaddrinfo
    fstat fsync ftruncate fwrite
    gai_strerror getaddrinfo getauxval getcwd getenv geteuid getpeername getpid getsockopt
    gettimeofday
    ioctl localtime_r lseek64 lstat
    malloc memchr memcmp memcpy memmove memset mkdir mlock mmap mremap munlock munmap
    nanosleep open openat opendir perror poll posix_memalign prctl pread
    pthread_attr_destroy pthread_attr_init pthread_attr_setdetachstate pthread_attr_setstacksize
    pthread_cond_broadcast pthread_cond_destroy pthread_cond_init pthread_cond_signal pthread_cond_wait
    pthread_create pthread_detach pthread_getspecific pthread_join pthread_key_create pthread_key_delete
    pthread_mutex_destroy pthread_mutex_init pthread_mutex_lock pthread_mutex_trylock pthread_mutex_unlock
    pthread_mutexattr_destroy pthread_mutexattr_init pthread_mutexattr_settype pthread_once
    pthread_rwlock_destroy pthread_rwlock_init pthread_rwlock_rdlock pthread_rwlock_unlock
    pthread_rwlock_wrlock pthread_self pthread_setspecific
    pwrite qsort
    read readdir readlink realloc realpath recv rename rmdir
    sched_yield send sendfile sendmsg setsockopt shutdown sigaction signal
    snprintf socket stat stderr stdin stdout
    strchr strcmp strcpy strcspn strerror_r strftime strlen strncmp strncpy strrchr strspn strtok strtol
    strtoul syscall sysconf
    tcgetattr tcsetattr time tolower uname unlink unlinkat utimes write writev
";
